"""A new file of pieces of an old one, for as little work of the processor as the system allows.

Copying through the memory of the system costs four passes over it: read, write, give back the old file's pages, and clear others away to
make room.  A large file is therefore read and written past that memory (O_DIRECT), in blocks: nothing but the shift of the bytes behind
an insertion is left to the processor.  What stands before the first change is shared with the old file where the file system can
(XFS, Btrfs).  Where any of this is refused the pieces are copied as small files are.
"""

from __future__ import annotations

import errno
import mmap
import os
import struct
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

try:
    import fcntl
except ImportError:  # no such calls on this system
    fcntl = None  # type: ignore[assignment]

Piece = bytes | tuple[int, int]
"""Bytes, or where to find them in the old file: start and end."""

LARGE = 1 << 28
"""Bytes from which on a file goes past the system's memory; smaller ones are wanted there, and wait for no disk."""

_CHUNK = 1 << 20
_ROOM = 1 << 22
"""Bytes that are written together past the system's memory."""
_BLOCK = 4096
_DIRECT = getattr(os, "O_DIRECT", 0)
_CLONE = 0x4020940D
"""FICLONERANGE: share a range of blocks."""
_NOT_HERE = (errno.EXDEV, errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP, errno.EBADF)
"""The system has no such way between these files."""


def compose(old: Path, new: Path, pieces: Sequence[Piece]) -> None:
    """Write to `new` the bytes of all pieces, one after the other."""
    size = sum(len(p) if isinstance(p, bytes) else p[1] - p[0] for p in pieces)
    if size >= LARGE and _DIRECT and hasattr(os, "preadv") and _directly(old, new, pieces):
        return
    with old.open("rb") as source, new.open("wb") as goal:
        for piece in pieces:
            if isinstance(piece, bytes):
                goal.write(piece)
            else:
                _copy(source, goal, *piece)


def _copy(source: BinaryIO, goal: BinaryIO, start: int, end: int) -> None:
    goal.flush()
    if hasattr(os, "copy_file_range"):
        try:
            while start < end:
                copied = os.copy_file_range(source.fileno(), goal.fileno(), end - start, start)
                if not copied:
                    break
                start += copied
            goal.seek(0, os.SEEK_END)
        except OSError as e:
            if e.errno not in _NOT_HERE:
                raise
    source.seek(start)
    while start < end:
        data = source.read(min(end - start, _CHUNK))
        if not data:
            raise _cut_short(source.name)
        goal.write(data)
        start += len(data)


def _directly(old: Path, new: Path, pieces: Iterable[Piece]) -> bool:
    """Write the pieces past the system's memory, if it lets us."""
    with ExitStack() as last:
        try:
            source = os.open(old, os.O_RDONLY | _DIRECT)
            last.callback(os.close, source)
            goal = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _DIRECT, 0o666)
            last.callback(os.close, goal)
            work = _Blocks(source, goal)
            for piece in pieces:
                if isinstance(piece, bytes):
                    work.put(piece)
                else:
                    work.copy(*piece)
            work.finish()
        except OSError as e:
            if e.errno not in _NOT_HERE:
                raise
            return False
    return True


class _Blocks:
    """Gathers bytes and writes them in whole blocks, from memory that begins with one."""

    def __init__(self, source: int, goal: int) -> None:
        self.source, self.goal = source, goal
        self.room, self.read = (memoryview(mmap.mmap(-1, _ROOM + _BLOCK)) for _ in range(2))
        self.filled = self.written = 0

    def put(self, data: bytes | memoryview) -> None:
        done = 0
        while done < len(data):
            some = data[done : done + _ROOM - self.filled]
            self.room[self.filled : self.filled + len(some)] = some
            done += len(some)
            self._filled(len(some))

    def copy(self, start: int, end: int) -> None:
        if not self.filled and start == self.written:
            start = self._shared(start, end)
        while start < end:
            if not self.filled and not start % _BLOCK and end - start >= _ROOM:  # nothing has moved
                got = os.preadv(self.source, [self.room[:_ROOM]], start)
                self._filled(got)
            else:
                first = start - start % _BLOCK
                wanted = min(end - first, _ROOM)
                got = min(os.preadv(self.source, [self.read[: wanted + -wanted % _BLOCK]], first), wanted) - (start - first)
                if got > 0:
                    self.put(self.read[start - first : start - first + got])
            if got <= 0:
                raise _cut_short(f"file {self.source}")
            start += got

    def finish(self) -> None:
        """Write what is left; the last block is filled up and cut off again."""
        size = self.written + self.filled
        if self.filled:
            self._write(self.filled + -self.filled % _BLOCK)
        os.ftruncate(self.goal, size)

    def _shared(self, start: int, end: int) -> int:
        """How far the new file may have the same blocks as the old one."""
        whole = (end - start) // _BLOCK * _BLOCK
        if fcntl is None or not whole:
            return start
        try:
            fcntl.ioctl(self.goal, _CLONE, struct.pack("qQQQ", self.source, start, whole, start))
        except OSError:  # most file systems cannot
            return start
        self.written += whole
        return start + whole

    def _filled(self, count: int) -> None:
        self.filled += count
        if self.filled == _ROOM:
            self._write(_ROOM)

    def _write(self, count: int) -> None:
        if os.pwrite(self.goal, self.room[:count], self.written) != count:
            raise OSError(errno.EINVAL, "written in part")  # the plain way will tell why
        self.written += count
        self.filled = 0


def _cut_short(name: str) -> OSError:
    return OSError(errno.EIO, "became shorter while it was read", name)
