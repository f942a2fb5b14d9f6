"""The graph as networkx.MultiDiGraph, the public in-memory graph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.identity import article_iri

if TYPE_CHECKING:
    import networkx

    from graph.knowledge import Entity, Fact, KnowledgeGraph

SEPARATOR = " | "
"""Between the values of an attribute that holds several."""


def to_networkx(kg: KnowledgeGraph) -> networkx.MultiDiGraph:
    """Entities as nodes (their IRIs), facts as edges keyed by relation; attributes are text, numbers and booleans only.

    Nodes have `label`, `type`, `kind`, `code`, `aliases` and `articles` (IRIs, joined by " | "), `mentions` (number of
    articles) and `figures` ("label value unit", joined).  Edges have `relation`, `confidence`, `role`, `title`,
    `evidence` (the surest sentence), `start` and `end` of it in the document, `article` (its IRI), `rule`, `claims` (their
    number), `from_date`, `to_date`, `planned` and `inferred`.  What is not known is an empty string.
    """
    import networkx

    graph = networkx.MultiDiGraph(name="unionkg")
    for entity in kg.entities.values():
        graph.add_node(entity.iri, **_node(entity))
    for fact in kg.facts():
        graph.add_edge(fact.subject.iri, fact.object.iri, key=fact.predicate, **_edge(fact))
    for place, above in kg.places:
        if not graph.has_edge(place.iri, above.iri, "partOf"):  # an article may say so too: then its evidence stands
            graph.add_edge(place.iri, above.iri, key="partOf", **_edge_attributes("partOf", 1.0, rule="gazetteer", inferred=True))
    return graph


def _node(entity: Entity) -> dict[str, Any]:
    figures = (f"{m.name} {format(m.value, 'f')} {m.unit}".strip() for _, m in entity.figures)
    return {
        "label": entity.name,
        "type": entity.type,
        "kind": entity.kind,
        "code": entity.code,
        "aliases": SEPARATOR.join(entity.aliases),
        "articles": SEPARATOR.join(article_iri(a) for a in entity.articles),
        "mentions": len(entity.articles),
        "figures": SEPARATOR.join(figures),
    }


def _edge(fact: Fact) -> dict[str, Any]:
    claim = fact.claims[0][1]
    return _edge_attributes(
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
    )


def _edge_attributes(relation: str, confidence: float, **known: Any) -> dict[str, Any]:
    return {
        "relation": relation,
        "confidence": round(confidence, 2),
        "role": "",
        "title": "",
        "evidence": "",
        "start": 0,
        "end": 0,
        "article": "",
        "rule": "",
        "claims": 1,
        "from_date": "",
        "to_date": "",
        "planned": False,
        "inferred": False,
        **known,
    }
