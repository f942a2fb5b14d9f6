"""Entities as nodes and facts as edges, each with flat attributes: what networkx, GraphML, GEXF and Neo4j are given alike."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from graph.identity import article_iri
from graph.reprints import stories
from graph.world.gazetteer import gazetteer

if TYPE_CHECKING:
    from graph.knowledge import Contents, Entity, Fact

SEPARATOR = " | "
"""Between the values of an attribute that holds several."""

NODE = {"label": str, "type": str, "kind": str, "code": str, "aliases": str, "articles": str, "mentions": int, "figures": str}
"""Attribute of a node → its type."""

EDGE = {
    "relation": str, "confidence": float, "role": str, "title": str, "evidence": str, "start": int, "end": int, "article": str,
    "rule": str, "claims": int, "from_date": str, "to_date": str, "planned": bool, "inferred": bool, "reviewed": bool,
}  # fmt: skip
"""Attribute of an edge → its type."""


def nodes(kg: Contents) -> Iterator[tuple[str, dict[str, Any]]]:
    """(IRI, attributes) of each entity, in the order of `NODE`; what is not known is an empty string."""
    for entity in kg.entities.values():
        figures = (f"{m.name} {format(m.value, 'f')} {m.unit}".strip() for _, m in entity.figures)
        yield entity.iri, {
            "label": entity.name,
            "type": entity.type,
            "kind": entity.kind,
            "code": entity.code,
            "aliases": SEPARATOR.join(entity.aliases),
            "articles": SEPARATOR.join(article_iri(a) for a in entity.articles),
            "mentions": stories(entity.articles, kg.versions),
            "figures": SEPARATOR.join(figures),
        }


def edges(kg: Contents) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(IRI of the subject, IRI of the object, attributes) of each fact, and of each place to the place above it."""
    stated = set()
    for fact in kg.facts():
        if fact.predicate == "partOf" and fact.subject.type == "Place":
            stated.add((fact.subject.iri, fact.object.iri))
        yield fact.subject.iri, fact.object.iri, _edge(fact)
    for place, above in kg.places:
        if (place.iri, above.iri) not in stated:  # an article may say so too: then its evidence stands
            yield place.iri, above.iri, _attributes("partOf", 1.0, rule="gazetteer", inferred=True)


def coordinates(entity: Entity) -> tuple[float, float] | None:
    """(longitude, latitude) of a place in degrees (WGS 84), where the gazetteer knows them."""
    place = gazetteer()[entity.code] if entity.type == "Place" and entity.code in gazetteer() else None
    return None if place is None or place.lon is None or place.lat is None else (place.lon, place.lat)


def _edge(fact: Fact) -> dict[str, Any]:
    claim = fact.claims[0][1]
    return _attributes(
        fact.predicate,
        fact.confidence,
        role=SEPARATOR.join(fact.roles),
        title=SEPARATOR.join(fact.titles),
        evidence=claim.evidence.exact,
        start=claim.evidence.start,
        end=claim.evidence.end,
        article=article_iri(claim.article) if claim.article else "",
        rule=claim.rule,
        claims=len(fact.claims),
        from_date=min((c.start for _, c in fact.claims if c.start), default=""),
        to_date=max((c.end for _, c in fact.claims if c.end), default=""),
        planned=fact.planned,
        inferred=fact.inferred,
        reviewed=any(c.reviewed for _, c in fact.claims),
    )


def _attributes(relation: str, confidence: float, **known: Any) -> dict[str, Any]:
    empty = {name: type_() for name, type_ in EDGE.items()}
    return {**empty, "relation": relation, "confidence": round(confidence, 2), "claims": 1, **known}
