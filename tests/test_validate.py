"""SHACL: a good graph conforms, and each way of breaking one is caught with a plain word about what is wrong."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from factory import sample
from rdflib import RDF, SKOS, XSD, BNode, Graph, Literal, Namespace, URIRef

from graph.errors import InputError, UnionkgError
from graph.export.rdf import to_rdflib
from graph.model import RELATIONS, SIGNATURES
from graph.ontology.vocabulary import GEO, ID, PREFIXES, SCHEMA, UKG
from graph.validate import Report, Violation, validate

pytest.importorskip("pyshacl", reason="the extra [validate] is not installed")

SCH, GSP, OA = Namespace(SCHEMA), Namespace(GEO), Namespace(PREFIXES["oa"])
DCTERMS = Namespace("http://purl.org/dc/terms/")
PROV = Namespace("http://www.w3.org/ns/prov#")
UNION, PLACE, PROVINCE = URIRef(ID + "union/460200"), URIRef(ID + "place/460200"), URIRef(ID + "place/460000")
POINT = URIRef(ID + "place/460200/geometry")
OTHER = URIRef(ID + "union/460000")


@pytest.fixture(scope="module")
def good() -> Graph:
    return to_rdflib(sample())


def the(graph: Graph, label: str) -> URIRef:
    node = graph.value(None, SKOS.prefLabel, Literal(label, lang="zh"))
    assert isinstance(node, URIRef)
    return node


def claim(graph: Graph, relation: str = "runs", *, read: bool = True) -> URIRef:
    """The first claim of a relation that was read in an article (or inferred)."""
    found = [c for c in graph.subjects(RDF.predicate, UKG[relation]) if (graph.value(c, PROV.wasDerivedFrom) is not None) == read]
    chosen = min(found, key=str)
    assert isinstance(chosen, URIRef)
    return chosen


def first(graph: Graph, type: str) -> URIRef:
    return min((s for s in graph.subjects(RDF.type, UKG[type]) if isinstance(s, URIRef)), key=str)


def state(graph: Graph, subject: URIRef, relation: str, object_: URIRef) -> None:
    """Add a fact with an inferred claim, so that nothing but its ends can be wrong."""
    c = URIRef(f"{ID}claim/test-{len(graph)}")
    graph.add((subject, UKG[relation], object_))
    ends = ((RDF.subject, subject), (RDF.predicate, UKG[relation]), (RDF.object, object_))
    for p, o in ((RDF.type, UKG.Claim), (RDF.type, RDF.Statement), *ends):
        graph.add((c, p, o))
    graph.add((c, UKG.inferred, Literal(True)))
    graph.add((c, UKG.rule, Literal("hand")))


def check(graph: Graph, tmp_path: Path) -> Report:
    path = tmp_path / "graph.ttl"
    graph.serialize(path, format="turtle")
    return validate(path)


def test_a_good_graph_conforms() -> None:
    report = validate(sample())
    assert report
    assert str(report) == "the graph conforms to its shapes\n"


def test_a_folder_and_a_file_are_read(tmp_path: Path) -> None:
    path = sample().export(tmp_path / "graph.ttl")
    assert validate(path).conforms
    assert validate(str(tmp_path)).conforms


def turned(graph: Graph) -> tuple[URIRef, str, URIRef]:
    """A partnership of the graph, the other way round."""
    union, court = URIRef(ID + "union/120101"), the(graph, "和平区人民法院")
    return (union, "partnerOf", court) if (court, UKG.partnerOf, union) in graph else (court, "partnerOf", union)


# one entry per way to break a graph: a name, what is done, and a word of the message it must give
BREAKS: dict[str, tuple[Callable[[Graph], object], str]] = {
    "no name": (lambda g: g.remove((UNION, SKOS.prefLabel, None)), "exactly one name"),
    "two names": (lambda g: g.add((UNION, SKOS.prefLabel, Literal("又名", lang="zh"))), "exactly one name"),
    "name in no language": (lambda g: g.set((UNION, SKOS.prefLabel, Literal("三亚市总工会"))), "exactly one name"),
    "empty name": (lambda g: g.set((UNION, SKOS.prefLabel, Literal("", lang="zh"))), "exactly one name"),
    "alias equal to the name": (lambda g: g.add((OTHER, SKOS.altLabel, Literal("海南省总工会", lang="zh"))), "further name"),
    "alias in English": (lambda g: g.add((UNION, SKOS.altLabel, Literal("Sanya", lang="en"))), "further name"),
    "two types": (lambda g: g.add((UNION, RDF.type, UKG.Company)), "one type only"),
    "unknown property": (lambda g: g.add((UNION, URIRef(UKG.locatedIn + "s"), PLACE)), "vocabulary does not give"),
    "two kinds": (lambda g: [g.add((PLACE, UKG.kind, Literal(k))) for k in ("city", "county")], "at most one kind"),
    "kind of a place": (lambda g: g.set((PLACE, UKG.kind, Literal("platform"))), "kind of a place"),
    "kind of a programme": (lambda g: g.set((the(g, "工会通平台"), UKG.kind, Literal("city"))), "kind of a programme"),
    "bad code": (lambda g: g.set((UNION, UKG.adminCode, Literal("4602"))), "administrative code"),
    "mentioned in no article": (lambda g: g.add((UNION, UKG.mentionedIn, PLACE)), "mentioned in articles"),
    "figure that is none": (lambda g: g.add((UNION, UKG.hasMeasure, PLACE)), "is a ukg:Measure"),
    "geometry that is no point": (lambda g: g.set((POINT, GSP.asWKT, Literal("18,109", datatype=GSP.wktLiteral))), "one point"),
    "programme in an organisation": (lambda g: state(g, the(g, "工会通平台"), "partOf", UNION), "programme is part of a programme"),
    "place in a programme": (lambda g: state(g, PLACE, "partOf", the(g, "工会通平台")), "place is part of a place"),
    "court in a place": (lambda g: state(g, the(g, "和平区人民法院"), "partOf", PLACE), "part of an organisation"),
    "claim without subject": (lambda g: g.remove((claim(g), RDF.subject, None)), "exactly one subject"),
    "claim with two objects": (lambda g: g.add((claim(g), RDF.object, PLACE)), "exactly one object"),
    "claim of no known relation": (lambda g: g.set((claim(g), RDF.predicate, SKOS.related)), "exactly one relation"),
    "claim that is a blank node": (lambda g: [g.add((b, RDF.type, UKG.Claim)) for b in [BNode()]], "exactly one subject"),
    "claim without article": (lambda g: g.remove((claim(g), PROV.wasDerivedFrom, None)), "names its article"),
    "claim without sentence": (lambda g: g.remove((claim(g), OA.exact, None)), "names its article"),
    "claim without end": (lambda g: g.remove((claim(g), OA.end, None)), "names its article"),
    "claim without confidence": (lambda g: g.remove((claim(g), UKG.confidence, None)), "names its article"),
    "claim without rule": (lambda g: g.remove((claim(g), UKG.rule, None)), "the one rule"),
    "claim from something else": (lambda g: g.set((claim(g), PROV.wasDerivedFrom, UNION)), "comes from one article"),
    "claim with an unknown property": (lambda g: g.add((claim(g), SKOS.note, Literal("x"))), "a claim has a property"),
    "confidence above one": (lambda g: g.set((claim(g), UKG.confidence, Literal("1.10", datatype=XSD.decimal))), "from 0 to 1"),
    "confidence as text": (lambda g: g.set((claim(g), UKG.confidence, Literal("high"))), "from 0 to 1"),
    "sentence that ends before it begins": (lambda g: g.set((claim(g), OA.start, Literal(999))), "before its end"),
    "negative start": (lambda g: g.set((claim(g), OA.start, Literal(-1))), "0 or more"),
    "sentence longer than its place": (lambda g: g.set((claim(g), OA.exact, Literal("短"))), "as long as its place"),
    "unknown role": (lambda g: g.set((claim(g), UKG.role, Literal("boss"))), "a role is"),
    "empty title": (lambda g: g.set((claim(g), UKG.title, Literal(""))), "a title"),
    "start that is no date": (lambda g: g.set((claim(g), SCH.startDate, Literal("去年"))), "a start is"),
    "end that is no date": (lambda g: g.set((claim(g), SCH.endDate, Literal("明年"))), "an end is"),
    "inferred as text": (lambda g: g.set((claim(g), UKG.inferred, Literal("yes"))), "ukg:inferred is"),
    "planned as number": (lambda g: g.set((claim(g), UKG.planned, Literal(1))), "ukg:planned is"),
    "figure without value": (lambda g: g.remove((first(g, "Measure"), SCH.value, None)), "exactly one value"),
    "value as text": (lambda g: g.set((first(g, "Measure"), SCH.value, Literal("1588余万"))), "exactly one value"),
    "figure without print": (lambda g: g.remove((first(g, "Measure"), UKG.printed, None)), "how it is printed"),
    "figure that may be approximate": (lambda g: g.remove((first(g, "Measure"), UKG.approximate, None)), "whether it is approximate"),
    "figure without sentence": (lambda g: g.remove((first(g, "Measure"), OA.exact, None)), "quotes its sentence"),
    "figure without article": (lambda g: g.remove((first(g, "Measure"), PROV.wasDerivedFrom, None)), "figure names its article"),
    "figure without place": (lambda g: g.remove((first(g, "Measure"), OA.start, None)), "where its sentence begins"),
    "figure of nobody": (lambda g: g.remove((None, UKG.hasMeasure, first(g, "Measure"))), "exactly one entity"),
    "figure of two": (lambda g: g.add((UNION, UKG.hasMeasure, first(g, "Measure"))), "exactly one entity"),
    "two units": (lambda g: [g.add((first(g, "Measure"), SCH.unitText, Literal(u))) for u in ("吨", "米")], "at most one unit"),
    "figure with an unknown property": (lambda g: g.add((first(g, "Measure"), SKOS.note, Literal("x"))), "a figure has a property"),
    "article without headline": (lambda g: g.remove((first(g, "Article"), SCH.headline, None)), "exactly one headline"),
    "article without file": (lambda g: g.remove((first(g, "Article"), DCTERMS.source, None)), "the one file"),
    "issue date that is none": (lambda g: g.set((first(g, "Article"), SCH.datePublished, Literal("2024-13"))), "issue date"),
    "article with an unknown property": (lambda g: g.add((first(g, "Article"), SKOS.note, Literal("x"))), "an article has a property"),
    "fact without claim": (lambda g: g.add((UNION, UKG.runs, the(g, "四方联动机制"))), "a fact needs a claim"),
    "claim without fact": (lambda g: g.remove((UNION, UKG.runs, the(g, "三亚工匠学院"))), "must be in the graph"),
    "itself": (lambda g: state(g, UNION, "partnerOf", UNION), "related to itself"),
    "partnership twice": (lambda g: state(g, *turned(g)), "stored once"),
    "circle of unions": (lambda g: state(g, OTHER, "subUnionOf", UNION), "above itself"),
    "circle of places": (lambda g: state(g, PROVINCE, "partOf", PLACE), "own part"),
}


def copy(graph: Graph) -> Graph:
    new = Graph()
    for triple in graph:
        new.add(triple)
    return new


def rounds() -> list[list[str]]:
    """The breaks, dealt out so that no two of a round must give the same message: validating once for each takes long."""
    dealt: list[list[str]] = []
    for name, (_, says) in BREAKS.items():
        for names in dealt:
            if len(names) < 9 and says not in {BREAKS[n][1] for n in names} and name.split()[0] not in {n.split()[0] for n in names}:
                names.append(name)
                break
        else:
            dealt.append([name])
    return dealt


@pytest.mark.parametrize("names", rounds(), ids=", ".join)
def test_a_broken_graph_is_caught(good: Graph, tmp_path: Path, names: list[str]) -> None:
    graph = copy(good)
    for name in names:
        before = set(graph)
        BREAKS[name][0](graph)
        assert set(graph) != before, f"{name}: broke nothing"
    report = check(graph, tmp_path)
    messages = [v.message for v in report.violations]
    assert not report
    assert [n for n in names if not any(BREAKS[n][1] in m for m in messages)] == [], str(report)


def test_the_ends_of_each_relation_are_of_the_right_type(good: Graph, tmp_path: Path) -> None:
    graph = copy(good)
    due = set()
    for relation in RELATIONS:
        subjects, objects = SIGNATURES[relation]
        for end, right in (("subject", subjects), ("object", objects)):
            wrong = "Document" if "Document" not in right else "Place"
            ends = first(graph, wrong if end == "subject" else subjects[0]), first(graph, wrong if end == "object" else objects[0])
            state(graph, ends[0], relation, ends[1])
            due.add(f"the {end} of ukg:{relation} is")
    messages = {v.message for v in check(graph, tmp_path).violations}
    assert {d for d in due if not any(d in m for m in messages)} == set()


def test_a_violation_names_the_resource_the_property_and_the_value(good: Graph, tmp_path: Path) -> None:
    graph = copy(good)
    graph.set((UNION, UKG.adminCode, Literal("4602")))
    (violation,) = check(graph, tmp_path).violations
    assert violation == Violation(str(UNION), "ukg:adminCode", violation.message, "4602", "三亚市总工会")
    assert str(violation).startswith(f"三亚市总工会 <{UNION}> ukg:adminCode: an administrative code is 6, 9 or 12 digits")
    assert str(violation).endswith("(found: 4602)")


def test_what_is_asked_of_the_whole_graph_names_the_resource_too(good: Graph, tmp_path: Path) -> None:
    graph = copy(good)
    graph.add((UNION, UKG.runs, the(graph, "四方联动机制")))
    (violation,) = check(graph, tmp_path).violations
    assert (violation.focus, violation.path, violation.name) == (str(UNION), "ukg:runs", "三亚市总工会")


def test_what_is_no_turtle_is_refused(tmp_path: Path) -> None:
    (tmp_path / "graph.ttl").write_text("三亚市总工会")
    with pytest.raises(InputError, match=r"graph\.ttl: not Turtle") as error:
        validate(tmp_path)
    assert "\n" not in str(error.value)
    with pytest.raises(InputError, match=r"gone/graph\.ttl: cannot be read|gone: cannot be read"):
        validate(tmp_path / "gone")


def test_without_pyshacl_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyshacl", None)
    with pytest.raises(UnionkgError, match=r"unionkg\[validate\]"):
        validate(sample())
