"""Graphs on disk: the same as in memory, however little of them fits."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from random import Random

import pytest
from factory import sample
from hypothesis import given
from hypothesis import strategies as st

from graph import spool
from graph.export import FORMATS, render
from graph.knowledge import Entity, KnowledgeGraph, merged, records
from graph.model import Extraction
from graph.report import pieces
from graph.spool import Spool, external_sort
from graph.streamed import Streamed


@given(st.lists(st.tuples(st.integers(0, 5), st.integers())), st.integers(1, 7))
def test_sorting_on_disk_is_sorting(items: list[tuple[int, int]], room: int) -> None:
    assert list(external_sort(items, key=lambda i: i[0], room=room)) == sorted(items, key=lambda i: i[0])


def test_more_pieces_than_files_may_be_open_are_merged_in_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool, "_FAN", 3)
    numbers = list(range(100))
    Random(7).shuffle(numbers)
    assert list(external_sort(numbers, key=int, room=2)) == sorted(numbers)


def test_a_spool_is_read_by_several_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool, "_BLOCK", 2)
    monkeypatch.setattr(spool, "_SMALL", 1)
    numbers = Spool(range(7))
    assert list(zip(numbers, numbers, strict=True)) == [(n, n) for n in range(7)]
    assert len(numbers) == len(list(numbers.values())) == 7


def view(entity: Entity) -> tuple[object, ...]:
    facts = [(f.predicate, f.object.iri, f.claims) for f in entity.facts if f.subject is entity]
    return entity.iri, entity.type, entity.name, entity.aliases, entity.kind, entity.code, entity.articles, facts, entity.figures


def streamed(kg: KnowledgeGraph) -> Streamed:
    return Streamed(kg.extractions.values)


def test_a_graph_on_disk_holds_what_the_one_in_memory_does(kg: KnowledgeGraph) -> None:
    on_disk = streamed(kg)
    assert list(map(view, on_disk.entities.values())) == list(map(view, kg.entities.values()))
    assert [f.subject.iri for f in on_disk.facts()] == [f.subject.iri for f in kg.facts()]
    assert (len(on_disk.entities), len(on_disk.facts()), len(on_disk.articles)) == (len(kg), len(kg.facts()), len(kg.articles))
    assert list(on_disk.articles.values()) == list(kg.articles.values())
    assert [(a.iri, b.iri) for a, b in on_disk.places] == [(a.iri, b.iri) for a, b in kg.places]


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_is_written_from_disk_as_from_memory(kg: KnowledgeGraph, format: str) -> None:
    if format == "parquet":
        pytest.importorskip("pyarrow", reason="needs pip install 'unionkg[parquet]'")
    assert render(streamed(kg), format) == render(kg, format)


def test_records_may_be_merged_apart_by_identity() -> None:
    """What a cluster does: each merges the entities that fall to it, whoever read the articles."""
    extractions = list(sample().extractions.values())
    shares: list[list[tuple[object, ...]]] = [[], [], []]
    for extraction in reversed(extractions):
        for record in records(extraction):
            shares[len(record[0]) % 3].append(record)

    def merge(_: Iterable[Extraction]) -> Iterator[Entity]:
        apart = [e for share in shares for e in merged(sorted(share, key=lambda r: r[:3]))]  # type: ignore[arg-type]
        return iter(sorted(apart, key=lambda e: e.iri))

    assert list(map(view, Streamed(lambda: extractions, merge).entities)) == list(map(view, streamed(sample()).entities))


def test_the_whole_graph_comes_back_into_memory(kg: KnowledgeGraph) -> None:
    back = streamed(kg).telling(len(kg.articles))
    assert back.extractions == kg.extractions


def test_of_a_graph_too_large_the_documents_that_say_most_come(kg: KnowledgeGraph) -> None:
    said: dict[str, int] = defaultdict(int)
    articles: dict[str, int] = defaultdict(int)
    for x in kg.extractions.values():
        said[x.article.digest] += len(x.claims) + len(x.measures)
        articles[x.article.digest] += 1
    most = max(said, key=lambda d: said[d])
    part = streamed(kg).telling(articles[most])
    assert {a.digest for a in part.articles.values()} == {most}
    assert len(part.articles) == articles[most]
    assert set(part.entities) < set(kg.entities)
    assert not streamed(kg).telling(0).articles


def test_the_report_of_a_graph_on_disk_is_that_of_the_one_in_memory(kg: KnowledgeGraph) -> None:
    assert "".join(pieces(streamed(kg))) == "".join(pieces(kg))
    assert json.loads("".join(pieces(kg, lambda: {"seconds": 1})))["seconds"] == 1
