"""The named questions over the bundled corpus as its annotators read it: every answer is found a second time without SPARQL."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from factory import Story
from goldgraph import gold_graph, organisations
from rdflib.plugins.sparql import prepareQuery

from graph.errors import QueryError
from graph.knowledge import Entity, Fact, KnowledgeGraph
from graph.model import ORGANISATIONS, Claim
from graph.ontology.vocabulary import PREFIXES
from graph.query import ask, question, questions
from graph.world.gazetteer import gazetteer

Rows = Iterable[tuple[Any, ...]]


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return gold_graph()


def claims(kg: KnowledgeGraph, *relations: str) -> Iterator[tuple[Fact, Claim]]:
    yield from ((f, c) for f in kg.facts() if not relations or f.predicate in relations for _, c in f.claims)


def province(place: Entity) -> str:
    here = [gazetteer()[place.code], *gazetteer().ancestors(place.code)] if place.code in gazetteer() else []
    return next((p.name for p in here if p.kind == "province"), "")


def inside(place: Entity, name: str) -> bool:
    above = [gazetteer()[place.code], *gazetteer().ancestors(place.code)] if place.code in gazetteer() else []
    return name in place.names or any(name in (p.name, *p.short) for p in above)


def of_type(kg: KnowledgeGraph, type_: str) -> list[Entity]:
    return [e for e in kg.entities.values() if e.type == type_]


def runners(kg: KnowledgeGraph) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for f in kg.facts("runs"):
        found[f.object.iri].add(f.subject.iri)
    return found


def where(kg: KnowledgeGraph) -> dict[str, list[Entity]]:
    found: dict[str, list[Entity]] = defaultdict(list)
    for f in kg.facts("locatedIn"):
        found[f.subject.iri].append(f.object)
    return found


def by_province(kg: KnowledgeGraph, type_: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for f in kg.facts("locatedIn"):
        if f.subject.type == type_ and f.subject.articles and province(f.object):
            found[province(f.object)].add(f.subject.iri)
    return found


def below(kg: KnowledgeGraph, top: str) -> Rows:
    todo, seen = [kg[top].iri], set()
    while todo:
        here = todo.pop()
        for f in kg.facts("subUnionOf"):
            if f.object.iri == here and f.subject.iri not in seen:
                seen.add(f.subject.iri)
                todo.append(f.subject.iri)
                yield f.subject.name, f.object.name


def parts(kg: KnowledgeGraph) -> Rows:
    wholes: dict[str, set[str]] = defaultdict(set)
    for f in kg.facts("partOf"):
        wholes[f.subject.iri].add(f.object.iri)
    found = set()
    for part in of_type(kg, "Program"):
        todo, seen = set(wholes[part.iri]), set()
        while todo:
            whole = todo.pop()
            seen.add(whole)
            todo |= wholes[whole] - seen
        found |= {(kg.entities[w].name, part.name) for w in seen if kg.entities[w].type == "Program"}
    return found


def neighbours(kg: KnowledgeGraph) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for f in kg.facts():
        found[f.subject.iri].add(f.object.iri)
        found[f.object.iri].add(f.subject.iri)
    return found


def both_ways(kg: KnowledgeGraph) -> Iterator[tuple[Entity, Entity, Claim]]:
    for f, c in claims(kg, "partnerOf"):
        yield f.subject, f.object, c
        yield f.object, f.subject, c


PEOPLE = ("人", "名", "人次", "户", "位")
UNION = "三亚市总工会"

EXPECTED: dict[str, tuple[dict[str, str | int], tuple[str, ...], Callable[[KnowledgeGraph], Rows]]] = {
    "articles": (
        {"name": UNION}, ("headline", "source"),
        lambda kg: [(kg.articles[a].title, kg.articles[a].document) for a in kg[UNION].articles],
    ),
    "best-connected": (
        {"limit": 10_000}, ("organisation", "neighbours"),
        lambda kg: [(e.name, len(neighbours(kg)[e.iri])) for e in organisations(kg) if neighbours(kg)[e.iri]],
    ),
    "court-partners": (
        {}, ("organisation", "partner"),
        lambda kg: {(a.name, b.name) for a, b, c in both_ways(kg) if "法院" in b.name and c.evidence.exact},
    ),
    "craftsman-academies": (
        {}, ("union", "academy", "role"),
        lambda kg: {(f.subject.name, f.object.name, c.role or None) for f, c in claims(kg, "runs")
                    if f.subject.type == "Union" and "工匠学院" in f.object.name and c.evidence.exact},
    ),
    "documents-issued": (
        {}, ("issuer", "document"), lambda kg: {(f.subject.name, f.object.name) for f, c in claims(kg, "issued") if c.evidence.exact},
    ),
    "doubtful": (
        {"below": 60}, ("subject", "relation", "object"),
        lambda kg: {(f.subject.name, f.predicate, f.object.name) for f in kg.facts()
                    if any(c.evidence.exact for _, c in f.claims) and max(c.confidence for _, c in f.claims if c.evidence.exact) < 0.6},
    ),
    "enterprise-unions": (
        {}, ("union", "employer", "type"), lambda kg: {(f.subject.name, f.object.name, f.object.type) for f in kg.facts("unionOf")},
    ),
    "evidence": (
        {"name": UNION}, ("subject", "relation", "object", "sentence", "start"),
        lambda kg: {(f.subject.name, f.predicate, f.object.name, c.evidence.exact, c.evidence.start) for f, c in claims(kg)
                    if UNION in (f.subject.name, f.object.name) and c.evidence.exact},
    ),
    "facts-of-document": (
        {"document": "page-2.txt"}, ("start", "subject", "relation", "object"),
        lambda kg: {(c.evidence.start, f.subject.name, f.predicate, f.object.name) for f, c in claims(kg)
                    if kg.articles[c.article].document == "page-2.txt" and c.evidence.exact},
    ),
    "figures-of": (
        {}, ("entity", "counted", "value", "printed"),
        lambda kg: {(e.name, m.name or None, m.value, m.printed) for e in kg.entities.values() for _, m in e.figures},
    ),
    "former-names": (
        {"since": 2014}, ("former", "code", "until", "change", "present"),
        lambda kg: {(f.name, f.code, f.until, f.change, e.name) for e in kg.entities.values() for f in e.former if f.until >= "2014"},
    ),
    "joint-programmes": (
        {"least": 2}, ("programme", "organisations"),
        lambda kg: [(kg.entities[p].name, len(o)) for p, o in runners(kg).items() if len(o) > 1],
    ),
    "kinds-by-province": (
        {}, ("province", "kind", "programmes"),
        lambda kg: [(p, k, n) for (p, k), n in Counter(
            (p, kg.entities[iri].kind) for p, iris in by_province(kg, "Program").items() for iri in iris if kg.entities[iri].kind).items()],
    ),
    "largest-figures": (
        {"kind": "", "unit": "元", "limit": 10_000}, ("programme", "value", "printed"),
        lambda kg: {(e.name, m.value, m.printed) for e in of_type(kg, "Program") for _, m in e.figures
                    if m.unit == "元" and m.evidence.exact},
    ),
    "money": (
        {"least": 1_000_000}, ("entity", "type", "value"),
        lambda kg: {(e.name, e.type, m.value) for e in kg.entities.values() for _, m in e.figures
                    if m.unit == "元" and m.value >= 1_000_000 and m.evidence.exact},
    ),
    "names-of": (
        {"word": "三亚"}, ("official", "also"),
        lambda kg: {(e.name, "、".join(e.aliases) or None) for e in kg.entities.values()
                    if e.articles and any("三亚" in n for n in e.names)},
    ),
    "participants": (
        {}, ("programme", "participant", "type"),
        lambda kg: {(f.object.name, f.subject.name, f.subject.type) for f, c in claims(kg, "participatesIn") if c.evidence.exact},
    ),
    "partners-of": (
        {}, ("organisation", "partner", "type"),
        lambda kg: {(a.name, b.name, b.type) for a, b, c in both_ways(kg) if c.evidence.exact},
    ),
    "parts-of-programme": ({}, ("programme", "part"), parts),
    "people-of-organisation": (
        {"organisation": "云阳县总工会"}, ("person", "post"),
        lambda kg: {(f.subject.name, c.title or None) for f, c in claims(kg, "holdsPost")
                    if f.object.name == "云阳县总工会" and c.evidence.exact},
    ),
    "planned": ({}, ("subject",), lambda kg: {(f.subject.name,) for f, c in claims(kg) if c.planned}),
    "platform-users": (
        {"limit": 10_000}, ("platform", "people"),
        lambda kg: [(e.name, max(m.value for _, m in e.figures if m.unit in PEOPLE)) for e in of_type(kg, "Program")
                    if e.kind == "platform" and any(m.unit in PEOPLE for _, m in e.figures)],
    ),
    "posts-of-person": (
        {}, ("person", "post", "organisation"),
        lambda kg: {(f.subject.name, c.title or None, f.object.name) for f, c in claims(kg, "holdsPost") if c.evidence.exact},
    ),
    "programmes-by-kind": ({}, ("kind", "programmes"), lambda kg: Counter(e.kind for e in of_type(kg, "Program")).items()),
    "programmes-by-province": (
        {}, ("province", "programmes"), lambda kg: [(p, len(iris)) for p, iris in by_province(kg, "Program").items()],
    ),
    "programmes-of-organisation": (
        {}, ("organisation", "programme", "kind", "role"),
        lambda kg: {(f.subject.name, f.object.name, f.object.kind or None, c.role or None) for f, c in claims(kg, "runs")},
    ),
    "programmes-of-place": (
        {"place": "海南省"}, ("programme", "where"),
        lambda kg: {(f.subject.name, f.object.name) for f in kg.facts("locatedIn")
                    if f.subject.type == "Program" and inside(f.object, "海南省")},
    ),
    "programmes-without-runner": (
        {}, ("programme",), lambda kg: {(e.name,) for e in of_type(kg, "Program") if e.iri not in runners(kg)},
    ),
    "same-name-elsewhere": (
        {}, ("programme", "programmes"),
        lambda kg: [(n, k) for n, k in Counter(e.name for e in of_type(kg, "Program")).items() if k > 1],
    ),
    "unions-below": ({"union": "山东省总工会"}, ("lower", "superior"), lambda kg: below(kg, "山东省总工会")),
    "unions-by-province": ({}, ("province", "unions"), lambda kg: [(p, len(iris)) for p, iris in by_province(kg, "Union").items()]),
    "unions-of-province": (
        {"province": "海南省"}, ("union", "programme"),
        lambda kg: {(u.name, p) for u in of_type(kg, "Union") if any(inside(w, "海南省") for w in where(kg)[u.iri])
                    for p in ([f.object.name for f in u.facts if f.predicate == "runs" and f.subject is u] or [None])},
    ),
}  # fmt: skip
"""Question → its blanks, columns that are compared, and the answer found another way."""


@pytest.mark.parametrize("name", EXPECTED)
def test_the_answer_over_the_corpus_is_what_reading_gives(kg: KnowledgeGraph, name: str) -> None:
    values, columns, expected = EXPECTED[name]
    found = [tuple(row[c] for c in columns) for row in ask(kg, name, **values)]
    wanted = expected(kg)
    if isinstance(wanted, (set, frozenset)):
        assert set(found) == wanted
    else:
        assert sorted(found, key=repr) == sorted(wanted, key=repr)


EMPTY_ON_THE_CORPUS = {"planned", "same-name-elsewhere"}


def test_most_answers_over_the_corpus_hold_something(kg: KnowledgeGraph) -> None:
    empty = {name for name, (values, _, _) in EXPECTED.items() if not ask(kg, name, **values)}
    assert empty <= EMPTY_ON_THE_CORPUS


def test_what_is_beyond_doubt(kg: KnowledgeGraph) -> None:
    assert ("珠海市总工会", "慧协商赋能平台") in {
        (row["organisation"], row["programme"]) for row in ask(kg, "programmes-of-organisation", organisation="珠海市总")
    }


# ---------------------------------------------------------------- time, two graphs


def dated() -> KnowledgeGraph:
    one = Story("三亚市总工会举办三亚工匠学院。", date="2022-05-01", document="a.txt")
    city = one.entity("Union", "三亚市总工会", code="460200")
    one.claim(city, "runs", one.entity("Program", "三亚工匠学院"), start="2018", end="2021-06")
    one.claim(city, "runs", one.entity("Program", "职工之家"))
    two = Story("三亚市总工会与法院合作。", date="2024-01-09", document="b.txt")
    two.claim(two.entity("Union", "三亚市总工会", code="460200"), "partnerOf", two.entity("Institution", "法院"))
    two.entity("Program", "职工之家")
    two.entity("Program", "职工之家", scope="460200")
    return KnowledgeGraph.of([one.extraction, two.extraction])


@pytest.mark.parametrize(
    ("since", "to", "changes"),
    [
        ("2018", "2018", [("began", "2018", "三亚工匠学院")]),
        ("2019", "2021", [("ended", "2021-06", "三亚工匠学院")]),
        ("2022", "2023", [("reported", "2022-05-01", "职工之家")]),
        ("2024-01", "2024-01", [("reported", "2024-01-09", "三亚市总工会")]),
        ("2025", "2026", []),
    ],
)
def test_what_changed_between_two_dates(since: str, to: str, changes: list[tuple[str, ...]]) -> None:
    rows = ask(dated(), "changes-between", **{"from": since, "to": to})
    assert [(r["change"], r["date"], r["object"]) for r in rows] == changes


def test_what_is_dated_about_an_entity() -> None:
    rows = ask(dated(), "timeline", name="三亚市总工会")
    assert [(r["start"], r["end"], r["object"]) for r in rows] == [("2018", "2021-06", "三亚工匠学院")]
    assert not ask(dated(), "timeline", name="法院")


def test_one_name_in_several_places() -> None:
    assert [(r["programme"], r["programmes"]) for r in ask(dated(), "same-name-elsewhere")] == [("职工之家", 2)]


def test_what_lies_between_two() -> None:
    def between(one: str, other: str) -> list[tuple[object, ...]]:
        return [tuple(r.values()) for r in ask(dated(), "between-two", one=one, other=other)]

    assert between("三亚市总工会", "三亚工匠学院") == [("runs", "", "")]
    assert between("法院", "三亚工匠学院") == [("partnerOf", "三亚市总工会", "runs")]
    assert between("法院", "无此实体") == []


def test_two_graphs_differ_in_what_one_has_and_the_other_has_not() -> None:
    new = dated()
    old = KnowledgeGraph.of(e for e in new.extractions.values() if e.article.document == "a.txt")
    assert [r["object"] for r in ask(new, "difference", old)] in (["法院"], ["三亚市总工会"])
    assert not ask(old, "difference", new)
    assert not ask(new, "difference", new)
    assert len(ask(new, "difference", KnowledgeGraph())) == len(new.facts())
    assert {(r["type"], r["name"]) for r in ask(new, "new-entities", old)} == {("Institution", "法院"), ("Program", "职工之家")}
    assert {r["name"] for r in ask(new, "new-entities", old, type="Institution")} == {"法院"}


def test_a_comparison_needs_another_graph() -> None:
    with pytest.raises(QueryError, match="--against DIR"):
        ask(dated(), "difference")


# ---------------------------------------------------------------- the library

ELSEWHERE = {"changes-between", "timeline", "between-two", "difference", "new-entities"}


def test_every_question_is_tested_named_and_standard() -> None:
    assert {q.name for q in questions()} == EXPECTED.keys() | ELSEWHERE
    assert len(questions()) >= 30
    for q in questions():
        assert q.zh
        assert q.en
        prepareQuery(q.sparql(), initNs=PREFIXES)  # another SPARQL engine parses it too


@pytest.mark.parametrize("name", [q.name for q in questions()])
def test_answers_come_in_an_order_that_does_not_depend_on_the_store(name: str, kg: KnowledgeGraph) -> None:
    """All columns that make rows different are sorted by; ties are equal rows."""
    other = kg if question(name).compares else None
    again = KnowledgeGraph.of(reversed(list(kg.extractions.values())))
    assert ask(kg, name, other).rows == ask(again, name, other).rows
    assert {"ORDER BY"} <= {line[:8] for line in question(name).body.splitlines()}


def test_types_of_organisations_are_those_of_the_model() -> None:
    assert all(f"ukg:{t}" in question("best-connected").body for t in ORGANISATIONS)
