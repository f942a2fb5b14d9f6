"""The network picture: pyvis holds nodes, edges and options; our own template shows them.

pyvis's stock template links a CDN and trusts its input, and its `add_edge` compares every edge with all before.  So nodes
and edges are filled in directly, nothing that a reader typed goes through pyvis, and the template beside this file embeds
what pyvis renders as JSON.
"""

from __future__ import annotations

import json
import math
from functools import cache
from importlib.resources import files
from typing import Any

from graph.view.layout import Island, arrange
from graph.view.tables import CORE, Tables

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


def network(tables: Tables) -> tuple[Any, list[Island]]:
    """A `pyvis.network.Network` with one node per entity and one edge per fact, and the islands it is drawn in.

    Node i is entity i of the tables, edge k is fact k; `x`, `y` and `size` are in picture units.
    """
    from pyvis.network import Network

    rooms = [next((room for rank, room in ROOMS if i < rank), ROOMS[-1][1]) for i in range(len(tables.weights))]
    positions, islands = arrange(tables.groups, tables.edges, rooms, tables.anchors)
    net = Network(directed=True, cdn_resources="in_line")
    net.nodes = [
        {"id": i, "group": kind, "x": x, "y": y, "size": round(min(4 + 0.8 * math.sqrt(weight), 16), 1)}
        for i, (kind, weight, (x, y)) in enumerate(zip(tables.types, tables.weights, positions, strict=True))
    ]
    net.edges = [{"id": k, "from": a, "to": b} for k, (a, b) in enumerate(tables.edges)]
    net.options = OPTIONS
    return net, islands


def render(net: Any, folder: str, values: dict[str, Any]) -> str:
    """Let pyvis fill `template.html` of `folder`; `values` are the template's further names."""
    net.set_template_dir(folder + "/", "template.html")
    net.templateEnv.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":"), "sort_keys": True}
    net.templateEnv.globals.update(values)
    html: str = net.generate_html()
    return html


@cache
def library() -> str:
    """vis-network's JavaScript as shipped inside pyvis, without the link to its source map."""
    script = files("pyvis") / "templates" / "lib" / "vis-9.1.2" / "vis-network.min.js"
    lines = script.read_text(encoding="utf-8").replace("\r\n", "\n").split("\n")
    return "\n".join(line for line in lines if not line.startswith("//# sourceMappingURL")).strip()


def embed(value: Any) -> str:
    """JSON that may stand inside <script type="application/json">: no “<” can end the element or open a comment."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
