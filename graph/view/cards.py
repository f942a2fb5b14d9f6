"""Cards and tables: what a notebook shows of entities, facts and graphs, as HTML that needs nothing else.

Every text of the graph is escaped.  It is plain HTML with <details>, so that it also reads well where scripts do not run
(a code host, an untrusted notebook).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape

from graph.knowledge import Entity, Fact, KnowledgeGraph
from graph.model import Claim
from graph.reprints import stories
from graph.view.ranking import ranked
from graph.view.words import DOUBTFUL, HUES, KINDS, RELATIONS, ROLES, TYPES, visible

SHOWN = 24
"""Rows of a table."""

_HINT = (
    'kg["名称"] 看一个实体，kg.search("…") 搜索，'
    'kg.neighbourhood("…").show() 画邻域，kg.map() 画地图，kg.timeline() 画时间轴，kg.show() 全图'
)
_FOLD = 8
_MUTED = "opacity:.65;font-size:90%"
_LINE = "border-top:1px solid rgba(128,128,128,.28);padding:4px 0"


def entity_card(entity: Entity) -> str:
    """An entity as a card: names, facts in both directions with their sentences, figures.

    Returns
    -------
    HTML without scripts and styles of its own; safe whatever the entity is called.
    """
    parts = [
        f'<div style="{_MUTED}">{_dot(entity)} {_kind(entity)}</div>'
        f'<div style="font-size:140%;font-weight:600;margin:2px 0"><bdi>{_text(entity.name)}</bdi></div>'
    ]
    if entity.aliases:
        parts.append(f"<div>又称 {'、'.join(f'<bdi>{_text(a)}</bdi>' for a in entity.aliases)}</div>")
    known = f"见于 {len(entity.articles)} 篇报道" if entity.articles else "报道未提及，仅来自行政区划"
    parts.append(f'<div style="{_MUTED}">{len(entity.facts)} 条事实 · {len(entity.figures)} 个数字 · {known}</div>')
    if entity.figures:
        rows = [
            [
                _text(m.name),
                _whole(f"{'≈ ' * m.approximate}<b>{m.value:,f}</b> {_text(m.unit)}"),
                _whole(_text(m.printed)),
                f'<span style="{_MUTED}">{_text(m.evidence.exact)}</span>',
            ]
            for _, m in entity.figures
        ]
        table = _grid(("所计 counted", "数值 value", "原文 printed", "句子 sentence"), rows)
        parts.append(_fold('<span title="figures">数字</span>', len(rows), table))
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


def fact_card(fact: Fact) -> str:
    """A fact with every sentence that states it, the surest first."""
    head = f"<div>{name_of(fact.subject)} <b>{_relation(fact.predicate)}</b> {name_of(fact.object)}{_notes(fact)}</div>"
    told = "".join(_quotation(claim) for _, claim in fact.claims)
    return f'<div style="max-width:760px">{head}{told}</div>'


def facts_table(facts: Sequence[Fact]) -> str:
    """Facts with the sentence of their surest claim, a row each."""
    rows = [
        [name_of(f.subject), _relation(f.predicate) + _notes(f), name_of(f.object), f"{f.confidence:.2f}", _sentence(f)]
        for f in facts[:SHOWN]
    ]
    return _table(("主体 subject", "关系 relation", "客体 object", "可信度 confidence", "原文 sentence"), rows, len(facts), "条事实")


def entities_table(entities: Sequence[Entity]) -> str:
    """Entities, a row each."""
    rows = [
        [
            name_of(e),
            _whole(_kind(e)),
            f"{len(e.facts):,}",
            f"{len(e.figures):,}",
            f"{len(e.articles):,}",
            _text("、".join(e.aliases[:4])),
        ]
        for e in entities[:SHOWN]
    ]
    return _table(("名称 name", "类型 type", "事实 facts", "数字 figures", "报道 articles", "又称 also"), rows, len(entities), "个实体")


def summary(kg: KnowledgeGraph) -> str:
    """A graph at a glance: how many of which type and relation, and what is best connected."""
    entities = list(kg.entities.values())
    types = Counter(e.type for e in entities)
    relations = Counter(f.predicate for f in kg.facts())
    figures = sum(len(e.figures) for e in entities)
    head = (
        f"<b>工会知识图谱</b> · {len(entities):,} 个实体 · {sum(relations.values()):,} 条事实 · {figures:,} 个数字 · "
        f"{stories(kg.articles, kg.versions):,} 篇报道"
    )
    names = "、".join(name_of(e) for e in ranked(e for e in entities if e.type in ("Union", "Program") and e.articles)[0][:10])
    return (
        f"<div><p>{head}</p>{_bars({_word(TYPES, t): (types[t], HUES[t][0]) for t in TYPES if types[t]})}"
        f"{_bars({_relation(r): (relations[r], '#8a8378') for r in RELATIONS if relations[r]})}"
        f"{f'<p>联系最多：{names}</p>' if names else ''}"
        f'<p style="{_MUTED}">{_HINT}</p></div>'
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


def name_of(entity: Entity) -> str:
    """The name behind a dot in the hue of its type; a hollow one where no article names it."""
    return f'{_dot(entity)}&nbsp;<bdi title="{_text(entity.iri)}">{_text(entity.name)}</bdi>'


def _kind(entity: Entity) -> str:
    return " · ".join(_word(table, key) for table, key in ((TYPES, entity.type), (KINDS, entity.kind)) if key)


def _sentence(fact: Fact) -> str:
    return f'<span style="{_MUTED}">{_text(fact.claims[0][1].evidence.exact)}</span>'


def _table(columns: Sequence[str], rows: list[list[str]], count: int, what: str) -> str:
    """The first rows of a table that has `count` in all."""
    rest = f"，此处 {len(rows)}" if count > len(rows) else ""
    return f'<div><p style="{_MUTED}">{count:,} {what}{rest}</p>{_grid(columns, rows) if rows else ""}</div>'


def _grid(columns: Sequence[str], rows: list[list[str]]) -> str:
    """A table of cells that are HTML already, flush left, where notebooks would have them right or centred."""
    head = "".join(f'<th style="text-align:left">{c}</th>' for c in columns)
    body = "".join("<tr>" + "".join(f'<td style="text-align:left">{c}</td>' for c in row) + "</tr>" for row in rows)
    return f'<table style="margin:0"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _whole(cell: str) -> str:
    """A cell that does not break into lines."""
    return f'<span style="white-space:nowrap">{cell}</span>'


def _notes(fact: Fact) -> str:
    notes = [_word(ROLES, r) for r in fact.roles] + [_text(t) for t in fact.titles]
    states = [("计划", "planned", fact.planned), ("推断", "inferred", fact.inferred), ("存疑", "doubtful", fact.confidence < DOUBTFUL)]
    notes += [f'<i title="{english}">{chinese}</i>' for chinese, english, holds in states if holds]
    return f' <small style="{_MUTED}">{"，".join(notes)}</small>' if notes else ""


def _quotation(claim: Claim) -> str:
    words = claim.evidence
    if not words.exact:
        return ""
    where = f"{claim.article} {words.start}–{words.end} · {claim.rule} · {claim.confidence:.2f}"
    return f'<div style="{_MUTED};margin-left:1.2em" title="{_text(where)}">{_text(words.exact)}</div>'


def _facts(facts: list[Fact], entity: Entity) -> str:
    items = []
    for fact in facts:
        other = fact.object if fact.subject is entity else fact.subject
        items.append(f'<div style="{_LINE}">{name_of(other)}{_notes(fact)}{_quotation(fact.claims[0][1])}</div>')
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
