"""The graph as RDF statements: the one place that says what is in graph.ttl and in every other RDF form.

Statements are formatted as N-Triples text, because that is the fastest way out of Python; the other syntaxes are made
from it by pyoxigraph.  What an article says (the facts it states, its claims, figures and mentions) belongs to the named
graph of that article; what holds for all (names, codes, the hierarchy of places) belongs to the default graph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from graph.identity import article_iri, iri
from graph.ontology.vocabulary import PREFIXES, SCHEMA, UKG
from graph.world.gazetteer import gazetteer

if TYPE_CHECKING:
    from graph.knowledge import Entity, Fact, KnowledgeGraph
    from graph.model import ArticleRecord, Claim, Evidence, Measure

Statement = tuple[str, str]
"""(IRI of the named graph or an empty string, ``<s> <p> o`` without the final dot)."""

_UNSAFE = re.compile('["\\\\\x00-\x1f\x7f\ufffe\uffff\ud800-\udfff]')
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def _term(name: str) -> str:
    prefix, local = name.split(":")
    return f"<{PREFIXES[prefix]}{local}>"


U = {name: f"<{UKG[name]}>" for name in UKG.__annotations__}
"""Our own terms, formatted once; as closed as UKG itself: a misspelt one is a KeyError."""
TYPE, LABEL, ALIAS = _term("rdf:type"), _term("skos:prefLabel"), _term("skos:altLabel")
SUBJECT, PREDICATE, OBJECT = _term("rdf:subject"), _term("rdf:predicate"), _term("rdf:object")
EXACT, START, END = _term("oa:exact"), _term("oa:start"), _term("oa:end")
STATEMENT, DERIVED, SOURCE = _term("rdf:Statement"), _term("prov:wasDerivedFrom"), _term("dcterms:source")
GEOMETRY, HAS_GEOMETRY, WKT = _term("geo:Geometry"), _term("geo:hasGeometry"), _term("geo:asWKT")
CONTAINED = _term("schema:containedInPlace")
INTEGER, DECIMAL, BOOLEAN = _term("xsd:integer"), _term("xsd:decimal"), _term("xsd:boolean")


def statements(kg: KnowledgeGraph) -> Iterator[Statement]:
    """Every statement of the graph with the named graph it belongs to; some come more than once."""
    for article in kg.articles.values():
        yield from _article(article)
    for entity in kg.entities.values():
        yield from _entity(entity)
        for measure_iri, measure in entity.figures:
            yield from _measure(entity, measure_iri, measure)
    for fact in kg.facts():
        yield from _fact(fact)
    for place, above in kg.places:
        yield from _hierarchy(place, above)


def ntriples(kg: KnowledgeGraph) -> list[str]:
    """The graph as N-Triples lines, sorted, each once, with their line ends.

    Complexity: O(n log n) in the number of statements.
    """
    return [f"{triple} .\n" for triple in sorted(sorted({triple for _, triple in statements(kg)}), key=_type_first)]


def nquads(kg: KnowledgeGraph) -> list[str]:
    """The graph as N-Quads lines, sorted by named graph (the default one first) and statement, with their line ends."""
    found = sorted(sorted(set(statements(kg))), key=lambda s: (s[0], _type_first(s[1])))
    return [f"{triple} <{graph}> .\n" if graph else f"{triple} .\n" for graph, triple in found]


def _type_first(triple: str) -> str:
    """Sort key: by subject, what it is before what it has."""
    return triple.replace(TYPE, " ", 1)


def literal(text: str, datatype: str = "", language: str = "") -> str:
    """A literal in N-Triples syntax.

    Lone surrogates, which no RDF syntax and no UTF-8 file can hold, become U+FFFD; every other character is kept, the
    unprintable ones as escapes.  The number of code points stays as it was.

    Parameters
    ----------
    text
        the value.
    datatype
        an IRI in angle brackets.
    language
        a language tag.

    Examples
    --------
    >>> print(literal('他说："好"', language="zh"))
    "他说：\\"好\\""@zh
    """
    if _UNSAFE.search(text):
        text = _UNSAFE.sub(_escape, text)
    return f'"{text}"' + (f"@{language}" if language else f"^^{datatype}" if datatype else "")


def _escape(found: re.Match[str]) -> str:
    c = found.group()
    if "\ud800" <= c <= "\udfff":
        return "\ufffd"
    return _ESCAPES.get(c) or f"\\u{ord(c):04X}"


def moment(text: str) -> str:
    """A date, month or year as typed literal; what is none of them as plain text.

    >>> moment("2024-05"), moment("2024-02-30")
    ('"2024-05"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>', '"2024-02-30"')
    """
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII) and _exists(text):
        return literal(text, _term("xsd:date"))
    if re.fullmatch(r"\d{4}-(?:0[1-9]|1[0-2])", text, re.ASCII):
        return literal(text, _term("xsd:gYearMonth"))
    if re.fullmatch(r"(?!0000)\d{4}", text, re.ASCII):
        return literal(text, _term("xsd:gYear"))
    return literal(text)


def _exists(day: str) -> bool:
    try:
        date.fromisoformat(day)
    except ValueError:
        return False
    return True


def _boolean(value: bool) -> str:
    return literal(str(value).lower(), BOOLEAN)


def _entity(entity: Entity) -> Iterator[Statement]:
    s = f"<{entity.iri}>"
    yield "", f"{s} {TYPE} {U[entity.type]}"
    yield "", f"{s} {LABEL} {literal(entity.name, language='zh')}"
    for alias in entity.aliases:
        yield "", f"{s} {ALIAS} {literal(alias, language='zh')}"
    if entity.kind:
        yield "", f"{s} {U['kind']} {literal(entity.kind)}"
    if entity.code:
        yield "", f"{s} {U['adminCode']} {literal(entity.code)}"
    for article in entity.articles:
        yield article_iri(article), f"{s} {U['mentionedIn']} <{article_iri(article)}>"
    if entity.type == "Place" and entity.code in gazetteer():
        place = gazetteer()[entity.code]
        if place.lon is not None and place.lat is not None:
            geometry = f"<{iri('place', entity.code, 'geometry')}>"
            yield "", f"{s} {HAS_GEOMETRY} {geometry}"
            yield "", f"{geometry} {TYPE} {GEOMETRY}"
            yield "", f"{geometry} {WKT} {literal(f'POINT({place.lon:.6f} {place.lat:.6f})', _term('geo:wktLiteral'))}"


def _fact(fact: Fact) -> Iterator[Statement]:
    triple = f"<{fact.subject.iri}> {U[fact.predicate]} <{fact.object.iri}>"
    for claim_iri, claim in fact.claims:
        graph = article_iri(claim.article) if claim.article else ""
        yield graph, triple
        for part in _claim(claim):
            yield graph, f"<{claim_iri}> {part}"
        # the fact's own direction, not the claim's: partnerOf is stored once, and its claims must point the same way
        for part in _reified(fact.subject.iri, fact.predicate, fact.object.iri):
            yield graph, f"<{claim_iri}> {part}"


def _reified(subject: str, predicate: str, object_: str) -> Iterator[str]:
    yield f"{TYPE} {U['Claim']}"
    yield f"{TYPE} {STATEMENT}"
    yield f"{SUBJECT} <{subject}>"
    yield f"{PREDICATE} {U[predicate]}"
    yield f"{OBJECT} <{object_}>"


def _claim(claim: Claim) -> Iterator[str]:
    yield from _evidence(claim.article, claim.evidence)
    yield f"{U['confidence']} {literal(f'{claim.confidence:.2f}', DECIMAL)}"
    yield f"{U['rule']} {literal(claim.rule)}"
    if claim.role:
        yield f"{U['role']} {literal(claim.role)}"
    if claim.title:
        yield f"{U['title']} {literal(claim.title)}"
    if claim.start:
        yield f"<{SCHEMA}startDate> {moment(claim.start)}"
    if claim.end:
        yield f"<{SCHEMA}endDate> {moment(claim.end)}"
    if claim.inferred:
        yield f"{U['inferred']} {_boolean(True)}"
    if claim.planned:
        yield f"{U['planned']} {_boolean(True)}"


def _evidence(article: str, evidence: Evidence) -> Iterator[str]:
    if article:
        yield f"{DERIVED} <{article_iri(article)}>"
    if evidence.exact:
        yield f"{EXACT} {literal(evidence.exact)}"
        yield f"{START} {literal(str(evidence.start), INTEGER)}"
        yield f"{END} {literal(str(evidence.end), INTEGER)}"


def _measure(entity: Entity, measure_iri: str, measure: Measure) -> Iterator[Statement]:
    graph, s = article_iri(measure.article), f"<{measure_iri}>"
    yield graph, f"<{entity.iri}> {U['hasMeasure']} {s}"
    yield graph, f"{s} {TYPE} {U['Measure']}"
    yield graph, f"{s} <{SCHEMA}value> {literal(format(measure.value, 'f'), DECIMAL)}"
    if measure.unit:
        yield graph, f"{s} <{SCHEMA}unitText> {literal(measure.unit)}"
    if measure.name:
        yield graph, f"{s} <{SCHEMA}name> {literal(measure.name)}"
    yield graph, f"{s} {U['printed']} {literal(measure.printed)}"
    yield graph, f"{s} {U['approximate']} {_boolean(measure.approximate)}"
    yield graph, f"{s} {U['confidence']} {literal(f'{measure.confidence:.2f}', DECIMAL)}"
    yield graph, f"{s} {U['rule']} {literal(measure.rule)}"
    for part in _evidence(measure.article, measure.evidence):
        yield graph, f"{s} {part}"


def _article(article: ArticleRecord) -> Iterator[Statement]:
    graph = article_iri(article.id)
    s = f"<{graph}>"
    yield graph, f"{s} {TYPE} {U['Article']}"
    yield graph, f"{s} <{SCHEMA}headline> {literal(article.title)}"
    yield graph, f"{s} {SOURCE} {literal(article.document)}"
    if article.date:
        yield graph, f"{s} <{SCHEMA}datePublished> {moment(article.date)}"
    if article.section:
        yield graph, f"{s} <{SCHEMA}articleSection> {literal(article.section)}"


def _hierarchy(place: Entity, above: Entity) -> Iterator[Statement]:
    """A place lies in the place above it: the gazetteer says so and no sentence, hence schema:containedInPlace and no ukg: relation."""
    yield "", f"<{place.iri}> {CONTAINED} <{above.iri}>"
