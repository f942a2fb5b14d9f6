"""GraphML for Gephi, Cytoscape and yEd."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from graph.export.rows import EDGE, NODE, edges, nodes
from graph.export.xml import DECLARATION, written

if TYPE_CHECKING:
    from graph.knowledge import Contents

_TYPES = {str: "string", int: "long", float: "double", bool: "boolean"}


def to_graphml(kg: Contents) -> Iterator[str]:
    """The whole graph as GraphML: nodes and edges of `kg.nx` with their attributes, edge ids e0, e1 … in a fixed order."""
    yield DECLARATION + '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    for place, columns in (("node", NODE), ("edge", EDGE)):
        for name, type_ in columns.items():
            yield f'  <key id="{_key(place, name)}" for="{place}" attr.name="{name}" attr.type="{_TYPES[type_]}"/>\n'
    yield '  <graph id="unionkg" edgedefault="directed">\n'
    for iri, attributes in nodes(kg):
        yield f'    <node id="{written(iri)}">\n{_data("node", attributes)}    </node>\n'
    for number, (source, target, attributes) in enumerate(edges(kg)):
        yield f'    <edge id="e{number}" source="{written(source)}" target="{written(target)}">\n{_data("edge", attributes)}    </edge>\n'
    yield "  </graph>\n</graphml>\n"


def _key(place: str, name: str) -> str:
    return f"{place[0]}-{name}"


def _data(place: str, attributes: dict[str, Any]) -> str:
    return "".join(f'      <data key="{_key(place, name)}">{written(value)}</data>\n' for name, value in attributes.items())
