"""The relation model: logistic weights over the features of a pair, one set for each relation, role and for figures.

The model card is docs/models.md; `make train` builds the weights again.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from graph.logistic import Logistic

MODEL = Path(__file__).with_name("relations.json")


@cache
def relation_model() -> Logistic:
    """The model of this process, loaded on first use."""
    return Logistic(MODEL)
