"""Long sequences, a bounded part at a time."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")
BATCH = 250


def batches(items: Iterable[T]) -> Iterator[list[T]]:
    """Lists of `BATCH` items, the last one perhaps shorter."""
    remaining = iter(items)
    while batch := list(islice(remaining, BATCH)):
        yield batch
