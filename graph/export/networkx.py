"""The graph as networkx.MultiDiGraph, the public in-memory graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.export.rows import edges, nodes

if TYPE_CHECKING:
    import networkx

    from graph.knowledge import KnowledgeGraph


def to_networkx(kg: KnowledgeGraph) -> networkx.MultiDiGraph:
    """Entities as nodes (their IRIs), facts as edges keyed by relation; attributes are text, numbers and booleans only.

    Nodes have `label`, `type`, `kind`, `code`, `aliases` and `articles` (IRIs, joined by " | "), `mentions` (number of
    articles) and `figures` ("label value unit", joined).  Edges have `relation`, `confidence`, `role`, `title`,
    `evidence` (the surest sentence), `start` and `end` of it in the document, `article` (its IRI), `rule`, `claims` (their
    number), `from_date`, `to_date`, `planned`, `inferred` and `reviewed`.  What is not known is an empty string.
    """
    import networkx

    graph = networkx.MultiDiGraph(name="unionkg")
    graph.add_nodes_from(nodes(kg))
    graph.add_edges_from((source, target, edge["relation"], edge) for source, target, edge in edges(kg))
    return graph
