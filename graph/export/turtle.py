"""Turtle, TriG and N-Quads: text forms of the RDF statements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.export.quads import nquads, ntriples
from graph.ontology.turtle import write_trig, write_turtle

if TYPE_CHECKING:
    from graph.knowledge import KnowledgeGraph


def to_turtle(kg: KnowledgeGraph) -> bytes:
    """The whole graph as Turtle (RDF 1.1)."""
    import pyoxigraph

    return write_turtle(q.triple for q in pyoxigraph.parse("".join(ntriples(kg)), format=pyoxigraph.RdfFormat.N_TRIPLES))


def to_trig(kg: KnowledgeGraph) -> bytes:
    """The graph as TriG: what an article says in the named graph of the article, the rest in the default graph."""
    import pyoxigraph

    return write_trig(pyoxigraph.parse("".join(nquads(kg)), format=pyoxigraph.RdfFormat.N_QUADS))


def to_nquads(kg: KnowledgeGraph) -> bytes:
    """The graph as N-Quads, with the same named graphs as TriG."""
    return "".join(nquads(kg)).encode("utf-8")
