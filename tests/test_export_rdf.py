"""RDF forms of the graph: what they say, that independent readers read the same from each, and that bytes do not vary."""

from __future__ import annotations

import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pyoxigraph
import pytest
from factory import Story, echo, heping, sample, sanya
from hypothesis import given
from hypothesis import strategies as st
from rdflib import RDF, SKOS, XSD, Dataset, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

from graph.export import FORMATS, render
from graph.export.quads import nquads, ntriples
from graph.export.rdf import to_rdflib
from graph.export.syntax import NTriples, literal
from graph.identity import article_iri
from graph.knowledge import KnowledgeGraph
from graph.model import Claim, Evidence
from graph.ontology.vocabulary import GEO, ID, OA, SCHEMA, UKG

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")

PROV = Namespace("http://www.w3.org/ns/prov#")
DCTERMS = Namespace("http://purl.org/dc/terms/")
SCH, ANN, GSP = Namespace(SCHEMA), Namespace(OA), Namespace(GEO)
UNION, PLACE = URIRef(ID + "union/460200"), URIRef(ID + "place/460200")


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return sample()


@pytest.fixture(scope="module")
def turtle(kg: KnowledgeGraph) -> Graph:
    return Graph().parse(data=render(kg, "turtle"), format="turtle")


def named(graph: Graph, label: str) -> URIRef:
    node = graph.value(None, SKOS.prefLabel, Literal(label, lang="zh"))
    assert isinstance(node, URIRef)
    return node


def claim_of(graph: Graph, subject: URIRef, relation: str, object_: URIRef) -> list[URIRef]:
    return [
        c  # type: ignore[misc]
        for c in graph.subjects(RDF.subject, subject)
        if (c, RDF.predicate, UKG[relation]) in graph and (c, RDF.object, object_) in graph
    ]


# ---------------------------------------------------------------- what the Turtle says


def test_entities_have_type_names_kind_code_and_articles(turtle: Graph) -> None:
    assert set(turtle.predicate_objects(UNION)) >= {
        (RDF.type, UKG.Union),
        (SKOS.prefLabel, Literal("三亚市总工会", lang="zh")),
        (SKOS.altLabel, Literal("三亚市总", lang="zh")),
        (UKG.adminCode, Literal("460200")),
        (UKG.mentionedIn, URIRef(article_iri(sanya().id))),
        (UKG.mentionedIn, URIRef(article_iri(echo().id))),
    }
    assert turtle.value(UNION, UKG.kind) is None
    assert turtle.value(named(turtle, "三亚工匠学院"), UKG.kind) == Literal("training")


def test_facts_are_plain_triples_with_claims(turtle: Graph) -> None:
    school = named(turtle, "三亚工匠学院")
    assert (UNION, UKG.runs, school) in turtle
    claims = claim_of(turtle, UNION, "runs", school)
    assert len(claims) == 2  # one from each article
    claim = next(c for c in claims if (c, PROV.wasDerivedFrom, URIRef(article_iri(sanya().id))) in turtle)
    assert dict(turtle.predicate_objects(claim)) | {RDF.type: None} == {
        RDF.type: None,
        RDF.subject: UNION,
        RDF.predicate: UKG.runs,
        RDF.object: school,
        PROV.wasDerivedFrom: URIRef(article_iri(sanya().id)),
        ANN.exact: Literal("三亚市总工会主办三亚工匠学院，海南省总工会指导。"),
        ANN.start: Literal("0", datatype=XSD.integer),
        ANN.end: Literal("24", datatype=XSD.integer),
        UKG.confidence: Literal("0.90", datatype=XSD.decimal),
        UKG.rule: Literal("hand"),
        UKG.role: Literal("host"),
    }
    assert set(turtle.objects(claim, RDF.type)) == {UKG.Claim, RDF.Statement}


def test_claims_say_title_dates_planned_and_inferred(turtle: Graph) -> None:
    (post,) = claim_of(turtle, named(turtle, "李明"), "holdsPost", UNION)
    assert turtle.value(post, UKG.title) == Literal("党组书记、常务副主席")
    assert turtle.value(post, SCH.startDate) == Literal("2024-05-01", datatype=XSD.date)
    (module,) = claim_of(turtle, named(turtle, "工会通求职模块"), "partOf", named(turtle, "工会通平台"))
    assert turtle.value(module, UKG.planned) == Literal(True)
    assert turtle.value(module, SCH.startDate) == Literal("2025", datatype=XSD.gYear)
    (above,) = claim_of(turtle, UNION, "subUnionOf", URIRef(ID + "union/460000"))
    assert turtle.value(above, UKG.inferred) == Literal(True)


def test_partnership_is_stored_once_and_its_claim_points_the_same_way(turtle: Graph) -> None:
    court = named(turtle, "三亚市中级人民法院")
    directions = [(s, o) for s, o in ((UNION, court), (court, UNION)) if (s, UKG.partnerOf, o) in turtle]
    assert len(directions) == 1
    assert len(claim_of(turtle, directions[0][0], "partnerOf", directions[0][1])) == 1
    assert not claim_of(turtle, directions[0][1], "partnerOf", directions[0][0])


def test_places_have_what_the_gazetteer_knows(turtle: Graph) -> None:
    province = URIRef(ID + "place/460000")
    assert (PLACE, URIRef(SCHEMA + "containedInPlace"), province) in turtle
    assert (PLACE, UKG.partOf, province) not in turtle  # every ukg: relation has a sentence behind it
    assert turtle.value(province, UKG.mentionedIn) is None
    geometry = turtle.value(PLACE, GSP.hasGeometry)
    assert geometry == URIRef(ID + "place/460200/geometry")
    assert turtle.value(geometry, GSP.asWKT) == Literal("POINT(109.511772 18.253135)", datatype=GSP.wktLiteral)


def test_figures_are_in_base_units_with_evidence(turtle: Graph) -> None:
    platform = named(turtle, "工会通平台")
    figures = {str(turtle.value(m, SCH.name)): m for m in turtle.objects(platform, UKG.hasMeasure)}
    money = figures["每年投入"]
    value = turtle.value(money, SCH.value)
    assert isinstance(value, Literal)
    assert (value.datatype, value.toPython(), str(value)) == (XSD.decimal, Decimal(15880000), "15880000")
    assert turtle.value(money, SCH.unitText) == Literal("元")
    assert turtle.value(money, UKG.printed) == Literal("1588余万元")
    assert turtle.value(money, UKG.approximate) == Literal(True)
    assert turtle.value(figures["注册用户"], UKG.approximate) == Literal(False)
    assert turtle.value(money, PROV.wasDerivedFrom) == URIRef(article_iri(sanya().id))
    start, end = (int(str(turtle.value(money, p))) for p in (ANN.start, ANN.end))
    assert str(turtle.value(money, ANN.exact)) == sanya().text[start:end]


def test_a_value_is_never_in_scientific_notation() -> None:
    story = Story("投入1亿元。")
    story.measure(story.entity("Company", "某公司"), "1E+8", "元", "投入", "1亿元")
    assert any('"100000000"^^' in line for line in ntriples(KnowledgeGraph.of([story.extraction])))


def test_articles_have_headline_source_date_and_section(turtle: Graph) -> None:
    article = URIRef(article_iri(sanya().id))
    assert set(turtle.predicate_objects(article)) == {
        (RDF.type, UKG.Article),
        (SCH.headline, Literal("三亚市总打造工匠学院")),
        (DCTERMS.source, Literal("a.txt")),
        (SCH.datePublished, Literal("2024-11-20", datatype=XSD.date)),
        (SCH.articleSection, Literal("要闻")),
    }
    assert turtle.value(URIRef(article_iri(echo().id)), SCH.datePublished) is None


def test_only_the_https_namespace_of_schema_org_is_used(kg: KnowledgeGraph) -> None:
    assert b"http://schema.org" not in render(kg, "nquads")


def test_there_are_no_blank_nodes(kg: KnowledgeGraph) -> None:
    assert not any(line.startswith("_:") or " _:" in line.split('"')[0] for line in ntriples(kg))


# ---------------------------------------------------------------- every form says the same


def test_turtle_equals_the_rdflib_graph(kg: KnowledgeGraph, turtle: Graph) -> None:
    assert isomorphic(turtle, to_rdflib(kg))
    assert len(turtle) == len(list(ntriples(kg))) > 300


def test_nquads_hold_the_same_statements_as_turtle(kg: KnowledgeGraph, turtle: Graph) -> None:
    dataset = Dataset().parse(data=render(kg, "nquads").decode(), format="nquads")
    assert {(s, p, o) for s, p, o, _ in dataset} == set(turtle)


def test_trig_holds_the_same_statements_as_nquads(kg: KnowledgeGraph) -> None:
    trig = Dataset().parse(data=render(kg, "trig"), format="trig")
    plain = Dataset().parse(data=render(kg, "nquads").decode(), format="nquads")
    assert set(trig) == set(plain)


def test_named_graphs_hold_what_their_article_says(kg: KnowledgeGraph) -> None:
    trig = Dataset().parse(data=render(kg, "trig"), format="trig")
    articles = {URIRef(article_iri(s.id)): s for s in (sanya(), heping(), echo())}
    assert {g.identifier for g in trig.graphs()} - {DATASET_DEFAULT_GRAPH_ID} == set(articles)
    for iri in articles:
        graph = trig.graph(iri)
        claims = set(graph.subjects(RDF.type, UKG.Claim))
        assert claims
        assert set(graph.objects(None, PROV.wasDerivedFrom)) == {iri}
        for claim in claims:
            fact = graph.value(claim, RDF.subject), graph.value(claim, RDF.predicate), graph.value(claim, RDF.object)
            assert fact in graph


def test_the_graph_of_an_article_is_the_same_whatever_else_was_read(kg: KnowledgeGraph) -> None:
    alone = KnowledgeGraph.of([sanya().extraction])
    ending = f"<{article_iri(sanya().id)}> .\n"
    assert [q for q in nquads(kg) if q.endswith(ending)] == [q for q in nquads(alone) if q.endswith(ending)]


def test_jsonld_equals_turtle_for_two_readers(kg: KnowledgeGraph, turtle: Graph) -> None:
    data = render(kg, "jsonld")
    assert isomorphic(Graph().parse(data=data, format="json-ld"), turtle)
    other = {str(q.triple) for q in pyoxigraph.parse(data, format=pyoxigraph.RdfFormat.JSON_LD)}
    assert other == {str(q.triple) for q in pyoxigraph.parse(render(kg, "turtle"), format=pyoxigraph.RdfFormat.TURTLE)}


def test_claims_of_rdf_1_2_reify_their_fact(kg: KnowledgeGraph, turtle: Graph) -> None:
    store = pyoxigraph.Store()
    store.load(render(kg, "turtle12"), format=pyoxigraph.RdfFormat.TURTLE)
    query = """PREFIX ukg: <https://w3id.org/unionkg/ns#>
        SELECT ?s ?o ?role WHERE { ?claim rdf:reifies <<( ?s ukg:runs ?o )>> OPTIONAL { ?claim ukg:role ?role } ?s ukg:runs ?o }"""
    rows = store.query("PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>\n" + query)
    answers = sorted((s.value, o.value, r.value if r else "") for s, o, r in rows)
    claims = list(turtle.subjects(RDF.predicate, UKG.runs))
    wanted = ((turtle.value(c, RDF.subject), turtle.value(c, RDF.object), turtle.value(c, UKG.role)) for c in claims)
    assert answers == sorted((str(s), str(o), str(r or "")) for s, o, r in wanted)
    assert not list(store.query("SELECT ?c WHERE { ?c <http://www.w3.org/1999/02/22-rdf-syntax-ns#subject> ?s }"))


def test_rdf_1_2_says_nothing_else_than_turtle(kg: KnowledgeGraph, turtle: Graph) -> None:
    reifying = {RDF.subject, RDF.predicate, RDF.object}
    plain = {(s, p, o) for s, p, o in turtle if p not in reifying and o != RDF.Statement}
    triples = [q.triple for q in pyoxigraph.parse(render(kg, "turtle12"), format=pyoxigraph.RdfFormat.TURTLE)]
    lines = [f"{t} ." for t in triples if not isinstance(t.object, pyoxigraph.Triple)]
    assert set(Graph().parse(data="\n".join(lines), format="nt")) == plain
    assert len(triples) - len(lines) == len(set(turtle.subjects(RDF.type, UKG.Claim)))


def test_jsonld_reads_as_plain_json(kg: KnowledgeGraph) -> None:
    import json

    nodes = {n["id"]: n for n in json.loads(render(kg, "jsonld"))["@graph"]}
    assert nodes[str(UNION)]["name"] == "三亚市总工会"
    assert nodes[str(UNION)]["type"] == "Union"
    claim = next(n for n in nodes.values() if n.get("title"))
    assert (claim["predicate"], claim["object"], claim["start"]) == ("holdsPost", str(UNION), 87)


# ---------------------------------------------------------------- same input, same bytes


@pytest.mark.parametrize("format", FORMATS)
def test_bytes_do_not_depend_on_the_order_of_reading(kg: KnowledgeGraph, format: str) -> None:
    backwards = KnowledgeGraph.of(s.extraction for s in (echo(), heping(), sanya()))
    for extraction in backwards.extractions.values():
        extraction.entities.reverse()
        extraction.claims.reverse()
        extraction.measures.reverse()
    assert render(backwards, format) == render(kg, format)


def test_bytes_do_not_depend_on_the_hash_seed() -> None:
    code = "import sys, hashlib; from factory import sample; from graph.export import FORMATS, render; kg = sample()\n"
    code += "print([hashlib.sha256(render(kg, f)).hexdigest() for f in FORMATS])"
    here = Path(__file__).resolve().parent
    path = os.pathsep.join([str(here), str(here.parent)])
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": path}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


def test_prefixes_stand_in_alphabetical_order(kg: KnowledgeGraph) -> None:
    header = [line for line in render(kg, "turtle").decode().splitlines() if line.startswith("@prefix")]
    assert header == sorted(header)
    assert "@prefix ukg: <https://w3id.org/unionkg/ns#> ." in header


# ---------------------------------------------------------------- hostile text

HOSTILE = st.text(st.one_of(st.sampled_from("\"'\\\t\n\r\x00\x1f\x7f\x85\u2028\ufeff\ufffe\uffff\ud800工会"), st.characters()), max_size=12)


@given(HOSTILE)
def test_literals_keep_every_character_but_lone_surrogates(text: str) -> None:
    line = f"<a:s> <a:p> {literal(text)} .\n"
    assert "\n" not in line[:-1]
    (quad,) = pyoxigraph.parse(line, format=pyoxigraph.RdfFormat.N_TRIPLES)
    value = quad.object.value
    assert len(value) == len(text)
    assert all(a == b or ("\ud800" <= a <= "\udfff" and b == "\ufffd") for a, b in zip(text, value, strict=True))


@pytest.mark.parametrize(
    ("text", "datatype"),
    [
        ("2024-02-29", "date"),
        ("2024-02", "gYearMonth"),
        ("2024", "gYear"),
        ("2023-02-29", None),
        ("2024-13", None),
        ("0000", None),
        ("２０２４", None),
        ("去年", None),
        ("2024-01-01\n", None),
    ],
)
def test_dates_are_typed_by_their_precision_and_only_if_they_exist(text: str, datatype: str | None) -> None:
    (quad,) = pyoxigraph.parse(f"<a:s> <a:p> {NTriples().moment(text)} .", format=pyoxigraph.RdfFormat.N_TRIPLES)
    assert quad.object == pyoxigraph.Literal(text, datatype=pyoxigraph.NamedNode(str(XSD[datatype])) if datatype else None)


def test_the_same_claim_twice_is_one_statement() -> None:
    story = sanya()
    story.extraction.claims.append(story.extraction.claims[0])
    assert render(KnowledgeGraph.of([story.extraction]), "turtle") == render(KnowledgeGraph.of([sanya().extraction]), "turtle")


def test_an_inferred_claim_needs_neither_article_nor_sentence() -> None:
    story = Story("甲。")
    upper, lower = story.entity("Union", "甲总工会"), story.entity("Union", "乙总工会")
    story.extraction.claims.append(Claim(lower.key, "subUnionOf", upper.key, "", Evidence("", 0, 0), "order", 0.7, inferred=True))
    graph = to_rdflib(KnowledgeGraph.of([story.extraction]))
    (claim,) = graph.subjects(RDF.type, UKG.Claim)
    said = set(graph.predicates(claim)) - {RDF.type, RDF.subject, RDF.predicate, RDF.object}
    assert said == {UKG.confidence, UKG.rule, UKG.inferred}
