"""GraphML for Gephi, Cytoscape and yEd, written through networkx."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import networkx

    from graph.knowledge import KnowledgeGraph

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold, not even escaped."""


def to_graphml(kg: KnowledgeGraph) -> bytes:
    """The whole graph as GraphML: nodes and edges of `kg.nx`, edge ids e0, e1 … in a fixed order."""
    return dump(kg.nx)


def dump(graph: networkx.MultiDiGraph) -> bytes:
    """Any networkx graph with text nodes as GraphML.

    GraphML has no empty values and no lists, and XML no control characters: attributes that are None are left out, lists
    are joined with " | ", such characters become U+FFFD.  networkx would write the relation as the id of each edge; ids must be
    unique, so they are counted, and the relation is an attribute.
    """
    import networkx

    clean = networkx.MultiDiGraph()
    for node in sorted(graph.nodes):
        clean.add_node(_text(node), **_attributes(graph.nodes[node]))
    edges = sorted(graph.edges(keys=True))
    for number, (source, target, key) in enumerate(edges):
        clean.add_edge(_text(source), _text(target), key=f"e{number}", **_attributes(graph.edges[source, target, key]))
    stream = io.BytesIO()
    # the writer of the standard library: the lxml one, where lxml is installed, gives other bytes
    networkx.write_graphml_xml(clean, stream, encoding="utf-8", prettyprint=True)
    return stream.getvalue()


def _attributes(attributes: dict[str, Any]) -> dict[str, str | int | float | bool]:
    return {_text(k): _value(v) for k, v in attributes.items() if v is not None}


def _value(value: Any) -> str | int | float | bool:
    if isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, (list, tuple, set, frozenset)):
        parts = [_text(v) for v in value]
        return " | ".join(sorted(parts) if isinstance(value, (set, frozenset)) else parts)
    return _text(value)


def _text(value: object) -> str:
    return _NOT_XML.sub("\ufffd", str(value))
