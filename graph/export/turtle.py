"""Turtle, TriG, N-Quads and Turtle 1.2: text forms of the RDF statements, written resource by resource."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from graph.export.quads import Resource, Source, nquads
from graph.export.syntax import Turtle, Turtle12
from graph.ontology.vocabulary import PREFIXES

if TYPE_CHECKING:
    from graph.knowledge import Contents

to_nquads = nquads


def to_turtle(kg: Contents) -> Iterator[str]:
    """The whole graph as Turtle (RDF 1.1)."""
    yield _prefixes()
    yield from blocks(kg)


def blocks(kg: Contents) -> Iterator[str]:
    """Turtle without the prefixes, one block a subject."""
    for resource in Source(kg, Turtle()).resources():
        yield _block(resource)


def to_turtle12(kg: Contents) -> Iterator[str]:
    """The whole graph as Turtle of RDF 1.2: a claim reifies its fact (``rdf:reifies <<( s p o )>>``)."""
    yield 'VERSION "1.2"\n' + _prefixes()
    for resource in Source(kg, Turtle12()).resources():
        yield _block(resource)


def to_trig(kg: Contents) -> Iterator[str]:
    """The graph as TriG: what an article says in the named graph of the article, the rest in the default graph."""
    yield _prefixes()
    for graph, resources in Source(kg, Turtle()).graphs():
        if graph:
            yield f"\n<{graph}> {{\n"
        for resource in resources:
            yield _block(resource)
        if graph:
            yield "}\n"


def _prefixes() -> str:
    return "".join(f"@prefix {prefix}: <{PREFIXES[prefix]}> .\n" for prefix in sorted(PREFIXES))


def _block(resource: Resource) -> str:
    subject, pairs = resource
    text, last = [subject], ""
    for predicate, object_ in pairs:
        text.append(f" ,\n        {object_}" if predicate == last else f"{' ;' if last else ''}\n    {predicate} {object_}")
        last = predicate
    return "".join(text) + " .\n"
