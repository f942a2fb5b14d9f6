"""Where things lie on the map: China in an equal-area conic projection of our own, and the spot of each entity.

The map has no tiles and no borders that anybody would have to draw: its ground are the county seats of the gazetteer,
whose own coordinates show the country.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from typing import Any

from graph.knowledge import Entity
from graph.world.gazetteer import GazetteerPlace, gazetteer

SCALE = 6000.0
"""Map units per radian at the standard parallels: China is about 5,000 wide."""

_MIDDLE, _LOW, _HIGH, _ORIGIN = (math.radians(d) for d in (105.0, 25.0, 47.0, 36.0))
_CONE = (math.sin(_LOW) + math.sin(_HIGH)) / 2
_BASE = math.cos(_LOW) ** 2 + 2 * _CONE * math.sin(_LOW)


def project(lon: float, lat: float) -> tuple[int, int]:
    """Longitude and latitude in degrees as map units, x to the east and y to the south (Albers, parallels 25° and 47°).

    >>> project(105, 36)
    (0, 0)
    >>> project(121.47, 31.23)[0] > 0 > project(87.6, 43.8)[0]      # 上海 lies east, 乌鲁木齐 west
    True
    """
    angle = _CONE * (math.radians(lon) - _MIDDLE)
    far = math.sqrt(_BASE - 2 * _CONE * math.sin(math.radians(lat))) / _CONE
    near = math.sqrt(_BASE - 2 * _CONE * math.sin(_ORIGIN)) / _CONE
    return round(SCALE * far * math.sin(angle)), round(SCALE * (far * math.cos(angle) - near))


def atlas(entities: Sequence[Entity], whereabouts: Sequence[str]) -> dict[str, Any]:
    """The map of these entities, ready for JSON.

    Parameters
    ----------
    entities
        in the order in which the page numbers them.
    whereabouts
        code of the place of each, empty where none is known.

    Returns
    -------
    dict
        `ground`: x and y of every county seat in turn; `provinces`: (name, x, y); `spots`: (name, the name above it, x, y, kind);
        `at`: number of the spot of each union and programme, -1 where it has none.
    """
    places = gazetteer()
    spots: dict[str, int] = {}
    at = []
    for entity, code in zip(entities, whereabouts, strict=True):
        spot = _spot(code) if entity.type in ("Union", "Program") else ""
        at.append(spots.setdefault(spot, len(spots)) if spot else -1)
    rows = []
    for code in spots:
        above = places.ancestors(code)
        rows.append([places[code].name, above[0].name if above else "", *_point(places[code]), places[code].kind])
    return {"ground": _ground(), "provinces": _provinces(), "spots": rows, "at": at}


def _spot(code: str) -> str:
    """The place itself, or the nearest above it that has coordinates."""
    places = gazetteer()
    if code not in places:
        return ""
    return next((p.code for p in (places[code], *places.ancestors(code)) if p.lon is not None and p.lat is not None), "")


def _point(place: GazetteerPlace) -> tuple[int, int]:
    return project(place.lon or 0.0, place.lat or 0.0)


@cache
def _ground() -> list[int]:
    points = {_point(p) for p in gazetteer().places.values() if p.kind in ("county", "city") and p.lon is not None}
    return [number for point in sorted(points) for number in point]


@cache
def _provinces() -> list[tuple[str, int, int]]:
    known = [p for _, p in sorted(gazetteer().places.items()) if p.kind == "province" and p.lon is not None]
    return [(p.short[0] if p.short else p.name, *_point(p)) for p in known]
