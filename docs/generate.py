"""Make the pages of docs/ that are not written by hand, and run the ones that are.

    python docs/generate.py

`ontology.md` comes from graph/ontology, `questions.md` from the headers of graph/queries, and in `model.md` the drawing.
In `walkthrough.md` and `cookbook.md` every block of SPARQL, SQL and Python is run over the
graphs of `example.py`, and the block that follows it is replaced by what came out.
"""

from __future__ import annotations

import contextlib
import io
import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from example import ARTICLE, example, several
from pyoxigraph import Triple
from reference import Reference

from graph.export import export, render
from graph.knowledge import KnowledgeGraph
from graph.ontology.turtle import write_turtle
from graph.query import questions
from graph.validate import validate

DOCS = Path(__file__).resolve().parent

_BLOCK = re.compile(r"```(sparql|sql|python)\n(.*?)```\n\n```(\w+)\n(.*?)```\n", re.DOTALL)
_DRAWING = re.compile(r"(?<=```mermaid\n)flowchart.*?(?=```)", re.DOTALL)


def pages() -> dict[str, str]:
    """Name of a page → what it must hold."""
    reference = Reference()
    model = (DOCS / "model.md").read_text(encoding="utf-8")
    drawing = reference.drawing() + "\n"
    return {
        "ontology.md": reference.page(),
        "questions.md": questions_page(),
        "model.md": _DRAWING.sub(lambda _: drawing, model),
        **{name: executed((DOCS / name).read_text(encoding="utf-8"), kg()) for name, kg in EXECUTED.items()},
    }


def questions_page() -> str:
    """The named questions with their blanks, from the headers of graph/queries/*.rq."""
    lines = [
        "# Named questions",
        "",
        "`unionkg query --name NAME --param BLANK=VALUE`, in Python `graph.query.ask(kg, NAME, BLANK=VALUE)`; with `--as-of 2023` the",
        "graph as it stood then, with `--against DIR` beside another graph. Each is a file of SPARQL 1.1 in `graph/queries`, to copy from.",
    ]
    for question in questions():
        lines += ["", f"## {question.name}", "", f"{question.zh}  ", f"{question.en}"]
        if question.parameters:
            lines += ["", "| blank | default | | |", "| --- | --- | --- | --- |"]
            lines += [f"| `{p.name}` | {p.default or '(empty)'} | {p.zh} | {p.en} |" for p in question.parameters]
    return "\n".join(lines) + "\n"


EXECUTED: dict[str, Callable[[], KnowledgeGraph]] = {"walkthrough.md": example, "cookbook.md": several}
"""Page whose blocks are run → the graph that they see as `kg`."""


def executed(page: str, kg: KnowledgeGraph) -> str:
    """The page with the result of each of its blocks."""
    names: dict[str, Any] = {"kg": kg, "ARTICLE": ARTICLE, "render": render, "validate": validate}
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        if "```sql\n" in page:
            export(kg, Path("graph.parquet"))
        return _BLOCK.sub(lambda block: f"```{block[1]}\n{block[2]}```\n\n```{block[3]}\n{_run(block[1], block[2], kg, names)}```\n", page)


def _run(language: str, code: str, kg: KnowledgeGraph, names: dict[str, Any]) -> str:
    if language == "sparql":
        result = kg.sparql(code)
        if result.form != "construct":
            return result.to_table(clip=48)
        turtle = write_turtle(Triple(*row) for row in sorted(result.terms, key=str)).decode("utf-8")
        return turtle[turtle.index("\n\n") + 2 :]  # without the prefixes
    if language == "sql":
        import duckdb

        found = duckdb.sql(code)
        return "\n".join(" | ".join(map(str, row)) for row in [tuple(found.columns), *found.fetchall()]) + "\n"
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(code, "<docs>", "exec"), names)
    return out.getvalue().rstrip("\n") + "\n"


def unrun(page: str) -> list[str]:
    """Blocks of code that no result follows, so that nobody would run them."""
    return re.findall(r"```(?:sparql|sql|python)\n.*?```\n", _BLOCK.sub("", page), re.DOTALL)


def main() -> None:
    for name, text in pages().items():
        (DOCS / name).write_text(text, encoding="utf-8")
        print(f"docs/{name}")


if __name__ == "__main__":
    main()
