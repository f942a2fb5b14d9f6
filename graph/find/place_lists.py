"""Places named in short, several at once: 小湾、大寺、勐佑等7个乡镇; 勉县、城固两县."""

from __future__ import annotations

import re

from graph.model import Span
from graph.world.gazetteer import gazetteer

_LIST = re.compile(
    r"((?:[\u4e00-\u9fff]{2,5}[、和])+[\u4e00-\u9fff]{2,5}?)(?:等)?(?:这)?(?:\d+|[二两三四五六七八九十]+)(?:个)?"
    r"(乡镇街道|乡镇|镇街|镇乡|街镇|街道|镇|乡|县市区|县区|区县|县市|市县|县|区|旗)(?![长级委政])"
)
_ENDINGS = {
    "乡镇街道": ("镇", "乡", "街道"), "乡镇": ("镇", "乡"), "镇乡": ("镇", "乡"), "镇街": ("镇", "街道"), "街镇": ("镇", "街道"),
    "县市区": ("县", "市", "区"), "县区": ("县", "区"), "区县": ("县", "区"), "县市": ("县", "市"), "市县": ("县", "市"),
}  # fmt: skip
"""Levels that a name in the list may have, where they are not the one that the list ends in."""


def find_listed(text: str, home: str) -> list[tuple[Span, str]]:
    """(where, code) of the short names in lists that end in a number and a level, as far as they lie in or beside `home`."""
    g = gazetteer()
    if home not in g:
        return []
    around = [home, *([g.parent(home)] if g[home].kind == "county" and g.parent(home) else [])]
    found: list[tuple[Span, str]] = []
    for listed in _LIST.finditer(text):
        at = listed.start(1)
        for part in re.split(r"([、和])", listed.group(1)):
            end = at + len(part)
            # what stands before the list runs into its first name
            lengths = range(len(part), 1, -1) if at == listed.start(1) else range(len(part), len(part) - 1, -1)
            for length in lengths:
                code = _among(part[-length:], _ENDINGS.get(listed.group(2), (listed.group(2),)), around)
                if code:
                    found.append((Span(end - length, end), code))
                    break
            at = end
    return found


def _among(name: str, endings: tuple[str, ...], around: list[str]) -> str:
    """Code of the place of this short name within one of `around`, the nearest first; empty where there is none or several."""
    g = gazetteer()
    for upper in around:
        codes = {c for e in endings for c in g.named(name + e) if g[c].name == name + e and g.within(c, upper) and c != upper}
        if len(codes) == 1:
            return codes.pop()
    return ""
