"""Mentions → entities: who is meant, under which official name, and what else in the article means the same.

An article is read from left to right.  Bare forms (市总, 省教育厅, 公司工会, 该平台) are completed from the article's home and
from what was named before; short and long names of one thing are drawn together; what cannot be settled is rejected
with a reason.
"""

from __future__ import annotations

from graph.find import Found
from graph.find.places import PlaceMention, Places
from graph.find.reading import Reading
from graph.find.unions import UnionMention
from graph.link.anaphora import link_anaphors
from graph.link.desk import Desk, EntityMention, Linked
from graph.link.organisations import link_company, link_institution
from graph.link.programs import link_programs, same_on_page
from graph.link.unions import join_late_firms, link_union, settle_unions
from graph.model import LocalEntity, Mention, plain

__all__ = ["EntityMention", "Linked", "link", "link_page"]


def link_page(page: list[Found]) -> list[Linked]:
    """Entities of each article of a page."""
    linked = [link(f.reading, f.places, f.unions, f.documents, f.shorts, f.names) for f in page]
    same_on_page([x.entities for x in linked])
    return linked


def link(
    reading: Reading, places: Places, unions: list[UnionMention], documents: list[Mention], shorts: dict[str, str], names: list[Mention]
) -> Linked:
    """Entities of the article; `names` are the recogniser's mentions, the rest what the rules found."""
    desk = Desk(reading, places, shorts)
    titles = [d.span for d in documents]
    names = [n for n in names if not any(t.contains(n.span) for t in titles)]
    for place in places.mentions:
        desk.add(place.span, desk.place(place), "name" if _stands_alone(place, names, unions) else "implied", "gazetteer", 1.0)
    for d in documents:
        desk.add(d.span, _document(desk, plain(d.text)), "name", d.rule, d.score)
    steps: list[tuple[int, int, str, UnionMention | Mention]] = []
    for u in settle_unions(unions, names, titles):
        steps.append((u.span.start, -len(u.span), "union", u))
    for n in names:
        if n.type != "Union":
            steps.append((n.span.start, -len(n.span), n.type, n))
    steps.sort(key=lambda s: s[:3])
    programs: list[Mention] = []
    for _, _, kind, mention in steps:
        if isinstance(mention, UnionMention):
            link_union(desk, mention)
        elif kind == "Company":
            link_company(desk, mention)
        elif kind == "Institution":
            link_institution(desk, mention)
        elif kind == "Person":
            _person(desk, mention)
        else:
            programs.append(mention)
    join_late_firms(desk)
    desk.join_tails()
    link_programs(desk, programs)
    link_anaphors(desk)
    desk.linked.mentions.sort(key=lambda m: (m.span.start, -m.span.end, m.entity.type))
    used = {id(m.entity) for m in desk.linked.mentions}
    desk.linked.entities = [e for e in desk.linked.entities if id(e) in used]
    return desk.linked


def _stands_alone(place: PlaceMention, names: list[Mention], unions: list[UnionMention]) -> bool:
    return not any(n.span.contains(place.span) for n in names) and not any(u.span.contains(place.span) for u in unions)


def _document(desk: Desk, name: str) -> LocalEntity:
    full = desk.shorts.get(name, name)
    for e in desk.linked.entities:
        if e.type == "Document" and (e.name == full or (len(full) < 12 and e.name.endswith(full))):
            e.local |= {name} - {e.name}
            return e
    entity = desk.entity("Document", plain(full), "" if len(full) > 7 else desk.places.home)
    if name != full:
        entity.local.add(name)
    return entity


def _person(desk: Desk, m: Mention) -> None:
    if any(b.start <= m.span.start < b.end for b in desk.reading.article.bylines):
        return
    desk.add(m.span, desk.entity("Person", plain(m.text), desk.places.home), "name", m.rule, m.score)
