"""Features of an organisation or programme and a place: does it lie there?  Training and use share this file."""

from __future__ import annotations

import re
from functools import lru_cache

from graph.link.entities import EntityMention
from graph.link.names import place_names
from graph.model import ORGANISATIONS, LocalEntity, Span
from graph.relate.context import Context, Sentence
from graph.relate.features import Seen
from graph.world.gazetteer import RANK, gazetteer


def place_features(c: Context, entity: LocalEntity, place: LocalEntity, runner_places: list[LocalEntity]) -> Seen:
    """What the model knows of an entity and a place: the signs, each also behind the entity's type."""
    signs = place_signs(c, entity, place, runner_places)
    return signs | {entity.type[0] + f: where for f, where in signs.items()}


def place_signs(c: Context, entity: LocalEntity, place: LocalEntity, runner_places: list[LocalEntity]) -> Seen:
    """Signs for locatedIn; `runner_places` are where the organisations lie that run this programme, the likeliest first."""
    found: Seen = {}
    for f in (
        *_by_name(c, entity, place),
        *_by_article(c, place),
        *_by_runners(place, runner_places),
        *_by_last_place(c, entity, place),
    ):
        found[f] = None
    mentions = c.by_entity[id(entity)]
    for s, m in mentions:
        for f in _by_sentence(c, place, s, m):
            found.setdefault(f, (s, m))
    sentences, paragraphs = {s.index for s, _ in mentions}, {s.paragraph for s, _ in mentions}
    finer = [(s, p) for s, p in c.places if lies_in(p.entity, place)]
    if any(s.index in sentences for s, _ in finer):
        found["finer-in-sentence"] = None
    elif any(s.paragraph in paragraphs for s, _ in finer):
        found["finer-in-paragraph"] = None
    rivals = [s for s, p in c.places if p.entity is not place and p.entity.kind == place.kind and not lies_in(place, p.entity)]
    if not rivals:
        found["only-of-kind"] = None
    if not any(s.paragraph in paragraphs for s in rivals):
        found["only-of-kind-in-paragraph"] = None
    if any(c.opener(n) is place for n in paragraphs):
        found["opens-paragraph"] = None
    name, home = (_first(found, group) for group in (_NAME, _HOME))
    opener = "opener" * ("opens-paragraph" in found)
    near = _first(found, _NEARNESS) or _togetherness(sentences, paragraphs, c.by_entity[id(place)])
    runner = _first(found, ("runner-place", "runner-elsewhere"))
    located = c.linked.located.get(id(entity))
    coarse = located.kind if located is not None else ""  # 内蒙古X公司 lies somewhere in 内蒙古: the county that the article speaks of
    for joined in (
        f"{name}&{home}", f"{name}&{near}", f"{home}&{near}", f"{name}&{home}&{near}", f"{runner}&{near}", f"{place.kind}&{near}",
        f"{opener}&{name}&{home}", f"{opener}&{name}&{coarse}",
        f"{runner}&{name}&{home}", f"{name}&{coarse}&{home}", f"{name}&{coarse}&{near}",
    ):  # fmt: skip
        found["@" + joined] = None
    if entity.type in ORGANISATIONS:
        found |= dict.fromkeys(_by_structure(c, entity, place, name, home, _first(found, _NEARNESS), coarse))
    return found


_NAME = ("located", "below-located", "above-located", "no-located")
_HOME = ("home", "above-home", "below-home", "off-home")
_NEARNESS = ("inside-mention", "right-before", "nearest-before", "before-near", "after-in", "before-far", "after")
"""How a place stands to a mention of the entity, the closest tie first."""


def lies_in(place: LocalEntity, area: LocalEntity) -> bool:
    """Is one place inside another?  A place without code lies where the text puts it."""
    return place is not area and place.code != area.code and _within(place.code or place.scope, area.code)


@lru_cache(maxsize=4096)
def _within(code: str, above: str) -> bool:
    g = gazetteer()
    return code in g and above in g and g.within(code, above)


def _to(place: LocalEntity, other: LocalEntity) -> str:
    return "same" if place is other else "in" if lies_in(place, other) else "over" if lies_in(other, place) else "off"


def _first(found: Seen, group: tuple[str, ...]) -> str:
    return next((f for f in group if f in found), "")


def _togetherness(sentences: set[int], paragraphs: set[int], mentions: list[tuple[Sentence, EntityMention]]) -> str:
    if any(s.index in sentences for s, _ in mentions):
        return "same-sentence"
    return "same-paragraph" if any(s.paragraph in paragraphs for s, _ in mentions) else ""


def _by_name(c: Context, entity: LocalEntity, place: LocalEntity) -> list[str]:
    """What the entity's own name says, and that of the firm whose union it is."""
    out = []
    located = c.linked.located.get(id(entity))
    if located is place:
        out.append("located")
    elif located is not None:
        out.append("located-elsewhere")
        if lies_in(located, place):
            out.append("above-located")
        if lies_in(place, located):
            out.append("below-located")
    else:
        out.append("no-located")
        if place.code and place.code == c.linked.places.home:
            out.append("home-unlocated")
    if entity.name.startswith(_NATIONAL):
        out.append("national")
    served = c.linked.serves.get(id(entity))
    if served is not None:
        where = c.linked.located.get(id(served))
        out.append("served-here" if where is place else "served-elsewhere" if where is not None else "served-nowhere")
    finer = any(n in entity.name for p in c.of_type("Place") if lies_in(p, place) for n in _names(p))
    inside = [n for n in _names(place) if n in entity.name]
    if inside:
        out += ["named", "named-but-finer" if finer else "named-finest"]
        if entity.name.startswith(tuple(inside)):
            out.append("name-starts")
    elif finer:
        out.append("finer-is-named")
    return out


_NATIONAL = ("中国", "全国", "中华")


def _names(place: LocalEntity) -> set[str]:
    """Its names, the short one (宿豫) as well, which need not be printed."""
    short = place_names(place.code) if place.code in gazetteer() else ()
    return {n for n in (place.name, *place.aliases, *short) if len(n) > 1}


def _by_article(c: Context, place: LocalEntity) -> list[str]:
    """What place this is in the article."""
    g, home = gazetteer(), c.linked.places.home
    out = ["pk:" + place.kind, f"rank{RANK.get(place.kind, 9)}"]
    out += [f"pc{min(c.count[id(place)], 4)}", f"finer{min(c.places_within(place), 2)}"]
    if place.code == home and home:
        out.append("home")
    elif place.code in g and home in g:
        out.append("above-home" if g.within(home, place.code) else "below-home" if g.within(place.code, home) else "off-home")
    elif not place.code:
        out.append("uncoded")
    if c.in_headline(place):
        out.append("place-in-headline")
    if c.scene is not None:
        out.append("scene-" + _to(place, c.scene))
    return out


def _by_runners(place: LocalEntity, runner_places: list[LocalEntity]) -> list[str]:
    if not runner_places:
        return []
    ties = sorted({_to(place, r) for r in runner_places})
    out = ["runner-place" if place in runner_places else "runner-elsewhere", "runners:" + "+".join(ties)]
    out.append("first-runner-" + _to(place, runner_places[0]))
    return out


def _by_last_place(c: Context, entity: LocalEntity, place: LocalEntity) -> set[str]:
    """How the place lies to the one named last before the entity: before its first mention, and before any."""
    out = set()
    for number, (s, m) in enumerate(c.by_entity[id(entity)]):
        last = c.printed_places.last(m.span.start)
        if last is None:
            continue
        where, p = last
        back = s.index - where.index
        tie = _to(place, p.entity)
        for when in ("first", "any") if number == 0 else ("any",):
            out.add(f"last-{when}-{tie}")
            out.add(f"last-{when}-{tie}-{back if back < 2 else 'some' if back < 4 else 'many'}")
            if p.span.end == m.span.start:
                out.add(f"chain-{when}-{tie}")
    start = c.by_entity[id(entity)][0][1].span.start
    hint = next((p.entity for _, p in reversed(c.places) if p.span.end <= start and not lies_in(place, p.entity)), None)
    if hint is not None:
        out.add("hint-" + _to(place, hint))
    return out


_SET_UP = re.compile(r"[^,。;、“”]{0,12}(?:设立|建成|开办|举办|建起?|打造|开设|成立|创办|启动|启用|开启)[^,。;“”]{0,16}“?$")
_HELD = re.compile(r"”?[^,。;]{0,8}在$")
_HELD_THERE = re.compile(r"[^,。;]{0,8}?(?:举行|落户|揭牌|开幕|启动|举办|成立|挂牌|启用|亮相|开赛|开班|开讲|收官)")
def _by_structure(c: Context, e: LocalEntity, place: LocalEntity, name: str, home: str, near: str, coarse: str) -> list[str]:
    """What short names inside an organisation's name say, whether it is named by itself at all, and where its parts and its whole lie."""
    out = []
    stem = _stem_in(c, e, place)
    if stem:
        out += ["stem", f"stem-{stem}", f"stem&{place.kind}", f"stem&{name}"]
    elif any(_stem_in(c, e, p) for p in c.of_type("Place")):
        out.append("stem-of-other")
    inside = "in" if c.inside_others(e) else "out"
    out += [f"io:{inside}&{name}&{home}", f"io:{inside}&{name}&{near}", f"io:{inside}&{name}&{coarse}"]
    for part in (x for x in c.linked.entities if c.linked.parents.get(id(x)) is e):
        there = _of(c, place, part)
        out += [f"kid-{there}", f"kid-{there}&{name}", f"kid-{there}&{inside}&{home}"]
    whole = c.linked.parents.get(id(e))
    there = _of(c, place, whole) if whole is not None else ""
    return out + ([f"par-{there}", f"par-{there}&{name}", f"par-{there}&{home}", f"par-{there}&{near}"] if there else ["par-none"])


def _of(c: Context, place: LocalEntity, other: LocalEntity) -> str:
    """How a place stands to the one that another organisation's name gives it."""
    there = c.linked.located.get(id(other))
    return "no" if there is None else _to(place, there)


_LEVEL = re.compile(
    r"(?:街道办事处|街道|管理区|[镇乡村]|社区|(?:国家级)?(?:高新技术产业|经济技术|经济|循环经济|高新|能源化工|旅游)?"
    r"(?:开发区|发展区|示范区|产业园区?|工业园区?|园区|新区|保税区|基地|度假区|林区|垦区)|工业园|农场|林场)$"
)


@lru_cache(maxsize=4096)
def _stem(name: str) -> str:
    """半城 of 半城镇."""
    return _LEVEL.sub("", name)


def _stem_in(c: Context, e: LocalEntity, place: LocalEntity) -> str:
    """Where an organisation's name has 半城镇 in short (泗洪县人民法院半城人民法庭): at its start, behind its whole's name, or inside."""
    stem = _stem(place.name) if place.kind in ("town", "village", "zone") else ""
    if len(stem) < 2 or stem == place.name or place.name in e.name or stem not in e.name:
        return ""
    g = gazetteer()
    if place.code in g and any(stem in (p.name, *p.short) for p in g.ancestors(place.code)):
        return ""
    if any(stem in n and n in e.name for p in c.of_type("Place") if p is not place for n in (p.name, *p.aliases)):
        return ""
    whole = c.linked.parents.get(id(e))
    behind = whole is not None and e.name.startswith(whole.name) and e.name.find(stem) >= len(whole.name)
    return "start" if e.name.startswith(stem) else "after-parent" if behind else "inside"


_SITUATED = re.compile(r"(位于|地处|坐落|落户|设在|建在|落地|驻|总部在|扎根|走进|赴|来到|在|向|到)[^,。]{0,6}$")


def _by_sentence(c: Context, place: LocalEntity, s: Sentence, m: EntityMention) -> list[str]:
    """How the place stands to one mention of the entity."""
    out = []
    text = c.reading.text
    ahead = [p for p in s.mentions if p.entity.type == "Place" and p.span.end <= m.span.start]
    for p in s.mentions:
        if p.entity is not place:
            continue
        between = text[min(p.span.end, m.span.end) : max(p.span.start, m.span.start)]
        if p.span.end == m.span.start:
            out.append("right-before")
        elif between in ("“", "‘"):
            out.append("right-before-quote")
        elif p.span.end <= m.span.start:
            out.append("before-near" if len(between) < 12 else "before-far")
            if ahead and ahead[-1] is p:
                out.append("nearest-before")
            if between in ("的", ",", "、"):
                out.append("gap:" + between)
            elif len(between) < 14 and not re.search(r"[,。;:]", between):
                out.append("gap-clause")
            elif len(between) < 25 and between.count(",") == 1:
                out.append("gap-comma")
            if _SET_UP.fullmatch(between):
                out.append("set-up")
        elif p.span.start >= m.span.end:
            verb = _SITUATED.search(between) if len(between) < 16 else None
            out.append("after")
            if m.how == "implied" and not between:
                out.append("behind-inner-name")
            if _HELD.fullmatch(between) and _HELD_THERE.match(text, p.span.end):
                out.append("held-there")
            if verb:
                out += ["after-in"] * (verb[1] == "在") + ["verb:" + verb[1]]
        if p.how == "implied" and m.span.contains(p.span):
            out.append("inside-mention")
        if text[max(0, p.span.start - 1) : p.span.start] == "在":
            out.append("zai")
    if place.code == c.linked.places.home and not any(p.entity.type == "Place" for p in s.mentions):
        out.append("no-place-in-sentence")
    return out


def span_of(found: Seen) -> tuple[Sentence, Span] | None:
    """Where the first local feature was seen."""
    for where in found.values():
        if where is not None:
            return where[0], where[1].span
    return None
