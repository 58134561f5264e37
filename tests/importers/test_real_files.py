"""The real files, row by row, before any database: what is read, repaired and noted."""

from collections import Counter
from pathlib import Path

import pytest

from domain.models import PointPrecision
from importers.deciding import decide
from importers.decisions import Outcome
from importers.facts import Rejected, RowFacts
from importers.known import Known
from tests.importers.writing import results_of


@pytest.fixture(scope="module")
def siae(shared_data: Path) -> list[RowFacts]:
    return facts(shared_data / "siae_lemarche_fixture.csv")


@pytest.fixture(scope="module")
def esat(shared_data: Path) -> list[RowFacts]:
    return facts(shared_data / "esat_finess_liste_officielle.csv")


def facts(path: Path) -> list[RowFacts]:
    return [row for row in results_of(path) if isinstance(row, RowFacts)]


def repairs(rows: list[RowFacts]) -> Counter[str]:
    return Counter(note.rule for row in rows for note in row.notes if note.rule)


def test_siae_are_of_the_kinds_expected(siae: list[RowFacts]) -> None:
    assert len(siae) == 3847
    kinds = Counter(kind for row in siae for kind in row.kinds)
    assert kinds == {"ACI": 1815, "EI": 940, "AI": 620, "ETTI": 299, "GEIQ": 171, "EA": 2}


def test_siae_points_far_from_their_commune_give_way(siae: list[RowFacts]) -> None:
    assert repairs(siae) == {"point_loin": 24}
    moved = [row for row in siae if any(note.rule for note in row.notes)]
    assert {row.place.point_precision for row in moved} == {PointPrecision.COMMUNE}


def test_siae_sirets_with_two_kinds_become_one_supplier_or_stay_apart(
    siae: list[RowFacts],
) -> None:
    known = Known("siae")
    decisions = [decide(row, known) for row in siae]
    assert Counter(d.outcome for d in decisions) == {Outcome.CREATED: 3838, Outcome.UPDATED: 9}
    two_kinds = [s for s in known.suppliers.values() if len(s.kinds) == 2]
    apart = [dup for d in decisions for effect in d.effects for dup in effect.duplicates]
    assert (len(two_kinds), len(apart)) == (9, 2)


def test_siae_wrong_sirets_are_kept_with_their_problem(siae: list[RowFacts]) -> None:
    assert sum(row.siret_problem is not None for row in siae) == 9


def test_esat_zeros_are_given_back(esat: list[RowFacts]) -> None:
    assert len(esat) == 1504
    assert repairs(esat) == {
        "code_postal_zero": 88,
        "finess_zero": 88,
        "departement_zero": 88,
        "code_insee_zero": 88,
        "siret_zero": 2,
    }


def test_esat_are_all_placed(esat: list[RowFacts]) -> None:
    assert all(row.place.code_insee for row in esat)
    assert sum(row.is_secondary_site is True for row in esat) == 367
    assert sum(row.siret is None for row in esat) == 78


def test_esat_sites_under_one_siret_stay_several_suppliers(esat: list[RowFacts]) -> None:
    known = Known("esat")
    decisions = [decide(row, known) for row in esat]
    assert {d.outcome for d in decisions} == {Outcome.CREATED}
    shared = Counter(row.siret for row in esat if row.siret)
    assert sum(count > 1 for count in shared.values()) == 24


def test_esat_names_are_readable_and_the_original_kept(esat: list[RowFacts]) -> None:
    assert all(row.original_name.isupper() for row in esat)
    assert not any(row.name.isupper() and len(row.name.split()) > 3 for row in esat)
    assert "ESAT Envol Transition" in {row.name for row in esat}


def test_geiq_rows_that_are_no_structure_are_rejected(shared_data: Path) -> None:
    rows = results_of(shared_data / "geiq_ffgeiq_label.csv")
    assert len(rows) == 440
    assert sum(isinstance(row, Rejected) for row in rows) == 8
    kept = [row for row in rows if isinstance(row, RowFacts)]
    assert sum(row.siret is None for row in kept) == 138
    assert sum(row.kinds == () for row in kept) == 3
