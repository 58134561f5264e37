"""Sets of values in arrays: which owners hold a value, and how many hold each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import numpy as np

from search.embedded.growing import Codebook, Growing, Ints, Longs, Mask

NO_INTS: Ints = np.empty(0, np.int32)


@dataclass(frozen=True)
class SetView:
    """(owner, value code) pairs, as they were when the view was taken."""

    owners: Ints
    codes: Ints
    book: Codebook

    def owners_of(self, values: Iterable[str]) -> Ints:
        """The owners that hold one of `values`; once for each that they hold."""
        known = self.book.known(values)
        wanted = np.zeros(len(self.book), np.bool_)
        wanted[known] = True
        return _where(wanted.take(self.codes), self.owners)

    def holders(self, values: Iterable[str], size: int) -> Mask:
        """Which of the `size` owners hold one of `values`."""
        return _mask_of(self.owners_of(values), size)

    def counts(self, owners: Mask) -> dict[str, int]:
        """How many of `owners` hold each value; values that none holds are left out.

        When `owners` are more than half of all, the others are counted and taken away.
        """
        if 2 * np.count_nonzero(owners) > len(owners):
            others = self._counted(~owners)
            counted = self._totals.copy()
            counted[: len(others)] -= others
        else:
            counted = self._counted(owners)
        return {self.book.values[code]: int(counted[code]) for code in np.flatnonzero(counted)}

    @cached_property
    def _totals(self) -> Longs:
        return np.bincount(self.codes)

    def _counted(self, owners: Mask) -> Longs:
        return np.bincount(_where(owners.take(self.owners), self.codes))


class GrowingSet:
    """A set of values per owner, that only grows."""

    def __init__(self, book: Codebook, owners: Ints = NO_INTS, codes: Ints = NO_INTS) -> None:
        self.owners = Growing(owners)
        self.codes = Growing(codes)
        self.book = book

    def add(self, owners: Sequence[int], held: Sequence[Sequence[str]]) -> None:
        """Add the values that each of `owners` holds."""
        counts = [len(values) for values in held]
        self.owners.extend(np.repeat(np.array(owners, np.int32), counts))
        self.codes.extend(self.book.codes(list(chain.from_iterable(held))))

    def view(self) -> SetView:
        return SetView(self.owners.view, self.codes.view, self.book)


@dataclass(frozen=True, slots=True)
class SortedSetView:
    """Like SetView, for millions of pairs: the saved ones lie sorted by code.

    `starts[code]` is where the pairs of a code begin among the saved `owners`; what was added
    since is in `recent`.
    """

    owners: Ints
    starts: Ints
    recent: SetView

    def owners_of(self, values: Iterable[str]) -> Ints:
        """As SetView.owners_of, of distinct `values`."""
        wanted = list(values)
        saved = (
            self.owners[self.starts[code] : self.starts[code + 1]]
            for code in self.recent.book.known(wanted)
            if code < len(self.starts) - 1
        )
        return np.concatenate([*saved, self.recent.owners_of(wanted)])

    def holders(self, values: Iterable[str], size: int) -> Mask:
        """Which of the `size` owners hold one of `values`."""
        return _mask_of(self.owners_of(values), size)

    def sorted(self) -> tuple[Ints, Ints]:
        """The (owners, starts) of all pairs, recent ones included.

        Sorted in place, as one number of code and owner: there are millions, when a build is at
        its largest.
        """
        saved = np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))
        pairs = np.concatenate([saved, self.recent.codes])
        pairs <<= 32
        pairs[: len(self.owners)] |= self.owners
        pairs[len(self.owners) :] |= self.recent.owners
        pairs.sort()
        starts = np.searchsorted(pairs, np.arange(len(self.recent.book) + 1) << 32)
        pairs &= (1 << 32) - 1
        return pairs.astype(np.int32), starts.astype(np.int32)


def _where(mask: Mask, values: Ints) -> Ints:
    """`values[mask]`, in half the time of indexing by a mask."""
    return values.take(np.flatnonzero(mask))


def _mask_of(owners: Ints, size: int) -> Mask:
    mask = np.zeros(size, np.bool_)
    mask[owners] = True
    return mask
