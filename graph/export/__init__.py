"""Ways out of the graph: one function per format, and the register that knows them by name and by file ending."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import UsageError
from graph.files import write_atomic

if TYPE_CHECKING:
    from graph.knowledge import KnowledgeGraph


@dataclass(frozen=True, slots=True)
class Format:
    """An export format: its name, the file endings that stand for it, and where its function is."""

    name: str
    endings: tuple[str, ...]
    function: str
    """``module:function`` from a KnowledgeGraph to bytes; imported when first used, so that `import graph` stays light."""

    def render(self, kg: KnowledgeGraph) -> bytes:
        module, function = self.function.split(":")
        render: Callable[[KnowledgeGraph], bytes] = getattr(import_module(module), function)
        return render(kg)


FORMATS = {
    f.name: f
    for f in (
        Format("turtle", ("ttl",), "graph.export.turtle:to_turtle"),
        Format("trig", ("trig",), "graph.export.turtle:to_trig"),
        Format("nquads", ("nq",), "graph.export.turtle:to_nquads"),
        Format("jsonld", ("jsonld",), "graph.export.jsonld:to_jsonld"),
        Format("graphml", ("graphml",), "graph.export.graphml:to_graphml"),
    )
}
"""Format name → format."""


def find_format(name: str) -> Format:
    """The format of this name or file ending, with or without the dot.

    Raises
    ------
    UsageError
        there is none; the message lists those that are.

    Examples
    --------
    >>> find_format("ttl").name
    'turtle'
    """
    wanted = name.lower().removeprefix(".")
    for known in FORMATS.values():
        if wanted == known.name or wanted in known.endings:
            return known
    raise UsageError(f"no export format {name!r}: choose one of {', '.join(FORMATS)}")


def render(kg: KnowledgeGraph, format: str) -> bytes:
    """The graph in one of the formats, as the bytes of a file."""
    return find_format(format).render(kg)


def export(kg: KnowledgeGraph, path: Path, format: str | None = None) -> Path:
    """Write the graph to `path`, whole or not at all.

    Parameters
    ----------
    kg
        the graph.
    path
        the file; its ending tells the format unless `format` does.
    format
        name or ending of a format, see `FORMATS`.

    Returns
    -------
    Path
        the file written.

    Raises
    ------
    UsageError
        the format is not known.
    StoreError
        the file cannot be written.
    """
    if format is None and not path.suffix:
        raise UsageError(f"{path}: the file has no ending that tells the format; add one, or name one of {', '.join(FORMATS)}")
    return write_atomic(path, render(kg, format or path.suffix))
