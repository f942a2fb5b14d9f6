"""The trained name recogniser: what no rule can spell out, such as where the name of a programme begins.

Two readers vote on every character.  A linear-chain CRF sees words, rules' marks and suffixes; a small recurrent network
sees the inner states of the tagger's own network, which was trained on far more text than we can annotate.  Their
probabilities are averaged and the best legal sequence of labels is taken.  The model card is docs/models.md;
`make train` builds the weights again from seeds/gold.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from functools import cache
from itertools import accumulate, chain, islice, pairwise
from pathlib import Path

import numpy as np

from graph.find.crf import Crf
from graph.find.features import CRF, NETWORK, Columns, Marks
from graph.find.numbering import Numbering
from graph.find.reading import Reading
from graph.find.tagger import batches, session_options
from graph.model import Mention, Span

FOLDER = Path(__file__).parent / "weights"
"""names.crfsuite, names.onnx and names.json (the values that the network knows of each feature)."""
TYPES = {"U": "Union", "C": "Company", "I": "Institution", "P": "Program", "H": "Person"}
LABELS = ["O", *(side + letter for letter in TYPES for side in "BI")]
QUOTES = "“”‘’"
NETWORK_SHARE = 0.7
"""Weight of the network's probability; the CRF has the rest."""
_AT_ONCE = 10_000
"""Characters whose features are held at a time; a page of a newspaper has about half as many."""
_FLOOR = 1e-6

_OPENED_BY = [(LABELS.index("I" + letter), LABELS.index("B" + letter)) for letter in TYPES]
"""(inside, beginning) of each type: I follows only B or I of its own type, all else follows anything."""
_GOES_ON = [{k for k, label in enumerate(LABELS) if label[0] != "I" or label[1:] == before[1:]} for before in LABELS]
"""The labels that may follow each."""

Seen = tuple[Reading, Marks, Span]
"""A sentence, the article that it stands in, and what rules say of it."""


class NameModel:
    """Weights of both readers.

    Parameters
    ----------
    folder
        where names.crfsuite, names.onnx and names.json lie.
    """

    def __init__(self, folder: Path = FOLDER) -> None:
        import onnxruntime

        self._crf = Crf(folder / "names.crfsuite")
        self._crf_columns = [LABELS.index(label) for label in self._crf.labels]
        self._crf_features = Numbering(CRF, [self._crf.features] * len(CRF), len(self._crf.features))
        values: list[dict[str, int]] = json.loads((folder / "names.json").read_text(encoding="utf-8"))
        self._network_features = Numbering(NETWORK, values, 0)
        self._network = onnxruntime.InferenceSession(
            (folder / "names.onnx").read_bytes(), session_options(), providers=["CPUExecutionProvider"]
        )

    def find(self, readings: list[Reading], marks: list[Marks]) -> list[list[Mention]]:
        """Mentions in all sentences of each article, in text order, each with the mean probability of its characters."""
        articles = [[(r, m, s) for s in r.article.sentences if len(s) > 1] for r, m in zip(readings, marks, strict=True)]
        p = iter([p for piece in _pieces(articles) for p in self._probabilities(piece)])
        return [[mention for reading, _, s in article for mention in self._mentions(reading, s, next(p))] for article in articles]

    def _mentions(self, reading: Reading, sentence: Span, p: np.ndarray) -> list[Mention]:
        """The names of one sentence, given the probability of each label, (characters, labels)."""
        path = best_path(p)
        found = []
        for start, end in _runs(path):
            span = balanced(reading.text, Span(sentence.start + start, sentence.start + end))
            score = float(p[range(start, end), path[start:end]].mean())
            found.append(Mention(span, TYPES[LABELS[path[start]][1]], reading.text[span.start : span.end], "name-model", round(score, 3)))
        return found

    def _probabilities(self, articles: list[list[Seen]]) -> list[np.ndarray]:
        """Probability of each label, (characters, labels), in each sentence of some articles."""
        sentences = list(chain.from_iterable(articles))
        columns = Columns(sentences)
        ends = list(accumulate(len(s) for *_, s in sentences))[:-1]
        crf = self._crf.probabilities(np.split(self._crf_features(columns), ends))
        features = iter(np.split(self._network_features(columns), ends))
        network: list[np.ndarray] = []
        for article in articles:  # the network's rounding depends on its batch: no article shall read differently beside another
            states = [reading.states[s.start] for reading, _, s in article]
            network += self._network_probabilities(states, list(islice(features, len(article))))
        for first, p in zip(crf, network, strict=True):
            p *= NETWORK_SHARE
            p[:, self._crf_columns] += (1 - NETWORK_SHARE) * first
        return network

    def _network_probabilities(self, states: list[np.ndarray], features: list[np.ndarray]) -> list[np.ndarray]:
        result: list[np.ndarray] = [np.zeros((0, 0))] * len(states)
        sizes = list(map(len, states))
        for batch in batches(sizes, most=len(sizes) * max(sizes, default=0)):
            lengths = np.array([sizes[i] for i in batch], dtype=np.int32)
            fed = {"states": _padded([states[i] for i in batch]), "features": _padded([features[i] for i in batch]), "lengths": lengths}
            (p,) = self._network.run(None, fed)
            for row, i in enumerate(batch):
                result[i] = p[row, : lengths[row]].astype(np.float64)
        return result


def _pieces(articles: list[list[Seen]]) -> Iterator[list[list[Seen]]]:
    """Articles to be read together, for the features of a page of very many would fill the memory."""
    piece: list[list[Seen]] = []
    characters = 0
    for article in filter(None, articles):
        piece.append(article)
        characters += sum(len(s) for *_, s in article)
        if characters >= _AT_ONCE:
            yield piece
            piece, characters = [], 0
    if piece:
        yield piece


def _padded(rows: list[np.ndarray]) -> np.ndarray:
    """Arrays of (characters, n) as one of (rows, longest, n), the rest of each row 0."""
    result = np.empty((len(rows), max(map(len, rows)), rows[0].shape[1]), rows[0].dtype)
    for whole, row in zip(result, rows, strict=True):
        whole[: len(row)] = row
        whole[len(row) :] = 0
    return result


def best_path(probabilities: np.ndarray) -> list[int]:
    """The legal label sequence of highest product; `probabilities` is (characters, labels)."""
    likeliest: list[int] = probabilities.argmax(axis=1).tolist()
    if all(label in _GOES_ON[before] for before, label in pairwise([0, *likeliest])):
        return likeliest
    rows: list[list[float]] = np.log(probabilities + _FLOOR).tolist()  # a dozen labels: plain numbers are faster than arrays
    best = [-math.inf if label[0] == "I" else score for label, score in zip(LABELS, rows[0], strict=True)]
    back = []
    for row in rows[1:]:
        pointer = [best.index(max(best))] * len(LABELS)
        for inside, begin in _OPENED_BY:
            pointer[inside] = begin if best[begin] >= best[inside] else inside
        back.append(pointer)
        best = [best[before] + score for before, score in zip(pointer, row, strict=True)]
    path = [best.index(max(best))]
    for pointer in reversed(back):
        path.append(pointer[path[-1]])
    return path[::-1]


def _runs(path: list[int]) -> list[tuple[int, int]]:
    """(start, end) of every name in a label sequence."""
    starts = [k for k, label in enumerate(path) if LABELS[label][0] == "B"]
    ends = []
    for start in starts:
        end = start + 1
        while end < len(path) and LABELS[path[end]][0] == "I":
            end += 1
        ends.append(end)
    return list(zip(starts, ends, strict=True))


def balanced(text: str, span: Span) -> Span:
    """With the quotation mark that opens it, where the name holds only the closing one, and the other way round."""
    inner = text[span.start : span.end]
    start, end = span.start, span.end
    for opening, closing in ("“”", "‘’"):
        if inner.count(closing) > inner.count(opening) and text[start - 1 : start] == opening:
            start -= 1
        elif inner.count(opening) > inner.count(closing) and text[end : end + 1] == closing:
            end += 1
    return Span(start, end)


@cache
def name_model() -> NameModel:
    """The recogniser of this process, loaded on first use."""
    return NameModel()
