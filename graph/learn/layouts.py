"""Broken pages made of single articles, to learn from: columns read across, pieces in disorder, in many manners.

Every line of such a page is known: whose it is, and whether it is a headline.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from random import Random
from typing import Literal

Kind = Literal["head", "byline", "body", "mark", "other"]

_OTHERS = (
    "本版编辑:方亦舟", "责任编辑:卢小满 电话:(010)65880000", "新闻热线:(010)65881111", "广告", "E-mail:bjb@example.com", "【地方动态】",
    "【图片新闻】", "简讯", "遗失声明", "3版 综合新闻", "图①:职工在现场。", "投稿邮箱:gh@example.com", "2024年5月8日 星期三",
)  # fmt: skip
_MARKS = ("(上接第1版)", "(下转第4版)", "(上接右栏)", "(紧接上栏)", "(上接本版左下)", "(上接左栏)")
_BYLINES = ("本报记者 李某云", "本报通讯员 王小桥 赵一", "□ 周平", "■钱江", "本报记者 吴山 本报通讯员 何苇")
_SECTIONS = ("图片新闻", "【图片新闻】", "图片故事", "一线影像")
_LEAD = re.compile(r"^本报[^)]{0,30}\)")
_ENDED = re.compile(r"[。！？!?…:][”’)]*$|[”)]$")
_SHORT = 200
"""Articles of fewer characters are not laid out."""
_LONG_NAME = 12
"""A line is this much longer than its column at most, to hold a whole name."""


@dataclass(slots=True)
class Story:
    """A single article: headlines, byline, paragraphs, and the names in it, longest first."""

    heads: list[str]
    byline: list[str]
    paragraphs: list[str]
    names: list[str]


@dataclass(slots=True)
class Row:
    """A line of a made page; `story` is None where it belongs to no article."""

    text: str
    story: int | None
    kind: Kind


@dataclass(slots=True)
class Layout:
    """A made page: the text, and what its non-blank lines are."""

    text: str
    rows: list[Row]


@dataclass(slots=True)
class Manner:
    """How one page is laid out, drawn by chance."""

    random: Random
    zipped: bool = False
    """Are columns read across, row by row?"""
    wrapped: float = 0.0
    """Share of the articles that stand in lines of a column's width; the others in whole paragraphs."""
    width: int = 16
    uneven: bool = False
    """Are the columns of different widths?"""
    names_whole: bool = False
    hanging: bool = False
    """May punctuation stand beyond the column's edge, and never at the beginning of a line?"""
    gaps: str = "none"
    """none | turns | every: between which rows blank lines stand."""
    head_gaps: bool = True
    stay: float = 0.0
    """Chance of another line of the same column before the next column's."""
    unsigned: float = 0.0
    """Share of the articles that begin without 本报讯."""
    rows: list[Row] = field(default_factory=list)


def story(text: str, names: list[str]) -> Story | None:
    """The article that a text is, None for one whose beginning is unclear or that is too short."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    start = next((i for i, line in enumerate(lines) if len(line) > 44 or "本报讯" in line), len(lines))
    if start == len(lines) or start > 5:
        return None
    above = [line for line in lines[:start] if len(line) <= 44]
    byline = [line for line in above if re.match(r"本报.{0,4}(?:记者|通讯员|评论员)|[□■]", line)]
    heads = [line for line in above if line not in byline]
    paragraphs: list[str] = []
    for line in lines[start:]:
        if len(line) < 12 and not _ENDED.search(line):
            continue
        if paragraphs and not _ENDED.search(paragraphs[-1]):
            paragraphs[-1] += line
        else:
            paragraphs.append(line)
    whole = sorted({n for n in names if 4 <= len(n) <= 24}, key=lambda n: (-len(n), n))
    return Story(heads, byline, paragraphs, whole) if heads and sum(map(len, paragraphs)) >= _SHORT else None


def lay_out(stories: list[Story], random: Random) -> Layout:
    """A page of some of these articles, in a manner drawn by chance."""
    zipped = random.random() < 0.5
    manner = Manner(
        random, zipped, 1.0 if zipped else random.choice((0.0, 0.0, 0.7)), random.randint(11, 24), random.random() < 0.5,
        random.random() < 0.65, random.random() < 0.6, random.choice(("none", "none", "turns", "turns", "every")),
        random.random() < 0.75, random.choice((0.0, 0.0, 0.3, 0.45, 0.55)), random.choice((0.0, 0.0, 0.15, 0.4)),
    )  # fmt: skip
    chosen = random.sample(stories, random.choice((1, 2, 2, 2, 3, 3, 4) if zipped else (1, 2, 3, 3, 4, 4, 5, 6)))
    heads, bodies = [], []
    for n, one in enumerate(chosen):
        above, body = _caption(manner, one, n) if random.random() < 0.12 else _article(manner, one, n)
        heads.append(above)
        bodies.append(body)
    _other(manner, 0.7)
    if zipped:
        _zip(manner, heads, bodies)
    else:
        _scatter(manner, heads, bodies)
    _other(manner, 0.5)
    return Layout(_text(manner), manner.rows)


def wrap(manner: Manner, text: str, width: int, names: list[str]) -> list[str]:
    """A paragraph in lines of a column."""
    inside: set[int] = set()
    if manner.names_whole:
        for name in names:
            for found in re.finditer(re.escape(name), text):
                inside.update(range(found.start() + 1, found.end()))
    lines, at = [], 0
    while at < len(text):
        end = min(len(text), at + width)
        if manner.names_whole:
            whole = end
            while whole in inside and whole < len(text):
                whole += 1
            end = whole if whole - end <= _LONG_NAME else end
            while end < len(text) and text[end] in "0123456789.%万亿" and text[end - 1] in "0123456789.":
                end += 1
        if manner.hanging:
            while end < len(text) and text[end] in "。,、;:!?”)》":
                end += 1
            if end < len(text) and text[end - 1] in "“(《" and end - 1 > at:
                end -= 1
        lines.append(text[at:end])
        at = end
    return lines


def _article(manner: Manner, one: Story, n: int) -> tuple[list[Row], list[Row]]:
    random = manner.random
    paragraphs = one.paragraphs[: random.choice((2, 3, 4, 5, 8))]
    heads = [Row(text, n, "head") for text in one.heads[: random.choice((1, 1, 2, 3))]]
    byline = one.byline[:1] if random.random() < 0.7 else []
    if not byline and random.random() < 0.12:
        byline = [random.choice(_BYLINES)]
    if byline or random.random() < manner.unsigned:
        paragraphs = [_LEAD.sub("", paragraphs[0]) or paragraphs[0], *paragraphs[1:]]
    heads += [Row(text, n, "byline") for text in byline]
    width = _width(manner)
    wrapped, mixed = random.random() < manner.wrapped, random.random() < 0.35
    body = []
    for text in paragraphs:
        narrow = wrapped and not (mixed and random.random() < 0.3)
        body += [Row(line, n, "body") for line in (wrap(manner, text, width, one.names) if narrow else [text])]
    return heads, body


def _caption(manner: Manner, one: Story, n: int) -> tuple[list[Row], list[Row]]:
    random = manner.random
    text = _LEAD.sub("", one.paragraphs[0])[: random.randint(40, 90)].rstrip(",、;") + "。"
    if random.random() < 0.7:
        text += " 本报通讯员 张三 摄"
    heads = [Row(random.choice((*_SECTIONS, one.heads[0])), n, "head")] if random.random() < 0.8 else []
    lines = wrap(manner, text, _width(manner), []) if random.random() < manner.wrapped / 2 else [text]
    return heads, [Row(line, n, "body") for line in lines]


def _width(manner: Manner) -> int:
    return max(10, manner.width + manner.random.randint(-4, 4)) if manner.uneven else manner.width


def _other(manner: Manner, chance: float) -> None:
    if manner.random.random() < chance:
        manner.rows.append(Row(manner.random.choice(_OTHERS), None, "other"))


def _mark(manner: Manner, chance: float) -> None:
    if manner.random.random() < chance:
        manner.rows.append(Row(manner.random.choice(_MARKS), None, "mark"))


def _zip(manner: Manner, heads: list[list[Row]], bodies: list[list[Row]]) -> None:
    """Two to four columns at a time, a few lines of each in turn; an article waits above its column, or until one is free."""
    random, rows = manner.random, manner.rows
    columns = random.choice((2, 2, 3, 4))
    waiting = list(range(len(bodies)))
    active: list[int] = []
    if random.random() < 0.5:
        for head in heads:
            rows += head
        opened = set(waiting)
    else:
        rows += heads[0] + bodies[0][: random.randint(1, 5)]
        bodies[0] = bodies[0][sum(r.kind == "body" for r in rows if r.story == 0) :]
        opened = {0}
    while any(bodies):
        active = [n for n in active if bodies[n]]
        while len(active) < columns and waiting:
            n = waiting.pop(0)
            if n not in opened:
                rows += heads[n]
            active.append(n)
        for n in active:
            count = 1
            while random.random() < manner.stay:
                count += 1
            if random.random() < 0.04:
                count += random.randint(3, 9)
            rows += bodies[n][:count]
            bodies[n] = bodies[n][count:]
        _other(manner, 0.02)
        _mark(manner, 0.01)


def _scatter(manner: Manner, heads: list[list[Row]], bodies: list[list[Row]]) -> None:
    """Articles one below the other, broken into pieces, of which those of others stand between."""
    random = manner.random
    pieces = [_pieces(body, random) for body in bodies]
    opened = 0
    last = -1
    while any(pieces):
        ready = [n for n in range(len(pieces)) if pieces[n] and n <= opened]
        n = random.choice([n for n in ready if n != last] or ready)
        if n == opened:
            manner.rows += heads[n]
            opened += 1
        else:
            _mark(manner, 0.06)
        manner.rows += pieces[n].pop(0)
        last = n
        _other(manner, 0.05)


def _pieces(body: list[Row], random: Random) -> list[list[Row]]:
    """An article cut between lines or, more often, in the middle of a paragraph."""
    lines = list(body)
    cuts: set[int] = set()
    for _ in range(random.choice((0, 0, 1, 1, 2, 3))):
        at = random.randrange(len(lines))
        row = lines[at]
        if len(row.text) > 40 and random.random() < 0.8:
            middle = random.randint(15, len(row.text) - 8)
            halves = [Row(row.text[:middle], row.story, row.kind), Row(row.text[middle:], row.story, row.kind)]
            lines[at : at + 1] = halves
            cuts = {c + (c > at) for c in cuts} | {at + 1}
        elif at:
            cuts.add(at)
    edges = [0, *sorted(cuts), len(lines)]
    return [lines[a:b] for a, b in pairwise(edges) if a < b]


def _text(manner: Manner) -> str:
    """The rows as a page, with the manner's blank lines."""
    parts: list[str] = []
    above: Row | None = None
    for row in manner.rows:
        if above is not None:
            turned = manner.gaps == "turns" and above.story != row.story and (not manner.zipped or manner.random.random() < 0.15)
            headed = manner.head_gaps and (row.kind == "head") != (above.kind == "head")
            apart = not manner.wrapped and manner.gaps != "none"
            if manner.gaps == "every" or turned or headed or apart or {"mark", "other"} & {row.kind, above.kind}:
                parts.append("")
        parts.append(row.text)
        above = row
    return "\n".join(parts) + "\n"
