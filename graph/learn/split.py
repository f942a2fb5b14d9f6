"""Which gold file serves what: seeds/gold/splits.csv says train, dev or test."""

from __future__ import annotations

from pathlib import Path

from graph.world.seeds import rows, seeds_dir


def files(split: str) -> list[Path]:
    """Gold graphs of one split, sorted by name."""
    return sorted(seeds_dir() / "gold" / name for name, where in rows("gold/splits.csv", ("file", "split")) if where == split)


def training_files() -> list[Path]:
    return files("train")
