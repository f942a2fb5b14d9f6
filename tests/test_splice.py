"""Exchanging blocks of a sorted Turtle file."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import graph.splice
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


@given(before=clusters, change=st.dictionaries(subjects, st.none() | st.lists(st.integers(0, 400), max_size=3)))
def test_splicing_equals_writing_anew(tmp_path: Path, before: dict[str, list[int]], change: dict[str, list[int] | None]) -> None:
    old, new = tmp_path / "old.ttl", tmp_path / "new.ttl"
    old.write_bytes(written(before))
    splice(old, new, {s: b"" if n is None else cluster(s, n) for s, n in change.items()}, is_head)
    after = {s: n for s, n in (before | change).items() if n is not None}
    assert new.read_bytes() == written(after)


def test_splicing_without_help_of_the_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise OSError(18, "Invalid cross-device link")

    monkeypatch.setattr(graph.splice.os, "copy_file_range", refuse, raising=False)
    old, new = tmp_path / "old.ttl", tmp_path / "new.ttl"
    old.write_bytes(written({"a": [1], "b": [2], "c": [3]}))
    splice(old, new, {"b": b""}, is_head)
    assert new.read_bytes() == written({"a": [1], "c": [3]})


def test_a_stamp_tells_one_file_from_another(tmp_path: Path) -> None:
    assert stamp(tmp_path / "none") == []
    (tmp_path / "a").write_text("1")
    first = stamp(tmp_path / "a")
    (tmp_path / "a").write_text("22")
    assert stamp(tmp_path / "a") != first
