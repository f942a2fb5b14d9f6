"""What opens inside a notebook: the page of graph.html in a sandboxed frame, of a whole graph or around one entity.

It needs no files, no widget server and no network.  Cards and tables are in `graph.view.cards`, drawings in `graph.view.drawing`.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from graph.files import write_atomic
from graph.knowledge import Entity, KnowledgeGraph
from graph.listing import Entities, Facts
from graph.view.cards import facts_table, name_of
from graph.view.page import html_page
from graph.view.ranking import ranked

if TYPE_CHECKING:
    import networkx

SHOWN = 1500
"""A notebook shows at most so many entities, the most telling ones: its file is to stay small."""


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
    def entities(self) -> Entities:
        """The entity and all that is near, nearest first, then by rank."""
        found = {self.entity.iri: self.entity}
        ring = [self.entity]
        for _ in range(self.hops):
            near = {e.iri: e for middle in ring for e in self._neighbours(middle) if e.iri not in found}
            ring = ranked(near.values())[0]
            found |= {e.iri: e for e in ring}
        return Entities(found.values())

    @cached_property
    def facts(self) -> Facts:
        """Facts between these entities, in a fixed order."""
        near = {e.iri for e in self.entities}
        order = sorted(self.entities, key=lambda e: e.iri)
        return Facts(f for e in order for f in e.facts if f.subject is e and f.object.iri in near)

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
        return f"<div><p>{name_of(self.entity)} · {self.hops} 步邻域：{len(self.entities)} 个实体</p>{facts_table(facts)}</div>"


def show(kg: KnowledgeGraph) -> Inline:
    """The whole graph inline; of a large one, the most telling entities."""
    return Inline(html_page(kg, ranked(kg.entities.values())[0][:SHOWN]))
