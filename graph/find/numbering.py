"""Numbers of features, looked up by columns: a string for each feature of each character costs more than all that is done with it.

A value has a number within its column.  A template's table leads from the numbers of its fields to that of the feature; it is filled as
combinations occur, each by way of the string that `graph.find.features.strings` would give.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import repeat

import numpy as np

from graph.find.features import Columns, fields

_OPEN = "cbw"
"""Columns of more values than can be kept: those that no known feature has share the number 0."""
_NONE = "\0"
_NEW = -1


class Numbering:
    """Looks up the features that a model knows.

    Parameters
    ----------
    templates
        of the features of each character.
    known
        for each template, the features that the model knows, with their numbers from 0 on.
    unknown
        the number of all others.
    """

    def __init__(self, templates: Sequence[str], known: Sequence[Mapping[str, int]], unknown: int) -> None:
        self._known, self._unknown = known, unknown
        self._templates = [fields(t) for t in templates]
        letters = {letter for parts in self._templates for _, letter, _ in parts}
        self._values: dict[str, list[str]] = {letter: [_NONE] if letter in _OPEN else [] for letter in letters}
        for parts, features in zip(self._templates, known, strict=True):
            before, letter, _ = parts[0]
            if letter in _OPEN:  # behind it stand only fields of one character
                end = len(parts) - 1
                said = {f[len(before) : len(f) - end] for f in features if f.startswith(before)}
                self._values[letter] += sorted(said.difference(self._values[letter]))
        self._numbers = {letter: {v: i for i, v in enumerate(values)} for letter, values in self._values.items()}
        self._rooms = {letter: len(values) or 8 for letter, values in self._values.items()}
        self._tables: dict[int, np.ndarray] = {}

    def __call__(self, columns: Columns) -> np.ndarray:
        """The numbers of the features of each character, (characters, templates)."""
        coded = {letter: self._coded(letter, columns.values[letter]) for letter in self._numbers}
        needed = {part[1:] for parts in self._templates for part in parts}
        seen = {(letter, shift): coded[letter][columns.places[letter] + shift] for letter, shift in needed}
        found = np.empty((len(columns.places["c"]), len(self._templates)), dtype=np.int64)
        for k, parts in enumerate(self._templates):
            table = self._table(k)
            at = np.ravel_multi_index([seen[part[1:]] for part in parts], table.shape)
            numbers = table.ravel()[at]
            new = np.unique(at[numbers == _NEW])
            if len(new):
                table.ravel()[new] = [self._number(k, of) for of in zip(*np.unravel_index(new, table.shape), strict=True)]
                numbers = table.ravel()[at]
            found[:, k] = numbers
        return found

    def _coded(self, letter: str, column: list[str]) -> np.ndarray:
        """The numbers of a column's values."""
        numbers = self._numbers[letter]
        if letter not in _OPEN and not numbers.keys() >= (values := set(column)):
            self._values[letter] += sorted(values.difference(numbers))
            numbers.update((v, i) for i, v in enumerate(self._values[letter]))
            if len(numbers) > self._rooms[letter]:
                self._rooms[letter] = 2 * len(numbers)
                self._tables.clear()
        return np.fromiter(map(numbers.get, column, repeat(0)), dtype=np.intp, count=len(column))

    def _table(self, k: int) -> np.ndarray:
        """The table of a template, with an axis for each of its fields."""
        if k not in self._tables:
            self._tables[k] = np.full([self._rooms[letter] for _, letter, _ in self._templates[k]], _NEW, dtype=np.int32)
        return self._tables[k]

    def _number(self, k: int, of: tuple[int, ...]) -> int:
        """The number of a template's feature, given those of its values."""
        said = [(before, self._values[letter][i]) for (before, letter, _), i in zip(self._templates[k], of, strict=True)]
        return self._known[k].get("".join(b + v for b, v in said), self._unknown)
