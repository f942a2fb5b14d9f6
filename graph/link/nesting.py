"""One organisation's name inside another's: 凯里学院美术与设计学院, 龙口市人民法院黄城法庭, 长虹煤业集团二矿掘进工区."""

from __future__ import annotations

import re

from graph.link.desk import Desk
from graph.model import LocalEntity, Span, plain
from graph.world.lexicon import lexicon

_BRANCH = re.compile(
    r"^(?:[\u4e00-\u9fff()（）\d]{0,12}(?:分公司|子公司|分局|支行|分行|项目部|事业部|车间|工区|分厂|厂|矿|部|中心|处|所|段|站|队|校区|分校|分院|教学点))$"
)
"""What may stand behind the name of an enterprise: the designation of its branch."""
_TEXT = r"[\u4e00-\u9fff()（）\d]"
_UNITS = {
    "firm": re.compile(
        rf"{_TEXT}{{0,14}}(?:室|作业区|工区|工段|车间|基地|支公司|营业部|网点|营业点|站点|代表处|班|矿井?|煤矿|选煤厂|党委|团委|委员会|项目|分场|代表大会|职代会)$"
    ),
    "group": re.compile(rf"(?!股份|有限|控股|责任){_TEXT}{{2,}}公司$"),
    "works": re.compile(rf"(?!业|冶|石|山|区|商|家){_TEXT}{{0,8}}(?:车间|工区|作业区|工段|队|班|科|分厂|项目部|党委|团委|委员会)$"),
    "site": re.compile(rf"{_TEXT}{{0,14}}项目(?:部|经理部)?$"),
    "school": re.compile(
        r"(?!附属[^小中幼])[\u4e00-\u9fff]{2,12}(?:书院|系|部|中心|图书馆|研究院|研究所|处|协会|委员会|附属小学|附属中学|附属幼儿园|团委|党委|理事会|分校"
        r"|校区|分院|教学点|教研室|实训基地)$|(?!附属)[\u4e00-\u9fff]{1,12}学院$|[\u4e00-\u9fff]{2,8}附属医院$"
    ),
    "court": re.compile(r"[\u4e00-\u9fff]{1,8}(?:庭|室|局)$"),
    "organ": re.compile(
        rf"(?!办公室){_TEXT}{{2,12}}(?:[处科]|大队|支队|中队|队|所|站|中心|室|委员会|党[组委]|团委|(?<!项目)部|分局"
        r"|分馆|分院|派出庭|办事处|医院)$"
    ),
}
"""How the parts of a firm, a group of firms, a mine or mill, a school, a court, an organ are called, behind the owner's name."""
_OWNERS = (
    (re.compile(r"有限责任公司|有限公司|集团公司|总公司|分公司|公司|集团|银行|油田(?!分公司)"), "Company", "firm"),
    (re.compile(r"集团(?!\))"), "Company", "group"),
    (re.compile(r"[厂矿段]"), "Company", "works"),
    (re.compile(r"局"), "Company", "site"),
    (re.compile(r"(?:大学|学院|学校)(?:\([^()]+\))?"), "Institution", "school"),
    (re.compile(r"法院|检察院"), "Institution", "court"),
    (re.compile(r"[局厅]|管委会|协会|学会|商会|医院|委员会|支队|仲裁院|研究[院所]|图书馆|红十字会|互助会"), "Institution", "organ"),
)
_SEAT = re.compile(r"([\u4e00-\u9fff]{2,5}?)(?:分公司|支公司|分行|支行|分局|校区|分校)$")
"""A branch named after the place where it lies: 重庆分公司."""
_SHORTEST = 4
"""Owners are named with at least so many characters: 公司车间 names none."""


def owner_in(name: str) -> tuple[str, str] | None:
    """(name, type) of the organisation with whose name this name of a part of it begins; of several the longest.

    >>> owner_in("凯里学院美术与设计学院")
    ('凯里学院', 'Institution')
    >>> owner_in("平湖港务集团有限公司")
    """
    found: dict[int, str] = {}
    for ending, type_, kind in _OWNERS:
        for m in ending.finditer(name, _SHORTEST - 2):
            rest = name[m.end() :]
            unit = _UNITS[kind].match(rest) or (kind == "firm" and _BRANCH.match(rest))
            if unit and m.end() >= _SHORTEST and not _one_organ(name, m.end()):
                found[m.end()] = type_
    if not found:
        return None
    end = max(found)
    return name[:end], found[end]


def _one_organ(name: str, end: int) -> bool:
    """公安局交通警察支队 is one organ, however long its name."""
    return any(name.endswith(organ) and len(name) - len(organ) < end for organ in lexicon().organ_names)


def link_owner(desk: Desk, part: LocalEntity, span: Span) -> bool:
    """Make the organisation that the part's name begins with an entity too, whether it is named by itself or not."""
    found = owner_in(part.name)
    if found is None:
        return False
    name, type_ = found
    rest = part.name[len(name) :]
    inner = _printed_owner(desk, span, rest)
    known = desk.known("Company", name) or desk.known("Institution", name)
    if known is part or (known is None and inner is None):
        return False
    if type_ == "Company" and (known is None or known.type == "Company"):
        parent = desk.company(name)
    else:
        parent = known or desk.entity(type_, name)
    desk.linked.parents[id(part)] = parent
    seat = _SEAT.match(rest)
    if seat is not None and (codes := desk.g.named(seat.group(1))):
        desk.linked.located[id(part)] = there = desk.place_of(codes[0])
        at = desk.reading.text.find(seat.group(1), span.start, span.end)
        if at >= 0:
            desk.add(Span(at, at + len(seat.group(1))), there, "implied", "seat-in-name", 0.9)
    if inner is not None:
        parent.aliases |= {plain(desk.reading.cut(inner))} - {parent.name}
        desk.add(inner, parent, "implied", "parent-in-name", 0.85)
        place = desk.places.by_start.get(span.start)
        if place is not None and place.span.end < inner.end:
            desk.linked.located[id(parent)] = desk.place(desk.innermost(span.start, inner.end))
        link_owner(desk, parent, inner)
    return True


def _printed_owner(desk: Desk, span: Span, rest: str) -> Span | None:
    """Where the owner's name is printed in front of `rest`, be it in short: 新疆地质局 in 新疆地质局第一大队."""
    for end in range(span.end - len(rest), span.start + 1, -1):  # a line may break inside the rest
        if plain(desk.reading.cut(Span(end, span.end))) == rest:
            return Span(span.start, end)
    return None
