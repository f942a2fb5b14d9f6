"""What is part of what by enumeration, number, subhead and kind: 平台分“A”“B”两个模块, 一庭两室, the mines of the only group."""

from __future__ import annotations

import re
from collections.abc import Iterable

from graph.find.counted import NUMERALS
from graph.model import LocalEntity
from graph.relate.context import Context, Sentence
from graph.relate.statements import Plain
from graph.relate.words import rows


def parts_said(c: Context) -> list[Plain]:
    """All that is said outright to be part of something."""
    found = [x for s in c.sentences for x in _enumerated(c, s)]
    pairs = [*_numbered(c), *_compound(c), *_of_the_group(c), *_of_the_court(c)]
    for part, whole, rule in pairs:
        first = c.first(part)
        if first is not None:
            found.append(Plain(part, "partOf", whole, "", rule, *first))
    return found + _sections(c)


_MADE_OF = re.compile(r"(?:包括|包含|分为|分设|分别为|下设|设有|设置了?|开设了?|涵盖|建有|内设|集|即|含|分|设)[^,。;:]{0,8}$")
_JOINT = re.compile("[、和与及以“”‘’]*")
_SO_MANY = re.compile(r"等?(?:共|这)?[0-9一二两三四五六七八九十]+(?:个|大|项|种|类)|等?(?:功|功能)?于一体")


def _enumerated(c: Context, s: Sentence) -> list[Plain]:
    """平台分“A”“B”“C”3个模块; 中心集A、B于一体: the members of the list are parts of the programme before it."""
    programs = [m for m in s.printed if m.entity.type == "Program"]
    text = c.reading.text
    found: list[Plain] = []
    for row in rows(c, programs, _JOINT):
        start, end = row[0].span.start, row[-1].span.end
        if len(row) < 2 or not _MADE_OF.search(text[max(s.span.start, start - 14) : start].rstrip("“‘")):
            continue
        ahead = [m.entity for m in programs if m.span.end <= start and m not in row]
        whole = ahead[-1] if ahead else c.sentences[s.index - 1].topic if s.index else None
        if whole is None or not (ahead or _SO_MANY.match(text, end)):
            continue
        parts = [m for m in row if m.entity is not whole and m.entity.kind != "award"]
        found += [Plain(m.entity, "partOf", whole, "", "enumerated-parts", s, m) for m in parts]
    return found


_EACH = "".join(NUMERALS)
_BIG = re.compile("([二三四五六七八九十])大(工程|行动|计划|平台|活动|体系|机制)")
_TAIL = re.compile(rf"([{_EACH}])[个项张本道块大把]?([\u4e00-\u9fff])$")
_UNITS = re.compile(rf"(?:[{_EACH}][^{_EACH}\d、+“”—]{{1,2}}、?){{2,}}")
_UNIT = re.compile(rf"([{_EACH}])([^{_EACH}、]+)")

Part = tuple[LocalEntity, LocalEntity, str]
"""The part, the whole, the rule."""


def units(name: str) -> list[tuple[int, str]]:
    """How many of which things a name is made of; of the last one the first one or two characters.

    >>> units("一庭两室"), units("三站两员一码服务体系")[:2], units("三亚工匠学院")
    ([(1, '庭'), (2, '室')], [(3, '站'), (2, '员')], [])
    """
    if not _UNITS.match(name):
        return []
    found = [(NUMERALS[n], unit) for n, unit in _UNIT.findall(name)]
    count, last = found[-1]
    return found[:-1] + [(count, unit) for unit in dict.fromkeys((last[:2], last[:1]))]


def _numbered(c: Context) -> Iterable[Part]:
    """“五大工程”, 安康三金, 三屋: the article's programmes that are called so, where there are no more than the numeral says."""
    programs = c.of_type("Program")
    for whole in programs:
        big = _BIG.fullmatch(whole.name)
        if big is not None:
            count, head, fewest = NUMERALS[big.group(1)], big.group(2), NUMERALS[big.group(1)] - 1
        else:
            names = (whole.name, *sorted(whole.aliases))
            tail = next((t for n in names if not units(n) and (t := _TAIL.search(n)) and NUMERALS[t.group(1)] > 1), None)
            if tail is None:
                continue
            count, head, fewest = NUMERALS[tail.group(1)], tail.group(2), 1
        ends = [e for e in programs if e is not whole and e.name.endswith(head) and not _TAIL.search(e.name) and whole.name not in e.name]
        begins = [e for e in programs if e is not whole and e.name.startswith(head)] if big is None else []
        for parts in (ends, begins):
            if fewest <= len(parts) <= count:
                yield from ((e, whole, "numbered-parts") for e in parts)


def _compound(c: Context) -> Iterable[Part]:
    """一庭两室: the programme that ends in 庭, and the two that end in 室."""
    programs = c.of_type("Program")
    for whole in programs:
        names = (whole.name, *sorted(whole.aliases), *sorted(whole.local))
        for count, unit in next((x for x in map(units, names) if x), []):
            parts = [e for e in programs if e is not whole and e.name.endswith(unit) and e.name[0] not in NUMERALS]
            if len(parts) <= count:
                yield from ((e, whole, "numbered-parts") for e in parts)


_NO_GROUP = re.compile("[矿厂队段]$|(?:分公司|项目部|车间|事业部)$")
_MINE = re.compile("矿$|林业局公司$|洗煤厂$")


def _of_the_group(c: Context) -> Iterable[Part]:
    """The mines of the only group that the article speaks of."""
    firms = c.of_type("Company")
    groups = [e for e in firms if "集团" in e.name and not _NO_GROUP.search(e.name)]
    if len(groups) == 1:
        mines = (e for e in firms if _MINE.search(e.name) and "有限" not in e.name and id(e) not in c.linked.parents)
        yield from ((e, groups[0], "of-the-group") for e in mines if e is not groups[0])


def _of_the_court(c: Context) -> Iterable[Part]:
    """法庭 of the only court."""
    institutions = c.of_type("Institution")
    courts = [e for e in institutions if e.name.endswith("人民法院") and not re.search("中级|高级|最高", e.name)]
    if len(courts) == 1:
        yield from ((e, courts[0], "of-the-court") for e in institutions if e.name.endswith("法庭"))


def _sections(c: Context) -> list[Plain]:
    """Under the subhead 实施“政治领航工程” stand the activities of that project: what is named there and nowhere else."""
    found: list[Plain] = []
    for e in c.of_type("Program"):
        where = c.printed(e)
        sections = {id(s.section): s.section for s, _ in where}
        whole = where[0][0].section if where else None
        if len(sections) == 1 and whole is not None and whole is not e and e.kind != "award" and whole.kind in ("plan", "campaign"):
            found.append(Plain(e, "partOf", whole, "", "section-part", *where[0]))
    return found
