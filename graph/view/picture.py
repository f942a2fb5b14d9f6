"""The network picture: pyvis holds nodes, edges and options; our own template shows them.

pyvis's stock template links a CDN and trusts its input, and its `add_edge` compares every edge with all before.  So nodes
and edges are filled in directly, nothing that a reader typed goes through pyvis, and what it holds travels packed.
"""

from __future__ import annotations

import math
from functools import cache
from importlib.resources import files
from typing import Any

from graph.view.layout import Island, arrange
from graph.view.ranking import CORE
from graph.view.tables import Tables

OPTIONS: dict[str, Any] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "nodes": {"shape": "dot", "borderWidth": 1.5, "borderWidthSelected": 3, "labelHighlightBold": False},
    "edges": {"smooth": False, "width": 1, "selectionWidth": 1, "hoverWidth": 0.6, "arrowStrikethrough": True},
    "interaction": {
        "hover": True, "hoverConnectedEdges": True, "selectConnectedEdges": False, "dragNodes": True, "multiselect": False,
        "tooltipDelay": 100000000, "keyboard": {"enabled": True, "bindToWindow": False}, "zoomSpeed": 0.6,
    },
}  # fmt: skip
"""Options of vis-network: no physics (positions are ours), nothing that needs a pointer only."""


ROOMS = ((CORE, 66.0), (400, 36.0), (1500, 22.0), (10**9, 12.0))
"""Rank below → room in picture units: what the overview shows first has room for its name, the rest fills the gaps."""

GROUPINGS = ("province", "community")
"""What islands may be: the first is shown at first."""


def network(tables: Tables) -> tuple[Any, dict[str, list[Island]]]:
    """A `pyvis.network.Network` with one node per entity and one edge per fact, and the islands of each grouping.

    Node i is entity i of the tables, edge k is fact k.  `x`, `y` and `size` are in picture units; `spots` holds the place of
    the node in each of the groupings, of which `x` and `y` are the first.
    """
    from pyvis.network import Network

    rooms = [next((room for rank, room in ROOMS if i < rank), ROOMS[-1][1]) for i in range(len(tables.weights))]
    places = {
        "province": arrange(tables.provinces, tables.edges, rooms, tables.anchors),
        "community": arrange(tables.communities, tables.edges, rooms, {}),
    }
    net = Network(directed=True, cdn_resources="in_line")
    spots = zip(*(places[grouping][0] for grouping in GROUPINGS), strict=True)
    net.nodes = [
        {"id": i, "group": kind, "x": at[0][0], "y": at[0][1], "size": round(min(4 + 0.8 * math.sqrt(weight), 16), 1), "spots": at}
        for i, (kind, weight, at) in enumerate(zip(tables.types, tables.weights, spots, strict=True))
    ]
    net.edges = [{"id": k, "from": a, "to": b} for k, (a, b) in enumerate(tables.edges)]
    net.options = OPTIONS
    return net, {grouping: islands for grouping, (_, islands) in places.items()}


def drawing(net: Any, islands: dict[str, list[Island]]) -> dict[str, Any]:
    """What the page needs of a network to draw it: sizes, positions and islands of each grouping, options of vis-network."""
    return {
        "size": [node["size"] for node in net.nodes],
        "options": net.options,
        **{
            grouping: {
                "x": [node["spots"][i][0] for node in net.nodes],
                "y": [node["spots"][i][1] for node in net.nodes],
                "islands": [[o.group, o.x, o.y, o.radius] for o in islands[grouping]],
            }
            for i, grouping in enumerate(GROUPINGS)
        },
    }


def render(net: Any, folder: str, values: dict[str, Any]) -> str:
    """Let pyvis fill `template.html` of `folder`; `values` are the template's further names."""
    net.set_template_dir(folder + "/", "template.html")
    net.templateEnv.globals.update(values)
    html: str = net.generate_html()
    return html


@cache
def library() -> str:
    """vis-network's JavaScript as shipped inside pyvis, without the link to its source map."""
    script = files("pyvis") / "templates" / "lib" / "vis-9.1.2" / "vis-network.min.js"
    lines = script.read_text(encoding="utf-8").replace("\r\n", "\n").split("\n")
    return "\n".join(line for line in lines if not line.startswith("//# sourceMappingURL")).strip()
