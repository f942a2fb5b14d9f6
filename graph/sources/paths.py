"""Paths → the files that they stand for, and their bytes; what is no plain file is never opened."""

from __future__ import annotations

import io
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.errors import InputError
from graph.model import Source
from graph.sources.formats import named_format

_KINDS = (
    (stat.S_ISFIFO, "a pipe"), (stat.S_ISSOCK, "a socket"), (stat.S_ISCHR, "a device"), (stat.S_ISBLK, "a device"),
    (stat.S_ISDIR, "a folder"),
)  # fmt: skip


@dataclass(slots=True)
class Input:
    """One file to read: `name` is what its articles will carry, `path` where it lies (None: standard input)."""

    name: str
    path: Path | None
    shown: str
    """As the user wrote it, for messages."""
    size: int = 0
    printed: Source = Source("")  # noqa: RUF009 - it is frozen
    """Where its text was printed, known once it is read."""


def find_inputs(paths: Iterable[str | os.PathLike[str]]) -> tuple[list[Input], list[dict[str, Any]]]:
    """The files that `paths` stand for, and a fault for each path that stands for none.

    Of a folder, the files of a known format below it count.  A file named twice is read once.  The order of the result does not
    depend on that of `paths`.
    """
    inputs: dict[str, Input] = {}
    faults = []
    for path in (os.fspath(p) for p in paths):
        if path == "-":
            inputs["-"] = Input("stdin", None, "stdin")
            continue
        folder = os.path.isdir(path)
        unreadable: list[OSError] = []
        files = list(_files(path, unreadable)) if folder else [path]
        faults += [fault(e.filename or path, f"cannot be listed ({e.strerror}); check its rights") for e in unreadable]
        if not files and not unreadable:
            faults.append(fault(path, "folder without a file of a known format (.txt, .html, .pdf …); name the files themselves"))
        for file in files:
            try:
                found = os.stat(file)
            except FileNotFoundError:
                said = "link to a file that does not exist" if os.path.islink(file) else "no such file or folder; check the path"
                faults.append(fault(file, said))
            except (OSError, ValueError) as e:
                faults.append(fault(file, f"cannot be read ({getattr(e, 'strerror', None) or e}); check its rights"))
            else:
                if kind := _kind(found.st_mode):
                    faults.append(fault(file, f"is {kind}, not a plain file; feed what it gives into standard input and name that as -"))
                else:
                    inputs[os.path.abspath(file)] = Input(clean_name(os.path.basename(file)), Path(file), file, found.st_size)
    return [i for _, i in sorted(inputs.items(), key=lambda item: (item[1].name, item[0]))], faults


def read_bytes(item: Input, limit: int) -> bytes:
    """The bytes of one input, one more than allowed at most, so that an endless one ends.

    Raises
    ------
    InputError
        it cannot be read, or has become something else than a plain file.
    """
    if item.path is None:
        stream = getattr(sys.stdin, "buffer", None) or io.BytesIO(sys.stdin.read().encode())
        data = stream.read(limit + 1)
        item.size = len(data)
        return bytes(data)
    try:
        with open(item.path, "rb", opener=_open) as handle:
            if kind := _kind(os.fstat(handle.fileno()).st_mode):
                raise InputError(f"{item.name}: is {kind} now; check the path")
            return handle.read(limit + 1)
    except OSError as e:
        raise InputError(f"{item.name}: cannot be read ({e.strerror}); check that it is still there, and its rights") from e


def fault(file: str, reason: str) -> dict[str, Any]:
    """One input that gave nothing, and why."""
    return {"file": clean_name(file), "reason": reason}


def clean_name(name: str) -> str:
    """A file name as every format can hold it: no undecodable bytes, no control characters.

    >>> clean_name("a\\n.txt")
    'a�.txt'
    """
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in name)


def _files(folder: str, unreadable: list[OSError]) -> Iterator[str]:
    """Files of a known format below a folder; links to folders are not followed, nor are the pictures beside a saved web page."""
    for root, folders, files in os.walk(folder, onerror=unreadable.append):
        pages = {os.path.splitext(f)[0] + "_files" for f in files if f.lower().endswith((".html", ".htm"))}
        folders[:] = [f for f in folders if f not in pages and not f.startswith(".")]
        yield from (os.path.join(root, f) for f in files if named_format(f) and not f.startswith("."))


def _open(path: str, flags: int) -> int:
    """Open without waiting for a writer, should the file have become a pipe meanwhile."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0))


def _kind(mode: int) -> str:
    return next((name for test, name in _KINDS if test(mode)), "")
