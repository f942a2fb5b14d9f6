"""The sheet: doubts as a CSV table that a person fills in with a spreadsheet program and gives back."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from graph.errors import InputError, RegisterError
from graph.knowledge import KnowledgeGraph
from graph.model import Answer
from graph.read.decode import decode
from graph.review.doubts import Doubt
from graph.tabular import inert

COLUMNS = ("answer", "id", "kind", "says", "why", "confidence", "document", "start", "end", "sentence", "may be answered")


def write_sheet(kg: KnowledgeGraph, doubts: Iterable[Doubt]) -> str:
    """The table with an empty first column; it begins with a byte order mark, by which spreadsheet programs know UTF-8."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(COLUMNS)
    for d in doubts:
        at = d.evidence
        place = [at.start, at.end, inert(" ".join(at.exact.split()))] if at is not None else ["", "", ""]
        document = inert(kg.articles[d.article].document) if d.article in kg.articles else ""
        row = ["", d.id, d.kind, inert(d.says), inert(d.why), f"{d.confidence:.2f}", document, *place, " ".join(d.answers)]
        writer.writerow(row)
    return "\ufeff" + stream.getvalue()


def read_sheet(path: Path, doubts: Sequence[Doubt]) -> tuple[list[Answer], list[str]]:
    """The answers of a filled-in sheet, and the ids in it that are no longer in doubt.

    Parameters
    ----------
    doubts
        all doubts of the graph now.

    Raises
    ------
    RegisterError
        the file cannot be read, or a row of it has an answer that its doubt does not take.
    """
    try:
        text = decode(path.name, path.read_bytes()).text.lstrip("\ufeff")
    except OSError as e:
        raise RegisterError(f"{path}: cannot be read ({e.strerror}); name a sheet that `unionkg review --csv` wrote") from e
    except InputError as e:
        raise RegisterError(str(e)) from e
    reader = csv.DictReader(io.StringIO(text, newline=""))
    if not {"answer", "id"} <= set(reader.fieldnames or ()):
        raise RegisterError(f"{path}:1: no columns answer and id; name a sheet that `unionkg review --csv` wrote")
    known = {d.id: d for d in doubts}
    answers: list[Answer] = []
    gone: list[str] = []
    for row in reader:
        word, key = ((row[name] or "").strip() for name in ("answer", "id"))
        if not word:
            continue
        if key not in known:
            gone.append(key)
            continue
        try:
            answers += answers_to(known[key], word)
        except RegisterError as e:
            raise RegisterError(f"{path}:{reader.line_num}: {e}") from e
    return answers, gone


def answers_to(doubt: Doubt, word: str) -> tuple[Answer, ...]:
    """What goes into the register when somebody answers `word` (or its first letter) to a doubt.

    Raises
    ------
    RegisterError
        the doubt does not take that answer; names those it takes.
    """
    wanted = word.strip().lower()
    for name, answers in doubt.answers.items():
        if wanted in (name, name[0] if name.isalpha() else name):
            return answers
    raise RegisterError(f"{doubt.id}: cannot be answered {word!r}; one of {', '.join(doubt.answers)}")
