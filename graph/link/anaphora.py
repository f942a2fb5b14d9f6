"""Anaphors: what 该公司, 此次活动 or a bare 夜校 means."""

from __future__ import annotations

import re

from graph.link.desk import Desk
from graph.model import Span
from graph.world.lexicon import lexicon

_ANAPHOR = re.compile(
    r"(?:该|本次|此次|本|这一|这个|这项|此项|该项|上述)(公司|企业|集团|平台|小程序|系统|中心|机制|制度|模式|体系|活动|行动|项目|工程|计划|大赛|竞赛|比赛|培训|学院|学校|校|院|医院|局|服务站|驿站|工作站|基地|工作室|品牌|县总工会|县总|市总|区总|工会|矿|厂|村|社区|镇|街道|意见|方案|办法|协议)"
)


def link_anaphors(desk: Desk) -> None:
    """该公司, 该平台, 此次活动: the nearest earlier thing of that kind."""
    lex = lexicon()
    taken = [m.span for m in desk.linked.mentions if m.how != "implied"]
    for found in _ANAPHOR.finditer(desk.reading.text):
        span, noun = Span(*found.span()), found.group(1)
        if any(t.overlaps(span) for t in taken):
            continue
        suffix = lex.suffix_of(noun)
        type_ = _type_of(noun)
        earlier = [m for m in desk.linked.mentions if m.entity.type == type_ and m.span.end <= span.start and m.how != "implied"]
        if type_ == "Program":
            alike = (m for m in earlier if m.entity.name.endswith(noun) or (suffix is not None and m.entity.kind == suffix.kind))
            earlier = list(alike) or earlier
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
