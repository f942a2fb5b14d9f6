"""What stands directly beside the entities of a figure's sentence: marks, clauses that they open, their kin, and nouns that mean them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.model import ORGANISATIONS, LocalEntity
from graph.relate.context import Context
from graph.relate.measures import Figure

Sign = tuple[LocalEntity, str]

_OPEN, _CLOSE = "“《\n", "”》\n"
_TIME = re.compile(r".{0,8}(?:年|月|日|底|来|前|后|目前|如今|今年|去年|此外|同时|其中|而|但|则|当天|眼下|不过)")
_GOES_ON = "、和与及的等"
_AREA = re.compile(r"(?:全|该|本|这座)([市县区省州镇乡旗])(?!总)")
_NOUN = (4, 3, 2)
"""Characters of a name's end that mean it, standing bare."""


def beside(c: Context, figure: Figure) -> Iterator[Sign]:
    """The signs of the entities named before a figure, each as often as it is seen."""
    for said in (_marks, _openers, _kin, _nouns, _area):
        yield from said(c, figure)


def _behind(text: str, at: int) -> str:
    """The character behind, closing marks and line breaks left out."""
    while text[at : at + 1] and text[at] in _CLOSE:
        at += 1
    return text[at : at + 1]


def _marks(c: Context, figure: Figure) -> Iterator[Sign]:
    """The characters on both sides of the last mention of each, and the marks between it and the figure."""
    text, at = c.reading.text, figure.span.start
    last = {id(m.entity): m for m in figure.sentence.printed if m.span.end <= at}
    for m in last.values():
        between = text[m.span.end : at]
        yield from ((m.entity, "over" + mark) for mark in ";:、" if mark in between)
        if between.count("“") > between.count("”") + (text[m.span.end - 1] == "“"):
            yield m.entity, "over“"
        before = m.span.start - 1 - (text[m.span.start - 1 : m.span.start] in tuple(_OPEN))
        yield m.entity, "nx:" + _behind(text, m.span.end)
        yield m.entity, "pv:" + (text[before] if before >= 0 else "")


def _openers(c: Context, figure: Figure) -> Iterator[Sign]:
    """Which mentions open a clause before the figure, the first and the last of them."""
    text, s = c.reading.text, figure.sentence
    named = [m for m in s.printed if m.span.end <= figure.span.start]
    opening = []
    for m in named:
        ahead = text[s.span.start : m.span.start].rstrip("“《")
        lead = ahead[max(ahead.rfind(mark) for mark in ",;:") + 1 :].replace("\n", "")
        if (not lead or _TIME.fullmatch(lead)) and _behind(text, m.span.end) not in tuple(_GOES_ON):
            opening.append(m)
    if opening:
        yield opening[-1].entity, "opener-last"
        yield opening[0].entity, "opener-first"
        if not any(m.span.start >= opening[-1].span.end for m in named):
            yield opening[-1].entity, "opener-alone"


def _kin(c: Context, figure: Figure) -> Iterator[Sign]:
    """Parts and wholes, firms and their unions, places and who lies there: one is named before the figure, the other meant perhaps."""
    here = {id(m.entity) for m in figure.sentence.printed if m.span.end <= figure.span.start}
    for e in c.linked.entities:
        for table, up, down in (
            (c.linked.parents, "part-here", "whole-here"),
            (c.linked.serves, "union-here", "firm-here"),
            (c.linked.located, "seated-here", ""),
        ):
            other = table.get(id(e))
            if other is not None and id(e) in here:
                yield other, up
            if other is not None and down and id(other) in here:
                yield e, down


def _nouns(c: Context, figure: Figure) -> Iterator[Sign]:
    """A noun outside names that ends the name of something named before: 班车…, 5家诊所…."""
    text, s, at = c.reading.text, figure.sentence, figure.span.start
    spans = [m.span for m in s.printed]
    best: tuple[int, int, LocalEntity] | None = None
    seen: set[str] = set()
    counted: LocalEntity | None = None
    for e in c.named_before(at):
        if e.type not in (*ORGANISATIONS, "Program"):
            continue
        for length in _NOUN:
            noun = e.name[-length:]
            if len(e.name) <= length:
                continue
            if counted is None and text.startswith(noun, figure.span.end):
                counted = e
            where = text.rfind(noun, s.span.start, at) if noun not in seen else -1
            seen.add(noun)
            free = where >= 0 and not any(x.start <= where < x.end for x in spans)
            if free and (best is None or (where, length) > best[:2]):
                best = where, length, e
    if best is not None:
        where, _, e = best
        yield e, "bare-noun"
        if where > max(text.rfind(mark, s.span.start, at) for mark in ",;:。"):
            yield e, "bare-noun-clause"
        if where - s.span.start <= 1 or text[where - 1] in ",;:。“":
            yield e, "bare-noun-opens"
    if counted is not None:
        yield counted, "counted-noun"


def _area(c: Context, figure: Figure) -> Iterator[Sign]:
    """全县…: the places of that level, and their federations."""
    found = list(_AREA.finditer(c.reading.text, figure.sentence.span.start, figure.span.start))
    if found:
        level = found[-1].group(1)
        for e in c.of_type("Place", "Union"):
            if e.name.endswith(level if e.type == "Place" else level + "总工会"):
                yield e, "area-level"
