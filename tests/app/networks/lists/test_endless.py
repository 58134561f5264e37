"""Rows known by more than PostgreSQL indexes: refused, and the others of their list applied."""

import pytest
from sqlalchemy.orm import Session

from tests.app.networks.lists.desk import applied, listed, outcomes, rows_of

# As no compression shortens it.
ENDLESS = "".join(map(str, range(20_000)))


@pytest.mark.parametrize(
    ("titles", "good", "endless"),
    [
        ("Nom;SIRET;Ville", "Le Verger;;Angers", f"Le Noyer;{ENDLESS};Nantes"),
        ("Nom;Identifiant;Ville", "Le Verger;1;Angers", f"Le Noyer;{ENDLESS};Nantes"),
        ("Nom;Ville", "Le Verger;Angers", f"Le Noyer;{ENDLESS}"),
    ],
    ids=["siret", "identifier", "commune"],
)
def test_such_a_row_stops_no_list(session: Session, titles: str, good: str, endless: str) -> None:
    one = applied(session, good, endless, titles=titles)
    assert outcomes(session, one) == {"created": 1, "rejected": 1}
    assert "caractères" in rows_of(session, one)[1].told[0]["message"]
    assert listed(session) == ["Le Verger"]
