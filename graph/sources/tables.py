"""Tables of articles, one a row: CSV, TSV and JSON lines."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from typing import Any

from graph.errors import InputError
from graph.read.decode import decode_text
from graph.sources.metadata import NAMES, folio, pick, url
from graph.sources.types import Fault, Options, Piece, Raw

_RESTARTS = 50
"""Broken rows of one CSV file that are said one by one."""


def read(raw: Raw, options: Options) -> Iterator[Piece | Fault]:
    """One text a row: title, blank line, body.  Rows are counted from 1, without the header."""
    text, _ = decode_text(raw.name, raw.data, limit=options.limits.size)
    rows = _json(raw.name, text) if raw.name.lower().endswith((".jsonl", ".ndjson")) else _csv(raw.name, text, options)
    number = 0
    for number, row in enumerate(rows, 1):
        if number > options.limits.members:
            yield Fault(raw.name, f"more than {options.limits.members} rows; split the file or raise --limit members=N")
            return
        if isinstance(row, Fault):
            yield row
            continue
        body, title = pick(row, "body", options.columns), pick(row, "title", options.columns)
        name = f"{raw.name}/{number}"
        if not body and not title:
            what = options.columns.get("body") or "、".join(NAMES["body"])
            yield Fault(name, f"no body in this row (column {what}); name the column with --column body=NAME")
            continue
        whole = f"{title}\n\n{body}" if title and not body.startswith(title) else body
        yield Piece(name, whole, known=folio(row, options.columns), url=url(row, options.columns))
    if not number:
        raise InputError(f"{raw.name}: no row in this table; nothing to read")


def _json(name: str, text: str) -> Iterator[dict[str, str] | Fault]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row: Any = json.loads(line)
        except RecursionError:
            yield Fault(f"{name}:{number}", "nested too deeply; write one flat object a line")
            continue
        except ValueError as e:
            yield Fault(f"{name}:{number}", f"is no JSON ({' '.join(str(e).split())[:120]}); write one object a line")
            continue
        if not isinstance(row, dict):
            yield Fault(f"{name}:{number}", "is no JSON object; write one object a line")
            continue
        yield {k: v if isinstance(v, str) else str(v) for k, v in row.items() if isinstance(v, (str, int, float))}


def _csv(name: str, text: str, options: Options) -> Iterator[dict[str, str] | Fault]:
    """Rows as dicts.  A quote that is never closed costs its own row: reading starts again on the line after it."""
    lines = text.lstrip("\ufeff").splitlines(keepends=True)
    delimiter = _delimiter(lines[0] if lines else "")
    csv.field_size_limit(options.limits.size)
    header: list[str] = []
    start = broken = 0
    while start < len(lines):
        reader = csv.reader(iter(lines[start:]), delimiter=delimiter, strict=True)
        done = 0
        try:
            for cells in reader:
                done = reader.line_num
                if not header:
                    header = _header(name, cells, options)
                elif any(cells):
                    yield dict(zip(header, cells, strict=False))
            return
        except csv.Error as e:
            yield Fault(f"{name}:{start + done + 1}", f"is no row of a table ({e}); close the quotation mark that opens there")
        start += done + 1
        broken += 1
        if broken == _RESTARTS:
            yield Fault(f"{name}:{start + 1}", f"{broken} broken rows before this line, the rest is not read; mend the table")
            return


def _header(name: str, cells: list[str], options: Options) -> list[str]:
    header = [c.strip() for c in cells]
    if missing := [c for c in options.columns.values() if c not in header]:
        raise InputError(f"{name}:1: no column {missing[0]!r}, only {'、'.join(header)[:200]}; name columns with --column ROLE=NAME")
    low = {c.casefold() for c in header}
    if "body" not in options.columns and "title" not in options.columns and not low & {*NAMES["body"], *NAMES["title"]}:
        raise InputError(f"{name}:1: no column for the body in {'、'.join(header)[:200]}; name it with --column body=NAME")
    return header


def _delimiter(line: str) -> str:
    return max((",", "\t", ";", "|"), key=line.count)
