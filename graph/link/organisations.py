"""Companies and institutions: short and long names, placed organs (区人社局), branches and their parents."""

from __future__ import annotations

import re
from collections import Counter

from graph.find.formal import UNION_SCHOOL
from graph.link.desk import Desk, EntityMention
from graph.link.firms import firm_core, is_firm
from graph.link.names import level_prefix, name_scope, placed_names
from graph.link.nesting import link_owner
from graph.model import LocalEntity, Mention, Span, plain
from graph.world.lexicon import lexicon

_PLACED_KINDS = ("government", "party", "court", "police", "association", "union department")
_TWO_ORGANS = re.compile(r"(.{2,}?(?:局|厅|委|办|部|院|会|法院|检察院))(?:和|与|及|、)(.{2,}(?:局|厅|委|办|部|院|会|法院|检察院))$")
_LIST_PRONOUN = re.compile(r"[该本此这](?:一|个|项|家|次|款|场|套)?")


def link_company(desk: Desk, m: Mention) -> LocalEntity | None:
    name = plain(m.text)
    if name in lexicon().generic or _LIST_PRONOUN.match(name):
        return desk.generic(m, "Company", name)
    if (owned := _owned(desk, m, name)) is not None:
        return owned
    level = level_prefix(name)
    if level and len(name) > 4 and (code := desk.level_code(m.span.start, level)):
        firm = desk.entity("Company", desk.g[code].name + name[len(level) :])
        firm.local.add(name)
        desk.linked.located[id(firm)] = desk.place_of(code)
        desk.add(m.span, firm, "local", m.rule, m.score)
        return firm
    known = desk.company(name)
    inside = [p for p in desk.places.mentions if m.span.contains(p.span) and len(p.span) < len(m.span)]
    if inside and inside[0].span.start == m.span.start:
        bare = name[desk.innermost(m.span.start, m.span.end).span.end - m.span.start :]
        known.aliases |= {bare} if "有限" in bare and len(firm_core(bare)) > 3 else set()  # 绵竹市川芝磷化工有限公司
    branch = link_owner(desk, known, m.span)
    if inside:
        desk.linked.located[id(known)] = desk.place(inside[-1] if branch else desk.innermost(inside[0].span.start, m.span.end))
    desk.add(m.span, known, "name", m.rule, m.score)
    return known


_FIRMS = ("公司", "企业", "集团", "集团公司", "单位", "")
_FIRM_ENDS = ("公司", "集团", "企业", "有限")


def owner_called(desk: Desk, position: int, said: str) -> EntityMention | None:
    """Who 公司, 学院, 矿 means in 公司工会 or 学院图书馆: the nearest organisation before it that is called so."""
    head = said.lstrip("该本我们其")
    firm = head in _FIRMS
    types = ("Company",) if firm else ("Company", "Institution")
    ends = _FIRM_ENDS if firm else (head,)
    earlier = [m for m in desk.linked.mentions if m.entity.type in types and m.span.end <= position and m.how != "implied"]
    called = [m for m in earlier if m.entity.name.endswith(ends)]
    return max(called or (earlier if firm else []), key=lambda m: m.span.end, default=None)


NAMELESS = r"[该本]?(?:[分支]?公司|企业|集团(?:公司)?|项目部|作业区|车间|[支分]行|学校|学院|医院|[矿厂段])"
"""What an organisation is, without its name: what stands so before 工会 or a department, `owner_called` completes."""
_OWNED = re.compile(
    rf"({NAMELESS})"
    r"((?:[\u4e00-\u9fff]{1,12})(?:部|处|科|室|中心|车间|党工?委|党总支|团委|委员会|小学|幼儿园|图书馆|研究[院所]|总医院|安监局|事业部|分厂|项目部)"
    r"|总医院|党工?委|团委|第[\u4e00-\u9fff]{1,6}公司(?:[\u4e00-\u9fff]{2,12}项目部)?)$"
)
"""公司人力资源部, 学校附属小学: a department under its owner's common noun."""
_BARE_UNIT = re.compile(
    r"(?!中国)[\u4e00-\u9fff\d]{1,6}(?:车间|工区|作业区|分厂|事业部)$|(?!中国)[\u4e00-\u9fff]{1,4}[分支]公司$|(?:[一二三四五六七八九十]公司|项目部)$"
)
"""彩涂分厂, 二公司: how parts of a firm are called without the firm's name."""


def _owned(desk: Desk, m: Mention, name: str) -> LocalEntity | None:
    found = _OWNED.match(name)
    if found is not None:
        owner, rest = owner_called(desk, m.span.start, found.group(1)), found.group(2)
    elif _is_bare_unit(name) and m.span.start not in desk.places.by_start and desk.known(m.type, name) is None:
        owner, rest = _firm_before(desk, m.span.start), name
    else:
        return None
    if owner is None:
        return None
    part = desk.entity(m.type, owner.entity.name + rest, owner.entity.scope)
    told_apart = rest == name and m.type == "Company" and len(name) > 3  # 彩涂分厂; a 财务部 is in every firm
    (part.aliases if told_apart else part.local).add(name)
    desk.linked.parents[id(part)] = owner.entity
    if (place := desk.linked.located.get(id(owner.entity))) is not None:
        desk.linked.located[id(part)] = place
    desk.add(m.span, part, "local", m.rule, m.score)
    return part


def _is_bare_unit(name: str) -> bool:
    return _BARE_UNIT.match(name) is not None or (name[-1] in "部处科" and name[:-1] in lexicon().departments)


def _firm_before(desk: Desk, position: int) -> EntityMention | None:
    """Of the firms named before, parts of others left out, the one named most, or last of these."""
    firms = [
        m
        for m in desk.linked.mentions
        if m.entity.type == "Company" and m.span.end <= position and id(m.entity) not in desk.linked.parents and is_firm(m.entity.name)
    ]
    times = Counter(id(m.entity) for m in firms)
    return max(firms, key=lambda m: (times[id(m.entity)], m.span.end), default=None)


_DEPARTMENT = re.compile(
    r"(?:(省|市|区|县|州|自治区)总(?:工会)?)?((?:(?:权益保障|劳动|女职工|组织|宣传)和)?(?:权益保障|法律工作|女职工|宣教|宣传教育|经济技术|经济工作|劳动保护|基层工作"
    r"|网络工作|劳动和经济工作|保障工作|生活保障|资产监督)[\u4e00-\u9fff]{0,6}部|女职工委员会|经费审查委员会|(?<=总)[\u4e00-\u9fff]{2,8}部|(?<=工会)[\u4e00-\u9fff]{2,8}部)$"
)


def _federation_department(desk: Desk, m: Mention, name: str) -> LocalEntity | None:
    """省总经济技术部, a bare 权益保障部: a department of the federation that the words or the text before them name."""
    found = _DEPARTMENT.match(name)
    if found is None:
        return None
    if found.group(1):
        code = desk.level_code(m.span.start, found.group(1))
    else:
        owner = desk.before(m.span.start + 1, "Union")
        code = owner.entity.code if owner is not None else ""
    if code not in desk.g:
        return None
    federation = desk.federation(code)
    department = desk.entity("Institution", federation.name + found.group(2))
    department.local.add(name)
    desk.linked.parents[id(department)] = federation
    desk.linked.located[id(department)] = desk.place_of(code)
    if found.group(1):
        desk.add(Span(m.span.start, m.span.start + len(found.group(1)) + 1), federation, "local", "union-local", 0.85)
    desk.add(m.span, department, "local", m.rule, m.score)
    return department


_LEAGUE = re.compile(r"(.*?)(?:共青)?团(.+?)委(?:员会)?$")


def _league(desk: Desk, m: Mention, name: str) -> LocalEntity | None:
    """团市委, 佳木斯团市委, 共青团佳木斯市委: the committee of the Youth League there."""
    found = _LEAGUE.match(name)
    if found is None:
        return None
    ahead, where = found.groups()
    at = m.span.start if ahead else desk.reading.text.index("团", m.span.start) + 1
    code = desk.innermost(at, m.span.end).code if at in desk.places.by_start else "" if ahead else desk.level_code(m.span.start, where)
    if code not in desk.g:
        return None
    place = desk.g[code]
    full = {h + place.name for h in ("", desk.g[desk.g.parent(code)].name if desk.g.parent(code) else "")}
    names = {league + h + end for h in full for league in ("共青团", "团") for end in ("委", "委员会")}
    if ahead:
        names.add(name)
    league = desk.entity("Institution", f"共青团{place.name}委", name_scope(code), aliases=names)
    if name not in league.aliases | {league.name}:
        league.local.add(name)
    desk.linked.located[id(league)] = desk.place_of(code)
    desk.add(m.span, league, "local" if name in league.local else "name", m.rule, m.score)
    return league


def _organ_of(desk: Desk, code: str, rest: str) -> LocalEntity:
    """The organ of a place under its full name: (330482, 人社局) → 平湖市人社局."""
    full, others = placed_names(code, rest)
    organ = desk.known("Institution", full) or desk.entity("Institution", full, name_scope(code), aliases=others)
    desk.linked.located[id(organ)] = desk.place_of(code)
    return organ


def link_institution(desk: Desk, m: Mention) -> LocalEntity | None:
    name = plain(m.text)
    two = _TWO_ORGANS.match(m.text)
    if two is not None and all((x := lexicon().suffix_of(part)) is not None and x.kind in _PLACED_KINDS for part in two.groups()):
        link_institution(desk, Mention(Span(m.span.start, m.span.start + two.end(1)), m.type, two.group(1), m.rule, m.score))
        place = desk.places.by_start.get(m.span.start)
        shared = place.name if place is not None and not level_prefix(two.group(2)) else ""
        second = Span(m.span.start + two.start(2), m.span.end)
        if shared and place is not None and place.code:
            organ = _organ_of(desk, place.code, two.group(2))
            organ.local.add(two.group(2))
            desk.add(second, organ, "local", m.rule, m.score)
            return organ
        return link_institution(desk, Mention(second, m.type, two.group(2), m.rule, m.score))
    department = _federation_department(desk, m, name) or _owned(desk, m, name) or _league(desk, m, name)
    if department is not None:
        return department
    suffix = lexicon().suffix_of(name)
    school = UNION_SCHOOL.fullmatch(name) is not None
    placed = (suffix is not None and suffix.kind in _PLACED_KINDS) or name in lexicon().organs or school
    level = level_prefix(name.removeprefix("团"))
    place = desk.places.by_start.get(m.span.start)
    local = ""
    entity: LocalEntity | None
    if level and (len(name) > len(level) + 1 or name.endswith("委")) and (code := desk.level_code(m.span.start, level)):
        local = name
        entity = _organ_of(desk, code, name[len(level) :])
    elif place is not None and len(place.span) < len(m.span):
        inner = desk.innermost(m.span.start, m.span.end)
        rest = plain(desk.reading.text[inner.span.end : m.span.end])
        if placed and inner.code and len(rest) >= 1:
            entity = _organ_of(desk, inner.code, rest)
            entity.aliases |= {name} - {entity.name}
        else:
            entity = desk.known("Institution", name) or desk.entity("Institution", name, name_scope(inner.code))
        desk.linked.located[id(entity)] = desk.place(inner)
    elif level and placed and len(name) <= len(level) + 3:
        desk.reject(m.span, name, "an organ of a bare level, and no place that the level could mean")
        return None
    elif name in lexicon().generic or school or lexicon().is_organ(name) or (placed and len(name) <= 4):
        known = desk.known("Institution", name)
        if known is None and placed and desk.places.home in desk.g and len(name) >= 2:
            code = desk.places.home
            known = _organ_of(desk, code, name)
        if known is None:
            return desk.generic(m, "Institution", name)
        entity, local = known, name
    else:
        entity = desk.known("Institution", name) or desk.entity("Institution", name)
        union = desk.union_before(m.span)
        if union is not None:
            for alias in (union.name, *sorted(union.aliases | union.local)):
                if name.startswith(alias):
                    full = union.name + name[len(alias) :]
                    entity = desk.entity("Institution", full, aliases={name} if alias not in union.local else ())
                    if alias in union.local:
                        entity.local.add(name)
                    desk.linked.parents[id(entity)] = union
                    break
    if local:
        entity.local.add(local)
    elif entity.name != name and not level:
        entity.aliases.add(name)
    inside = [p for p in desk.places.mentions if m.span.contains(p.span) and p.span.start > m.span.start]
    if link_owner(desk, entity, m.span) and inside:
        desk.linked.located[id(entity)] = desk.place(inside[-1])
    stationed = re.search(r"驻([\u4e00-\u9fff]{2,6})(?:办事处|联络处|代表处)$", name)
    if stationed is not None and (there := desk.g.named(stationed.group(1))):
        desk.linked.located[id(entity)] = desk.place_of(there[0])
    desk.add(m.span, entity, "local" if local else "name", m.rule, m.score)
    return entity
