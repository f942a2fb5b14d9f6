"""Official names: how federations, organs and other placed bodies are called in full, and by which names they go."""

from __future__ import annotations

import re

from graph.model import plain
from graph.world.gazetteer import gazetteer
from graph.world.lexicon import lexicon

LEVELS = {
    "自治区": ("province",), "省": ("province",), "州": ("city",), "盟": ("city",),
    "市": ("city", "county", "province"), "县": ("county",),
    "区": ("county", "zone"), "旗": ("county",), "镇": ("town",), "乡": ("town",), "街道": ("town",),
    "自治州": ("city",), "自治县": ("county",),
}  # fmt: skip
"""Word for a level → kinds of place that it may mean."""

_LEVEL = re.compile(r"^(自治区|自治州|自治县|省|州|盟|市|县|区|旗|镇|乡|街道)(?!场|值|域|块|面|级|民|情|道|属|政(?!府|协)|直属|内|外|长)")


def level_prefix(name: str) -> str:
    """The bare level with which a placed name begins: 省教育厅 → 省; empty where there is none."""
    found = _LEVEL.match(name)
    return found.group(1) if found else ""


def at_level(home: str, level: str) -> str:
    """Code of the place at this level among `home` and what lies above it; empty where there is none."""
    g = gazetteer()
    if home not in g:
        return ""
    for place in (g[home], *g.ancestors(home)):
        if place.kind in LEVELS[level] and (place.name.endswith(level) or level in ("州", "盟", "区", "旗")) and _fits(place.name, level):
            return place.code
    return ""


def _fits(name: str, level: str) -> bool:
    if level == "区":
        return name.endswith("区") and not name.endswith("自治区")
    if level == "州":
        return name.endswith("州")
    if level == "旗":
        return name.endswith("旗")
    return name.endswith(level)


def place_names(code: str) -> set[str]:
    """Names that mean the place outside any article: short forms and forms with what stands above it."""
    g = gazetteer()
    place = g[code]
    names = {place.name, *place.short}
    above = g.ancestors(code)[1 if _names_its_city(code) else 0 :]
    for i in range(len(above)):
        names.add("".join(p.name for p in reversed(above[: i + 1])) + place.name)
    for upper in above:
        names.add(upper.name + place.name)
        for short in upper.short[:1]:
            names.add(short + place.name)
    if place.kind in ("county", "town"):
        names -= {s for s in place.short if len(s) < 2}
    return names


def _names_its_city(code: str) -> bool:
    """保定高新技术产业开发区 says itself that it lies in 保定市."""
    g = gazetteer()
    place, parent = g[code], g.parent(code)
    return place.name.endswith(("开发区", "新区", "园区")) and bool(parent) and place.name.startswith((g[parent].name, *g[parent].short))


def federation_name(code: str) -> str:
    """Official name of the federation of a place; districts carry their city (天津市和平区总工会)."""
    g = gazetteer()
    place = g[code]
    parent = g.parent(code)
    if place.kind == "county" and place.name.endswith("区") and parent and not _names_its_city(code):
        return g[parent].name + place.name + "总工会"
    return place.name + "总工会"


def federation_names(code: str) -> set[str]:
    """All names that mean this federation outside an article."""
    names = place_names(code) - set(gazetteer()[code].short)
    full = {n + "总工会" for n in names}
    return full | {n + "总" for n in names} | {s + "总工会" for s in gazetteer()[code].short[:1]}


def name_scope(code: str) -> str:
    """The code itself where several places bear this name (two 和平区 have a court each), else an empty string."""
    g = gazetteer()
    return code if code in g and any(g[c].name == g[code].name for c in g.named(g[code].name) if c != code) else ""


def placed_names(code: str, rest: str) -> tuple[str, set[str]]:
    """Full name and other names of an organ of a place: (330482, 人社局) → 平湖市人社局, {平湖市人力资源和社会保障局, …}."""
    g = gazetteer()
    place = g[code]
    organs = lexicon().organs
    rests = {rest}
    for short, full in organs.items():
        if rest.endswith(short) and not rest.endswith(full):
            rests.add(rest[: -len(short)] + full)
        elif rest.endswith(full) and full != short:
            rests.add(rest[: -len(full)] + short)
    heads = {place.name, *place.short[:1]}
    if place.kind == "county" and g.parent(code):
        heads |= {g[g.parent(code)].name + place.name}
    if place.kind == "city" and g.parent(code):
        heads |= {g[g.parent(code)].name + place.name}
    names = {h + r for h in heads for r in rests}
    return place.name + rest, names


def core(name: str) -> str:
    """What a quoted name puts in quotes: “慧协商”赋能平台 → 慧协商; empty where nothing is quoted."""
    found = re.search(r"[“‘]([^“”‘’]{2,})[”’]", name)
    return plain(found.group(1)) if found else ""


def thinned(short: str, long: str) -> bool:
    """Do the characters of `short` stand in `long` in the same order?

    >>> thinned("农行鞍山分行", "中国农业银行鞍山分行")
    True
    """
    rest = iter(long)
    return all(c in rest for c in short)
