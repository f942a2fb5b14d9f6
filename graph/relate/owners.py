"""Whose figure is it?  What can be said of each entity of the article from where the figure stands.

Training and use share this file; a feature is a short string.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from itertools import combinations

from graph.link.desk import EntityMention
from graph.model import LocalEntity
from graph.relate.context import Context
from graph.relate.frames import frames
from graph.relate.measures import Figure
from graph.world.lexicon import lexicon

_ACTORS = frozenset({"Union", "Company", "Institution", "Program"})
_CLAUSE = ",;:、。“"
_PRONOUN = re.compile(r"(?:^|[,。;“])(?:她|他|他们|她们|自己|我|我们)")
_WHOLE_AREA = re.compile(r"全[市县区省镇州旗]|当地|辖区|境内|该[市县区镇]")
_NOUNS = frozenset({"n", "nz", "nw", "vn"})

_CORE = frozenset(
    {
        "main", "mainprog", "in-sentence", "before", "nearest-before", "nearest-any", "first-any", "starts-sentence", "same-clause",
        "is-subject", "is-topic", "topic", "previous", "other-program-here", "other-org-here", "paragraph-program", "module", "adjacent",
        "after", "after-clause", "section",
    }
)  # fmt: skip
"""Features that are also taken two by two."""
_STATE = ("before", "in-sentence", "topic", "is-topic", "subject-carried", "is-subject", "main", "mainprog", "paragraph-program")
"""Features that are also taken all together."""
_CROSSED = ("first-actor", "clause-other", "nobody-named", "headline")
"""Features of `View` that are also taken with each of the core."""


_MONEY = ("元", "万元", "块")


class View:
    """The article as it looks from one figure: who was named before it, how long ago, and what its own clause says."""

    def __init__(self, c: Context, figure: Figure) -> None:
        self.c, self.figure = c, figure
        s, at, text = figure.sentence, figure.span.start, c.reading.text
        clause = max(s.span.start, *(text.rfind(mark, s.span.start, at) + 1 for mark in _CLAUSE))
        said = text[s.span.start : at]
        printed = [m for m in s.printed if m.span.end <= at]
        self._clause_first = next((m.entity for m in printed if m.span.start >= clause), None)
        self._sentence_first = printed[0].entity if printed else None
        self._clause_nouns = {k.text for k in c.tokens_between(clause, at) if k.tag in _NOUNS and len(k.text) > 1}
        self._nouns = {k.text for k in c.tokens_between(s.span.start, at) if k.tag in _NOUNS and len(k.text) > 1}
        self._quoted = said.count("“") > said.count("”")
        self._pronoun = bool(_PRONOUN.search(said))
        self._whole_area = bool(_WHOLE_AREA.search(text[clause:at]))
        here = [m.entity for x in c.sentences_of(s.paragraph) for m in x.printed]
        programs = c.programs_of(s.paragraph)
        self._paragraph, self._programs = set(map(id, here)), set(map(id, programs))
        self._first_actor = next((e for e in here if e.type in _ACTORS), None)
        self._first_program = programs[0] if programs else None
        near = c.sentences[max(0, s.index - 2) : s.index + 1]
        persons = [m.entity for x in near for m in x.mentions if m.entity.type == "Person" and m.span.start < at]
        self._persons = {id(p) for p in persons}
        self._last_person = persons[-1] if persons else None
        self._ranks = self._ranked(at)
        self._frames = frames(c, figure)

    def _ranked(self, at: int) -> dict[int, tuple[int, int, int]]:
        """id(entity) → which of its type, which of the actors (0 if it is none) it is, counted backwards, and sentences since."""
        last: dict[int, tuple[int, int, LocalEntity]] = {}
        for x in self.c.sentences[: self.figure.sentence.index + 1]:
            for m in x.printed:
                if m.span.end <= at:
                    last[id(m.entity)] = m.span.start, x.index, m.entity
        seen: Counter[str] = Counter()
        ranks = {}
        for _, index, e in sorted(last.values(), key=lambda found: -found[0]):
            seen[e.type] += 1
            seen["actor"] += e.type in _ACTORS
            ranks[id(e)] = seen[e.type], seen["actor"] if e.type in _ACTORS else 0, self.figure.sentence.index - index
        return ranks

    def signs(self, e: LocalEntity) -> set[str]:
        """How an entity stands to the figure."""
        c, s = self.c, self.figure.sentence
        out = {"main" if e is c.main else "", "mainprog" if e is c.main_program else ""}
        mentions = [m for m in s.printed if m.entity is e]
        out |= self._in_sentence(e, mentions) if mentions else self._from_elsewhere(e)
        if s.subject is e:
            out.add("is-subject")
        if s.topic is e:
            out.add("is-topic")
        if self._first_program is e:
            out.add("paragraph-program")
        if c.linked.parents.get(id(e)) is not None:
            out.add("module")
        if s.section is e:
            out.add("section")
        if e.kind:
            out.add("k:" + e.kind)
        out.add(f"n{min(c.count[id(e)], 4)}")
        out.discard("")
        own = self._frames.of(e)
        out |= own | {"other-" + f for f in self._frames.singling - own}
        if self._pronoun and self.figure.unit in _MONEY and e is self._last_person:
            out.add("pronoun-money")
        return out | self._by_order(e) | self._by_clause(e)

    def _by_order(self, e: LocalEntity) -> set[str]:
        """When it was named."""
        out = set()
        rank = self._ranks.get(id(e))
        if rank is None:
            out.add("unnamed-yet")
        else:
            of_type, of_actors, back = rank
            out |= {f"type-rank{min(of_type, 4)}", f"actor-rank{min(of_actors, 4)}", f"back{min(back, 5)}"}
            out.add(f"type-rank{min(of_type, 3)}-back{min(back, 3)}")
        if self._first_actor is e:
            out.add("first-actor")
        if self._programs == {id(e)}:
            out.add("only-program-here")
        if id(e) not in self._paragraph:
            out.add("not-in-paragraph")
        return out

    def _by_clause(self, e: LocalEntity) -> set[str]:
        """What the sentence and the clause of the figure say."""
        out = {"headline" if self.figure.sentence.headline else "", "quoted" if self._quoted else "", "pronoun" if self._pronoun else ""}
        if e.type == "Person":
            out.add("person-near" if id(e) in self._persons else "person-far")
            if self._pronoun:
                out.add("pronoun-of-last" if e is self._last_person else "pronoun-of-other")
        if self._whole_area:
            out.add("whole-area")
        if e.type == "Place":
            home = bool(e.code) and e.code == self.c.linked.places.home
            out |= {"home" if home else "not-home", "whole-home" if home and self._whole_area else ""}
        if any(n in e.name for n in self._clause_nouns):
            out.add("noun-in-name")
        elif any(n in e.name for n in self._nouns):
            out.add("earlier-noun-in-name")
        if self._clause_first is e:
            out.add("clause-first")
        elif self._clause_first is not None:
            out |= {"clause-other", "clause-other:" + self._clause_first.type[:2]}
        if self._sentence_first is e:
            out.add("sentence-first")
        elif self._sentence_first is not None:
            out.add("sentence-other:" + self._sentence_first.type[:2])
        else:
            out.add("nobody-named")
        out.discard("")
        return out

    def _in_sentence(self, e: LocalEntity, mentions: list[EntityMention]) -> set[str]:
        """How the nearest mentions of the entity stand to the figure in its own sentence."""
        f, text = self.figure, self.c.reading.text
        s = f.sentence
        out = {"in-sentence"}
        same_type = [m for m in s.printed if m.entity.type == e.type]
        before = [m for m in mentions if m.span.end <= f.span.start]
        if before:
            out.add("before")
            nearest = [m for m in same_type if m.span.end <= f.span.start]
            if nearest and nearest[-1].entity is e:
                out.add("nearest-before")
            actors = [m for m in s.printed if m.entity.type not in ("Place", "Person")]
            any_before = [m for m in actors if m.span.end <= f.span.start]
            if any_before and any_before[-1].entity is e:
                out.add("nearest-any")
            if any_before and any_before[0].entity is e:
                out.add("first-any")
            gap = text[before[-1].span.end : f.span.start]
            out.add(f"cl{min(gap.count(','), 3)}")
            if len(gap) < 6:
                out.add("adjacent")
            if "," not in gap:
                out.add("same-clause")
            if before[-1].how == "anaphor":
                out.add("anaphor-before")
        else:
            gap = text[f.span.end : mentions[0].span.start]
            out.add("after-adjacent" if len(gap) <= 1 else "after-clause" if "," not in gap else "after")
        if mentions[0].span.start - s.span.start < 3:
            out.add("starts-sentence")
        return out

    def _from_elsewhere(self, e: LocalEntity) -> set[str]:
        """What ties an entity to a sentence that does not name it."""
        c, s = self.c, self.figure.sentence
        out = set()
        if s.topic is e:
            out.add("topic")
        if s.subject is e:
            out.add("subject-carried" if s.carried else "subject")
        earlier = [x for x in c.sentences[max(0, s.index - 2) : s.index] if id(e) in x.named]
        if earlier:
            out.add("previous" if earlier[-1].index == s.index - 1 else "previous2")
            if earlier[-1].paragraph == s.paragraph:
                out.add("previous-same-par")
        if any(m.entity.type == "Program" for m in s.mentions):
            out.add("other-program-here")
        if s.organisations:
            out.add("other-org-here")
        return out


def owner_features(unit: str, type_: str, signs: Iterable[str]) -> set[str]:
    """What the model chooses a figure's owner by: the signs of `View` and their combinations, the former with the entity's type as well.

    >>> sorted(owner_features("家", "Union", {"main", "before"}) & {"main", "UnTUn", "Unbefore&main"})
    ['UnTUn', 'Unbefore&main', 'main']
    """
    t = type_[:2]
    return combined(unit, type_, signs) | {t + x for x in signs} | {f"{t}T{t}"}


def combined(unit: str, type_: str, signs: Iterable[str]) -> set[str]:
    """Signs, the entity's type, the kind of unit, and what holds together."""
    t = type_[:2]
    counted = lexicon().units.get(unit, "")
    crossing = frozenset(_TOGETHER.intersection(signs))
    state = "|".join(x for x in _STATE if x in crossing)
    return {"T" + t, *signs, t + counted, f"{t}={state}", f"{t}{counted}={state}", *_pairs(t, crossing)}


_TOGETHER = _CORE.union(_CROSSED, _STATE)


@lru_cache(maxsize=4096)
def _pairs(t: str, signs: frozenset[str]) -> list[str]:
    core = sorted(_CORE & signs)
    pairs = [*combinations(core, 2), *((x, y) for x in _CROSSED if x in signs for y in core)]
    return [f"{t}{x}&{y}" for x, y in pairs]
