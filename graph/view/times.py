"""The timeline of a notebook: programmes by the time that their sentences tell, or else the date of the article."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graph.knowledge import Entity, KnowledgeGraph
from graph.tabular import clip, display_width
from graph.timeline import years
from graph.view.drawing import WIDTH, Drawing, label, tag, words
from graph.view.words import HUES

SHOWN = 200
"""At most so many programmes are drawn, the first by time."""

_MARGIN, _TOP, _ROW, _LETTER = 24, 34, 22, 12.0


@dataclass(frozen=True, slots=True)
class Period:
    """The time of a programme in years: 2023.5 is July 2023."""

    begin: float
    end: float
    name: str
    told: bool
    """Does a sentence tell it?  Otherwise it is the date of the first article."""
    planned: bool
    text: str
    """As printed: 2022 – 2024-05."""


def periods(kg: KnowledgeGraph, entities: Iterable[Entity]) -> tuple[list[Period], int]:
    """Programmes with a time, in order of it, and the number of those without."""
    found, without = [], 0
    for entity in entities:
        if entity.type != "Program":
            continue
        period = _told(entity) or _reported(kg, entity)
        if period:
            found.append(period)
        else:
            without += 1
    return sorted(found, key=lambda p: (p.begin, p.end, p.name)), without


def timeline_of(kg: KnowledgeGraph, entities: Iterable[Entity]) -> Drawing:
    """A bar for each programme whose time is told, a dot for one known only by the date of its article.

    Returns
    -------
    Drawing
        whoever points at a bar reads the full name and the time.
    """
    found, without = periods(kg, sorted(entities, key=lambda e: e.iri))
    shown = found[:SHOWN]
    first = int(min((p.begin for p in shown), default=0))
    last = max(-int(-max((p.end for p in shown), default=1)), first + 1)

    def x(year: float) -> float:
        return _MARGIN + (year - first) / (last - first) * (WIDTH - 2 * _MARGIN)

    ends: list[float] = []
    bars = [_bar(period, x(period.begin), x(period.end), ends) for period in shown]
    height = _TOP + len(ends) * _ROW + 34
    step = max(1, -(-(last - first) * 60 // (WIDTH - 2 * _MARGIN)))
    rules = [
        tag("line", x1=round(x(y), 1), x2=round(x(y), 1), y1=_TOP - 8, y2=height - 28, stroke="currentColor", stroke_opacity=0.2)
        + label(str(y), x(y), 18, text_anchor="middle", fill_opacity=0.7)
        for y in range(first, last + 1, step)
        if shown
    ]
    hints = ["○ 报道日期 date of the article"] if any(not p.told for p in shown) else []
    hints += ["虚框：计划 dashed: planned"] if any(p.planned for p in shown) else []
    hints += [f"无时间 without a time: {without}"] if without else []
    hints += [f"未画 not drawn: {len(found) - SHOWN}"] if len(found) > SHOWN else []
    note = label(" · ".join(hints), _MARGIN, height - 8, fill_opacity=0.65)
    span = f" from {first} to {int(max(p.begin for p in shown))}" if shown else ""
    return Drawing("".join([*rules, *bars, note]), height, f"timeline: {len(shown)} programmes{span}")


def _bar(period: Period, left: float, right: float, ends: list[float]) -> str:
    """A bar with its name beside it, in the first row that is free; `ends` holds where each row is free again."""
    right = max(right, left + 8)
    name = clip(period.name, 44)
    length = display_width(name) * _LETTER / 2 + 12
    before = right + length > WIDTH  # no room on the right: the name stands on the left
    begin, end = (left - length, right) if before else (left, right + length)
    row = next((i for i, taken in enumerate(ends) if taken < begin), len(ends))
    ends[row : row + 1] = [end + 10]
    y = _TOP + row * _ROW + _ROW / 2
    hue = HUES["Program"][0]
    if not period.told:
        mark = tag("circle", cx=round(left + 4, 1), cy=y, r=4, fill="none", stroke=hue, stroke_width=2)
    else:
        style = {"fill": "none", "stroke": hue, "stroke_dasharray": "3 2"} if period.planned else {"fill": hue}
        mark = tag("rect", x=round(left, 1), y=y - 5, width=round(right - left, 1), height=10, rx=5, **style)
    text = label(name, left - 6 if before else right + 6, y + 4, _LETTER, text_anchor="end" if before else "start")
    return tag("g", tag("title", words(f"{period.name}\n{period.text}")), mark, text)


def _told(entity: Entity) -> Period | None:
    claims = [c for f in entity.facts for _, c in f.claims if years(c.start) or years(c.end)]
    if not claims:
        return None
    begin, start = min(((years(d) or (0.0, 0.0))[0], d) for d in (c.start if years(c.start) else c.end for c in claims))
    end, until = max(((years(d) or (0.0, 0.0))[1], d) for d in (c.end if years(c.end) else c.start for c in claims))
    text = start if start == until else f"{start} – {until}"
    return Period(begin, end, entity.name, True, all(c.planned for c in claims), text)


def _reported(kg: KnowledgeGraph, entity: Entity) -> Period | None:
    dates = [d for d in (kg.articles[a].date for a in entity.articles) if years(d)]
    if not dates:
        return None
    begin, end = years(min(dates)) or (0.0, 0.0)
    return Period(begin, end, entity.name, False, False, min(dates))
