"""Programmes: short and long, quoted and bare forms of one designation; generic names that an owner makes one thing."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection
from itertools import chain, pairwise

from graph.link.desk import Desk
from graph.link.names import at_level, core, federation_name, level_prefix, place_names, thinned
from graph.model import LocalEntity, Mention, plain
from graph.world.lexicon import lexicon
from graph.world.register import register

_HAN = re.compile(r"[\u4e00-\u9fff]{2}")
_COMMON_HOUSE = re.compile(r"职工|工会|困难|劳动|户外|女职工|农民工")
"""How the names of facilities begin that every federation has one of."""
_NO_LEVEL = ("市场", "区域", "县域", "省级", "市级", "区级", "县级", "州级")
_TAIL = re.compile(r"(?:培育体系|建设|板块|模块|栏目|工作|优势|现场|项目)$")


def link_programs(desk: Desk, found: list[Mention]) -> None:
    """Longest names first, so that short forms meet the full form they abbreviate."""
    lex = lexicon()
    defined = _definitions(desk, found)
    found = [m for m in found if id(m) not in defined]
    printed = {id(m): _designation(m.text) for m in found}
    cores: dict[str, list[LocalEntity]] = {}
    for m in sorted(found, key=lambda m: (-len(printed[id(m)]), m.span.start)):
        name = printed[id(m)]
        if not re.search(r"[\u4e00-\u9fffA-Za-z]{2}", name) or _COUNT.match(name):
            desk.reject(m.span, m.text, "too short for the name of a programme, or a count")
            continue
        if lex.is_phrase(name):
            desk.reject(m.span, m.text, "says something of a programme, and names none")
            continue
        suffix = lex.suffix_of(name)
        kind = "award" if lex.is_honour(name) else suffix.kind if suffix is not None and suffix.type == "Program" else "other"
        quoted = core(desk.reading.cut(m.span))
        same = _same_program(desk, m, name, quoted, cores)
        if same is not None:
            entity = same
            if name in lex.generic or (len(name) < 4 and not quoted):
                entity.local.add(name)
            elif name != entity.name:
                entity.aliases.add(name)
        elif name in lex.generic:
            entity_or_none = _module(desk, name, kind, m)
            if entity_or_none is None:
                continue
            entity = entity_or_none
        else:
            entity = _new_program(desk, name, kind, m)
        if quoted:
            cores.setdefault(quoted, [])
            if entity not in cores[quoted]:
                cores[quoted].append(entity)
            if len(quoted) >= 3 and len(cores[quoted]) == 1 and quoted != entity.name:
                entity.aliases.add(quoted)
            from_quote = name[name.find(quoted) :]  # 工会干部“党建铸魂”培训工程 is called 党建铸魂培训工程 too
            if from_quote not in (quoted, entity.name) and from_quote.startswith(quoted):
                entity.aliases.add(from_quote)
        desk.add(m.span, entity, "local" if name in entity.local else "name", m.rule, m.score)
    _join_headlines(desk)
    for m, of in defined.values():
        whole = next((x.entity for x in desk.linked.mentions if x.span == of.span and x.entity.type == "Program"), None)
        if whole is not None:
            whole.local |= {plain(m.text)} - {whole.name}
            desk.add(m.span, whole, "anaphor", "definition", 0.6)
    for entity in (e for e in desk.linked.entities if e.type == "Program"):
        entity.aliases |= _without_place(desk, entity)


_IS = re.compile(r"”?(?:\([^()]*\))?,?(?:正|就|便|既|也)?(?:是|即|为(?![了])|——)[^。;!?“”]{0,44}$")
_CLAUSE_END = (",", "。", ";", "!", "?", "\n", "")


def _definitions(desk: Desk, found: list[Mention]) -> dict[int, tuple[Mention, Mention]]:
    """id(mention) → what “于工码”是…职工综合服务平台 says that “于工码” is, and the mention that it is said of."""
    text = desk.reading.text
    result: dict[int, tuple[Mention, Mention]] = {}
    ordered = sorted(found, key=lambda m: (m.span.start, -m.span.end))
    for before, m in pairwise(ordered):
        bare = "“" not in m.text and text[m.span.start - 1 : m.span.start] != "“" and before.span.end <= m.span.start
        ends = text[m.span.end : m.span.end + 1] in _CLAUSE_END
        if desk.reading.quoted(before.span) and bare and ends and _IS.fullmatch(text[before.span.end : m.span.start]):
            result[id(m)] = m, before
    return result


_COMMON = frozenset({"工会", "职工", "服务", "总工", "工作", "活动", "项目", "工匠"})
"""Pieces of names that tell no programme from another."""


def _join_headlines(desk: Desk) -> None:
    """船员热线 in a headline is the 船员娘家热线 of the text: a programme that only headlines name goes by what it is like."""
    heads = desk.reading.article.headlines
    where: dict[int, list[bool]] = defaultdict(list)
    for x in desk.linked.mentions:
        if x.entity.type == "Program":
            where[id(x.entity)].append(any(h.contains(x.span) for h in heads))
    programs = [e for e in desk.linked.entities if id(e) in where]
    told = [e for e in programs if not all(where[id(e)])]
    for short in [e for e in programs if all(where[id(e)])]:
        pieces = _pieces(short.name) - _COMMON
        alike = [(max(len(pieces & _pieces(n)) for n in (e.name, *e.aliases)), -i, e) for i, e in enumerate(told)]
        most, _, full = max(alike, key=lambda x: x[:2], default=(0, 0, None))
        if full is not None and most > 1 and not register().forbidden("Program", short.name, full.name):
            desk.rename(short, full)


def _pieces(name: str) -> frozenset[str]:
    """Every two Chinese characters in a row."""
    return frozenset(two for two in map("".join, pairwise(name)) if _HAN.fullmatch(two))


def same_on_page(articles: list[list[LocalEntity]]) -> None:
    """Programmes called alike in several articles of a page are one, of the place under which it is called most names.

    A page tells of one thing in pieces more often than of two that share a name; houses that every federation has stay apart.
    """
    alike: dict[str, list[LocalEntity]] = defaultdict(list)
    for e in chain.from_iterable(articles):
        if e.type == "Program" and not _COMMON_HOUSE.match(e.name):
            alike[e.name].append(e)
    for programs in alike.values():
        names: Counter[str] = Counter()
        for e in programs:
            names[e.scope] += bool(e.scope) * (1 + len(e.aliases | e.local))
        for e in programs:
            e.scope = max(names, key=names.__getitem__)


def _without_place(desk: Desk, entity: LocalEntity) -> set[str]:
    """白山党建共建八联机制 is called 党建共建八联机制 too."""
    codes = {desk.places.home, *(p.code for p in desk.places.mentions if entity.name.startswith(p.name))}
    heads = [h for code in codes if code in desk.g for h in place_names(code) if entity.name.startswith(h)]
    head = max(heads, key=len, default="")
    rest = entity.name[len(head) :]
    whole = head and len(rest) > 5 and rest not in lexicon().generic and not rest.startswith(("总工会", "总", "市", "县", "区", "省"))
    return {rest} if whole and not _COMMON_HOUSE.match(rest) else set()


_COUNT = re.compile(r"一(?:个|套|支|张|条|份|批|系列)")
_PRAISE = re.compile(r"^(?:[\u4e00-\u9fff]{1,7}?(?:省|市|区|县|州))?首(?:个|座|家|例)(?=.{4})")
"""浙江省首个云履职应用场景: being the first is said of it, not its name."""
_DEED = re.compile(r"^(?:健全|建立|完善|打造|推进|深化|开展|举办|实施|启动|推行|搭建|加强|强化|优化|拓展)(?=.{5})")
_AND_OTHERS = re.compile(r"(?<=[”’])等[\u4e00-\u9fff]{0,6}?(?=(?:活动|行动|服务|培训|项目|工程|机制|制度)$)")


def _designation(text: str) -> str:
    """The name in what the recogniser marked: “三个平台”的模式, “随手拍”等线上活动 and 首个… without what is no part of it."""
    name = re.sub(r"(?<=[”’])的", "", text).replace("\n", "")
    name = plain(_AND_OTHERS.sub("", name))
    return _DEED.sub("", _PRAISE.sub("", name))


def _same_program(desk: Desk, m: Mention, name: str, quoted: str, cores: dict[str, list[LocalEntity]]) -> LocalEntity | None:
    candidates = [e for e in desk.linked.entities if e.type == "Program" and not register().forbidden("Program", name, e.name)]
    for e in candidates:
        if name == e.name or name in e.aliases or name in e.local:
            return e
    if name in cores:
        return cores[name][0]
    for e in candidates:
        if _same_designation(name, e.name, quoted, cores.get(quoted, ()), e):
            return e
    for e in candidates:
        if name not in lexicon().generic and _stem_of(name, e.name):
            return e
    ahead = {id(x.entity) for x in desk.linked.mentions if x.span.start < m.span.start}  # a short form follows the full one
    headline = any(h.contains(m.span) for h in desk.reading.article.headlines)
    ends = [e for e in candidates if e.name.endswith(name) and len(name) >= 3 and (headline or id(e) in ahead) and not one_of_many(e, name)]
    return ends[0] if len(ends) == 1 or (ends and name not in lexicon().generic) else None


_LOOSE = ("项目", "计划", "体系", "工程")
"""Heads that are said of whatever has a name in quotation marks."""
_DEEDS = frozenset({"campaign", "competition", "mechanism", "plan", "platform", "brand"})
"""Kinds whose names may lose their heads; a station or a school called after something is another thing."""


def _stem_of(short: str, full: str) -> bool:
    """创新驱动 of 创新驱动工程, 金剪刀 of 第三届金剪刀服装技能大赛; 、 joins things of their own."""
    ahead, here, rest = full.partition(short)
    if len(short) < 3 or not here or not rest or ahead.endswith("、") or rest.startswith("、"):
        return False
    if rest in lexicon().heads and not ahead:
        return True
    own, head = lexicon().suffix_of(short), lexicon().suffix_of(rest)
    return head is not None and head.kind in _DEEDS and (own is None or own.kind in _DEEDS)


_SITE = re.compile(r"(?:路|街|道|口|村|镇|社区|小区|广场|园区|车站|大厦|号)的?$")


def one_of_many(e: LocalEntity, name: str) -> bool:
    """枫林路口工会驿站 is one of the houses called 工会驿站: the bare name is their common one."""
    return e.kind == "facility" and _SITE.search(e.name.removesuffix(name)) is not None


def _same_designation(name: str, known: str, quoted: str, same_core: Collection[LocalEntity], e: LocalEntity) -> bool:
    """Two printed forms of one designation: same quoted core and head noun, or one thinned out from the other."""
    if quoted and any(e is x for x in same_core):
        tail, other = name.split(quoted, 1)[-1], known.split(quoted, 1)[-1] if quoted in known else ""
        if tail == other or (tail and other and (tail[-2:] == other[-2:] or tail.startswith(other) or other.startswith(tail))):
            return True
        if len(same_core) == 1 and (tail in _LOOSE or other in _LOOSE):
            return True  # “雅江托管”项目, “雅江托管”职工子女成长驿站
        if _names_platform(tail) and _names_platform(other):
            return True  # “云履职”应用场景, “云履职”平台
    short, long = sorted((name, known), key=len)
    number = re.search(r"\d{4,}", short)
    if number is not None and number.group() in long and short[-2:] == long[-2:]:
        return True  # 12351热线, 12351服务职工热线
    return len(short) >= 8 and 4 * len(short) >= 3 * len(long) and short[-4:] == long[-4:] and thinned(short, long)


def _names_platform(tail: str) -> bool:
    suffix = lexicon().suffix_of(tail)
    return suffix is not None and suffix.kind == "platform"


def _new_program(desk: Desk, name: str, kind: str, m: Mention) -> LocalEntity:
    """A programme under its full name: 县总职工健康服务站 → 清河县总工会职工健康服务站."""
    full, local = name, ""
    aliases: set[str] = set()
    union = desk.union_before(m.span)
    level = level_prefix(name)
    if union is not None:
        for alias in (union.name, *sorted(union.aliases | union.local, key=lambda n: (-len(n), n))):
            if name.startswith(alias):
                full = union.name + name[len(alias) :]
                local = name if alias in union.local else ""
                aliases = {a + name[len(alias) :] for a in union.aliases}
                break
    elif level and level != "镇" and (code := at_level(desk.places.home, level)) and not name.startswith(_NO_LEVEL):
        full, local = desk.g[code].name + name[len(level) :], name
    aliases |= set() if local else {full}
    entity = desk.entity("Program", _bare(full), desk.places.home, kind=kind, aliases=aliases)
    if full == name and kind == "facility" and _COMMON_HOUSE.match(name) and _home_federation(desk) is not None:
        entity.aliases.add(federation_name(desk.places.home) + name)  # 职工健康服务站 is its federation's
    if local:
        entity.local.add(local)
    if full != name and not local:
        entity.aliases.add(name)
    elif local and union is None and name[len(level) :] not in lexicon().generic:
        entity.aliases.add(name[len(level) :])
    return entity


def _bare(name: str) -> str:
    """三亚工匠学院培育体系 → 三亚工匠学院: what a text says of a programme is not its name, where a name remains."""
    bare = _TAIL.sub("", name)
    return bare if bare != name and len(bare) > 4 and lexicon().names_program(bare) else name


def _home_federation(desk: Desk) -> LocalEntity | None:
    """The federation of the place where the article is at home, if the article names it."""
    home = desk.places.home
    return next((e for e in desk.linked.entities if e.type == "Union" and e.code == home and home in desk.g), None)


def _module(desk: Desk, name: str, kind: str, m: Mention) -> LocalEntity | None:
    """A generic name becomes one by its owner: the union's 职工服务中心, the centre's 培训中心."""
    main = _main_program(desk, name)
    if main is not None and name.endswith("中心") and name not in ("职工服务中心", "服务中心", "困难职工帮扶中心"):
        entity = desk.entity("Program", main.name + name, desk.places.home, kind=kind)
        entity.local.add(name)
        entity.aliases.add(main.name + "的" + name)
        desk.linked.parents[id(entity)] = main
        return entity
    union = desk.before(m.span.end, "Union")
    if name in ("职工服务中心", "工匠学院", "困难职工帮扶中心", "工人文化宫") and union is not None and union.entity.code in desk.g:
        code = union.entity.code
        owner = federation_name(code) if name != "工匠学院" else desk.g[code].name
        names = {n + name for n in (desk.g[code].name, *desk.g[code].short)}
        entity = desk.entity("Program", owner + name, desk.places.home, kind=kind or "facility", aliases=names)
        entity.local.add(name)
        return entity
    desk.reject(m.span, name, "a generic name, and no owner in the article makes it one thing")
    return None


def _main_program(desk: Desk, name: str) -> LocalEntity | None:
    heads = desk.reading.article.headlines
    for m in desk.linked.mentions:
        centre = m.entity.type == "Program" and m.entity.name != name and m.entity.name.endswith("中心")
        if centre and any(h.contains(m.span) for h in heads):
            return m.entity
    return None
