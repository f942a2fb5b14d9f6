"""Ways out of the graph: one function per format, and the register that knows them by name and by file ending."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.errors import UsageError
from graph.files import write_atomic, write_folder

if TYPE_CHECKING:
    from graph.knowledge import Contents

_CHUNK = 1 << 12
"""Pieces of text that are encoded together."""


@dataclass(frozen=True, slots=True)
class Format:
    """An export format: its name, the file endings that stand for it, and where its function is."""

    name: str
    endings: tuple[str, ...]
    function: str
    """``module:function``, imported when first used, so that `import graph` stays light: from a graph to pieces of text,
    or, where the format is a folder of files, from a graph and an empty folder to nothing."""
    folder: bool = False

    def load(self) -> Callable[..., Any]:
        module, function = self.function.split(":")
        loaded: Callable[..., Any] = getattr(import_module(module), function)
        return loaded


FORMATS = {
    f.name: f
    for f in (
        Format("turtle", ("ttl",), "graph.export.turtle:to_turtle"),
        Format("turtle12", ("rdf12.ttl",), "graph.export.turtle:to_turtle12"),
        Format("trig", ("trig",), "graph.export.turtle:to_trig"),
        Format("nquads", ("nq",), "graph.export.turtle:to_nquads"),
        Format("jsonld", ("jsonld",), "graph.export.jsonld:to_jsonld"),
        Format("graphml", ("graphml",), "graph.export.graphml:to_graphml"),
        Format("gexf", ("gexf",), "graph.export.gexf:to_gexf"),
        Format("csv", ("csv", "csv.zip"), "graph.export.neo4j:to_csv", folder=True),
        Format("parquet", ("parquet", "parquet.zip"), "graph.export.parquet:to_parquet", folder=True),
    )
}
"""Format name → format."""


def find_format(name: str) -> Format:
    """The format of this name, file ending (with or without the dot) or file name.

    Raises
    ------
    UsageError
        there is none; the message lists those that are.

    Examples
    --------
    >>> find_format("ttl").name, find_format("out/graph.rdf12.ttl").name
    ('turtle', 'turtle12')
    """
    wanted = "." + name.lower().removeprefix(".")
    fitting = [(len(e), f) for f in FORMATS.values() for e in (f.name, *f.endings) if wanted.endswith("." + e)]
    if not fitting:
        raise UsageError(f"no export format {name!r}: choose one of {', '.join(FORMATS)}")
    return max(fitting, key=lambda f: f[0])[1]


def render(kg: Contents, format: str) -> bytes:
    """The graph in one of the formats, as the bytes of a file; a folder of files comes as ZIP."""
    wanted = find_format(format)
    if not wanted.folder:
        return b"".join(rendered(kg, format))
    with tempfile.TemporaryDirectory() as folder:
        wanted.load()(kg, Path(folder))
        return _zipped(Path(folder))


def rendered(kg: Contents, format: str) -> Iterator[bytes]:
    """The graph in a format that is one file, piece by piece."""
    return _encoded(find_format(format).load()(kg))


def export(kg: Contents, path: Path, format: str | None = None) -> Path:
    """Write the graph to `path`, whole or not at all.

    Parameters
    ----------
    kg
        the graph.
    path
        the file; its ending tells the format unless `format` does.  CSV and Parquet are folders of files, or one ZIP where
        the ending is .zip.
    format
        name or ending of a format, see `FORMATS`.

    Returns
    -------
    Path
        the file or folder written.

    Raises
    ------
    UsageError
        the format is not known.
    StoreError
        the file cannot be written, or the folder holds files of others.
    UnionkgError
        a library that the format needs is not installed.
    """
    if format is None and not path.suffix:
        raise UsageError(f"{path}: the file has no ending that tells the format; add one, or name one of {', '.join(FORMATS)}")
    wanted = find_format(format or path.name)
    if not wanted.folder:
        return write_atomic(path, rendered(kg, wanted.name))
    if path.suffix == ".zip":
        return write_atomic(path, render(kg, wanted.name))
    return write_folder(path, lambda folder: wanted.load()(kg, folder))


def _encoded(pieces: Iterable[str]) -> Iterator[bytes]:
    chunk: list[str] = []
    for piece in pieces:
        chunk.append(piece)
        if len(chunk) == _CHUNK:
            yield "".join(chunk).encode("utf-8")
            chunk.clear()
    yield "".join(chunk).encode("utf-8")


def _zipped(folder: Path) -> bytes:
    """The files of a folder as ZIP: sorted, all of one date, so that the same files give the same bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.iterdir()):
            archive.writestr(zipfile.ZipInfo(file.name), file.read_bytes(), zipfile.ZIP_DEFLATED)
    return stream.getvalue()
