"""Unions: federations of places, local short forms (市总), industry and enterprise unions."""

from __future__ import annotations

import re

from graph.find.unions import LEAGUE, UnionMention
from graph.link.desk import Desk
from graph.link.firms import abbreviates
from graph.link.names import LEVELS, level_prefix
from graph.link.organisations import NAMELESS, link_company, link_institution, owner_called
from graph.model import LocalEntity, Mention, Span, plain
from graph.world.lexicon import lexicon

_NATIONAL = "中华全国总工会"
_LEAGUE = re.compile(LEAGUE + "$")
_LEAGUE_OR_UNION = re.compile(f"(?:{LEAGUE}|工会)$")
_MANY = re.compile(r"[各全两三四多每](?:[省市县区州盟旗镇乡地级]|街道)")
"""各镇总工会, 两县总工会: several, and none of its own."""
_ZONE = re.compile(
    r"(?!(?:自治|(?:经济技术)?开发|新片|高新|保税|经济|工业园|产业园|园|新|地|社)区总)"
    r"((?:(?!总工会|指导|依托|联合|希望|恳请|感谢|建议|[还和由与请向])[\u4e00-\u9fff]){2,12}(?:镇|乡|街道|区|团|师))总(?:工会)?$"
)
"""瀛海镇总工会: the federation of a place that the gazetteer does not know here."""


def settle_unions(unions: list[UnionMention], names: list[Mention], titles: list[Span]) -> list[UnionMention]:
    """Where the grammar and the model disagree about a union's extent or being."""
    model = [n for n in names if n.type == "Union" and not _MANY.match(n.text)]
    settled: list[UnionMention] = []
    for u in unions:
        if any(t.contains(u.span) for t in titles) or any(s.span.overlaps(u.span) for s in settled):
            continue
        match = next((n for n in model if n.span.overlaps(u.span)), None)
        if u.form in ("enterprise", "area", "self"):
            inside = any(n.type != "Union" and n.span.contains(u.span) and len(n.span) > len(u.span) for n in names)
            if u.form == "enterprise" and (match is None or inside):
                continue
            if match is not None and match.span.end == u.span.end and match.span.start != u.span.start and u.form == "enterprise":
                u = UnionMention(match.span, u.form, match.text, u.place, _base_of(match))
        elif u.form == "local" and match is not None and match.span.end == u.span.end and _ZONE.match(match.text):
            u = UnionMention(match.span, "zone", match.text)
        settled.append(u)
    for n in model:
        named = _LEAGUE_OR_UNION.search(n.text) and not _LEAGUE.fullmatch(n.text) and len(n.text) > 4 and n.score >= 0.5
        if named and not any(n.span.overlaps(u.span) for u in settled):
            settled.append(UnionMention(n.span, "enterprise", n.text, None, _base_of(n)))
    return sorted(settled, key=lambda u: u.span.start)


def _base_of(union: Mention) -> Span:
    """What stands before 工会, 联合工会 or 行业工会联合会."""
    end = _LEAGUE_OR_UNION.search(union.text)
    assert end is not None
    return Span(union.span.start, union.span.start + end.start())


def link_union(desk: Desk, m: UnionMention) -> None:
    printed = plain(m.text).replace("\n", "")
    if m.form == "national":
        union = desk.entity("Union", _NATIONAL, code="000000", aliases={"全国总工会", "全总"})
        desk.add(m.span, union, "name", "union-national", 0.98)
    elif m.form == "federation" and m.place is not None:
        _federation_mention(desk, m, printed)
    elif m.form == "local":
        _local_federation(desk, m, printed)
    elif m.form == "zone":
        _unlisted_federation(desk, m, printed)
    elif m.form == "industry":
        _industry_union(desk, m, printed)
    else:
        _enterprise_union(desk, m, printed)


def _federation_mention(desk: Desk, m: UnionMention, printed: str) -> None:
    place = m.place
    assert place is not None
    if place.code:
        union = desk.federation(place.code)
        if not re.match(r"(?:[省市县区州旗镇乡]|街道|自治区)总", printed):
            union.aliases |= {printed} - {union.name}
    else:
        union = desk.entity("Union", place.name + "总工会", place.parent or desk.places.home, aliases={printed})
        desk.linked.located[id(union)] = desk.place(place)
    desk.add(m.span, union, "name", "union-federation", 0.97)


def _local_federation(desk: Desk, m: UnionMention, printed: str) -> None:
    level = next(w for w in sorted(LEVELS, key=len, reverse=True) if printed.startswith(w)) if printed.startswith(tuple(LEVELS)) else ""
    code = ""
    if not level:
        desk.reject(m.span, printed, "no place in the article to complete this local name")
        return
    if level in ("镇", "乡", "街道"):
        town = next((p for p in reversed(desk.places.mentions) if p.span.end <= m.span.start and p.kind == "town"), None)
        if town is not None and not town.code:
            union = desk.entity("Union", town.name + "总工会", town.parent or desk.places.home, aliases={plain(town.name + "总工会")})
            desk.linked.located[id(union)] = desk.place(town)
            desk.add(m.span, union, "local", "union-local", 0.7)
            return
        code = town.code if town is not None else ""
    else:
        code = desk.level_code(m.span.start, level)
    federation = desk.federation(code) if code else _zone_federation(desk, m.span.start, level)
    if federation is None:
        desk.reject(m.span, printed, f"no {level} in the article to complete this local name")
        return
    federation.local.add(printed)
    desk.add(m.span, federation, "local", "union-local", 0.9)


def _unlisted_federation(desk: Desk, m: UnionMention, printed: str) -> None:
    """The federation of a town or zone that no gazetteer has, and the place itself."""
    found = _ZONE.match(printed)
    assert found is not None
    name = found.group(1)
    kind = "town" if name.endswith(("镇", "乡", "街道")) else "zone"
    place = desk.entity("Place", name, desk.places.home, kind=kind)
    desk.add(Span(m.span.start, m.span.start + len(name)), place, "implied", "union-place", 0.8)
    union = desk.entity("Union", name + "总工会", desk.places.home, aliases={printed, name + "总"})
    desk.linked.located[id(union)] = place
    desk.add(m.span, union, "name", "union-federation", 0.85)


def _zone_federation(desk: Desk, position: int, level: str) -> LocalEntity | None:
    """The federation named last of a zone that the gazetteer does not know: 泰州市高新区总工会, then 区总."""
    earlier = (x.entity for x in reversed(desk.linked.mentions) if x.span.end <= position and x.how == "name")
    return next((e for e in earlier if e.type == "Union" and not e.code and e.name.endswith(level + "总工会")), None)


def _industry_union(desk: Desk, m: UnionMention, printed: str) -> None:
    place = m.place
    level = level_prefix(printed)
    if place is not None and place.code:
        rest = printed[printed.rindex(place.name) + len(place.name) :] if place.name in printed else printed
        code = place.code
    elif level and (code := desk.level_code(m.span.start, level)):
        rest = printed[len(level) :]
    elif level:
        desk.reject(m.span, printed, f"no {level} in the article to complete this local name")
        return
    else:
        desk.add(m.span, desk.entity("Union", printed), "name", "union-industry", 0.9)
        return
    full = desk.g[code].name + rest
    union = desk.entity("Union", full, aliases={printed} if not level else ())
    if level:
        union.local.add(printed)
    desk.linked.located[id(union)] = desk.place_of(code)
    desk.add(m.span, union, "name", "union-industry", 0.9)


def _firm_meant(desk: Desk, short: str) -> LocalEntity | None:
    """The only firm of the article so far that 铜冠金昌 can be short for, in 铜冠金昌工会."""
    firms = [e for e in desk.linked.entities if e.type == "Company" and e.name != short and abbreviates(short, e.name)]
    if len(firms) != 1:
        return None
    firms[0].aliases.add(short)
    return firms[0]


def join_late_firms(desk: Desk) -> None:
    """A union under a short name of a firm that only a later sentence names in full."""
    for union in [e for e in desk.linked.entities if e.type == "Union" and e.name.endswith("工会") and not e.code]:
        if id(union) in desk.linked.serves:
            continue
        firm = _firm_meant(desk, union.name.removesuffix("工会"))
        if firm is not None:
            full = desk.entity("Union", firm.name + "工会", firm.scope)
            desk.linked.serves[id(full)] = firm
            desk.rename(union, full)


def _enterprise_union(desk: Desk, m: UnionMention, printed: str) -> None:
    base_text = desk.reading.cut(m.base).replace("\n", "") if m.base is not None else printed.removesuffix("工会")
    if base_text in LEVELS:  # 市工会, as the press calls 市总工会 now and then
        _local_federation(desk, m, printed)
        return
    nameless = m.form == "self" or base_text in ("公司", "企业", "集团", "该公司", "该企业")
    owner = owner_called(desk, m.span.start, base_text) if nameless or re.fullmatch(NAMELESS, base_text) else None
    if owner is not None:
        names = {a + "工会" for a in owner.entity.aliases}
        union = desk.entity("Union", owner.entity.name + "工会", owner.entity.scope, aliases=names)
        union.local.add(printed)
        desk.linked.serves[id(union)] = owner.entity
        desk.add(m.span, union, "local", "union-enterprise", 0.85)
        return
    if nameless:
        desk.reject(m.span, printed, "no organisation named before it whose union this could be")
        return
    if m.form == "area":
        place = m.place
        league = _LEAGUE.search(printed)
        name = printed if league else plain(base_text) + "工会"
        if place is not None and place.kind == "town" and place.code and not league:
            union = desk.federation(place.code)
            union.aliases.add(printed)
        else:
            union = desk.entity("Union", name, desk.places.home, aliases={printed})
            if place is not None:
                desk.linked.located[id(union)] = desk.place(place)
        desk.add(m.span, union, "name", "union-area", 0.85)
        return
    base = plain(base_text)
    league = _LEAGUE.search(printed)
    if league and (known := desk.known("Union", printed)) is not None:  # 丝网行业工会联合会 after 安平县丝网行业工会联合会
        known.local |= {printed} - {known.name} - known.aliases
        desk.add(m.span, known, "local" if printed in known.local else "name", "union-enterprise", 0.85)
        return
    suffix = lexicon().suffix_of(base)
    if suffix is None or suffix.type == "Program":
        owner_entity = _firm_meant(desk, base) if not league else None
    elif suffix.type == "Company":
        owner_entity = link_company(desk, Mention(m.base or m.span, "Company", base, "union-base", 0.9))
    else:
        owner_entity = link_institution(desk, Mention(m.base or m.span, "Institution", base, "union-base", 0.9))
    tail = league.group() if league else "工会"
    level = level_prefix(printed)
    code = desk.level_code(m.span.start, level) if level else ""
    if owner_entity is not None:
        name = owner_entity.name + tail
    elif code:
        name = desk.g[code].name + printed[len(level) :]  # 区苹果产业工会联合会
    else:
        name = printed if league else base + tail
    place = desk.places.by_start.get(m.span.start)
    if owner_entity is not None:
        scope = owner_entity.scope
    else:  # a name that says where it belongs is the same in every article
        scope = "" if name.startswith(("中国", "全国")) or (place is not None and place.code) else desk.places.home
    union = desk.entity("Union", name, scope, aliases={printed})
    if league:  # a headline may have named it in short
        for short in [e for e in desk.linked.entities if e.type == "Union" and e is not union and name.endswith(e.name)]:
            desk.rename(short, union)
    if owner_entity is None and place is not None and place.span.end < m.span.end:
        desk.linked.located[id(union)] = desk.place(desk.innermost(m.span.start, m.span.end))
    if owner_entity is not None:
        desk.linked.serves[id(union)] = owner_entity
        union.aliases |= {a + tail for a in owner_entity.aliases}
    desk.add(m.span, union, "name", "union-enterprise", 0.85)
