"""Choosing a format, and writing files whole."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from factory import sample

from graph.errors import StoreError, UnionkgError, UsageError
from graph.export import FORMATS, export, find_format, render
from graph.files import write_atomic
from graph.knowledge import KnowledgeGraph


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return sample()


@pytest.mark.parametrize(
    ("name", "format"),
    [("ttl", "turtle"), (".TTL", "turtle"), ("trig", "trig"), ("nq", "nquads"), ("jsonld", "jsonld"), ("Turtle", "turtle"),
     ("a/graph.rdf12.ttl", "turtle12"), ("b.csv.zip", "csv"), ("b.csv", "csv"), ("PARQUET", "parquet")],
)
def test_formats_are_known_by_name_and_ending(name: str, format: str) -> None:
    assert find_format(name).name == format


@pytest.mark.parametrize("format", FORMATS)
def test_the_ending_of_the_file_tells_the_format(kg: KnowledgeGraph, tmp_path: Path, format: str) -> None:
    path = kg.export(tmp_path / "new" / f"graph.{FORMATS[format].endings[-1]}")
    assert path.read_bytes() == render(kg, format)
    assert [p.name for p in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize("format", ["csv", "parquet"])
def test_a_folder_of_files_is_written_whole_and_again(kg: KnowledgeGraph, tmp_path: Path, format: str) -> None:
    path = tmp_path / f"graph.{format}"
    for _ in range(2):
        assert kg.export(path) == path
        assert [p.name for p in tmp_path.iterdir()] == [path.name]
    with zipfile.ZipFile(io.BytesIO(render(kg, format))) as archive:
        assert {p.name: p.read_bytes() for p in path.iterdir()} == {n: archive.read(n) for n in archive.namelist()}


def test_a_folder_of_others_is_not_replaced(kg: KnowledgeGraph, tmp_path: Path) -> None:
    (tmp_path / "graph.csv").mkdir()
    (tmp_path / "graph.csv" / "mine.txt").write_text("dear")
    with pytest.raises(StoreError, match=r"graph\.csv: holds mine\.txt"):
        kg.export(tmp_path / "graph.csv")
    assert (tmp_path / "graph.csv" / "mine.txt").read_text() == "dear"
    assert [p.name for p in tmp_path.iterdir()] == ["graph.csv"]


def test_a_file_is_not_replaced_by_a_folder(kg: KnowledgeGraph, tmp_path: Path) -> None:
    (tmp_path / "graph.csv").write_text("dear")
    with pytest.raises(StoreError, match=r"graph\.csv: cannot be written"):
        kg.export(tmp_path / "graph.csv")
    assert (tmp_path / "graph.csv").read_text() == "dear"


def test_pieces_are_written_one_by_one_and_a_failure_leaves_the_old_file(tmp_path: Path) -> None:
    path = write_atomic(tmp_path / "a", [b"one ", b"two"])
    assert path.read_bytes() == b"one two"

    def fails() -> Iterator[bytes]:
        yield b"half"
        raise ValueError("in the middle")

    with pytest.raises(ValueError, match="in the middle"):
        write_atomic(path, fails())
    assert [p.read_bytes() for p in tmp_path.iterdir()] == [b"one two"]


def test_without_pyarrow_it_says_how_to_get_it(kg: KnowledgeGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UnionkgError, match=r"unionkg\[parquet\]"):
        kg.export(tmp_path / "graph.parquet")
    assert not list(tmp_path.iterdir())


def test_a_format_given_beats_the_ending(kg: KnowledgeGraph, tmp_path: Path) -> None:
    assert export(kg, tmp_path / "graph.txt", "nquads").read_bytes() == render(kg, "nquads")


def test_unknown_formats_are_refused_with_the_known_ones(kg: KnowledgeGraph, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"turtle, turtle12, trig, nquads, jsonld, graphml, gexf, csv, parquet"):
        export(kg, tmp_path / "graph.docx")
    with pytest.raises(UsageError, match="no ending"):
        export(kg, tmp_path / "graph")
    assert not list(tmp_path.iterdir())


def test_importing_the_register_loads_no_graph_library() -> None:
    code = "import sys, graph.export; sys.exit(any(m in sys.modules for m in ('networkx', 'pyoxigraph')))"
    root = Path(__file__).resolve().parent.parent
    assert subprocess.run([sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": str(root)}, check=False).returncode == 0


def test_a_folder_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(StoreError, match="folder: cannot be written"):
        write_atomic(tmp_path / "folder", "")
    assert [p.name for p in tmp_path.iterdir()] == ["folder"]


def test_a_pipe_is_written_directly(tmp_path: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("no named pipes here")
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE)
    write_atomic(pipe, "whole")
    assert reader.communicate(timeout=10)[0] == b"whole"
    assert pipe.is_fifo()


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_text("old")
    link = tmp_path / "link.txt"
    link.symlink_to("real.txt")
    write_atomic(link, "new")
    assert link.is_symlink()
    assert (tmp_path / "real.txt").read_text() == "new"


def test_text_is_utf8_with_line_ends_as_given(tmp_path: Path) -> None:
    assert write_atomic(tmp_path / "a", "工会\r\n\n").read_bytes() == "工会\r\n\n".encode()
    assert write_atomic(tmp_path / "b", "name-\udcff").read_bytes() == b"name-?"


def test_permissions_follow_the_umask(tmp_path: Path) -> None:
    if os.name != "posix":
        pytest.skip("no umask here")
    old = os.umask(0o022)
    try:
        assert write_atomic(tmp_path / "a", "x").stat().st_mode & 0o777 == 0o644
    finally:
        os.umask(old)
