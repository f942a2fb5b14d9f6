"""The stages of the pipeline one by one, on texts that a test composes itself.

The trained recogniser is left out: names that no rule finds are handed in by the test, so that what is tested are
grammar and laws, not the luck of a model.
"""

from __future__ import annotations

from graph.find.documents import find_documents
from graph.find.places import PlaceMention, find_places
from graph.find.reading import Reading, read_tokens
from graph.find.unions import UnionMention, find_unions
from graph.link.entities import EntityMention, Linked, link
from graph.model import Article, Document, LocalEntity, Mention, Span
from graph.read.articles import read_articles
from graph.read.decode import decode


def document(text: str, name: str = "page.txt") -> Document:
    return decode(name, text.encode("utf-8"))


def articles(text: str, name: str = "page.txt") -> list[Article]:
    """What the reader makes of a page."""
    return read_articles(document(text, name))


def whole(text: str) -> Article:
    """The text as one article, each line a paragraph, each clause up to 。 a sentence: nothing left to the reader."""
    sentences, start = [], 0
    for i, c in enumerate(text):
        if c in "。\n":
            if text[start : i + (c != "\n")].strip():
                sentences.append(Span(start, i + (c != "\n")))
            start = i + 1
    if text[start:].strip():
        sentences.append(Span(start, len(text)))
    return Article(
        "test-1", Document("page.txt", text, digest="test"), text[:12], text, list(range(len(text))), sentences,
        paragraphs=[Span(s.start, s.end) for s in sentences],
    )  # fmt: skip


def reading(text: str) -> Reading:
    return read_tokens([whole(text)])[0]


def places(text: str) -> list[PlaceMention]:
    return find_places(reading(text)).mentions


def unions(text: str) -> list[UnionMention]:
    r = reading(text)
    return find_unions(r, find_places(r))


def linked(text: str, *names: tuple[str, str]) -> Linked:
    """The linked article; `names` are (type, name) pairs, each meant wherever it stands, longer names first."""
    r = reading(text)
    places = find_places(r)
    documents, shorts = find_documents(r)
    found: list[Mention] = []
    for type_, name in sorted(names, key=lambda n: -len(n[1])):
        at = r.text.find(name)
        assert at >= 0, f"{name} is not in the text"
        while at >= 0:
            span = Span(at, at + len(name))
            if not any(m.span.overlaps(span) for m in found):
                found.append(Mention(span, type_, name, "test", 0.9))
            at = r.text.find(name, span.end)
    return link(r, places, find_unions(r, places), documents, shorts, sorted(found, key=lambda m: m.span.start))


def entity(of: Linked, name: str, type_: str = "") -> LocalEntity:
    """The one entity of this name (official, alias or local)."""
    found = [e for e in of.entities if name in {e.name, *e.aliases, *e.local} and type_ in ("", e.type)]
    assert len(found) == 1, f"{name}: {[(e.type, e.name) for e in found]} of {[(e.type, e.name) for e in of.entities]}"
    return found[0]


def meant(of: Linked, printed: str, nth: int = 0) -> EntityMention:
    """The widest mention that begins where `printed` stands for the nth time."""
    at = -1
    for _ in range(nth + 1):
        at = of.reading.text.index(printed, at + 1)
    here = [m for m in of.mentions if m.span == Span(at, at + len(printed))]
    assert len(here) == 1, f"{printed}: {len(here)} mentions"
    return here[0]
