"""Writing files so that a reader never sees half of one."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from graph.errors import StoreError


def write_atomic(path: Path, content: str | bytes) -> Path:
    """Write a whole file under a temporary name beside `path`, then rename it; folders on the way are made.

    Raises
    ------
    StoreError
        the folder cannot be made or written; what stood at `path` is still there.
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    return replace_atomic(path, lambda temporary: _write(temporary, data))


def replace_atomic(path: Path, write: Callable[[Path], object]) -> Path:
    """Let `write` make a file under a temporary name beside `path`, then rename it."""
    temporary = path.with_name(f".{path.stem}.{os.getpid()}.tmp{path.suffix}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            write(temporary)
            os.replace(temporary, path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as e:
        raise StoreError(f"{path}: cannot be written ({e.strerror or e}); free it or choose another place with -o") from e
    return path


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)
