"""Mentions → entities: who is meant, under which official name, and what else in the article means the same.

An article is read from left to right.  Bare forms (市总, 省教育厅, 公司工会, 该平台) are completed from the article's home and
from what was named before; short and long names of one thing are drawn together; what cannot be settled is rejected
with a reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from graph.find.places import PlaceMention, Places
from graph.find.reading import Reading
from graph.find.unions import UnionMention
from graph.link.names import (
    LEVELS,
    at_level,
    core,
    federation_name,
    federation_names,
    level_prefix,
    name_scope,
    place_names,
    placed_names,
)
from graph.model import LocalEntity, Mention, Rejection, Span, plain
from graph.world.gazetteer import gazetteer
from graph.world.lexicon import lexicon
from graph.world.register import register

_PLACED_KINDS = ("government", "party", "court", "police", "association", "union department")
_COMPANY_TAIL = re.compile(r"(?:集团)?(?:股份|有限|责任)*公司$|集团$|公司$")
_BRANCH = re.compile(
    r"^(?:[\u4e00-\u9fff()（）\d]{0,12}(?:分公司|子公司|分局|支行|分行|项目部|事业部|车间|工区|分厂|厂|矿|部|中心|处|所|段|站|队))$"
)
_PART = re.compile(r"(.{2,}(?:有限责任公司|有限公司|集团公司|总公司|分公司|公司|集团|大学|学院|医院))(.{2,})$")
"""Owner and part in one name; the longest owner counts."""
_TWO_ORGANS = re.compile(r"(.{2,}?(?:局|厅|委|办|部|院|会|法院|检察院))(?:和|与|及|、)(.{2,}(?:局|厅|委|办|部|院|会|法院|检察院))$")
_LIST_PRONOUN = re.compile(r"[该本此这](?:一|个|项|家|次|款|场|套)?")
_ANAPHOR = re.compile(
    r"(?:该|本次|此次|本|这一|这个|这项|此项|该项|上述)(公司|企业|集团|平台|小程序|系统|中心|机制|制度|模式|体系|活动|行动|项目|工程|计划|大赛|竞赛|比赛|培训|学院|学校|校|院|医院|局|服务站|驿站|工作站|基地|工作室|品牌|县总工会|县总|市总|区总|工会|矿|厂|村|社区|镇|街道|意见|方案|办法|协议)"
)
_NATIONAL = "中华全国总工会"
_COMMON_HOUSE = re.compile(r"职工|工会|困难|劳动|户外|女职工|农民工")
"""How the names of facilities begin that every federation has one of."""
_NO_LEVEL = ("市场", "区域", "县域", "省级", "市级", "区级", "县级", "州级")


@dataclass(slots=True, eq=False)
class EntityMention:
    """Where an entity is meant: `how` is name | local | anaphor | implied (a place inside another name)."""

    span: Span
    entity: LocalEntity
    how: str
    rule: str
    score: float


@dataclass(slots=True)
class Linked:
    """The entities of one article and where each is meant, in text order."""

    reading: Reading
    places: Places
    entities: list[LocalEntity] = field(default_factory=list)
    mentions: list[EntityMention] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    located: dict[int, LocalEntity] = field(default_factory=dict)
    """id(organisation) → the place that its name or its context gives it."""
    serves: dict[int, LocalEntity] = field(default_factory=dict)
    """id(enterprise union) → the company or institution whose staff it organises."""
    parents: dict[int, LocalEntity] = field(default_factory=dict)
    """id(module or branch) → what it is part of by its name."""


def link(
    reading: Reading, places: Places, unions: list[UnionMention], documents: list[Mention], shorts: dict[str, str], names: list[Mention]
) -> Linked:
    """Entities of the article; `names` are the recogniser's mentions, the rest what the rules found."""
    return _Linker(reading, places, shorts).run(unions, documents, names)


class _Linker:
    def __init__(self, reading: Reading, places: Places, shorts: dict[str, str]) -> None:
        self.reading, self.places, self.shorts = reading, places, shorts
        self.linked = Linked(reading, places)
        self.by_key: dict[tuple[str, str, str], LocalEntity] = {}
        self.g = gazetteer()

    def run(self, unions: list[UnionMention], documents: list[Mention], names: list[Mention]) -> Linked:
        titles = [d.span for d in documents]
        names = [n for n in names if not any(t.contains(n.span) for t in titles)]
        for place in self.places.mentions:
            self._add(place.span, self._place(place), "name" if self._stands_alone(place, names, unions) else "implied", "gazetteer", 1.0)
        for d in documents:
            self._add(d.span, self._document(plain(d.text)), "name", d.rule, d.score)
        steps: list[tuple[int, int, str, UnionMention | Mention]] = []
        for u in _settle_unions(unions, names, titles):
            steps.append((u.span.start, -len(u.span), "union", u))
        for n in names:
            if n.type != "Union":
                steps.append((n.span.start, -len(n.span), n.type, n))
        steps.sort(key=lambda s: s[:3])
        programs: list[Mention] = []
        for _, _, kind, mention in steps:
            if isinstance(mention, UnionMention):
                self._union(mention)
            elif kind == "Company":
                self._company(mention)
            elif kind == "Institution":
                self._institution(mention)
            elif kind == "Person":
                self._person(mention)
            else:
                programs.append(mention)
        self._programs(programs)
        self._anaphors()
        self.linked.mentions.sort(key=lambda m: (m.span.start, -m.span.end, m.entity.type))
        used = {id(m.entity) for m in self.linked.mentions}
        self.linked.entities = [e for e in self.linked.entities if id(e) in used]
        return self.linked

    # ------------------------------------------------------------ book-keeping

    def _entity(self, type_: str, name: str, scope: str = "", code: str = "", kind: str = "", aliases: Iterable[str] = ()) -> LocalEntity:
        printed, name = name, register().official(type_, name)
        entity = LocalEntity(type_, name, scope if printed == name else "", set(), set(), kind, code)
        known = self.by_key.get(entity.key)
        if known is None:
            self.by_key[entity.key] = known = entity
            self.linked.entities.append(entity)
        known.aliases |= {a for a in (printed, *aliases) if a and a != name}
        known.kind = known.kind or kind
        return known

    def _add(self, span: Span, entity: LocalEntity, how: str, rule: str, score: float) -> None:
        self.linked.mentions.append(EntityMention(span, entity, how, rule, score))

    def _reject(self, span: Span, what: str, reason: str) -> None:
        article = self.reading.article
        self.linked.rejections.append(Rejection("link", what, reason, article.id, article.evidence(article.sentence_at(span.start), span)))

    def _before(self, position: int, *types: str) -> EntityMention | None:
        """The nearest earlier mention of one of these types."""
        best = None
        for m in self.linked.mentions:
            if m.entity.type in types and m.span.end <= position and m.how != "implied" and (best is None or m.span.end > best.span.end):
                best = m
        return best

    # ------------------------------------------------------------ places, documents

    def _place(self, m: PlaceMention) -> LocalEntity:
        if m.code:
            entity = self._place_of(m.code)
            entity.aliases |= {m.name} - {entity.name}  # 密云县, as 密云区 was called once
            return entity
        parent = m.parent or self.places.home
        aliases = set()
        if m.parent in self.g and not m.name.startswith(self.g[m.parent].name):
            aliases = {self.g[m.parent].name + m.name, self.g.path(m.parent) + m.name}
        return self._entity("Place", m.name, parent, kind=m.kind, aliases=aliases)

    def _place_of(self, code: str) -> LocalEntity:
        place = self.g[code]
        return self._entity("Place", place.name, code=code, kind=place.kind, aliases=place_names(code))

    def _stands_alone(self, place: PlaceMention, names: list[Mention], unions: list[UnionMention]) -> bool:
        return not any(n.span.contains(place.span) for n in names) and not any(u.span.contains(place.span) for u in unions)

    def _document(self, name: str) -> LocalEntity:
        full = self.shorts.get(name, name)
        for e in self.linked.entities:
            if e.type == "Document" and (e.name == full or (len(full) < 12 and e.name.endswith(full))):
                e.local |= {name} - {e.name}
                return e
        entity = self._entity("Document", plain(full), "" if len(full) > 7 else self.places.home)
        if name != full:
            entity.local.add(name)
        return entity

    # ------------------------------------------------------------ unions

    def _federation(self, code: str) -> LocalEntity:
        union = self._entity("Union", federation_name(code), code=code, aliases=federation_names(code))
        self.linked.located[id(union)] = self._place_of(code)
        return union

    def _union(self, m: UnionMention) -> None:
        printed = plain(m.text).replace("\n", "")
        if m.form == "national":
            union = self._entity("Union", _NATIONAL, code="000000", aliases={"全国总工会", "全总"})
            self._add(m.span, union, "name", "union-national", 0.98)
        elif m.form == "federation" and m.place is not None:
            self._federation_mention(m, printed)
        elif m.form == "local":
            self._local_federation(m, printed)
        elif m.form == "industry":
            self._industry_union(m, printed)
        else:
            self._enterprise_union(m, printed)

    def _federation_mention(self, m: UnionMention, printed: str) -> None:
        place = m.place
        assert place is not None
        if place.code:
            union = self._federation(place.code)
            if not re.match(r"(?:[省市县区州旗镇乡]|街道|自治区)总", printed):
                union.aliases |= {printed} - {union.name}
        else:
            union = self._entity("Union", place.name + "总工会", place.parent or self.places.home, aliases={printed})
            self.linked.located[id(union)] = self._place(place)
        self._add(m.span, union, "name", "union-federation", 0.97)

    def _local_federation(self, m: UnionMention, printed: str) -> None:
        level = next(w for w in sorted(LEVELS, key=len, reverse=True) if printed.startswith(w)) if printed.startswith(tuple(LEVELS)) else ""
        code = ""
        if not level:
            self._reject(m.span, printed, "no place in the article to complete this local name")
            return
        if level in ("镇", "乡", "街道"):
            town = next((p for p in reversed(self.places.mentions) if p.span.end <= m.span.start and p.kind == "town"), None)
            if town is not None and not town.code:
                union = self._entity("Union", town.name + "总工会", town.parent or self.places.home, aliases={plain(town.name + "总工会")})
                self.linked.located[id(union)] = self._place(town)
                self._add(m.span, union, "local", "union-local", 0.7)
                return
            code = town.code if town is not None else ""
        else:
            earlier = [
                x.entity.code
                for x in reversed(self.linked.mentions)
                if x.entity.type == "Union" and x.entity.code in self.g and x.span.end <= m.span.start and x.how == "name"
            ]
            code = next((c for c in earlier if at_level(c, level) == c), "") or at_level(self.places.home, level)
            code = code or next((at_level(c, level) for c in earlier if at_level(c, level)), "")
        if not code:
            self._reject(m.span, printed, f"no {level} in the article to complete this local name")
            return
        union = self._federation(code)
        union.local.add(printed)
        self._add(m.span, union, "local", "union-local", 0.9)

    def _industry_union(self, m: UnionMention, printed: str) -> None:
        place = m.place
        level = level_prefix(printed)
        if place is not None and place.code:
            rest = printed[printed.rindex(place.name) + len(place.name) :] if place.name in printed else printed
            code = place.code
        elif level and (code := at_level(self.places.home, level)):
            rest = printed[len(level) :]
        elif level:
            self._reject(m.span, printed, f"no {level} in the article to complete this local name")
            return
        else:
            self._add(m.span, self._entity("Union", printed), "name", "union-industry", 0.9)
            return
        full = self.g[code].name + rest
        union = self._entity("Union", full, aliases={printed} if not level else ())
        if level:
            union.local.add(printed)
        self.linked.located[id(union)] = self._place_of(code)
        self._add(m.span, union, "name", "union-industry", 0.9)

    def _enterprise_union(self, m: UnionMention, printed: str) -> None:
        base_text = self.reading.cut(m.base).replace("\n", "") if m.base is not None else printed.removesuffix("工会")
        if base_text in LEVELS:  # 市工会, as the press calls 市总工会 now and then
            self._local_federation(m, printed)
            return
        if m.form == "self" or base_text in ("公司", "企业", "集团", "该公司", "该企业"):
            owner = self._before(m.span.start, "Company", "Institution")
            if owner is None:
                self._reject(m.span, printed, "no organisation named before it whose union this could be")
                return
            names = {a + "工会" for a in owner.entity.aliases}
            union = self._entity("Union", owner.entity.name + "工会", owner.entity.scope, aliases=names)
            union.local.add(printed)
            self.linked.serves[id(union)] = owner.entity
            self._add(m.span, union, "local", "union-enterprise", 0.85)
            return
        if m.form == "area":
            place = m.place
            name = plain(base_text).removesuffix("联合") + ("联合工会" if "联合" in printed else "工会")
            if place is not None and place.kind == "town" and place.code and "联合" not in printed:
                union = self._federation(place.code)
                union.aliases.add(printed)
            else:
                union = self._entity("Union", name, self.places.home, aliases={printed})
                if place is not None:
                    self.linked.located[id(union)] = self._place(place)
            self._add(m.span, union, "name", "union-area", 0.85)
            return
        base = plain(base_text)
        suffix = lexicon().suffix_of(base)
        if suffix is None or suffix.type == "Program":
            owner_entity = None
        elif suffix.type == "Company":
            owner_entity = self._company(Mention(m.base or m.span, "Company", base, "union-base", 0.9))
        else:
            owner_entity = self._institution(Mention(m.base or m.span, "Institution", base, "union-base", 0.9))
        name = (owner_entity.name if owner_entity is not None else base) + ("联合工会" if printed.endswith("联合工会") else "工会")
        union = self._entity("Union", name, owner_entity.scope if owner_entity is not None else self.places.home, aliases={printed})
        if owner_entity is not None:
            self.linked.serves[id(union)] = owner_entity
            union.aliases |= {a + "工会" for a in owner_entity.aliases}
        self._add(m.span, union, "name", "union-enterprise", 0.85)

    # ------------------------------------------------------------ companies, institutions

    def _known(self, type_: str, name: str) -> LocalEntity | None:
        """An entity of the article that this shorter (or longer) name means too."""
        full = self.shorts.get(name)
        for e in self.linked.entities:
            if e.type != type_ or register().forbidden(type_, name, e.name):
                continue
            if name == e.name or name in e.aliases or name in e.local or full == e.name:
                return e
            if len(name) >= 4 and e.name.endswith(name):
                return e
            if type_ == "Company":
                stem = _COMPANY_TAIL.sub("", name)
                inside = 2 <= len(stem) < len(_COMPANY_TAIL.sub("", e.name)) and stem in e.name
                if inside and name.endswith("公司") and not _BRANCH.match(e.name[e.name.find(stem) + len(stem) :]):
                    return e
        return None

    def _company(self, m: Mention) -> LocalEntity | None:
        name = plain(m.text)
        if name in lexicon().generic or _LIST_PRONOUN.match(name):
            return self._generic(m, "Company", name)
        known = self._known("Company", name)
        if known is None:
            shorter = next((e for e in self.linked.entities if e.type == "Company" and len(e.name) >= 4 and name.endswith(e.name)), None)
            known = self._entity("Company", name)
            if shorter is not None:
                self._rename(shorter, known)
        elif name != known.name:
            known.aliases.add(name)
        inside = [p for p in self.places.mentions if m.span.contains(p.span) and len(p.span) < len(m.span)]
        branch = self._parent_organisation(known, m.span)
        if inside:
            self.linked.located[id(known)] = self._place(inside[-1] if branch else self._innermost(inside[0].span.start, m.span.end))
        self._add(m.span, known, "name", m.rule, m.score)
        return known

    def _innermost(self, start: int, end: int) -> PlaceMention:
        """The last place of the chain that begins at `start`, before `end`."""
        place = self.places.by_start[start]
        while (after := self.places.by_start.get(place.span.end)) is not None and after.span.end < end:
            place = after
        return place

    def _parent_organisation(self, part: LocalEntity, span: Span) -> bool:
        """X有限公司Y分公司, X公司培训中心, X大学Y校区: part of X, whether X is named by itself or not."""
        found = _PART.match(part.name)
        if found is None or not _BRANCH.match(found.group(2)):
            return False
        name = found.group(1)
        type_ = "Institution" if name.endswith(("大学", "学院", "医院")) else "Company"
        parent = self._known(type_, name) or self._entity(type_, name)
        if parent is part or parent.name == part.name:
            return False
        self.linked.parents[id(part)] = parent
        inner = Span(span.start, span.start + len(name))
        if plain(self.reading.cut(inner)) == name:
            self._add(inner, parent, "implied", "parent-in-name", 0.85)
            place = self.places.by_start.get(span.start)
            if place is not None:
                self.linked.located[id(parent)] = self._place(self._innermost(span.start, inner.end))
            self._parent_organisation(parent, inner)
        return True

    def _rename(self, old: LocalEntity, new: LocalEntity) -> None:
        """`old` turns out to be a short name of `new`."""
        new.aliases |= old.aliases | {old.name}
        new.local |= old.local
        for m in self.linked.mentions:
            if m.entity is old:
                m.entity = new
        for table in (self.linked.serves, self.linked.parents, self.linked.located):
            for key, value in list(table.items()):
                if value is old:
                    table[key] = new
            if id(old) in table:
                table[id(new)] = table.pop(id(old))

    def _institution(self, m: Mention) -> LocalEntity | None:
        name = plain(m.text)
        two = _TWO_ORGANS.match(m.text)
        if two is not None and all((x := lexicon().suffix_of(part)) is not None and x.kind in _PLACED_KINDS for part in two.groups()):
            self._institution(Mention(Span(m.span.start, m.span.start + two.end(1)), m.type, two.group(1), m.rule, m.score))
            place = self.places.by_start.get(m.span.start)
            shared = place.name if place is not None and not level_prefix(two.group(2)) else ""
            second = Span(m.span.start + two.start(2), m.span.end)
            if shared and place is not None and place.code:
                full, others = placed_names(place.code, two.group(2))
                organ = self._entity("Institution", full, name_scope(place.code), aliases=others)
                organ.local.add(two.group(2))
                self.linked.located[id(organ)] = self._place_of(place.code)
                self._add(second, organ, "local", m.rule, m.score)
                return organ
            return self._institution(Mention(second, m.type, two.group(2), m.rule, m.score))
        suffix = lexicon().suffix_of(name)
        placed = (suffix is not None and suffix.kind in _PLACED_KINDS) or name in lexicon().organs
        level = level_prefix(name)
        place = self.places.by_start.get(m.span.start)
        local = ""
        entity: LocalEntity | None
        if level and placed and (code := at_level(self.places.home, level)):
            full, others = placed_names(code, name[len(level) :])
            local = name
            entity = self._entity("Institution", full, name_scope(code), aliases=others)
            self.linked.located[id(entity)] = self._place_of(code)
        elif place is not None and len(place.span) < len(m.span):
            inner = self._innermost(m.span.start, m.span.end)
            rest = plain(self.reading.text[inner.span.end : m.span.end])
            if placed and inner.code and len(rest) >= 1:
                full, others = placed_names(inner.code, rest)
                entity = self._known("Institution", full) or self._entity("Institution", full, name_scope(inner.code), aliases=others)
                entity.aliases |= {name} - {entity.name}
            else:
                entity = self._known("Institution", name) or self._entity("Institution", name, name_scope(inner.code))
            self.linked.located[id(entity)] = self._place(inner)
        elif name in lexicon().generic or name in lexicon().organs or (placed and len(name) <= 4):
            known = self._known("Institution", name)
            if known is None and placed and self.places.home in self.g and len(name) >= 2:
                code = self.places.home
                full, others = placed_names(code, name)
                known = self._entity("Institution", full, name_scope(code), aliases=others)
                self.linked.located[id(known)] = self._place_of(code)
            if known is None:
                return self._generic(m, "Institution", name)
            entity, local = known, name
        else:
            entity = self._known("Institution", name) or self._entity("Institution", name)
            union = self._union_before(m.span)
            if union is not None:
                for alias in (union.name, *sorted(union.aliases | union.local)):
                    if name.startswith(alias):
                        full = union.name + name[len(alias) :]
                        entity = self._entity("Institution", full, aliases={name} if alias not in union.local else ())
                        if alias in union.local:
                            entity.local.add(name)
                        self.linked.parents[id(entity)] = union
                        break
        if local:
            entity.local.add(local)
        elif entity.name != name and not level:
            entity.aliases.add(name)
        self._parent_organisation(entity, m.span)
        stationed = re.search(r"驻([\u4e00-\u9fff]{2,6})(?:办事处|联络处|代表处)$", name)
        if stationed is not None and (there := self.g.named(stationed.group(1))):
            self.linked.located[id(entity)] = self._place_of(there[0])
        self._add(m.span, entity, "local" if local else "name", m.rule, m.score)
        return entity

    def _union_before(self, span: Span) -> LocalEntity | None:
        """The union with whose name a longer name begins."""
        mentions = (x for x in self.linked.mentions if x.entity.type == "Union" and x.span.start == span.start and x.span.end < span.end)
        return next((x.entity for x in mentions), None)

    def _generic(self, m: Mention, type_: str, name: str) -> LocalEntity | None:
        """公司, 学校 …: what was named before, if anything was."""
        earlier = self._before(m.span.start, type_)
        if earlier is None:
            self._reject(m.span, name, "a generic name with nothing before it that it could mean")
            return None
        earlier.entity.local.add(name)
        self._add(m.span, earlier.entity, "anaphor", m.rule, 0.6)
        return earlier.entity

    def _person(self, m: Mention) -> None:
        if any(b.start <= m.span.start < b.end for b in self.reading.article.bylines):
            return
        self._add(m.span, self._entity("Person", plain(m.text), self.places.home), "name", m.rule, m.score)

    # ------------------------------------------------------------ programmes

    def _programs(self, found: list[Mention]) -> None:
        """Longest names first, so that short forms meet the full form they abbreviate."""
        lex = lexicon()
        printed = {id(m): plain(re.sub(r"(?<=[”’])的", "", m.text)).replace("\n", "") for m in found}  # “三个平台”的模式
        cores: dict[str, list[LocalEntity]] = {}
        for m in sorted(found, key=lambda m: (-len(printed[id(m)]), m.span.start)):
            name = printed[id(m)]
            if not re.search(r"[\u4e00-\u9fffA-Za-z]{2}", name):
                self._reject(m.span, m.text, "too short for the name of a programme")
                continue
            suffix = lex.suffix_of(name)
            kind = suffix.kind if suffix is not None and suffix.type == "Program" else "other"
            quoted = core(self.reading.cut(m.span))
            same = self._same_program(name, quoted, cores)
            if same is not None:
                entity = same
                if name in lex.generic or (len(name) < 4 and not quoted):
                    entity.local.add(name)
                elif name != entity.name:
                    entity.aliases.add(name)
            elif name in lex.generic:
                entity_or_none = self._module(name, kind, m)
                if entity_or_none is None:
                    continue
                entity = entity_or_none
            else:
                entity = self._new_program(name, kind, m)
            if quoted:
                cores.setdefault(quoted, [])
                if entity not in cores[quoted]:
                    cores[quoted].append(entity)
                if len(quoted) >= 3 and len(cores[quoted]) == 1 and quoted != entity.name:
                    entity.aliases.add(quoted)
            self._add(m.span, entity, "local" if name in entity.local else "name", m.rule, m.score)

    def _same_program(self, name: str, quoted: str, cores: dict[str, list[LocalEntity]]) -> LocalEntity | None:
        candidates = [e for e in self.linked.entities if e.type == "Program" and not register().forbidden("Program", name, e.name)]
        for e in candidates:
            if name == e.name or name in e.aliases or name in e.local:
                return e
        if name in cores:
            return cores[name][0]
        for e in candidates:
            if _same_designation(name, e.name, quoted, cores.get(quoted, ()), e):
                return e
        ends = [e for e in candidates if e.name.endswith(name) and len(name) >= 3]
        return ends[0] if len(ends) == 1 or (ends and name not in lexicon().generic) else None

    def _new_program(self, name: str, kind: str, m: Mention) -> LocalEntity:
        """A programme under its full name: 县总职工健康服务站 → 清河县总工会职工健康服务站."""
        full, local = name, ""
        union = self._union_before(m.span)
        level = level_prefix(name)
        if union is not None:
            for alias in (union.name, *sorted(union.aliases | union.local, key=len, reverse=True)):
                if name.startswith(alias):
                    full = union.name + name[len(alias) :]
                    local = name if alias in union.local else ""
                    break
        elif level and level != "镇" and (code := at_level(self.places.home, level)) and not name.startswith(_NO_LEVEL):
            full, local = self.g[code].name + name[len(level) :], name
        entity = self._entity("Program", _bare(full), self.places.home, kind=kind, aliases=(full,) if not local else ())
        if full == name and kind == "facility" and _COMMON_HOUSE.match(name) and self._home_federation() is not None:
            entity.aliases.add(federation_name(self.places.home) + name)  # 职工健康服务站 is its federation's
        if local:
            entity.local.add(local)
        if full != name and not local:
            entity.aliases.add(name)
        elif local and union is None and name[len(level) :] not in lexicon().generic:
            entity.aliases.add(name[len(level) :])
        return entity

    def _home_federation(self) -> LocalEntity | None:
        """The federation of the place where the article is at home, if the article names it."""
        home = self.places.home
        return next((e for e in self.linked.entities if e.type == "Union" and e.code == home and home in self.g), None)

    def _module(self, name: str, kind: str, m: Mention) -> LocalEntity | None:
        """A generic name becomes one by its owner: the union's 职工服务中心, the centre's 培训中心."""
        main = self._main_program(name)
        if main is not None and name.endswith("中心") and name not in ("职工服务中心", "服务中心", "困难职工帮扶中心"):
            entity = self._entity("Program", main.name + name, self.places.home, kind=kind)
            entity.local.add(name)
            entity.aliases.add(main.name + "的" + name)
            self.linked.parents[id(entity)] = main
            return entity
        union = self._before(m.span.end, "Union")
        if name in ("职工服务中心", "工匠学院", "困难职工帮扶中心", "工人文化宫") and union is not None and union.entity.code in self.g:
            code = union.entity.code
            owner = federation_name(code) if name != "工匠学院" else self.g[code].name
            entity = self._entity("Program", owner + name, self.places.home, kind=kind or "facility", aliases={self.g[code].name + name})
            entity.local.add(name)
            return entity
        self._reject(m.span, name, "a generic name, and no owner in the article makes it one thing")
        return None

    def _main_program(self, name: str) -> LocalEntity | None:
        heads = self.reading.article.headlines
        for m in self.linked.mentions:
            centre = m.entity.type == "Program" and m.entity.name != name and m.entity.name.endswith("中心")
            if centre and any(h.contains(m.span) for h in heads):
                return m.entity
        return None

    # ------------------------------------------------------------ anaphors

    def _anaphors(self) -> None:
        """该公司, 该平台, 此次活动: the nearest earlier thing of that kind."""
        lex = lexicon()
        taken = [m.span for m in self.linked.mentions if m.how != "implied"]
        for found in _ANAPHOR.finditer(self.reading.text):
            span, noun = Span(*found.span()), found.group(1)
            if any(t.overlaps(span) for t in taken):
                continue
            suffix = lex.suffix_of(noun)
            type_ = _type_of(noun)
            earlier = [m for m in self.linked.mentions if m.entity.type == type_ and m.span.end <= span.start and m.how != "implied"]
            if type_ == "Program":
                alike = (m for m in earlier if m.entity.name.endswith(noun) or (suffix is not None and m.entity.kind == suffix.kind))
                earlier = list(alike) or earlier
            if earlier:
                nearest = max(earlier, key=lambda m: m.span.end)
                nearest.entity.local.add(found.group())
                self._add(span, nearest.entity, "anaphor", "anaphor", 0.7)


def _type_of(noun: str) -> str:
    """What 该公司, 该平台 … can mean, by its noun."""
    if noun in ("公司", "企业", "集团", "矿", "厂"):
        return "Company"
    if noun.endswith(("工会", "总")):
        return "Union"
    if noun in ("意见", "方案", "办法", "协议"):
        return "Document"
    suffix = lexicon().suffix_of(noun)
    return suffix.type if suffix else "Institution"


_TAIL = re.compile(r"(?:培育体系|建设|板块|模块|栏目|工作|优势|现场|项目)$")


def _bare(name: str) -> str:
    """三亚工匠学院培育体系 → 三亚工匠学院: what a text says of a programme is not its name, where a name remains."""
    bare = _TAIL.sub("", name)
    suffix = lexicon().suffix_of(bare) if bare != name else None
    return bare if suffix is not None and suffix.type == "Program" and suffix.strength > 1 and len(bare) > 4 else name


def _same_designation(name: str, known: str, quoted: str, same_core: Iterable[LocalEntity], e: LocalEntity) -> bool:
    """Two printed forms of one designation: same quoted core and head noun, or one thinned out from the other."""
    if quoted and any(e is x for x in same_core):
        tail, other = name.split(quoted, 1)[-1], known.split(quoted, 1)[-1] if quoted in known else ""
        if tail == other or (tail and other and (tail[-2:] == other[-2:] or tail.startswith(other) or other.startswith(tail))):
            return True
    short, long = sorted((name, known), key=len)
    number = re.search(r"\d{4,}", short)
    if number is not None and number.group() in long and short[-2:] == long[-2:]:
        return True  # 12351热线, 12351服务职工热线
    return len(short) >= 8 and 4 * len(short) >= 3 * len(long) and short[-4:] == long[-4:] and _thinned(short, long)


def _thinned(short: str, long: str) -> bool:
    """Do the characters of `short` stand in `long` in the same order?"""
    rest = iter(long)
    return all(c in rest for c in short)


def _settle_unions(unions: list[UnionMention], names: list[Mention], titles: list[Span]) -> list[UnionMention]:
    """Where the grammar and the model disagree about a union's extent or being."""
    model = [n for n in names if n.type == "Union"]
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
        settled.append(u)
    for n in model:
        if not any(n.span.overlaps(u.span) for u in settled) and n.text.endswith("工会") and len(n.text) > 4 and n.score >= 0.5:
            settled.append(UnionMention(n.span, "enterprise", n.text, None, _base_of(n)))
    return sorted(settled, key=lambda u: u.span.start)


def _base_of(union: Mention) -> Span:
    """What stands before 工会 or 联合工会."""
    return Span(union.span.start, union.span.end - (4 if union.text.endswith("联合工会") else 2))
