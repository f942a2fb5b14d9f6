"""The named questions of the query library with their answers, as the page shows them."""

from __future__ import annotations

from typing import Any

from graph.knowledge import KnowledgeGraph
from graph.query import ask, questions
from graph.view.words import visible

ROWS = 300
"""Rows of an answer that the page carries; `unionkg query --name` gives all."""


def answers(kg: KnowledgeGraph) -> list[dict[str, Any]]:
    """Each question with its columns, first rows, number of rows, and the blanks with the values they were given."""
    found = []
    for question in questions():
        if question.compares:  # a page shows one graph
            continue
        result = ask(kg, question.name)
        rows = [["" if cell is None else visible(str(cell)) for cell in row] for row in result.rows[:ROWS]]
        blanks = [[p.name, p.default, p.zh, p.en] for p in question.parameters]
        found.append(
            {"name": question.name, "title": [question.zh, question.en], "blanks": blanks, "columns": list(result.columns),
             "rows": rows, "count": len(result)}
        )  # fmt: skip
    return found
