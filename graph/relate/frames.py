"""How the words around a figure single out its owner: who opens the part of the sentence, who is spoken of, what was just set up."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import chain

from graph.link.desk import EntityMention
from graph.model import ORGANISATIONS, LocalEntity
from graph.relate.beside import Sign, beside
from graph.relate.context import Context
from graph.relate.measures import Figure

_NEAR = 6
"""What is spoken of stands within so many characters of 说; members of a list are no farther apart than twice that."""
_AROUND = 22
"""Within so many characters of a figure a word tells what it is about."""
_ADVERB = 4
_OPENS = 2
_TOO = re.compile(r"[则还也又]|同时|随后")
_SAID = re.compile(r"(?:说|表示|介绍|告诉记者|坦言|透露|算过账|算了笔账|认为|称)[,:]?“?")
_KIND_WORD = re.compile(
    r"(?:今年|去年|目前|如今|这[个项]|该|此次|本次|本届|第[一二三四五六七八九十\d]+[届期批])?"
    r"([\u4e00-\u9fff]{1,2}[赛班校坊台动目心室站制程划家院系网队课馆点车屋园线厅卡码金])"
)
"""A noun that opens a sentence as the head of a programme named before: 比赛设置…, 工坊由…"""
_STATES = re.compile(r"》?,?(?:还|并|也)?(?:约定|明确|规定|提出|要求|写明|载明|写着)")
_INTRODUCED = re.compile(r"(?:举办|启动|推出|组织|设立|开通|建成|成立|上线|开展|实施|创办|开设|打造|搭建|建立)了?[^,。;]{0,24}$")
_MADE = re.compile(r"[^,。;]{0,14}(?:设立|组建|建成|成立|组成|创办|打造)了?[^,。;]{0,8}“?")
_LABOUR = re.compile(r"良率|产量|工资|津贴|事故|流失|返修|用工|订单|成本|效率|产值|离职|投诉|月薪|奖金|补贴")

_ACTORS = (*ORGANISATIONS, "Program")


class Frames:
    """The signs of each entity."""

    def __init__(self, found: Iterator[Sign], others: Iterator[Sign]) -> None:
        self._of: dict[int, set[str]] = defaultdict(set)
        self.singling: set[str] = set()
        """Signs that some entity has and that speak against all others."""
        for e, sign in found:
            self._of[id(e)].add(sign)
            self.singling.add(sign)
        for e, sign in others:
            self._of[id(e)].add(sign)

    def of(self, e: LocalEntity) -> set[str]:
        return self._of.get(id(e), set())


def frames(c: Context, figure: Figure) -> Frames:
    """What the words around the figure say of the article's entities."""
    ahead = [m for m in figure.sentence.printed if m.span.end <= figure.span.start]
    of_words = (said(c, figure, ahead) for said in (_opening, _speech, _members, _called, _set_up))
    return Frames(chain.from_iterable(of_words), chain(_of_firms(c, figure), beside(c, figure)))


def _opening(c: Context, figure: Figure, ahead: list[EntityMention]) -> Iterator[Sign]:
    """…;博罗县总工会投入30万元: who opens the part of the sentence; 总工会还…: who acts as well, where no programme is named."""
    text, s = c.reading.text, figure.sentence
    part = max(s.span.start, text.rfind(";", s.span.start, figure.span.start) + 1)
    opens = next((m for m in ahead if part <= m.span.start <= part + _OPENS and m.entity.type != "Place"), None)
    if opens is not None:
        if part > s.span.start:
            yield opens.entity, "opens-part"
        if _TOO.match(text, opens.span.end) and not any(m.entity.type == "Program" for m in s.printed):
            yield opens.entity, "acts-too"


def _speech(c: Context, figure: Figure, ahead: list[EntityMention]) -> Iterator[Sign]:
    """…工会主席王明说,公司…: the speaker, whom he speaks for, and whom he speaks of."""
    for said in _SAID.finditer(c.reading.text, figure.sentence.span.start, figure.span.start):
        speaker = next((m for m in ahead if m.entity.type == "Person" and 0 <= said.start() - m.span.end <= _ADVERB), None)
        if speaker is not None:
            yield speaker.entity, "speaks"
            yield from ((m.entity, "speaks-for") for m in ahead if m.span.end <= speaker.span.start and m.entity.type in _ACTORS)
            told = next((m for m in ahead if said.end() <= m.span.start <= said.end() + _NEAR), None)
            if told is not None:
                yield told.entity, "told-of"


def _members(c: Context, figure: Figure, ahead: list[EntityMention]) -> Iterator[Sign]:
    """甲、乙等30家: the members of the list that the figure counts own it least."""
    at = figure.span.start - 1
    if c.reading.text[at : at + 1] == "等":
        first = at
        for m in reversed(ahead):
            if m.span.end == at or (first < at and 0 < first - m.span.end <= 2 * _NEAR):
                first = m.span.start
                yield m.entity, "one-of-them"


def _called(c: Context, figure: Figure, _: list[EntityMention]) -> Iterator[Sign]:
    """比赛设置…: the programme named last that is called by the noun which opens the sentence."""
    text, s = c.reading.text, figure.sentence
    kind = _KIND_WORD.match(text, s.span.start)
    if kind is not None and "“" not in text[s.span.start : figure.span.start]:
        before = (m.entity for x in reversed(c.sentences[: s.index]) for m in reversed(x.printed) if m.entity.type == "Program")
        called = next((e for e in before if e.name.endswith(kind.group(1))), None)
        if called is not None:
            yield called, "called-so"


def _set_up(c: Context, figure: Figure, ahead: list[EntityMention]) -> Iterator[Sign]:
    """Documents that state it, programmes just introduced or made of what is counted, and owners named only ahead of a quoted programme."""
    text, s = c.reading.text, figure.sentence
    for m in ahead:
        behind = text[m.span.end : figure.span.start]
        if m.entity.type == "Document" and _STATES.match(behind):
            yield m.entity, "states"
        if m.entity.type in ORGANISATIONS and any(x.entity.type == "Program" and 0 <= x.span.start - m.span.end <= 1 for x in ahead):
            yield m.entity, "owner-of-quoted"
        alone = not any(x.span.start >= m.span.end and x.entity.type in _ACTORS for x in ahead) and ";" not in behind
        if m.entity.type == "Program" and alone and _INTRODUCED.search(text[s.span.start : m.span.start]):
            yield m.entity, "introduced"
    made = next((m for m in s.printed if m.entity.type == "Program" and m.span.start >= figure.span.end), None)
    if made is not None and _MADE.fullmatch(text[figure.span.end : made.span.start]):
        yield made.entity, "made-of"


def _of_firms(c: Context, figure: Figure) -> Iterator[Sign]:
    """Wages, output and accidents are a firm's, not its union's."""
    s, text = figure.sentence, c.reading.text
    if _LABOUR.search(text[max(s.span.start, figure.span.start - _AROUND) : min(s.span.end, figure.span.end + _AROUND)]):
        for e in c.of_type("Union"):
            firm = c.linked.serves.get(id(e))
            if firm is not None:
                yield e, "labour-of-firm"
                yield firm, "labour-of-staff"
