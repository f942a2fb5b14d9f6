"""An interrupted build keeps what it has read, and the next one goes on from there."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT, TEXTS

from graph.errors import StoreError
from graph.model import Document
from graph.read.decode import decode
from graph.scale import Engine, Outcome, journal
from graph.scale.journal import NAME, resuming
from graph.scale.local import extract_all, extract_one
from graph.streamed import merge_here
from graph.upkeep import rebuild

DOCUMENTS = [decode(name, text.encode()) for name, text in sorted(TEXTS.items())]
LOCAL = Engine(extract_all, merge_here)


class Counting:
    """Reads here and remembers what; is interrupted after some documents."""

    def __init__(self, stop_after: int = 99) -> None:
        self.read: list[str] = []
        self.stop_after = stop_after

    def engine(self) -> Engine:
        return Engine(lambda documents, workers: self.extract_all(documents), merge_here)

    def extract_all(self, documents: Iterator[Document]) -> Iterator[Outcome]:  # type: ignore[override]
        for document in documents:
            if len(self.read) == self.stop_after:
                raise KeyboardInterrupt
            self.read.append(document.name)
            yield extract_one(document)


def run(folder: Path, stop_after: int = 99, documents: list[Document] = DOCUMENTS) -> tuple[list[str], dict[str, Outcome]]:
    """(names of the documents that were read in this run, outcomes by name)."""
    counting, outcomes = Counting(stop_after), {}
    try:
        with resuming(folder, counting.engine()) as engine:
            for outcome in engine.extract_all(iter(documents), 1):
                outcomes[outcome.document.name] = outcome
    except KeyboardInterrupt:
        pass
    return counting.read, outcomes


def test_the_next_run_goes_on_where_the_first_was_interrupted(tmp_path: Path) -> None:
    names = [d.name for d in DOCUMENTS]
    assert run(tmp_path, 2)[0] == names[:2]
    assert (tmp_path / NAME).is_file()
    read, outcomes = run(tmp_path)
    assert read == names[2:]
    fresh = {o.document.name: o.extractions for o in map(extract_one, DOCUMENTS)}
    assert {name: o.extractions for name, o in outcomes.items()} == fresh
    assert not list(tmp_path.iterdir()), "nothing is left when all is done"
    assert run(tmp_path)[0] == names, "what is done is done: a new build reads all"


def test_a_text_under_another_name_is_read_again(tmp_path: Path) -> None:
    run(tmp_path, 1)
    renamed = [decode("other.txt", DOCUMENTS[0].text.encode()), *DOCUMENTS[1:]]
    assert run(tmp_path, documents=renamed)[0] == [d.name for d in renamed]


@pytest.mark.parametrize("damage", ["cut", "nonsense", "version"])
def test_what_is_damaged_is_read_again(tmp_path: Path, damage: str, monkeypatch: pytest.MonkeyPatch) -> None:
    run(tmp_path, 2)
    path = tmp_path / NAME
    if damage == "cut":  # killed in the middle of a line
        path.write_bytes(path.read_bytes()[:-30])
    elif damage == "nonsense":
        path.write_bytes(b"\xff\x00 nonsense")
    else:
        monkeypatch.setattr(journal, "_HEAD", b"another version\n")
    left = DOCUMENTS[1:] if damage == "cut" else DOCUMENTS
    assert run(tmp_path)[0] == [d.name for d in left]


def test_a_second_build_at_the_same_time_does_without(tmp_path: Path) -> None:
    pytest.importorskip("fcntl", reason="no advisory locks on this system")
    run(tmp_path, 1)
    with resuming(tmp_path, LOCAL):
        before = (tmp_path / NAME).read_bytes()
        assert run(tmp_path)[0] == [d.name for d in DOCUMENTS]
        assert (tmp_path / NAME).read_bytes() == before


def test_a_folder_that_cannot_be_written_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="choose another folder"):
        run(tmp_path / "file" / "out")


def test_ctrl_c_ends_cleanly_and_the_next_build_has_the_bytes_of_an_undisturbed_one(tmp_path: Path) -> None:
    if os.name != "posix":
        pytest.skip("no SIGINT here")
    texts, out = tmp_path / "texts", tmp_path / "out"
    texts.mkdir()
    for number in range(40):
        for name, text in TEXTS.items():
            (texts / f"{number:02}-{name}").write_text(text + f"这是第{number}篇。\n", encoding="utf-8")
    # a shell makes what it runs in the background deaf to Ctrl-C, and children inherit that
    hears = "import runpy, signal; signal.signal(signal.SIGINT, signal.default_int_handler); runpy.run_module('graph', run_name='__main__')"
    command = [sys.executable, "-c", hears, "build", str(texts), "-o", str(out), "--workers", "2"]
    build = subprocess.Popen(
        command, env={**os.environ, "PYTHONPATH": str(ROOT)}, stderr=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
    )
    path = out / NAME
    while not path.exists() or path.read_bytes().count(b"\n") < 8:
        assert build.poll() is None, "it was over before it could be interrupted"
        time.sleep(0.01)
    os.killpg(build.pid, signal.SIGINT)  # what a terminal does: the workers get it too
    _, said = build.communicate(timeout=30)
    assert build.returncode == 130
    assert said.decode().count("\n") == 1 and "interrupted" in said.decode()
    assert not (out / "graph.ttl").exists()
    done = path.read_bytes().count(b"\n") - 1
    assert done >= 7

    reread: list[str] = []

    def counted(documents: Iterator[Document], workers: int, read: object) -> Iterator[Outcome]:
        for document in documents:
            reread.append(document.name)
            yield extract_one(document)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("graph.scale.local.extract_all", counted)
        rebuild(out, [str(texts)])
    assert len(reread) == 120 - done
    assert not path.exists()
    rebuild(tmp_path / "calm", [str(texts)])
    for name in ("graph.ttl", "graph.graphml", "graph.html"):
        assert (out / name).read_bytes() == (tmp_path / "calm" / name).read_bytes()
