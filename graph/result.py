"""The answer to a SPARQL query: rows to compute with, and the forms in which people want them."""

from __future__ import annotations

import csv
import html
import io
import json
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from graph.errors import UnionkgError
from graph.ontology.turtle import write_turtle
from graph.ontology.vocabulary import PREFIXES, shorten

if TYPE_CHECKING:
    import pandas
    import pyoxigraph

    Term = pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal | pyoxigraph.Triple

Value = str | int | float | bool | Decimal | None
"""A cell as Python value: IRIs and texts as str, numbers as numbers, None where the query left it open."""


@dataclass(frozen=True, repr=False)
class Result:
    """Rows under named columns.

    The answer to ASK is one row with the column `answer`; that to CONSTRUCT and DESCRIBE has a row per triple with the columns
    `subject`, `predicate`, `object`.  Iterating gives one dict per row; ``bool(result)`` is the answer to ASK, and else whether
    there is any row.
    """

    form: str
    """select, ask or construct."""
    columns: tuple[str, ...]
    terms: list[tuple[Term | None, ...]]
    """The rows as RDF terms of pyoxigraph."""

    @property
    def rows(self) -> list[tuple[Value, ...]]:
        """The rows as Python values."""
        return [tuple(_value(t) for t in row) for row in self.terms]

    def __len__(self) -> int:
        return len(self.terms)

    def __bool__(self) -> bool:
        return self.rows[0][0] is True if self.form == "ask" else bool(self.terms)

    def __iter__(self) -> Iterator[dict[str, Value]]:
        return (dict(zip(self.columns, row, strict=True)) for row in self.rows)

    def __repr__(self) -> str:
        return f"<Result {self.form}: {len(self)} rows, columns {', '.join(self.columns)}>"

    def __str__(self) -> str:
        return self.to_table()

    def to_csv(self) -> str:
        """Comma-separated values with a header; cells hold the bare text of the terms, as SPARQL 1.1 CSV does."""
        stream = io.StringIO()
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows([_lexical(t) for t in row] for row in self.terms)
        return stream.getvalue()

    def to_json(self) -> str:
        """SPARQL 1.1 Query Results JSON: types and languages are kept."""
        if self.form == "ask":
            return json.dumps({"head": {}, "boolean": bool(self)}) + "\n"
        bindings = [{c: _json(t) for c, t in zip(self.columns, row, strict=True) if t is not None} for row in self.terms]
        answer = {"head": {"vars": list(self.columns)}, "results": {"bindings": bindings}}
        return json.dumps(answer, ensure_ascii=False, indent=1) + "\n"

    def to_table(self, clip: int = 60) -> str:
        """Columns in plain text, aligned for a terminal, where a Chinese character takes two places.

        Parameters
        ----------
        clip
            cells wider than so many places are cut and end in ….
        """
        lines = [list(self.columns), *([_clip(_shown(t), clip) for t in row] for row in self.terms)]
        widths = [max(map(display_width, column)) for column in zip(*lines, strict=True)]
        ruled = [lines[0], ["─" * w for w in widths], *lines[1:]]
        padded = ("  ".join(cell + " " * (w - display_width(cell)) for cell, w in zip(line, widths, strict=True)) for line in ruled)
        return "\n".join(line.rstrip() for line in padded) + "\n"

    def to_dataframe(self) -> pandas.DataFrame:
        """The rows as pandas.DataFrame.

        Raises
        ------
        UnionkgError
            pandas is not installed.
        """
        try:
            import pandas
        except ImportError as e:
            raise UnionkgError("to_dataframe needs pandas: pip install pandas") from e
        return pandas.DataFrame(self.rows, columns=list(self.columns))

    def to_turtle(self) -> str:
        """The triples of CONSTRUCT or DESCRIBE as Turtle.

        Raises
        ------
        UnionkgError
            the query was of another form.
        """
        import pyoxigraph

        if self.form != "construct":
            raise UnionkgError("only CONSTRUCT and DESCRIBE give triples: use to_csv, to_json or to_table")
        return write_turtle(pyoxigraph.Triple(*row) for row in self.terms).decode("utf-8")  # type: ignore[arg-type]

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{html.escape(c)}</th>" for c in self.columns)
        rows = ("".join(f"<td>{html.escape(_shown(t))}</td>" for t in row) for row in self.terms)
        return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(f'<tr>{row}</tr>' for row in rows)}</tbody></table>"


def display_width(text: str) -> int:
    """Places that `text` takes in a terminal: two for wide characters, none for combining ones.

    >>> display_width("三亚 A")
    6
    """
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _clip(text: str, width: int) -> str:
    if display_width(text) <= width:
        return text
    kept, used = [], 1
    for c in text:
        used += display_width(c)
        if used > width:
            break
        kept.append(c)
    return "".join(kept) + "…"


def _shown(term: Term | None) -> str:
    """One line of printable text: names of the vocabulary shortened, control and direction characters made visible."""
    import pyoxigraph

    text = shorten(term.value) if isinstance(term, pyoxigraph.NamedNode) else _lexical(term)
    return "".join(" " if c in "\t\n\r\u2028\u2029" else "\ufffd" if unicodedata.category(c) in ("Cc", "Cf", "Cs") else c for c in text)


def _lexical(term: Term | None) -> str:
    import pyoxigraph

    if term is None:
        return ""
    if isinstance(term, (pyoxigraph.NamedNode, pyoxigraph.Literal)):
        return term.value
    return str(term)


def _value(term: Term | None) -> Value:
    import pyoxigraph

    if term is None:
        return None
    if isinstance(term, pyoxigraph.Literal) and term.datatype.value.startswith(PREFIXES["xsd"]):
        return _native(term.value, term.datatype.value.removeprefix(PREFIXES["xsd"]))
    return _lexical(term)


def _native(text: str, datatype: str) -> Value:
    """Text of an XSD type as Python value; text that is not of its type stays text."""
    try:
        if datatype in ("integer", "int", "long", "nonNegativeInteger"):
            return int(text)
        if datatype == "decimal":
            return Decimal(text)
        if datatype in ("double", "float"):
            return float(text)
    except (ValueError, InvalidOperation):
        return text
    if datatype == "boolean":
        return text in ("true", "1")
    return text


def _json(term: Term) -> dict[str, Any]:
    import pyoxigraph

    if isinstance(term, pyoxigraph.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, pyoxigraph.BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, pyoxigraph.Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {k: _json(v) for k, v in parts.items()}}
    if term.language:
        return {"type": "literal", "value": term.value, "xml:lang": term.language}
    if term.datatype.value == PREFIXES["xsd"] + "string":
        return {"type": "literal", "value": term.value}
    return {"type": "literal", "value": term.value, "datatype": term.datatype.value}
