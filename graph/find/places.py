"""Mentions of administrative places, resolved to their codes by what stands beside them and by the article.

A full form (林埭镇, 石景山区) is a place wherever the gazetteer knows it; a short form (三亚, 海南) only where the tagger sees
a place.  和平区 is many places: the name before it (天津市和平区), then the article's other places decide.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from graph.find.place_lists import find_listed
from graph.find.reading import Reading
from graph.model import Span
from graph.world.gazetteer import RANK, Gazetteer, gazetteer
from graph.world.lexicon import lexicon

_LEVEL = re.compile(r"(?:自治[区州县旗]|[省市县区州盟旗镇乡]|街道|新区)$")
_VILLAGE = re.compile(r"([\u4e00-\u9fff]{2,5}(社区|村|镇|乡|街道)(?!级|企业|干部|振兴|工匠|长))")
_ZONE = re.compile(
    r"(?:国家级|国家)?(?:高新技术产业开发区|经济技术开发区|经济开发区|高新技术开发区"
    r"|循环经济发展区|综合试验区|产业集聚区|产业转移园区?|工业新区|临空经济区|综合保税区|保税港区|保护开发区|国际港务区|旅游度假区|投资区|工业区|临港工业园区?|高新区|经开区|开发区|示范区|产业园区?|工业园区?|物流园区|新区|保税区|自贸区)"
)
_GOES_ON = re.compile(r"社区|街道|[村镇乡](?!村|镇)")
_LONGEST_NAME = 15
"""Characters of the longest name that stands above others (积石山保安族东乡族撒拉族自治县)."""
_NOT_PLACE_BEFORE = frozenset("各该本全每某跨两三多这那此等外驻")


@dataclass(slots=True)
class PlaceMention:
    """A place at `span`; `code` is empty where the name stays ambiguous or is not in the gazetteer (villages)."""

    span: Span
    name: str
    code: str = ""
    kind: str = ""
    parent: str = ""
    """Code of the place that the text puts before it (of the town, for a village)."""
    sure: bool = True


@dataclass(slots=True)
class Places:
    """Place mentions of an article in text order, and where the article is at home."""

    mentions: list[PlaceMention]
    home: str = ""
    """Code of the place that the article is about, most specific; empty when none stands out."""
    by_end: dict[int, PlaceMention] = field(default_factory=dict)
    by_start: dict[int, PlaceMention] = field(default_factory=dict)

    def chain_start(self, mention: PlaceMention) -> int:
        """Where the run of places that ends in `mention` begins (海南省三亚市 → at 海)."""
        start = mention.span.start
        while start in self.by_end and self.by_end[start].code and mention.code and self._above(self.by_end[start], mention):
            mention = self.by_end[start]
            start = mention.span.start
        return start

    def _above(self, upper: PlaceMention, lower: PlaceMention) -> bool:
        return upper.code == lower.parent or (lower.code in gazetteer() and gazetteer().within(lower.code, upper.code))


def find_places(reading: Reading) -> Places:
    """All place mentions of the article."""
    g = gazetteer()
    raw = [(s, e) for s, e in g.find(reading.text) if _plausible(reading, s, e, g)]
    mentions = _resolve(reading, raw, g)
    mentions += _zones(reading, mentions)
    mentions += _villages(reading, mentions)
    mentions.sort(key=lambda m: m.span.start)
    places = Places(mentions)
    places.by_end = {m.span.end: m for m in mentions}
    places.by_start = {m.span.start: m for m in mentions}
    places.home = _home(reading, mentions, g)
    for span, code in find_listed(reading.text, places.home):
        if not any(m.span.overlaps(span) for m in mentions):
            mentions.append(PlaceMention(span, g[code].name, code, g[code].kind, g.parent(code)))
            places.by_end[span.end] = places.by_start[span.start] = mentions[-1]
    mentions.sort(key=lambda m: m.span.start)
    return places


def _plausible(reading: Reading, start: int, end: int, g: Gazetteer) -> bool:
    name = reading.text[start:end]
    needs = lexicon().place_words.get(name)
    if needs == "before":  # 阳泉市矿区 is a place, any other 矿区 a word
        return any(g[c].name == name for c in g.named(name)) and _chained_within(reading, start, name, g)
    if needs == "article":  # 泗洪县总工会会同县人社局, “安康杯”
        above = (p for code in g.named(name) for p in g.ancestors(code))
        if not any(n in reading.text for p in above for n in (p.name, *p.short)):
            return False
    before = reading.text[start - 1 : start]
    after = reading.text[end : end + 1]
    official = bool(_LEVEL.search(name)) and any(g[c].name == name for c in g.named(name))
    full = official or (len(name) > 2 and name[-1] in "县区旗市")  # 芷江县 for 芷江侗族自治县; 密云县, as it was called once
    token = reading.tokens[reading.token_at(start)] if reading.tokens else None
    if token is None:
        return False
    if full:
        if before in _NOT_PLACE_BEFORE and not reading.boundary(start):
            return False
        if len(name) == 2 and token.tag not in ("LOC", "ORG") and not _chained_within(reading, start, name, g):
            return False
        if token.tag == "n" and token.start < start and token.end < end and not _chained(reading, start, g):
            return False  # 财政和县总 names no 政和县
        # the name must not begin inside a longer word of another kind
        return token.start == start or token.tag in ("LOC", "ORG", "nz", "nw", "n", "m", "TIME") or _chained(reading, start, g)
    kinds = {g[c].kind for c in g.named(name)}
    if _GOES_ON.match(reading.text, end) and not (kinds & {"province", "city"} and _chained_within(reading, start, name, g)):
        return False  # 秀峰社区 is no 秀峰区
    inside = token.tag in ("LOC", "ORG") and (_chained_within(reading, start, name, g) or _in_company(token.text, kinds))
    if (token.start != start and not inside) or after == "杯":
        return False
    if token.tag == "PER" and not kinds & {"province"}:
        return False
    if kinds == {"region"} and (token.start, token.end) != (start, end) and token.tag == "ORG":
        return False  # 西南政法大学
    if kinds & {"province", "city", "region", "zone"}:
        if token.tag in ("LOC", "ORG"):
            return True
        likely = bool(kinds & {"province", "region"} or after in "市省总")
        return likely and token.tag in ("n", "nz", "nw", "ns", "j") and token.start == start
    # a county's or town's short form: only as a place of its own, or behind its superior, or before 县总/区总
    if after in ("县", "区", "市") and reading.text[end + 1 : end + 2] == "总":
        return True
    return token.tag in ("LOC", "ORG") and ((token.tag == "LOC" and token.end == end) or _chained_within(reading, start, name, g))


def _chained(reading: Reading, start: int, g: Gazetteer) -> bool:
    """Does a place name end right before `start`?"""
    return any(start - length >= 0 and g.named(reading.text[start - length : start]) for length in range(2, _LONGEST_NAME + 1))


def _chained_within(reading: Reading, start: int, name: str, g: Gazetteer) -> bool:
    """Does the name of a place right before `start` stand above the place of this name?"""
    return any(
        g.within(code, upper) and code != upper
        for length in range(2, _LONGEST_NAME + 1)
        if start >= length
        for upper in g.named(reading.text[start - length : start])
        for code in g.named(name)
    )


def _in_company(token: str, kinds: set[str]) -> bool:
    """国网大连供电公司: a city or province inside the name of a firm says where the firm is."""
    return bool(kinds & {"province", "city"}) and token.endswith(("公司", "集团", "局", "厂", "段", "站", "行", "院"))


def _resolve(reading: Reading, raw: list[tuple[int, int]], g: Gazetteer) -> list[PlaceMention]:
    """Choose codes: unambiguous names and chains first, then the rest by the company they keep."""
    options: list[list[str]] = []
    support: Counter[str] = Counter()
    for start, end in raw:
        name = reading.text[start:end]
        codes = g.named(name)
        exact = [c for c in codes if g[c].name == name]
        options.append(exact or codes)
    for i, ((start, _), codes) in enumerate(zip(raw, options, strict=True)):
        if i and raw[i - 1][1] == start:
            chained = [c for c in codes if any(g.within(c, p) and c != p for p in options[i - 1])]
            if chained:
                options[i] = chained
                options[i - 1] = [p for p in options[i - 1] if any(g.within(c, p) for c in chained)] or options[i - 1]
    for i, codes in enumerate(options):
        if len(set(codes)) == 1:
            weight = 3 if raw[i][0] < 200 else 1
            for code in {codes[0], *(a.code for a in g.ancestors(codes[0]))}:
                support[code] += weight
    mentions = []
    for (start, end), codes in zip(raw, options, strict=True):
        best = max(codes, key=lambda c: (_support(c, support, g), -RANK[g[c].kind], c))
        high = RANK[g[best].kind] <= 2
        sure = len(codes) == 1 or _support(best, support, g) > 0 or high
        if len(codes) > 1 and not sure:
            best = ""
        short = best and RANK[g[best].kind] > 2 and _LEVEL.search(reading.text[start:end]) is None
        if short and not _in_company_of(best, start, raw, options, g):
            continue  # 福山 alone is no 福山区 where nothing else lies near it
        kind = g[best].kind if best else _kind(reading.text[start:end])
        mentions.append(PlaceMention(Span(start, end), reading.text[start:end], best, kind, g.parent(best), sure))
    return [m for m in mentions if m.code or _LEVEL.search(m.name)]


def _in_company_of(code: str, at: int, raw: list[tuple[int, int]], options: list[list[str]], g: Gazetteer) -> bool:
    """Does the article name the city or province of this place, or another place of that city?"""
    above = {a.code for a in g.ancestors(code) if a.kind in ("city", "province")}
    for (start, _), codes in zip(raw, options, strict=True):
        if start != at and len(set(codes)) == 1 and code not in codes and (codes[0] in above or g.parent(codes[0]) in above):
            return True
    return False


def _support(code: str, support: Counter[str], g: Gazetteer) -> int:
    """How much the article speaks of this place and of those above it, the nearer the more."""
    own = 4 * support[code]
    return own + sum(support[a.code] * w for a, w in zip(g.ancestors(code), (3, 2, 1), strict=False))


def _zones(reading: Reading, mentions: list[PlaceMention]) -> list[PlaceMention]:
    """Zones that the gazetteer lacks: 泰州市 + 高新区, 长兴岛 + 经济技术开发区, or a place that the tagger sees whole."""
    ends = {m.span.end: m for m in mentions}
    found = []
    for match in _ZONE.finditer(reading.text):
        if any(m.span.start <= match.start() and match.end() <= m.span.end for m in mentions):
            continue
        upper = ends.get(match.start())
        token = reading.tokens[reading.token_at(match.start())]
        before = reading.tokens[reading.token_at(match.start() - 1)] if match.start() else token
        if upper is not None and upper.code:
            found.append(PlaceMention(Span(upper.span.start, match.end()), upper.name + match.group(), "", "zone", upper.code))
        elif token.tag in ("LOC", "ORG") and token.start < match.start() and token.end == match.end():
            found.append(_named_zone(token.start, match.end(), reading, ends))
        elif before.end == match.start() and (before.tag == "LOC" or (before.tag in ("nz", "nw") and len(before.text) > 1)):
            found.append(_named_zone(before.start, match.end(), reading, ends))
    found = [z for z in found if z.name not in lexicon().place_words]
    for zone in found:
        for inner in [m for m in mentions if zone.span.start < m.span.start and m.span.end <= zone.span.end and m.kind == "town"]:
            mentions.remove(inner)
    return found


def _named_zone(start: int, end: int, reading: Reading, ends: dict[int, PlaceMention]) -> PlaceMention:
    upper = ends.get(start)
    return PlaceMention(Span(start, end), reading.text[start:end], "", "zone", upper.code if upper is not None else "")


def _villages(reading: Reading, mentions: list[PlaceMention]) -> list[PlaceMention]:
    """Villages, communities, and towns that the gazetteer lacks: behind a town or county, or whole in the tagger's eyes."""
    ends = {m.span.end: m for m in mentions if m.kind in ("town", "county", "zone", "city")}
    taken = {i for m in mentions for i in range(m.span.start, m.span.end)}
    found: list[PlaceMention] = []
    known: dict[str, str] = {}
    for match in _VILLAGE.finditer(reading.text):
        for start in range(match.start(), match.end() - 2):
            upper = ends.get(start)
            token = reading.tokens[reading.token_at(start)]
            whole = token.start == start and token.tag == "LOC" and token.end == match.end()
            name = reading.text[start : match.end()]
            if whole:  # 和平新村社区: the tagger's whole place outweighs a shorter name in it
                if any(m.span == Span(start, match.end()) for m in mentions):
                    break
                for inner in [m for m in mentions if token.start <= m.span.start and m.span.end <= token.end]:
                    mentions.remove(inner)
                    taken -= set(range(inner.span.start, inner.span.end))
            chained = upper is not None and start not in taken and (match.group(2) in ("社区", "村") or token.start == start)
            entered = token.start == start and len(name) - len(match.group(2)) == len(token.text) and _entered(reading, start, token.text)
            if start in taken or not (chained or whole or entered or name in known):
                continue
            if len(name) < 3 or _NO_NAME.match(name) or name.startswith(lexicon().kinds_of_village) or _JOINED.search(name, 1):
                break
            mention = PlaceMention(Span(start, match.end()), name, "", _kind(name), upper.code if upper is not None and chained else "")
            mention.parent = mention.parent or known.get(name, "")
            known[name] = mention.parent
            found.append(mention)
            break
    return found


_NO_NAME = re.compile(r"[个各该本全每某多的在与及到总还等是]|和(?!平)")
"""How a run of characters before 村, 镇 or 社区 begins that is no name."""
_JOINED = re.compile(r"[的与及在之]|和(?!平|谐|睦|美|顺|祥|兴|家)")
_ENTERED = frozenset({"在", "到", "走进", "来到", "位于", "走访", "前往", "深入"})


def _entered(reading: Reading, start: int, word: str) -> bool:
    """在联营社区: a noun that somebody is at, comes to or visits, and that is no description."""
    i = reading.token_at(start)
    before = reading.tokens[i - 1] if i else None
    if before is None or before.end != start or before.text not in _ENTERED:
        return False
    return 2 <= len(word) <= 4 and reading.tokens[i].tag in ("n", "nz", "vn", "LOC", "nw", "PER", "ORG") and word not in lexicon().qualities


_KINDS = (
    ("街道", "town"), ("镇", "town"), ("乡", "town"), ("社区", "village"), ("村", "village"),
    ("新区", "zone"), ("省", "province"), ("市", "city"),
)  # fmt: skip


def _kind(name: str) -> str:
    return next((kind for ending, kind in _KINDS if name.endswith(ending)), "county")


_ACTOR = re.compile(r"总工会|总(?![经部理计体结是共会裁监台量额面数站队书编])|工会")


def _home(reading: Reading, mentions: list[PlaceMention], g: Gazetteer) -> str:
    """Where the article is at home: weight falls from headline to end; places of federations weigh most."""
    weight: dict[str, float] = defaultdict(float)
    for m in mentions:
        if not m.code or RANK.get(m.kind, 9) < 1 or m.kind == "town":
            continue
        w = 6.0 if m.span.start < 120 else 3.0 if m.span.start < 350 else 1.0
        if _ACTOR.match(reading.text, m.span.end):
            w *= 4
        weight[m.code] += w
    if not weight:
        return ""
    best = max(weight, key=lambda c: (weight[c], c))
    # a county that the article mostly speaks of beats its city named once beside it
    inner = [c for c in weight if c != best and c in g and g.within(c, best) and weight[c] >= 0.6 * weight[best] and g[c].kind != "town"]
    return max(inner, key=lambda c: (weight[c], c)) if inner else best
