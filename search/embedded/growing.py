"""Arrays that only grow, so that a view taken of one stays true for the thread that holds it."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]
Ints = np.ndarray[Any, np.dtype[np.int32]]
Longs = np.ndarray[Any, np.dtype[np.int64]]
Floats = np.ndarray[Any, np.dtype[np.float64]]
Mask = np.ndarray[Any, np.dtype[np.bool_]]

SPARE = 1024


class Growing:
    """An array with room at its end. What was written is never written again."""

    def __init__(self, content: Array) -> None:
        self._room = content
        self._length = len(content)

    @property
    def view(self) -> Array:
        return self._room[: self._length]

    def extend(self, values: Array) -> None:
        end = self._length + len(values)
        if end > len(self._room):
            # A new buffer: the views taken before keep the old one.
            room = np.empty((end + end // 8 + SPARE, *self._room.shape[1:]), self._room.dtype)
            room[: self._length] = self.view
            self._room = room
        self._room[self._length : end] = values
        self._length = end


class Codebook:
    """Numbers the values of a set: code in the arrays ↔ text."""

    def __init__(self, values: Iterable[str]) -> None:
        self.values = list(values)
        self._codes = {value: code for code, value in enumerate(self.values)}

    def __len__(self) -> int:
        return len(self.values)

    def codes(self, values: Sequence[str]) -> Ints:
        """The code of each of `values`, new if need be."""
        self._number(dict.fromkeys(values))
        return np.fromiter(map(self._codes.__getitem__, values), np.int32, len(values))

    def known(self, values: Iterable[str]) -> list[int]:
        """The codes of those of `values` that some document has."""
        return [self._codes[value] for value in values if value in self._codes]

    def _number(self, values: Iterable[str]) -> None:
        for value in values:
            if value not in self._codes:
                # In this order: a code that another thread finds always has its value.
                self.values.append(value)
                self._codes[value] = len(self.values) - 1
