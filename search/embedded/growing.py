"""Arrays that only grow, so that a view taken of one stays true for the thread that holds it."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from domain.coverage import node_of

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


class ReachBook(Codebook):
    """Of what zones reach: a node is its own code, even; territories have the odd ones.

    There are nodes by the hundred thousand: as texts they took half of the engine's memory.
    """

    def __init__(self, territories: Iterable[str] = (), size: int = 0) -> None:
        """Of codes below `size`."""
        super().__init__(territories)
        self._size = size

    def __len__(self) -> int:
        return self._size

    def codes(self, values: Sequence[str]) -> Ints:
        codes = np.fromiter(map(self._code, values), np.int32, len(values))
        self._size = max(self._size, int(codes.max(initial=-1)) + 1)
        return codes

    def known(self, values: Iterable[str]) -> list[int]:
        wanted = list(values)
        nodes = [2 * node for node in map(node_of, wanted) if node is not None]
        territories = [2 * code + 1 for code in super().known(wanted)]
        return [code for code in (*nodes, *territories) if code < self._size]

    def _code(self, value: str) -> int:
        node = node_of(value)
        if node is not None:
            return 2 * node
        self._number((value,))
        return 2 * self._codes[value] + 1
