"""A reader of the CSV that `neo4j-admin database import full` takes, written after Neo4j's manual and knowing nothing of our writer.

https://neo4j.com/docs/operations-manual/5/import/ : what the options name, what a header may say, how a field is quoted and what it
becomes.  It is as strict as the import tool is without tolerance, and stricter where that only warns: an end that is no node is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


class Refused(Exception):
    """What the import tool would not take."""


@dataclass
class Database:
    """What was imported."""

    nodes: dict[tuple[str, str], tuple[frozenset[str], dict[str, Any]]] = field(default_factory=dict)
    """(ID space, ID) → (labels, properties)."""
    relationships: list[tuple[tuple[str, str], str, tuple[str, str], dict[str, Any]]] = field(default_factory=list)
    """(node, type, node, properties)."""


@dataclass(frozen=True)
class Column:
    name: str
    type: str
    space: str


_COLUMN = re.compile(r"(?P<name>[^:]*)(?::(?P<type>[A-Za-z_]+(?:\[\])?)(?:\((?P<space>[^()]*)\))?(?:\{[^{}]*\})?)?")
_ROLES = {"ID", "LABEL", "START_ID", "END_ID", "TYPE", "IGNORE"}


def _whole(bits: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not re.fullmatch(r"[+-]?\d+", text) or not -(1 << bits - 1) <= int(text) < 1 << bits - 1:
            raise Refused(f"{text!r} is no whole number of {bits} bits")
        return int(text)

    return read


def _decimal(text: str) -> float:
    if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", text):
        raise Refused(f"{text!r} is no number")
    return float(text)


def _truth(text: str) -> bool:
    if text not in ("true", "false"):
        raise Refused(f"{text!r} is neither true nor false")
    return text == "true"


_VALUES: dict[str, Callable[[str], Any]] = {
    "string": str, "boolean": _truth, "int": _whole(32), "long": _whole(64), "short": _whole(16), "byte": _whole(8),
    "float": _decimal, "double": _decimal,
}  # fmt: skip


def imported(folder: Path) -> Database:
    """What the arguments in `import.args` make of the folder."""
    tables: dict[str, list[list[str]]] = {"nodes": [], "relationships": []}
    for line in (folder / "import.args").read_text("utf-8").splitlines():
        option, _, value = line.partition("=")
        if option in ("--nodes", "--relationships"):
            tables[option[2:]].append(value.split(","))
        elif line not in ("--multiline-fields=true", "--id-type=string"):
            raise Refused(f"unknown option {line}")
    database = Database()
    for files in tables["nodes"]:
        for columns, row in _rows(folder, files, {"ID"}):
            _node(database, columns, row)
    for files in tables["relationships"]:
        for columns, row in _rows(folder, files, {"START_ID", "END_ID", "TYPE"}):
            _relationship(database, columns, row)
    return database


def _node(database: Database, columns: list[Column], row: list[str | None]) -> None:
    key, labels = None, frozenset[str]()
    for column, value in zip(columns, row, strict=True):
        if column.type == "ID":
            if not value:
                raise Refused("a node without ID")
            key = (column.space, value)
        elif column.type == "LABEL":
            labels = frozenset((value or "").split(";"))
    assert key is not None
    if key in database.nodes:
        raise Refused(f"{key} comes twice")
    if "" in labels:
        raise Refused(f"{key} has an empty label")
    properties = _properties(columns, row)
    properties |= {c.name: v for c, v in zip(columns, row, strict=True) if c.type == "ID" and c.name}
    database.nodes[key] = labels, properties


def _relationship(database: Database, columns: list[Column], row: list[str | None]) -> None:
    ends = {c.type: (c.space, v or "") for c, v in zip(columns, row, strict=True) if c.type in _ROLES}
    for end in (ends["START_ID"], ends["END_ID"]):
        if end not in database.nodes:
            raise Refused(f"{end} is no node")
    if not ends["TYPE"][1]:
        raise Refused("a relationship without type")
    database.relationships.append((ends["START_ID"], ends["TYPE"][1], ends["END_ID"], _properties(columns, row)))


def _properties(columns: list[Column], row: list[str | None]) -> dict[str, Any]:
    """Typed; an empty field that is not quoted is no property."""
    properties: dict[str, Any] = {}
    for column, value in zip(columns, row, strict=True):
        if column.type in _ROLES or value is None:
            continue
        read = _VALUES[column.type.removesuffix("[]")]
        properties[column.name] = [read(v) for v in value.split(";")] if column.type.endswith("[]") else read(value)
    return properties


def _rows(folder: Path, files: list[str], needed: set[str]) -> Iterator[tuple[list[Column], list[str | None]]]:
    """(columns, fields) of every row of a table whose header is the first line of its first file."""
    texts = [(folder / name).read_bytes().decode("utf-8") for name in files]
    lines = (fields for text in texts for fields in _fields(text))
    columns = [_column(text or "") for text in next(lines)]
    names = [c.name for c in columns if c.name]
    if len(set(names)) < len(names):
        raise Refused(f"{files[0]}: a property comes twice")
    roles = [c.type for c in columns if c.type in _ROLES]
    if len(set(roles)) < len(roles) or not needed <= set(roles) or ("ID" in needed and "TYPE" in roles):
        raise Refused(f"{files[0]}: needs {needed} once, has {roles}")
    for fields in lines:
        if len(fields) != len(columns):
            raise Refused(f"{files[-1]}: {len(fields)} fields under {len(columns)} columns")
        yield columns, fields


def _column(text: str) -> Column:
    found = _COLUMN.fullmatch(text)
    if found is None:
        raise Refused(f"header {text!r}")
    type_ = found["type"] or "string"
    if type_ not in _ROLES and (type_.removesuffix("[]") not in _VALUES or not found["name"]):
        raise Refused(f"header {text!r}: no such type, or no name")
    if found["space"] and type_ not in ("ID", "START_ID", "END_ID"):
        raise Refused(f"header {text!r}: a space belongs to IDs")
    return Column(found["name"], type_, found["space"] or "")


_FIELD = re.compile(r'"((?:[^"]|"")*)"|([^",\n]*)')


def _fields(text: str) -> Iterator[list[str | None]]:
    """Rows of fields: quoted ones may hold anything, a quote is doubled in them; nothing between two commas is None."""
    at = 0
    while at < len(text):
        row: list[str | None] = []
        while True:
            found = _FIELD.match(text, at)
            assert found is not None
            at = found.end()
            row.append(found[1].replace('""', '"') if found[1] is not None else found[2] or None)
            end = text[at : at + 1]
            at += 1
            if end in ("\n", ""):
                break
            if end != ",":
                raise Refused(f"{text[at - 20 : at + 20]!r}: a quote inside a field that does not begin with one")
        yield row
