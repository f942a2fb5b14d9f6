"""Features of an organisation or programme and a place: does it lie there?  Training and use share this file."""

from __future__ import annotations

from graph.link.entities import EntityMention
from graph.model import LocalEntity, Span
from graph.relate.context import Context, Sentence
from graph.relate.features import Seen
from graph.world.gazetteer import RANK, gazetteer


def place_features(c: Context, entity: LocalEntity, place: LocalEntity, runner_places: list[LocalEntity]) -> Seen:
    """What the model knows of an entity and a place: the signs, each also behind the entity's type."""
    signs = place_signs(c, entity, place, runner_places)
    return signs | {entity.type[0] + f: where for f, where in signs.items()}


def place_signs(c: Context, entity: LocalEntity, place: LocalEntity, runner_places: list[LocalEntity]) -> Seen:
    """Signs for locatedIn; `runner_places` are where the organisations lie that run this programme."""
    g = gazetteer()
    found: Seen = {}

    def add(f: str, where: tuple[Sentence, EntityMention] | None = None) -> None:
        found.setdefault(f, where)

    home = c.linked.places.home
    located = c.linked.located.get(id(entity))
    if located is place:
        add("located")
    elif located is not None:
        add("located-elsewhere")
        if place.code and located.code and located.code in g and g.within(located.code, place.code):
            add("above-located")
        if place.code and located.code and place.code in g and g.within(place.code, located.code):
            add("below-located")
        if not place.code and place.scope == located.code:
            add("below-located")
    else:
        add("no-located")
        if place.code and place.code == home:
            add("home-unlocated")
    if place.code == home and home:
        add("home")
    elif place.code in g and home in g:
        add("above-home" if g.within(home, place.code) else "below-home" if g.within(place.code, home) else "off-home")
    elif not place.code:
        add("uncoded")
    if runner_places:
        add("runner-place" if place in runner_places else "runner-elsewhere")
        if place not in runner_places and place.code in g and any(r.code in g and g.within(place.code, r.code) for r in runner_places):
            add("below-runner")
    by_name = next((f for f in ("located", "below-located", "above-located", "no-located") if f in found), "located-elsewhere")
    by_home = next((f for f in ("home", "above-home", "below-home", "off-home") if f in found), "uncoded")
    add(f"{by_name}&{by_home}")  # 北京X公司 in an article on 大兴区 lies in 大兴区
    served = c.linked.serves.get(id(entity))
    if served is not None:
        where = c.linked.located.get(id(served))
        add("served-here" if where is place else "served-elsewhere" if where is not None else "served-nowhere")
    add("pk:" + place.kind)
    add(f"pc{min(c.count[id(place)], 4)}")
    if c.in_headline(place):
        add("place-in-headline")
    short = [n for n in (place.name, *place.aliases) if len(n) > 1 and n in entity.name]
    if short:
        add("in-name")
        if entity.name.startswith(tuple(short)):
            add("starts-name")
    text = c.reading.text
    entity_sentences = {s.index for s, _ in c.by_entity[id(entity)]}
    paragraphs = {s.paragraph for s, _ in c.by_entity[id(entity)] if s.paragraph >= 0}
    for s, m in c.by_entity[id(entity)]:
        ahead = [p for p in s.mentions if p.entity.type == "Place" and p.span.end <= m.span.start]
        for p in s.mentions:
            if p.entity is not place:
                continue
            if p.span.end == m.span.start:
                add("right-before", (s, m))
            elif p.span.end <= m.span.start:
                gap = m.span.start - p.span.end
                add("before-near" if gap < 12 else "before-far", (s, m))
                if ahead and ahead[-1] is p:
                    add("nearest-before", (s, m))
            elif p.span.start >= m.span.end:
                raw = text[m.span.end : p.span.start]
                add("after-in" if raw.endswith("在") and len(raw) < 20 else "after", (s, m))
            if p.how == "implied" and m.span.contains(p.span):
                add("inside-mention", (s, m))
            if text[max(0, p.span.start - 1) : p.span.start] == "在":
                add("zai", (s, m))
        if not any(p.entity.type == "Place" for p in s.mentions) and place.code == home:
            add("no-place-in-sentence")
    near = next((f for f in _NEARNESS if f in found), "")
    if not near and entity_sentences & {x.index for x, _ in c.by_entity[id(place)]}:
        near = "same-sentence"
    if not near and any(x.paragraph in paragraphs for x, _ in c.by_entity[id(place)]):
        near = "same-paragraph"
    by_runner = "runner-place" if "runner-place" in found else "runner-elsewhere" if "runner-elsewhere" in found else "runner-unknown"
    for joined in (f"{by_name}&{near}", f"{by_home}&{near}", f"{by_name}&{by_home}&{near}", f"{by_runner}&{near}", f"{place.kind}&{near}"):
        add("@" + joined)
    add(f"@{by_runner}&{by_name}&{by_home}")
    coarse = located.kind if located is not None else "none"  # 内蒙古X公司 lies somewhere in 内蒙古: the county that the article speaks of
    for joined in (f"{by_name}&{coarse}", f"{by_name}&{coarse}&{by_home}", f"{by_name}&{coarse}&{near}"):
        add("@in-" + joined)
    add(f"finer{min(c.places_within(place), 2)}")
    add(f"rank{RANK.get(place.kind, 9)}")
    return found


_NEARNESS = ("inside-mention", "right-before", "nearest-before", "before-near", "after-in", "before-far", "after")
"""How a place stands to a mention of the entity, the closest tie first."""


def span_of(found: Seen) -> tuple[Sentence, Span] | None:
    """Where the first local feature was seen."""
    for where in found.values():
        if where is not None:
            return where[0], where[1].span
    return None
