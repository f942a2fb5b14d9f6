"""The store: lossless, whole or not at all, and clear about what is wrong with it."""

from __future__ import annotations

import dataclasses
import json
from decimal import Decimal
from pathlib import Path

import pytest
from factory import sanya
from hypothesis import given
from hypothesis import strategies as st

import graph
from graph import files
from graph.errors import StoreError
from graph.files import write_atomic
from graph.model import ArticleRecord, Claim, Evidence, Extraction, LocalEntity, Measure, Rejection
from graph.packing import dump, pack, unpack
from graph.store import FORMAT, Store, load

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
    claim = Claim(("a", "b", "c"), "runs", ("d", "e", "f"), "x", evidence, "r", 0.5, "host", "主席", "2024", "2025", True, True)
    packed = pack(claim)
    assert set(packed) == {f.name for f in dataclasses.fields(Claim)}


def stored(folder: Path) -> Store:
    extraction = sanya().extraction
    store = Store.create(folder)
    store.put(extraction.article.digest, "sanya.txt", [extraction])
    store.sources["../sanya.txt"] = extraction.article.digest
    store.commit()
    return store


def test_what_was_put_is_loaded(tmp_path: Path) -> None:
    stored(tmp_path)
    kg = load(tmp_path)
    extraction = sanya().extraction
    assert kg.extractions == {extraction.article.id: extraction}
    assert kg["三亚市总工会"].facts


def test_a_document_without_source_is_forgotten(tmp_path: Path) -> None:
    store = stored(tmp_path)
    store.sources.clear()
    store.commit()
    assert not load(tmp_path).extractions
    assert [p.name for p in (tmp_path / "store").glob("*.json")] == ["index.json"]


def test_what_is_not_committed_does_not_count(tmp_path: Path) -> None:
    stored(tmp_path)
    Store.open(tmp_path).put("0" * 16, "other.txt", [])
    assert list(Store.open(tmp_path).documents) != ["0" * 16]


def test_a_folder_without_graph_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="holds no graph; make one with `unionkg build"):
        graph.load(tmp_path)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("", "damaged"),
        ("[]", "damaged"),
        ("{}", "format None"),
        ('{"format": 999}', f"format 999, this version reads {FORMAT}"),
        (f'{{"format": {FORMAT}}}', "damaged"),
        (f'{{"format": {FORMAT}, "version": "0", "sources": {{}}, "documents": {{"../../etc/passwd": "x"}}}}', "damaged"),
    ],
)
def test_a_damaged_index_is_one_clear_line(tmp_path: Path, content: str, complaint: str) -> None:
    stored(tmp_path)
    (tmp_path / "store" / "index.json").write_text(content)
    with pytest.raises(StoreError, match=complaint) as error:
        load(tmp_path)
    assert "\n" not in str(error.value)
    assert "unionkg build" in str(error.value)


@pytest.mark.parametrize("content", [None, b"", b"{", b"{}", b"[1]", b'[{"article": 3}]', b'[{"nonsense": 3}]', b"\xff\xfe\x00"])
def test_a_damaged_document_is_one_clear_line(tmp_path: Path, content: bytes | None) -> None:
    digest = next(iter(stored(tmp_path).documents))
    path = tmp_path / "store" / f"{digest}.json"
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)
    with pytest.raises(StoreError, match=digest) as error:
        load(tmp_path)
    assert "\n" not in str(error.value)


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
