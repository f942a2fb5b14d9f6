"""Who issues a document where the clause names no issuer: two federations that a numeral sums up, the union of the trade."""

from __future__ import annotations

import re
from collections.abc import Iterable

from graph.link.entities import EntityMention
from graph.model import ORGANISATIONS, LocalEntity
from graph.relate.context import Context, Sentence
from graph.relate.statements import Plain
from graph.relate.words import outermost, rows

_COUNTS = {"两": 2, "双": 2, "三": 3, "四": 4, "五": 5, "六": 6}
_SIGNS = "(?:签订|签署|签下|签了|签|合签|订立|出台|印发|制定|发布|缔结|联合印发|商定)[^。;《]{0,8}《?$"
_OF_LEVEL = re.compile(rf"([两三四五六])(家|地|市|省市|省区|省|县区|县市|县|区县|区|市县)(?:总工会|工会)[^。;]{{0,14}}?{_SIGNS}")
_SO_MANY = re.compile(rf"(?:([两三四五六])(?:家|方)(?:单位|部门|企业)?|(双)方)[^。;]{{0,10}}?{_SIGNS}")
_LEVELS = {"省": 1, "市": 2, "县": 3, "区": 3}
_TRADE_UNION = re.compile("行业工会$|工会联合会$|联合工会$")
_CONTRACT = re.compile("(?:集体合同|集体协议|专项合同|工价协议|专项协议|协商协议)$")


def issued(c: Context) -> list[Plain]:
    """What is said of issuers beyond the clause that names the document."""
    found: list[Plain] = []
    for s in c.sentences:
        for d in (m for m in s.printed if m.entity.type == "Document"):
            lead = c.reading.text[s.span.start : d.span.start]
            for e in (*_federations(c, s, lead), *_listed(c, s, lead)):
                found.append(Plain(e, "issued", d.entity, "", "so-many-issuers", s, d))
    return found + _contracts(c)


def _ahead(c: Context, s: Sentence, end: int) -> Iterable[list[list[EntityMention]]]:
    """The lists of organisations of each sentence, the last first, as far as they stand before `end`."""
    for x in reversed(c.sentences[: s.index + 1]):
        named = [m for m in x.printed if m.entity.type in ORGANISATIONS and m.span.start < end]
        yield rows(c, outermost(named))


def _federations(c: Context, s: Sentence, lead: str) -> list[LocalEntity]:
    """两市总工会签署《D》: as many federations of that level as the numeral says, those named last."""
    said = _OF_LEVEL.search(lead)
    if said is None:
        return []
    level, count = _LEVELS.get(said.group(2)[0]), _COUNTS[said.group(1)]
    found: list[LocalEntity] = []
    for lists in _ahead(c, s, s.span.start + said.start()):
        for m in (m for row in reversed(lists) for m in reversed(row)):
            e = m.entity
            wanted = level or (_level(found[0]) if found else 0)
            if e.type == "Union" and e.code and e not in found and wanted in (0, _level(e)):
                found.append(e)
    return found[:count] if len(found) >= count else []


def _level(union: LocalEntity) -> int:
    return 1 if union.code.endswith("0000") else 2 if union.code.endswith("00") else 3


def _listed(c: Context, s: Sentence, lead: str) -> list[LocalEntity]:
    """三家单位联合印发《D》, 双方签订《D》: the last list of exactly so many organisations."""
    said = _SO_MANY.search(lead)
    if said is None:
        return []
    count = _COUNTS[said.group(1) or said.group(2)]
    for lists in _ahead(c, s, s.span.start + said.start()):
        for row in reversed(lists):
            members = list({id(m.entity): m.entity for m in row}.values())
            if len(members) == count:
                return members
    return []


def _contracts(c: Context) -> list[Plain]:
    """A contract of the trade is signed by the article's only union of a trade."""
    unions = [e for e in c.of_type("Union") if _TRADE_UNION.search(e.name)]
    contracts = [e for e in c.of_type("Document") if "行业" in e.name and _CONTRACT.search(e.name)]
    if len(unions) != 1:
        return []
    return [Plain(unions[0], "issued", e, "", "contract-of-trade", *first) for e in contracts if (first := c.first(e)) is not None]
