"""Figures: numbers with their unit, what they count, and whether they are exact."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from graph.model import Span
from graph.relate.context import Context, Sentence
from graph.world.lexicon import lexicon

MULTIPLIERS = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_ABOUT_BEFORE = re.compile(r"(?:约|近|超过|超|逾|达到?近|突破|不少于|至少|最高|最多|上|高达|大约|将近|接近|不低于|超出)$")
_ABOUT_AFTER = ("余", "多", "以上", "左右", "上下")
_RATE = re.compile(r"(?:同比|环比|较上年|比上年|增长|下降|提高|降低|提升)\S{0,4}$")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with a unit at `span`; `value` is in base units, `unit` without multipliers."""

    span: Span
    value: Decimal
    unit: str
    printed: str
    approximate: bool
    sentence: Sentence


@cache
def _pattern() -> re.Pattern[str]:
    units = "|".join(sorted(map(re.escape, lexicon().units), key=lambda u: (-len(u), u)))
    return re.compile(
        r"(?<![\dA-Za-z.+\-第“])(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
        r"(?P<about>[余多]?)(?P<multiplier>[十百千万亿]{0,2})(?P<about2>[余多]?)(?P<unit>" + units + r")(?P<tail>[余多]|以上|左右)?"
    )


_NOT_A_FIGURE_AFTER = {
    "个": re.compile(r"月|小时|工作日|百分点|字|五年"),
    "年": re.compile(r""),
    "级": re.compile(r""),
    "点": re.compile(r""),
    "步": re.compile(r""),
    "届": re.compile(r""),
    "本": re.compile(r"报|次|市|县|区"),
    "位": re.compile(r"数"),
    "部": re.compile(r"委|门"),
    "期": re.compile(r"间"),
    "小时": re.compile(r"(?:不打烊|内|工会|自助|制|热线|在线|值守|服务)"),
    "号": re.compile(r""),
    "度": re.compile(r""),
    "通": re.compile(r"过|道|知"),
    "行": re.compile(r"动|业|政"),
    "岗": re.compile(r""),
    "班": re.compile(r"组|级|长"),
    "站": re.compile(r"点|式"),
    "课": re.compile(r"堂"),
}


def figures(c: Context) -> list[Figure]:
    """All figures of the article, in text order; names such as 12351热线 and dates are none."""
    text = c.reading.text
    named = [m.span for m in c.linked.mentions if m.how != "anaphor" and any(ch.isdigit() for ch in text[m.span.start : m.span.end])]
    found: list[Figure] = []
    for s in c.sentences:
        for match in _pattern().finditer(text, s.span.start, s.span.end):
            unit = match["unit"]
            span = Span(match.start(), match.end())
            if any(n.contains(span) for n in named):
                continue
            if unit == "分" and text[match.start() - 1] in "时点∶":  # 10时30分; 按5∶4∶1分担
                continue
            stop = _NOT_A_FIGURE_AFTER.get(unit)
            if stop is not None and stop.match(text, match.end()):
                continue
            value = Decimal(match["number"].replace(",", ""))
            for sign in match["multiplier"]:
                value *= MULTIPLIERS[sign]
            before = text[max(s.span.start, match.start() - 4) : match.start()]
            about = bool(match["about"] or match["about2"] or match["tail"] or _ABOUT_BEFORE.search(before))
            found.append(Figure(span, value.normalize() + 0, unit, text[match.start() : match.end()], about, s))
    return found


_COUNTED_TAGS = frozenset({"n", "nz", "vn", "an", "a", "nw", "ORG", "LOC", "j", "b"})
_EMPTY_TAGS = frozenset({"p", "c", "d", "u", "r", "m", "q", "w", "f", "TIME", "xc"})
_EMPTY_WORDS = frozenset({
    "累计", "共", "共有", "共计", "已", "已有", "目前", "有", "为", "达", "达到", "超过", "超", "突破", "近", "约", "多达",
    "其中", "可", "将", "并", "均", "分别", "的", "了", "计", "等", "仅", "约有", "现有", "拥有", "总数", "占", "是",
})  # fmt: skip
_LONGEST_BEFORE = 16


def what_is_counted(c: Context, f: Figure) -> str:
    """Words around the figure that say what it counts: 提供岗位7215个 → 提供岗位; 300多名职工宣讲员 → 职工宣讲员."""
    noun = _counted_behind(c, f)
    before = _counted_ahead(c, f)
    if noun and before:
        return before + noun if len(before) <= 8 else noun
    return noun or before or f.unit


def _counted_behind(c: Context, f: Figure) -> str:
    taken: list[str] = []
    for k in c.tokens_between(f.span.end, min(f.sentence.span.end, f.span.end + 14)):
        if k.tag in _COUNTED_TAGS or (k.text == "的" and not taken):
            taken.append(k.text)
        else:
            break
    return "".join(taken).removeprefix("的").replace("\n", "")


def _counted_ahead(c: Context, f: Figure) -> str:
    """Whole words of the clause before the figure, without what says nothing at either end."""
    text, start = c.reading.text, f.sentence.span.start
    marks = (text.rfind(mark, start, f.span.start) + 1 for mark in ",。;:、“”!?()")
    begin = max(start, *marks)
    words = c.tokens_between(begin, f.span.start)
    digits = [i for i, k in enumerate(words) if any(ch.isdigit() for ch in k.text)]
    words = words[digits[-1] + 1 :] if digits else words  # behind another figure
    while words and words[-1].end - words[0].start > _LONGEST_BEFORE:
        words = words[1:]
    while words and (words[0].tag in _EMPTY_TAGS or words[0].text in _EMPTY_WORDS):
        words = words[1:]
    while words and (words[-1].tag in _EMPTY_TAGS or words[-1].text in _EMPTY_WORDS):
        words = words[:-1]
    said = _ABOUT_BEFORE.sub("", "".join(k.text for k in words)).replace("\n", "")
    return said if len(said) > 1 else ""
