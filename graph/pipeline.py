"""The pipeline, as a list of stages: bytes → articles → mentions → entities → claims and measures."""

from __future__ import annotations

from graph.find import Found, find
from graph.find.reading import read_tokens
from graph.link.entities import Linked, link_page
from graph.model import ArticleRecord, Document, Extraction, Rejection
from graph.read.articles import read_articles
from graph.read.scripts import as_printed
from graph.relate import relate
from graph.relate.hierarchy import superiors
from graph.reprints import sketch
from graph.stages import Stages


def extract(document: Document, stages: Stages | None = None) -> list[Extraction]:
    """All that one document says, article by article.

    Parameters
    ----------
    document
        decoded text of one page or article.
    stages
        where given, what each stage takes is added to it.
    """
    timed = (stages if stages is not None else Stages()).timed
    read = len(document.text.encode("utf-8", "replace"))
    articles = timed("read", lambda: read_articles(document), len, lambda _: read)
    readings = timed("tag", lambda: read_tokens(articles), lambda rs: sum(len(r.tokens) for r in rs), lambda _: read)
    found = timed("find", lambda: find(readings), lambda fs: sum(map(_mentions, fs)), lambda _: read)
    linked = timed(
        "link",
        lambda: link_page(found),
        lambda ls: sum(len(x.entities) for x in ls),
        lambda _: read,
    )

    def related() -> list[Extraction]:
        extractions = [_extraction(x) for x in linked]
        superiors(linked, extractions)
        return extractions

    extractions = timed("relate", related, lambda xs: sum(len(x.claims) + len(x.measures) for x in xs), lambda _: read)
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
        sketch(article.text),
    )  # fmt: skip
    return as_printed(relate(linked, Extraction(record, linked.entities, rejections=linked.rejections)), article)


def _mentions(found: Found) -> int:
    return len(found.places.mentions) + len(found.unions) + len(found.documents) + len(found.names)
