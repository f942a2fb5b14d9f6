"""Exchanging blocks of a sorted Turtle file."""

from __future__ import annotations

import errno
import os
import random
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import graph.pieces
from graph.pieces import Piece, compose
from graph.splice import splice, stamp

HEADER = b"@prefix a: <b> .\n\n"
subjects = st.text("ab-/1", max_size=4)
clusters = st.dictionaries(subjects, st.lists(st.integers(0, 400), max_size=3))


def cluster(head: str, parts: list[int]) -> bytes:
    more = "".join(f"<zz{n}> a <y> .\n" for n in parts)
    return f"<{head}> a <x> ;\n    a:p \"{'长' * sum(parts)}\" .\n{more}".encode()


def is_head(subject: str) -> bool:
    return not subject.startswith("zz")


def written(contents: dict[str, list[int]]) -> bytes:
    return HEADER + b"".join(cluster(s, contents[s]) for s in sorted(contents))


@pytest.mark.parametrize("way", ["as small files are", "past the memory of the system"])
@given(before=clusters, change=st.dictionaries(subjects, st.none() | st.lists(st.integers(0, 400), max_size=3)))
def test_splicing_equals_writing_anew(
    way: str, tmp_path_factory: pytest.TempPathFactory, before: dict[str, list[int]], change: dict[str, list[int] | None]
) -> None:
    old, new = (tmp_path_factory.getbasetemp() / name for name in ("old.ttl", "new.ttl"))
    old.write_bytes(written(before))
    with pytest.MonkeyPatch.context() as patch:
        if way != "as small files are":
            patch.setattr(graph.pieces, "LARGE", 0)
        splice(old, new, {s: b"" if n is None else cluster(s, n) for s, n in change.items()}, is_head)
    after = {s: n for s, n in (before | change).items() if n is not None}
    assert new.read_bytes() == written(after)


places = st.integers(0, 60_000)


@given(st.lists(st.binary(max_size=300) | st.tuples(places, places).map(lambda p: (min(p), max(p))), max_size=6))
@example([(0, 60_000)])
@example([(0, 40_000), b"x", (40_000, 60_000)])
@example([(0, 4096), b"x" * 4096, (8192, 60_000)])
@settings(max_examples=60)
def test_pieces_past_the_memory_of_the_system(tmp_path_factory: pytest.TempPathFactory, pieces: list[Piece]) -> None:
    old, new = (tmp_path_factory.getbasetemp() / name for name in ("old", "new"))
    text = random.Random(0).randbytes(60_000)
    old.write_bytes(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(graph.pieces, "LARGE", 0)
        patch.setattr(graph.pieces, "_ROOM", 8192)  # many rooms full
        compose(old, new, pieces)
    assert new.read_bytes() == b"".join(p if isinstance(p, bytes) else text[slice(*p)] for p in pieces)


@pytest.mark.parametrize("call", ["copy_file_range", "preadv", "pwrite", "open"])
def test_splicing_without_help_of_the_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    real, refused = getattr(os, call), []

    def refuse(*args: object, **more: object) -> object:
        if call == "open" and not (isinstance(args[1], int) and args[1] & graph.pieces._DIRECT):
            return real(*args, **more)
        refused.append(args)
        raise OSError(errno.EINVAL, "Invalid argument")

    monkeypatch.setattr(graph.pieces, "LARGE", 1 << 60 if call == "copy_file_range" else 0)
    monkeypatch.setattr(graph.pieces.os, call, refuse)
    old, new = tmp_path / "old.ttl", tmp_path / "new.ttl"
    old.write_bytes(written({"a": [1], "b": [2], "c": [3]}))
    splice(old, new, {"b": b""}, is_head)
    assert refused
    assert new.read_bytes() == written({"a": [1], "c": [3]})


def test_a_full_disk_is_no_reason_to_try_another_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(graph.pieces, "LARGE", 0)
    monkeypatch.setattr(graph.pieces.os, "pwrite", full)
    (tmp_path / "old").write_bytes(b"x" * 10)
    with pytest.raises(OSError, match="No space"):
        compose(tmp_path / "old", tmp_path / "new", [(0, 10)])


def test_a_stamp_tells_one_file_from_another(tmp_path: Path) -> None:
    assert stamp(tmp_path / "none") == []
    (tmp_path / "a").write_text("1")
    first = stamp(tmp_path / "a")
    (tmp_path / "a").write_text("22")
    assert stamp(tmp_path / "a") != first
