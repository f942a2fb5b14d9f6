"""Inference in a linear-chain CRF that CRFsuite has trained: the probability of each label of each character.

CRFsuite's own tagger takes the sentences of an article one by one and its marginals one number at a time; here the weights
lie in an array and all sentences are summed at once.  The file format is that of CRFsuite 0.12 (lib/crf/src/crf1d_model.c):
a header of places, 20 bytes for each weight, and two tables of names, the labels and the features (lib/cqdb).
"""

from __future__ import annotations

import struct
from itertools import accumulate
from pathlib import Path

import numpy as np

_HEADER = struct.Struct("<4sI4s9I")
_WEIGHT = np.dtype([("kind", "<u4"), ("source", "<u4"), ("target", "<u4"), ("weight", "<f8")])
_STATE, _TRANSITION = 0, 1
_SCALED = 8
"""So many steps apart sums are brought back to 1, lest they leave the range of numbers."""


class Crf:
    """Weights of one model.

    Parameters
    ----------
    path
        a file that CRFsuite wrote.
    """

    def __init__(self, path: Path) -> None:
        raw = path.read_bytes()
        _, _, _, _, _, _, _, weights, names, features, _, _ = _HEADER.unpack_from(raw)
        count = struct.unpack_from("<I", raw, weights + 8)[0]
        table = np.frombuffer(raw, _WEIGHT, count, weights + 12)
        state, step = table[table["kind"] == _STATE], table[table["kind"] == _TRANSITION]
        self.labels = _strings(raw, names)
        self.features = {name: i for i, name in enumerate(_strings(raw, features))}
        """Number of each feature; the next number stands for all that the model does not know."""
        self._state = np.zeros((len(self.features) + 1, len(self.labels)))
        self._state[state["source"], state["target"]] = state["weight"]
        steps = np.zeros((len(self.labels), len(self.labels)))
        steps[step["source"], step["target"]] = step["weight"]
        none = np.zeros_like(steps)
        self._steps = np.block([[np.exp(steps), none], [none, np.exp(steps.T)]])  # forwards and backwards

    def probabilities(self, sentences: list[np.ndarray]) -> list[np.ndarray]:
        """(characters, labels) of each sentence, given the numbers of its features, (characters, features).

        Forward and backward sums run side by side over all sentences: the backward one is a forward one from the other end.
        Complexity: O(characters · labels²), in as many steps as the longest sentence has characters.
        """
        if not sentences:
            return []
        order = sorted(range(len(sentences)), key=lambda i: -len(sentences[i]))
        lengths = [len(sentences[i]) for i in order]
        ends = list(accumulate(lengths))
        local = self._local(np.concatenate([sentences[i] for i in order]))
        labels = local.shape[1]
        sums = np.ones((lengths[0], len(order), 2 * labels))
        for k, (end, n) in enumerate(zip(ends, lengths, strict=True)):
            sums[:n, k, :labels], sums[:n, k, labels:] = local[end - n : end], local[end - n : end][::-1]
        going_on = len(order)
        for t in range(1, lengths[0]):
            while lengths[going_on - 1] <= t:
                going_on -= 1
            now = sums[t, :going_on]
            now *= sums[t - 1, :going_on] @ self._steps
            if t % _SCALED == 0:
                halves = now.reshape(-1, 2, labels)
                halves /= halves.sum(axis=2, keepdims=True)
        both = np.concatenate([sums[:n, k, :labels] * sums[:n, k, labels:][::-1] for k, n in enumerate(lengths)]) / local
        both /= both.sum(axis=1, keepdims=True)
        found = np.split(both, ends[:-1])
        return [found[place] for place in np.argsort(order)]

    def _local(self, features: np.ndarray) -> np.ndarray:
        """What the features of each character say of its label by themselves: (characters, labels), above 0, the largest 1."""
        score: np.ndarray = np.ones(features.shape[1]) @ self._state[features]
        score -= score.max(axis=1, keepdims=True)
        np.exp(score, out=score)
        return score


def _strings(raw: bytes, at: int) -> list[str]:
    """The names of a table of strings, by number: a list of places behind it leads to (number, length, text, 0) of each."""
    _, _, _, _, count, places = struct.unpack_from("<4s5I", raw, at)
    names = []
    for place in np.frombuffer(raw, "<u4", count, at + places).tolist():
        length = struct.unpack_from("<I", raw, at + place + 4)[0]
        names.append(raw[at + place + 8 : at + place + 7 + length].decode())
    return names
