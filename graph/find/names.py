"""The trained name recogniser: what no rule can spell out, such as where the name of a programme begins.

Two readers vote on every character.  A linear-chain CRF sees words, rules' marks and suffixes; a small recurrent network
sees the inner states of the tagger's own network, which was trained on far more text than we can annotate.  Their
probabilities are averaged and the best legal sequence of labels is taken.  The model card is docs/models.md;
`make train` builds the weights again from seeds/gold.
"""

from __future__ import annotations

import json
import math
from functools import cache
from itertools import accumulate, pairwise
from pathlib import Path

import numpy as np

from graph.find.crf import Crf
from graph.find.features import CRF, NETWORK, Columns, Marks
from graph.find.numbering import Numbering
from graph.find.reading import Reading
from graph.find.tagger import STATES, session_options
from graph.model import Mention, Span

FOLDER = Path(__file__).parent / "weights"
"""names.crfsuite, names.onnx and names.json (the values that the network knows of each feature)."""
TYPES = {"U": "Union", "C": "Company", "I": "Institution", "P": "Program", "H": "Person"}
LABELS = ["O", *(side + letter for letter in TYPES for side in "BI")]
QUOTES = "“”‘’"
NETWORK_SHARE = 0.7
"""Weight of the network's probability; the CRF has the rest."""
_PADDING = 0.1
"""Share of a batch's longest sentence that a shorter one may lack: the network costs as much for padding as for text."""
_FLOOR = 1e-6

_OPENED_BY = [(LABELS.index("I" + letter), LABELS.index("B" + letter)) for letter in TYPES]
"""(inside, beginning) of each type: I follows only B or I of its own type, all else follows anything."""
_GOES_ON = [{k for k, label in enumerate(LABELS) if label[0] != "I" or label[1:] == before[1:]} for before in LABELS]
"""The labels that may follow each."""


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

    def find(self, reading: Reading, marks: Marks) -> list[Mention]:
        """Mentions in all sentences of an article, in text order, each with the mean probability of its characters."""
        sentences = [s for s in reading.article.sentences if len(s) > 1]
        if not sentences:
            return []
        columns = Columns(reading, sentences, marks)
        network = self._network_probabilities(reading, sentences, columns)
        crf = self._crf_probabilities(sentences, columns)
        found: list[Mention] = []
        for sentence, first, second in zip(sentences, crf, network, strict=True):
            p = NETWORK_SHARE * second + (1 - NETWORK_SHARE) * first
            path = best_path(p)
            for start, end in _runs(path):
                span = balanced(reading.text, Span(sentence.start + start, sentence.start + end))
                score = float(np.mean([p[k, path[k]] for k in range(start, end)]))
                found.append(
                    Mention(span, TYPES[LABELS[path[start]][1]], reading.text[span.start : span.end], "name-model", round(score, 3))
                )
        return found

    def _crf_probabilities(self, sentences: list[Span], columns: Columns) -> list[np.ndarray]:
        result = []
        for found in self._crf.probabilities(_cut(self._crf_features(columns), sentences)):
            p = np.zeros((len(found), len(LABELS)))
            p[:, self._crf_columns] = found
            result.append(p)
        return result

    def _network_probabilities(self, reading: Reading, sentences: list[Span], columns: Columns) -> list[np.ndarray]:
        result: list[np.ndarray] = [np.zeros((0, 0))] * len(sentences)
        seen = _cut(self._network_features(columns), sentences)
        for batch in _batches([len(s) for s in sentences]):
            lengths = np.array([len(sentences[i]) for i in batch], dtype=np.int32)
            states = np.zeros((len(batch), lengths.max(), STATES), np.float32)
            features = np.zeros((len(batch), lengths.max(), len(NETWORK)), np.int64)
            for row, i in enumerate(batch):
                states[row, : lengths[row]] = reading.states[sentences[i].start]
                features[row, : lengths[row]] = seen[i]
            (p,) = self._network.run(None, {"states": states, "features": features, "lengths": lengths})
            for row, i in enumerate(batch):
                result[i] = p[row, : lengths[row]].astype(np.float64)
        return result


def _cut(rows: np.ndarray, sentences: list[Span]) -> list[np.ndarray]:
    """The rows of each sentence."""
    return np.split(rows, list(accumulate(map(len, sentences)))[:-1])


def _batches(lengths: list[int]) -> list[list[int]]:
    """Numbers of the sentences, by length, those of nearly one length together."""
    batches: list[list[int]] = []
    for i in sorted(range(len(lengths)), key=lambda i: (lengths[i], i)):
        if batches and lengths[batches[-1][0]] >= (1 - _PADDING) * lengths[i]:
            batches[-1].append(i)
        else:
            batches.append([i])
    return batches


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
