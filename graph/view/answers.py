"""The named questions of the query library with their answers, as the page shows them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from graph.query import ask, questions
from graph.view.words import visible

if TYPE_CHECKING:
    import pyoxigraph

    from graph.knowledge import KnowledgeGraph

Answers = list[dict[str, Any]]

ROWS = 300
"""Rows of an answer that the page carries; `unionkg query --name` gives all."""


def answers(kg: KnowledgeGraph | pyoxigraph.Store) -> Answers:
    """Each question, asked of a graph or of a store that holds it, with columns, first rows, number of rows, and the values of blanks."""
    found = []
    for question in questions():
        if question.compares:  # a page shows one graph
            continue
        result = ask(kg, question.name)
        first = replace(result, terms=result.terms[:ROWS])
        rows = [["" if cell is None else visible(str(cell)) for cell in row] for row in first.rows]
        blanks = [[p.name, p.default, p.zh, p.en] for p in question.parameters]
        found.append(
            {"name": question.name, "title": [question.zh, question.en], "blanks": blanks, "columns": list(result.columns),
             "rows": rows, "count": len(result)}
        )  # fmt: skip
    return found
