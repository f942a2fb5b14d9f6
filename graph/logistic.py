"""Logistic models over sets of string features: weights are data, a JSON file beside the code that uses them."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from pathlib import Path

_UNITS = 1_000_000
"""Weights are added up in millionths, as whole numbers: a set of features has no order, on which a sum of fractions would depend."""


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
        self._summed: dict[tuple[str, str], dict[str, int]] = {}
        self._prefixed: dict[tuple[str, int], dict[str, dict[str, int]]] = {}

    def probability(self, task: str, features: Iterable[str], prefix: str = "") -> float:
        """Probability that the task's answer is yes; 0 for a task without weights.

        Parameters
        ----------
        features
            those that hold, each once.
        prefix
            where given, each feature counts with this text before it as well: `located` and `Plocated`.
        """
        weights = self.whole(task, prefix)
        if weights is None:
            return 0.0
        z = (weights[""] + sum(filter(None, map(weights.get, features)))) / _UNITS
        return 1.0 / (1.0 + math.exp(-z)) if z > -30 else 0.0

    def whole(self, task: str, prefix: str = "") -> dict[str, int] | None:
        """Weight of each feature, together with that of the same behind the prefix; the bias under the empty string."""
        if (task, prefix) not in self._summed and task in self.weights:
            if prefix:
                summed = dict(self.whole(task) or {})
                for f, weight in self._behind(task, len(prefix)).get(prefix, {}).items():
                    summed[f] = summed.get(f, 0) + weight
            else:
                summed = {f: round(weight * _UNITS) for f, weight in self.weights[task].items()}
            self._summed[task, prefix] = summed
        return self._summed.get((task, prefix))

    def _behind(self, task: str, length: int) -> dict[str, dict[str, int]]:
        """Prefix of that length → the features that it stands before, with their weights."""
        if (task, length) not in self._prefixed:
            found: dict[str, dict[str, int]] = {}
            for f, weight in (self.whole(task) or {}).items():
                if len(f) > length:
                    found.setdefault(f[:length], {})[f[length:]] = weight
            self._prefixed[task, length] = found
        return self._prefixed[task, length]

    def threshold(self, task: str) -> float:
        """From which probability on the answer counts as yes."""
        return self.thresholds.get(task, 0.5)
