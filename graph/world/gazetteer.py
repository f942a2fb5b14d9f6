"""The administrative gazetteer: provinces to towns, zones and regions, with codes and coordinates.

Sources and licences stand in seeds/gazetteer/README.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from operator import add, itemgetter
from typing import NamedTuple

from graph.world.seeds import rows

RANK = {"region": 0, "province": 1, "city": 2, "zone": 3, "county": 3, "town": 4, "village": 5}
"""Administrative height; a smaller number is higher."""


class GazetteerPlace(NamedTuple):
    code: str
    name: str
    kind: str
    parent: str
    short: tuple[str, ...] = ()
    lon: float | None = None
    lat: float | None = None


class Former(NamedTuple):
    """What a place was before it was renamed, raised, merged into another or given another code."""

    name: str
    code: str
    until: str
    """Year in which the change was approved."""
    change: str
    """renamed, county_to_city, to_district, prefecture_to_city, upgraded, recoded or merged; see seeds/gazetteer/README.md."""


class Gazetteer:
    """Places by code and by name; finds names in text in one pass."""

    def __init__(self, places: Iterable[GazetteerPlace], changes: Iterable[tuple[str, Former]] = ()) -> None:
        self.places = {p.code: p for p in places}
        self._above: dict[str, frozenset[str]] = {}
        self._former: dict[str, list[Former]] = defaultdict(list)
        self._by_name: dict[str, list[str]] = defaultdict(list)
        for place in self.places.values():
            self._by_name[place.name].append(place.code)
            for name in place.short:
                if name != place.name:
                    self._by_name[name].append(place.code)
        for code, former in changes:
            if code not in self.places:
                continue
            if code not in self._by_name[former.name]:
                self._by_name[former.name].append(code)
            if former.change != "split" and former.name != self.places[code].name:
                self._former[code].append(former)
        # An automaton over all names would take longer to make than most commands to run.
        self._lengths: dict[str, list[int]] = {}
        kinds = {(name[:2], len(name)) for name in self._by_name if len(name) > 1}
        for beginning, length in sorted(kinds, key=itemgetter(1), reverse=True):
            self._lengths.setdefault(beginning, []).append(length)

    def __getitem__(self, code: str) -> GazetteerPlace:
        return self.places[code]

    def __contains__(self, code: object) -> bool:
        return code in self.places

    def named(self, name: str) -> list[str]:
        """Codes of the places that bear this full or short name, highest first."""
        return sorted(self._by_name.get(name, ()), key=lambda c: (RANK[self.places[c].kind], c))

    def find(self, text: str) -> list[tuple[int, int]]:
        """(start, end) of every place name in `text`, leftmost-longest, not overlapping.

        Complexity: O(n), with a step for each length that names which begin like a place in the text have.
        """
        found, end, lengths, names = [], 0, self._lengths, self._by_name
        for at, two in enumerate(map(add, text, text[1:])):
            if two in lengths and at >= end:
                for length in lengths[two]:
                    if text[at : at + length] in names:
                        end = at + length
                        found.append((at, end))
                        break
        return found

    def former(self, code: str) -> list[Former]:
        """What this place was called before, or what has become part of it, the latest change first."""
        return sorted(self._former.get(code, ()), key=lambda f: (f.until, f.code), reverse=True)

    def parent(self, code: str) -> str:
        """Code of the place directly above, or an empty string."""
        return self.places[code].parent if code in self.places else ""

    def ancestors(self, code: str) -> list[GazetteerPlace]:
        """The places above, nearest first."""
        above = []
        while code := self.parent(code):
            above.append(self.places[code])
        return above

    def within(self, code: str, area: str) -> bool:
        """Is `code` the place `area` or one inside it?"""
        return area in self._areas(code)

    def _areas(self, code: str) -> frozenset[str]:
        """Codes of a place and of those above it."""
        found = self._above.get(code)
        if found is None:
            found = self._above[code] = frozenset({code, *(a.code for a in self.ancestors(code))})
        return found

    def path(self, code: str) -> str:
        """The name with all that stands above it: 山东省菏泽市定陶区."""
        return "".join(p.name for p in reversed(self.ancestors(code))) + self.places[code].name


@cache
def gazetteer() -> Gazetteer:
    """The bundled gazetteer, read once."""
    places = [
        GazetteerPlace(
            code, name, kind, parent, tuple(short.split("|")) if short else (),
            float(lon) if lon else None, float(lat) if lat else None,
        )
        for code, name, kind, parent, short, lon, lat in rows(
            "gazetteer/divisions.csv", ("code", "name", "kind", "parent", "short", "lon", "lat")
        )
    ]  # fmt: skip
    places += [
        GazetteerPlace(id_, name, kind, parent, tuple(short.split("|")) if short else ())
        for id_, name, kind, parent, short in rows("gazetteer/areas.csv", ("id", "name", "kind", "parent", "short"))
    ]
    changes = [
        (new, Former(name, code, year, kind))
        for code, name, new, _, year, kind in rows(
            "gazetteer/changes.csv", ("code", "old_name", "new_code", "new_name", "year", "kind")
        )
    ]
    return Gazetteer(places, changes)
