"""What a row is known by may not be longer than a database indexes, whatever the format."""

from pathlib import Path

import pytest

from importers.facts import Rejected, RowFacts
from tests.importers.writing import results_of, write

ENDLESS = "x" * 100_000


@pytest.mark.parametrize(
    ("table", "field", "why"),
    [
        (f"Nom;SIRET;Ville\nLe Verger;{ENDLESS};Angers", "SIRET", "SIRET de plus de 200"),
        (f"Nom;Identifiant\nLe Verger;{ENDLESS}", "Identifiant", "identifiant de plus de 200"),
        (f"Nom;Ville\nLe Verger;{ENDLESS}", "Nom", "SIRET, nom et commune de plus de 500"),
        (
            f"id,type,id_siege,nom,siret,cp,ville\n{ENDLESS},siege,,GEIQ 49,,49000,ANGERS",
            "id",
            "identifiant de plus de 200",
        ),
    ],
    ids=["siret", "identifier", "commune", "geiq"],
)
def test_such_a_row_is_refused_with_its_column(
    tmp_path: Path, table: str, field: str, why: str
) -> None:
    (row,) = results_of(write(tmp_path, table))
    assert isinstance(row, Rejected)
    assert (row.field, row.message) == (field, f"{why} caractères{' à eux trois' * ('nom' in why)}")
    assert len(row.value) <= 200


def test_long_identifiers_pass(tmp_path: Path) -> None:
    (row,) = results_of(write(tmp_path, f"Nom;Identifiant\nLe Verger;{'x' * 190}"))
    assert isinstance(row, RowFacts)
