"""The store: lossless, whole or not at all, and clear about what is wrong with it."""

from __future__ import annotations

import dataclasses
import json
import sqlite3
import zlib
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from factory import echo, heping, sample, sanya
from hypothesis import given
from hypothesis import strategies as st

import graph
from graph import files
from graph.errors import StoreError
from graph.export import render
from graph.export.turtle import prefixes
from graph.files import write_atomic
from graph.index import load
from graph.model import ArticleRecord, Claim, Evidence, Extraction, LocalEntity, Measure, Rejection
from graph.packing import dump, pack, unpack
from graph.store import FORMAT, Store

words = st.text(max_size=8)
offsets = st.integers(0, 10**9)
keys = st.tuples(words, words, words)
evidences = st.builds(Evidence, words, offsets, offsets)
numbers = st.floats(0, 1)
extractions = st.builds(
    Extraction,
    st.builds(ArticleRecord, words, words, words, words, offsets, words, words),
    st.lists(st.builds(LocalEntity, words, words, words, st.sets(words), st.sets(words), words, words), max_size=3),
    st.lists(
        st.builds(
            Claim, keys, words, keys, words, evidences, words, numbers, words, words, words, words, st.booleans(), st.booleans()
        ),
        max_size=3,
    ),
    st.lists(
        st.builds(
            Measure, keys, st.decimals(allow_nan=False, allow_infinity=False), words, words, words, st.booleans(), words, evidences,
            words, numbers,
        ),
        max_size=3,
    ),
    st.lists(st.builds(Rejection, words, words, words, words, st.none() | evidences), max_size=3),
    st.lists(evidences, max_size=3),
)  # fmt: skip


@given(extractions)
def test_extractions_come_back_as_they_were(extraction: Extraction) -> None:
    again = unpack(Extraction, json.loads(dump(pack(extraction))))
    assert again == extraction
    assert dump(pack(again)) == dump(pack(extraction))
    assert [type(m.value) for m in again.measures] == [Decimal] * len(again.measures)


def test_no_field_is_forgotten() -> None:
    evidence = Evidence("句", 1, 2)
    claim = Claim(("a", "b", "c"), "runs", ("d", "e", "f"), "x", evidence, "r", 0.5, "host", "主席", "2024", "2025", True, True, True)
    packed = pack(claim)
    assert set(packed) == {f.name for f in dataclasses.fields(Claim)}


def stored(folder: Path) -> Store:
    extraction = sanya().extraction
    store = Store.create(folder)
    store.put(extraction.article.digest, [extraction], "../sanya.txt")
    store.install()
    return store


def test_what_was_put_is_loaded(tmp_path: Path) -> None:
    stored(tmp_path)
    kg = load(tmp_path)
    extraction = sanya().extraction
    assert kg.extractions == {extraction.article.id: extraction}
    assert kg["三亚市总工会"].facts


def test_a_document_without_source_is_forgotten(tmp_path: Path) -> None:
    store = stored(tmp_path)
    store.forget(["../sanya.txt"])
    store.settle()
    store.commit()
    assert not load(tmp_path).extractions
    assert Store.open(tmp_path).count() == (0, 0)
    assert {c.text for c in Store.open(tmp_path).behind().values()} == {b""}


def test_what_is_not_committed_does_not_count(tmp_path: Path) -> None:
    stored(tmp_path)
    writer = Store.open(tmp_path)
    writer.put("0" * 16, [])
    assert Store.open(tmp_path).name("0" * 16) is None, "a reader meanwhile sees what was there"
    writer.close()
    assert Store.open(tmp_path).name("0" * 16) is None


def test_parts_make_up_the_whole(tmp_path: Path) -> None:
    stories = [s().extraction for s in (sanya, heping, echo)]
    first = stored(tmp_path)
    first.forget(["../sanya.txt"])
    for e in stories:
        first.put(e.article.digest, [e], e.article.document)
    said = {head: cluster.text.decode() for head, cluster in first.behind().items()}
    assert "".join(said[head] for head in sorted(said)) == render(sample(), "turtle").decode().removeprefix(prefixes())


def test_files_of_a_folder_are_found_by_any_way_to_it(tmp_path: Path) -> None:
    store = stored(tmp_path / "out")
    for source in ("../texts/a.txt", "../texts/deep/b.txt", "../texts2/c.txt", "own.txt"):
        store.point(source, sanya().extraction.article.digest)
    store.commit()
    assert store.sources_below(tmp_path / "texts") == {"../texts/a.txt", "../texts/deep/b.txt"}
    assert store.sources_below(tmp_path / "out" / ".." / "texts" / "a.txt") == {"../texts/a.txt"}
    assert store.sources_below(tmp_path / "text") == set()
    assert store.sources_below(tmp_path / "out") == {"own.txt"}
    assert len(store.sources_below(tmp_path)) == 5


def test_a_folder_without_graph_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="holds no graph; make one with `unionkg build"):
        graph.load(tmp_path)


@pytest.mark.parametrize(
    ("spoil", "complaint"),
    [
        (lambda p: p.write_bytes(b""), "is not a store of unionkg"),
        (lambda p: p.write_bytes(b"nonsense" * 100), "damaged"),
        (lambda p: p.write_bytes(p.read_bytes()[:3000]), "damaged"),
        (lambda p: change(p, "UPDATE meta SET value = '999' WHERE key = 'format'"), f"format 999, this version reads {FORMAT}"),
        (lambda p: change(p, "DELETE FROM meta"), "format None"),
        (lambda p: change(p, "UPDATE document SET data = x'00'"), "is damaged"),
        (lambda p: change(p, "UPDATE document SET data = ?", zlib.compress(b'[{"nonsense": 3}]')), "is damaged"),
    ],
)
def test_a_damaged_store_is_one_clear_line(tmp_path: Path, spoil: Callable[[Path], object], complaint: str) -> None:
    stored(tmp_path).close()
    spoil(tmp_path / "store" / "graph.db")
    with pytest.raises(StoreError, match=complaint) as error:
        load(tmp_path)
    assert "\n" not in str(error.value)
    assert "unionkg build" in str(error.value)


def change(path: Path, sql: str, *values: bytes) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute(sql, values)
    connection.close()


def test_a_store_of_the_older_format_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "index.json").write_text("{}")
    with pytest.raises(StoreError, match="older format; build it again"):
        load(tmp_path)
    stored(tmp_path)
    assert [p.name for p in (tmp_path / "store").iterdir()] == ["graph.db"]


def test_a_foreign_folder_called_store_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "mine.db").write_text("precious")
    with pytest.raises(StoreError, match="choose another folder"):
        Store.create(tmp_path)


def test_two_writers_exclude_each_other(tmp_path: Path) -> None:
    pytest.importorskip("fcntl", reason="no advisory locks on this system")
    store = stored(tmp_path)
    with store.lock(), pytest.raises(StoreError, match="another unionkg is writing"), Store.open(tmp_path).lock():
        pass
    with store.lock():
        pass


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_atomic(tmp_path / "graph.ttl", "old")

    def full(temporary: Path, pieces: list[bytes]) -> None:
        temporary.write_bytes(pieces[0][:1])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "_write", full)
    with pytest.raises(StoreError, match=r"graph\.ttl: cannot be written \(No space left on device\)"):
        write_atomic(path, "new")
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["graph.ttl"]


def test_a_folder_that_cannot_be_made_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="choose another place"):
        write_atomic(tmp_path / "file" / "graph.ttl", "x")
