"""The relation model: logistic weights over the features of a pair, one set for each relation and one for each role.

Weights are data (relations.json); the model card is docs/models.md, `make train` builds them again.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from functools import cache
from pathlib import Path

MODEL = Path(__file__).with_name("relations.json")


class RelationModel:
    """Feature weights by task: a relation, `role:…`, `measure` …"""

    def __init__(self, path: Path = MODEL) -> None:
        stored = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        self.weights: dict[str, dict[str, float]] = stored.get("weights", {})
        self.thresholds: dict[str, float] = stored.get("thresholds", {})

    def probability(self, task: str, features: Iterable[str]) -> float:
        """Probability that the pair stands in this relation."""
        weights = self.weights.get(task)
        if weights is None:
            return 0.0
        z = weights[""] + sum(weights.get(f, 0.0) for f in features)
        return 1.0 / (1.0 + math.exp(-z)) if z > -30 else 0.0

    def threshold(self, task: str) -> float:
        return self.thresholds.get(task, 0.5)

    def strongest(self, task: str, features: Iterable[str]) -> str:
        """The feature that speaks most for the relation: it leads to the evidence."""
        weights = self.weights.get(task, {})
        return max(features, key=lambda f: (weights.get(f, 0.0), f), default="")


@cache
def relation_model() -> RelationModel:
    """The model of this process, loaded on first use."""
    return RelationModel()
