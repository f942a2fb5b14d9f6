"""The graph as RDF statements: the one place that says what is in graph.ttl and in every other RDF form.

Statements come resource by resource, already written in the syntax asked for, and nothing is held: a form is a loop over
them, and its memory does not grow with the graph.  What an article says (the facts it states, its claims, figures and
mentions) belongs to the named graph of that article; what holds for all (names, codes, the hierarchy of places) belongs to
the default graph.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from graph.export.rows import coordinates
from graph.export.syntax import NTriples, Pair, literal
from graph.identity import article_iri, claim_iri, ends, former_iri, iri, measure_iri

if TYPE_CHECKING:
    from graph.knowledge import Contents, Entity
    from graph.model import ArticleRecord, Claim, Evidence, Extraction, Measure

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
        """The graph without named graphs: every subject once.

        First article by article with its claims and figures, which depend on that article alone, then the entities, which
        depend on all articles that name them: so a file can be brought up to date where an article has changed.
        """
        for extraction in self.kg.extractions.values():
            yield from self.article(extraction)
        for entity in self.kg.entities.values():
            own = [(f.predicate, f.object.iri) for f in entity.facts if f.subject is entity]
            yield from self.entity(entity, own, [name for name, _ in entity.figures])

    def article(self, extraction: Extraction) -> Iterator[Resource]:
        """One article, its claims and its figures, in the order in which they are said."""
        subject, pairs = self._article(extraction.article)
        yield subject, [*pairs, *self._printed_again(extraction.article)]
        claims = {claim_iri(c): c for c in extraction.claims}
        for name, claim in sorted(claims.items(), key=lambda c: (c[1].evidence.start, c[0])):
            yield self._claim(*ends(claim), name, claim)
        measures = {measure_iri(m): m for m in extraction.measures}
        for name, measure in sorted(measures.items(), key=lambda m: (m[1].evidence.start, m[0])):
            yield self._measure(name, measure)

    def entity(self, entity: Entity, relations: Iterable[tuple[str, str]], figures: Iterable[str]) -> Iterator[Resource]:
        """One entity.

        Parameters
        ----------
        relations
            (relation, IRI of the object) of each fact of which it is the subject, in order.
        figures
            IRIs of its figures.
        """
        yield (
            f"<{entity.iri}>",
            [
                *self._names(entity),
                *((self._ukg[predicate], f"<{object_}>") for predicate, object_ in relations),
                *((self._ukg["hasMeasure"], f"<{figure}>") for figure in figures),
                *((self._ukg["mentionedIn"], f"<{article_iri(a)}>") for a in entity.articles),
            ],
        )
        yield from self._geometry(entity)
        yield from self._former(entity)

    def placed(self) -> Iterator[tuple[str, int, Resource]]:
        """Every resource with the graph it belongs to: (article or an empty string, rank inside its graph, resource).

        Sorted by the first two, which is stable, each graph stands together: articles before mentions, facts, claims and figures.
        """
        for article in self.kg.articles.values():
            name, pairs = self._article(article)
            yield article.id, 0, (name, pairs)
            if again := self._printed_again(article):  # no article says so of itself
                yield "", 0, (name, again)
        for entity in self.kg.entities.values():
            subject = f"<{entity.iri}>"
            yield "", 0, (subject, self._names(entity))
            yield from (("", 0, resource) for resource in (*self._geometry(entity), *self._former(entity)))
            for named in entity.articles:
                yield named, 1, (subject, [(self._ukg["mentionedIn"], f"<{article_iri(named)}>")])
            for fact in entity.facts:
                if fact.subject is entity:
                    for source in dict.fromkeys(claim.article for _, claim in fact.claims):
                        yield source, 2, (subject, [(self._ukg[fact.predicate], f"<{fact.object.iri}>")])
                    for name, claim in fact.claims:
                        yield claim.article, 3, self._claim(entity.iri, fact.object.iri, name, claim)
            for name, measure in entity.figures:
                yield measure.article, 4, (subject, [(self._ukg["hasMeasure"], f"<{name}>")])
                yield measure.article, 4, self._measure(name, measure)

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

    def _former(self, entity: Entity) -> Iterator[Resource]:
        """What it was before: a thing of its own, for it had another name, another rank and often other borders."""
        name = self.syntax.name
        for former in entity.former:
            yield (
                f"<{former_iri(entity.iri, former.name)}>",
                [
                    (self._type, name("schema:AdministrativeArea" if entity.type == "Place" else "org:Organization")),
                    (self._label, literal(former.name, "zh")),
                    (name("dcterms:identifier"), literal(former.code)),
                    (name("dcterms:isReplacedBy"), f"<{entity.iri}>"),
                    (name("schema:endDate"), self.syntax.moment(former.until)),
                    (name("schema:description"), literal(former.change)),
                ],
            )

    def _claim(self, subject: str, object_: str, name: str, claim: Claim) -> Resource:
        syntax, ukg = self.syntax, self._ukg
        reified = syntax.reified(f"<{subject}>", ukg[claim.predicate], f"<{object_}>")
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
        return f"<{name}>", pairs

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

    def _measure(self, name: str, measure: Measure) -> Resource:
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
        return f"<{name}>", pairs

    def _article(self, article: ArticleRecord) -> Resource:
        name = self.syntax.name
        pairs = [
            (self._type, self._ukg["Article"]),
            (name("schema:headline"), literal(article.title)),
            *((name("dcterms:source"), literal(document)) for document in sorted({article.document, *(s.name for s in article.sources)})),
        ]
        for term, values in (
            ("schema:publisher", {s.paper for s in article.sources}),
            ("schema:printEdition", {s.edition for s in article.sources}),
            ("schema:printPage", {s.page for s in article.sources}),
            ("schema:url", {s.url for s in article.sources}),
        ):
            pairs += ((name(term), literal(value)) for value in sorted(values) if value)
        if article.date:
            pairs.append((name("schema:datePublished"), self.syntax.moment(article.date)))
        if article.section:
            pairs.append((name("schema:articleSection"), literal(article.section)))
        return f"<{article_iri(article.id)}>", pairs

    def _printed_again(self, article: ArticleRecord) -> list[Pair]:
        """That it is a later printing of another article, changed a little."""
        first = self.kg.versions.get(article.id)
        return [(self.syntax.name("dcterms:isVersionOf"), f"<{article_iri(first)}>")] if first else []


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
