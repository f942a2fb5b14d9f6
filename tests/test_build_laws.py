"""Laws of building: the result depends on the texts alone, and nothing that goes wrong over one costs the others."""

from __future__ import annotations

import json
import os
import shutil
import signal
import threading
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path

import psutil
import pytest
from conftest import TEXTS
from hypothesis import given, settings
from hypothesis import strategies as st

import graph
from graph.errors import SeedError, UsageError
from graph.export import render
from graph.index import load
from graph.knowledge import KnowledgeGraph
from graph.model import Document, Extraction
from graph.packing import dump, pack
from graph.read.decode import decode
from graph.scale import worker
from graph.scale.local import extract_all, extract_one
from graph.sources.paths import find_inputs
from graph.sources.types import Limits, Options
from graph.stages import Stages
from graph.upkeep import add, rebuild, remove

DOCUMENTS = [decode(name, text.encode()) for name, text in TEXTS.items()]
OUTPUTS = ("graph.ttl", "graph.graphml", "graph.html")


@pytest.fixture(scope="module")
def extractions() -> list[Extraction]:
    return [e for d in DOCUMENTS for e in extract_one(d).extractions]


def content(folder: Path) -> dict[str, bytes]:
    """All that a build wrote, less the seconds."""
    report = json.loads((folder / "report.json").read_bytes())
    assert report.pop("seconds").keys() == report.pop("profile").keys()
    documents = {e.article.id: dump(pack(e)) for e in load(folder).extractions.values()}
    return documents | {name: (folder / name).read_bytes() for name in OUTPUTS} | {"report.json": json.dumps(report).encode()}


# ---------------------------------------------------------------- same input, same bytes


def test_same_bytes_whatever_hash_seed_order_and_workers(command: Callable[..., object], texts: Path) -> None:
    paths = sorted(texts.iterdir())
    variants = {
        "first": (["--workers", "1", *paths], "0"),
        "other seed, reversed, two workers": (["--workers", "2", *reversed(paths)], "12345"),
        "a folder and a file of it again": (["--workers", "1", texts, paths[1]], "7"),
    }
    results = {}
    for name, (arguments, seed) in variants.items():
        out = texts.parent / "out"
        done = command("build", *arguments, "-o", out, env={"PYTHONHASHSEED": seed})
        assert done.returncode == 0, done.stderr  # type: ignore[attr-defined]
        results[name] = content(out)
        shutil.rmtree(out)
    first = results.pop("first")
    for name, other in results.items():
        for file in first:
            assert other[file] == first[file], f"{name}: {file} differs"


@given(st.data())
@settings(max_examples=25)
def test_the_order_of_extractions_does_not_matter(extractions: list[Extraction], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations([*extractions, *extractions[:1]]))
    assert render(KnowledgeGraph.of(shuffled), "turtle") == render(KnowledgeGraph.of(extractions), "turtle")


def test_building_together_is_merging(texts: Path) -> None:
    paths = sorted(texts.iterdir())
    whole = render(graph.build(texts), "turtle")
    for size in range(len(paths) + 1):
        for part in combinations(paths, size):
            rest = [p for p in paths if p not in part]
            a, b = (graph.build(*p) if p else KnowledgeGraph() for p in (part, rest))
            assert render(a.merge(b), "turtle") == render(b.merge(a), "turtle") == whole
    assert render(graph.build(texts).merge(graph.build(texts)), "turtle") == whole


def test_one_text_under_two_names_counts_once_whatever_the_order(texts: Path) -> None:
    shutil.copy(texts / "zhuhai.txt", texts / "again.txt")
    twice = graph.build(texts)
    assert render(twice, "turtle") == render(graph.build(*sorted(texts.iterdir(), reverse=True)), "turtle")
    apart = graph.build(texts / "zhuhai.txt").merge(graph.build(texts / "again.txt"))
    assert {a.document for a in apart.articles.values()} == {"again.txt"}
    assert set(apart.extractions) <= set(twice.extractions)


# ---------------------------------------------------------------- add and remove


steps = st.lists(st.tuples(st.sampled_from(["add", "remove", "change"]), st.sampled_from(sorted(TEXTS))), min_size=1, max_size=5)


@given(steps)
@settings(max_examples=8)
def test_adding_and_removing_equals_a_fresh_build(tmp_path_factory: pytest.TempPathFactory, history: list[tuple[str, str]]) -> None:
    home = tmp_path_factory.mktemp("history")
    texts, out = home / "texts", home / "out"
    texts.mkdir()
    (texts / "base.txt").write_text("本报讯 北京市总工会打造职工之家平台。", encoding="utf-8")
    rebuild(out, [str(texts)])
    inside = {"base.txt"}
    for action, name in history:
        path = texts / name
        if action == "remove":
            removed = remove(out, [str(path)])
            assert removed.done == (name in inside)
            inside.discard(name)
        else:
            path.write_text(TEXTS[name] + ("市总表示,活动已覆盖职工3万人。\n" if action == "change" else ""), encoding="utf-8")
            assert add(out, [str(path)]).done
            inside.add(name)
    grown = content(out)
    rebuild(out, [str(texts / name) for name in inside])
    assert content(out) == grown


def test_adding_reads_only_what_is_new(texts: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    rebuild(out, [str(texts / "sanya.txt")])
    assert add(out, [str(texts)]).read == len(TEXTS) - 1
    assert add(out, [str(texts)]).read == 0


def test_a_removed_file_need_not_exist_any_more(texts: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    rebuild(out, [str(texts)])
    shutil.rmtree(texts)
    update = remove(out, [str(texts / "sanya.txt"), "zhuhai.txt"])
    assert update.removed == 2
    assert {a.document for a in update.kg.articles.values()} == {"heping.txt"}


def test_a_text_stays_as_long_as_one_file_has_it_and_takes_its_name(texts: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    shutil.copy(texts / "sanya.txt", texts / "2024-03-06.txt")
    rebuild(out, [str(texts)])
    remove(out, [str(texts / "2024-03-06.txt")])
    after = content(out)
    (texts / "2024-03-06.txt").unlink()
    rebuild(out, [str(texts)])
    assert content(out) == after


def test_texts_that_move_from_file_to_file_stay_and_are_not_read_again(texts: Path, tmp_path: Path) -> None:
    names = sorted(p.name for p in texts.iterdir())
    assert len(names) > 1
    rebuild(tmp_path / "out", [str(texts)])
    for _ in names:  # each file takes the text of the one before it, until all have come round
        held = [(texts / name).read_bytes() for name in names]
        for name, text in zip(names, held[-1:] + held[:-1], strict=True):
            (texts / name).write_bytes(text)
        moved = add(tmp_path / "out", [str(texts)])
        assert (moved.read, moved.removed) == (0, 0)
        assert (tmp_path / "out" / "graph.ttl").read_bytes() == render(graph.build(texts), "turtle")


def test_nothing_already_built_is_lost(texts: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    rebuild(out, [str(texts)])
    before = content(out)
    (tmp_path / "empty.txt").write_text("")
    for update in (rebuild, add):
        failed = update(out, [str(tmp_path / "empty.txt")])
        assert not failed.done
        assert not failed.missing_only
        assert content(out) == before
    (texts / "sanya.txt").write_bytes(b"\0broken")
    assert add(out, [str(texts)]).faults[0]["file"].endswith("sanya.txt")
    assert (out / "graph.ttl").read_bytes() == before["graph.ttl"], "a file that broke leaves what it said"


# ---------------------------------------------------------------- faulty inputs

FAULTY = {
    "empty.txt": (b"", "empty"),
    "blank.txt": (b" \n\t\r\n", "empty"),
    "binary.txt": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "byte 8 is NUL"),
    "latin.txt": ("Le syndicat a été créé à Paris. ".encode("latin-1") * 40, "byte 14 is not UTF-8"),
    "cut.txt": ("三亚市总工会".encode() * 20 + b"\xff", "is not UTF-8 nor GB18030"),
    "utf16.txt": ("三亚".encode("utf-16")[:-1], "utf-16"),
    "escape.txt": ("三亚市\x1b[31m总工会".encode(), "control character"),
}


@pytest.mark.parametrize("name", FAULTY)
def test_a_faulty_file_is_one_line_and_the_rest_goes_on(texts: Path, name: str) -> None:
    whole = render(graph.build(texts), "turtle")
    data, complaint = FAULTY[name]
    (texts / name).write_bytes(data)
    kg = graph.build(texts)
    assert [f["file"] for f in kg.faults] == [str(texts / name)]
    reason = kg.faults[0]["reason"]
    assert complaint in reason
    assert "\n" not in reason
    assert render(kg, "turtle") == whole


def test_missing_paths_and_folders_without_texts_are_faults(texts: Path, tmp_path: Path) -> None:
    (tmp_path / "bare").mkdir()
    kg = graph.build(texts, tmp_path / "missing.txt", tmp_path / "bare", "nul\0byte")
    said = " ".join(f["reason"] for f in kg.faults)
    assert "no such file or folder" in said
    assert "folder without a file of a known format" in said
    assert len(kg.faults) == 3
    assert len({a.digest for a in kg.articles.values()}) == len(TEXTS)


def test_names_of_files_cannot_break_an_output(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/bad\xff\n\x1b[31m.txt"
    try:
        with open(path, "wb") as handle:
            handle.write(TEXTS["sanya.txt"].encode())
    except OSError:
        pytest.skip("this file system takes no such names")
    update = rebuild(tmp_path / "out", [str(tmp_path)])
    assert {a.document for a in update.kg.articles.values()} == {"bad\ufffd\ufffd\ufffd[31m.txt"}
    assert add(tmp_path / "out", [str(tmp_path)]).read == 0


def test_endless_input_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    if not os.path.exists("/dev/zero"):
        pytest.skip("no /dev/zero here")
    monkeypatch.setattr("graph.sources.paths._kind", lambda mode: "")
    assert len(graph.build("/dev/zero", options=Options(Limits(size=1000))).faults) == 1


def test_inputs_are_sorted_by_name_and_named_once(texts: Path) -> None:
    inputs, _ = find_inputs([texts / "zhuhai.txt", texts, str(texts) + "/./sanya.txt"])
    assert [i.name for i in inputs] == sorted(TEXTS)


def test_wrong_use_is_said() -> None:
    with pytest.raises(UsageError, match="at least 1"):
        graph.build(workers=0)
    with pytest.raises(UsageError, match="belongs to --engine dask"):
        graph.build(engine="local tcp://127.0.0.1:8786")
    with pytest.raises(UsageError, match="choose one of"):
        graph.build(engine="abacus")


# ---------------------------------------------------------------- processes


def crew() -> list[psutil.Process]:
    return [p for p in psutil.Process().children() if "serve()" in " ".join(p.cmdline())]


def test_a_killed_worker_loses_nothing(extractions: list[Extraction]) -> None:
    killed = []

    def documents() -> Iterator[Document]:
        for number, document in enumerate(DOCUMENTS * 4):
            if number in (3, 7):
                for process in crew()[:1]:
                    process.send_signal(signal.SIGKILL)
                    killed.append(process.pid)
            yield document

    outcomes = list(extract_all(documents(), 2))
    assert len(killed) == 2
    assert not [o.fault for o in outcomes if o.fault]
    assert sorted(e.article.id for o in outcomes for e in o.extractions) == sorted(e.article.id for e in extractions * 4)
    assert not crew()


def test_a_document_that_kills_every_reader_is_a_fault_and_the_rest_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    deadly = (
        "import os, graph.pipeline as p; real = p.extract\n"
        "p.extract = lambda d, s: os.kill(os.getpid(), 9) if 'zhuhai' in d.name else real(d, s)\n"
    )
    setup, serve = worker._SERVE.rsplit("; ", 1)
    monkeypatch.setattr(worker, "_SERVE", f"{setup.replace('; ', chr(10))}\n{deadly}{serve}")
    outcomes = {o.document.name: o for o in extract_all(iter(DOCUMENTS), 2)}
    assert set(outcomes) == set(TEXTS)
    assert "killed (signal 9)" in outcomes["zhuhai.txt"].fault
    assert all(o.extractions and not o.fault for name, o in outcomes.items() if name != "zhuhai.txt")


def test_without_processes_the_work_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "_SERVE", "raise SystemExit(3)")
    assert all(o.extractions for o in extract_all(iter(DOCUMENTS), 2))


def test_a_bug_over_one_document_does_not_cost_the_others(monkeypatch: pytest.MonkeyPatch, texts: Path) -> None:
    import graph.pipeline

    real = graph.pipeline.extract

    def fragile(document: Document, stages: Stages) -> list[Extraction]:
        if document.name == "sanya.txt":
            raise IndexError("out of\nrange")
        return real(document, stages)

    monkeypatch.setattr(graph.pipeline, "extract", fragile)
    kg = graph.build(texts, workers=1)
    assert len({a.digest for a in kg.articles.values()}) == len(TEXTS) - 1
    (fault,) = kg.faults
    assert fault["file"].endswith("sanya.txt")
    assert fault["reason"].startswith("internal error at local.py:")
    assert "\n" not in fault["reason"]


@pytest.mark.parametrize("workers", [1, 2])
def test_broken_seeds_are_no_fault_of_the_documents(monkeypatch: pytest.MonkeyPatch, workers: int) -> None:
    import graph.pipeline

    def broken(document: Document, stages: Stages) -> list[Extraction]:
        raise SeedError("divisions.csv:3: too few cells")

    monkeypatch.setattr(graph.pipeline, "extract", broken)
    setup, serve = worker._SERVE.rsplit("; ", 1)
    code = (
        "import graph.pipeline as p, graph.errors as e\n"
        "def broken(*_): raise e.SeedError('divisions.csv:3: too few cells')\n"
        "p.extract = broken\n"
    )
    monkeypatch.setattr(worker, "_SERVE", f"{setup.replace('; ', chr(10))}\n{code}{serve}")
    with pytest.raises(SeedError, match=r"divisions\.csv:3"):
        list(extract_all(iter(DOCUMENTS), workers))


def test_stopping_early_ends_all_workers() -> None:
    outcomes = extract_all(iter(DOCUMENTS * 10), 2)
    next(outcomes)
    assert crew()
    outcomes.close()  # type: ignore[attr-defined]
    assert not crew()


def test_a_fault_of_the_caller_reaches_the_caller() -> None:
    def documents() -> Iterator[Document]:
        yield DOCUMENTS[0]
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        list(extract_all(documents(), 2))
    assert not crew()
    assert threading.active_count() < 20


def test_progress_ends_at_the_whole(texts: Path) -> None:
    calls: list[tuple[int, int]] = []
    graph.build(texts, progress=lambda done, total: calls.append((done, total)))
    size = sum(len(t.encode()) for t in TEXTS.values())
    assert calls[0] == (0, size)
    assert calls[-1] == (size, size)
    assert calls == sorted(calls)
