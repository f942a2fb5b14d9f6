"""The graph as RDF statements: the one place that says what is in graph.ttl and in every other RDF form.

Statements come resource by resource, already written in the syntax asked for, and nothing is held: a form is a loop over
them, and its memory does not grow with the graph.  What an article says (the facts it states, its claims, figures and
mentions) belongs to the named graph of that article; what holds for all (names, codes, the hierarchy of places) belongs to
the default graph.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from graph.export.rows import coordinates
from graph.export.syntax import NTriples, Pair, literal
from graph.identity import article_iri, iri

if TYPE_CHECKING:
    from graph.knowledge import Contents, Entity, Fact
    from graph.model import ArticleRecord, Claim, Evidence, Measure

Resource = tuple[str, list[Pair]]
"""(subject, what is said of it), written; pairs of one predicate stand side by side."""


class Source:
    """The statements of a graph in a syntax.

    Parameters
    ----------
    kg
        the graph.
    syntax
        how terms are written.
    """

    def __init__(self, kg: Contents, syntax: NTriples) -> None:
        self.kg, self.syntax = kg, syntax
        self._ukg = syntax.ukg
        self._above = {place.iri: above.iri for place, above in kg.places}
        names = ("rdf:type", "skos:prefLabel", "skos:altLabel", "oa:exact", "oa:start", "oa:end", "prov:wasDerivedFrom")
        self._type, self._label, self._alias, self._exact, self._start, self._end, self._from = map(syntax.name, names)

    def resources(self) -> Iterator[Resource]:
        """The graph without named graphs: every subject once, an entity before its claims and figures."""
        for article in self.kg.articles.values():
            yield self._article(article)
        for entity in self.kg.entities.values():
            own = [f for f in entity.facts if f.subject is entity]
            yield (
                f"<{entity.iri}>",
                [
                    *self._names(entity),
                    *(self._fact(f) for f in own),
                    *self._figures(dict(entity.figures)),
                    *((self._ukg["mentionedIn"], f"<{article_iri(a)}>") for a in entity.articles),
                ],
            )
            yield from self._geometry(entity)
            for fact in own:
                for claim_iri, claim in fact.claims:
                    yield self._claim(fact, claim_iri, claim)
            for measure_iri, measure in entity.figures:
                yield self._measure(measure_iri, measure)

    def placed(self) -> Iterator[tuple[str, int, Resource]]:
        """Every resource with the graph it belongs to: (article or an empty string, rank inside its graph, resource).

        Sorted by the first two, which is stable, each graph stands together: articles before mentions, facts, claims and figures.
        """
        for article in self.kg.articles.values():
            yield article.id, 0, self._article(article)
        for entity in self.kg.entities.values():
            subject = f"<{entity.iri}>"
            yield "", 0, (subject, self._names(entity))
            yield from (("", 0, resource) for resource in self._geometry(entity))
            for named in entity.articles:
                yield named, 1, (subject, [(self._ukg["mentionedIn"], f"<{article_iri(named)}>")])
            for fact in entity.facts:
                if fact.subject is entity:
                    for article_id in dict.fromkeys(claim.article for _, claim in fact.claims):
                        yield article_id, 2, (subject, [self._fact(fact)])
                    for claim_iri, claim in fact.claims:
                        yield claim.article, 3, self._claim(fact, claim_iri, claim)
            for measure_iri, measure in entity.figures:
                yield measure.article, 4, (subject, self._figures({measure_iri: measure}))
                yield measure.article, 4, self._measure(measure_iri, measure)

    # -------------------------------------------------------------- what is said of one thing

    def _names(self, entity: Entity) -> list[Pair]:
        pairs = [(self._type, self._ukg[entity.type]), (self._label, literal(entity.name, "zh"))]
        pairs += ((self._alias, literal(alias, "zh")) for alias in entity.aliases)
        if entity.kind:
            pairs.append((self._ukg["kind"], literal(entity.kind)))
        if entity.code:
            pairs.append((self._ukg["adminCode"], literal(entity.code)))
        if _point(entity):
            pairs.append((self.syntax.name("geo:hasGeometry"), f"<{_geometry_iri(entity)}>"))
        if above := self._above.get(entity.iri):  # the gazetteer says so and no sentence: no relation of ours
            pairs.append((self.syntax.name("schema:containedInPlace"), f"<{above}>"))
        return pairs

    def _geometry(self, entity: Entity) -> Iterator[Resource]:
        if point := _point(entity):
            name, wkt = self.syntax.name, self.syntax.typed(point, "geo:wktLiteral")
            yield f"<{_geometry_iri(entity)}>", [(self._type, name("geo:Geometry")), (name("geo:asWKT"), wkt)]

    def _fact(self, fact: Fact) -> Pair:
        return self._ukg[fact.predicate], f"<{fact.object.iri}>"

    def _figures(self, figures: dict[str, Measure]) -> list[Pair]:
        return [(self._ukg["hasMeasure"], f"<{measure_iri}>") for measure_iri in figures]

    def _claim(self, fact: Fact, claim_iri: str, claim: Claim) -> Resource:
        syntax, ukg = self.syntax, self._ukg
        # the fact's own direction, not the claim's: partnerOf is stored once, and its claims must point the same way
        reified = syntax.reified(f"<{fact.subject.iri}>", ukg[fact.predicate], f"<{fact.object.iri}>")
        pairs = [(self._type, ukg["Claim"]), *reified, *self._evidence(claim.article, claim.evidence)]
        pairs += self._reading(claim.confidence, claim.rule)
        if claim.role:
            pairs.append((ukg["role"], literal(claim.role)))
        if claim.title:
            pairs.append((ukg["title"], literal(claim.title)))
        if claim.start:
            pairs.append((syntax.name("schema:startDate"), syntax.moment(claim.start)))
        if claim.end:
            pairs.append((syntax.name("schema:endDate"), syntax.moment(claim.end)))
        if claim.inferred:
            pairs.append((ukg["inferred"], syntax.typed("true", "xsd:boolean")))
        if claim.planned:
            pairs.append((ukg["planned"], syntax.typed("true", "xsd:boolean")))
        pairs += self._reviewed(claim)
        return f"<{claim_iri}>", pairs

    def _evidence(self, article: str, evidence: Evidence) -> Iterator[Pair]:
        if article:
            yield self._from, f"<{article_iri(article)}>"
        if evidence.exact:
            yield self._exact, literal(evidence.exact)
            yield self._start, self.syntax.typed(str(evidence.start), "xsd:integer")
            yield self._end, self.syntax.typed(str(evidence.end), "xsd:integer")

    def _reading(self, confidence: float, rule: str) -> Iterator[Pair]:
        yield self._ukg["confidence"], self.syntax.typed(f"{confidence:.2f}", "xsd:decimal")
        yield self._ukg["rule"], literal(rule)

    def _reviewed(self, said: Claim | Measure) -> list[Pair]:
        return [(self._ukg["reviewed"], self.syntax.typed("true", "xsd:boolean"))] if said.reviewed else []

    def _measure(self, measure_iri: str, measure: Measure) -> Resource:
        syntax, ukg = self.syntax, self._ukg
        pairs = [
            (self._type, ukg["Measure"]),
            (syntax.name("schema:value"), syntax.typed(format(measure.value, "f"), "xsd:decimal")),
            (ukg["printed"], literal(measure.printed)),
            (ukg["approximate"], syntax.typed(str(measure.approximate).lower(), "xsd:boolean")),
            *self._evidence(measure.article, measure.evidence),
            *self._reading(measure.confidence, measure.rule),
            *self._reviewed(measure),
        ]
        if measure.unit:
            pairs.append((syntax.name("schema:unitText"), literal(measure.unit)))
        if measure.name:
            pairs.append((syntax.name("schema:name"), literal(measure.name)))
        return f"<{measure_iri}>", pairs

    def _article(self, article: ArticleRecord) -> Resource:
        name = self.syntax.name
        pairs = [
            (self._type, self._ukg["Article"]),
            (name("schema:headline"), literal(article.title)),
            (name("dcterms:source"), literal(article.document)),
        ]
        if article.date:
            pairs.append((name("schema:datePublished"), self.syntax.moment(article.date)))
        if article.section:
            pairs.append((name("schema:articleSection"), literal(article.section)))
        return f"<{article_iri(article.id)}>", pairs


def _point(entity: Entity) -> str:
    """Where a place lies, as well-known text; empty where nobody knows."""
    at = coordinates(entity)
    return f"POINT({at[0]:.6f} {at[1]:.6f})" if at else ""


def _geometry_iri(place: Entity) -> str:
    return iri("place", place.code, "geometry")


def ntriples(kg: Contents) -> Iterator[str]:
    """The graph as N-Triples lines with their line ends, each once, in a fixed order."""
    for subject, pairs in Source(kg, NTriples()).resources():
        yield from [f"{subject} {predicate} {object_} .\n" for predicate, object_ in pairs]


def nquads(kg: Contents) -> Iterator[str]:
    """The graph as N-Quads lines with their line ends, each once, in a fixed order, which is that of the entities."""
    for article, _, (subject, pairs) in Source(kg, NTriples()).placed():
        end = f" <{article_iri(article)}> .\n" if article else " .\n"
        yield from [f"{subject} {predicate} {object_}{end}" for predicate, object_ in pairs]
