"""Decoding of the tagger and the recogniser: exact, however much of the search is left out."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from graph.find.names import LABELS, best_path
from graph.find.tagger import Decoder

STEPS = arrays(np.float32, (3, 3), elements=st.integers(-8, 8).map(lambda n: n / 8))
SCORES = arrays(np.float32, (2, 5, 3), elements=st.integers(-16, 16).map(lambda n: n / 8))


@given(STEPS, SCORES)
def test_no_sequence_of_tags_scores_higher(steps: np.ndarray, scores: np.ndarray) -> None:
    for sentence, path in zip(scores, Decoder(steps).best_paths(list(scores)), strict=True):

        def total(tags: tuple[int, ...] | list[int], sentence: np.ndarray = sentence) -> float:
            return sum(float(row[tag]) for row, tag in zip(sentence, tags, strict=True)) + sum(float(steps[x]) for x in pairwise(tags))

        assert total(path) == max(total(tags) for tags in product(range(3), repeat=len(sentence)))


def test_no_legal_sequence_of_labels_is_likelier() -> None:
    chance = np.random.default_rng(1)
    few = [LABELS.index(label) for label in ("O", "BP", "IP", "IC")]
    for _ in range(60):
        p = np.full((4, len(LABELS)), 1e-9)
        p[:, few] = chance.dirichlet(np.ones(len(few)), 4)
        names = {path: ["O", *(LABELS[k] for k in path)] for path in product(few, repeat=4)}
        legal = [path for path, said in names.items() if all(b[0] != "I" or b[1:] == a[1:] for a, b in pairwise(said))]
        likeliest = max(legal, key=lambda path: sum(np.log(p[k, label] + 1e-6) for k, label in enumerate(path)))
        assert best_path(p) == list(likeliest)
