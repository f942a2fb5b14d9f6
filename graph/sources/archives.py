"""Archives: the files in them, read one after the other in memory; nothing is unpacked to disk.

A member that leads out of the archive, a link, a device or an encrypted file is a fault of its own; so is what would unpack to
more than the limits allow, whatever the archive says of its own sizes.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from posixpath import normpath
from typing import IO, Any

from graph.errors import InputError
from graph.sources.formats import named_format
from graph.sources.types import Fault, Options, Raw

_BROKEN = (zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, OSError, RuntimeError, ValueError)
_OPENERS: dict[bytes, Callable[[Any], Any]] = {b"\x1f\x8b": gzip.open, b"BZh": bz2.open, b"\xfd7zXZ": lzma.open}


def read(raw: Raw, options: Options) -> Iterator[Raw | Fault]:
    """The files of a zip or tar archive, by name; what is not one of our formats is left alone."""
    if raw.depth >= options.limits.depth:
        raise InputError(f"{raw.name}: archives inside archives, deeper than {options.limits.depth}; unpack it or raise --limit depth=N")
    try:
        empty = True
        for member in _zip(raw, options) if raw.data.startswith(b"PK") else _tar(raw, options):
            empty = False
            yield member
        if empty:
            raise InputError(f"{raw.name}: holds no file of a known format; name the files themselves")
    except _BROKEN as e:
        raise InputError(f"{raw.name}: is no whole archive ({_said(e)}); pack it again") from None


def _zip(raw: Raw, options: Options) -> Iterator[Raw | Fault]:
    with zipfile.ZipFile(io.BytesIO(raw.data)) as archive:
        room = _Room(raw, options)
        for member in sorted(archive.infolist(), key=_zip_name):
            inner = _zip_name(member)
            if inner.endswith("/") or not room.wants(inner):
                continue
            name = f"{raw.name}/{inner}"
            if fault := room.refuses(inner, link=member.external_attr >> 28 == 0o12):
                yield fault
                continue
            try:
                with archive.open(member) as stream:
                    data = room.take(stream, name)
            except InputError as e:
                yield Fault(name, str(e).removeprefix(name + ": "))
            except _BROKEN as e:
                yield Fault(name, f"cannot be unpacked ({_said(e)}); pack it again without a password")
            else:
                yield Raw(name, data, raw.depth + 1)


def _tar(raw: Raw, options: Options) -> Iterator[Raw | Fault]:
    room = _Room(raw, options)
    opener = next((o for magic, o in _OPENERS.items() if raw.data.startswith(magic)), None)
    stream = opener(io.BytesIO(raw.data)) if opener else io.BytesIO(raw.data)
    with tarfile.open(fileobj=_Bounded(stream, room), mode="r|") as archive:
        for member in archive:
            if member.isdir() or not room.wants(member.name):
                continue
            name = f"{raw.name}/{member.name}"
            link = member.issym() or member.islnk()
            if fault := room.refuses(member.name, link=link, device=not (link or member.isreg())):
                yield fault
                continue
            part = archive.extractfile(member)
            if part is None:
                continue
            try:
                data = part.read(options.limits.size + 1)
            except InputError as e:
                raise InputError(f"{raw.name}: {e}") from None
            yield Raw(name, data, raw.depth + 1)


class _Room:
    """What one archive may still unpack to."""

    def __init__(self, raw: Raw, options: Options) -> None:
        self._name, self._limits = raw.name, options.limits
        self._bytes, self._members = options.limits.expansion, options.limits.members

    def wants(self, inner: str) -> bool:
        """Is this a file to read?  Resource forks, hidden files and formats that are none of ours are left alone."""
        self._members -= 1
        if self._members < 0:
            raise InputError(f"{self._name}: more than {self._limits.members} files; split it or raise --limit members=N")
        last = inner.rpartition("/")[2]
        return named_format(last) is not None and not last.startswith(".") and not inner.startswith("__MACOSX/")

    def refuses(self, inner: str, *, link: bool = False, device: bool = False) -> Fault | None:
        """The fault of a member that must not be opened."""
        path = inner.replace("\\", "/")
        if path.startswith("/") or path[1:2] == ":" or normpath(path).startswith("..") or "\0" in path:
            return Fault(f"{self._name}/{inner}", "leads out of the archive; it is not read, pack it again with plain names")
        if link or device:
            return Fault(f"{self._name}/{inner}", f"is {'a link' if link else 'no plain file'}; it is not followed, pack the file itself")
        return None

    def take(self, stream: IO[bytes], name: str) -> bytes:
        """The bytes of a member, one more than allowed at most."""
        data = stream.read(min(self._limits.size, self._bytes) + 1)
        self.spend(len(data), name)
        return data

    def spend(self, size: int, name: str = "") -> None:
        self._bytes -= size
        if self._bytes < 0:
            said = f"unpacks to more than {self._limits.expansion} bytes; raise --limit expansion=N if it is no bomb"
            raise InputError(f"{name}: {said}" if name else said)


class _Bounded(io.RawIOBase):
    """The unpacked stream of a tar file, as long as there is room for it."""

    def __init__(self, stream: IO[bytes] | io.BytesIO, room: _Room) -> None:
        self._stream, self._room = stream, room

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self._room.spend(len(data))
        return data


def _zip_name(member: zipfile.ZipInfo) -> str:
    """The name of a member; without the mark of UTF-8 it is mostly what a Chinese Windows wrote."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return member.filename


def _said(error: BaseException) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__
