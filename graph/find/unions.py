"""The grammar of union names, abbreviations of the press included.

    federation   place + 总工会 | 总 | 工会             三亚市总工会, 三亚市总, 珠海工会, 山东嘉祥县总
    local        level + 总工会 | 总                    市总, 区总工会, 省总: which one, the article says
    national     中华全国总工会, 全国总工会, 全总
    industry     place + industries + 工会              江苏省教育科技工会, 中国国防邮电工会
    enterprise   organisation + 工会                    珠海松下马达有限公司工会, 公司工会
    area         town, community, building + (联合)工会  联营社区工会, 安广大厦工会
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph.find.places import PlaceMention, Places
from graph.find.reading import Reading
from graph.model import Span
from graph.world.lexicon import lexicon

_ACTS = (
    r"计划|有关|要求|会同|部署|支持|统筹|统一|指导|面向|负责|分管|编印|结合|监督|教育|共同|数字|数智|量身|投入|和(?!为|是|达|超)"
    r"|联合|委托|组织|全委会|据此|与|正|把|职工(?=服务|之家|活动|健康)"
)
"""What an abbreviated union does next, though 总 and the next sign could make a word as well (总计, 总有, 总要 …)."""
LEAGUE = r"(?:行业|产业|区域|企业|楼宇)?(?:工会联合会|工会联合委员会|工会工作委员会|工会联盟|联合工会委员会|联合工会)"
"""What unions of several employers or of an area are called."""
_ANCHOR = re.compile(
    rf"总工会|{LEAGUE}|工会"
    rf"|总(?={_ACTS})"
    r"|总(?!工会|经理|计|理|体|结|是|共|会|裁|监|台|量|额|面|数|站|队|书|编|部|工程|教|务|统|指|厂|公司|店|行|投|产|人|长|社|校|局|算|有|要|能|在于|院|支|医|价|值|分|成绩|目标|规模|里程|冠军|决赛|召集|设计|承包|包|师|则|揽|动员|攻|纲|开关|和|揆|干事|领|负责|收入|面积|建筑|时|长度)"
)
_MANY_BEFORE = re.compile(r"[各全两三四多每乡地]|区(?=[市县])")
_LEVEL = re.compile(r"(?:自治区|自治州|自治县|省|市|县|区|州|盟|旗|镇|乡|街道|兵团|师|团)$")
_NATIONAL = re.compile(r"(?:中华全国|全国)总工会|全总(?!会|体)")
_GENERIC_BEFORE = re.compile(
    r"(?:各级|基层|所属|企业|非公企业|小微企业|下属|属地|上级|下级|全体|中国|全国|我国|全省|全市|全县|全区|全州|全镇|开展|加入|组建|成立|推动|通过|指导|由|各|等|数字|智慧|县级|乡镇|村|镇|小三级|职工|加强|组织|教育|深化|发挥|级|在|的|了|和|与|及|是|让|新|建|强|做|把|对|向|为|从|以|到|类|型|式|行业|产业|村级|社区|系统|个|家|三地|两地|四地|地|方)$"
)
_HOUSE = re.compile(
    r"[\u4e00-\u9fffA-Za-z0-9·]{2,12}(?:大厦|中心|广场|园区|产业园|工业园|科技园|社区|村|商圈|市场|学校|大学|学院|医院|中学|小学"
    r"|幼儿园|研究院|研究所|银行|煤矿|矿|厂|港|机场|局|院|段|站|支队|集团|公司|企业|酒店|宾馆|项目部|事业部)$"
)
_SELF = re.compile(r"[该本](?:企业|单位)|(?:该|本|我们?|其)?(?:公司|集团|厂|矿|学校|学院|医院|局|院|社区|村|园区|商会|银行|段|站|分公司)$")
_SCHOOL_AFTER = re.compile(r"干校|干部学校|干部学院|干部管理学院|职工大学")
_NOT_UNION_AFTER = re.compile(rf"(?:APP|App|小程序|十八大|十七大|法|章程|{_SCHOOL_AFTER.pattern}|干部网络学院|经费|会费|会员)")

@dataclass(frozen=True, slots=True)
class UnionMention:
    """A union at `span`; what `form` says decides how it is linked."""

    span: Span
    form: str
    """federation | local | national | industry | enterprise | self | area"""
    text: str
    place: PlaceMention | None = None
    base: Span | None = None
    """What stands before 工会 in an enterprise or area union: the organisation that it serves."""


def find_unions(reading: Reading, places: Places) -> list[UnionMention]:
    """All mentions of unions, left to right."""
    found: list[UnionMention] = []
    taken = 0
    for national in _NATIONAL.finditer(reading.text):
        found.append(UnionMention(Span(*national.span()), "national", national.group()))
    blocked = {i for m in found for i in range(m.span.start, m.span.end)}
    for anchor in _ANCHOR.finditer(reading.text):
        if anchor.start() in blocked or anchor.start() < taken:
            continue
        mention = _mention(reading, places, anchor.start(), anchor.end(), anchor.group())
        if mention is not None:
            found.append(mention)
            taken = mention.span.end
    return sorted(found, key=lambda m: m.span.start)


def _mention(reading: Reading, places: Places, start: int, end: int, word: str) -> UnionMention | None:
    text = reading.text
    place = places.by_end.get(start)
    if text.startswith("委", start - 1) and place is None:
        place = places.by_end.get(start - 1)  # 海港区委总工会
    if _NOT_UNION_AFTER.match(text, end) and (not text.startswith("总", start) or _SCHOOL_AFTER.match(text, end)):
        return None
    if word in ("总工会", "总"):
        if place is not None:
            if word == "总" and not _LEVEL.search(place.name) and place.kind not in ("zone",):
                return None
            begin = places.chain_start(place)
            return UnionMention(Span(begin, end), "federation", text[begin:end], place)
        level = _LEVEL.search(text, max(0, start - 3), start)
        if level is None or (word == "总" and not _ends_clean(reading, end)):
            return None
        if _MANY_BEFORE.match(text, level.start() - 1):
            return None  # 各区总工会, 乡镇总工会, 设区市总工会: no particular one
        if re.search(r"[\u4e00-\u9fff]", text[level.start() - 1 : level.start()]) and not reading.boundary(level.start()) and word == "总":
            return None
        return UnionMention(Span(level.start(), end), "local", text[level.start() : end])
    if place is not None and place.kind == "region":
        return None  # 京津冀工会: several, none of its own
    if word == "工会" and place is not None and place.code:
        begin = places.chain_start(place)
        form = "area" if place.kind in ("town", "village") else "federation"
        return UnionMention(Span(begin, end), form, text[begin:end], place, Span(begin, start))
    if place is not None and place.kind in ("village", "town", "zone"):
        begin = places.chain_start(place)
        return UnionMention(Span(begin, end), "area", text[begin:end], place, Span(begin, start))
    industry = _industry(reading, places, start, end)
    if industry is not None:
        return industry
    base = _base(reading, start, word)
    if base is None:
        return None
    form = "self" if _SELF.fullmatch(text[base.start : base.end]) else "enterprise"
    return UnionMention(Span(base.start, end), form, text[base.start : end], None, base)


def _ends_clean(reading: Reading, end: int) -> bool:
    """市总 is a union only where a word ends after 总, or where it goes on to act."""
    return reading.boundary(end) or re.compile(_ACTS).match(reading.text, end) is not None


def _industry(reading: Reading, places: Places, start: int, end: int) -> UnionMention | None:
    """中国/place + industry words, back from 工会."""
    words, at = lexicon().industries, start
    moved = True
    while moved:
        moved = False
        for length in (5, 4, 3, 2):
            if reading.text[at - length : at] in words:
                at, moved = at - length, True
                break
    if at == start:
        return None
    place = places.by_end.get(at)
    if place is not None:
        begin = places.chain_start(place)
        return UnionMention(Span(begin, end), "industry", reading.text[begin:end], place)
    if reading.text[at - 2 : at] == "中国":
        return UnionMention(Span(at - 2, end), "industry", reading.text[at - 2 : end])
    level = _LEVEL.search(reading.text, max(0, at - 3), at)
    if level is not None and reading.boundary(level.start()) and level.group() in ("省", "市", "县", "区", "州", "自治区"):
        return UnionMention(Span(level.start(), end), "industry", reading.text[level.start() : end])
    return None


def _base(reading: Reading, start: int, word: str) -> Span | None:
    """The organisation whose union this is: the tagger's organisation or a known kind of house right before 工会."""
    i = reading.token_at(start - 1) if start else 0
    token = reading.tokens[i] if reading.tokens else None
    if token is None or token.end < start:
        return None
    covering = reading.tokens[reading.token_at(start)]
    if covering.tag == "ORG" and covering.start < start:
        begin = _extend(reading, reading.token_at(start))
        return Span(begin, start) if not _GENERIC_BEFORE.search(reading.text, 0, start) or start - begin > 3 else None
    if _SELF.search(reading.text, max(0, start - 4), start) and reading.tokens[i].tag != "ORG":
        found = _SELF.search(reading.text, max(0, start - 4), start)
        before = reading.tokens[i - 1] if i else None
        nameless = before is None or before.tag not in ("ORG", "LOC", "nz", "nw", "n", "PER", "vn") or before.text in ("职工",)
        if found is not None and nameless:
            return Span(found.start(), start)
    if token.tag in ("ORG", "LOC", "nz"):
        begin = _extend(reading, i)
        return Span(begin, start)
    house = _HOUSE.search(reading.text, max(0, start - 14), start)
    if house is not None and not _GENERIC_BEFORE.search(reading.text, 0, start):
        begin = _extend(reading, i)
        return Span(begin, start) if start - begin >= 4 else None
    return None


def _extend(reading: Reading, i: int) -> int:
    """Leftwards over tokens that may belong to a proper name."""
    begin = reading.tokens[i].start
    while i > 0 and reading.tokens[i - 1].end == begin and begin - reading.tokens[i - 1].start < 14:
        tag, text = reading.tokens[i - 1].tag, reading.tokens[i - 1].text
        noun = tag in ("n", "vn", "PER", "m") and len(text) > 1 and reading.tokens[i].tag in ("n", "vn", "nz") and not _common(text)
        if tag in ("ORG", "LOC", "nz", "nw") or noun:
            i -= 1
            begin = reading.tokens[i].start
        else:
            break
    return begin


def _common(word: str) -> bool:
    return word in ("职工", "企业", "记者", "工会", "单位", "部分", "活动", "通讯员", "负责人", "员工", "主席", "基层")
