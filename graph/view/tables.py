"""A graph as the columns that the page reads, each thing named once.

Entities are numbered by rank, the most telling first; everything refers to them by number.  `core` is what the first
picture, the filters and the search by name need, `detail` what cards need, `texts` the sentences.  Every text passes
through `visible`, so that nothing hidden reaches a reader.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from graph.knowledge import Entity, KnowledgeGraph
from graph.ontology.namespaces import ID
from graph.reprints import stories
from graph.view.atlas import atlas
from graph.view.communities import communities
from graph.view.details import INFERRED, PLANNED, Details, short_iri
from graph.view.pinyin import readings
from graph.view.ranking import province_name, provinces, ranked, whereabouts
from graph.view.words import DOUBTFUL, KINDS, RELATIONS, ROLES, TYPES, visible
from graph.world.gazetteer import gazetteer

ISLANDS = 60
"""At most so many communities are named; the smaller ones stand together."""

SMALL = 4
"""A community needs so many members to be one."""


@dataclass(slots=True)
class Tables:
    """What the page shows; `edges` and the columns after it have one element per fact or entity and serve the picture."""

    core: dict[str, Any]
    detail: dict[str, Any]
    texts: list[list[list[Any]]]
    map: dict[str, Any]
    types: list[str]
    edges: list[tuple[int, int]]
    weights: list[int]
    provinces: list[int]
    communities: list[int]
    anchors: dict[int, tuple[float, float]]
    """(longitude, latitude) of a province by its number."""


def tables(kg: KnowledgeGraph, entities: Iterable[Entity] | None = None, start: Entity | None = None) -> Tables:
    """The tables of a graph, or of the part of it that `entities` span.

    Parameters
    ----------
    kg
        the graph.
    entities
        only these, and the facts between them; all of them by default.
    start
        the entity that the page opens with; the overview by default.
    """
    chosen, weights = ranked(kg.entities.values() if entities is None else set(entities))
    number = {e.iri: i for i, e in enumerate(chosen)}
    facts = [f for e in chosen for f in e.facts if f.subject is e and f.object.iri in number]
    edges = [(number[f.subject.iri], number[f.object.iri]) for f in facts]
    relations = list(RELATIONS)
    columns = [relations.index(f.predicate) for f in facts]
    stated = {(s, p, o) for (s, o), p in zip(edges, columns, strict=True)}
    # The gazetteer's hierarchy: facts without a sentence.
    part_of = relations.index("partOf")
    above = sorted((number[a.iri], number[b.iri]) for a, b in kg.places if a.iri in number and b.iri in number)
    hierarchy = [(a, b) for a, b in above if (a, part_of, b) not in stated]

    details = Details.of(kg, chosen, facts)
    spans = [details.dates(f) for f in facts]
    periods = sorted(set(spans) | {("", "")})
    period = {span: i for i, span in enumerate(periods)}
    edges += hierarchy
    province = provinces(chosen, edges)
    codes = sorted({p for p in province if p})
    community, leaders = _communities(chosen, edges)
    kinds = sorted({e.kind for e in chosen})
    core: dict[str, Any] = {
        "id": ID,
        "types": [[t, *words] for t, words in TYPES.items()],
        "relations": [[r, *(w for pair in words for w in pair)] for r, words in RELATIONS.items()],
        "kinds": [[visible(k), *KINDS.get(k, (visible(k), visible(k)))] for k in kinds],
        "roles": {r: list(words) for r, words in ROLES.items()},
        "doubtful": round(DOUBTFUL * 100),
        "provinces": [province_name(code) for code in codes],
        "communities": leaders,
        "entities": {
            "type": [list(TYPES).index(e.type) for e in chosen],
            "name": [visible(e.name) for e in chosen],
            "kind": [kinds.index(e.kind) for e in chosen],
            "named": [stories(e.articles, kg.versions) for e in chosen],
            "province": [codes.index(p) if p else -1 for p in province],
            "community": community,
        },
        "facts": {
            "relation": columns + [part_of] * len(hierarchy),
            "from": [a for a, _ in edges],
            "to": [b for _, b in edges],
            "confidence": [round(f.confidence * 100) for f in facts] + [100] * len(hierarchy),
            "flags": [PLANNED * f.planned + INFERRED * f.inferred for f in facts] + [INFERRED] * len(hierarchy),
            "period": [period[s] for s in spans] + [period["", ""]] * len(hierarchy),
        },
        "periods": periods,
        "articles": len(details.rows),
        "start": number[start.iri] if start else -1,
    }
    detail = {
        "iri": [short_iri(e) for e in chosen],
        "aliases": [[visible(a) for a in e.aliases] for e in chosen],
        "mentions": [details.mentions(e) for e in chosen],
        "claims": [[details.claim(c) for _, c in f.claims] for f in facts],
        "figures": [[i, *details.figure(m)] for i, e in enumerate(chosen) for _, m in e.figures],
        "articles": details.rows,
        "rules": details.rules,
        "pinyin": readings(n for e in chosen for n in e.names),
    }
    numbers = core["entities"]["province"]
    return Tables(
        core, detail, details.texts, atlas(chosen, whereabouts(chosen)),
        [e.type for e in chosen], edges, weights, numbers, community, _anchors(codes),
    )  # fmt: skip


def _anchors(codes: list[str]) -> dict[int, tuple[float, float]]:
    known = ((i, gazetteer()[code]) for i, code in enumerate(codes))
    return {i: (p.lon, p.lat) for i, p in known if p.lon is not None and p.lat is not None}


def _communities(entities: list[Entity], edges: list[tuple[int, int]]) -> tuple[list[int], list[int]]:
    """Number of the community of each entity (-1: of none that counts), the largest first, and the leader of each.

    A place brings all together that lies there and tells little: its edges weigh less.
    """
    weighted = [(a, b, 0.2 if "Place" in (entities[a].type, entities[b].type) else 1.0) for a, b in edges]
    found = communities(len(entities), weighted)
    sizes = Counter(found)
    kept = sorted((c for c, size in sizes.items() if size >= SMALL), key=lambda c: (-sizes[c], c))[:ISLANDS]
    number = {c: i for i, c in enumerate(kept)}
    leader: dict[int, int] = {}
    for i in sorted(range(len(entities)), key=lambda i: (entities[i].type == "Place", i)):
        leader.setdefault(found[i], i)
    return [number.get(c, -1) for c in found], [leader[c] for c in kept]
