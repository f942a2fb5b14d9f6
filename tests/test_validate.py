"""SHACL: a good graph conforms, and each way of breaking one is caught with a plain word about what is wrong."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest
from factory import Story, echo, heping, large, printed_again, sample, sanya
from rdflib import RDF, SKOS, XSD, BNode, Graph, Literal, Namespace, URIRef

from graph.errors import InputError, UnionkgError
from graph.export.rdf import to_rdflib
from graph.knowledge import KnowledgeGraph
from graph.model import RELATIONS, SIGNATURES
from graph.ontology import SHAPES
from graph.ontology.vocabulary import GEO, ID, PREFIXES, SCHEMA, UKG
from graph.validate import Engine, Report, Violation, validate

if find_spec("pyrudof") is None:
    pytest.importorskip("pyshacl", reason="neither the extra [rudof] nor [validate] is installed")

SCH, GSP, OA = Namespace(SCHEMA), Namespace(GEO), Namespace(PREFIXES["oa"])
DCTERMS = Namespace("http://purl.org/dc/terms/")
PROV = Namespace("http://www.w3.org/ns/prov#")
SH = Namespace("http://www.w3.org/ns/shacl#")
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


def check(graph: Graph, tmp_path: Path, engine: Engine | None = None) -> Report:
    path = tmp_path / "graph.ttl"
    graph.serialize(path, format="nt", encoding="utf-8")  # which is Turtle too
    return validate(path, engine)


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


def other_point(graph: Graph) -> URIRef:
    """A second, good geometry."""
    point = URIRef(f"{POINT}2")
    graph.add((point, RDF.type, GSP.Geometry))
    graph.add((point, GSP.asWKT, Literal("POINT(1.0 2.0)", datatype=GSP.wktLiteral)))
    return point


def renamed(graph: Graph, node: URIRef) -> None:
    """Give a resource no name."""
    blank = BNode()
    for s, p, o in set(graph.triples((node, None, None))) | set(graph.triples((None, None, node))):
        graph.remove((s, p, o))
        graph.add((blank if s == node else s, p, blank if o == node else o))


# (shape that must speak, what is wrong, how the graph is broken); whatever else such a break may hurt is not asked
BREAKS: list[tuple[str, str, Callable[[Graph], object]]] = [
    ("name", "no name", lambda g: g.remove((UNION, SKOS.prefLabel, None))),
    ("name", "two names", lambda g: g.add((UNION, SKOS.prefLabel, Literal("又名", lang="zh")))),
    ("name", "name in no language", lambda g: g.set((UNION, SKOS.prefLabel, Literal("三亚市总工会")))),
    ("name", "empty name", lambda g: g.set((UNION, SKOS.prefLabel, Literal("", lang="zh")))),
    ("alias", "alias equal to the name", lambda g: g.add((OTHER, SKOS.altLabel, Literal("海南省总工会", lang="zh")))),
    ("alias", "alias in English", lambda g: g.add((UNION, SKOS.altLabel, Literal("Sanya", lang="en")))),
    ("type", "two types", lambda g: g.add((UNION, RDF.type, UKG.Company))),
    ("EntityProperties", "unknown property", lambda g: g.add((UNION, URIRef(UKG.locatedIn + "s"), PLACE))),
    ("kind", "two kinds", lambda g: [g.add((PLACE, UKG.kind, Literal(k))) for k in ("city", "county")]),
    ("placeKind", "kind of a place", lambda g: g.set((PLACE, UKG.kind, Literal("platform")))),
    ("programKind", "kind of a programme", lambda g: g.set((the(g, "工会通平台"), UKG.kind, Literal("city")))),
    ("code", "bad code", lambda g: g.set((UNION, UKG.adminCode, Literal("4602")))),
    ("mentioned", "mentioned in no article", lambda g: g.add((UNION, UKG.mentionedIn, PLACE))),
    ("figure", "figure that is none", lambda g: g.add((UNION, UKG.hasMeasure, PLACE))),
    ("point", "geometry that is no point", lambda g: g.set((POINT, GSP.asWKT, Literal("18,109", datatype=GSP.wktLiteral)))),
    ("programPart", "programme in an organisation", lambda g: state(g, the(g, "工会通平台"), "partOf", UNION)),
    ("placePart", "place in a programme", lambda g: state(g, PLACE, "partOf", the(g, "工会通平台"))),
    ("organisationPart", "court in a place", lambda g: state(g, the(g, "和平区人民法院"), "partOf", PLACE)),
    ("subject", "claim without subject", lambda g: g.remove((claim(g), RDF.subject, None))),
    ("object", "claim with two objects", lambda g: g.add((claim(g), RDF.object, PLACE))),
    ("predicate", "claim of no known relation", lambda g: g.set((claim(g), RDF.predicate, SKOS.related))),
    ("Claim", "claim that is a blank node", lambda g: [g.add((b, RDF.type, UKG.Claim)) for b in [BNode()]]),
    ("ClaimEvidence", "claim without article", lambda g: g.remove((claim(g), PROV.wasDerivedFrom, None))),
    ("ClaimEvidence", "claim without sentence", lambda g: g.remove((claim(g), OA.exact, None))),
    ("ClaimEvidence", "claim without end", lambda g: g.remove((claim(g), OA.end, None))),
    ("ClaimEvidence", "claim without confidence", lambda g: g.remove((claim(g), UKG.confidence, None))),
    ("rule", "claim without rule", lambda g: g.remove((claim(g), UKG.rule, None))),
    ("source", "claim from something else", lambda g: g.set((claim(g), PROV.wasDerivedFrom, UNION))),
    ("ClaimProperties", "claim with an unknown property", lambda g: g.add((claim(g), SKOS.note, Literal("x")))),
    ("confidence", "confidence above one", lambda g: g.set((claim(g), UKG.confidence, Literal("1.10", datatype=XSD.decimal)))),
    ("confidence", "confidence as text", lambda g: g.set((claim(g), UKG.confidence, Literal("high")))),
    ("start", "sentence that ends before it begins", lambda g: g.set((claim(g), OA.start, Literal(999)))),
    ("start", "negative start", lambda g: g.set((claim(g), OA.start, Literal(-1)))),
    ("SentenceLength", "sentence too long", lambda g: g.set((claim(g), OA.exact, Literal("短")))),
    ("role", "unknown role", lambda g: g.set((claim(g), UKG.role, Literal("boss")))),
    ("title", "empty title", lambda g: g.set((claim(g), UKG.title, Literal("")))),
    ("startDate", "start that is no date", lambda g: g.set((claim(g), SCH.startDate, Literal("去年")))),
    ("endDate", "end that is no date", lambda g: g.set((claim(g), SCH.endDate, Literal("明年")))),
    ("inferred", "inferred as text", lambda g: g.set((claim(g), UKG.inferred, Literal("yes")))),
    ("planned", "planned as number", lambda g: g.set((claim(g), UKG.planned, Literal(1)))),
    ("reviewed", "reviewed as number", lambda g: g.set((claim(g), UKG.reviewed, Literal(1)))),
    ("value", "figure without value", lambda g: g.remove((first(g, "Measure"), SCH.value, None))),
    ("value", "value as text", lambda g: g.set((first(g, "Measure"), SCH.value, Literal("1588余万")))),
    ("printed", "figure without print", lambda g: g.remove((first(g, "Measure"), UKG.printed, None))),
    ("approximate", "figure that may be approximate", lambda g: g.remove((first(g, "Measure"), UKG.approximate, None))),
    ("measureExact", "figure without sentence", lambda g: g.remove((first(g, "Measure"), OA.exact, None))),
    ("measureSource", "figure without article", lambda g: g.remove((first(g, "Measure"), PROV.wasDerivedFrom, None))),
    ("measureStart", "figure without place", lambda g: g.remove((first(g, "Measure"), OA.start, None))),
    ("owner", "figure of nobody", lambda g: g.remove((None, UKG.hasMeasure, first(g, "Measure")))),
    ("owner", "figure of two", lambda g: g.add((UNION, UKG.hasMeasure, first(g, "Measure")))),
    ("unit", "two units", lambda g: [g.add((first(g, "Measure"), SCH.unitText, Literal(u))) for u in ("吨", "米")]),
    ("MeasureProperties", "figure with an unknown property", lambda g: g.add((first(g, "Measure"), SKOS.note, Literal("x")))),
    ("headline", "article without headline", lambda g: g.remove((first(g, "Article"), SCH.headline, None))),
    ("file", "article without file", lambda g: g.remove((first(g, "Article"), DCTERMS.source, None))),
    ("published", "issue date that is none", lambda g: g.set((first(g, "Article"), SCH.datePublished, Literal("2024-13")))),
    ("ArticleProperties", "article with an unknown property", lambda g: g.add((first(g, "Article"), SKOS.note, Literal("x")))),
    ("FactHasClaim", "fact without claim", lambda g: g.add((UNION, UKG.runs, the(g, "四方联动机制")))),
    ("ClaimHasFact", "claim without fact", lambda g: g.remove((UNION, UKG.runs, the(g, "三亚工匠学院")))),
    ("NotItself", "itself", lambda g: state(g, UNION, "partnerOf", UNION)),
    ("PartnershipOnce", "partnership twice", lambda g: state(g, *turned(g))),
    ("NoUnionCircle", "circle of unions", lambda g: state(g, OTHER, "subUnionOf", UNION)),
    ("NoPartCircle", "circle of places", lambda g: state(g, PROVINCE, "partOf", PLACE)),
    ("Entity", "entity that is a blank node", lambda g: renamed(g, first(g, "Person"))),
    ("placeGeometry", "two geometries", lambda g: g.add((PLACE, GSP.hasGeometry, other_point(g)))),
    ("placeAbove", "place above that is none", lambda g: g.set((PLACE, SCH.containedInPlace, UNION))),
    ("GeometryProperties", "geometry with an unknown property", lambda g: g.add((POINT, SKOS.note, Literal("x")))),
    ("exact", "empty sentence", lambda g: g.set((claim(g), OA.exact, Literal("")))),
    ("end", "end as text", lambda g: g.set((claim(g), OA.end, Literal("24")))),
    ("measureEnd", "figure without end", lambda g: g.remove((first(g, "Measure"), OA.end, None))),
    ("measureConfidence", "figure without confidence", lambda g: g.remove((first(g, "Measure"), UKG.confidence, None))),
    ("counted", "figure that counts two things", lambda g: [g.add((first(g, "Measure"), SCH.name, Literal(n))) for n in ("甲", "乙")]),
    ("section", "two sections", lambda g: [g.add((first(g, "Article"), SCH.articleSection, Literal(n))) for n in ("要闻", "副刊")]),
    ("paper", "paper without a name", lambda g: g.add((first(g, "Article"), SCH.publisher, Literal("")))),
    ("edition", "edition without a name", lambda g: g.add((first(g, "Article"), SCH.printEdition, Literal("")))),
    ("page", "page without a number", lambda g: g.add((first(g, "Article"), SCH.printPage, Literal("")))),
    ("address", "address as a resource", lambda g: g.add((first(g, "Article"), SCH.url, URIRef("https://example.org/")))),
    ("version", "printing of what is no article", lambda g: g.add((first(g, "Article"), DCTERMS.isVersionOf, PLACE))),
    ("Measure", "figure that is a blank node", lambda g: renamed(g, first(g, "Measure"))),
    ("Article", "article that is a blank node", lambda g: renamed(g, first(g, "Article"))),
]


def ends(relation: str, end: str) -> Callable[[Graph], object]:
    """State a relation whose subject or object is of a type that it may not be."""
    subjects, objects = SIGNATURES[relation]
    wrong = "Document" if "Document" not in SIGNATURES[relation][end == "object"] else "Place"
    types = (wrong, objects[0]) if end == "subject" else (subjects[0], wrong)
    return lambda g: state(g, first(g, types[0]), relation, first(g, types[1]))


BREAKS += [(f"{r}{end.title()}", f"{end} of {r}", ends(r, end)) for r in RELATIONS for end in ("subject", "object")]


def copy(graph: Graph) -> Graph:
    return Graph().__iadd__(graph)


def broken(graph: Graph, names: list[str]) -> Graph:
    graph = copy(graph)
    for _, name, damage in BREAKS:
        if name in names:
            before = set(graph)
            damage(graph)
            assert set(graph) != before, f"{name}: broke nothing"
    return graph


def test_every_shape_that_asks_for_something_is_broken_by_a_test() -> None:
    shapes = Graph().parse(SHAPES, format="turtle")
    named = {s for s in shapes.subjects() if isinstance(s, URIRef) and str(s).startswith("https://w3id.org/unionkg/shapes#")}
    holders = named - {s for s in named if not (set(shapes.predicates(s)) - {RDF.type, SH.targetClass, SH.property})}
    asking = {str(s).rpartition("#")[2] for s in holders} - {""}
    assert asking == {shape for shape, _, _ in BREAKS}


@pytest.mark.parametrize(("shape", "name"), [(shape, name) for shape, name, _ in BREAKS], ids=[f"{s}: {n}" for s, n, _ in BREAKS])
def test_a_broken_graph_is_caught_by_the_shape_meant_for_it(good: Graph, tmp_path: Path, shape: str, name: str) -> None:
    report = check(broken(good, [name]), tmp_path)
    assert shape in {v.shape for v in report.violations}, str(report)


@pytest.mark.parametrize("part", range(5))
def test_both_engines_find_the_same(good: Graph, tmp_path: Path, part: int) -> None:
    for engine in ("pyrudof", "pyshacl"):
        pytest.importorskip(engine, reason="the extra [rudof] or [validate] is not installed")
    names = [n for _, n, _ in BREAKS[part::5] if "blank node" not in n]  # engines are free to call blank nodes as they like
    damaged = broken(good, names)
    found = [set(check(damaged, tmp_path, engine).violations) for engine in ("pyrudof", "pyshacl")]
    assert len(found[0]) >= len(names) // 2
    assert found[0] ^ found[1] == set()


def test_the_file_alone_finds_it_all_for_whoever_has_only_pyshacl(good: Graph) -> None:
    pyshacl = pytest.importorskip("pyshacl", reason="the extra [validate] is not installed")
    names = ["fact without claim", "claim without fact", "itself", "partnership twice", "circle of unions", "sentence too long"]
    _, results, _ = pyshacl.validate(broken(good, names), shacl_graph=Graph().parse(SHAPES, format="turtle"))
    caught = {str(s).rpartition("#")[2] for s in results.objects(None, SH.sourceShape)}
    assert caught >= {shape for shape, name, _ in BREAKS if name in names}


def test_a_violation_names_the_resource_the_property_and_the_value(good: Graph, tmp_path: Path) -> None:
    graph = copy(good)
    graph.set((UNION, UKG.adminCode, Literal("4602")))
    (violation,) = check(graph, tmp_path).violations
    assert violation == Violation(str(UNION), "ukg:adminCode", "code", violation.message, violation.zh, "4602", "三亚市总工会")
    assert str(violation).startswith(f"三亚市总工会 <{UNION}> ukg:adminCode: an administrative code is 6, 9 or 12 digits")
    assert "行政区划代码为 6、9 或 12 位数字" in str(violation)
    assert str(violation).endswith("(found: 4602) [code]")


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


def test_without_an_engine_it_says_how_to_get_one(monkeypatch: pytest.MonkeyPatch) -> None:
    for engine in ("pyrudof", "pyshacl"):
        monkeypatch.setitem(sys.modules, engine, None)
    with pytest.raises(UnionkgError, match=r"unionkg\[validate\]"):
        validate(sample())


@pytest.mark.parametrize("engine", ["pyrudof", "pyshacl"])
def test_each_engine_alone_is_enough(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip(engine, reason="the extra [rudof] or [validate] is not installed")
    monkeypatch.setitem(sys.modules, "pyshacl" if engine == "pyrudof" else "pyrudof", None)
    assert validate(sample())


@pytest.mark.parametrize("make", [echo, heping, sanya, printed_again, lambda: large(60), KnowledgeGraph])
def test_every_graph_that_the_tests_build_conforms(make: Callable[[], Story | KnowledgeGraph]) -> None:
    made = make()
    report = validate(made if isinstance(made, KnowledgeGraph) else KnowledgeGraph.of([made.extraction]))
    assert report, str(report)


def test_the_graph_of_the_bundled_corpus_conforms(kg: KnowledgeGraph) -> None:
    report = validate(kg)
    assert report, str(report)
