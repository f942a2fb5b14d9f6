"""What a notebook shows: cards, summaries and pictures, as HTML that needs no files, no widget server and no network.

Every text of the graph is escaped.  Cards and tables are plain HTML with <details>, so that they also read well where
scripts do not run (a code host, an untrusted notebook); pictures are the page of graph.html inside a sandboxed frame.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from graph.files import write_atomic
from graph.knowledge import Entity, Fact, KnowledgeGraph
from graph.model import Claim, Evidence
from graph.view.page import html_page
from graph.view.ranking import ranked
from graph.view.words import DOUBTFUL, HUES, KINDS, RELATIONS, ROLES, TYPES, visible

if TYPE_CHECKING:
    import networkx

SHOWN = 1500
"""A notebook shows at most so many entities, the most telling ones: its file is to stay small."""

_FOLD = 8
_MUTED = "opacity:.65;font-size:90%"
_LINE = "border-top:1px solid rgba(128,128,128,.28);padding:4px 0"


class Inline:
    """An HTML page that displays inside a notebook; elsewhere it can be saved.

    Examples
    --------
    >>> Inline("<p>三亚</p>")
    <page of 9 characters; shows itself in Jupyter, or .save("page.html")>
    """

    def __init__(self, html: str, height: int = 620) -> None:
        self.html = html
        self.height = height

    def _repr_html_(self) -> str:
        # Without allow-same-origin the frame can touch neither the notebook nor its cookies.
        return (
            f'<iframe srcdoc="{escape(self.html)}" sandbox="allow-scripts" title="unionkg" loading="lazy" '
            f'style="width:100%;height:{self.height}px;border:1px solid rgba(128,128,128,.3);border-radius:8px"></iframe>'
        )

    def __repr__(self) -> str:
        return f'<page of {len(self.html)} characters; shows itself in Jupyter, or .save("page.html")>'

    def save(self, path: str | Path) -> Path:
        """Write the page as a file of its own."""
        return write_atomic(path, self.html)


class Neighbourhood:
    """What lies within some relations of an entity.

    Parameters
    ----------
    kg
        the graph.
    entity
        the entity in the middle.
    hops
        1: its neighbours; 2: theirs as well; and so on.  Direction does not matter.

    Raises
    ------
    ValueError
        `hops` is negative.
    """

    def __init__(self, kg: KnowledgeGraph, entity: Entity, hops: int = 1) -> None:
        if hops < 0:
            raise ValueError(f"hops is {hops}; it counts relations, so give 0, 1, 2 …")
        self.kg = kg
        self.entity = entity
        self.hops = hops

    @cached_property
    def entities(self) -> list[Entity]:
        """The entity and all that is near, nearest first, then by rank."""
        found = {self.entity.iri: self.entity}
        ring = [self.entity]
        for _ in range(self.hops):
            near = {e.iri: e for middle in ring for e in self._neighbours(middle) if e.iri not in found}
            ring = ranked(near.values())[0]
            found |= {e.iri: e for e in ring}
        return list(found.values())

    @cached_property
    def facts(self) -> list[Fact]:
        """Facts between these entities, in a fixed order."""
        near = {e.iri for e in self.entities}
        order = sorted(self.entities, key=lambda e: e.iri)
        return [f for e in order for f in e.facts if f.subject is e and f.object.iri in near]

    @cached_property
    def nx(self) -> networkx.MultiDiGraph:
        """The neighbourhood as a networkx.MultiDiGraph of its own."""
        return self.kg.nx.subgraph(e.iri for e in self.entities).copy()

    def show(self) -> Inline:
        """The interactive picture, inline, opened at the entity."""
        return Inline(html_page(self.kg, self.entities[:SHOWN], self.entity))

    def _neighbours(self, entity: Entity) -> Iterable[Entity]:
        for fact in entity.facts:
            yield fact.object if fact.subject is entity else fact.subject
        yield from self._places.get(entity.iri, ())

    @cached_property
    def _places(self) -> dict[str, list[Entity]]:
        """The gazetteer's hierarchy, both ways."""
        near: dict[str, list[Entity]] = {}
        for below, above in self.kg.places:
            near.setdefault(below.iri, []).append(above)
            near.setdefault(above.iri, []).append(below)
        return near

    def __repr__(self) -> str:
        return f"<{self.entity.name}: {len(self.entities)} entities, {len(self.facts)} facts within {self.hops} hops>"

    def _repr_html_(self) -> str:
        facts = sorted(self.facts, key=lambda f: (self.entity not in (f.subject, f.object), f.inferred, -f.confidence))
        rows = [
            f"<tr><td>{_name(f.subject)}</td><td>{_relation(f.predicate)}{_notes(f)}</td><td>{_name(f.object)}</td>"
            f'<td style="text-align:left;{_MUTED}">{_text(f.claims[0][1].evidence.exact)}</td></tr>'
            for f in facts
        ]
        head = f"{_name(self.entity)} · {self.hops} 步邻域：{len(self.entities)} 个实体，{len(facts)} 条事实"
        more = f'<p style="{_MUTED}">另有 {len(rows) - 40} 条，见 .facts；.show() 画图</p>' if len(rows) > 40 else ""
        table = (
            "<table><thead><tr><th>主体</th><th>关系</th><th>客体</th><th>原文</th></tr></thead>"
            f"<tbody>{''.join(rows[:40])}</tbody></table>"
        )
        return f"<div><p>{head}</p>{table if rows else ''}{more}</div>"


def show(kg: KnowledgeGraph) -> Inline:
    """The whole graph inline; of a large one, the most telling entities."""
    return Inline(html_page(kg, ranked(kg.entities.values())[0][:SHOWN]))


def entity_card(entity: Entity) -> str:
    """An entity as a card: names, facts in both directions with their sentences, figures.

    Returns
    -------
    HTML without scripts and styles of its own; safe whatever the entity is called.
    """
    what = " · ".join(_word(table, key) for table, key in ((TYPES, entity.type), (KINDS, entity.kind)) if key)
    parts = [
        f'<div style="{_MUTED}">{_dot(entity)} {what}</div>'
        f'<div style="font-size:140%;font-weight:600;margin:2px 0"><bdi>{_text(entity.name)}</bdi></div>'
    ]
    if entity.aliases:
        parts.append(f"<div>又称 {'、'.join(f'<bdi>{_text(a)}</bdi>' for a in entity.aliases)}</div>")
    known = f"见于 {len(entity.articles)} 篇报道" if entity.articles else "报道未提及，仅来自行政区划"
    parts.append(f'<div style="{_MUTED}">{len(entity.facts)} 条事实 · {len(entity.figures)} 个数字 · {known}</div>')
    if entity.figures:
        rows = "".join(
            f"<tr><td>{_text(m.name)}</td><td>{'≈ ' * m.approximate}<b>{m.value:,f}</b> {_text(m.unit)}</td>"
            f'<td>{_text(m.printed)}</td><td style="text-align:left;{_MUTED}">{_text(m.evidence.exact)}</td></tr>'
            for _, m in entity.figures
        )
        head = "".join(f"<th>{h}</th>" for h in ("所计", "数值", "原文", "句子"))
        parts.append(_fold("数字", len(entity.figures), f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"))
    for relation, (_, outward, inward) in RELATIONS.items():
        symmetric = relation == "partnerOf"
        for out, (heading, english) in ((True, outward), (False, inward)):
            facts = [f for f in entity.facts if f.predicate == relation and (symmetric or (f.subject if out else f.object) is entity)]
            if facts and (out or not symmetric):
                facts.sort(key=lambda f: (f.inferred, f.planned, -f.confidence))
                parts.append(_fold(f'<span title="{english}">{heading}</span>', len(facts), _facts(facts, entity)))
    if not entity.facts and not entity.figures:
        parts.append(f'<p style="{_MUTED}">还没有关于它的事实</p>')
    parts.append(f'<div style="{_MUTED};font-family:monospace;overflow-wrap:anywhere">{_text(entity.iri)}</div>')
    border = HUES[entity.type][0] if entity.type in HUES else "gray"
    return f'<div style="border-left:4px solid {border};padding:4px 0 4px 14px;max-width:760px">{"".join(parts)}</div>'


def summary(kg: KnowledgeGraph) -> str:
    """A graph at a glance: how many of which type and relation, and what is best connected."""
    entities = list(kg.entities.values())
    types = Counter(e.type for e in entities)
    relations = Counter(f.predicate for f in kg.facts())
    figures = sum(len(e.figures) for e in entities)
    head = (
        f"<b>工会知识图谱</b> · {len(entities):,} 个实体 · {sum(relations.values()):,} 条事实 · {figures:,} 个数字 · "
        f"{len(kg.articles):,} 篇报道"
    )
    names = "、".join(_name(e) for e in ranked(e for e in entities if e.type in ("Union", "Program") and e.articles)[0][:10])
    return (
        f"<div><p>{head}</p>{_bars({_word(TYPES, t): (types[t], HUES[t][0]) for t in TYPES if types[t]})}"
        f"{_bars({_relation(r): (relations[r], '#8a8378') for r in RELATIONS if relations[r]})}"
        f"{f'<p>联系最多：{names}</p>' if names else ''}"
        f'<p style="{_MUTED}">kg["名称"] 看一个实体，kg.search("…") 搜索，kg.neighbourhood("…").show() 画邻域，kg.show() 画全图</p></div>'
    )


def _text(text: str) -> str:
    return escape(visible(text))


def _word(table: dict[str, tuple[str, str]], key: str) -> str:
    """The Chinese word with the English one as tooltip; an unknown key as it is."""
    if key not in table:
        return _text(key)
    chinese, english = table[key]
    return f'<span title="{english}">{chinese}</span>'


def _relation(relation: str) -> str:
    return _word({r: words[0] for r, words in RELATIONS.items()}, relation)


def _dot(entity: Entity) -> str:
    hue = HUES[entity.type][0] if entity.type in HUES else "gray"
    return f'<span style="color:{hue}">{"●" if entity.articles else "○"}</span>'


def _name(entity: Entity) -> str:
    return f'{_dot(entity)}&nbsp;<bdi title="{_text(entity.iri)}">{_text(entity.name)}</bdi>'


def _notes(fact: Fact) -> str:
    notes = [_word(ROLES, r) for r in fact.roles] + [_text(t) for t in fact.titles]
    states = [("计划", "planned", fact.planned), ("推断", "inferred", fact.inferred), ("存疑", "doubtful", fact.confidence < DOUBTFUL)]
    notes += [f'<i title="{english}">{chinese}</i>' for chinese, english, holds in states if holds]
    return f' <small style="{_MUTED}">{"，".join(notes)}</small>' if notes else ""


def _quotation(claim: Claim) -> str:
    words: Evidence = claim.evidence
    if not words.exact:
        return ""
    where = f"{claim.article} {words.start}–{words.end} · {claim.rule} · {claim.confidence:.2f}"
    return f'<div style="{_MUTED};margin-left:1.2em" title="{_text(where)}">{_text(words.exact)}</div>'


def _facts(facts: list[Fact], entity: Entity) -> str:
    items = []
    for fact in facts:
        other = fact.object if fact.subject is entity else fact.subject
        items.append(f'<div style="{_LINE}">{_name(other)}{_notes(fact)}{_quotation(fact.claims[0][1])}</div>')
    if len(items) <= _FOLD + 2:
        return "".join(items)
    rest = f"<details><summary>另有 {len(items) - _FOLD} 条</summary>{''.join(items[_FOLD:])}</details>"
    return "".join(items[:_FOLD]) + rest


def _fold(heading: str, count: int, content: str) -> str:
    return (
        f'<details open style="margin-top:8px"><summary><b>{heading}</b> <small style="{_MUTED}">{count}</small></summary>'
        f"{content}</details>"
    )


def _bars(counts: dict[str, tuple[int, str]]) -> str:
    """A small bar chart as a table; labels are HTML already."""
    most = max((n for n, _ in counts.values()), default=1)
    rows = "".join(
        f'<tr><td style="text-align:left">{label}</td><td style="text-align:right">{n:,}</td><td style="text-align:left;width:220px">'
        f'<div style="width:{max(2, round(200 * n / most))}px;height:10px;border-radius:3px;background:{hue}"></div></td></tr>'
        for label, (n, hue) in counts.items()
    )
    return f'<table style="display:inline-table;vertical-align:top;margin-right:24px"><tbody>{rows}</tbody></table>' if rows else ""
