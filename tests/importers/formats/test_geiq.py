"""The GEIQ federation's list: head offices and branches."""

from pathlib import Path

import pytest

from importers.facts import Rejected, RowFacts, RowResult
from tests.importers.writing import results_of, write

HEADER = "id,type,id_siege,nom,siret,cp,ville\n"


def read(folder: Path, row: str) -> RowResult:
    return results_of(write(folder, HEADER + row + "\n"))[0]


def facts(folder: Path, row: str) -> RowFacts:
    result = read(folder, row)
    assert isinstance(result, RowFacts)
    return result


def test_it_works(tmp_path: Path) -> None:
    row = facts(tmp_path, "11,siege,,GEIQ MULTISECTORIEL 49,12345678200010,49000,ANGERS")
    assert (row.name, row.kinds) == ("GEIQ Multisectoriel 49", ("GEIQ",))
    assert row.place.city == "Angers"
    assert row.is_secondary_site is False


def test_head_offices_and_branches_are_numbered_apart(tmp_path: Path) -> None:
    office = facts(tmp_path, "11,siege,,GEIQ 49,,49000,ANGERS")
    branch = facts(tmp_path, "11,antenne,12,Antenne d'Angers,,49000,ANGERS")
    assert (office.source_key, branch.source_key) == ("siege:11", "antenne:11")
    assert (branch.kinds, branch.is_secondary_site) == (("GEIQ",), True)


@pytest.mark.parametrize(
    ("given", "name"),
    [("ALBI", "GEIQ – Albi"), ("GEIQ BTP Albi", "GEIQ BTP Albi")],
)
def test_a_branch_called_by_its_town_is_a_geiq_in_its_name(
    tmp_path: Path, given: str, name: str
) -> None:
    row = facts(tmp_path, f"11,antenne,12,{given},,81000,ALBI")
    assert (row.name, row.original_name) == (name, given)


@pytest.mark.parametrize("name", ["FEDERATION FRANCAISE DES GEIQ", "BISCORNU"])
def test_a_head_office_that_is_no_geiq_gets_no_kind(tmp_path: Path, name: str) -> None:
    row = facts(tmp_path, f"12,siege,,{name},,75010,Paris")
    assert row.kinds == ()
    assert "pas celui d’un GEIQ" in row.notes[-1].message


@pytest.mark.parametrize("name", ["TEST IMPORT 1", "TEST POUR IMPORT", "test antenne", ""])
def test_a_trial_row_is_rejected(tmp_path: Path, name: str) -> None:
    assert isinstance(read(tmp_path, f"12,siege,,{name},,75010,Paris"), Rejected)


def test_a_masked_siret_is_kept_as_it_is_with_its_problem(tmp_path: Path) -> None:
    row = facts(tmp_path, "12,siege,,GEIQ TL,939301412*****,45400,Fleury les Aubrais")
    assert row.siret == "939301412*****"
    assert row.siret_problem == "SIRET avec autre chose que des chiffres"
