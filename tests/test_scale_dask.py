"""The dask engine, on real clusters of separate processes: the same bytes as on one machine, and nothing lost with a worker."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
from conftest import ROOT, TEXTS

pytest.importorskip("distributed", reason="needs pip install 'unionkg[dask]'")

import graph
from graph.errors import UsageError
from graph.export import render
from graph.model import Document
from graph.read.decode import decode
from graph.scale import dask as engine
from graph.scale.dask import Cluster
from graph.scale.local import Read
from graph.streamed import Streamed
from graph.upkeep import rebuild

MANY = [
    decode(f"{number:02}-{name}", text.replace("三亚", ["三亚", "海口", "三沙", "儋州"][number % 4]).encode())
    for number in range(8)
    for name, text in TEXTS.items()
]


@contextmanager
def by_hand(folder: Path, workers: int = 2) -> Iterator[str]:
    """A scheduler and workers, each started with its own command on loopback; gives the address of the scheduler."""
    file = folder / "scheduler.json"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    where = ["--scheduler-file", str(file)]
    commands = [["scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", *where]]
    commands += [["worker", "--nthreads", "1", "--no-nanny", "--no-dashboard", *where]] * workers
    processes: list[subprocess.Popen[bytes]] = []
    try:
        for command in commands:
            program = [sys.executable, "-m", "distributed.cli.dask_" + command[0]]
            processes.append(subprocess.Popen([*program, *command[1:]], env=environment, cwd=folder, stderr=subprocess.DEVNULL))
            while not file.exists():
                assert processes[0].poll() is None, "the scheduler did not start"
                time.sleep(0.05)
        yield str(json.loads(file.read_text())["address"])
    finally:
        for process in processes:
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with by_hand(tmp_path_factory.mktemp("cluster")) as address:
        yield address


def outputs(folder: Path) -> dict[str, bytes]:
    report = json.loads((folder / "report.json").read_bytes())
    assert report.pop("seconds").keys() == report.pop("profile").keys()
    return {name: (folder / name).read_bytes() for name in ("graph.ttl", "graph.graphml", "graph.html")} | {"report": repr(report).encode()}


def test_a_cluster_started_by_hand_gives_the_same_bytes(
    scheduler: str, texts: Path, tmp_path: Path, command: Callable[..., object]
) -> None:
    rebuild(tmp_path / "here", [str(texts)], workers=1)
    done = command("build", texts, "-o", tmp_path / "there", "--engine", "dask", "--scheduler", scheduler)
    assert done.returncode == 0, done.stderr  # type: ignore[attr-defined]
    assert done.stderr == ""  # type: ignore[attr-defined]
    assert outputs(tmp_path / "there") == outputs(tmp_path / "here")


def test_merging_on_the_cluster_is_merging_here(scheduler: str, monkeypatch: pytest.MonkeyPatch, kg: graph.KnowledgeGraph) -> None:
    monkeypatch.setattr(engine, "BLOB", 7)  # many pieces of few articles
    with Cluster(scheduler) as cluster:
        assert render(Streamed(kg.extractions.values, cluster.merge), "turtle") == render(kg, "turtle")
        assert list(cluster.merge([])) == []


def test_a_killed_worker_of_a_local_cluster_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "PARTITION", 300)
    killed = []

    def documents() -> Iterator[Document]:
        for number, document in enumerate(MANY):
            if number == 12:
                workers = [p for p in psutil.Process().children(recursive=True) if any("spawn_main" in part for part in p.cmdline())]
                workers[-1].send_signal(signal.SIGKILL)
                killed.append(workers[-1].pid)
            yield document

    with Cluster("") as cluster:
        outcomes = {o.document.name: o for o in cluster.extract_all(documents(), 2)}
    assert killed
    assert sorted(outcomes) == sorted(d.name for d in MANY)
    assert not [o.fault for o in outcomes.values() if o.fault]
    assert all(o.extractions for o in outcomes.values())


def test_a_document_that_kills_its_readers_is_a_fault_and_the_rest_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def deadly(documents: list[Document], read: Read, version: str) -> object:
        if any("zhuhai" in d.name for d in documents):
            os.kill(os.getpid(), signal.SIGKILL)
        from graph.scale.dask import extract_partition  # on the worker, where nothing is patched

        return extract_partition(documents, read, version)

    monkeypatch.setattr(engine, "extract_partition", deadly)
    with Cluster("") as cluster:
        outcomes = {o.document.name: o for o in cluster.extract_all(iter(MANY[:3]), 2)}
    assert sorted(outcomes) == sorted(d.name for d in MANY[:3])
    for name, outcome in outcomes.items():
        assert ("workers that read it died" in outcome.fault) == ("zhuhai" in name), outcome
        assert bool(outcome.extractions) == (not outcome.fault)


def test_a_cluster_that_is_not_there_is_one_clear_line(monkeypatch: pytest.MonkeyPatch, texts: Path) -> None:
    monkeypatch.setattr(engine, "_PATIENCE", 1)
    with pytest.raises(UsageError, match=r"--scheduler tcp://127\.0\.0\.1:9: does not answer"):
        graph.build(texts, engine="dask tcp://127.0.0.1:9")


def test_a_cluster_without_workers_says_so(monkeypatch: pytest.MonkeyPatch, texts: Path, tmp_path: Path) -> None:
    monkeypatch.setattr(engine, "_PATIENCE", 1)
    with by_hand(tmp_path, workers=0) as address, pytest.raises(UsageError, match="no worker has joined it; start some with `dask worker"):
        graph.build(texts, engine=f"dask {address}")
