"""Questions on the command line about a large graph: an index on disk answers them, and never with what is no longer so."""

from __future__ import annotations

import os
from pathlib import Path

import pyoxigraph
import pytest
import quick

import graph.index
import graph.pipeline
import graph.upkeep
from graph.cli import main
from graph.index import asked
from graph.knowledge import KnowledgeGraph
from graph.outputs import TURTLE
from graph.query import run
from graph.store import Store, load
from graph.upkeep import add, rebuild

NAMES = "SELECT ?n WHERE { ?e a ukg:Program ; skos:prefLabel ?n } ORDER BY ?n"


@pytest.fixture
def out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a graph that counts as large."""
    monkeypatch.setattr(graph.pipeline, "extract", quick.extract)
    monkeypatch.setattr(graph.upkeep, "update_views", lambda *_: [])
    monkeypatch.setattr(graph.index, "PROMPT", 1)
    (tmp_path / "0.txt").write_text(quick.story(0), encoding="utf-8")
    rebuild(tmp_path / "out", [str(tmp_path / "0.txt")])
    return tmp_path / "out"


def indexes(out: Path) -> list[Path]:
    return sorted(p for p in (out / "store").iterdir() if "index" in p.name)


def answered(out: Path) -> bool:
    """Does the index answer?  What it says is what the whole graph says."""
    known = asked(Store.open(out))
    assert run(known, NAMES).rows == run(load(out), NAMES).rows != []
    return isinstance(known, pyoxigraph.Store)


def test_an_index_is_made_once_and_again_after_a_change(out: Path) -> None:
    assert answered(out)
    (first,) = indexes(out)
    made = first.stat().st_ino
    assert answered(out)
    assert [p.stat().st_ino for p in indexes(out)] == [made]
    (out.parent / "1.txt").write_text(quick.story(1), encoding="utf-8")
    add(out, [str(out.parent / "1.txt")])
    assert answered(out)
    (second,) = indexes(out)
    assert second != first
    rebuild(out, [str(out.parent / "1.txt")])
    assert answered(out)


def test_a_turtle_that_is_not_that_of_the_store_is_not_asked(out: Path) -> None:
    (out / TURTLE).write_text("<a:b> a <c:d> .\n", encoding="utf-8")
    assert not answered(out)
    assert indexes(out) == []


def test_a_store_that_is_ahead_of_its_turtle_is_asked_itself(out: Path) -> None:
    store = Store.open(out)
    store.put("f" * 16, next(iter([store.get(d) for d in store.digests("0.txt")])), "again.txt")
    store.commit()
    assert not answered(out)


def test_what_a_killed_process_left_goes_and_a_spoilt_index_is_done_without(out: Path) -> None:
    (out / "store" / ".index-1").mkdir()
    assert answered(out)
    (index,) = indexes(out)
    for file in index.iterdir():
        file.write_bytes(b"spoilt")
    assert not answered(out)


def test_a_small_graph_needs_no_index(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graph.index, "PROMPT", 400)
    assert not answered(out)
    assert indexes(out) == []


def test_the_command_answers_from_the_index(out: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert main(["query", NAMES, "-o", str(out), "--format", "csv"]) == 0
    asking = capsys.readouterr().out
    monkeypatch.setattr(Store, "graph", lambda _: KnowledgeGraph())
    assert main(["query", NAMES, "-o", str(out), "--format", "csv"]) == 0
    assert capsys.readouterr().out == asking
    assert "第0号工程" in asking
    assert main(["query", "--name", "programmes-of-organisation", "--param", "organisation=中华全国总工会", "-o", str(out)]) == 0
    assert "第0号工程" in capsys.readouterr().out


def test_where_no_index_can_be_written_the_graph_is_loaded(out: Path) -> None:
    (out / "store" / f".index-{os.getpid()}").write_text("in its way", encoding="utf-8")
    assert not answered(out)
