"""Every supplier of the real files goes out in our export and comes back the same."""

from dataclasses import replace
from pathlib import Path

import pytest

from importers.facts import RowFacts, ServedZone
from importers.formats.own import Exported
from tests.importers.formats.test_own import read_back, written
from tests.importers.writing import results_of


def as_kept(row: RowFacts) -> Exported:
    """As the directory has it: without what only the import knew of the row."""
    facts = replace(
        row,
        line=0,
        original_name=row.name,
        unmatched={},
        emptied=frozenset(),
        notes=(),
        zone=None,
        place=replace(row.place, original_city=None),
    )
    return Exported(facts, (ServedZone(row.zone),) if row.zone else ())


@pytest.mark.parametrize(
    "name", ["siae_lemarche_fixture", "esat_finess_liste_officielle", "geiq_ffgeiq_label"]
)
def test_a_real_list_comes_back_as_it_went(shared_data: Path, tmp_path: Path, name: str) -> None:
    rows = results_of(shared_data / f"{name}.csv")
    kept = [as_kept(row) for row in rows if isinstance(row, RowFacts)]
    assert len(kept) > 400
    assert read_back(written(tmp_path, *kept)) == kept
