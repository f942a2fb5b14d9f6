"""Names whose form alone says what they are: 市工会干校, 江苏省委, “五大工程”, and what is cut off the edges of a proposed name."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from graph.find.counted import NUMERALS, counted_names
from graph.find.places import Places
from graph.find.reading import Reading
from graph.find.unions import UnionMention
from graph.model import Mention, Span
from graph.world.lexicon import lexicon

FORMAL = "formal-name"
"""The rule of these names: their form is proof enough, no model is asked."""
UNION_SCHOOL = re.compile(r"(?:总工会|工会|总)(?:干部学校|干部学院|干部管理学院|干校|职工大学)")
_COMMITTEE = re.compile(r"(?<=[省市县区州旗盟])委(?=(?:副?书记|常委)|[、,。])")
_LEVEL = re.compile(r"(?:自治区|省|市|县|区|州|盟|旗)$")
_WHOLE = r"([二三四五六七八九十])大(工程|行动|计划|平台|活动|体系|机制)"
_QUOTED = re.compile(f"“{_WHOLE}”")
_ENUMERATED = re.compile(rf"((?:“?[\u4e00-\u9fff]{{2,8}}”?、){{2,9}}“?[\u4e00-\u9fff]{{2,8}}?”?){_WHOLE}(?!的)")
"""政治领航、创新驱动……五大工程: as many items as the numeral says."""
_JOINTS = frozenset("的和与及在对等、,")
_JOINED_BY = re.compile(r"(?:联合|会同|协同)")
"""联合人社局: what a union does with the organ."""
_CLOSED_ONLY = re.compile(r"[^()]*\)")
"""区)委教育工委 begins inside brackets."""
_OPEN_END = re.compile(r"\([^()]*$")
_HONOUR = r"(?:单位|集体|个人|项目|案例|示范点|奖)$"
_DEIXIS = re.compile(rf"^(?:[该本我][省市县区州旗镇乡厂矿]|全[省市县区州旗](?!.*{_HONOUR})|该公司|[首第][一二三]?[批期])(?=.{{4}})")
"""Words that point at a place or a turn ahead of a name; 全省 belongs to the titles of honours."""
_SAID_OF = re.compile(r"[^“”‘’]{2,12}的(?=[^的]{6,}$)")
_GATHERS = re.compile(r".{2,}?(?:中心|平台|基地|阵地|学院|站|馆|室|园|家)集(?=.{3,})")
"""赋能中心集培训中心、…于一体: the verb between a programme and its parts."""
_GATHERED = 80
_SAID = re.compile(r"(?:培育体系|建设|优势|现场|决赛|初赛|复赛)$")
"""What a text says of a programme behind its name."""
_HOUSE = re.compile(
    r"(?:困难)?(?:职工|工会)?(?:服务|帮扶|帮扶服务|活动|维权|法律服务|法律援助|文体|文化|创业服务)中心|工人文化宫|职工之家|职工学校|工人疗养院"
    r"|(?:干部|职工)?(?:网络|网上|云上|线上)学院|工匠学院|职工大讲堂"
)
"""Houses that a federation keeps under its own name."""
_LEAGUE_AT_LEVEL = re.compile(r"(?:共青|(?<!集))团(?:自治区|[省市县区州旗盟])委(?:员会)?")
_LEAGUE = re.compile(r"共青团|(?<![\u4e00-\u9fff])团|(?<=[、和与合])团")
_COMMITTEE_END = re.compile(r"委(?:员会)?")
_LONGER_ORGAN = re.compile(r"(?:(?![的和与联共等在为把])[\u4e00-\u9fff]){0,4}?(?:局|处|大队|支队|中心|所|法庭|站)")


def find_formal(reading: Reading, places: Places, unions: list[UnionMention]) -> list[Mention]:
    """Union schools and houses, party committees of places and quoted wholes of so many parts, in text order."""
    text = reading.text
    found: list[Mention] = []
    for m in UNION_SCHOOL.finditer(text):
        start = _placed_start(text, places, m.start())
        if start is None and reading.boundary(m.start()) and not text[: m.start()].endswith(("级", "各")):
            start = m.start()  # that of the article's federation
        if start is not None:
            found.append(_mention(text, start, m.end(), "Institution", 0.95))
    for m in _COMMITTEE.finditer(text):
        start = _placed_start(text, places, m.start())
        if start is not None:
            found.append(_mention(text, start, m.end(), "Institution", 0.95))
    for union in unions:
        house = _HOUSE.match(text, union.span.end) if union.form in ("federation", "local") else None
        if house is not None:
            found.append(_mention(text, union.span.start, house.end(), "Program", 0.9))
    for m in _QUOTED.finditer(text):
        found.append(_mention(text, m.start() + 1, m.end() - 1, "Program", 0.9))
    for m in _ENUMERATED.finditer(text):
        if m.group(1).count("、") + 1 == NUMERALS[m.group(2)]:
            found.append(_mention(text, m.start(2), m.end(), "Program", 0.9))
    found += (_mention(text, span.start, span.end, "Program", 0.85) for span in dict.fromkeys(counted_names(reading)))
    found += _leagues(text, places)
    return sorted(found, key=lambda m: m.span.start)


def _leagues(text: str, places: Places) -> list[Mention]:
    """Committees of the Youth League: 团市委, 佳木斯团市委, 共青团佳木斯市委."""
    found = []
    for m in _LEAGUE_AT_LEVEL.finditer(text):
        place = places.by_end.get(m.start())
        found.append(_mention(text, m.start() if place is None else places.chain_start(place), m.end(), "Institution", 0.95))
    for m in _LEAGUE.finditer(text):
        end = m.end()
        while end in places.by_start:
            end = places.by_start[end].span.end
        committee = _COMMITTEE_END.match(text, end)
        if end > m.end() and committee is not None:
            found.append(_mention(text, m.start(), committee.end(), "Institution", 0.95))
    return found


def find_organs(reading: Reading, places: Places) -> list[Mention]:
    """Organs that every place has, behind a place or a bare level (市妇联, 汉台区人民法院), where no longer name goes on."""
    text = reading.text
    found = []
    for m in _organ().finditer(text):
        start = _placed_start(text, places, m.start())
        if start is not None and not _LONGER_ORGAN.match(text, m.end()):
            found.append(_mention(text, start, m.end(), "Institution", 0.9))
    return found


@cache
def _organ() -> re.Pattern[str]:
    names = {*lexicon().organs, *lexicon().organ_names} - {"政府", "团委"}
    return re.compile("|".join(sorted(map(re.escape, names), key=lambda n: (-len(n), n))))


def _placed_start(text: str, places: Places, end: int) -> int | None:
    """Where the place or the bare level begins that ends at `end`; None where neither does."""
    place = places.by_end.get(end)
    if place is not None:
        return places.chain_start(place)
    level = _LEVEL.search(text, max(0, end - 3), end)
    return level.start() if level is not None else None


def _mention(text: str, start: int, end: int, type_: str, score: float) -> Mention:
    return Mention(Span(start, end), type_, text[start:end], FORMAL, score)


LEGAL_FORM = "legal-form"
"""The rule of firms found inside longer names."""
_LEGAL = re.compile(r"(.{3,}(?:股份|有限责任|有限)公司(?:[\u4e00-\u9fff]{2,8}分公司)?)(.+)$")


_BRANCH = re.compile(r"[分支]公司$|[分支]行$|厂$|矿$|项目部$")
"""How parts of firms end that are firms to their readers; departments and shifts are none."""


def firms_within(names: list[Mention]) -> list[Mention]:
    """Firms whose legal name opens a longer one (X有限公司Y实验室), where nothing proposed covers just the firm."""
    known = {(m.span.start, m.span.end) for m in names if m.type == "Company"}
    found: dict[tuple[int, int], Mention] = {}
    for m in names:
        inner = _LEGAL.match(m.text) if m.type != "Company" or not _BRANCH.search(m.text) else None
        if inner is not None and "“" not in inner.group(1):
            span = Span(m.span.start, m.span.start + inner.end(1))
            if (span.start, span.end) not in known:
                found[span.start, span.end] = Mention(span, "Company", inner.group(1), LEGAL_FORM, 0.9)
    return list(found.values())


_NEXT_QUOTE = re.compile(r"”[、和及与]?“")


def separated(m: Mention) -> list[Mention]:
    """“难题共享池”“专家共享库” proposed as one name are two programmes."""
    joints = list(_NEXT_QUOTE.finditer(m.text)) if m.type == "Program" else []
    starts = [0, *(j.end() for j in joints)]
    ends = [*(j.start() for j in joints), len(m.text)]
    spans = [Span(m.span.start + a, m.span.start + b) for a, b in zip(starts, ends, strict=True)]
    return [replace(m, span=s, text=m.text[s.start - m.span.start : s.end - m.span.start]) for s in spans if len(s)]


def trim(reading: Reading, m: Mention) -> Mention | None:
    """Without what is no part of a name: 山东理工职业学院和, 该县月光草坪驿站, 八联机制优势; None where nothing is left."""
    text, start, end = reading.text, m.span.start, m.span.end
    if cut := _OPEN_END.search(m.text):
        end = start + cut.start()
    while start < end and text[start] in _JOINTS and reading.boundary(start + 1):
        start += 1
    while start < end and text[end - 1] in _JOINTS and reading.boundary(end - 1):
        end -= 1
    if m.type == "Institution" and (cut := _JOINED_BY.match(text[start:end])) and lexicon().is_organ(text[start + cut.end() : end]):
        start += cut.end()
    if m.type != "Program" and _CLOSED_ONLY.match(text[start:end]):
        return None
    if m.type == "Program":
        if cut := _DEIXIS.match(text[start:end]):
            start += cut.end()
        if (cut := _GATHERS.match(text[start:end])) and "于一体" in text[end : end + _GATHERED]:
            start += cut.end()
        if (cut := _SAID_OF.match(text[start:end])) and lexicon().names_program(m.text):
            start += cut.end()
        cut = _SAID.search(text[start:end])
        if cut is not None and cut.start() > 4 and lexicon().names_program(text[start : start + cut.start()]):
            end = start + cut.start()
    return replace(m, span=Span(start, end), text=text[start:end]) if end - start > 1 else None
