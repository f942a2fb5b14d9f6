"""Documents: what stands in 《》, newspapers and books apart, with the short name that (以下简称《…》) gives."""

from __future__ import annotations

import re

from graph.find.reading import Reading
from graph.model import Mention, Span

_TITLE = re.compile(r"《([^《》]{2,80})》")
_SHORT = re.compile(r"\s*[(（](?:以下|下)?(?:统称|简称|称)(?:为)?[《“]?([^《》“”()（）]{2,20})[》”]?[)）]")
_RECORD = re.compile(
    r"(?:意见|办法|规定|条例|方案|计划|规划|通知|决定|纲要|协议|协议书|合同|公约|细则|指引|指南|标准|规则|制度|法|章程|备忘录|清单|报告"
    r"|倡议书?|白皮书|宣言|目录|措施|规范|手册|实施意见|要点|决议|公告|通告|准则|建议书?|提示函|意见书|建议|函|若干措施|责任书|承诺书|表)(?:[(（][^()（）]*[)）])?$"
)
_DRAWN_UP = re.compile(
    r"(?:出台|制定|印发|下发)(?:了|出)?((?:\d+条)?[^,。;:、《》!?]{5,30}(?:意见|办法|方案|规划|措施|细则|规定|条例))(?=[,。;!?])"
)
"""A document that is drawn up under its unmarked name: 出台女职工“数智木兰”技能提升规划."""
_MEDIA = re.compile(r"(?:日报|晚报|早报|晨报|周刊|杂志|时报|新闻|快报|之歌|课程)$")


def find_documents(reading: Reading) -> tuple[list[Mention], dict[str, str]]:
    """Mentions of documents, and short name → full title as the text introduces it."""
    found: list[Mention] = []
    short: dict[str, str] = {}
    for title in _TITLE.finditer(reading.text):
        name = title.group(1).replace("\n", "")
        named = _SHORT.match(reading.text, title.end())
        if named is not None:
            short[named.group(1)] = name
        if _MEDIA.search(name) or not (_RECORD.search(name) or name in short or len(name) >= 12):
            continue
        found.append(Mention(Span(title.start(), title.end()), "Document", name, "title-marks", 0.95))
    for drawn in _DRAWN_UP.finditer(reading.text):
        span = Span(drawn.start(1), drawn.end(1))
        if not any(m.span.overlaps(span) for m in found) and len(span) >= 8:
            found.append(Mention(span, "Document", drawn.group(1), "drawn-up", 0.7))
    return sorted(found, key=lambda m: m.span.start), short
