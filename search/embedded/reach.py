"""Numbers for what zones reach: the nodes of the communes' tree, and territories."""

from collections.abc import Iterable, Sequence

import numpy as np

from domain.coverage import node_of
from search.embedded.growing import Codebook, Ints


class ReachBook(Codebook):
    """A node is its own code, even; territories, which alone are kept as texts, have the odd ones.

    There are nodes by the hundred thousand: as texts they took half of the engine's memory. What is
    reached is looked for and never counted: `values` has no place for nodes.
    """

    def __init__(self, territories: Iterable[str], size: int) -> None:
        """Of codes below `size`."""
        super().__init__(territories)
        self._size = size

    def __len__(self) -> int:
        return self._size

    def codes(self, values: Sequence[str]) -> Ints:
        """The code of each of `values`, new if need be."""
        numbered = {value: self._code(value) for value in dict.fromkeys(values)}
        # Before any view holds them: a thread that finds a code finds a book as long.
        self._size = max(self._size, max(numbered.values(), default=-1) + 1)
        return np.fromiter(map(numbered.__getitem__, values), np.int32, len(values))

    def known(self, values: Iterable[str]) -> list[int]:
        """The codes of those of `values` that zones may reach, below the length of the book."""
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
