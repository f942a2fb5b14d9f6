"""Which union is under which: the nearest superior among the federations that the same document names."""

from __future__ import annotations

import re

from graph.link.entities import Linked
from graph.link.firms import is_firm, is_unit
from graph.link.names import place_names
from graph.model import Claim, EntityKey, Extraction, LocalEntity
from graph.world.gazetteer import gazetteer

NATIONAL = "000000"


def superiors(linked: list[Linked], extractions: list[Extraction]) -> None:
    """Add subUnionOf claims, inferred from administrative order, to each extraction."""
    federations = {
        e.code: e for x in linked for e in x.entities if e.type == "Union" and e.code
    }
    for one, extraction in zip(linked, extractions, strict=True):
        own = {e.code for e in one.entities if e.type == "Union" and e.code}
        by_key = {e.key: e for e in one.entities}
        told = {(x.predicate, x.subject): by_key[x.object] for x in extraction.claims if x.predicate in ("partOf", "locatedIn")}
        for union in one.entities:
            if union.type != "Union":
                continue
            above = _of_the_whole(one, union, told) or _of_the_town(one, union, told) or _of_the_trade(one, union)
            above = above or _superior(one, union, federations, own, told)
            if above is not None:
                extraction.claims.append(_claim(one, union, above))


Told = dict[tuple[str, EntityKey], LocalEntity]
"""(partOf or locatedIn, part or what lies there) → what the article says of it."""


def _of_the_whole(one: Linked, union: LocalEntity, told: Told) -> LocalEntity | None:
    """The union of the organisation whose branch or plant this union serves, where the article names it."""
    served = one.serves.get(id(union))
    if served is None:
        return None
    whole = one.parents.get(id(served)) or told.get(("partOf", served.key)) or _group(one, served)
    unions = (e for e in one.entities if e.type == "Union" and e is not union and one.serves.get(id(e)) is whole)
    return next(unions, None) if whole is not None else None


def _group(one: Linked, served: LocalEntity) -> LocalEntity | None:
    """The only group of firms whose union the article names, where it tells of a mine, plant or project without a legal form of its own."""
    groups = {id(e): e for e in one.serves.values() if is_firm(e.name) and "集团" in e.name}
    group = next(iter(groups.values())) if len(groups) == 1 else None
    return group if served.type == "Company" and is_unit(served.name) and group is not served else None


def _of_the_town(one: Linked, union: LocalEntity, told: Told) -> LocalEntity | None:
    """The federation of the town or park, too small for the gazetteer, where an enterprise lies."""
    place = told.get(("locatedIn", union.key))
    if id(union) not in one.serves or place is None or place.code:
        return None
    there = (e for e in one.entities if e.type == "Union" and id(e) not in one.serves and one.located.get(id(e)) is place)
    return next(there, None)


_NATIONAL_TRADE = re.compile(r"中国(?P<trade>[\u4e00-\u9fff]{2,12}?)工会(?:全国委员会)?$")


def _of_the_trade(one: Linked, union: LocalEntity) -> LocalEntity | None:
    """The national union of a province's trade (福建省海员工会 under 中国海员建设工会), the trade's union of a committee in its name."""
    place = one.located.get(id(union))
    trade = union.name.removesuffix("工会") if union.name.endswith("工会") and id(union) not in one.serves else ""
    names = place_names(place.code) if place is not None and place.code else ()
    prefix = max((n for n in names if trade.startswith(n)), key=len, default="")
    for e in one.entities:
        national = _NATIONAL_TRADE.match(e.name) if e.type == "Union" and e is not union else None
        if national is None:
            continue
        within = bool(prefix) and len(trade) - len(prefix) >= 2 and national["trade"].startswith(trade[len(prefix) :])
        if within or union.name.startswith(f"中国{national['trade']}工会"):
            return e
    return None


def _superior(one: Linked, union: LocalEntity, federations: dict[str, LocalEntity], own: set[str], told: Told) -> LocalEntity | None:
    g = gazetteer()
    if union.code == NATIONAL:
        return None
    if union.code:
        chain = [a.code for a in g.ancestors(union.code)]
        if g[union.code].kind == "zone":  # 徐州高新技术产业开发区 lies in a county and is the city's
            chain = [c for c in chain if any(g[union.code].name.startswith(n) for n in (g[c].name, *g[c].short))] or chain
    else:
        if union.name.startswith("中国"):
            return federations[NATIONAL] if NATIONAL in own else None
        place = told.get(("locatedIn", union.key)) or one.located.get(id(union)) or one.located.get(id(one.serves.get(id(union))))
        code = (place.code or place.scope) if place is not None else ""
        home = one.places.home
        serving = id(union) in one.serves or place is None
        if not code or (serving and code in g and home in g and g.within(home, code)):
            code = home
        chain = [code, *(a.code for a in g.ancestors(code))] if code in g else []
        if chain and g[code].kind in ("city", "county", "town"):  # a union in a city is not directly the province's
            chain = [c for c in chain if g[c].kind != "province"]
    for code in chain:
        if code in federations:
            return federations[code]
    top = (union.code and g[union.code].kind == "province") or union.name.startswith("中国")
    return federations[NATIONAL] if top and NATIONAL in own else None


def _claim(one: Linked, union: LocalEntity, above: LocalEntity) -> Claim:
    article = one.reading.article
    mention = next(m for m in one.mentions if m.entity is union)
    return Claim(
        union.key, "subUnionOf", above.key, article.id, article.evidence(article.sentence_at(mention.span.start), mention.span),
        "administrative-order", 0.9, inferred=True,
    )  # fmt: skip
