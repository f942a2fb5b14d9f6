"""Anaphors: what 该公司, 此次活动 or a bare 夜校 means."""

from __future__ import annotations

import re

from graph.link.desk import Desk, EntityMention
from graph.link.programs import one_of_many
from graph.model import LocalEntity, Span, plain
from graph.world.lexicon import lexicon

_POINTED = re.compile(
    r"(?:该|本次|此次|本|这一|这个|这项|此项|该项|上述)(公司|企业|集团|平台|小程序|系统|中心|机制|制度|模式|体系|活动|行动|项目|工程|计划|大赛|竞赛|比赛|培训|学院"
    r"|学校|校|院|医院|局|服务站|驿站|工作站|基地|工作室|品牌|县总工会|县总|市总|区总|工会|矿|厂|村|社区|镇|街道|意见|方案|办法|协议)"
)
_BARE_TYPES = ("Program", "Company", "Institution", "Document")
_LEAGUE_NOUN = "联合会"
"""What a league of unions is called once it is known: 联合会主席."""
_LONGEST_HEAD = 4
_NEVER_BARE = frozenset(
    {"企业", "单位", "部门", "学校", "医院", "工会", "服务", "工作", "建设", "培训", "创新", "委员会", "办公室", "法院"}
)
"""Nouns that, standing bare, mean the kind far more often than one of it."""
_COINED = 4
"""From this length on, the last word of a programme's name means it, whatever the word: 割胶夜校, then 夜校."""
_DEEDS = frozenset({"服务", "帮扶", "结对", "评价", "关爱", "慰问", "协商", "调解", "援助", "维权", "管理", "创新", "竞赛", "班组", "职工"})
_BEFORE = frozenset({"v", "p", "c", "d", "u", "w", "TIME", "f", "xc", "vd", "PER", "ORG", "LOC"})
"""Tags of a word after which a bare noun can be a whole noun phrase."""
_AFTER = frozenset({"v", "p", "c", "d", "u", "w", "r", "m", "f", "TIME", "vd", "xc", "PER", "a", "ad"})


def link_anaphors(desk: Desk) -> None:
    """该公司, 该平台, 此次活动: the nearest earlier thing of that kind; a bare 夜校: the nearest one named so."""
    _pointed(desk)
    _bare(desk)


def _pointed(desk: Desk) -> None:
    lex = lexicon()
    taken = [m.span for m in desk.linked.mentions if m.how != "implied"]
    for found in _POINTED.finditer(desk.reading.text):
        span, noun = Span(*found.span()), found.group(1)
        if any(t.overlaps(span) for t in taken):
            continue
        suffix = lex.suffix_of(noun)
        type_ = _type_of(noun)
        before = [m for m in desk.linked.mentions if m.entity.type == type_ and m.span.end <= span.start]
        earlier = [m for m in before if m.how != "implied"]
        if type_ == "Program":
            alike = (m for m in earlier if m.entity.name.endswith(noun) or (suffix is not None and m.entity.kind == suffix.kind))
            earlier = list(alike) or earlier
        else:
            earlier = [m for m in before if m.entity.name.endswith(noun)] or earlier
        if earlier:
            nearest = max(earlier, key=lambda m: m.span.end)
            nearest.entity.local.add(found.group())
            desk.add(span, nearest.entity, "anaphor", "anaphor", 0.7)


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


def _bare(desk: Desk) -> None:
    """A noun phrase that is no more than the head of a name mentioned before it."""
    owners = _heads(desk)
    reading = desk.reading
    taken = [m.span for m in desk.linked.mentions if m.how != "implied"]
    found: list[tuple[Span, str]] = []
    for i in range(len(reading.tokens)):
        for j in (i, i + 1):  # 学分银行 may be two words
            if j >= len(reading.tokens) or reading.tokens[j].end - reading.tokens[i].start > _LONGEST_HEAD:
                break
            span = Span(reading.tokens[i].start, reading.tokens[j].end)
            noun = reading.cut(span)
            if noun in owners and _stands_bare(desk, i, j) and not any(t.overlaps(span) for t in taken):
                found.append((span, noun))
    last: dict[str, tuple[int, LocalEntity]] = {}
    named = sorted((m for m in desk.linked.mentions if m.how != "implied"), key=lambda m: m.span.end)
    at = 0
    for span, noun in found:
        while at < len(named) and named[at].span.end <= span.start:
            for head in owners:
                if named[at].entity in owners[head]:
                    last[head] = (named[at].span.end, named[at].entity)
            at += 1
        if noun in last:
            entity = last[noun][1]
            entity.local.add(noun)
            desk.add(span, entity, "anaphor", "bare-head", 0.6)


def _heads(desk: Desk) -> dict[str, list[LocalEntity]]:
    """Head noun → the entities of the article whose names end in it."""
    owners: dict[str, list[LocalEntity]] = {}
    mentions: list[EntityMention] = [m for m in desk.linked.mentions if m.how in ("name", "local")]
    for m in mentions:
        name = plain(m.entity.name)
        if m.entity.type == "Union" and name.endswith(_LEAGUE_NOUN):
            owners.setdefault(_LEAGUE_NOUN, []).append(m.entity)
        if m.entity.type not in _BARE_TYPES:
            continue
        tokens = desk.reading.tags_within(m.span)
        ends = [tokens[-k:] for k in (1, 2) if len(tokens) > k]
        heads = {plain("".join(t.text for t in end)) for end in ends}
        suffix = lexicon().suffix_of(name)
        heads |= {name[-2:]} if suffix is not None else set()
        if m.entity.type == "Company":
            heads |= {"公司", "集团"} if "集团" in name else {"公司"}
        coined = plain("".join(t.text for t in tokens[-1:])) if m.entity.type == "Program" and len(name) >= _COINED else ""
        for head in heads:
            known = owners.setdefault(head, [])
            whole = lexicon().suffix_of(head) is not None or len(head) > 2 or (head == coined and head not in _DEEDS)
            if len(head) > 2 and one_of_many(m.entity, head):
                continue
            if whole and 2 <= len(head) <= _LONGEST_HEAD and head != name and head not in _NEVER_BARE and m.entity not in known:
                known.append(m.entity)
    return {head: known for head, known in owners.items() if known}


def _stands_bare(desk: Desk, first: int, last: int) -> bool:
    """Are words `first` … `last` a whole noun phrase: nothing before or behind that would qualify them?"""
    tokens = desk.reading.tokens
    if tokens[first].tag not in ("n", "nz", "vn", "ORG", "nt", "LOC", "v", "a", "nw", "an", "m", "q", "b", "s"):
        return False
    before = tokens[first - 1] if first and tokens[first - 1].end == tokens[first].start else None
    after = tokens[last + 1] if last + 1 < len(tokens) and tokens[last + 1].start == tokens[last].end else None
    if before is not None and (before.tag not in _BEFORE or before.text in ("的", "、", "“", "‘", "《", "等", "各", "每")):
        return False
    if tokens[last].text in ("公司", "集团", _LEAGUE_NOUN):  # whatever follows: 公司经理, 联合会主席
        return True
    return after is None or (after.tag in _AFTER and after.text not in ("化", "式", "”", "’", "》"))
