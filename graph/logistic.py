"""Logistic models over sets of string features: weights are data, a JSON file beside the code that uses them."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from pathlib import Path


class Logistic:
    """Weights and threshold for each task (a relation, a role, a type of name …).

    Parameters
    ----------
    path
        JSON with `weights` (task → feature → weight, the bias under the empty string) and `thresholds` (task → probability).
    """

    def __init__(self, path: Path) -> None:
        stored = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        self.weights: dict[str, dict[str, float]] = stored.get("weights", {})
        self.thresholds: dict[str, float] = stored.get("thresholds", {})

    def probability(self, task: str, features: Iterable[str]) -> float:
        """Probability that the task's answer is yes; 0 for a task without weights."""
        weights = self.weights.get(task)
        if weights is None:
            return 0.0
        z = weights[""] + math.fsum(filter(None, map(weights.get, features)))  # exact: a set has no order to rely on
        return 1.0 / (1.0 + math.exp(-z)) if z > -30 else 0.0

    def threshold(self, task: str) -> float:
        """From which probability on the answer counts as yes."""
        return self.thresholds.get(task, 0.5)
