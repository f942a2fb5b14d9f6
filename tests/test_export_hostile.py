"""Whatever a name or a sentence holds, no format writes a file that its reader refuses, and none loses an entity."""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Callable
from pathlib import Path

import networkx
import pyoxigraph
import pytest
from factory import Story
from factory import hostile as harmful
from hypothesis import example, given, settings
from hypothesis import strategies as st
from neo4j_csv import imported
from rdflib import Dataset, Graph

from graph.export import FORMATS, export, render
from graph.export.neo4j import NODES, RELATIONSHIPS
from graph.export.rdf import to_rdflib
from graph.knowledge import KnowledgeGraph
from graph.model import Evidence

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")

Test = Callable[[str, str, str], None]

HOSTILE = st.text(
    st.one_of(
        st.sampled_from("\"'\\<>{}|^`&@#%.;,:/?$_~=+-] \t\n\r\x00\x01\x0b\x1f\x7f\x85\u2028\u202e\ufeff\ufffe\uffff\ud800\U0001f3ed工会"),
        st.characters(),
    ),
    max_size=12,
)
NAMES = HOSTILE.map(lambda t: "".join(c for c in t if not "\ud800" <= c <= "\udfff") + "名")  # as decoding leaves them


def hostile(name: str, text: str, other: str) -> KnowledgeGraph:
    """One graph with these texts in every field that holds text."""
    story = Story("某句话，第3人。", title=text, document=other or "x", date=other, section=text)
    one = story.entity("Company", name, scope=other.encode("utf-8", "replace").decode(), aliases=(text + "又名",), kind=other)
    two = story.entity("Program", name)
    evidence = Evidence(text, 3, 3 + len(text))
    story.claim(one, "runs", two, rule=other or "r", role=text, title=other, start=text, end=other, evidence=evidence)
    story.measure(two, "3", text, other, "3人")
    return KnowledgeGraph.of([story.extraction])


def texts(count: int) -> Callable[[Test], Test]:
    """Run a test on so many triples of a name and two other texts, the worst among them."""

    def decorated(test: Test) -> Test:
        ways = given(NAMES, HOSTILE, HOSTILE)(test)
        for worst in (("=1+1名", "</data>]]>&amp;\x00", "-\r\nb;\"c\"\x00"), ("长" * 4000, "句" * 4000, "x" * 4000)):
            ways = example(*worst)(ways)
        return settings(max_examples=count)(ways)

    return decorated


def oxigraph(format: pyoxigraph.RdfFormat) -> Callable[[bytes], set[str]]:
    return lambda data: {str(q.triple) for q in pyoxigraph.parse(data, format=format)}


def rdflib(format: str) -> Callable[[bytes], Graph]:
    return lambda data: Graph().parse(data=data, format=format)


def rows(path: Path) -> int:
    """Distinct rows of a table as DuckDB reads it."""
    duckdb = pytest.importorskip("duckdb", reason="the extra [dev] is not installed")
    if path.suffix == ".csv":
        fields = (NODES | RELATIONSHIPS)[path.stem].split(",")
        columns = {f"c{i}": "VARCHAR" for i in range(len(fields))}
        dialect = "header=false, auto_detect=false, delim=',', quote='\"', escape='\"', new_line='\\n'"
        source = f"read_csv('{path}', columns={columns}, {dialect})"
    else:
        source = f"'{path}'"
    return len(duckdb.sql(f"SELECT DISTINCT * FROM {source}").fetchall())


def test_every_format_is_put_to_the_test() -> None:
    assert set(FORMATS) == {*TRIPLES, *GRAPHS, "nquads", "trig", "turtle12", "csv", "parquet"}


TRIPLES = {"turtle": "turtle", "jsonld": "json-ld"}
GRAPHS: dict[str, Callable[[bytes], networkx.MultiDiGraph]] = {
    "graphml": lambda data: networkx.read_graphml(io.BytesIO(data), force_multigraph=True),
    "gexf": lambda data: networkx.read_gexf(io.BytesIO(data), version="1.3"),
}


@texts(60)
def test_rdf(name: str, text: str, other: str) -> None:
    kg = hostile(name, text, other)
    reference = set(to_rdflib(kg))
    for format, reader in TRIPLES.items():
        assert set(rdflib(reader)(render(kg, format))) == reference
    for format, reader in (("trig", "trig"), ("nquads", "nquads")):
        quads = Dataset().parse(data=render(kg, format), format=reader)
        assert {(s, p, o) for s, p, o, _ in quads} == reference
    assert oxigraph(pyoxigraph.RdfFormat.TURTLE)(render(kg, "turtle")) == oxigraph(pyoxigraph.RdfFormat.JSON_LD)(render(kg, "jsonld"))
    assert len(oxigraph(pyoxigraph.RdfFormat.TURTLE)(render(kg, "turtle12"))) == len(reference) - 3  # a claim: four triples are one


@texts(60)
def test_graphs(name: str, text: str, other: str) -> None:
    kg = hostile(name, text, other)
    for format, read in GRAPHS.items():
        graph = read(render(kg, format))
        assert {iri: len(n["label"]) for iri, n in graph.nodes.items()} == {e.iri: len(e.name) for e in kg.entities.values()}
        ((_, _, edge),) = graph.edges(data=True)
        assert len(edge.get("evidence", "")) == len(text)


@texts(30)
def test_tables(name: str, text: str, other: str) -> None:
    kg = hostile(name, text, other)
    with tempfile.TemporaryDirectory() as folder:
        csv = export(kg, Path(folder) / "graph.csv")
        database = imported(csv)
        assert {iri for space, iri in database.nodes if space == "Entity"} == kg.entities.keys()
        assert [type_ for _, type_, _, _ in database.relationships].count("runs") == 1
        assert rows(csv / "entities.csv") == len(kg)
        assert rows(csv / "facts.csv") == 1
        parquet = export(kg, Path(folder) / "graph.parquet")
        assert rows(parquet / "entities.parquet") == len(kg)


@pytest.mark.parametrize("format", FORMATS)
def test_names_that_attack_a_page_are_plain_text_in_every_format(format: str) -> None:
    kg = harmful()
    data = render(kg, format)
    assert data == render(harmful(), format)
    if format == "jsonld":
        assert {n["id"] for n in json.loads(data)["@graph"]} >= kg.entities.keys()
    if format in GRAPHS:
        assert set(GRAPHS[format](data).nodes) == kg.entities.keys()
