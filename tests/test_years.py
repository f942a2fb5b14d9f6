"""A graph that lives for years: whatever was added, changed, removed, killed, it is the graph of what is in now."""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
import quick
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

import graph.pipeline
import graph.upkeep
from graph.catalogue import Entry
from graph.errors import StoreError
from graph.export import render
from graph.index import load
from graph.outputs import TURTLE, VIEWS, refresh, views_behind
from graph.stages import Stages
from graph.store import Store
from graph.upkeep import add, rebuild, remove

MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
"""Where nothing waits for a disk."""

DATED = "2024-03-06.txt"
"""The same text with an issue date is another document."""
NAMES = ("a.txt", "b.txt", "c.txt", DATED)
TEXTS = (
    "三亚市总工会@460200 举办 三亚工匠学院@460200 500",
    "海南省三亚市总工会@460200 举办 慧协商平台@460200 12\n海口市总工会@460100 举办 慧协商平台@460200",
    "某公司工会 举办 微工厂 3\n某公司工会 举办 微工厂 4",
    "三亚市总工会@460200 参与 三亚工匠学院@460200\n和平区总工会@120101 举办 四方联动",
    "北京市总工会@110000 举办 职工之家",
)


@pytest.fixture(autouse=True)
def quick_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reads in no time, and draws no pages."""
    monkeypatch.setattr(graph.pipeline, "extract", quick.extract)
    monkeypatch.setattr(graph.upkeep, "update_views", lambda *_: [])


class Years(RuleBasedStateMachine):
    """Files come, change and go; the model is a dict from file name to the text that was in it when it was last read."""

    def __init__(self) -> None:
        super().__init__()
        self.home = Path(tempfile.mkdtemp(dir=MEMORY))
        self.out, self.inside = self.home / "out", {}

    def teardown(self) -> None:
        shutil.rmtree(self.home)

    def write(self, name: str, text: str) -> str:
        (self.home / name).write_text(text, encoding="utf-8")
        self.inside[name] = text
        return str(self.home / name)

    def documents(self) -> int:
        return len({(text, name == DATED) for name, text in self.inside.items()})

    @initialize(name=st.sampled_from(NAMES), text=st.sampled_from(TEXTS))
    def build(self, name: str, text: str) -> None:
        rebuild(self.out, [self.write(name, text)])

    @rule(name=st.sampled_from(NAMES), text=st.sampled_from(TEXTS))
    def add_or_change(self, name: str, text: str) -> None:
        assert add(self.out, [self.write(name, text)]).done

    @rule(files=st.dictionaries(st.sampled_from(NAMES), st.sampled_from(TEXTS), min_size=2))
    def add_many(self, files: dict[str, str]) -> None:
        assert add(self.out, [self.write(name, text) for name, text in files.items()]).done

    @precondition(lambda self: self.inside)
    @rule(data=st.data())
    def take_out(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(self.inside)))
        documents = self.documents()
        del self.inside[name]
        assert remove(self.out, [str(self.home / name)]).removed == documents - self.documents()

    @precondition(lambda self: any(n != DATED for n in self.inside))
    @rule(data=st.data())
    def take_out_by_text(self, data: st.DataObject) -> None:
        text = data.draw(st.sampled_from(sorted(t for n, t in self.inside.items() if n != DATED)))
        other = self.home / "other.txt"
        other.write_text(text, encoding="utf-8")
        self.inside = {n: t for n, t in self.inside.items() if t != text or n == DATED}
        assert remove(self.out, [str(other)]).removed == 1

    @rule()
    def somebody_touches_the_turtle(self) -> None:
        (self.out / TURTLE).write_text("spoilt", encoding="utf-8")
        refresh_turtle(self.out)

    @invariant()
    def the_graph_is_that_of_a_fresh_build(self) -> None:
        if self.out.exists():
            now = quick.graph_of(self.inside)
            assert (self.out / TURTLE).read_bytes() == render(now, "turtle")
            assert load(self.out).extractions == now.extractions
            known = Store.open(self.out).catalogue
            entries = [Entry.of(e, len(e.facts)) for e in now.search("")]
            assert known.holding("") == entries
            assert known.holding("工") == [e for e in entries if "工" in e.names]


def refresh_turtle(out: Path) -> None:
    from graph.outputs import update_turtle

    update_turtle(Store.open(out), Stages())


TestYears = Years.TestCase
TestYears.settings = settings(max_examples=20, stateful_step_count=10, deadline=None)


# ---------------------------------------------------------------- processes that are killed

WRITER = """
import sys, random
import graph.pieces, graph.pipeline, graph.upkeep, quick
graph.pipeline.extract = quick.extract
graph.pieces.LARGE = int(sys.argv[3]) % 2 << 40  # either way of copying
graph.upkeep.update_views = lambda *_: []
out, texts, first = sys.argv[1], sys.argv[2], int(sys.argv[3])
for number in range(first, first + 100_000):
    path = f"{texts}/{number}.txt"
    with open(path, "w", encoding="utf-8") as file:
        file.write(quick.story(number))
    graph.upkeep.add(out, [path])
    print(number, flush=True)
"""
KILLS = int(os.environ.get("UNIONKG_KILLS", "4"))


def test_a_writer_killed_at_any_moment_leaves_every_acknowledged_document_and_no_half_of_one(tmp_path: Path) -> None:
    out, chance, acknowledged = tmp_path / "out", random.Random(KILLS), {0}
    (tmp_path / "0.txt").write_text(quick.story(0), encoding="utf-8")
    rebuild(out, [str(tmp_path / "0.txt")])
    script = tmp_path / "writer.py"
    script.write_text(WRITER, encoding="utf-8")
    paths = os.pathsep.join([str(Path(__file__).parent), str(Path(graph.__file__).parent.parent)])
    for _ in range(KILLS):
        command = [sys.executable, str(script), str(out), str(tmp_path), str(max(acknowledged) + 1)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": paths}) as writer:
            assert writer.stdout is not None
            acknowledged.add(int(writer.stdout.readline()))  # it is at work
            time.sleep(chance.uniform(0.0, 0.2))
            writer.send_signal(signal.SIGKILL)
            acknowledged |= {int(line) for line in writer.stdout.read().splitlines() if line}
        kg = load(out)
        inside = {int(a.document.removesuffix(".txt")) for a in kg.articles.values()}
        assert acknowledged <= inside <= acknowledged | {max(acknowledged) + 1}
        whole = quick.graph_of({f"{n}.txt": quick.story(n) for n in inside})
        assert kg.extractions == whole.extractions, "no half of a document"
        assert (out / TURTLE).read_bytes().endswith(b" .\n")
        acknowledged = inside
        refresh_turtle(out)
        assert (out / TURTLE).read_bytes() == render(whole, "turtle")
    assert len(acknowledged) > KILLS


def test_two_files_swap_their_texts(tmp_path: Path) -> None:
    def written(texts: dict[str, str]) -> list[str]:
        for name, text in texts.items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        return [str(tmp_path / name) for name in texts]

    out, names = tmp_path / "out", ("a.txt", "b.txt")
    rebuild(out, written(dict(zip(names, TEXTS[:2], strict=True))))
    swapped = dict(zip(names, TEXTS[1::-1], strict=True))
    update = add(out, written(swapped))
    assert (update.read, update.removed) == (0, 0)
    assert (out / TURTLE).read_bytes() == render(quick.graph_of(swapped), "turtle")
    moved = {"a.txt": "北京市总工会@110000 举办 新家", "b.txt": swapped["a.txt"]}  # one comes, one moves, one goes
    update = add(out, written(moved))
    assert update.removed == 1
    assert load(out).extractions == quick.graph_of(moved).extractions
    assert (out / TURTLE).read_bytes() == render(quick.graph_of(moved), "turtle")


def test_a_text_let_go_of_by_a_run_that_was_killed_goes_with_the_next(tmp_path: Path) -> None:
    texts = {f"{number}.txt": quick.story(number) for number in range(2)}
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    out = tmp_path / "out"
    rebuild(out, [str(tmp_path / name) for name in texts])
    digests = {a.document: a.digest for a in load(out).articles.values()}
    killed = Store.open(out)
    killed.point(killed.source(tmp_path / "0.txt"), digests["1.txt"])
    killed.commit()
    killed.close()
    assert load(out).extractions == quick.graph_of(texts).extractions
    (tmp_path / "0.txt").write_text(texts["1.txt"], encoding="utf-8")
    assert add(out, [str(tmp_path / "0.txt")]).done
    assert (out / TURTLE).read_bytes() == render(quick.graph_of(dict.fromkeys(texts, texts["1.txt"])), "turtle")


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="no limit of file sizes on this system")
def test_a_full_disk_is_one_clear_line_and_loses_nothing(tmp_path: Path) -> None:
    out = tmp_path / "out"
    (tmp_path / "0.txt").write_text(quick.story(0), encoding="utf-8")
    rebuild(out, [str(tmp_path / "0.txt")])
    before = (out / TURTLE).read_bytes()
    many = tmp_path / "many"
    many.mkdir()
    for number in range(1, 100):
        (many / f"{number}.txt").write_text(quick.story(number), encoding="utf-8")
    free = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + 30_000, free[1]))
        with pytest.raises(StoreError) as error:
            add(out, [str(many)])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, free)
    assert "\n" not in str(error.value)
    assert "free" in str(error.value)
    assert load(out).extractions.items() >= quick.graph_of({"0.txt": quick.story(0)}).extractions.items()
    assert (out / TURTLE).read_bytes() == before
    assert add(out, [str(many)]).articles == 200, "done again where there is room"
    assert (out / TURTLE).read_bytes() == render(load(out), "turtle")


def test_the_second_of_two_writers_says_so(tmp_path: Path) -> None:
    pytest.importorskip("fcntl", reason="no advisory locks on this system")
    (tmp_path / "0.txt").write_text(quick.story(0), encoding="utf-8")
    rebuild(tmp_path / "out", [str(tmp_path / "0.txt")])
    with Store.open(tmp_path / "out").lock():
        for change in (add, remove, rebuild):
            with pytest.raises(StoreError, match="another unionkg is writing there"):
                change(tmp_path / "out", [str(tmp_path / "0.txt")])


def test_a_large_graph_keeps_its_views_until_they_are_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import graph.outputs

    monkeypatch.setattr(graph.upkeep, "update_views", graph.outputs.update_views)
    monkeypatch.setattr(graph.upkeep, "PROMPT", 4)
    for number in range(4):
        (tmp_path / f"{number}.txt").write_text(quick.story(number), encoding="utf-8")
    out = tmp_path / "out"
    rebuild(out, [str(tmp_path / "0.txt")])
    assert add(out, [str(tmp_path / "1.txt")]).views
    assert not views_behind(Store.open(out))
    pages = {name: (out / name).read_bytes() for name in VIEWS}
    assert not add(out, [str(tmp_path / "2.txt")]).views
    assert pages == {name: (out / name).read_bytes() for name in VIEWS}
    assert [p.name for p in refresh(out)] == list(VIEWS)
    assert refresh(out) == []
    assert (out / "graph.graphml").read_bytes() == render(load(out), "graphml")
