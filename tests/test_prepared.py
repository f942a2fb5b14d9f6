"""Documents that come ready for the store: the same rows, journal and bytes as those made where all is collected."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import TEXTS
from factory import sample

from graph.identity import review_id
from graph.model import Answer, Extraction, Source
from graph.prepared import Prepared, prepare
from graph.read.decode import decode
from graph.review.register import Register
from graph.scale import Engine, Outcome
from graph.scale.journal import NAME, resuming
from graph.scale.local import extract_one, prepare_all, prepare_one
from graph.store import Store
from graph.streamed import merge_here

DOCUMENTS = [decode(name, text.encode()) for name, text in sorted(TEXTS.items())]


def extractions() -> list[Extraction]:
    return list(sample().extractions.values())


def test_what_was_made_ready_comes_back() -> None:
    ready = prepare(extractions())
    assert ready.extractions == extractions()
    assert [a.id for a in ready.articles] == [x.article.id for x in extractions()]


def rows(folder: Path, said: list[Extraction] | Prepared, register: Register) -> list[tuple[object, ...]]:
    store = Store.create(folder)
    store.register = register
    store.put("0" * 16, said, "a.txt", Source("a.txt"))
    store.commit()
    found = [row for table in ("document", "part", "source", "printing", "wording") for row in store._rows(f"SELECT * FROM {table}")]
    store.discard()
    return found


@pytest.mark.parametrize("answered", [False, True])
def test_a_store_makes_the_same_rows_of_it(tmp_path: Path, answered: bool) -> None:
    claim = next(c for x in extractions() for c in x.claims)
    register = Register((Answer("reject", review_id(claim)),) if answered else ())
    known = rows(tmp_path, extractions(), register)
    assert rows(tmp_path, prepare(extractions()), register) == known
    assert (rows(tmp_path, extractions(), Register()) == known) is not answered


def test_it_knows_where_it_was_printed() -> None:
    ready = prepare(extract_one(DOCUMENTS[0]).extractions)
    place = DOCUMENTS[0].source
    assert ready.printed_in([place])
    assert not ready.printed_in([place, Source("z.txt")])
    assert not ready.printed_in([Source("another.txt")])


@pytest.mark.parametrize("workers", [1, 2])
def test_every_worker_makes_ready_what_it_reads(workers: int) -> None:
    outcomes = {o.document.name: o for o in prepare_all(iter(DOCUMENTS), workers)}
    for document in DOCUMENTS:
        outcome = outcomes[document.name]
        assert outcome.prepared is not None
        assert not outcome.extractions
        assert outcome.prepared.extractions == extract_one(document).extractions


def test_the_journal_holds_the_same_line_of_either(tmp_path: Path) -> None:
    def journal(folder: Path, outcome: Outcome) -> bytes:
        with resuming(folder, Engine(lambda documents, workers: iter([outcome]), merge_here)) as engine:
            assert len(list(engine.extract_all(iter(()), 1))) == 1
            return (folder / NAME).read_bytes()

    document = DOCUMENTS[0]
    line = journal(tmp_path / "ready", prepare_one(document))
    assert line == journal(tmp_path / "plain", extract_one(document))
    assert line.count(b"\n") == 2
