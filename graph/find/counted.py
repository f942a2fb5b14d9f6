"""As many names as a numeral says: “三屋”是听音屋、换气屋和说事屋; 分设……四区; …、…、…,合称“三堂课”."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from graph.find.reading import Reading
from graph.model import Span

NUMERALS = {n: i for i, n in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
_CALLED = re.compile(r"([两二三四五六七八九])[个张份项大堂本门把]?([\u4e00-\u9fff])(?=[”,:、;。架模制体工机服联的]|[两二三四五六七八九])")
"""三屋, 三张榜, 一院五坊: a numeral and what it counts."""
_INTRODUCED = re.compile(
    r"^.*(?:分别设|分设|分为|分别[为是]|包括|开设|设有|设置|下设|设立|推出|配套|的是|即为?|则[为是]|是|指|为|有|设|叫|以)(?=“?[\u4e00-\u9fff]{3,}$)"
)
_NO_NAMES = frozenset("力难价员县家市镇性感度化")
"""Nouns that end words of quality, of persons and of places more often than names."""
_BEFORE, _BEHIND = 60, 70
"""How far from the numeral the list stands, in characters."""


def counted_names(reading: Reading) -> Iterator[Span]:
    """The members of lists that are as long as a numeral near them says, and all end in the noun that it counts."""
    text = reading.text
    for called in _CALLED.finditer(text):
        count, noun = NUMERALS[called.group(1)], called.group(2)
        if noun in _NO_NAMES:
            continue
        for row in _rows(noun, count).finditer(text, max(0, called.start() - _BEFORE), min(len(text), called.end() + _BEHIND)):
            if not row.start() < called.start() < row.end():
                yield from _members(reading, row, count)


@lru_cache(maxsize=256)
def _rows(noun: str, count: int) -> re.Pattern[str]:
    item = rf"“?[\u4e00-\u9fff]{{1,8}}?{noun}”?"
    return re.compile(
        rf"(?:^|(?<=[,。;:!?、\n—(”]))([^,。;:!?、\n“”]*{item})((?:、{item}){{{max(0, count - 2)}}})(?:和|与|、|及|以及)({item})(?![、和”])"
    )


def _members(reading: Reading, row: re.Match[str], count: int) -> list[Span]:
    """The names of a row without quotation marks and what introduces the first; none where one of them is no name."""
    items = [_INTRODUCED.sub("", row.group(1)), *filter(None, row.group(2).split("、")), row.group(3)]
    at = row.end(1) - len(items[0])
    spans = []
    for item in items:
        at = reading.text.index(item, at)
        spans.append(Span(at + (item[0] == "“"), at + len(item) - (item[-1] == "”")))
        at += len(item)
    names = {reading.cut(s) for s in spans}
    whole = len(items) == len(names) == count
    return spans if whole and all(_is_name(reading, s) for s in spans) else []


def _is_name(reading: Reading, span: Span) -> bool:
    """报单 and 招工难 are deeds and states: their last word is a short verb or adjective."""
    name, last = reading.cut(span), reading.tokens[reading.token_at(span.end - 1)]
    deed = last.end == span.end and last.tag[:1] in ("v", "a", "d") and len(last.text) <= 2
    return 3 <= len(name) <= 9 and "的" not in name and "“" not in name and name[0] not in "一并" and not deed
