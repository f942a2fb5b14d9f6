"""Train the name recogniser from gold graphs.

    python -m graph.learn.names [GOLD.json ...]        writes graph/find/names.crfsuite
"""

from __future__ import annotations

import random
import sys
from pathlib import Path
from typing import Any

import pycrfsuite

from graph.find.documents import find_documents
from graph.find.features import Marks, sentence_features
from graph.find.names import MODEL, QUOTES, TYPES
from graph.find.people import find_people
from graph.find.places import find_places
from graph.find.reading import Reading
from graph.find.unions import find_unions
from graph.learn.gold import load, match_article, mentions

LETTER = {name: letter for letter, name in TYPES.items()}
PARAMETERS = {"c1": 0.15, "c2": 0.03, "max_iterations": 90, "feature.minfreq": 2, "feature.possible_transitions": True}


def marks_of(reading: Reading) -> Marks:
    places = find_places(reading)
    documents, _ = find_documents(reading)
    return Marks(reading, places, find_unions(reading, places), documents, find_people(reading))


def labels_of(reading: Reading, gold: list[dict[str, Any]], keep_optional: bool = True) -> list[str]:
    """One label per character of the article; bylines stay outside."""
    labels = ["O"] * len(reading.text)
    entities = [e for a in gold for e in a["entities"]]
    for m in mentions(reading, entities):
        letter = LETTER.get(m.type)
        if letter is None or (m.optional and not keep_optional):
            continue
        start, end = m.span.start, m.span.end
        while reading.text[start] in QUOTES:  # “慧协商”赋能平台 begins at 慧: quotation marks at the edges never count
            start += 1
        while reading.text[end - 1] in QUOTES:
            end -= 1
        labels[start:end] = ["B" + letter] + ["I" + letter] * (end - start - 1)
    return labels


def samples(paths: list[Path], keep_optional: bool = True) -> list[list[tuple[list[list[str]], list[str]]]]:
    """Per file: (features, labels) of every sentence."""
    result = []
    for path in paths:
        gold, readings = load(path)
        file_samples = []
        for reading in readings:
            labels = labels_of(reading, match_article(reading.article, gold), keep_optional)
            marks = marks_of(reading)
            for s in reading.article.sentences:
                if s.end - s.start >= 2:
                    file_samples.append((sentence_features(reading, s, marks), labels[s.start : s.end]))
        result.append(file_samples)
    return result


def train(data: list[list[tuple[list[list[str]], list[str]]]], path: Path) -> None:
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", params=PARAMETERS, verbose=False)
    for file_samples in data:
        for features, labels in file_samples:
            trainer.append(features, _closed(labels))
    trainer.train(str(path))


def _closed(labels: list[str]) -> list[str]:
    """A sentence that begins inside a name (cut by the page) begins it anew."""
    return ["B" + label[1] if label[0] == "I" and (i == 0 or labels[i - 1][1:] != label[1:]) else label for i, label in enumerate(labels)]


def main(arguments: list[str]) -> int:
    from graph.learn.split import training_files

    paths = [Path(a) for a in arguments] or training_files()
    random.seed(0)
    train(samples(paths), MODEL)
    print(f"{len(paths)} gold files → {MODEL} ({MODEL.stat().st_size / 1e6:.1f} MB)")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
