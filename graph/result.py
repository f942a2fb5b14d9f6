"""The answer to a SPARQL query: rows to compute with, and the forms in which people want them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from graph.errors import UnionkgError
from graph.ontology.namespaces import ID, PREFIXES, shorten
from graph.ontology.turtle import write_turtle
from graph.tabular import Value, aligned, data_frame, html_table, inert

if TYPE_CHECKING:
    import pandas
    import pyoxigraph

    Term = pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal | pyoxigraph.Triple


@dataclass(frozen=True, repr=False)
class Result:
    """Rows under named columns.

    The answer to ASK is one row with the column `answer`; that to CONSTRUCT and DESCRIBE has a row per triple with the columns
    `subject`, `predicate`, `object`.  Iterating gives one dict per row; ``bool(result)`` is the answer to ASK, and else whether
    there is any row.  It shows as a table, of which a notebook sees the first rows.

    Examples
    --------
    >>> from graph import KnowledgeGraph
    >>> result = KnowledgeGraph().sparql("SELECT ?n WHERE { VALUES ?n { 12 1500000 } }")
    >>> result
    <Result select: 2 rows, columns n>
    >>> print(result)
    n
    ───────
    12
    1500000
    <BLANKLINE>
    >>> [row["n"] for row in result]
    [12, 1500000]
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
        """Comma-separated values with a header; cells hold the bare text of the terms, as SPARQL 1.1 CSV does.

        Text (not a number) that a spreadsheet program would take for a formula begins with an apostrophe; `to_json` has it as it is.
        """
        stream = io.StringIO()
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows([_cell(t) for t in row] for row in self.terms)
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
        return aligned(self.columns, [[_shown(t) for t in row] for row in self.terms], clip)

    def to_dataframe(self) -> pandas.DataFrame:
        """The rows as pandas.DataFrame.

        Raises
        ------
        UnionkgError
            pandas is not installed.
        """
        return data_frame(self.columns, self.rows)

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
        return html_table(self.columns, [[_displayed(t) for t in row] for row in self.terms])


def _shown(term: Term | None) -> str:
    """The text of a term, with names of the vocabulary shortened."""
    import pyoxigraph

    return shorten(term.value) if isinstance(term, pyoxigraph.NamedNode) else _lexical(term)


def _displayed(term: Term | None) -> Value:
    """A number as number, so that it can stand right, and all else as text to read: names within IRIs in their own script."""
    value = _value(term)
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        return value
    return unquote(_shown(term)) if isinstance(value, str) and value.startswith(ID) else _shown(term)


def _lexical(term: Term | None) -> str:
    import pyoxigraph

    if term is None:
        return ""
    if isinstance(term, (pyoxigraph.NamedNode, pyoxigraph.Literal)):
        return term.value
    return str(term)


def _cell(term: Term | None) -> str:
    return inert(_lexical(term)) if isinstance(_value(term), str) else _lexical(term)


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
