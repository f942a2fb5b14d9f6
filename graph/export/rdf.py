"""The graph as rdflib.Graph, the public RDF object."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.export.quads import ntriples
from graph.ontology.namespaces import PREFIXES

if TYPE_CHECKING:
    import rdflib

    from graph.knowledge import KnowledgeGraph


def to_rdflib(kg: KnowledgeGraph) -> rdflib.Graph:
    """What graph.ttl holds, as rdflib.Graph with the prefixes bound."""
    import rdflib

    graph = rdflib.Graph(bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    graph.parse(data="".join(ntriples(kg)), format="nt")
    return graph
