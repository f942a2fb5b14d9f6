"""The desk that the linking functions work at: the entities of one article so far, and what was said of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from graph.find.places import PlaceMention, Places
from graph.find.reading import Reading
from graph.link.firms import abbreviates
from graph.link.names import at_level, federation_name, federation_names, place_names
from graph.model import LocalEntity, Mention, Rejection, Span
from graph.world.gazetteer import gazetteer
from graph.world.register import register

_TAIL = 4
"""The end of a name that stands for it has at least so many characters."""
_OPENING = 6
"""Within so many characters of its beginning a paragraph says where it goes on."""


@dataclass(slots=True, eq=False)
class EntityMention:
    """Where an entity is meant: `how` is name | local | anaphor | implied (a place inside another name)."""

    span: Span
    entity: LocalEntity
    how: str
    rule: str
    score: float


@dataclass(slots=True)
class Linked:
    """The entities of one article and where each is meant, in text order."""

    reading: Reading
    places: Places
    entities: list[LocalEntity] = field(default_factory=list)
    mentions: list[EntityMention] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    located: dict[int, LocalEntity] = field(default_factory=dict)
    """id(organisation) → the place that its name or its context gives it."""
    serves: dict[int, LocalEntity] = field(default_factory=dict)
    """id(enterprise union) → the company or institution whose staff it organises."""
    parents: dict[int, LocalEntity] = field(default_factory=dict)
    """id(module or branch) → what it is part of by its name."""


class Desk:
    """Book-keeping: which entities there are, by key, by name and by mention."""

    def __init__(self, reading: Reading, places: Places, shorts: dict[str, str]) -> None:
        self.reading, self.places, self.shorts = reading, places, shorts
        self.linked = Linked(reading, places)
        self.by_key: dict[tuple[str, str, str], LocalEntity] = {}
        self.g = gazetteer()

    def entity(self, type_: str, name: str, scope: str = "", code: str = "", kind: str = "", aliases: Iterable[str] = ()) -> LocalEntity:
        printed, name = name, register().official(type_, name)
        entity = LocalEntity(type_, name, scope if printed == name else "", set(), set(), kind, code)
        known = self.by_key.get(entity.key)
        if known is None:
            self.by_key[entity.key] = known = entity
            self.linked.entities.append(entity)
        known.aliases |= {a for a in (printed, *aliases) if a and a != name}
        known.kind = known.kind or kind
        return known

    def add(self, span: Span, entity: LocalEntity, how: str, rule: str, score: float) -> None:
        self.linked.mentions.append(EntityMention(span, entity, how, rule, score))

    def reject(self, span: Span, what: str, reason: str) -> None:
        article = self.reading.article
        self.linked.rejections.append(Rejection("link", what, reason, article.id, article.evidence(article.sentence_at(span.start), span)))

    def before(self, position: int, *types: str) -> EntityMention | None:
        """The nearest earlier mention of one of these types."""
        best = None
        for m in self.linked.mentions:
            if m.entity.type in types and m.span.end <= position and m.how != "implied" and (best is None or m.span.end > best.span.end):
                best = m
        return best

    def federation(self, code: str) -> LocalEntity:
        """The federation of a place, which lies there."""
        union = self.entity("Union", federation_name(code), code=code, aliases=federation_names(code))
        self.linked.located[id(union)] = self.place_of(code)
        return union

    def level_code(self, position: int, level: str) -> str:
        """Code of the place that a bare 市, 县 … means at `position`.

        Of the places at that level: the one that the paragraph has opened with or whose federation it has named (any that it has named,
        where the article's home is none of that level); else the home; else the one whose federation, or that itself, was named last.
        """
        home = at_level(self.places.home, level)
        federations = [
            (x.span.start, x.entity.code)
            for x in self.linked.mentions
            if x.entity.type == "Union" and x.entity.code in self.g and x.span.end <= position and x.how == "name"
        ]
        places = [(p.span.start, p.code) for p in self.places.mentions if p.code and p.span.end <= position]
        start = self.reading.text.rfind("\n", 0, position) + 1
        here = [x for x in federations if x[0] >= start]
        here += [x for x in places if x[0] >= start and (not home or x[0] <= start + _OPENING)]
        for some in (here, [(0, home)], federations, places):
            for _, code in sorted(some, reverse=True):
                if code and at_level(code, level) == code:
                    return code
        return next((c for _, p in sorted(federations + places, reverse=True) if (c := at_level(p, level))), "")

    def place(self, m: PlaceMention) -> LocalEntity:
        if m.code:
            entity = self.place_of(m.code)
            entity.aliases |= {m.name} - {entity.name}  # 密云县, as 密云区 was called once
            return entity
        parent = m.parent or self.places.home
        aliases = set()
        if m.parent in self.g and not m.name.startswith(self.g[m.parent].name):
            aliases = {self.g[m.parent].name + m.name, self.g.path(m.parent) + m.name}
        return self.entity("Place", m.name, parent, kind=m.kind, aliases=aliases)

    def place_of(self, code: str) -> LocalEntity:
        place = self.g[code]
        return self.entity("Place", place.name, code=code, kind=place.kind, aliases=place_names(code))

    def known(self, type_: str, name: str) -> LocalEntity | None:
        """An entity of the article that this shorter (or longer) name means too; of several the one named last."""
        full = self.shorts.get(name)
        found = [e for e in self.linked.entities if e.type == type_ and not register().forbidden(type_, name, e.name)]
        for e in found:
            if name == e.name or name in e.aliases or name in e.local or full == e.name:
                return e
        longer = {id(e) for e in found if (len(name) >= 4 and e.name.endswith(name)) or (type_ == "Company" and abbreviates(name, e.name))}
        return next((m.entity for m in reversed(self.linked.mentions) if id(m.entity) in longer), None)

    def company(self, name: str) -> LocalEntity:
        """The company that goes by this name; of its names in the article the fullest counts, for its union too."""
        known = self.known("Company", name)
        if known is not None and _fullness(name) <= _fullness(known.name):
            known.aliases |= {name} - {known.name} - known.local
            return known
        firms = [e for e in self.linked.entities if e.type == "Company" and _fullness(e.name) < _fullness(name)]
        shorter = [e for e in firms if e is known or (len(e.name) >= 4 and name.endswith(e.name)) or abbreviates(e.name, name)]
        full = self.entity("Company", name)
        for short in (e for e in shorter if e is not full):
            self.rename(short, full)
            for owned in (self.linked.serves, self.linked.parents):  # its union and its branches bear its name
                for e in [e for e in self.linked.entities if owned.get(id(e)) is full and e.name.startswith(short.name)]:
                    self.rename(e, self.entity(e.type, full.name + e.name[len(short.name) :], full.scope))
        return full

    def generic(self, m: Mention, type_: str, name: str) -> LocalEntity | None:
        """公司, 学校 …: what was named before, if anything was."""
        earlier = self.before(m.span.start, type_)
        if earlier is None:
            self.reject(m.span, name, "a generic name with nothing before it that it could mean")
            return None
        earlier.entity.local.add(name)
        self.add(m.span, earlier.entity, "anaphor", m.rule, 0.6)
        return earlier.entity

    def innermost(self, start: int, end: int) -> PlaceMention:
        """The last place of the chain that begins at `start`, before `end`."""
        place = self.places.by_start[start]
        while (after := self.places.by_start.get(place.span.end)) is not None and after.span.end < end:
            place = after
        return place

    def rename(self, old: LocalEntity, new: LocalEntity) -> None:
        """`old` turns out to be a short name of `new`."""
        new.aliases |= old.aliases | {old.name}
        new.local |= old.local
        self.by_key[old.key] = new
        self.linked.entities = [e for e in self.linked.entities if e is not old]
        for m in self.linked.mentions:
            if m.entity is old:
                m.entity = new
        for table in (self.linked.serves, self.linked.parents, self.linked.located):
            for key, value in list(table.items()):
                if value is old:
                    table[key] = new
            if id(old) in table:
                table[id(new)] = table.pop(id(old))

    def join_tails(self) -> None:
        """A union or institution called by the end of one other's name is that one: 行业工会联合会 of 泗洪县水产养殖行业工会联合会."""
        for e in [e for e in self.linked.entities if e.type in ("Union", "Institution") and not e.code and len(e.name) >= _TAIL]:
            wholes = [x for x in self.linked.entities if x.type == e.type and x is not e and x.name.endswith(e.name)]
            apart = id(e) in self.linked.parents or id(e) in self.linked.serves
            if len(wholes) == 1 and not apart and not register().forbidden(e.type, e.name, wholes[0].name):
                self.rename(e, wholes[0])

    def union_before(self, span: Span) -> LocalEntity | None:
        """The union with whose name a longer name begins."""
        mentions = (x for x in self.linked.mentions if x.entity.type == "Union" and x.span.start == span.start and x.span.end < span.end)
        return next((x.entity for x in mentions), None)


def _fullness(name: str) -> tuple[bool, int]:
    """Of two names of a company the one with its legal form is the fuller, then the longer."""
    return "有限" in name, len(name)
