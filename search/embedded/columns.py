"""What the engine knows of every supplier besides its text: one row each, in NumPy columns.

Rows are numbered in the order of writing and never reused: a changed supplier gets a new row and
its former one dies. A view holds its own mask of the living, so that a reader's view stays what
it was while later rows are added behind it.
"""

import json
import os
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from domain.coverage import MAX_ZONES
from domain.geography.distance import earth_centred
from search.documents import FACET_FIELDS, MAX_PROOF, ZONES
from search.embedded.growing import (
    Array,
    Codebook,
    Floats,
    Growing,
    Longs,
    Mask,
)
from search.embedded.reach import ReachBook
from search.embedded.sets import NO_INTS, GrowingSet, SetView, SortedSetView
from search.port import Facet

Record = Mapping[str, Any]

# NumPy parses the header of each array by "ast", which fails at times when two threads do at once
# (CPython issue 106905): a reader would take a good index for a damaged one.
_PARSING = threading.Lock()

DECLARED, COMMUNE = "services", "code_insee"
ROW_SETS = (*FACET_FIELDS.values(), DECLARED, COMMUNE)
ZONE_SERVICES, ZONE_REACH = "zone_services", "zone_reach"
ZONE_SETS = {ZONE_SERVICES: "services", ZONE_REACH: "reach"}

FILE = "columns.npz"

# One value a row. Names that begin with the same 64 characters follow by id.
FIXED = {
    "id": np.dtype(np.int64),
    "latitude": np.dtype(np.float64),
    "longitude": np.dtype(np.float64),
    "quality": np.dtype(np.int64),
    "freshness": np.dtype(np.int64),
    "name": np.dtype("S64"),
    "hash": np.dtype("S32"),
}


def record_of(document: Mapping[str, Any], fingerprint: str) -> Record:
    """What the columns keep of a document: JSON values."""
    geo = document["_geo"] or {"lat": None, "lng": None}
    zones = [document.get(zone) or {"services": [], "reach": []} for zone in ZONES]
    return {
        "id": document["id"],
        "latitude": geo["lat"],
        "longitude": geo["lng"],
        "quality": (MAX_PROOF + 1) * document["completeness"] + document["proof"],
        "freshness": document["freshness"],
        "name": document["name_sort"],
        "hash": fingerprint,
        **{name: _listed(document[name]) for name in ROW_SETS},
        **{name: [zone[part] for zone in zones] for name, part in ZONE_SETS.items()},
    }


def completeness_in(quality: int) -> int:
    """That of the document, out of the quality which orders its row."""
    return quality // (MAX_PROOF + 1)


def trace_of_deletion(supplier_id: int) -> Record:
    """A record that has nothing but whom it deletes."""
    return {"id": supplier_id}


@dataclass(frozen=True, slots=True)
class Rows:
    """All rows of one generation, the dead included.

    Zone k of row r is the owner `r * MAX_ZONES + k` of the zone sets.
    """

    ids: Longs
    points: tuple[Floats, Floats]  # latitudes and longitudes, NaN where there is none
    positions: Floats
    quality: Longs
    freshness: Longs
    names: Array
    alive: Mask
    sets: Mapping[str, SetView]
    zone_services: SetView
    zone_reach: SortedSetView

    def __len__(self) -> int:
        return len(self.alive)

    def facet(self, facet: Facet) -> SetView:
        return self.sets[FACET_FIELDS[facet]]


class Columns:
    """The rows of one index: those of its build, then those of later writes. One thread adds."""

    def __init__(self) -> None:
        self._fixed = {name: Growing(np.empty(0, dtype)) for name, dtype in FIXED.items()}
        self._positions = Growing(np.empty((0, 3)))
        self._sets = {name: GrowingSet(Codebook([])) for name in (*ROW_SETS, ZONE_SERVICES)}
        self._sets[ZONE_REACH] = GrowingSet(ReachBook([], 0))
        self._saved_reach = (NO_INTS, np.zeros(1, np.int32))
        self._alive: Mask = np.empty(0, np.bool_)

    def __len__(self) -> int:
        return len(self._alive)

    def add(self, rows: Sequence[int], records: Sequence[Record]) -> None:
        """Add records at rows that rise, all beyond the present ones; rows left out are dead.

        The former row of each supplier dies.
        """
        start, end = len(self), rows[-1] + 1
        written = {
            row: record for row, record in zip(rows, records, strict=True) if "hash" in record
        }
        offsets = [row - start for row in written]
        for name, column in self._fixed.items():
            block = np.zeros(end - start, FIXED[name])
            block[offsets] = np.array([record[name] for record in written.values()], FIXED[name])
            column.extend(block)
        self._positions.extend(
            earth_centred(*(self._column(n)[start:] for n in ("latitude", "longitude")))
        )
        for name in ROW_SETS:
            self._sets[name].add(list(written), [record[name] for record in written.values()])
        zones = [row * MAX_ZONES + zone for row in written for zone in range(MAX_ZONES)]
        for name in ZONE_SETS:
            held = chain.from_iterable(record[name] for record in written.values())
            self._sets[name].add(zones, list(held))
        alive = np.zeros(end, np.bool_)
        replaced = np.isin(self._column("id")[:start], [record["id"] for record in records])
        alive[:start] = self._alive & ~replaced
        alive[list(written)] = True
        self._alive = alive

    def view(self) -> Rows:
        sets = {name: growing.view() for name, growing in self._sets.items()}
        return Rows(
            ids=self._column("id"),
            points=(self._column("latitude"), self._column("longitude")),
            positions=self._positions.view,
            quality=self._column("quality"),
            freshness=self._column("freshness"),
            names=self._column("name"),
            alive=self._alive,
            sets=sets,
            zone_services=sets[ZONE_SERVICES],
            zone_reach=SortedSetView(*self._saved_reach, recent=sets[ZONE_REACH]),
        )

    def fingerprints(self) -> dict[int, str]:
        """The hash of every living document, by supplier id."""
        ids, hashes = (self._column(name)[self._alive] for name in ("id", "hash"))
        return {int(id_): value.decode() for id_, value in zip(ids, hashes, strict=True)}

    def save(self, folder: Path) -> None:
        """Replace the rows saved in `folder` by these, in one step."""
        arrays = {name: column.view for name, column in self._fixed.items()}
        rows = self.view()
        pairs = {name: (s.owners, s.codes) for name, s in rows.sets.items()}
        pairs[ZONE_REACH] = rows.zone_reach.sorted()
        for name, (first, second) in pairs.items():
            arrays |= {f"{name}.0": first, f"{name}.1": second}
        books = {name: growing.book.values for name, growing in self._sets.items()}
        draft = folder / f"new-{FILE}"
        with draft.open("wb") as file:
            np.savez(
                file,
                allow_pickle=False,
                books=np.frombuffer(json.dumps(books).encode(), np.uint8),
                alive=self._alive,
                **arrays,
            )
            file.flush()
            os.fsync(file.fileno())
        draft.replace(folder / FILE)

    @classmethod
    def load(cls, folder: Path) -> "Columns":
        """Raises OSError, ValueError or KeyError when the file is absent or damaged."""
        columns = cls()
        with _PARSING, np.load(folder / FILE) as arrays:
            books = json.loads(arrays["books"].tobytes())
            columns._alive = arrays["alive"]
            columns._fixed = {name: Growing(arrays[name]) for name in FIXED}
            pairs = {name: (arrays[f"{name}.0"], arrays[f"{name}.1"]) for name in books}
        columns._saved_reach = pairs.pop(ZONE_REACH)
        columns._sets = {
            name: GrowingSet(Codebook(books[name]), *pair) for name, pair in pairs.items()
        }
        size = len(columns._saved_reach[1]) - 1
        columns._sets[ZONE_REACH] = GrowingSet(ReachBook(books[ZONE_REACH], size))
        columns._positions = Growing(
            earth_centred(columns._column("latitude"), columns._column("longitude"))
        )
        return columns

    @staticmethod
    def saved_rows(folder: Path) -> int:
        """How many rows `load` would read."""
        with _PARSING, np.load(folder / FILE) as arrays:
            return len(arrays["alive"])

    def _column(self, name: str) -> Array:
        return self._fixed[name].view


def _listed(value: str | list[str] | None) -> list[str]:
    """A list whether the field holds one, a single value or none."""
    if value is None:
        return []
    return [value] if isinstance(value, str) else value
