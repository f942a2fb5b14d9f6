"""What stands behind the facts, as the page reads it when somebody looks: claims, figures, articles and their sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, unquote

from graph.identity import normal
from graph.knowledge import Entity, Fact, KnowledgeGraph
from graph.model import Claim, Evidence, Extraction, Measure
from graph.ontology.namespaces import ID
from graph.view.blocks import batches
from graph.view.words import visible

PLANNED, INFERRED = 1, 2
"""Bits of a claim's and of a fact's flags."""


@dataclass
class Details:
    """Articles, sentences and rules of a graph by number; `texts` are the blocks of sentences.

    An article's sentences are those that the graph remembers: what claims and figures quote, what was not believed, and
    what yielded nothing.  Together they are the article, in the order of the document.
    """

    kg: KnowledgeGraph
    rows: list[list[Any]] = field(default_factory=list)
    texts: list[list[list[Any]]] = field(default_factory=list)
    _article: dict[str, int] = field(default_factory=dict)
    _sentence: dict[str, dict[tuple[int, int], int]] = field(default_factory=dict)
    _rules: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, kg: KnowledgeGraph, entities: Sequence[Entity], facts: Sequence[Fact]) -> Details:
        """Details of the articles that name these entities or state these facts."""
        self = cls(kg)
        named = {a for e in entities for a in e.articles} | {c.article for f in facts for _, c in f.claims}
        order = sorted(named & set(kg.articles), key=lambda a: (kg.articles[a].document, kg.articles[a].start, a))
        sentences: list[list[list[Any]]] = []
        for key in order:
            found = _sentences(kg.extractions[key])
            self._article[key] = len(self._article)
            self._sentence[key] = {place: i for i, place in enumerate(found)}
            sentences.append([[*place, visible(words)] for place, words in found.items()])
        places = batches([sum(len(row[2]) for row in told) for told in sentences])
        self.texts = [[] for _ in range(max(places, default=-1) + 1)]
        for key, told, place in zip(order, sentences, places, strict=True):
            record = kg.articles[key]
            self.rows.append([key, *map(visible, (record.title, record.document, record.date, record.section)), place])
            self.texts[place].append(told)
        return self

    @property
    def rules(self) -> list[str]:
        return list(self._rules)

    def dates(self, fact: Fact) -> tuple[str, str]:
        """Issue dates of the first and the last article that state a fact; empty where none is known."""
        known = sorted(self.kg.articles[c.article].date for _, c in fact.claims if c.article in self.kg.articles)
        known = [visible(d) for d in known if d]
        return (known[0], known[-1]) if known else ("", "")

    def mentions(self, entity: Entity) -> list[int]:
        return [self._article[a] for a in entity.articles]

    def claim(self, claim: Claim) -> list[Any]:
        """[article, sentence, confidence in %, rule, flags, role, title, start, end], without empty cells at the end."""
        flags = PLANNED * claim.planned + INFERRED * claim.inferred
        rule = self._rules.setdefault(visible(claim.rule), len(self._rules))
        texts = map(visible, (claim.role, claim.title, claim.start, claim.end))
        row = [*self._place(claim.article, claim.evidence), round(claim.confidence * 100), rule, flags, *texts]
        while row[-1] == "":
            row.pop()
        return row

    def figure(self, figure: Measure) -> list[Any]:
        """[what is counted, value, unit, as printed, approximate, article, sentence]."""
        texts = [visible(figure.name), format(figure.value, "f"), visible(figure.unit), visible(figure.printed)]
        return [*texts, int(figure.approximate), *self._place(figure.article, figure.evidence)]

    def _place(self, article: str, words: Evidence) -> tuple[int, int]:
        """Numbers of the article and of the sentence in it; -1 where a fact follows from something else than a sentence."""
        if article not in self._article:
            return -1, -1
        return self._article[article], self._sentence[article][words.start, words.end]


def _sentences(extraction: Extraction) -> dict[tuple[int, int], str]:
    """All sentences that the graph remembers of an article, by place."""
    told: Iterable[Evidence] = (
        *(c.evidence for c in extraction.claims if c.article == extraction.article.id),
        *(m.evidence for m in extraction.measures),
        *extraction.silent,
        *(r.evidence for r in extraction.rejections if r.evidence is not None),
    )
    return dict(sorted(((e.start, e.end), e.exact) for e in told))


def short_iri(entity: Entity) -> str:
    """What the page needs to restore an entity's IRI: its scope where type, scope and name make it, else its tail after “/”.

    Characters stand for percent signs where the page can put those back.
    """
    tail = entity.iri.removeprefix(ID)
    decoded = unquote(tail)
    shown = decoded if decoded.isprintable() and quote(decoded, safe=_ASCII) == tail else tail
    usual = "/".join(p for p in (entity.type.lower(), entity.scope, normal(entity.name)) if p)
    # The page folds names with toLowerCase, which is not casefold for a few letters.
    same = visible(entity.name) == entity.name and normal(entity.name) == normal(entity.name.lower()) == normal(entity.name).lower()
    return entity.scope if shown == usual and same else "/" + shown


_ASCII = "".join(map(chr, range(128)))
