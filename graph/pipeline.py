"""The pipeline, as a list of stages: bytes → articles → mentions → entities → claims and measures."""

from __future__ import annotations

import time

from graph.find import Found, find
from graph.find.reading import Reading, read_tokens
from graph.link.entities import Linked, link
from graph.model import Article, ArticleRecord, Document, Extraction, Rejection
from graph.read.articles import read_articles
from graph.relate import relate
from graph.relate.hierarchy import superiors


def extract(document: Document, seconds: dict[str, float] | None = None) -> list[Extraction]:
    """All that one document says, article by article.

    Parameters
    ----------
    document
        decoded text of one page or article.
    seconds
        where given, the time of each stage is added to it.
    """
    clock = _Clock(seconds if seconds is not None else {})
    articles: list[Article] = clock("read", read_articles, document)
    readings: list[Reading] = clock("tag", read_tokens, articles)
    found: list[Found] = clock("find", lambda: [find(r) for r in readings])
    linked: list[Linked] = clock(
        "link", lambda: [link(f.reading, f.places, f.unions, f.documents, f.shorts, f.names) for f in found]
    )
    extractions: list[Extraction] = clock("relate", lambda: [_extraction(x) for x in linked])
    clock("relate", superiors, linked, extractions)
    for one, extraction in zip(found, extractions, strict=True):
        extraction.rejections += _refused(one)
    return extractions


def _refused(found: Found) -> list[Rejection]:
    """The names that were proposed and not believed, each with the reason."""
    article = found.reading.article
    return [
        Rejection(
            "find", m.text, f"not believed to name a {m.type}, or overlapped by a likelier name (probability {m.score:.2f})", article.id,
            article.evidence(article.sentence_at(m.span.start), m.span),
        )
        for m in found.refused
    ]  # fmt: skip


def _extraction(linked: Linked) -> Extraction:
    article = linked.reading.article
    record = ArticleRecord(
        article.id, article.title, article.document.name, article.document.digest, article.offsets[0] if article.offsets else 0,
        article.date, article.section, [article.document.source],
    )  # fmt: skip
    return relate(linked, Extraction(record, linked.entities, rejections=linked.rejections))


class _Clock:
    def __init__(self, seconds: dict[str, float]) -> None:
        self.seconds = seconds

    def __call__(self, stage, work, *arguments):  # type: ignore[no-untyped-def]
        began = time.perf_counter()
        result = work(*arguments)
        self.seconds[stage] = self.seconds.get(stage, 0.0) + time.perf_counter() - began
        return result
