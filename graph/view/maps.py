"""The map of a notebook: unions and programmes where they are, on a ground made of the county seats.

Projection and places are those of the page (`graph.view.atlas`).
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable

from graph.knowledge import Entity
from graph.tabular import display_width
from graph.view.atlas import atlas
from graph.view.drawing import WIDTH, Drawing, label, tag, words
from graph.view.ranking import whereabouts
from graph.view.words import HUES

_MARGIN = 16
_FOOT = 30
"""Room below the map for what its colours mean."""

_TITLED = 12
"""The bubble of a place names so many of its unions and programmes."""

Box = tuple[float, float, float, float]


def map_of(entities: Iterable[Entity]) -> Drawing:
    """A map of the unions and programmes among these; a disc for each place, as large as it has many.

    Returns
    -------
    Drawing
        whoever points at a disc reads the names.
    """
    shown = sorted((e for e in entities if e.type in ("Union", "Program")), key=lambda e: e.iri)
    drawn = atlas(shown, whereabouts(shown))
    ground = list(zip(drawn["ground"][::2], drawn["ground"][1::2], strict=True))
    left, top = min(x for x, _ in ground), min(y for _, y in ground)
    scale = (WIDTH - 2 * _MARGIN) / (max(x for x, _ in ground) - left)
    height = round((max(y for _, y in ground) - top) * scale) + 2 * _MARGIN + _FOOT

    def at(x: int, y: int) -> tuple[float, float]:
        return _MARGIN + (x - left) * scale, _MARGIN + (y - top) * scale

    members: dict[int, list[Entity]] = defaultdict(list)
    for entity, spot in zip(shown, drawn["at"], strict=True):
        members[spot].append(entity)
    unplaced = len(members.pop(-1, []))
    order = sorted(members, key=lambda s: (-len(members[s]), s))
    namesakes = Counter(row[0] for row in drawn["spots"])
    discs = []
    for spot in order:
        name, above, x, y, _ = drawn["spots"][spot]
        discs.append((*at(x, y), 3.5 + 2.2 * math.sqrt(len(members[spot])), above * (namesakes[name] > 1) + name, members[spot]))

    seats = sorted({(round(x), round(y)) for x, y in (at(*p) for p in ground)})
    dots = "".join(f"M{x} {y}h0" for x, y in seats)
    parts = [tag("path", d=dots, fill="none", stroke="currentColor", stroke_opacity=0.16, stroke_width=3, stroke_linecap="round")]
    parts += [_disc(*disc) for disc in discs]
    taken: list[Box] = [(x - r * 0.7, y - r * 0.7, x + r * 0.7, y + r * 0.7) for x, y, r, _, _ in discs]
    for x, y, r, name, _ in discs:
        if _free(taken, name, x, y + r + 6, 12):
            parts.append(label(name, x, y + r + 10, 12, text_anchor="middle"))
    for name, x, y in ((name, *at(x, y)) for name, x, y in drawn["provinces"]):
        if _free(taken, name, x, y, 11):
            parts.append(label(name, x, y + 4, 11, text_anchor="middle", fill_opacity=0.5))
    parts.append(_legend(height - 12, unplaced))
    placed = sum(map(len, members.values()))
    return Drawing("".join(parts), height, f"map: {placed} unions and programmes in {len(members)} places")


def _disc(x: float, y: float, r: float, name: str, members: list[Entity]) -> str:
    """A disc in two hues: the share of unions from the top clockwise, the rest programmes."""
    unions = [e.name for e in members if e.type == "Union"]
    names = [*unions, *(e.name for e in members if e.type == "Program")]
    more = f"\n… {len(names) - _TITLED} more" if len(names) > _TITLED else ""
    share = len(unions) / len(members)
    hue = {kind: HUES[kind][0] for kind in ("Union", "Program")}
    parts = [
        tag("title", words(f"{name}\n" + "\n".join(names[:_TITLED]) + more)),
        tag("circle", cx=round(x, 1), cy=round(y, 1), r=round(r, 1), fill=hue["Union" if share == 1 else "Program"]),
    ]
    if 0 < share < 1:
        turn = 2 * math.pi * share
        ex, ey = x + r * math.sin(turn), y - r * math.cos(turn)
        arc = f"M{x:.1f} {y:.1f}V{y - r:.1f}A{r:.1f} {r:.1f} 0 {int(share > 0.5)} 1 {ex:.1f} {ey:.1f}Z"
        parts.append(tag("path", d=arc, fill=hue["Union"]))
    return tag("g", *parts, fill_opacity=0.85)


def _free(taken: list[Box], text: str, x: float, y: float, size: float) -> bool:
    """Is there room for a text with its middle here?  Then it is taken."""
    half, tall = display_width(text) * size * 0.26, size * 0.6
    box = (x - half, y - tall, x + half, y + tall)
    if any(box[0] < t[2] and t[0] < box[2] and box[1] < t[3] and t[1] < box[3] for t in taken):
        return False
    taken.append(box)
    return True


def _legend(y: float, unplaced: int) -> str:
    parts = []
    for x, kind, text in ((_MARGIN + 6, "Union", "工会 unions"), (_MARGIN + 112, "Program", "项目 programmes")):
        parts += [tag("circle", cx=x, cy=y - 4, r=6, fill=HUES[kind][0]), label(text, x + 12, y)]
    if unplaced:
        parts.append(label(f"无地点 without a place: {unplaced}", _MARGIN + 270, y, fill_opacity=0.65))
    return "".join(parts)
