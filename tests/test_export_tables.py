"""CSV for Neo4j and Parquet, read back by DuckDB: tables that another program reads, with nothing lost."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from factory import Story, sample, sanya
from neo4j_csv import Refused, imported

from graph.export import export
from graph.export.neo4j import cell
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


def test_neo4j_gets_every_entity_article_and_measure(csv: Path, kg: KnowledgeGraph) -> None:
    nodes = imported(csv).nodes
    assert {space: {i for s, i in nodes if s == space} for space in ("Entity", "Article", "Measure")} == {
        "Entity": set(kg.entities),
        "Article": {article_iri(a) for a in kg.articles},
        "Measure": {iri for e in kg.entities.values() for iri, _ in e.figures},
    }
    for e in kg.entities.values():
        labels, said = nodes["Entity", e.iri]
        assert labels == {"Entity", e.type}
        assert (said["iri"], said["name"], said.get("aliases", [])) == (e.iri, e.name, e.aliases)
        assert (said.get("kind", ""), said.get("code", ""), said["mentions"]) == (e.kind, e.code, len(e.articles))
        for iri, m in e.figures:
            labels, figure = nodes["Measure", iri]
            assert (labels, figure["value"], figure["unit"], figure["approximate"]) == ({"Measure"}, float(m.value), m.unit, m.approximate)
            assert (figure["evidence"], figure["end"] - figure["start"]) == (m.evidence.exact, len(m.evidence.exact))
    assert nodes["Entity", ID + "place/460200"][1]["latitude"] == 18.253135
    articles = {a.title: nodes["Article", article_iri(a.id)] for a in kg.articles.values()}
    assert articles["三亚市总打造工匠学院"] == (
        {"Article"},
        {"iri": article_iri(sanya().id), "headline": "三亚市总打造工匠学院", "source": "a.txt", "date": "2024-11-20", "section": "要闻"},
    )


def test_neo4j_gets_every_fact_mention_and_figure(csv: Path, kg: KnowledgeGraph) -> None:
    told = imported(csv).relationships
    plain = {(start, type_, end) for start, type_, end, _ in told}
    assert len(plain) == len(told) == kg.nx.number_of_edges() + sum(len(e.articles) + len(e.figures) for e in kg.entities.values())
    assert plain >= {(("Entity", e.iri), "mentionedIn", ("Article", article_iri(a))) for e in kg.entities.values() for a in e.articles}
    assert plain >= {(("Entity", e.iri), "hasMeasure", ("Measure", iri)) for e in kg.entities.values() for iri, _ in e.figures}
    facts = {(start[1], type_, end[1]): said for start, type_, end, said in told}
    for f in kg.facts():
        said = facts[f.subject.iri, f.predicate, f.object.iri]
        assert (said["claims"], said["planned"], said["inferred"]) == (len(f.claims), f.planned, f.inferred)
        assert said["confidence"] == pytest.approx(f.confidence)
    guided = next(said for said in facts.values() if said.get("role") == "guide")
    assert guided["evidence"] == sanya().text[guided["start"] : guided["end"]]


def test_neo4j_gets_lists_lines_and_quotes_as_they_are(tmp_path: Path) -> None:
    story = Story("一句话。", title='标题"引号",\n第二行')
    story.entity("Program", '甲"乙,丙\n丁', aliases=("别;名", "又名"))
    database = imported(export(KnowledgeGraph.of([story.extraction]), tmp_path / "graph.csv"))
    ((_, entity),) = [node for (space, _), node in database.nodes.items() if space == "Entity"]
    assert (entity["name"], entity["aliases"]) == ('甲"乙,丙\n丁', ["别；名", "又名"])
    assert database.nodes["Article", article_iri(story.id)][1]["headline"] == '标题"引号",\n第二行'


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("entities-header.csv", "mentions:int", "mentions:integer"),
        ("entities-header.csv", "iri:ID(Entity)", "iri"),
        ("entities-header.csv", "kind,", ""),
        ("entities-header.csv", "kind,", "name,"),
        ("facts-header.csv", ":START_ID(Entity)", ":START_ID(Thing)"),
        ("facts-header.csv", ":TYPE", ":LABEL"),
        ("facts.csv", "true", "yes"),
        ("facts.csv", "runs", ""),
        ("entities.csv", "union/460200", "union/460201"),
        ("entities.csv", "Entity;Union", "Entity;"),
        ("measures.csv", "123000.0", "123,000"),
        ("articles.csv", "三亚市总", '三亚"市总'),
        ("import.args", "--id-type=string", "--id-kind=string"),
    ],
)
def test_the_reader_refuses_what_neo4j_would(csv: Path, tmp_path: Path, file: str, old: str, new: str) -> None:
    spoilt = Path(shutil.copytree(csv, tmp_path / "graph.csv"))
    text = (csv / file).read_text("utf-8")
    assert old in text
    (spoilt / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(Refused):
        imported(spoilt)


def test_the_arguments_name_every_table_and_no_other(csv: Path) -> None:
    named = set(re.findall(r"[\w-]+\.csv", (csv / "import.args").read_text()))
    assert named == {p.name for p in csv.glob("*.csv")}


def test_another_reader_of_csv_sees_the_same_cells(csv: Path) -> None:
    entities = {row["iri:ID(Entity)"]: row for row in read_csv(csv, "entities")}
    union = entities[UNION]
    assert (union["name"], union["aliases:string[]"], union[":LABEL"]) == ("三亚市总工会", "三亚市总", "Entity;Union")
    facts = read_csv(csv, "facts")
    (runs,) = [f for f in facts if f["role"] == "guide"]
    assert (runs[":TYPE"], runs["claims:int"], runs["confidence:double"]) == ("runs", "1", "0.8")


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


def test_no_part_of_a_list_is_a_formula() -> None:
    assert cell(["甲", "=1+1", "@SUM;A1"]) == "甲;'=1+1;'@SUM；A1"


def test_answers_to_queries_are_no_formulas_and_numbers_stay() -> None:
    query = "SELECT * WHERE { VALUES (?a ?b ?c) { ('=HYPERLINK(1)' ' ＋1' '三亚') (-5 -0.5 '-5') (<https://example.org/> UNDEF '@a') } }"
    assert sample().sparql(query).to_csv().split("\n")[1:4] == ["'=HYPERLINK(1),' ＋1,三亚", "-5,-0.5,'-5", "https://example.org/,,'@a"]
    assert "'" not in sample().sparql(query).to_json()


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
