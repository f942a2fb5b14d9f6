"""Where a programme lies by what the text says outright: where it is held or set up, whose it is, the place its name begins with."""

from __future__ import annotations

import re
from collections.abc import Iterable

from graph.link.entities import EntityMention
from graph.model import ORGANISATIONS, LocalEntity
from graph.relate.context import Context, Named, Sentence
from graph.relate.whereabouts import lies_in

Told = tuple[LocalEntity, LocalEntity, Sentence, EntityMention]
"""The programme, the place, and where the text says so."""

_FOUND = (
    "(?:设立|建成|建起|建立|开办|举办|举行|办起|打造|开设|成立|创办|启动|启用|开启|建设|开展|推行|试点|推出|试行|组织|实施|设|建|办|开)"
)
_HELD = re.compile(
    "[^,。;:“”、]{0,10}?(?:举行|举办|开幕|启动|开赛|开班|开讲|收官|落幕|闭幕|揭牌|落户|落成|投用|启用|挂牌|上线|成立|亮相|开营|展开|比拼|角逐)"
)
_SERIES = re.compile(r"第[一二三四五六七八九十\d]+(?:期|站|场|批|轮|讲|课)|首(?:场|站|期|批|课|讲)|巡")
"""Words of one round of something, which may be held elsewhere next time."""
_ROUND = re.compile(r"第[一二三四五六七八九十\d]+(?:个|座|家|期|处)")
_VAGUE = re.compile(r"等|\d+个?(?:县|区|镇|街道|乡|市|省|村|社区|个)|将|拟|明年|指的是|参加|了\d+年")
_CEREMONY = re.compile("[^,。;]{0,20}?(?:仪式|签约)")
_EVENT = re.compile("(?:赛|比武|仪式|启动会|活动|大会|现场会|季|节|周|月|评选|论坛)$")
_OWNER = re.compile("总工会|工会|总(?=的|“)|职工|工人")
_LEVEL = re.compile("(?:街道|[镇乡村市县区旗]|社区)$")
_REACH = 22
"""Between the place and what is set up there stand no more characters."""
_OPEN = "“‘《"


def venues(c: Context, seats: dict[int, LocalEntity]) -> list[Told]:
    """Programmes and where they lie, each once; what is said of an event or a founding counts more than whose it is.

    Parameters
    ----------
    seats
        id(organisation or programme) → the place that it was given.
    """
    programs = {id(e): e for e in c.of_type("Program") if e.kind != "award"}
    told: dict[int, Told] = {}
    for x in (*_held(c), *_set_up(c), *_owners(c, seats), *_names(c), *_places_of(c, seats)):
        if id(x[0]) in programs:
            told.setdefault(id(x[0]), x)
    return list(told.values())


def _chain(c: Context, place: EntityMention) -> int | None:
    """Where the chain of places begins that ends in this one; None where it goes on behind it."""
    starts = {m.span.start for _, m in c.printed_places.found}
    ends = {m.span.end: m for _, m in c.printed_places.found}
    if place.span.end in starts:
        return None
    while place.span.start in ends:
        place = ends[place.span.start]
    return place.span.start


def _held(c: Context) -> Iterable[Told]:
    """X在P举行, 在P举办X."""
    text = c.reading.text
    for s, place in c.printed_places.found:
        held = _HELD.match(text, place.span.end)
        start = _chain(c, place)
        if held is None or start is None or text[start - 1] != "在" or _SERIES.search(text, s.span.start, s.span.end):
            continue
        programs = [m for m in s.mentions if m.entity.type == "Program" and m.entity.kind != "award"]
        ahead = [m for m in programs if m.span.start < start]
        behind = [m for m in programs if m.span.start >= held.end() and not re.search("[,。;]", text[held.end() : m.span.start])]
        if ahead or behind:
            m = max(ahead, key=lambda m: m.span.start) if ahead else min(behind, key=lambda m: m.span.start)
            if "仪式" in m.entity.name or not _CEREMONY.match(text, held.end()):
                yield m.entity, place.entity, s, m


def _set_up(c: Context) -> Iterable[Told]:
    """在P设立X, in one clause, with one place."""
    text = c.reading.text
    for e in c.of_type("Program"):
        for s, m in c.by_entity[id(e)]:
            before = text[s.span.start : m.span.start].rstrip(_OPEN)
            clause = s.span.start + max(before.rfind(mark) for mark in ",。;:") + 1
            here = [p for x, p in c.printed_places.found if x is s and clause <= p.span.start and p.span.end <= m.span.start]
            last = here[-1] if here else None
            start = _chain(c, last) if last is not None else None
            if last is None or start is None or text[start - 1] not in "在于":
                continue
            head, gap = text[clause : m.span.start], text[last.span.end : m.span.start].rstrip(_OPEN)
            many = gap.count("的") > 1 or gap.endswith("的") or _ROUND.search(head) or _CEREMONY.match(text[m.span.end : m.span.end + 6])
            if len(gap) <= _REACH and re.search(_FOUND, gap) and not _VAGUE.search(head) and not many:
                yield e, last.entity, s, m
                break


def _owners(c: Context, seats: dict[int, LocalEntity]) -> Iterable[Told]:
    """O的“X” lies where O does, if all that it is so said of lie in one place."""
    text = c.reading.text
    for e in c.of_type("Program"):
        found: dict[int, tuple[LocalEntity, Named]] = {}
        for s, m in c.printed(e):
            for o in s.printed:
                joint = text[o.span.end : m.span.start] if o.span.end <= m.span.start else None
                if o.entity.type in ORGANISATIONS and id(o.entity) in seats and joint in ("", "的", "“", "的“"):
                    found.setdefault(id(seats[id(o.entity)]), (seats[id(o.entity)], (s, m)))
        if len(found) == 1:
            ((place, where),) = found.values()
            yield e, place, *where


def _names(c: Context) -> Iterable[Told]:
    """山东省总工会干部网络学院: the place that a name begins with, in full or with its union; events are held anywhere."""
    for e in c.of_type("Program"):
        place, first = _opening(c, e.name), c.first(e)
        if place is not None and first is not None and e.kind != "competition" and not _EVENT.search(e.name):
            yield e, place, *first


def _opening(c: Context, name: str) -> LocalEntity | None:
    """The innermost place of the chain that a name begins with."""
    places = c.of_type("Place")
    found = [
        (len(n), p)
        for p in places
        for n in _called(p)
        if name.startswith(n) and (_OWNER.match(name, len(n)) or (n == p.name and _LEVEL.search(n) is not None) or n.endswith("省"))
    ]
    place: LocalEntity | None = None
    while found:
        at, outer = place_at = max(found, key=lambda x: x[0])
        place = place_at[1]
        found = [(at + len(n), p) for p in places for n in (p.name, _short(p.name)) if name.startswith(n, at) and lies_in(p, outer)]
    return place


def _called(place: LocalEntity) -> set[str]:
    return {n for n in (place.name, *place.aliases, _short(place.name)) if len(n) > 1}


def _short(name: str) -> str:
    short = _LEVEL.sub("", name)
    return short if len(short) > 1 else name


def _places_of(c: Context, seats: dict[int, LocalEntity]) -> Iterable[Told]:
    """P的“X”, where it says more than what is known."""
    text = c.reading.text
    for e in c.of_type("Program"):
        found: dict[int, tuple[LocalEntity, Named]] = {}
        for s, m in c.printed(e):
            for x, p in c.printed_places.found:
                if x is s and p.span.end <= m.span.start and text[p.span.end : m.span.start] in ("的", "的“"):
                    found.setdefault(id(p.entity), (p.entity, (s, m)))
        old = seats.get(id(e))
        if len(found) == 1:
            ((place, where),) = found.values()
            if old is None or lies_in(place, old):
                yield e, place, *where
