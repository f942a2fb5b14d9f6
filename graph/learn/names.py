"""Train the name recogniser from gold graphs.

    python -m graph.learn.names [GOLD.json ...]        writes graph/find/weights/names.*
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pycrfsuite

from graph.find.documents import find_documents
from graph.find.features import CRF, NETWORK, Columns, Marks, strings
from graph.find.names import FOLDER, LABELS, QUOTES, TYPES
from graph.find.people import find_people
from graph.find.places import find_places
from graph.find.reading import Reading
from graph.find.unions import find_unions
from graph.learn.gold import laid, mentions, stored
from graph.learn.renaming import quoted_names, renamed

LETTER = {name: letter for letter, name in TYPES.items()}
CRF_PARAMETERS = {"c1": 0.15, "c2": 0.03, "max_iterations": 90, "feature.minfreq": 2, "feature.possible_transitions": True}
FOLDS = 4
"""File i is of fold i % FOLDS."""


@dataclass(slots=True)
class Sample:
    """A sentence: features for the CRF, features and states for the networks, and its labels."""

    words: list[tuple[str, ...]]
    """Empty where other names stand in the text: the CRF, which sees words, reads texts as they are."""
    characters: list[tuple[str, ...]]
    states: np.ndarray
    labels: list[str]


def marks_of(reading: Reading) -> Marks:
    places = find_places(reading)
    documents, _ = find_documents(reading)
    return Marks(reading, places, find_unions(reading, places), documents, find_people(reading))


def labels_of(reading: Reading, gold: list[dict[str, Any]]) -> list[str]:
    """One label per character of the article; quotation marks at the edge of a name stay outside."""
    labels = ["O"] * len(reading.text)
    for m in mentions(reading, [e for a in gold for e in a["entities"]]):
        letter = LETTER.get(m.type)
        if letter is None:
            continue
        start, end = m.span.start, m.span.end
        while reading.text[start] in QUOTES:
            start += 1
        while reading.text[end - 1] in QUOTES:
            end -= 1
        labels[start:end] = ["B" + letter] + ["I" + letter] * (end - start - 1)
    return labels


def samples(paths: list[Path]) -> list[list[Sample]]:
    """The sentences of each file, once as they are and once with other names, those of its own fold."""
    files = [stored(path) for path in paths]
    donors = [set().union(*(quoted_names(gold) for gold, _ in files[fold::FOLDS])) for fold in range(FOLDS)]
    result = []
    for i, (gold, text) in enumerate(files):
        other = renamed(gold, text, donors[i % FOLDS], gold["doc"])
        result.append([*_sentences(gold, text), *(_sentences(*other, words=False) if other is not None else ())])
    return result


def _sentences(gold: dict[str, Any], text: str, words: bool = True) -> Iterable[Sample]:
    merged, readings = laid(gold, text)
    for reading in readings:
        labels = labels_of(reading, merged)
        marks = marks_of(reading)
        for s in reading.article.sentences:
            if len(s) > 1:
                columns = Columns([(reading, marks, s)])
                seen = strings(columns, CRF) if words else []
                yield Sample(seen, strings(columns, NETWORK), reading.states[s.start], _whole(labels[s.start : s.end]))


def _whole(labels: list[str]) -> list[str]:
    """A name cut by the beginning of its sentence begins there."""
    return ["B" + label[1] if label[0] == "I" and (i == 0 or labels[i - 1][1:] != label[1:]) else label for i, label in enumerate(labels)]


def train(data: list[list[Sample]], folder: Path, heads: int = 2) -> None:
    """Train both readers and write their weights into `folder`; `heads` networks vote, each from another random start."""
    from graph.learn import network

    folder.mkdir(parents=True, exist_ok=True)
    flat = [s for of_file in data for s in of_file]
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", params=CRF_PARAMETERS, verbose=False)
    for s in flat:
        if s.words:
            trainer.append(s.words, s.labels)
    trainer.train(str(folder / "names.crfsuite"))
    count = len(flat[0].characters[0])
    values = [{v: i for i, v in enumerate(sorted({row[k] for s in flat for row in s.characters}), 1)} for k in range(count)]
    (folder / "names.json").write_text(json.dumps(values, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    number = {label: i for i, label in enumerate(LABELS)}
    sentences = [
        network.Sentence(
            s.states,
            np.array([[values[k].get(v, 0) for k, v in enumerate(row)] for row in s.characters], dtype=np.int64),
            np.array([number[label] for label in s.labels], dtype=np.int64),
        )
        for s in flat
    ]
    sizes = [len(v) for v in values]
    network.write([network.fit(sentences, sizes, seed) for seed in range(heads)], folder / "names.onnx")


def main(arguments: list[str]) -> int:
    from graph.learn.split import training_files

    paths = [Path(a) for a in arguments] or training_files()
    train(samples(paths), FOLDER)
    print(f"{len(paths)} gold files → {FOLDER} ({sum(p.stat().st_size for p in FOLDER.iterdir()) / 1e6:.1f} MB)")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
