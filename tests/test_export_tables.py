"""CSV for Neo4j and Parquet, read back by DuckDB: tables that another program reads, with nothing lost."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from factory import sample, sanya

from graph.export import export
from graph.export.neo4j import NODES, RELATIONSHIPS, cell
from graph.export.parquet import TABLES
from graph.identity import article_iri
from graph.knowledge import KnowledgeGraph
from graph.ontology.vocabulary import ID

duckdb = pytest.importorskip("duckdb", reason="the extra [dev] is not installed")

UNION = ID + "union/460200"


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return sample()


@pytest.fixture(scope="module")
def csv(kg: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return export(kg, tmp_path_factory.mktemp("csv") / "graph.csv")


@pytest.fixture(scope="module")
def parquet(kg: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("pyarrow", reason="the extra [parquet] is not installed")
    return export(kg, tmp_path_factory.mktemp("parquet") / "graph.parquet")


def read_csv(folder: Path, table: str) -> list[dict[str, str]]:
    """A table as DuckDB reads it, under the header that lies beside it."""
    names = (folder / f"{table}-header.csv").read_text("utf-8").strip().split(",")
    rows = duckdb.sql(
        f"SELECT * FROM read_csv('{folder / table}.csv', header=false, all_varchar=true, delim=',', quote='\"', escape='\"')"
    ).fetchall()
    return [{n: v or "" for n, v in zip(names, row, strict=True)} for row in rows]


def read_parquet(folder: Path, table: str) -> list[dict[str, Any]]:
    found = duckdb.sql(f"SELECT * FROM '{folder / table}.parquet'")
    return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]


# ---------------------------------------------------------------- CSV


def test_headers_are_such_as_neo4j_admin_reads() -> None:
    """https://neo4j.com/docs/operations-manual/current/import/ : one ID in a space, known types, both ends and a type."""
    types = {"", "string", "string[]", "int", "double", "boolean"}
    spaces = set()
    for header in NODES.values():
        fields = [f.split(":") for f in header.split(",")]
        (key,) = [f[1] for f in fields if f[1:] and f[1].startswith("ID(")]
        spaces.add(key.removeprefix("ID"))
        assert fields[-1] == ["", "LABEL"]
        assert {f[1] if f[1:] else "" for f in fields[1:-1]} <= types
    for header in RELATIONSHIPS.values():
        fields = [f.split(":") for f in header.split(",")]
        assert [f[0] for f in fields[:3]] == ["", "", ""]
        ends = [re.sub(r"\(.*", "", f[1]) for f in fields[:3]]
        assert ends == ["START_ID", "END_ID", "TYPE"]
        assert {f[1].removeprefix("START_ID").removeprefix("END_ID") for f in fields[:2]} <= spaces
        assert {f[1] if f[1:] else "" for f in fields[3:]} <= types


def test_the_arguments_name_every_table_and_no_other(csv: Path) -> None:
    named = set(re.findall(r"[\w-]+\.csv", (csv / "import.args").read_text()))
    assert named == {p.name for p in csv.glob("*.csv")}


def test_csv_nodes_are_entities_articles_and_measures(csv: Path, kg: KnowledgeGraph) -> None:
    entities = {row["iri:ID(Entity)"]: row for row in read_csv(csv, "entities")}
    assert entities.keys() == kg.entities.keys()
    union = entities[UNION]
    assert (union["name"], union["aliases:string[]"], union[":LABEL"]) == ("三亚市总工会", "三亚市总", "Entity;Union")
    assert union["mentions:int"] == "2"
    assert entities[ID + "place/460200"]["latitude:double"] == "18.253135"
    assert {row["iri:ID(Article)"] for row in read_csv(csv, "articles")} == {article_iri(a) for a in kg.articles}
    money = next(row for row in read_csv(csv, "measures") if row["counted"] == "每年投入")
    assert (money["value:double"], money["unit"], money["approximate:boolean"]) == ("15880000.0", "元", "true")


def test_csv_relationships_join_nodes_that_exist(csv: Path, kg: KnowledgeGraph) -> None:
    spaces = {"Entity": "entities", "Article": "articles", "Measure": "measures"}
    known = {space: {r[f"iri:ID({space})"] for r in read_csv(csv, table)} for space, table in spaces.items()}
    for table, header in RELATIONSHIPS.items():
        start, end = re.findall(r"_ID\((\w+)\)", header)
        rows = read_csv(csv, table)
        assert rows
        assert {r[f":START_ID({start})"] for r in rows} <= known[start]
        assert {r[f":END_ID({end})"] for r in rows} <= known[end]
    facts = read_csv(csv, "facts")
    assert len(facts) == kg.nx.number_of_edges()
    school = kg["三亚工匠学院"].iri
    (runs,) = [f for f in facts if f[":START_ID(Entity)"] == UNION and f[":END_ID(Entity)"] == school]
    assert (runs[":TYPE"], runs["role"], runs["claims:int"], runs["confidence:double"]) == ("runs", "host", "2", "0.9")
    (guided,) = [f for f in facts if f["role"] == "guide"]
    assert guided["evidence"] == sanya().text[int(guided["start:int"]) : int(guided["end:int"])]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=HYPERLINK(\"http://x\")", "'=HYPERLINK(\"http://x\")"),
        ("+86", "'+86"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("＝1＋1", "'＝1＋1"),
        ("\t=1", "'\t=1"),
        ("“工会通”", "“工会通”"),
        ("——", "——"),
        ("a=1", "a=1"),
        ("a\x00b", "a\ufffdb"),
    ],
)
def test_text_is_no_formula_in_a_spreadsheet(text: str, written: str) -> None:
    assert cell(text) == written


def test_numbers_are_not_mistaken_for_formulas() -> None:
    assert (cell(-1.5), cell(-3)) == ("-1.5", "-3")


# ---------------------------------------------------------------- Parquet


def test_parquet_entities(parquet: Path, kg: KnowledgeGraph) -> None:
    rows = {row["iri"]: row for row in read_parquet(parquet, "entities")}
    assert rows.keys() == kg.entities.keys()
    assert rows[UNION] == {
        "iri": UNION, "type": "Union", "name": "三亚市总工会", "aliases": ["三亚市总"], "kind": None, "code": "460200",
        "articles": sorted(article_iri(a) for a in kg[UNION].articles), "longitude": None, "latitude": None,
    }  # fmt: skip


def test_parquet_claims_and_measures_carry_their_evidence(parquet: Path, kg: KnowledgeGraph) -> None:
    claims = read_parquet(parquet, "claims")
    assert len(claims) == sum(len(f.claims) for f in kg.facts())
    (post,) = [c for c in claims if c["relation"] == "holdsPost"]
    assert (post["subject"], post["object"]) == (kg["李明"].iri, UNION)
    assert (post["title"], post["start_date"]) == ("党组书记、常务副主席", "2024-05-01")
    assert post["exact"] == sanya().text[post["start"] : post["end"]]
    assert {c["inferred"] for c in claims} == {True, False}
    measures = {m["counted"]: m for m in read_parquet(parquet, "measures")}
    money = measures["每年投入"]
    assert (money["value"], money["exact_value"], money["unit"], money["approximate"]) == (15880000.0, "15880000", "元", True)
    assert money["entity"] == kg["工会通平台"].iri


def test_parquet_tables_have_the_columns_that_are_told(parquet: Path, kg: KnowledgeGraph) -> None:
    for table, columns in TABLES.items():
        assert list(read_parquet(parquet, table)[0]) == list(columns)
    assert len(read_parquet(parquet, "articles")) == len(kg.articles)


def test_an_empty_graph_gives_empty_tables(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow", reason="the extra [parquet] is not installed")
    folder = export(KnowledgeGraph(), tmp_path / "graph.parquet")
    assert [read_parquet(folder, table) for table in TABLES] == [[], [], [], []]
