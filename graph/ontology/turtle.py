"""RDF statements as Turtle and TriG with the prefixes of the vocabulary, the same bytes for the same statements."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import TYPE_CHECKING

from graph.ontology.vocabulary import PREFIXES

if TYPE_CHECKING:
    import pyoxigraph


def write_turtle(triples: Iterable[pyoxigraph.Triple]) -> bytes:
    """Triples as Turtle, in their order."""
    import pyoxigraph

    return _write(triples, pyoxigraph.RdfFormat.TURTLE)


def write_trig(quads: Iterable[pyoxigraph.Quad]) -> bytes:
    """Quads as TriG, in their order."""
    import pyoxigraph

    return _write(quads, pyoxigraph.RdfFormat.TRIG)


def _write(statements: Iterable[pyoxigraph.Triple] | Iterable[pyoxigraph.Quad], format: pyoxigraph.RdfFormat) -> bytes:
    import pyoxigraph

    buffer = io.BytesIO()
    pyoxigraph.serialize(statements, buffer, format, prefixes=PREFIXES)
    text, header, start = buffer.getvalue(), [], 0
    while text.startswith(b"@prefix ", start):  # the writer promises no order of the prefixes; ours is alphabetical
        end = text.index(b"\n", start) + 1
        header.append(text[start:end])
        start = end
    return b"".join(sorted(header)) + b"\n" + text[start:]
