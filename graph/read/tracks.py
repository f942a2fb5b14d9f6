"""The articles of a broken page as tracks: for each line, which of those begun above it goes on, or whether it begins another.

A search from the top of the page keeps the likeliest ways to have shared out the lines so far.  Its steps are weighed by the signs
of `graph.read.joins`; the weights were trained by searching pages of which the truth is known, so a sum of steps is what they fit.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TypeAlias

from graph.logistic import Logistic
from graph.read.joins import Sheet, Track, joins, share, signs_among, signs_of_headline, signs_of_opening, signs_of_track

_BEAM = 16
"""So many ways are kept at each line."""

Step: TypeAlias = tuple[str, list[str]]
"""What was decided, and its signs."""


class Way:
    """The lines down to some line, shared out: one line more than the way before it.

    Parameters
    ----------
    number
        the line by which it is longer.
    place
        of the track that the line goes on; the number of tracks for a new one, None for a headline.
    gain
        what the step adds to the score.
    """

    __slots__ = ("_number", "_place", "_sheet", "_tracks", "before", "headlines", "lasts", "score", "step")

    def __init__(
        self,
        sheet: Sheet,
        before: Way | None = None,
        number: int = -1,
        place: int | None = None,
        gain: float = 0.0,
        step: Step | None = None,
    ) -> None:
        self._sheet, self._number, self._place = sheet, number, place
        self.before, self.step = before, step
        self.score: float = 0.0
        self.headlines: tuple[int, ...] = ()
        """Numbers of the lines held for headlines."""
        self.lasts: tuple[int, ...] = ()
        """The last line of each track: ways alike in this have the same choices left."""
        self._tracks: tuple[Track, ...] | None = ()
        if before is not None:
            self.score, self._tracks = before.score + gain, None
            self.headlines = before.headlines if place is not None else (*before.headlines, number)
            self.lasts = before.lasts if place is None else (*before.lasts[:place], number, *before.lasts[place + 1 :])

    @property
    def tracks(self) -> tuple[Track, ...]:
        """Made when asked for: most ways lead nowhere."""
        if self._tracks is None:
            assert self.before is not None
            tracks, place = self.before.tracks, self._place
            if place is None:
                self._tracks = tracks
            elif place == len(tracks):
                self._tracks = (*tracks, Track(self._sheet, self._number))
            else:
                self._tracks = (*tracks[:place], tracks[place].extended(self._sheet, self._number), *tracks[place + 1 :])
        return self._tracks

    def steps(self) -> Iterator[Step]:
        way: Way | None = self
        while way is not None:
            if way.step is not None:
                yield way.step
            way = way.before


class Search:
    """Ways down one page.

    Parameters
    ----------
    starts
        numbers of lines that surely begin an article.
    apart
        numbers of lines that belong to none of the tracks: captions, which are articles of their own.
    """

    def __init__(self, sheet: Sheet, starts: Collection[int] = (), apart: Collection[int] = (), model: Logistic | None = None) -> None:
        self.sheet, self.starts, self.apart, self.model = sheet, starts, apart, model or joins()

    def best(self) -> Way:
        """The best way to share out all lines."""
        ways = [Way(self.sheet)]
        for line in self.sheet.lines:
            if line.speaks and line.number not in self.apart:
                ways = pruned(onward for way in ways for onward in self.onward(way, line.number))
        return ways[0]

    def onward(self, way: Way, number: int) -> Iterator[Way]:
        """Every way to go on with a line: as the next of a track, as the first of a new one, as a headline."""
        sheet, tracks, kind = self.sheet, way.tracks, self.sheet.lines[number].block.kind
        if kind == "lead" or number in self.starts:
            yield Way(sheet, way, number, len(tracks))
            return
        if kind == "head":
            signs = signs_of_headline(sheet, tracks, number)
            yield Way(sheet, way, number, None, self._odds("headline", signs), ("headline", signs))
        signs = signs_of_opening(sheet, tracks, number)
        yield Way(sheet, way, number, len(tracks), self._odds("opening", signs), ("opening", signs))
        asked = [self._asked(track, number) for track in tracks]
        for n, among in enumerate(signs_among(sheet, tracks, number, [a[1] for a in asked])):
            _, _, own, odds = asked[n]
            yield Way(sheet, way, number, n, odds + self._sum("after", among), ("after", own + among))

    def decided(self, way: Way, number: int, after: int | None, headline: bool = False) -> Way:
        """The way on which a line is a headline, goes on the line `after`, or, if that is None, begins a track."""
        ways = list(self.onward(way, number))
        left = set() if after is None else {after}
        for onward in ways:
            if (number in onward.headlines) if headline else (number in onward.lasts and set(way.lasts) - set(onward.lasts) == left):
                return onward
        return ways[0]  # a lead surely begins an article

    def along(self, article: Mapping[int, int], headlines: Collection[int]) -> Way:
        """The way on which lines are shared out as given: the article of each line by its number, and which are headlines."""
        way, last = Way(self.sheet), dict[int, int]()
        for line in self.sheet.lines:
            n = line.number
            if line.speaks and n not in self.apart:
                headline = n in headlines and line.block.kind == "head"
                way = self.decided(way, n, last.get(article.get(n, -1)), headline)
                if n in way.lasts:
                    last[article.get(n, -1)] = n
        return way

    def _asked(self, track: Track, number: int) -> tuple[int, float, list[str], float]:
        """The signs of a track for a line; many ways have the same track."""
        if track.asked is None or track.asked[0] != number:
            signs = signs_of_track(self.sheet, track, number) + self.sheet.between(track.last, number)
            track.asked = (number, share(self.sheet, track, number), signs, self._odds("after", signs))
        return track.asked

    def _odds(self, task: str, signs: list[str]) -> float:
        return self.model.weights[task][""] + self._sum(task, signs)

    def _sum(self, task: str, signs: list[str]) -> float:
        weights = self.model.weights[task]
        return sum([weights[sign] for sign in signs if sign in weights])


def pruned(ways: Iterable[Way], beam: int = _BEAM) -> list[Way]:
    """The best ways, best first; of several with the same choices left, the best one."""
    best: dict[tuple[int, ...], Way] = {}
    for way in ways:
        known = best.get(way.lasts)
        if known is None or known.score < way.score:
            best[way.lasts] = way
    return sorted(best.values(), key=lambda w: -w.score)[:beam]
