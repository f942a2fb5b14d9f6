"""Which union is under which: the nearest superior among the federations that the same document names."""

from __future__ import annotations

from graph.link.entities import Linked
from graph.model import Claim, Extraction, LocalEntity
from graph.world.gazetteer import gazetteer

NATIONAL = "000000"


def superiors(linked: list[Linked], extractions: list[Extraction]) -> None:
    """Add subUnionOf claims, inferred from administrative order, to each extraction."""
    federations = {
        e.code: e for x in linked for e in x.entities if e.type == "Union" and e.code
    }
    for one, extraction in zip(linked, extractions, strict=True):
        own = {e.code for e in one.entities if e.type == "Union" and e.code}
        for union in one.entities:
            if union.type != "Union":
                continue
            above = _of_the_parent(one, union) or _superior(one, union, federations, own)
            if above is not None:
                extraction.claims.append(_claim(one, union, above))


def _of_the_parent(one: Linked, union: LocalEntity) -> LocalEntity | None:
    """The union of the organisation whose branch or plant this union serves, where the article names it."""
    served = one.serves.get(id(union))
    parent = one.parents.get(id(served)) if served is not None else None
    unions = (e for e in one.entities if e.type == "Union" and e is not union and one.serves.get(id(e)) is parent)
    return next(unions, None) if parent is not None else None


def _superior(one: Linked, union: LocalEntity, federations: dict[str, LocalEntity], own: set[str]) -> LocalEntity | None:
    g = gazetteer()
    if union.code == NATIONAL:
        return None
    if union.code:
        chain = [a.code for a in g.ancestors(union.code)]
    else:
        if union.name.startswith("中国"):
            return federations[NATIONAL] if NATIONAL in own else None
        place = one.located.get(id(union)) or one.located.get(id(one.serves.get(id(union))))
        code = (place.code or place.scope) if place is not None else ""
        home = one.places.home
        serving = id(union) in one.serves or place is None
        if not code or (serving and code in g and home in g and g.within(home, code)):
            code = home
        chain = [code, *(a.code for a in g.ancestors(code))] if code in g else []
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
