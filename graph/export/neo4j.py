"""CSV for `neo4j-admin database import`: a folder of tables, each with its header in a file of its own.

    neo4j-admin database import full neo4j @import.args      (run in the folder; Neo4j 5 or later)

Nodes are entities (labels Entity and their type), articles and measures; relationships are facts (one each, with the surest
sentence and the number of claims), mentionedIn, hasMeasure and isVersionOf (an article printed again, changed a little).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.export.rows import coordinates, edges
from graph.identity import article_iri
from graph.reprints import stories
from graph.tabular import inert

if TYPE_CHECKING:
    from graph.knowledge import Contents

Row = Iterable[Any]

_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")

NODES = {
    "entities": "iri:ID(Entity),name,aliases:string[],kind,code,mentions:int,longitude:double,latitude:double,:LABEL",
    "articles": "iri:ID(Article),headline,source,date,section,:LABEL",
    "measures": "iri:ID(Measure),value:double,unit,counted,printed,approximate:boolean,evidence,start:int,end:int,article,"
    "rule,confidence:double,reviewed:boolean,:LABEL",
}
"""Table of nodes → its header."""

RELATIONSHIPS = {
    "facts": ":START_ID(Entity),:END_ID(Entity),:TYPE,confidence:double,role,title,evidence,start:int,end:int,article,rule,"
    "claims:int,from_date,to_date,planned:boolean,inferred:boolean,reviewed:boolean",
    "mentions": ":START_ID(Entity),:END_ID(Article),:TYPE",
    "figures": ":START_ID(Entity),:END_ID(Measure),:TYPE",
    "reprints": ":START_ID(Article),:END_ID(Article),:TYPE",
}
"""Table of relationships → its header."""


def to_csv(kg: Contents, folder: Path) -> None:
    """Write the tables, their headers and `import.args` into `folder`."""
    tables = {
        "entities": _entities(kg),
        "articles": _articles(kg),
        "measures": _measures(kg),
        "facts": ((source, target, *edge.values()) for source, target, edge in edges(kg)),
        "mentions": ((e.iri, article_iri(a), "mentionedIn") for e in kg.entities.values() for a in e.articles),
        "figures": ((e.iri, iri, "hasMeasure") for e in kg.entities.values() for iri in dict(e.figures)),
        "reprints": ((article_iri(a), article_iri(first), "isVersionOf") for a, first in sorted(kg.versions.items())),
    }
    for name, rows in tables.items():
        header = (NODES | RELATIONSHIPS)[name]
        (folder / f"{name}-header.csv").write_text(header + "\n", encoding="utf-8")
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerows([cell(value) for value in row] for row in rows)
    arguments = ["--multiline-fields=true", "--id-type=string"]
    arguments += [f"--nodes={name}-header.csv,{name}.csv" for name in NODES]
    arguments += [f"--relationships={name}-header.csv,{name}.csv" for name in RELATIONSHIPS]
    (folder / "import.args").write_text("\n".join(arguments) + "\n", encoding="utf-8")


def _entities(kg: Contents) -> Iterator[Row]:
    for e in kg.entities.values():
        longitude, latitude = coordinates(e) or (None, None)
        yield e.iri, e.name, e.aliases, e.kind, e.code, stories(e.articles, kg.versions), longitude, latitude, ["Entity", e.type]


def _articles(kg: Contents) -> Iterator[Row]:
    for a in kg.articles.values():
        yield article_iri(a.id), a.title, a.document, a.date, a.section, "Article"


def _measures(kg: Contents) -> Iterator[Row]:
    for entity in kg.entities.values():
        for iri, m in entity.figures:
            at = m.evidence
            yield (
                iri, float(m.value), m.unit, m.name, m.printed, m.approximate,
                at.exact, at.start, at.end, article_iri(m.article), m.rule, m.confidence, m.reviewed, "Measure",
            )  # fmt: skip


def cell(value: Any) -> str:
    """A value as one cell: nothing as empty, lists joined with ";", truth as true and false.

    Text that a spreadsheet would take for a formula gets an apostrophe before it, also inside a list, since some cut lines at ";";
    control characters other than tabs and line ends, which readers cut at or refuse, become U+FFFD; a ";" inside a list becomes
    full-width.

    >>> cell("=1+1"), cell(["甲;乙", "丙"]), cell(True), cell(None)
    ("'=1+1", '甲；乙;丙', 'true', '')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        return repr(value)
    values = [str(v).replace(";", "；") for v in value] if isinstance(value, list) else [str(value)]
    return ";".join(inert(_UNFIT.sub("\ufffd", v)) for v in values)
