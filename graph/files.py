"""Writing files whole: a reader sees the old file or the new one, never half of either."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
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
    with in_place_of(path) as temporary:
        _write(temporary, data)
    return Path(path)


@contextmanager
def in_place_of(path: str | Path) -> Iterator[Path]:
    """A temporary name beside `path` for a file that takes its place when the context ends well, and goes where it does not.

    Whoever writes the file, in this process or in another one: it is cleared away here.

    Raises
    ------
    StoreError
        as of `write_atomic`.
    """
    goal = Path(os.path.realpath(path))
    temporary = goal.with_name(f".{goal.name[:60]}.{os.getpid()}.tmp")
    with _writing(path):
        if goal.exists() and not goal.is_file() and not goal.is_dir():
            yield goal
            return
        goal.parent.mkdir(parents=True, exist_ok=True)
        try:
            yield temporary
            os.replace(temporary, goal)
        finally:
            temporary.unlink(missing_ok=True)


def write_plainly(path: Path, data: Iterable[bytes]) -> int:
    """Write pieces to a name that `in_place_of` gave, one after the other; returns the number of bytes."""
    with _writing(path):
        return _write(path, data)


@contextmanager
def _writing(path: str | Path) -> Iterator[None]:
    try:
        yield
    except OSError as e:
        raise StoreError(f"{path}: cannot be written ({e.strerror or e}); free it or choose another place with -o") from e


def _write(path: Path, data: Iterable[bytes]) -> int:
    with path.open("wb") as file:
        return sum(map(file.write, data))


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
