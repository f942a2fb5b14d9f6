"""The administrative gazetteer: provinces to towns, zones and regions, with codes and coordinates.

Sources and licences stand in seeds/gazetteer/README.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

import ahocorasick_rs

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


class Gazetteer:
    """Places by code and by name; finds names in text with one automaton pass."""

    def __init__(self, places: Iterable[GazetteerPlace], renamed: Iterable[tuple[str, str]] = ()) -> None:
        self.places = {p.code: p for p in places}
        self._by_name: dict[str, list[str]] = defaultdict(list)
        for place in self.places.values():
            self._by_name[place.name].append(place.code)
            for name in place.short:
                if name != place.name:
                    self._by_name[name].append(place.code)
        for old, code in renamed:
            if code in self.places and code not in self._by_name[old]:
                self._by_name[old].append(code)
        self._names = sorted(n for n in self._by_name if len(n) > 1)
        self._automaton = ahocorasick_rs.AhoCorasick(
            self._names, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest, implementation=ahocorasick_rs.Implementation.ContiguousNFA
        )

    def __getitem__(self, code: str) -> GazetteerPlace:
        return self.places[code]

    def __contains__(self, code: object) -> bool:
        return code in self.places

    def named(self, name: str) -> list[str]:
        """Codes of the places that bear this full or short name, highest first."""
        return sorted(self._by_name.get(name, ()), key=lambda c: (RANK[self.places[c].kind], c))

    def find(self, text: str) -> list[tuple[int, int]]:
        """(start, end) of every place name in `text`, leftmost-longest, not overlapping."""
        return [(start, end) for _, start, end in self._automaton.find_matches_as_indexes(text)]

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
        return code == area or any(a.code == area for a in self.ancestors(code))

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
    renamed = [
        (old, new)
        for _, old, new, *_ in rows("gazetteer/changes.csv", ("code", "old_name", "new_code", "new_name", "year", "kind"))
    ]
    return Gazetteer(places, renamed)
