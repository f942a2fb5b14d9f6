"""Writing files whole: a reader sees the old file or the new one, never half of either."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from graph.errors import StoreError


def write_atomic(path: str | Path, content: str | bytes | Iterable[bytes]) -> Path:
    """Write `content` under a temporary name in the same folder, then rename it to `path`; missing folders are made.

    A link is followed: what it points to is replaced, the link stays.  What is not a plain file (a pipe, /dev/stdout)
    cannot be renamed over and is written directly.

    Parameters
    ----------
    path
        the file to write.
    content
        all of it; text becomes UTF-8 with its line ends as they are, and lone surrogates (undecodable bytes of a file name),
        which UTF-8 cannot hold, become question marks.  Pieces of bytes are written one after the other and never held together.

    Returns
    -------
    Path
        `path`.

    Raises
    ------
    StoreError
        the folder cannot be made or the file not written; what stood at `path` is still there, and nothing else is.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> write_atomic(folder / "new" / "a.txt", "三亚市总工会").read_text("utf-8")
    '三亚市总工会'
    """
    data = [content.encode("utf-8", "replace")] if isinstance(content, str) else [content] if isinstance(content, bytes) else content
    goal = Path(os.path.realpath(path))
    temporary = goal.with_name(f".{goal.name[:60]}.{os.getpid()}.tmp")
    try:
        if goal.exists() and not goal.is_file() and not goal.is_dir():
            _write(goal, data)
            return Path(path)
        goal.parent.mkdir(parents=True, exist_ok=True)
        try:
            _write(temporary, data)
            os.replace(temporary, goal)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as e:
        raise StoreError(f"{path}: cannot be written ({e.strerror or e}); free it or choose another place with -o") from e
    return Path(path)


def _write(path: Path, data: Iterable[bytes]) -> None:
    with path.open("wb") as file:
        file.writelines(data)


def write_folder(path: str | Path, fill: Callable[[Path], object]) -> Path:
    """Fill a folder of files under a temporary name, then rename it to `path`.

    Parameters
    ----------
    path
        the folder; one that stands there is replaced, provided it holds no file but such as `fill` makes.
    fill
        called with the empty temporary folder.

    Raises
    ------
    StoreError
        the folder cannot be written, or holds files of others; it is then as it was.
    """
    goal = Path(os.path.realpath(path))
    try:
        goal.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{goal.name[:60]}.", suffix=".tmp", dir=goal.parent) as temporary:
            fresh, old = Path(temporary) / "new", Path(temporary) / "old"
            fresh.mkdir()
            fill(fresh)
            if goal.exists():
                foreign = sorted({f.name for f in goal.iterdir()} - {f.name for f in fresh.iterdir()})
                if foreign:
                    raise StoreError(f"{path}: holds {foreign[0]}, which is not of this export; choose another place")
                os.replace(goal, old)
            os.replace(fresh, goal)
    except OSError as e:
        raise StoreError(f"{path}: cannot be written ({e.strerror or e}); free it or choose another place with -o") from e
    return Path(path)
