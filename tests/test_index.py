"""Questions on the command line about a large graph: an index on disk answers them, and never with what is no longer so."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

import pyoxigraph
import pytest
import quick
from factory import hostile, sample

import graph.index
import graph.pipeline
import graph.query
import graph.upkeep
from graph.cli import main
from graph.export import export
from graph.index import asked, in_memory, load, parts
from graph.knowledge import KnowledgeGraph
from graph.outputs import TURTLE
from graph.query import run
from graph.store import Store
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
    assert run(known, NAMES).rows == run(Store.open(out).graph(), NAMES).rows != []
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
    assert answered(out), "from memory"


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


def test_where_no_index_can_be_written_the_turtle_is_read_into_memory(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (out / "store" / f".index-{os.getpid()}").write_text("in its way", encoding="utf-8")
    assert answered(out)
    assert [p.name for p in indexes(out)] == [f".index-{os.getpid()}"]
    monkeypatch.setattr(Store, "graph", lambda _: KnowledgeGraph())
    assert run(asked(Store.open(out)), NAMES).rows


def test_a_loaded_graph_is_asked_by_its_index_and_stays_what_it_was(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def merged(_: object) -> None:
        raise AssertionError("the graph was merged")

    before = run(Store.open(out).graph(), NAMES).rows
    asked_at_once, asked_later = load(out), load(out)
    with monkeypatch.context() as patch:
        patch.setattr(graph.query, "ntriples", merged)
        assert asked_at_once.sparql(NAMES).rows == before
    assert len(indexes(out)) == 1
    assert pickle.loads(pickle.dumps(load(out))).sparql(NAMES).rows == before
    (out.parent / "1.txt").write_text(quick.story(1), encoding="utf-8")
    add(out, [str(out.parent / "1.txt")])
    assert len(load(out).sparql(NAMES)) > len(before)
    assert asked_at_once.sparql(NAMES).rows == asked_later.sparql(NAMES).rows == before
    union = asked_later.merge(load(out))
    assert union.sparql(NAMES).rows == run(Store.open(out).graph(), NAMES).rows, "a graph made of it is asked itself"


@pytest.mark.parametrize("size", [1, 100, 5_000, 1 << 20])
def test_the_parts_of_a_turtle_say_what_it_says(tmp_path: Path, size: int) -> None:
    turtle = export(KnowledgeGraph.of([*sample().extractions.values(), *hostile().extractions.values()]), tmp_path / "graph.ttl")
    whole = list(pyoxigraph.parse(path=turtle))
    documents = list(parts(turtle, size))
    assert [t for d in documents for t in pyoxigraph.parse(d, format=pyoxigraph.RdfFormat.TURTLE)] == whole
    assert max(map(len, documents)) < 5_000 + 2 * size
    assert (len(documents) > 10) == (size <= 5_000)


@pytest.mark.parametrize("text", ["", "@prefix a: <b:> .\n"])
def test_a_turtle_without_statements_is_one_part(tmp_path: Path, text: str) -> None:
    (tmp_path / "graph.ttl").write_text(text, encoding="utf-8")
    assert list(parts(tmp_path / "graph.ttl")) == [text.encode()]
    assert len(in_memory(tmp_path / "graph.ttl")) == 0
