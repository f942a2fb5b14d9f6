"""Where a text is at home: the provinces and prefectures of the places that it surely names.

Two lines of one article mostly name places of one province; lines of different articles in a national paper seldom do, and in a
paper of one province they name different prefectures.  There is no tagger yet at this stage, so that only such names count as are
hardly ever words, persons or streets: official names, and short ones of provinces and prefectures that stand free.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from functools import lru_cache

from graph.world.gazetteer import Gazetteer, gazetteer
from graph.world.lexicon import lexicon

_TELLS = {"province": 1, "city": 2}
"""What a line that names an area tells; two articles of one province often differ in their prefectures alone."""
_FREE = re.compile(r"(?:^|[^\u4e00-\u9fff]|[在与和由从到自赴去往驻回来对把向让及为是])$")
"""What stands before a short name of two characters, if it is no part of another: 在德州, but not 张桂林."""
_ELSEWHERE = re.compile(r"[东西南北中]?(?:路|街|大道|大街|巷)|杯|银行|岸|部")
"""What stands behind a name that means no place there: 北京路, 安康杯, 河南岸."""
_TORN = re.compile(r"推广西|[中泰]山[东西]|[太西]湖[南北]|[长珠沿]江西|[黄沿运]河[南北]")
"""Short names that begin inside another word, from the character before them."""
_BORDER = 8
"""A name that goes on in the next line is looked for in so many characters on either side."""


@lru_cache(maxsize=8192)
def home_of(text: str) -> Counter[str]:
    """Codes of the provinces and prefectures in which places lie that the text surely names, as weights; not to be changed.

    Of a name that several places have, only the areas that all of them lie in, unless what stands right before it tells which is meant.

    >>> sorted(home_of("平湖市总工会"))
    ['330000', '330400']
    >>> sorted(home_of("鼓楼区总工会")), sorted(home_of("江苏南京市鼓楼区"))
    ([], ['320000', '320100'])
    """
    g = gazetteer()
    found: set[str] = set()
    end_above, above = -1, list[str]()
    for start, end in g.find(text):
        codes = _meant(text, start, end, above if end_above == start else [], g)
        if codes:
            found |= frozenset.intersection(*(_areas(code, g) for code in codes))
            end_above, above = end, codes
    return Counter({code: _TELLS[g[code].kind] for code in found})


def agreement(a: Counter[str], b: Counter[str]) -> float:
    """Between −1, where two texts are at home in different provinces, and 1; 0 where one of them names no place."""
    if not a or not b:
        return 0.0
    dot = sum(n * b[code] for code, n in a.items())
    return 2 * dot / math.sqrt(sum(n * n for n in a.values()) * sum(n * n for n in b.values())) - 1


def named_across(end: str, begin: str) -> bool:
    """Does the name of a place begin in one line and end in the next?

    >>> named_across("活动由浙江省平", "湖市总工会主办")
    True
    """
    return _across(end[-_BORDER:], begin[:_BORDER])


@lru_cache(maxsize=65536)
def _across(end: str, begin: str) -> bool:
    g, text = gazetteer(), end + begin
    return any(s < len(end) < e and _meant(text, s, e, [], g) for s, e in g.find(text))


def _meant(text: str, start: int, end: int, above: list[str], g: Gazetteer) -> list[str]:
    """Codes of the places that the name at [start, end) may mean, none where it is perhaps no place; `above`: what stands right before."""
    name = text[start:end]
    codes = [code for code in g.named(name) if g[code].kind != "region"]
    within = [code for code in codes if any(g.within(code, upper) and code != upper for upper in above)]
    if within:
        return within
    needs = lexicon().place_words.get(name)
    official = [code for code in codes if g[code].name == name]
    if official:
        return official if len(name) > 2 and not needs else []
    kinds = {g[code].kind for code in codes}
    if len(name) == 2 and kinds <= {"county"} and not (start == 0 and text[end : end + 1] in (":", "：")):
        return []  # 榆中 as a word alone may be anything, 榆中: above a text is a place
    if needs or _ELSEWHERE.match(text, end) or _TORN.match(text, max(0, start - 1)):
        return []
    return codes if len(name) > 2 or "province" in kinds or _FREE.search(text, max(0, start - 1), start) else []


def _areas(code: str, g: Gazetteer) -> frozenset[str]:
    """Provinces and prefectures that the place is or lies in."""
    return frozenset(c for c in (code, *(p.code for p in g.ancestors(code))) if g[c].kind in _TELLS)
