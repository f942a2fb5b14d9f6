"""GEXF 1.3 for Gephi: a colour for each type, and a timeline of what the text dates."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from math import log2
from typing import TYPE_CHECKING, Any

from graph.export.rows import EDGE, NODE, edges, nodes
from graph.export.syntax import exists
from graph.export.xml import DECLARATION, written

if TYPE_CHECKING:
    from graph.knowledge import Contents

_TYPES = {str: "string", int: "integer", float: "double", bool: "boolean"}

_TITLES = {"label": "name", "start": "text_start", "end": "text_end"}
"""Titles of attributes that would pass for GEXF's own label, start and end."""

COLOURS = {
    "Union": (200, 16, 46),
    "Place": (120, 120, 120),
    "Company": (31, 119, 180),
    "Institution": (44, 140, 90),
    "Program": (230, 140, 20),
    "Person": (130, 90, 180),
    "Document": (150, 110, 70),
}
"""Entity type → red, green, blue."""


def to_gexf(kg: Contents) -> Iterator[str]:
    """The whole graph as GEXF 1.3: nodes and edges of `kg.nx`, nodes coloured by type and sized by mentions.

    An edge whose fact has dates has a start and an end on Gephi's timeline, where a month or year stands for all its days;
    what has none is always there.
    """
    yield DECLARATION + '<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">\n'
    yield "  <meta><creator>unionkg</creator></meta>\n"
    yield '  <graph mode="dynamic" timeformat="date" defaultedgetype="directed">\n'
    for place, columns in (("node", NODE), ("edge", EDGE)):
        yield f'    <attributes class="{place}" mode="static">\n'
        for number, (name, type_) in enumerate(columns.items()):
            yield f'      <attribute id="{number}" title="{_TITLES.get(name, name)}" type="{_TYPES[type_]}"/>\n'
        yield "    </attributes>\n"
    yield "    <nodes>\n"
    for iri, node in nodes(kg):
        red, green, blue = COLOURS[node["type"]]
        yield (
            f'      <node id="{written(iri)}" label="{written(node["label"])}">{_values(node)}'
            f'<viz:size value="{4 + 2 * log2(1 + node["mentions"]):.2f}"/><viz:color r="{red}" g="{green}" b="{blue}"/></node>\n'
        )
    yield "    </nodes>\n    <edges>\n"
    for number, (source, target, edge) in enumerate(edges(kg)):
        start, end = day(edge["from_date"]), day(edge["to_date"], last=True)
        time = (f' start="{start}"' if start else "") + (f' end="{end}"' if end else "")
        yield (
            f'      <edge id="{number}" source="{written(source)}" target="{written(target)}" label="{edge["relation"]}"'
            f' kind="{edge["relation"]}" weight="{edge["confidence"]!r}"{time}>{_values(edge)}</edge>\n'
        )
    yield "    </edges>\n  </graph>\n</gexf>\n"


def _values(attributes: dict[str, Any]) -> str:
    found = (f'<attvalue for="{i}" value="{written(v)}"/>' for i, v in enumerate(attributes.values()) if v != "")
    return f"<attvalues>{''.join(found)}</attvalues>"


def day(moment: str, *, last: bool = False) -> str:
    """The first (or last) day of a date, month or year; empty for what is none of them.

    >>> day("2024"), day("2024-02", last=True), day("去年")
    ('2024-01-01', '2024-02-29', '')
    """
    parts = moment.split("-")
    if len(parts) == 1:
        moment += "-12" if last else "-01"
    if len(parts) < 3 and exists(moment + "-01"):
        year, month = map(int, moment.split("-"))
        moment += f"-{calendar.monthrange(year, month)[1]:02}" if last else "-01"
    return moment if exists(moment) else ""
