"""What the relation rules and models look at: sentences with their mentions, and whom a sentence without subject is about."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from graph.find.reading import Reading
from graph.find.tagger import Token
from graph.link.entities import EntityMention, Linked
from graph.model import ORGANISATIONS, LocalEntity, Span
from graph.world.gazetteer import gazetteer

_PREPOSITIONS = frozenset("由在与和联合对据向通过为从经按根据依托及同会同将被给让把以围绕针对")
_LISTED = ("、", "和", "与", "及", "以及")
_OPENING = 10
"""Within so many characters of its beginning a paragraph says where it goes on."""
_SUBHEAD = 44
"""A paragraph of one sentence, no longer than this and without full stop, is a subhead."""


@dataclass(slots=True)
class Sentence:
    """A sentence with the mentions in it and the organisation and programme it is about."""

    index: int
    span: Span
    mentions: list[EntityMention] = field(default_factory=list)
    subject: LocalEntity | None = None
    carried: bool = False
    """True where the subject stands in an earlier sentence."""
    topic: LocalEntity | None = None
    """The programme spoken of: named here, or last before."""
    section: LocalEntity | None = None
    """The programme that the subhead above names (实施“政治领航工程”,激发干部职工建功立业精气神)."""
    paragraph: int = 0
    headline: bool = False
    named: set[int] = field(default_factory=set)
    """ids of the entities named here, outside other names."""
    organisations: set[int] = field(default_factory=set)
    """Those of them that are organisations."""
    printed: list[EntityMention] = field(default_factory=list)
    """The mentions that stand in their own right, not inside other names."""


Named = tuple[Sentence, EntityMention]


class Company:
    """What all sentences together that name one entity hold: ids of entities, numbers of sentences."""

    __slots__ = ("headline", "organisations", "sentences", "spoken_of", "subjects")

    def __init__(self, found: list[Named]) -> None:
        self.headline = any(s.headline for s, _ in found)
        self.sentences = {s.index for s, _ in found}
        self.subjects = {id(s.subject) for s, _ in found}
        self.spoken_of = {id(x) for s, _ in found for x in (s.section, s.topic)}
        """Programmes that are the topic, or that the subhead names."""
        self.organisations = {key for s, _ in found for key in s.organisations}


class Trail:
    """Mentions of one sort in the order in which they end, to be asked for the last one before a place."""

    def __init__(self, found: Iterable[Named]) -> None:
        self.found = sorted(found, key=lambda named: (named[1].span.end, named[1].span.start))
        self._ends = [m.span.end for _, m in self.found]

    def last(self, position: int) -> Named | None:
        """The one that ends last before `position`."""
        at = bisect_right(self._ends, position)
        return self.found[at - 1] if at else None

    def before(self, position: int) -> list[Named]:
        """Those that end before `position`."""
        return self.found[: bisect_right(self._ends, position)]


class Context:
    """One linked article, prepared for relation extraction."""

    def __init__(self, linked: Linked) -> None:
        self.linked = linked
        self.reading: Reading = linked.reading
        article = self.reading.article
        self.sentences = [Sentence(i, s) for i, s in enumerate(article.sentences)]
        starts = [s.span.start for s in self.sentences]
        self.by_entity: dict[int, list[Named]] = defaultdict(list)
        for m in linked.mentions:
            at = bisect_right(starts, m.span.start) - 1
            if at >= 0 and m.span.start < self.sentences[at].span.end:
                self.sentences[at].mentions.append(m)
                self.by_entity[id(m.entity)].append((self.sentences[at], m))
                if m.how != "implied":
                    self.sentences[at].printed.append(m)
                    self.sentences[at].named.add(id(m.entity))
                    if m.entity.type in ORGANISATIONS:
                        self.sentences[at].organisations.add(id(m.entity))
        heads = {h.start for h in article.headlines}
        for s in self.sentences:
            s.headline = s.span.start in heads
            s.paragraph = next((i for i, p in enumerate(article.paragraphs) if p.contains(s.span)), -1)
        self._paragraphs: dict[int, list[Sentence]] = defaultdict(list)
        self._printed_at: dict[int, list[Named]] = defaultdict(list)
        self._programs_of: dict[int, list[LocalEntity]] = defaultdict(list)
        self.places: list[Named] = []
        """Where places are named, within other names as well."""
        for s in self.sentences:
            self._paragraphs[s.paragraph].append(s)
            self.places += ((s, m) for m in s.mentions if m.entity.type == "Place")
            for m in s.printed:
                self._printed_at[id(m.entity)].append((s, m))
                if m.entity.type == "Program":
                    self._programs_of[s.paragraph].append(m.entity)
        printed = [(s, m) for s in self.sentences for m in s.printed]
        self.printed_places = Trail(named for named in printed if named[1].entity.type == "Place")
        self.printed_programs = Trail(named for named in printed if named[1].entity.type == "Program")
        self.printed_organisations = Trail(named for named in printed if named[1].entity.type in ORGANISATIONS)
        self._all_printed = Trail(printed)
        self._openers: dict[int, LocalEntity | None] = {}
        self._inside: dict[int, bool] = {}
        self._nearest_programs: dict[int, LocalEntity | None] = {}
        self._carry_subjects()
        self._carry_sections()
        self.main = self._main()
        self.main_program = self._main_program()
        self.count = Counter({key: len(found) for key, found in self.by_entity.items()})
        self._company = {key: Company(found) for key, found in self.by_entity.items()}
        self._places_within: dict[int, int] = {}
        self.scene = self._scene()

    def belief(self, entity: LocalEntity) -> float:
        """How sure it is that there is such an entity under this name: a claim is no surer than its ends."""
        return max((m.score for _, m in self.by_entity[id(entity)] if m.how != "anaphor"), default=1.0)

    def of_type(self, *types: str) -> list[LocalEntity]:
        return [e for e in self.linked.entities if e.type in types]

    def tokens_between(self, start: int, end: int) -> list[Token]:
        return self.reading.tags_within(Span(start, end)) if start < end else []

    def in_headline(self, entity: LocalEntity) -> bool:
        return self.company(entity).headline

    def company(self, entity: LocalEntity) -> Company:
        """What stands in the sentences that name an entity."""
        return self._company.get(id(entity)) or Company([])

    def places_within(self, place: LocalEntity) -> int:
        """How many other places of the article lie in this one."""
        found = self._places_within.get(id(place))
        if found is None:
            g = gazetteer()
            others = (p for p in self.of_type("Place") if p is not place and p.code in g)
            found = sum(g.within(p.code, place.code) for p in others) if place.code in g else 0
            self._places_within[id(place)] = found
        return found

    def _scene(self) -> LocalEntity | None:
        """Where the article begins to tell: the innermost of the first places of its body."""
        body = [m for s, m in self.printed_places.found if not s.headline]
        if not body:
            return None
        scene = body[0]
        for m in body[1:]:
            if m.span.start != scene.span.end:
                break
            scene = m
        return scene.entity

    def sentences_of(self, paragraph: int) -> list[Sentence]:
        return self._paragraphs.get(paragraph, [])

    def printed(self, entity: LocalEntity) -> list[Named]:
        """Where an entity is named in its own right, not inside another name."""
        return self._printed_at.get(id(entity), [])

    def named_before(self, position: int) -> list[LocalEntity]:
        """The entities named before a place, the last first, each once."""
        ended = self._all_printed.before(position)
        return list({id(m.entity): m.entity for _, m in reversed(ended)}.values())

    def inside_others(self, entity: LocalEntity) -> bool:
        """Is it named only inside the names of other organisations, as the firm of 松下马达公司工会?"""
        if id(entity) not in self._inside:
            self._inside[id(entity)] = all(
                any(o.entity.type in ORGANISATIONS and o.span.contains(m.span) and len(o.span) > len(m.span) for o in s.printed)
                for s, m in self.printed(entity)
            )
        return self._inside[id(entity)]

    def programs_of(self, paragraph: int) -> list[LocalEntity]:
        """The programmes named in a paragraph, one for each mention."""
        return self._programs_of.get(paragraph, [])

    def opener(self, paragraph: int) -> LocalEntity | None:
        """The place that a paragraph opens with, the innermost of a chain: 在西柳镇,…"""
        if paragraph not in self._openers:
            found: EntityMention | None = None
            for s in self.sentences_of(paragraph)[:1]:
                for m in s.mentions:
                    near = m.span.start <= s.span.start + _OPENING if found is None else m.span.start == found.span.end
                    if m.entity.type == "Place" and near:
                        found = m
            self._openers[paragraph] = found.entity if found is not None else None
        return self._openers[paragraph]

    def first_named(self, paragraph: int) -> LocalEntity | None:
        """The entity of any type named first in a paragraph."""
        return next((m.entity for s in self.sentences_of(paragraph) for m in s.printed), None)

    def nearest_program(self, entity: LocalEntity) -> LocalEntity | None:
        """The programme that is named nearest to a mention of the entity, the earlier of two."""
        if id(entity) not in self._nearest_programs:
            apart = [
                (abs(p.span.start - m.span.start), p.span.start, p.entity)
                for _, m in self.printed(entity)
                for _, p in self.printed_programs.found
            ]
            self._nearest_programs[id(entity)] = min(apart, key=lambda found: found[:2])[2] if apart else None
        return self._nearest_programs[id(entity)]

    def first(self, entity: LocalEntity) -> tuple[Sentence, EntityMention] | None:
        found = self.by_entity[id(entity)]
        return found[0] if found else None

    def _carry_subjects(self) -> None:
        subject: LocalEntity | None = None
        topic: LocalEntity | None = None
        for s in self.sentences:
            own = self._own_subject(s)
            if own is not None:
                s.subject = subject = own
            else:
                s.subject, s.carried = subject, True
            program = next((m.entity for m in s.mentions if m.entity.type == "Program"), None)
            topic = program or topic
            s.topic = topic

    def _carry_sections(self) -> None:
        section: LocalEntity | None = None
        for s in self.sentences:
            text = self.reading.text[s.span.start : s.span.end]
            paragraph = self.reading.article.paragraphs[s.paragraph] if s.paragraph >= 0 else s.span
            if not s.headline and paragraph == s.span and len(text) <= _SUBHEAD and "。" not in text:
                section = next((m.entity for m in s.mentions if m.entity.type == "Program"), None)
            else:
                s.section = section

    def _own_subject(self, s: Sentence) -> LocalEntity | None:
        """The first organisation that no preposition puts aside, with the list that it begins."""
        aside = -1
        for m in s.printed:
            if m.entity.type not in ORGANISATIONS:
                continue
            before = self.reading.text[max(s.span.start, m.span.start - 2) : m.span.start]
            listed = aside >= 0 and aside < m.span.start and self.reading.text[aside : m.span.start] in _LISTED
            if listed or (before[-1:] and before[-1:] in _PREPOSITIONS):
                aside = m.span.end
                continue
            return m.entity
        return None

    def _main(self) -> LocalEntity | None:
        """The organisation that the article is about: headline and lead count most."""
        weight: Counter[int] = Counter()
        by_id: dict[int, LocalEntity] = {}
        for e in self.of_type(*ORGANISATIONS):
            by_id[id(e)] = e
            for s, _ in self.printed(e):
                w = 3.0 if s.headline else 2.0 if s.index < 6 else 1.0
                weight[id(e)] += int(10 * w * (1.5 if e.type == "Union" else 1.0))
        if not weight:
            return None
        order = {id(e): i for i, e in enumerate(self.linked.entities)}
        return by_id[max(weight, key=lambda k: (weight[k], -order[k]))]

    def _main_program(self) -> LocalEntity | None:
        weight: Counter[int] = Counter()
        by_id: dict[int, LocalEntity] = {}
        for e in self.of_type("Program"):
            by_id[id(e)] = e
            weight[id(e)] += sum(3 if s.headline else 1 for s, _ in self.by_entity[id(e)])
        order = {id(e): i for i, e in enumerate(self.linked.entities)}
        return by_id[max(weight, key=lambda k: (weight[k], -order[k]))] if weight else None
