"""A list of SIRETs and nothing else."""

from pathlib import Path

from importers.facts import Member, Rejected
from tests.importers.writing import results_of, write


def test_it_works(tmp_path: Path) -> None:
    results = results_of(write(tmp_path, "SIRET\n12345678200010\n"))
    assert results == [Member(2, "SIRET", "12345678200010")]


def test_a_siret_with_spaces_is_repaired_and_said(tmp_path: Path) -> None:
    (member,) = results_of(write(tmp_path, "SIRET\n123 456 782 00010\n"))
    assert isinstance(member, Member)
    assert member.siret == "12345678200010"
    assert member.notes[0].rule == "siret_espaces"


def test_a_wrong_siret_is_rejected(tmp_path: Path) -> None:
    (row,) = results_of(write(tmp_path, "SIRET\n12345678200011\n"))
    assert isinstance(row, Rejected)
    assert row.message == "SIRET dont la clé de contrôle est fausse"
