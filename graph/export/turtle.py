"""Turtle, TriG, N-Quads and Turtle 1.2: text forms of the RDF statements, written resource by resource."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from graph.export.quads import Resource, Source, nquads
from graph.export.syntax import Turtle, Turtle12
from graph.identity import article_iri
from graph.ontology.namespaces import PREFIXES
from graph.spool import external_sort

if TYPE_CHECKING:
    from graph.knowledge import Contents

to_nquads = nquads


def to_turtle(kg: Contents) -> Iterator[str]:
    """The whole graph as Turtle (RDF 1.1)."""
    yield prefixes()
    yield from whole(kg)


def to_turtle12(kg: Contents) -> Iterator[str]:
    """The whole graph as Turtle of RDF 1.2: a claim reifies its fact (``rdf:reifies <<( s p o )>>``)."""
    yield 'VERSION "1.2"\n' + prefixes()
    for resource in Source(kg, Turtle12()).resources():
        yield block(resource)


def to_trig(kg: Contents) -> Iterator[str]:
    """The graph as TriG: what an article says in the named graph of the article, the rest in the default graph.

    Complexity: O(n log n), since the graphs are sorted; what does not fit into memory is sorted on disk.
    """
    yield prefixes()
    for graph, blocks in graphs(kg):
        if graph:
            yield f"\n<{graph}> {{\n"
        yield from blocks
        if graph:
            yield "}\n"


def graphs(kg: Contents) -> Iterator[tuple[str, Iterator[str]]]:
    """(IRI of a named graph, or an empty string for the default one; its blocks of Turtle) of each graph, the default one first."""
    blocks = ((article, rank, block(resource)) for article, rank, resource in Source(kg, Turtle()).placed())
    for article, group in groupby(external_sort(blocks, key=itemgetter(0, 1)), key=itemgetter(0)):
        yield article and article_iri(article), map(itemgetter(2), group)


def whole(kg: Contents) -> Iterator[str]:
    """The blocks of the whole graph, every subject once."""
    return map(block, Source(kg, Turtle()).resources())


def prefixes() -> str:
    """How a Turtle file begins."""
    return "".join(f"@prefix {prefix}: <{PREFIXES[prefix]}> .\n" for prefix in sorted(PREFIXES))


def block(resource: Resource) -> str:
    """What is said of one subject, in Turtle."""
    subject, pairs = resource
    text, last = [subject], ""
    for predicate, object_ in pairs:
        text.append(f" ,\n        {object_}" if predicate == last else f"{' ;' if last else ''}\n    {predicate} {object_}")
        last = predicate
    return "".join(text) + " .\n"
