"""Decoding of the tagger and the recogniser: exact, however much of the search is left out."""

from __future__ import annotations

from itertools import pairwise, product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from graph.find.crf import Crf
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


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    crfsuite = pytest.importorskip("pycrfsuite", reason="python-crfsuite trains the model (pip install 'unionkg[train]')")
    path = tmp_path_factory.mktemp("crf") / "model"
    trainer = crfsuite.Trainer(verbose=False, params={"c1": 0.0, "max_iterations": 30, "feature.possible_transitions": True})
    for text, labels in [("三亚市总", "BIIO"), ("在三亚市", "OBII"), ("三亚三亚", "BIBI")]:
        trainer.append([["c" + c, "b" + c] for c in text], list(labels))
    trainer.train(str(path))
    return path


@settings(max_examples=30)
@given(texts=st.lists(st.text("三亚市总在了", min_size=1, max_size=40), max_size=4))
def test_probabilities_are_those_of_crfsuite(trained: Path, texts: list[str]) -> None:
    import pycrfsuite

    tagger, crf = pycrfsuite.Tagger(), Crf(trained)
    tagger.open(str(trained))
    sentences = [[["c" + c, "b" + c] for c in text] for text in texts]
    numbers = [np.array([[crf.features.get(f, len(crf.features)) for f in row] for row in sentence]) for sentence in sentences]
    for sentence, found in zip(sentences, crf.probabilities(numbers), strict=True):
        tagger.set(sentence)
        said = [[tagger.marginal(label, k) for label in crf.labels] for k in range(len(sentence))]
        assert found == pytest.approx(np.array(said))
