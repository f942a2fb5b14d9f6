"""Where a text is at home: the provinces, prefectures and counties of the places that it surely names.

Two lines of one article mostly name places of one province, two lines of different articles of a national paper seldom do.  There is
no tagger yet at this stage, so that only such names count as nobody mistakes for a word, a person or a street: official names, and
short ones of provinces and prefectures where nothing around them speaks against it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from graph.world.gazetteer import RANK, Gazetteer, gazetteer
from graph.world.lexicon import lexicon

_WORDS = frozenset(("安康", "朝阳", "白银", "阿里", "大同", "长治", "日照", "开封", "中山", "大庆", "四平", "百色", "天水", "红河", "东方"))
"""Short names of prefectures that are words, too, or parts of names of streets everywhere."""
_FREE = re.compile(r"(?:^|[^\u4e00-\u9fff]|[在与和由从到自赴去往驻回来对把向让及为是])$")
"""What stands before a short name, if it is no part of a person's name or of another word."""
_STREET = re.compile(r"[东西南北中]?(?:路|街|大道|大街|巷|里)|杯|银行|岸|部(?!队)")
"""What stands behind a name that is no place there: 北京路; 河南岸."""
_OTHER_WORDS = re.compile(r"推广西|[中泰]山[东西]|[太西洞庭]湖[南北]|[长大珠黄][江河][南北西]")


@lru_cache(maxsize=8192)
def regions_of(text: str) -> frozenset[str]:
    """Codes of the areas in which places lie that the text surely names, and of these places.

    Of a name that several places have, only the areas that all of them lie in, unless what stands right before it tells which is meant.

    >>> sorted(regions_of("平湖市总工会"))
    ['330000', '330400', '330482']
    >>> sorted(regions_of("鼓楼区总工会")), sorted(regions_of("江苏南京市鼓楼区"))
    ([], ['320000', '320100', '320106'])
    """
    g = gazetteer()
    found: set[str] = set()
    before: tuple[int, list[str]] = (-1, [])
    for start, end in g.find(text):
        codes = _meant(text, start, end, before, g)
        if codes:
            found |= frozenset.intersection(*(_areas(code, g) for code in codes))
            before = (end, codes)
    return frozenset(found)


def _meant(text: str, start: int, end: int, before: tuple[int, list[str]], g: Gazetteer) -> list[str]:
    """Codes of the places that the name at [start, end) may mean; none where it is perhaps no place."""
    name = text[start:end]
    codes = [code for code in g.named(name) if g[code].kind != "region"]
    within = [code for code in codes if any(g.within(code, upper) and code != upper for upper in before[1])] if before[0] == start else []
    if within:
        return within
    official = [code for code in codes if g[code].name == name]
    if official:
        return official if len(name) > 2 and name not in lexicon().place_words else []
    if not any(g[code].kind in ("province", "city", "zone") for code in codes) or name in _WORDS or _STREET.match(text, end):
        return []
    if _OTHER_WORDS.match(text, max(0, start - 1)) or _OTHER_WORDS.match(text, max(0, start - 2)):
        return []
    wide = len(name) > 2 or any(g[code].kind == "province" for code in codes)
    return codes if wide or _FREE.search(text, max(0, start - 1), start) else []


def _areas(code: str, g: Gazetteer) -> frozenset[str]:
    return frozenset((code, *(above.code for above in g.ancestors(code))))


def kinship(a: frozenset[str], b: frozenset[str]) -> int:
    """How near two texts are at home: the rank of the narrowest area that both name, −1 where they share none, 0 where one names none."""
    if not a or not b:
        return 0
    g = gazetteer()
    return max((RANK[g[code].kind] for code in a & b), default=-1)
