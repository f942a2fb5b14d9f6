"""RDF statements as Turtle with the prefixes of the vocabulary, the same bytes for the same statements."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import TYPE_CHECKING

from graph.ontology.namespaces import PREFIXES

if TYPE_CHECKING:
    import pyoxigraph


def write_turtle(triples: Iterable[pyoxigraph.Triple]) -> bytes:
    """Triples as Turtle, in their order."""
    import pyoxigraph

    buffer = io.BytesIO()
    pyoxigraph.serialize(triples, buffer, pyoxigraph.RdfFormat.TURTLE, prefixes=PREFIXES)
    text, header, start = buffer.getvalue(), [], 0
    while text.startswith(b"@prefix ", start):  # the writer promises no order of the prefixes; ours is alphabetical
        end = text.index(b"\n", start) + 1
        header.append(text[start:end])
        start = end
    return b"".join(sorted(header)) + b"\n" + text[start:]
