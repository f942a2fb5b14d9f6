"""The ontology, the shapes and the JSON-LD context say the same as the vocabulary and the model."""

from __future__ import annotations

import pytest
from factory import Story, printed_again, sample
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from graph.export.rdf import to_rdflib
from graph.knowledge import KnowledgeGraph
from graph.model import ENTITY_TYPES, RELATIONS, ROLES, SIGNATURES
from graph.ontology import ONTOLOGY, SHAPES, context
from graph.ontology.vocabulary import NS, PREFIXES, UKG, shorten
from graph.world.gazetteer import RANK
from graph.world.lexicon import lexicon

SH = Namespace("http://www.w3.org/ns/shacl#")
CLASSES = (*ENTITY_TYPES, "Article", "Measure", "Claim")
TERMS = sorted(UKG.__annotations__)
PROPERTIES = [t for t in TERMS if t not in CLASSES]


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return Graph().parse(ONTOLOGY, format="turtle")


@pytest.fixture(scope="module")
def shapes() -> Graph:
    return Graph().parse(SHAPES, format="turtle")


def types(graph: Graph, node: Node | None) -> set[str]:
    """Names of our classes that a domain or range stands for."""
    assert node is not None
    members = graph.value(node, OWL.unionOf)
    nodes = list(Collection(graph, members)) if members is not None else [node]
    return {str(n).removeprefix(NS) for n in nodes}


def test_vocabulary_and_ontology_hold_the_same_terms(ontology: Graph) -> None:
    defined = {str(s).removeprefix(NS) for s in ontology.subjects(RDF.type) if str(s).startswith(NS)}
    assert defined == set(TERMS)


def test_model_and_vocabulary_hold_the_same_terms() -> None:
    assert set(CLASSES) | set(RELATIONS) <= set(TERMS)


def test_a_misspelt_term_raises() -> None:
    with pytest.raises(AttributeError):
        UKG.locatdIn  # noqa: B018


@pytest.mark.parametrize("term", TERMS)
def test_every_term_is_named_and_defined_in_both_languages(ontology: Graph, term: str) -> None:
    for predicate in (RDFS.label, SKOS.definition):
        values = list(ontology.objects(UKG[term], predicate))
        assert sorted(str(v.language) for v in values) == ["en", "zh"]  # type: ignore[attr-defined]
        assert all(str(v).strip() for v in values)


@pytest.mark.parametrize("term", CLASSES)
def test_classes_are_classes(ontology: Graph, term: str) -> None:
    assert (UKG[term], RDF.type, OWL.Class) in ontology


@pytest.mark.parametrize("term", PROPERTIES)
def test_properties_have_kind_domain_and_range(ontology: Graph, term: str) -> None:
    kinds = set(ontology.objects(UKG[term], RDF.type)) & {OWL.ObjectProperty, OWL.DatatypeProperty}
    assert len(kinds) == 1
    assert types(ontology, ontology.value(UKG[term], RDFS.domain)) <= set(CLASSES)
    range_ = types(ontology, ontology.value(UKG[term], RDFS.range))
    if kinds == {OWL.ObjectProperty}:
        assert range_ <= set(CLASSES)
    else:
        assert all(r.startswith(PREFIXES["xsd"]) for r in range_)


@pytest.mark.parametrize("relation", RELATIONS)
def test_domains_and_ranges_are_the_signatures_of_the_model(ontology: Graph, relation: str) -> None:
    subjects, objects = SIGNATURES[relation]
    assert types(ontology, ontology.value(UKG[relation], RDFS.domain)) == set(subjects)
    assert types(ontology, ontology.value(UKG[relation], RDFS.range)) == set(objects)


@pytest.mark.parametrize(
    ("term", "above"),
    [
        ("Union", "org:Organization"),
        ("Company", "org:Organization"),
        ("Institution", "org:Organization"),
        ("Place", "schema:Place"),
        ("Place", "geo:Feature"),
        ("Program", "schema:Project"),
        ("Person", "foaf:Person"),
        ("Document", "schema:DigitalDocument"),
        ("Article", "schema:NewsArticle"),
        ("Measure", "schema:QuantitativeValue"),
        ("Claim", "rdf:Statement"),
    ],
)
def test_classes_stand_below_the_well_known_ones(ontology: Graph, term: str, above: str) -> None:
    prefix, local = above.split(":")
    assert (UKG[term], RDFS.subClassOf, URIRef(PREFIXES[prefix] + local)) in ontology


@pytest.mark.parametrize("relation", RELATIONS)
def test_relations_are_aligned(ontology: Graph, relation: str) -> None:
    known = {*ontology.objects(UKG[relation], RDFS.subPropertyOf), *ontology.objects(UKG[relation], RDFS.seeAlso)}
    assert known
    assert all(shorten(str(k)) != str(k) for k in known)


@pytest.mark.parametrize("term", PROPERTIES)
def test_properties_are_aligned_or_known_to_stand_alone(ontology: Graph, term: str) -> None:
    aligned = (RDFS.subPropertyOf, RDFS.seeAlso, OWL.inverseOf)
    others = [o for p in aligned for o in ontology.objects(UKG[term], p) if not str(o).startswith("https://w3id.org/unionkg")]
    assert bool(others) == (term not in {"confidence", "approximate"})  # no well-known vocabulary has a term for these


def test_the_shapes_are_well_formed(shapes: Graph) -> None:
    pyshacl = pytest.importorskip("pyshacl", reason="the extra [validate] is not installed")
    conforms, _, said = pyshacl.validate(Graph(), shacl_graph=shapes, meta_shacl=True)
    assert conforms, said


def test_every_class_and_relation_has_a_shape(shapes: Graph) -> None:
    assert {str(c).removeprefix(NS) for c in shapes.objects(None, SH.targetClass)} >= set(CLASSES)
    for targets in (SH.targetSubjectsOf, SH.targetObjectsOf):
        assert {str(p).removeprefix(NS) for p in shapes.objects(None, targets)} == set(RELATIONS)


@pytest.mark.parametrize("relation", RELATIONS)
def test_shapes_of_relations_are_the_signatures_of_the_model(shapes: Graph, relation: str) -> None:
    for targets, wanted in zip((SH.targetSubjectsOf, SH.targetObjectsOf), SIGNATURES[relation], strict=True):
        shape = shapes.value(None, targets, UKG[relation])
        choice = shapes.value(shape, SH["or"])
        holders = list(Collection(shapes, choice)) if choice is not None else [shape]
        assert {str(shapes.value(h, SH["class"])).removeprefix(NS) for h in holders} == set(wanted)


def allowed(shapes: Graph, path: str, target: str = "") -> set[str]:
    """What sh:in lets through on this property."""
    shape = shapes.value(None, SH.targetClass, UKG[target]) if target else None
    found: set[str] = set()
    for s in shapes.subjects(SH.path, UKG[path]):
        values = shapes.value(s, SH["in"])
        owners = set(shapes.subjects(SH.property, s))
        if values is not None and (shape is None or any((o, SH.targetClass, UKG[target]) in shapes for o in owners)):
            found |= {str(v) for v in Collection(shapes, values)}
    return found


@pytest.mark.parametrize(("scheme", "path", "target"), [("kind", "kind", "Program"), ("level", "kind", "Place"), ("role", "role", "")])
def test_values_are_concepts_with_names_and_definitions(ontology: Graph, scheme: str, path: str, target: str) -> None:
    concepts = set(ontology.subjects(SKOS.inScheme, URIRef(f"https://w3id.org/unionkg/{scheme}")))
    assert {str(ontology.value(c, SKOS.notation)) for c in concepts} == allowed(ontology_shapes(), path, target)
    for concept in concepts:
        assert str(concept).endswith(f"/{scheme}/{ontology.value(concept, SKOS.notation)}")
        for predicate in (SKOS.prefLabel, SKOS.definition):
            assert sorted(v.language for v in ontology.objects(concept, predicate)) == ["en", "zh"]  # type: ignore[attr-defined]


def test_every_term_of_others_that_a_graph_uses_is_explained(ontology: Graph) -> None:
    story = Story("李明到2024年任三亚市总工会主席。")
    story.claim(story.entity("Person", "李明"), "holdsPost", story.entity("Union", "三亚市总工会", code="460200"), end="2024")
    graph = to_rdflib(sample().merge(printed_again()).merge(KnowledgeGraph.of([story.extraction])))
    used = {*graph.predicates(), *graph.objects(None, RDF.type)}
    explained = set(ontology.subjects(SKOS.scopeNote))
    assert {u for u in used if not str(u).startswith(NS)} == explained - {URIRef(PREFIXES["rdf"] + "reifies")}
    for term in explained:
        assert sorted(v.language for v in ontology.objects(term, SKOS.scopeNote)) == ["en", "zh"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("namespace", ["org", "skos", "prov", "schema", "foaf", "time", "geo", "oa"])
def test_the_vocabulary_stands_on_the_well_known_ones(ontology: Graph, namespace: str) -> None:
    prefixes = dict(ontology.namespaces())
    aligned = {o for p in (RDFS.subClassOf, RDFS.subPropertyOf, RDFS.seeAlso) for o in ontology.objects(None, p)}
    used = set(ontology.subjects(SKOS.scopeNote)) | aligned
    assert [t for t in used if str(t).startswith(str(prefixes[namespace])) and t != prefixes[namespace]]


def ontology_shapes() -> Graph:
    return Graph().parse(SHAPES, format="turtle")


def test_shapes_know_every_kind_and_role() -> None:
    shapes = Graph().parse(SHAPES, format="turtle")
    assert allowed(shapes, "role") == set(ROLES)
    assert allowed(shapes, "kind", "Place") >= set(RANK)
    assert allowed(shapes, "kind", "Program") >= {s.kind for s in lexicon().suffixes.values() if s.type == "Program" and s.kind}


def test_every_shape_with_a_constraint_speaks_plainly(shapes: Graph) -> None:
    choices = {m for c in shapes.objects(None, SH["or"]) for m in Collection(shapes, c)}  # the choice speaks, not its branches
    constrained = {*shapes.subjects(SH.path), *shapes.subjects(SH.closed), *shapes.subjects(SH["or"]), *shapes.subjects(SH.select)}
    silent = [s for s in constrained if shapes.value(s, SH.message) is None and not set(shapes.subjects(SH.property, s)) & choices]
    assert silent == []


def test_context_has_a_short_name_for_every_term() -> None:
    terms = context()
    named = {v if isinstance(v, str) else v["@id"] for v in terms.values()}
    assert {f"ukg:{t}" for t in TERMS} <= named
    assert {k: v for k, v in terms.items() if isinstance(v, str) and v.endswith(("#", "/"))}.items() <= PREFIXES.items()


def test_shorten_gives_prefixed_names_and_leaves_the_rest() -> None:
    assert shorten("http://www.w3.org/2004/02/skos/core#prefLabel") == "skos:prefLabel"
    assert shorten("https://w3id.org/unionkg/id/union/460200") == "https://w3id.org/unionkg/id/union/460200"
    assert shorten(NS) == NS
