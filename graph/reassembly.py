"""How well a broken page is put together again, measured by itself: borders, continuations, headlines.

Truth comes from a gold graph.  Each of its articles quotes the page (the words behind every relation and figure) and says how it
begins and is called; a line of the page that holds such a quotation belongs to that article.  A line that nothing quotes, or that two
articles quote, is not judged, and neither is a quotation that stands on the page more than once.  The order of the pieces is
not annotated and therefore not measured.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

from graph.errors import InputError
from graph.evaluate import Score
from graph.gold import fold
from graph.model import Article, Document
from graph.read.articles import read_articles
from graph.read.decode import decode

_LINE = re.compile(r"[^\n]+")


@dataclass(slots=True)
class Reassembly:
    """Scores of one or more pages; `+` pools them."""

    lines: int = 0
    """Body lines of which the gold tells the article."""
    lost: int = 0
    """Of these, how many no article that was read holds."""
    unclear: int = 0
    """Lines that two articles quote."""
    together: Score = field(default_factory=Score)
    """Pairs of lines of one article: found where one article that was read holds both, wrong where it holds lines of two."""
    borders: Score = field(default_factory=Score)
    """Borders of articles between one judged line of the page and the next."""
    joins: Score = field(default_factory=Score)
    """Continuations: a line and the article's next one, of which another article's lines part it on the page."""
    heads: Score = field(default_factory=Score)
    """First words and headlines: found where the article that holds most of the body holds them too."""
    titles: Score = field(default_factory=Score)
    """Titles: found where that article is called so."""

    def __add__(self, other: Reassembly) -> Reassembly:
        return Reassembly(*(getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__))


def reassembly(document: Document, gold: dict[str, Any], read: Iterable[Article] | None = None) -> Reassembly:
    """Score the reading of one page.

    Parameters
    ----------
    gold
        the gold graph of the document, as JSON values.
    read
        the articles as read; by default `graph.read.articles.read_articles`.
    """
    articles = list(read_articles(document) if read is None else read)
    page = _Page(document.text, articles)
    heads = {a["id"]: page.lines_of([a.get("start", ""), a.get("title", "")]) for a in gold["articles"]}
    not_body = {line for lines in heads.values() for line in lines}
    owners: dict[int, set[str]] = {}
    for a in gold["articles"]:
        quotes = [x.get("evidence") or "" for x in (*a["relations"], *(a.get("measures") or ()))]
        for line in page.lines_of(quotes) - not_body:
            owners.setdefault(line, set()).add(a["id"])
    truth = {line: next(iter(who)) for line, who in sorted(owners.items()) if len(who) == 1}
    result = Reassembly(len(truth), sum(page.owner(line) is None for line in truth), len(owners) - len(truth))
    result.together = _together(page, truth)
    result.borders, result.joins = _borders(page, truth), _joins(page, truth)
    for a in gold["articles"]:
        body = Counter(page.owner(line) for line, who in truth.items() if who == a["id"])
        body.pop(None, None)
        if not body:
            continue
        home = max(body, key=lambda n: (body[n], -(n or 0)))
        held = [page.owner(line) == home for line in heads[a["id"]]]
        result.heads += Score(sum(held), 0, len(held) - sum(held))
        named = home is not None and fold(articles[home].title) == fold(a.get("title", ""))
        result.titles += Score(int(named), int(not named), int(not named))
    return result


def reassembly_of(path: str | Path) -> Reassembly:
    """Score the reading of the document that lies beside a gold graph.

    Raises
    ------
    InputError
        either file is missing or not what it should be.
    """
    path = Path(path)
    try:
        gold = json.loads(path.read_text(encoding="utf-8"))
        document = path.with_name(gold["doc"])
        return reassembly(decode(document.name, document.read_bytes()), gold)
    except OSError as e:
        raise InputError(f"{e.filename}: cannot be read ({e.strerror}); the document must lie beside its gold graph") from e
    except (ValueError, KeyError, TypeError) as e:
        raise InputError(f"{path}: not a gold graph ({type(e).__name__}: {e}); see the annotation guideline") from e


class _Page:
    """The lines of a page, and which article that was read holds each."""

    def __init__(self, text: str, articles: list[Article]) -> None:
        self.text = text
        self.lines = [m.span() for m in _LINE.finditer(text) if m.group().strip()]
        self._holder: dict[int, int] = {offset: n for n, a in enumerate(articles) for offset in a.offsets}

    def lines_of(self, quotes: Iterable[str]) -> set[int]:
        """Numbers of the lines that hold these words, where the page has the words once."""
        found: set[int] = set()
        for words in {q for q in quotes if q}:
            at = self.text.find(words)
            if at >= 0 and self.text.find(words, at + 1) < 0:
                found |= {i for i, (start, end) in enumerate(self.lines) if start < at + len(words) and at < end}
        return found

    def owner(self, line: int) -> int | None:
        """Number of the article that holds most of a line's characters; None where none holds any."""
        start, end = self.lines[line]
        held = Counter(self._holder[i] for i in range(start, end) if i in self._holder)
        return max(held, key=lambda n: (held[n], -n)) if held else None


def _together(page: _Page, truth: dict[int, str]) -> Score:
    found = wrong = missed = 0
    for a, b in combinations(truth, 2):
        same, read = truth[a] == truth[b], page.owner(a) is not None and page.owner(a) == page.owner(b)
        found, wrong, missed = found + (same and read), wrong + (read and not same), missed + (same and not read)
    return Score(found, wrong, missed)


def _borders(page: _Page, truth: dict[int, str]) -> Score:
    found = wrong = missed = 0
    for a, b in pairwise(truth):
        border, read = truth[a] != truth[b], page.owner(a) != page.owner(b)
        found, wrong, missed = found + (border and read), wrong + (read and not border), missed + (border and not read)
    return Score(found, wrong, missed)


def _joins(page: _Page, truth: dict[int, str]) -> Score:
    """In gold and in the reading alike, a join is a pair of lines, next to each other in one article and parted on the page."""
    numbers = {line: i for i, line in enumerate(truth)}

    def parted(groups: dict[Any, list[int]]) -> set[tuple[int, int]]:
        return {(a, b) for lines in groups.values() for a, b in pairwise(lines) if numbers[b] - numbers[a] > 1}

    wanted: dict[Any, list[int]] = {}
    read: dict[Any, list[int]] = {}
    for line, who in truth.items():
        wanted.setdefault(who, []).append(line)
        if page.owner(line) is not None:
            read.setdefault(page.owner(line), []).append(line)
    gold, ours = parted(wanted), parted(read)
    return Score(len(gold & ours), len(ours - gold), len(gold - ours))
