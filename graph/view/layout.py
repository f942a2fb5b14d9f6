"""Where the nodes of the overview stand: islands in geographic order, hubs spread inside each.

Everything is arithmetic without chance: no random start, sums in a fixed order, no trigonometry in NumPy (whose last bit
depends on the processor).  The same graph looks the same on every machine, and nothing moves in the reader's browser.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

_GOLDEN = math.pi * (3 - math.sqrt(5))
_MARGIN = 34.0
"""Between the outermost node of an island and its shore."""

_DENSE = 260
"""Forces act between so many nodes of an island; the others go into the gaps beside their neighbours."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Island:
    """A group of nodes drawn together: its number, centre and radius in picture units."""

    group: int
    x: int
    y: int
    radius: int


def arrange(
    groups: Sequence[int],
    edges: Sequence[tuple[int, int]],
    rooms: Sequence[float],
    anchors: dict[int, tuple[float, float]],
) -> tuple[list[tuple[int, int]], list[Island]]:
    """Positions of nodes 0 … n-1.

    Parameters
    ----------
    groups
        number of the island that each node belongs to; -1 is one of them too.
    edges
        pairs of node numbers; direction does not matter.
    rooms
        how far apart a node wants to stand from others, in picture units (about a pixel at zoom 1); those that want most
        stand furthest in.
    anchors
        (longitude, latitude) of a group, so that islands lie as on a map; those without stand in the middle.  Without any
        anchor the largest islands stand in the middle and the others around them.

    Returns
    -------
    list of (x, y), and the islands sorted by number.

    Examples
    --------
    >>> positions, islands = arrange([0, 0, 1], [(0, 1)], [40, 40, 40], {0: (110, 19), 1: (118, 36)})
    >>> positions[2][1] < positions[0][1]       # the second lies in the north
    True
    """
    if not groups:
        return [], []
    members: dict[int, list[int]] = {}
    for node in sorted(range(len(groups)), key=lambda i: (-rooms[i], i)):
        members.setdefault(groups[node], []).append(node)
    links: dict[int, list[tuple[int, int]]] = {}
    for a, b in edges:
        if a != b and groups[a] == groups[b]:
            links.setdefault(groups[a], []).append((a, b))
    names = sorted(members)
    inner: dict[int, Floats] = {}
    for name in names:
        number = {node: i for i, node in enumerate(members[name])}
        within = [(number[a], number[b]) for a, b in links.get(name, ())]
        inner[name] = _spread(np.array([rooms[i] for i in members[name]], dtype=np.float64), within)
    radii = [float(np.sqrt((inner[n] ** 2).sum(axis=1).max())) + _MARGIN for n in names]
    centres = _pack([anchors.get(n) for n in names], radii) if anchors else _gather(radii)
    positions = [(0, 0)] * len(groups)
    for name, (cx, cy) in zip(names, centres, strict=True):
        for node, (x, y) in zip(members[name], inner[name].tolist(), strict=True):
            positions[node] = (round(cx + x), round(cy + y))
    islands = [Island(name, round(x), round(y), round(r)) for name, (x, y), r in zip(names, centres, radii, strict=True)]
    return positions, islands


def _spiral(room: Floats) -> Floats:
    """A sunflower: the first nodes in the middle, each with the room it asks for."""
    points, area = [], 0.0
    for k, r in enumerate(room.tolist()):
        distance = math.sqrt(area / math.pi)
        points.append((distance * math.cos(k * _GOLDEN), distance * math.sin(k * _GOLDEN)))
        area += r * r
    return np.array(points).reshape(-1, 2)


def _spread(room: Floats, edges: list[tuple[int, int]]) -> Floats:
    """Positions inside an island, around (0, 0)."""
    first = room[:_DENSE]
    at = _part(_force(_spiral(first), first, [(a, b) for a, b in edges if a < _DENSE and b < _DENSE]), first)
    return at if len(room) <= _DENSE else _fill(at, room, edges)


def _force(at: Floats, room: Floats, edges: list[tuple[int, int]]) -> Floats:
    """Fruchterman–Reingold: all push each other, edges pull, everything falls gently to the middle, and it cools."""
    n = len(at)
    if n < 3:
        return at
    a, b = (np.array(side, dtype=np.intp) for side in zip(*edges, strict=True)) if edges else (np.zeros(0, np.intp),) * 2
    rounds = 160 if n <= 100 else 90
    heat = float(room.max()) * math.sqrt(n) * 0.1
    pairs = room[:, None] * room[None, :]
    length = np.sqrt(room[a] * room[b]) * 1.6
    at = at.T.copy()
    for step in range(rounds):
        apart = at[:, None, :] - at[:, :, None]
        push = pairs / np.maximum(_squares(apart), 1.0)
        move = (apart * push).sum(axis=1)
        if len(a):
            pull = at[:, b] - at[:, a]
            pull *= np.sqrt(_squares(pull)) / length
            for along, drawn in zip(move, pull, strict=True):
                np.add.at(along, a, drawn)
                np.subtract.at(along, b, drawn)
        move -= at * 0.9
        force = np.maximum(np.sqrt(_squares(move)), 1e-9)
        at += move / force * np.minimum(force, heat * (1 - step / rounds) + 0.5)
    return at.T


def _squares(vectors: Floats) -> Floats:
    """Squared lengths; x and y come first in the shape."""
    squares = vectors * vectors
    summed: Floats = squares[0] + squares[1]
    return summed


def _fill(at: Floats, room: Floats, edges: list[tuple[int, int]]) -> Floats:
    """Place the nodes after those in `at`: each on the first free cell of a spiral around a neighbour that stands already."""
    cell = float(room.min())
    near: dict[int, int] = {}
    for a, b in sorted((max(e), min(e)) for e in edges):
        near.setdefault(a, b)
    points: list[tuple[float, float]] = [(x, y) for x, y in at.tolist()]
    taken = {(round(x / cell), round(y / cell)) for x, y in points}
    tried: dict[int, int] = {}
    for node in range(len(points), len(room)):
        anchor = near.get(node, node)
        x, y = points[anchor] if anchor < node else (0.0, 0.0)
        anchor = anchor if anchor < node else -1
        k = tried.get(anchor, 1)
        while True:
            distance = cell * 0.7 * math.sqrt(k)
            spot = (round((x + distance * math.cos(k * _GOLDEN)) / cell), round((y + distance * math.sin(k * _GOLDEN)) / cell))
            if spot not in taken:
                break
            k += 1 + k // 25  # in a crowd, further out at once
        tried[anchor] = k  # what was taken for one is taken for the next around the same anchor
        taken.add(spot)
        points.append((spot[0] * cell, spot[1] * cell))
    return _centred(np.array(points))


def _part(at: Floats, room: Floats) -> Floats:
    """Push apart nodes that are nearer than the mean of the room they ask for."""
    wanted = (room[:, None] + room[None, :]) * 0.46
    np.fill_diagonal(wanted, 0.0)
    at = at.T.copy()
    for _ in range(40):
        apart = at[:, None, :] - at[:, :, None]
        distance = np.maximum(np.sqrt(_squares(apart)), 0.01)
        lack = np.maximum(wanted - distance, 0.0)
        if not lack.any():
            break
        at += (apart * (lack / distance * 0.45)).sum(axis=1)
    return _centred(at.T.copy())


def _centred(at: Floats) -> Floats:
    middle: Floats = at.mean(axis=0)
    return at - middle


def _pack(anchors: list[tuple[float, float] | None], radii: list[float]) -> list[tuple[float, float]]:
    """Centres of circles that lie as their anchors do, near each other and without overlap."""
    known = [p for p in anchors if p is not None]
    middle = (sum(p[0] for p in known) / len(known), sum(p[1] for p in known) / len(known)) if known else (0.0, 0.0)
    scale = math.sqrt(sum(r * r for r in radii)) / 9
    at = [((p[0] - middle[0]) * 0.82 * scale, (middle[1] - p[1]) * scale) if p else (0.0, 0.0) for p in anchors]
    # Those without a place stand apart by a hair, in a fixed order, so that pushing them apart has a direction.
    at = [(x + i * 0.01, y + i * 0.007) for i, (x, y) in enumerate(at)]
    total = sum(r * r for r in radii)
    for step in range(90):
        cx = sum(x * r * r for (x, _), r in zip(at, radii, strict=True)) / total
        cy = sum(y * r * r for (_, y), r in zip(at, radii, strict=True)) / total
        draw = 0.965 if step < 60 else 1.0
        at = [(cx + (x - cx) * draw, cy + (y - cy) * draw) for x, y in at]
        at = _part_circles(at, radii)
    cx, cy = sum(x for x, _ in at) / len(at), sum(y for _, y in at) / len(at)
    return [(x - cx, y - cy) for x, y in at]


def _gather(radii: list[float]) -> list[tuple[float, float]]:
    """Centres of circles without overlap: the largest in the middle, each next one at the first free place of a spiral."""
    smallest = min(radii)
    step = max(smallest / 2, math.hypot(*radii) / _STEPS)
    placed = np.zeros((3, 0))
    centres = [(0.0, 0.0)] * len(radii)
    places, turn = np.zeros((2, 0)), 0  # of the spiral so far, those where the smallest circle would not touch any that stands
    for i in sorted(range(len(radii)), key=lambda i: (-radii[i], i)):
        at = 0
        while True:
            if at >= places.shape[1]:
                new = _turns(range(turn, turn + _TURNS), step)
                places, turn = np.column_stack([places, new[:, _free(new, placed, smallest)]]), turn + _TURNS
            free = _free(places[:, at : at + _TURNS], placed, radii[i])
            if free.any():
                x, y = places[:, at + free.argmax()].tolist()
                break
            at += len(free)
        centres[i] = (x, y)
        placed = np.column_stack([placed, [x, y, radii[i]]])
        places = places[:, _free(places, placed[:, -1:], smallest)]
    return centres


_STEPS = 400
"""In so many steps the spiral reaches as far as all circles together: a few small ones do not call for millions of places."""
_TURNS = 256
"""So many places of the spiral are looked at together."""


def _free(places: Floats, placed: Floats, radius: float) -> npt.NDArray[np.bool_]:
    """At which places may a circle stand beside those (x, y, radius) that stand?"""
    (x, y), (px, py, r) = places, placed[:, :, None]
    beside: npt.NDArray[np.bool_] = ((x - px) * (x - px) + (y - py) * (y - py) >= (radius + r + 14) * (radius + r + 14)).all(axis=0)
    return beside


def _turns(numbers: range, step: float) -> Floats:
    """x and y of places on a spiral that is wider than high."""
    far = [(step * math.sqrt(turn), turn * _GOLDEN) for turn in numbers]
    return np.array([[r * 1.25 * math.cos(angle) for r, angle in far], [r * math.sin(angle) for r, angle in far]])


def _part_circles(at: list[tuple[float, float]], radii: list[float]) -> list[tuple[float, float]]:
    xs, ys = [x for x, _ in at], [y for _, y in at]
    for _ in range(12):
        touched = False
        for i, radius in enumerate(radii):
            for j in range(i):
                dx, dy = xs[i] - xs[j], ys[i] - ys[j]
                apart = radius + radii[j] + 14
                if dx * dx + dy * dy < apart * apart:
                    touched = True
                    distance = max(math.sqrt(dx * dx + dy * dy), 0.001)
                    push_x, push_y = dx / distance * (apart - distance), dy / distance * (apart - distance)
                    weight = radii[j] / (radius + radii[j])
                    xs[i] += push_x * weight
                    ys[i] += push_y * weight
                    xs[j] -= push_x * (1 - weight)
                    ys[j] -= push_y * (1 - weight)
        if not touched:
            break
    return list(zip(xs, ys, strict=True))
