"""SPARQL over the graph, the forms of its answers, and the named questions."""

from __future__ import annotations

import csv
import gc
import io
import json
import pickle
import sys
from decimal import Decimal

import pyoxigraph
import pytest
from factory import sample
from hypothesis import given
from hypothesis import strategies as st

from graph import query
from graph.errors import QueryError, UnionkgError
from graph.knowledge import KnowledgeGraph
from graph.ontology.vocabulary import ID, PREFIXES
from graph.query import Parameter, Question, ask, question, run
from graph.result import Result
from graph.tabular import display_width


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return sample()


EMPTY = KnowledgeGraph()

# ---------------------------------------------------------------- queries


def test_select_gives_columns_and_python_values(kg: KnowledgeGraph) -> None:
    result = kg.sparql("""
        SELECT ?u ?label ?confidence ?start ?inferred ?nothing WHERE {
          ?c rdf:subject ?u ; rdf:predicate ukg:subUnionOf ; ukg:confidence ?confidence ; oa:start ?start ; ukg:inferred ?inferred .
          ?u skos:prefLabel ?label
        }""")
    assert result.columns == ("u", "label", "confidence", "start", "inferred", "nothing")
    assert result.rows == [(ID + "union/460200", "三亚市总工会", Decimal("0.95"), 0, True, None)]
    assert [row["label"] for row in result] == ["三亚市总工会"]


def test_the_store_holds_what_graph_ttl_holds(kg: KnowledgeGraph) -> None:
    assert run(kg, "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }").rows == [(len(kg.rdf),)]


def test_own_prefixes_are_heard(kg: KnowledgeGraph) -> None:
    assert run(kg, "PREFIX z: <https://w3id.org/unionkg/ns#> ASK { ?s a z:Union }")


@pytest.mark.parametrize(("pattern", "answer"), [("?s a ukg:Union", True), ("?s a ukg:Article ; a ukg:Union", False)])
def test_ask_is_true_or_false(kg: KnowledgeGraph, pattern: str, answer: bool) -> None:
    result = run(kg, f"ASK {{ {pattern} }}")
    assert bool(result) is answer
    assert (result.form, result.rows) == ("ask", [(answer,)])
    assert json.loads(result.to_json()) == {"head": {}, "boolean": answer}


@pytest.mark.parametrize("sparql", ["CONSTRUCT { ?a ukg:runs ?b } WHERE { ?a ukg:runs ?b }", f"DESCRIBE <{ID}union/460200>"])
def test_construct_and_describe_give_triples(kg: KnowledgeGraph, sparql: str) -> None:
    result = run(kg, sparql)
    assert result.columns == ("subject", "predicate", "object")
    read = {str(q.triple) for q in pyoxigraph.parse(result.to_turtle(), format=pyoxigraph.RdfFormat.TURTLE)}
    assert len(read) == len(result) > 2
    assert run(kg, sparql).to_turtle() == result.to_turtle()


def test_only_triples_become_turtle(kg: KnowledgeGraph) -> None:
    with pytest.raises(UnionkgError, match="CONSTRUCT"):
        run(kg, "SELECT ?s { ?s a ukg:Union }").to_turtle()


def test_an_empty_answer_is_false_and_has_its_header(kg: KnowledgeGraph) -> None:
    result = run(kg, "SELECT ?s ?o { ?s ukg:nothing ?o }")
    assert not result
    assert result.to_csv() == "s,o\n"
    assert json.loads(result.to_json()) == {"head": {"vars": ["s", "o"]}, "results": {"bindings": []}}


@pytest.mark.parametrize(
    ("sparql", "says"),
    [
        ("SELECT ?x\nWHERE { ?x ?y }", "line 2, column 16"),
        ("SELECT ?x WHERE { ?x kgu:runs ?y }", "prefix kgu: is not declared"),
        ("SELECT ?x\nWHERE\n  ?x a ukg:Union }", "line 3"),
        ("", "line 1, column 1"),
        ("DELETE WHERE { ?s ?p ?o }", "line 1, column 1"),
    ],
)
def test_bad_sparql_is_one_line_with_its_place(kg: KnowledgeGraph, sparql: str, says: str) -> None:
    with pytest.raises(QueryError) as error:
        run(kg, sparql)
    assert says in str(error.value)
    assert "\n" not in str(error.value)
    assert len(str(error.value)) < 250


@pytest.mark.parametrize("word", ["SERVICE", "service", "SERVICE SILENT", "SERV\\u0049CE"])
def test_no_other_server_is_asked(kg: KnowledgeGraph, word: str) -> None:
    with pytest.raises(QueryError, match="SERVICE"):
        run(kg, f"SELECT * WHERE {{ {word} <http://127.0.0.1:9/> {{ ?s ?p ?o }} }}")


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT ?service { BIND('SERVICE' AS ?service) }",
        'SELECT ?s { ?s skos:prefLabel """a "SERVICE" b""" } # SERVICE',
        "SELECT ?s { ?s a <http://example.org/SERVICE> }",
        "PREFIX service: <x:> SELECT ?s { ?s a service:service }",
    ],
)
def test_the_word_service_elsewhere_is_harmless(kg: KnowledgeGraph, sparql: str) -> None:
    run(kg, sparql)


def test_a_store_goes_with_its_graph() -> None:
    kg = sample()
    run(kg, "ASK {}")
    stores = len(query._stores)
    pickle.loads(pickle.dumps(kg))
    del kg
    gc.collect()
    assert len(query._stores) == stores - 1


# ---------------------------------------------------------------- forms of the answer


def labels(kg: KnowledgeGraph) -> Result:
    return run(kg, "SELECT ?e ?label ?n { ?e a ukg:Union ; skos:prefLabel ?label OPTIONAL { ?e ukg:adminCode ?n } } ORDER BY ?e")


def test_csv_is_read_back(kg: KnowledgeGraph) -> None:
    result = labels(kg)
    header, *rows = csv.reader(io.StringIO(result.to_csv()))
    assert tuple(header) == result.columns
    assert rows == [["" if v is None else v for v in row] for row in result.rows]


def test_json_is_read_back_by_another_reader(kg: KnowledgeGraph) -> None:
    result = labels(kg)
    again = pyoxigraph.parse_query_results(result.to_json(), format=pyoxigraph.QueryResultsFormat.JSON)
    assert isinstance(again, pyoxigraph.QuerySolutions)
    assert [tuple(row[c] for c in result.columns) for row in again] == result.terms


def test_tables_are_aligned_for_chinese(kg: KnowledgeGraph) -> None:
    result = run(kg, "SELECT ?label ?code { ?e a ukg:Place ; skos:prefLabel ?label ; ukg:adminCode ?code } ORDER BY ?code")
    assert result.to_table() == (
        "label   code\n"
        "──────  ──────\n"
        "天津市  120000\n"
        "和平区  120101\n"
        "海南省  460000\n"
        "三亚市  460200\n"
    )


@pytest.mark.parametrize(("text", "width"), [("三亚", 4), ("abc", 3), ("", 0), ("e\u0301", 1), ("Ａ", 2), ("“”", 2)])
def test_width_of_text(text: str, width: int) -> None:
    assert display_width(text) == width


def test_long_cells_are_clipped_and_controls_made_visible() -> None:
    result = Result("select", ("x",), [(pyoxigraph.Literal("长" * 40 + "\x1b[31m"),), (pyoxigraph.Literal("a\nb\x1b[31m\u202e"),)])
    first, second = result.to_table(clip=21).splitlines()[2:]
    assert first == "长" * 10 + "…"
    assert second == "a b\ufffd[31m\ufffd"
    assert str(result) == result.to_table()


def test_html_is_escaped() -> None:
    html = Result("select", ("<i>",), [(pyoxigraph.Literal("<script>alert('1')</script>"),)])._repr_html_()
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert "&lt;i&gt;" in html


def test_literals_that_are_not_of_their_type_stay_text() -> None:
    xsd = PREFIXES["xsd"]
    odd = [pyoxigraph.Literal("many", datatype=pyoxigraph.NamedNode(xsd + t)) for t in ("integer", "decimal", "double")]
    assert Result("select", ("a", "b", "c"), [tuple(odd)]).rows == [("many", "many", "many")]


def test_dataframe_or_a_friendly_word(kg: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(UnionkgError, match="pip install pandas"):
        labels(kg).to_dataframe()


def test_dataframe_has_the_rows(kg: KnowledgeGraph) -> None:
    pytest.importorskip("pandas", reason="pandas is not installed")
    frame = labels(kg).to_dataframe()
    assert tuple(frame.columns) == ("e", "label", "n")
    assert list(frame["label"]) == [row["label"] for row in labels(kg)]


# ---------------------------------------------------------------- named questions

ANSWERS: list[tuple[str, dict[str, str | int], list[str], list[tuple[object, ...]]]] = [
    (
        "craftsman-academies",
        {},
        ["union", "academy", "role"],
        [
            ("三亚市总工会", "三亚工匠学院", "host"),
            ("三亚市总工会", "三亚工匠学院", "host"),
            ("海南省总工会", "三亚工匠学院", "guide"),
            ("天津市和平区总工会", "和平工匠学院", None),
        ],
    ),
    ("craftsman-academies", {"word": "大学"}, ["union"], []),
    (
        "court-partners",
        {},
        ["organisation", "partner"],
        [("三亚市总工会", "三亚市中级人民法院"), ("天津市和平区总工会", "和平区人民法院")],
    ),
    (
        "programmes-of-place",
        {"place": "海南"},
        ["programme", "kind", "where"],
        [("三亚工匠学院", "training", "三亚市"), ("工会通平台", "platform", "三亚市")],
    ),
    ("programmes-of-place", {"place": "天津市", "kind": "mechanism"}, ["programme"], [("四方联动机制",)]),
    ("largest-figures", {}, ["programme", "counted", "value"], [("工会通平台", "注册用户", Decimal(123000))]),
    (
        "largest-figures",
        {"kind": "", "limit": 1},
        ["programme", "value", "printed"],
        [("工会通平台", Decimal(123000), "12.3万人")],
    ),
    ("largest-figures", {"kind": "", "unit": "人次"}, ["programme", "value"], [("四方联动机制", Decimal(3400))]),
    (
        "posts-of-person",
        {"person": "李明"},
        ["person", "post", "organisation", "since"],
        [("李明", "党组书记、常务副主席", "三亚市总工会", "2024-05-01")],
    ),
    ("people-of-organisation", {"organisation": "三亚市总"}, ["person", "post"], [("李明", "党组书记、常务副主席")]),
    ("documents-issued", {}, ["issuer", "document"], [("三亚市总工会", "关于工匠培养的意见")]),
    ("documents-issued", {"issuer": "三亚市总"}, ["document"], [("关于工匠培养的意见",)]),
    ("documents-issued", {"issuer": "海南省总工会"}, ["document"], []),
    ("participants", {"programme": "三亚工匠学院"}, ["participant", "type"], [("三亚大酒店有限公司工会", "Union")]),
    (
        "joint-programmes",
        {},
        ["programme", "organisations", "who"],
        [("三亚工匠学院", 2, "三亚市总工会、海南省总工会"), ("四方联动机制", 2, "和平区人民法院、天津市和平区总工会")],
    ),
    ("joint-programmes", {"least": 3}, ["programme"], []),
    ("parts-of-programme", {"programme": "工会通"}, ["programme", "part"], [("工会通平台", "工会通求职模块")]),
    ("unions-below", {"union": "海南省总"}, ["lower", "superior"], [("三亚市总工会", "海南省总工会")]),
    ("enterprise-unions", {}, ["union", "employer", "type"], [("三亚大酒店有限公司工会", "三亚大酒店有限公司", "Company")]),
    ("programmes-by-kind", {}, ["kind", "programmes"], [("platform", 2), ("training", 2), ("mechanism", 1)]),
    ("programmes-by-province", {}, ["province", "programmes"], [("天津市", 2), ("海南省", 2)]),
    (
        "evidence",
        {"name": "李明"},
        ["subject", "relation", "object", "confidence", "source", "start"],
        [("李明", "holdsPost", "三亚市总工会", Decimal("0.90"), "a.txt", 87)],
    ),
    ("planned", {}, ["subject", "relation", "object", "start"], [("工会通求职模块", "partOf", "工会通平台", "2025")]),
    ("articles", {"name": "三亚工匠学院"}, ["source", "date"], [("c.txt", None), ("a.txt", "2024-11-20")]),
    ("articles", {}, ["source"], [("c.txt",), ("b.txt",), ("a.txt",)]),
]


@pytest.mark.parametrize(("name", "values", "columns", "rows"), ANSWERS, ids=[f"{a[0]}-{i}" for i, a in enumerate(ANSWERS)])
def test_named_questions(
    kg: KnowledgeGraph, name: str, values: dict[str, str | int], columns: list[str], rows: list[tuple[object, ...]]
) -> None:
    assert [tuple(row[c] for c in columns) for row in ask(kg, name, **values)] == rows


def test_unknown_questions_and_parameters_are_refused(kg: KnowledgeGraph) -> None:
    with pytest.raises(QueryError, match="did you mean craftsman-academies"):
        question("craftsman-academy")
    with pytest.raises(QueryError, match="there are articles"):
        question("???")
    with pytest.raises(QueryError, match="has no parameter town: it has place, kind"):
        ask(kg, "programmes-of-place", town="三亚市")
    with pytest.raises(QueryError, match="it has none"):
        ask(kg, "planned", x="1")
    with pytest.raises(QueryError, match="limit is a whole number"):
        ask(kg, "largest-figures", limit="1 } #")


@given(st.text(st.characters(codec=None), max_size=30))
def test_values_are_literals_whatever_they_hold(value: str) -> None:
    blank = Question("echo", "", "", (Parameter("v", "text", "", "", ""),), "SELECT ($v AS ?v) {}")
    ((said,),) = run(EMPTY, blank.sparql(v=value)).rows
    assert said == "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in value)


def test_values_cannot_leave_their_quotes(kg: KnowledgeGraph) -> None:
    for attack in ('" || true || "', '") } #', "\\", '\\" || true || \\"', "李明\n"):
        assert ask(kg, "posts-of-person", person=attack).rows == []
