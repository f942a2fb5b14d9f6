"""Turtle, TriG and N-Quads: text forms of the RDF statements, the same bytes for the same graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.export.quads import nquads, ntriples
from graph.ontology.vocabulary import PREFIXES

if TYPE_CHECKING:
    from graph.knowledge import KnowledgeGraph


def to_turtle(kg: KnowledgeGraph) -> bytes:
    """The whole graph as Turtle (RDF 1.1)."""
    import pyoxigraph

    triples = (q.triple for q in pyoxigraph.parse("".join(ntriples(kg)), format=pyoxigraph.RdfFormat.N_TRIPLES))
    return _with_sorted_prefixes(pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.TURTLE, prefixes=PREFIXES))


def to_trig(kg: KnowledgeGraph) -> bytes:
    """The graph as TriG: what an article says in the named graph of the article, the rest in the default graph."""
    import pyoxigraph

    quads = pyoxigraph.parse("".join(nquads(kg)), format=pyoxigraph.RdfFormat.N_QUADS)
    return _with_sorted_prefixes(pyoxigraph.serialize(quads, format=pyoxigraph.RdfFormat.TRIG, prefixes=PREFIXES))


def to_nquads(kg: KnowledgeGraph) -> bytes:
    """The graph as N-Quads, with the same named graphs as TriG."""
    return "".join(nquads(kg)).encode("utf-8")


def _with_sorted_prefixes(text: bytes) -> bytes:
    """The writer promises no order of the prefixes; ours is alphabetical."""
    header, start = [], 0
    while text.startswith(b"@prefix ", start):
        end = text.index(b"\n", start) + 1
        header.append(text[start:end])
        start = end
    return b"".join(sorted(header)) + b"\n" + text[start:]
