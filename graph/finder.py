"""One entity of a stored graph, found by name and told whole: what it costs follows the answer, not the graph."""

from __future__ import annotations

from dataclasses import dataclass, replace

from graph.catalogue import Entry
from graph.identity import ends, entity_iri, normal
from graph.knowledge import Entity, KnowledgeGraph
from graph.model import Extraction
from graph.reprints import stories
from graph.store import Store


@dataclass(frozen=True, slots=True)
class Found:
    """What a name led to: an entity with its facts and figures, or only others."""

    kg: KnowledgeGraph
    """Holds the articles of its claims and figures; of a graph that was not loaded, no more than that."""
    entity: Entity | None
    stories: int
    """In how many different articles the entity is named."""
    others: list[Entry]
    """Those of the same name; without an entity, all that have it in a name.  By number of facts."""


def find(store: Store, name: str) -> Found:
    """The entity of that name or IRI; or else the only one with it in a name; or else none, and all that have it in a name."""
    if store.is_behind():  # its catalogue is that of an older state
        return found_in(store.graph(), name)
    catalogue = store.catalogue
    with store.guarded():
        one = catalogue.of_iri(name)
        called = catalogue.called(name)
        one = one or max(called, key=lambda e: (e.named, e.facts, e.iri), default=None)
        if one is None:
            others = catalogue.holding(name)
            if len(others) != 1:
                return Found(KnowledgeGraph(), None, 0, others)
            (one,) = others
            called = []
        entity, kg = _told(store, one.iri)
        return Found(kg, entity, store.printings.stories(entity.articles), _namesakes(called, one.iri, name))


def found_in(kg: KnowledgeGraph, name: str) -> Found:
    """The same in a graph that is loaded."""
    entries = [Entry.of(e, len(e.facts)) for e in kg.search(name)]
    if name in kg:
        entity = kg[name]
        called = [e for e in entries if normal(name) in e.names.split("\n")]
        entries = _namesakes(called, entity.iri, name)
    elif len(entries) == 1:
        entity, entries = kg.entities[entries[0].iri], []
    else:
        return Found(kg, None, 0, entries)
    return Found(kg, entity, stories(entity.articles, kg.versions), entries)


def _namesakes(called: list[Entry], shown: str, name: str) -> list[Entry]:
    """Those that bear the name today, the ones whose first name it is before the others."""
    wanted = normal(name)
    same = [e for e in called if e.iri != shown and wanted in e.names.split("\n")]
    return sorted(same, key=lambda e: normal(e.name) != wanted)


def _told(store: Store, iri: str) -> tuple[Entity, KnowledgeGraph]:
    """An entity with its facts and figures, and the articles that state them."""
    entity, said = store.about(iri)
    kg = KnowledgeGraph.of(_touching(x, iri) for x in said.extractions.values())
    if (here := kg.entities.get(iri)) is not None:
        entity.facts, entity.figures = here.facts, here.figures
    for fact in entity.facts:
        fact.subject, fact.object = (entity if end is here else _named(store, end) for end in (fact.subject, fact.object))
    return entity, kg


def _touching(extraction: Extraction, iri: str) -> Extraction:
    """Of what an article says, what is about one entity."""
    claims = [c for c in extraction.claims if iri in ends(c)]
    needed = {iri, *(end for c in claims for end in ends(c))}
    entities = [e for e in extraction.entities if entity_iri(e.key) in needed]
    return replace(extraction, entities=entities, claims=claims, measures=[m for m in extraction.measures if entity_iri(m.subject) == iri])


def _named(store: Store, entity: Entity) -> Entity:
    """The same entity under the name that all articles together give it."""
    known = store.catalogue.of_iri(entity.iri)
    return entity if known is None else replace(entity, name=known.name)
