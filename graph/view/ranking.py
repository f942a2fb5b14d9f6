"""Who deserves to be seen first, and to which province each belongs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from graph.knowledge import Entity
from graph.world.gazetteer import gazetteer

CORE, HUBS = 150, 60
"""The overview shows at first so many entities, of which so many are the best connected, the others their neighbours."""


def ranked(entities: Iterable[Entity]) -> tuple[list[Entity], list[int]]:
    """Entities in the order in which they deserve to be seen, and the weight of each.

    Weight counts neighbours, places little and what no article names less.  The heaviest come first, each then brings its
    heaviest neighbours in turn (hubs without anything around them would tell nothing), and the rest follows by weight.
    """
    found = {e.iri: e for e in entities}
    near: dict[str, list[Entity]] = {}
    weight: dict[str, int] = {}
    for iri, entity in found.items():
        others = {o.iri: o for f in entity.facts for o in (f.subject, f.object) if o is not entity}
        near[iri] = [o for o in others.values() if o.type != "Place"]
        weight[iri] = 10 * len(near[iri]) + 3 * (len(others) - len(near[iri]))
        weight[iri] //= (4 if entity.type == "Place" else 1) * (1 if entity.articles else 4)
    order = sorted(found, key=lambda iri: (-weight[iri], iri))
    chosen = dict.fromkeys(order[:HUBS])
    offers = [sorted((o.iri for o in near[iri] if o.iri in found), key=lambda o: (-weight[o], o)) for iri in order[:HUBS]]
    for turn in range(max(map(len, offers), default=0)):
        for offer in offers:
            if len(chosen) < CORE and turn < len(offer):
                chosen[offer[turn]] = None
    chosen |= dict.fromkeys(order)
    return [found[iri] for iri in chosen], [weight[iri] for iri in chosen]


def province_name(code: str) -> str:
    """The short name of a province (海南), empty for no code."""
    if not code:
        return ""
    place = gazetteer()[code]
    return place.short[0] if place.short else place.name


def provinces(entities: Sequence[Entity], edges: Sequence[tuple[int, int]]) -> list[str]:
    """The province of each entity: by code, by scope, else that of most of its neighbours; empty where none is known."""
    found = [_province_of(e.code) if e.code else _province_of(e.scope) if e.scope else "" for e in entities]
    near: dict[int, list[int]] = defaultdict(list)
    for a, b in edges:
        near[a].append(b)
        near[b].append(a)
    national = {i for i, e in enumerate(entities) if e.code and not found[i]}
    for _ in range(3):
        learnt = {}
        for i in near:
            votes = Counter(found[j] for j in near[i] if found[j])
            if not found[i] and i not in national and votes:
                learnt[i] = min(votes, key=lambda code: (-votes[code], code))
        for i, code in learnt.items():
            found[i] = code
    return found


def whereabouts(entities: Sequence[Entity]) -> list[str]:
    """The administrative code of the place of each entity: its own, its scope, else where a fact says that it is."""
    return [e.code or e.scope or _located(e) for e in entities]


def _located(entity: Entity) -> str:
    facts = [f for f in entity.facts if f.predicate == "locatedIn" and f.subject is entity and f.object.code]
    return min(facts, key=lambda f: (f.inferred, -f.confidence, f.object.code)).object.code if facts else ""


def _province_of(code: str) -> str:
    places = gazetteer()
    if code not in places:
        code = code[:2] + "0000"
        return code if len(code) == 6 and code in places else ""
    for place in (places[code], *places.ancestors(code)):
        if place.kind == "province":
            return place.code
    return ""
