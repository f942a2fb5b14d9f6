"""Pages put together at random: whatever they hold, every promise of fuzz/target.py holds."""

from __future__ import annotations

import sys

import pytest
from conftest import ROOT, TEXTS
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(ROOT / "fuzz"))

import target

SENTENCES = [s + "。" for text in TEXTS.values() for s in text.replace("\n", "").split("。") if s]
SIGNS = "“”\"'<>&{}|`^\\()（）【】《》□■●…—、;:\u202e\u200d\ufeff\U0001f3ed　 \t"
NOISE = st.text(st.one_of(st.sampled_from(SIGNS), st.characters()), max_size=12)
LINES = st.one_of(
    st.sampled_from(SENTENCES), NOISE, st.tuples(NOISE, st.sampled_from(SENTENCES), NOISE).map("".join),
    st.sampled_from(["</script><script>alert(1)</script>", "本报讯(记者", "(下转第4版)", "本报记者 王明 摄", "2024年6月11日 第03版", ""]),
)  # fmt: skip
PAGES = st.lists(LINES, max_size=8).map("\n".join)


@given(PAGES, st.sampled_from([".txt", ".md", ".html", ""]), st.sampled_from(["utf-8", "gb18030", "utf-16"]))
@settings(max_examples=25)
def test_any_page_keeps_every_promise(page: str, ending: str, encoding: str) -> None:
    target.check(ending, page.encode(encoding, "ignore"), page=False)


@given(st.lists(st.tuples(NOISE, PAGES), max_size=4), st.sampled_from([".csv", ".jsonl"]))
@settings(max_examples=10)
def test_any_table_keeps_every_promise(rows: list[tuple[str, str]], ending: str) -> None:
    cells = ['"' + cell.replace('"', '""') + '"' for row in rows for cell in row]
    table = "title,body\n" + "\n".join(",".join(cells[i : i + 2]) for i in range(0, len(cells), 2))
    target.check(ending, table.encode("utf-8", "ignore"), page=False)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_markup_in_every_sentence_does_not_run(text: str) -> None:
    hostile = text.replace("。", "</script><script>alert(1)</script><img src=x onerror=alert(1)>。")
    kg = target.check(".txt", hostile.encode())
    assert kg.entities


def test_the_guard_itself_can_fail() -> None:
    """A page with a script that is not its own would be seen."""
    scripts, doors = target._running("<script>alert(1)</script><p onclick='x'>")
    assert len(scripts) == 1
    assert doors == ["p onclick=x"]
