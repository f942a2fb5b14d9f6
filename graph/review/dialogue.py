"""Asking a person, one doubt after the other, on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TextIO

from graph.errors import RegisterError
from graph.knowledge import KnowledgeGraph
from graph.model import Answer
from graph.review.doubts import Doubt
from graph.review.sheet import answers_to
from graph.terminal import printable

HELP = "a accept · r reject · s skip · q quit and keep the answers"


def listing(kg: KnowledgeGraph, doubts: Sequence[Doubt]) -> str:
    """The doubts for reading: id, statement, reason, and the sentence with its place."""
    return "".join(f"{d.id}  {_told(kg, d)}\n" for d in doubts)


def ask(kg: KnowledgeGraph, doubts: Sequence[Doubt], answered: TextIO, asked: TextIO) -> list[Answer]:
    """Ask about each doubt; the end of input ends it, and what was answered until then counts.

    Parameters
    ----------
    answered, asked
        where answers are read from and questions go.
    """
    given: list[Answer] = []
    for number, doubt in enumerate(doubts, 1):
        asked.write(f"\n[{number}/{len(doubts)}] {_told(kg, doubt)}\n")
        while True:
            asked.write(f"({HELP}{_codes(doubt)}) > ")
            asked.flush()
            line = answered.readline()
            word = line.strip().lower()
            if not line or word in ("q", "quit"):
                return given
            if word in ("", "s", "skip"):
                break
            try:
                given += answers_to(doubt, word)
            except RegisterError as e:
                asked.write(f"{e}\n")
            else:
                break
    return given


def _codes(doubt: Doubt) -> str:
    return " · or the code of the place that it is" if doubt.kind == "place" else ""


def _told(kg: KnowledgeGraph, d: Doubt) -> str:
    lines = [f"{d.kind}: {d.says}", f"    {d.why}"]
    if d.evidence is not None:
        lines.append(f"    {kg.articles[d.article].document}:{d.evidence.start}-{d.evidence.end}  {' '.join(d.evidence.exact.split())}")
    return "\n".join(map(printable, lines))
