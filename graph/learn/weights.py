"""Weights and thresholds of logistic models, as `graph.logistic` reads them."""

from __future__ import annotations

import json
from pathlib import Path


def write(path: Path, weights: dict[str, dict[str, float]], thresholds: dict[str, float]) -> None:
    stored = {"thresholds": thresholds, "weights": weights}
    path.write_text(json.dumps(stored, ensure_ascii=False, indent=0, sort_keys=True) + "\n", encoding="utf-8")
    print(f"→ {path} ({path.stat().st_size / 1e6:.2f} MB)")
