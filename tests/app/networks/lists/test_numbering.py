"""A column of identifiers that comes into a network's list, or leaves it: the same members."""

from sqlalchemy.orm import Session

from app.networks.lists.models import ListState
from tests.app.networks.lists.desk import (
    AT_SIRET,
    TITLES,
    applied,
    listed,
    outcomes,
    pages,
    read,
    supplier,
    undo,
    work,
)

NOYER = "Le Noyer;41816609600069;44000;Nantes;Menuiserie;contact@noyer.example"
NUMBERED = f"Identifiant;{TITLES}"


def numbered(*rows: str) -> list[str]:
    return [f"{number};{row}" for number, row in enumerate(rows, 1)]


def test_members_that_get_an_identifier_are_the_same(session: Session) -> None:
    applied(session, AT_SIRET, NOYER)
    before = pages(session)
    newer = read(session, *numbered(AT_SIRET, NOYER), titles=NUMBERED)
    assert outcomes(session, newer) == {"unchanged": 2}
    work(session, newer, ListState.APPLYING)
    assert [record.source_key for record in supplier(session, "Le Verger").records] == ["id:1"]
    again = read(session, AT_SIRET, NOYER)
    assert outcomes(session, again) == {"unchanged": 2}
    undo(session, newer)
    assert pages(session) == before
    assert listed(session) == ["Le Noyer", "Le Verger"]
