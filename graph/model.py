"""The nouns of the pipeline: what each stage hands to the next.

This module imports nothing of ours and does no input or output.  All offsets are 0-based code points, ends exclusive.
An `Article.text` is the *reassembled* text of one article; `Article.offsets` leads each of its characters back to the
document as decoded, so that every piece of evidence can be cut out of the original: ``document.text[start:end] == exact``.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal
from itertools import pairwise
from operator import attrgetter
from typing import TypeVar

T = TypeVar("T")

ENTITY_TYPES = ("Union", "Place", "Company", "Institution", "Program", "Person", "Document")
RELATIONS = (
    "locatedIn", "subUnionOf", "unionOf", "runs", "participatesIn", "partnerOf", "issued", "partOf", "holdsPost", "about",
)  # fmt: skip
ROLES = ("host", "organizer", "co-organizer", "guide", "builder")
ORGANISATIONS = ("Union", "Company", "Institution")

SIGNATURES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "locatedIn": ((*ORGANISATIONS, "Program"), ("Place",)),
    "subUnionOf": (("Union",), ("Union",)),
    "unionOf": (("Union",), ("Company", "Institution")),
    "runs": ((*ORGANISATIONS, "Person"), ("Program",)),
    "participatesIn": ((*ORGANISATIONS, "Person", "Place"), ("Program",)),
    "partnerOf": (ORGANISATIONS, ORGANISATIONS),
    "issued": (ORGANISATIONS, ("Document",)),
    "partOf": (("Program", "Company", "Institution", "Place"), ("Program", *ORGANISATIONS, "Place")),
    "holdsPost": (("Person",), ORGANISATIONS),
    "about": (("Document", "Program"), (*ORGANISATIONS, "Program")),
}
"""Relation → (types its subject may have, types its object may have)."""


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """A place where a text was printed; what is not known is empty."""

    name: str
    """Of the file, or of the part of a file (pages.zip/03.txt, news.csv/12)."""
    paper: str = ""
    edition: str = ""
    """Name of the page: 要闻."""
    page: str = ""
    """Its number: 3, A2."""
    url: str = ""


def _pickled_by_position(kind: type[T]) -> type[T]:
    """Pickle as a call with all fields: for frozen dataclasses Python's own way takes ten times as long, and millions travel."""
    values = attrgetter(*(f.name for f in fields(kind)))  # type: ignore[arg-type]
    kind.__reduce__ = lambda self: (kind, values(self))  # type: ignore[method-assign]
    return kind


@_pickled_by_position
@dataclass(frozen=True, slots=True)
class Document:
    """One text to read: `name` is its file name, `text` what its bytes say."""

    name: str
    text: str
    encoding: str = "utf-8"
    digest: str = ""
    """First 16 hex digits of the SHA-256 of text and date: identity of the content, whatever the file is called."""
    date: str = ""
    """Issue date, ISO 8601, where it is known."""
    source: Source = Source("")
    taken: bool = False
    """Was the text taken out of its file, so that offsets are not those of the file?"""
    seconds: int = 300
    """Processor time that reading it may take."""


@_pickled_by_position
@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of an article's text."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end


_BLANK = re.compile("[\\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]*")
"""What may stand between two characters of a sentence: blanks and characters that nobody sees."""


@dataclass(slots=True)
class Article:
    """One article, put together again from the pieces that the page scattered.

    `sentences` cover the body in reading order; the headline lines are sentences too, and so is a caption.
    """

    id: str
    document: Document
    title: str
    text: str
    offsets: list[int]
    """Document offset of each character of `text`."""
    sentences: list[Span] = field(default_factory=list)
    headlines: list[Span] = field(default_factory=list)
    """Shoulder line, headline and deck, in print order."""
    bylines: list[Span] = field(default_factory=list)
    """“(记者…通讯员…)”, “本报记者 …”, “… 摄”: named here are authors, not actors."""
    paragraphs: list[Span] = field(default_factory=list)
    section: str = ""
    date: str = ""
    """Issue date, ISO 8601, where metadata, dateline or file name tell it."""
    _breaks: list[int] | None = field(default=None, init=False, repr=False, compare=False)

    def evidence(self, span: Span, focus: Span | None = None) -> Evidence:
        """Cut `span` out of the document, exactly.

        Where the page interrupts the sentence (a column break with another article in between), the contiguous piece
        that holds `focus` (or the longest piece) is returned: evidence is never glued together.
        """
        if self._breaks is None:
            self._breaks = self._find_breaks()
        within = self._breaks[bisect_right(self._breaks, span.start) : bisect_left(self._breaks, span.end)]
        pieces = list(pairwise([span.start, *within, span.end]))
        best = max(pieces, key=lambda p: p[1] - p[0])
        if focus is not None:
            best = next((p for p in pieces if p[0] <= focus.start < p[1]), best)
        start, end = self.offsets[best[0]], self.offsets[best[1] - 1] + 1
        exact = self.document.text[start:end]
        lead = len(exact) - len(exact.lstrip())
        return Evidence(exact.strip(), start + lead, start + lead + len(exact.strip()))

    def _find_breaks(self) -> list[int]:
        """Where characters begin that do not follow the one before them in the document."""
        steps = enumerate(pairwise(self.offsets), 1)
        gaps = ((i, before, after) for i, (before, after) in steps if after != before + 1)
        return [i for i, before, after in gaps if after <= before or not _BLANK.fullmatch(self.document.text, before + 1, after)]

    def sentence_at(self, position: int) -> Span:
        """The sentence that covers `position`."""
        for sentence in self.sentences:
            if sentence.start <= position < sentence.end:
                return sentence
        return Span(position, position + 1)


@_pickled_by_position
@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of the document: ``document.text[start:end] == exact``."""

    exact: str
    start: int
    end: int


@_pickled_by_position
@dataclass(frozen=True, slots=True)
class Mention:
    """A name found in an article: where, of which type, by which rule, how sure (0 to 1)."""

    span: Span
    type: str
    text: str
    rule: str
    score: float = 1.0
    code: str = ""
    """Administrative code of a place, or of the place that a federation or organ serves."""
    entity: str = ""
    """Key of the entity that linking has chosen."""


@dataclass(slots=True)
class LocalEntity:
    """One thing with all its names, as one article knows it; merging unites the articles' views.

    `scope` tells apart what shares a name: the administrative code of the place it belongs to, or empty.
    """

    type: str
    name: str
    scope: str = ""
    aliases: set[str] = field(default_factory=set)
    """Names that mean it outside the article too."""
    local: set[str] = field(default_factory=set)
    """Names that mean it inside this article only (市总, 该公司)."""
    kind: str = ""
    code: str = ""
    """Administrative code of a place, or of the place whose federation this is; such entities are keyed by it."""
    printed: str | None = None
    """`name` in the characters of an article that prints Traditional ones, empty where it does not print the name; None in any other
    article.  Names themselves are in Simplified characters, so that identity is the same in both."""

    @property
    def key(self) -> EntityKey:
        if self.code:
            return (self.type, "", "#" + self.code)
        return (self.type, self.scope, self.name)


EntityKey = tuple[str, str, str]
"""(type, scope, name or #code): what `graph.identity.entity_iri` turns into an IRI."""


@_pickled_by_position
@dataclass(frozen=True, slots=True)
class Claim:
    """One relation between two entities as one sentence states it."""

    subject: EntityKey
    predicate: str
    object: EntityKey
    article: str
    evidence: Evidence
    rule: str
    confidence: float
    role: str = ""
    title: str = ""
    start: str = ""
    end: str = ""
    planned: bool = False
    inferred: bool = False
    reviewed: bool = False
    """Has a person confirmed it?"""


@_pickled_by_position
@dataclass(frozen=True, slots=True)
class Measure:
    """A figure: `value` in base units (1588余万元 → 15880000 元), `name` says what is counted."""

    subject: EntityKey
    value: Decimal
    unit: str
    name: str
    printed: str
    approximate: bool
    article: str
    evidence: Evidence
    rule: str = "measure"
    confidence: float = 0.8
    reviewed: bool = False
    """Has a person confirmed it?"""


@_pickled_by_position
@dataclass(frozen=True, slots=True)
class Rejection:
    """A candidate that was not believed, and why; nothing is dropped in silence."""

    stage: str
    what: str
    reason: str
    article: str
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person said in review; builds obey it."""

    answer: str
    """accept or reject (a claim or figure), same or never (two entities)."""
    what: str
    """Id of a claim or figure; or an entity as `graph.identity.entity_text` writes it."""
    other: str = ""
    """The other entity of same and never."""
    article: str = ""
    """Id of the only article in which it counts; empty: all."""
    note: str = field(default="", compare=False)
    """What it was about, for people."""


@dataclass(slots=True)
class ArticleRecord:
    """What the graph keeps of an article itself."""

    id: str
    title: str
    document: str
    digest: str
    start: int
    date: str = ""
    section: str = ""
    sources: list[Source] = field(default_factory=list)
    """Where the text was printed, in order; `document` is the name of the first."""
    sketch: str = ""
    """Of its wording, by which printings of one article are told (`graph.reprints`)."""


@dataclass(slots=True)
class Extraction:
    """All that one article gave."""

    article: ArticleRecord
    entities: list[LocalEntity] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    silent: list[Evidence] = field(default_factory=list)
    """Sentences that yielded nothing."""


def printed(extractions: Iterable[Extraction], sources: Iterable[Source]) -> list[Extraction]:
    """The same extractions, of articles that were printed in these places."""
    places = sorted(set(sources))
    return [replace(e, article=replace(e.article, document=places[0].name, sources=places)) for e in extractions]


_QUOTES = re.compile(r"[\s“”\"'‘’《》〈〉「」『』]")


def plain(name: str) -> str:
    """A name without quotation marks and blanks: “慧协商”赋能平台 → 慧协商赋能平台."""
    return _QUOTES.sub("", name)


def walk(spans: list[Span], inside: Span) -> Iterator[Span]:
    """Those of `spans` that lie within `inside`."""
    return (s for s in spans if inside.contains(s))
