"""Parquet for pandas, polars, DuckDB and Spark: a folder with entities, claims, measures and articles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.errors import needing
from graph.export.rows import coordinates
from graph.identity import article_iri

if TYPE_CHECKING:
    from graph.knowledge import Contents

_GROUP = 20_000
"""Rows that are held and written together."""

_EVIDENCE = {"article": "string", "exact": "string", "start": "int64", "end": "int64", "confidence": "float64", "rule": "string"}

TABLES: dict[str, dict[str, str]] = {
    "entities": {
        "iri": "string", "type": "string", "name": "string", "aliases": "list", "kind": "string", "code": "string",
        "articles": "list", "longitude": "float64", "latitude": "float64",
    },
    "claims": {
        "iri": "string", "subject": "string", "relation": "string", "object": "string", **_EVIDENCE, "role": "string", "title": "string",
        "start_date": "string", "end_date": "string", "planned": "bool", "inferred": "bool", "reviewed": "bool",
    },
    "measures": {
        "iri": "string", "entity": "string", "value": "float64", "exact_value": "string", "unit": "string", "counted": "string",
        "printed": "string", "approximate": "bool", **_EVIDENCE, "reviewed": "bool",
    },
    "articles": {"iri": "string", "headline": "string", "source": "string", "date": "string", "section": "string", "version_of": "string"},
}  # fmt: skip
"""Table → column → type; "list" is a list of texts.  What is not known is null."""


def to_parquet(kg: Contents, folder: Path) -> None:
    """Write the four tables of `TABLES` into `folder`.

    Raises
    ------
    UnionkgError
        pyarrow is not installed.
    """
    with needing("Parquet needs pyarrow: pip install 'unionkg[parquet]'"):
        import pyarrow
        from pyarrow.parquet import ParquetWriter

    types = {"list": pyarrow.list_(pyarrow.string()), "bool": pyarrow.bool_()}
    rows = {"entities": _entities(kg), "claims": _claims(kg), "measures": _measures(kg), "articles": _articles(kg)}
    for name, columns in TABLES.items():
        schema = pyarrow.schema([(c, types[t] if t in types else pyarrow.type_for_alias(t)) for c, t in columns.items()])
        with ParquetWriter(folder / f"{name}.parquet", schema, compression="zstd") as writer:
            for group in _groups(rows[name]):
                cells = zip(*group, strict=True)
                writer.write_table(pyarrow.table([[_fit(v) for v in column] for column in cells], schema=schema))


def _groups(rows: Iterator[tuple[Any, ...]]) -> Iterable[list[tuple[Any, ...]]]:
    while group := list(islice(rows, _GROUP)):
        yield group


def _fit(value: Any) -> Any:
    """Text without lone surrogates, which UTF-8 cannot hold; an empty one is null."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode() or None
    return [_fit(v) for v in value] if isinstance(value, list) else value


def _entities(kg: Contents) -> Iterator[tuple[Any, ...]]:
    for e in kg.entities.values():
        articles = [article_iri(a) for a in e.articles]
        yield (e.iri, e.type, e.name, e.aliases, e.kind, e.code, articles, *(coordinates(e) or (None, None)))


def _claims(kg: Contents) -> Iterator[tuple[Any, ...]]:
    for fact in kg.facts():
        for iri, c in fact.claims:
            at = (c.article and article_iri(c.article), c.evidence.exact, c.evidence.start, c.evidence.end, round(c.confidence, 2), c.rule)
            more = (c.role, c.title, c.start, c.end, c.planned, c.inferred, c.reviewed)
            yield (iri, fact.subject.iri, fact.predicate, fact.object.iri, *at, *more)


def _measures(kg: Contents) -> Iterator[tuple[Any, ...]]:
    for entity in kg.entities.values():
        for iri, m in entity.figures:
            at = (article_iri(m.article), m.evidence.exact, m.evidence.start, m.evidence.end, round(m.confidence, 2), m.rule)
            yield (iri, entity.iri, float(m.value), format(m.value, "f"), m.unit, m.name, m.printed, m.approximate, *at, m.reviewed)


def _articles(kg: Contents) -> Iterator[tuple[Any, ...]]:
    for a in kg.articles.values():
        first = kg.versions.get(a.id, "")
        yield article_iri(a.id), a.title, a.document, a.date, a.section, first and article_iri(first)
