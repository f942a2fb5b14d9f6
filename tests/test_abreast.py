"""Outputs written side by side: the same bytes, whoever writes them and whoever is killed meanwhile."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from factory import sample

import graph.outputs
import graph.report
from graph.errors import StoreError, UnionkgError
from graph.files import in_place_of
from graph.outputs import TURTLE, VIEWS, update_turtle, update_views
from graph.packing import dump, pack
from graph.scale.abreast import Abreast
from graph.stages import Stages
from graph.store import Store


def crew() -> list[psutil.Process]:
    return [p for p in psutil.Process().children() if "serve()" in " ".join(p.cmdline())]


@pytest.mark.parametrize("workers", [1, 2])
def test_results_come_in_the_order_of_the_calls(workers: int) -> None:
    with Abreast(workers) as abreast:
        later = abreast.start(len, "三亚市总工会")
        assert list(abreast.map(divmod, ((n, 7) for n in range(20)))) == [divmod(n, 7) for n in range(20)]
        assert later.result() == 6
    assert not crew()


def test_one_worker_calls_here() -> None:
    with Abreast(1) as abreast:
        assert abreast.start(os.getpid).result() == os.getpid()


def test_a_process_that_has_done_a_large_piece_ends_and_one_of_small_pieces_goes_on() -> None:
    with Abreast(2) as abreast:
        small = set(abreast.map(os.getpid, [()] * 20))
        assert len(small) <= 2
        assert abreast.start(os.getpid).result() not in {p.pid for p in crew()}
        assert os.getpid() not in small


def test_few_results_wait_to_be_taken() -> None:
    asked: list[int] = []

    def calls() -> Iterator[tuple[int]]:
        for n in range(100):
            asked.append(n)
            yield (n,)

    with Abreast(2) as abreast:
        results = abreast.map(abs, calls())
        assert next(results) == 0
        assert len(asked) < 10


def die_once(path: str) -> str:
    """Dies in the first process that calls it."""
    if not os.path.exists(path):
        Path(path).write_text("")
        os.kill(os.getpid(), signal.SIGKILL)
    return "done"


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def complain() -> None:
    raise StoreError("graph.db: damaged; build it again")


def fail() -> None:
    raise IndexError("out of range")


def test_a_killed_process_is_replaced(tmp_path: Path) -> None:
    with Abreast(2) as abreast:
        assert abreast.start(die_once, str(tmp_path / "here")).result() == "done"
        assert list(abreast.map(die_once, [(str(tmp_path / "there"),)])) == ["done"]


def test_what_kills_every_process_and_what_goes_wrong_in_one_is_told(tmp_path: Path) -> None:
    with Abreast(2) as abreast:
        with pytest.raises(UnionkgError, match=r"killed \(signal 9\); use fewer --workers"):
            abreast.start(die).result()
        with pytest.raises(StoreError, match="build it again"):
            abreast.start(complain).result()
        with pytest.raises(RuntimeError, match=r"internal error .*IndexError: out of range"):
            abreast.start(fail).result()
        assert abreast.start(len, "三亚").result() == 2


def interrupted(goal: Path) -> None:
    with in_place_of(goal) as temporary:
        temporary.write_text("half")
        raise KeyboardInterrupt


def test_the_temporary_file_goes_with_the_attempt(tmp_path: Path) -> None:
    goal = tmp_path / "graph.graphml"
    goal.write_text("old")
    with pytest.raises(KeyboardInterrupt):
        interrupted(goal)
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("graph.graphml", "old")]
    with in_place_of(goal) as temporary:
        temporary.write_text("new")
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("graph.graphml", "new")]


# ---------------------------------------------------------------- shares of a store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store of the sample in several documents."""
    made = Store.create(tmp_path / "out")
    for number, x in enumerate(sample().extractions.values()):
        made.put(x.article.digest, [x])
        made.point(f"{number}.txt", x.article.digest)
    made.settle()
    made.install()
    return made


@pytest.mark.parametrize("size", [1, 2, 3, 1000])
def test_shares_together_are_the_whole(store: Store, size: int) -> None:
    assert [piece for share in store.cluster_shares(size) for piece in store.clusters(share)] == list(store.clusters())
    before = 0
    read = []
    for share, number in store.document_shares(size):
        assert number == before
        some = list(store.read(share))
        read += some
        before += len(some)
    assert [dump(pack(x)) for x in read] == [dump(pack(x)) for x in store.read()]
    assert before == store.count()[1] > 1


def test_an_empty_store_has_one_empty_share(tmp_path: Path) -> None:
    empty = Store.create(tmp_path / "out")
    assert [list(empty.read(share)) for share, _ in empty.document_shares(5)] == [[]]
    assert [list(empty.clusters(share)) for share in empty.cluster_shares(5)] == [[]]
    empty.discard()


def written(store: Store, workers: int) -> dict[str, object]:
    for name in (TURTLE, *VIEWS):
        (store.folder / name).unlink(missing_ok=True)
    with Abreast(workers) as abreast:
        update_turtle(store, Stages(), abreast)
        update_views(store, Stages(), [{"file": "a", "reason": "b"}], abreast)
    report = json.loads((store.folder / "report.json").read_bytes())
    return {name: (store.folder / name).read_bytes() for name in (TURTLE, *VIEWS[:2])} | {
        key: value for key, value in report.items() if key not in ("seconds", "profile")
    }


def test_a_share_of_the_work_leaves_no_store_open(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    update_turtle(store, Stages())
    opened: list[Store] = []
    known = Store.open

    def open_(folder: Path) -> Store:
        opened.append(known(folder))
        return opened[-1]

    monkeypatch.setattr(Store, "open", open_)
    for share in store.cluster_shares(1):
        assert graph.outputs._clusters(store.folder, share)
    for share, before in store.document_shares(1):
        graph.outputs._run(store.folder, share, before)
    assert len(opened) > 1
    assert [s for s in opened if s._connection is not None] == []


def test_all_files_are_the_same_in_pieces_and_whole_here_and_abreast(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = written(store, 1)
    assert whole["faults"] == [{"file": "a", "reason": "b"}]
    monkeypatch.setattr(graph.outputs, "TOGETHER", 1)
    assert written(store, 1) == whole
    assert written(store, 2) == whole
    assert not [p.name for p in store.folder.iterdir() if p.name.startswith(".")]


def test_words_are_counted_in_the_first_articles(monkeypatch: pytest.MonkeyPatch) -> None:
    extractions = list(sample().extractions.values())
    for x in extractions:
        x.silent = [c.evidence for c in x.claims]
    monkeypatch.setattr(graph.report, "_WORDED", 1)
    first, all_ = graph.report.run(extractions[:1]), graph.report.run(extractions)
    assert all_.words.silent() == first.words.silent()
    assert vars(all_.words)["_often"]["总工会"] == vars(first.words)["_often"]["总工会"] > 0
    assert all_.counts["silent"] > first.counts["silent"] > 0
    assert graph.report.run(extractions, before=1).words.silent() == {}
