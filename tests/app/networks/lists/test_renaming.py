"""Another name, or another address, under the same SIRET: the same member."""

import pytest
from sqlalchemy.orm import Session

from app.networks.lists.choices import APART, AS_READ
from app.networks.lists.models import ListState
from importers.matching import MOVED
from tests.app.networks.lists.desk import (
    AT_SIRET,
    PRUNIER,
    applied,
    choose,
    correct,
    listed,
    on_sqlite,
    outcomes,
    pages,
    read,
    rows_of,
    supplier,
    undo,
    work,
)


def called(*names: str) -> list[str]:
    return [AT_SIRET.replace("Le Verger", name) for name in names]


def test_a_member_renamed_is_updated_and_nobody_is_gone(session: Session) -> None:
    applied(session, AT_SIRET, PRUNIER)
    before, page = pages(session), supplier(session, "Le Verger")
    newer = read(session, *called("Pomme et Compagnie"), PRUNIER)
    assert outcomes(session, newer) == {"updated": 1, "unchanged": 1}
    (row, _) = rows_of(session, newer)
    assert row.changes == {"name": ["Le Verger", "Pomme et Compagnie"]}
    assert row.told[0]["message"] == "renommée : même SIRET, même commune"
    work(session, newer, ListState.APPLYING)
    assert (page.name, len(page.records)) == ("Pomme et Compagnie", 1)
    assert listed(session) == ["Le Prunier", "Pomme et Compagnie"]
    again = read(session, *called("Pomme et Compagnie"), PRUNIER)
    assert outcomes(session, again) == {"unchanged": 2}
    undo(session, newer)
    assert pages(session) == before


@on_sqlite
def test_a_name_that_somebody_gave_the_page_stays(session: Session) -> None:
    applied(session, AT_SIRET)
    supplier(session, "Le Verger").name = "Le Vieux Verger"
    session.commit()
    newer = applied(session, *called("Pomme et Compagnie"))
    assert outcomes(session, newer) == {"conflict": 1}
    assert listed(session) == ["Le Vieux Verger"]


@on_sqlite
@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("Pomme et Compagnie", "Cidrerie"), {"doubtful": 2}),
        (("Le Verger", "Cidrerie"), {"unchanged": 1, "doubtful": 1}),
    ],
)
def test_two_rows_of_one_siret_rename_nobody(
    session: Session, names: tuple[str, ...], expected: dict[str, int]
) -> None:
    applied(session, AT_SIRET)
    assert outcomes(session, read(session, *called(*names))) == expected


@on_sqlite
def test_two_sites_of_one_siret_are_not_renamed_by_one(session: Session) -> None:
    one = read(session, *called("Le Verger", "Cidrerie"))
    choose(session, one, rows_of(session, one)[1], AS_READ)
    session.commit()
    work(session, one, ListState.APPLYING)
    assert listed(session) == ["Cidrerie", "Le Verger"]
    newer = read(session, *called("Pomme et Compagnie"))
    assert outcomes(session, newer) == {"doubtful": 1}


@on_sqlite
def test_a_row_that_a_person_said_to_be_another_renames_nobody(session: Session) -> None:
    applied(session, AT_SIRET)
    newer = read(session, *called("Association Le Verger", "Cidrerie"))
    one, other = rows_of(session, newer)
    choose(session, newer, one, APART)
    correct(session, newer, other, PRUNIER.split(";"))
    session.commit()
    work(session, newer, ListState.READING)
    assert outcomes(session, newer) == {"created": 2, "gone": 1}


@on_sqlite
def test_a_complement_renames_nobody(session: Session) -> None:
    applied(session, AT_SIRET)
    more = read(session, *called("Cidrerie"), is_partial=True)
    assert outcomes(session, more) == {"doubtful": 1}


@on_sqlite
def test_that_it_has_moved_is_told_before_what_is_illegible(session: Session) -> None:
    applied(session, AT_SIRET)
    moved = AT_SIRET.replace("49000;Angers", "44000;Nantes").replace("contact@", "contact ")
    (row,) = rows_of(session, read(session, moved))
    assert row.told[0]["message"] == MOVED
    assert len(row.told) > 1


@on_sqlite
def test_a_member_at_another_address_keeps_its_page(session: Session) -> None:
    applied(session, AT_SIRET, PRUNIER)
    before, page = pages(session), supplier(session, "Le Verger")
    newer = applied(session, AT_SIRET.replace("49000;Angers", "44000;Nantes"), PRUNIER)
    assert outcomes(session, newer) == {"updated": 1, "unchanged": 1}
    assert rows_of(session, newer)[0].told[0]["message"] == MOVED
    assert (page.city, len(page.records), len(page.memberships)) == ("Nantes", 1, 1)
    undo(session, newer)
    assert pages(session) == before


@on_sqlite
def test_an_address_that_somebody_else_gave_stays(session: Session) -> None:
    applied(session, AT_SIRET)
    page = supplier(session, "Le Verger")
    page.city, page.postcode, page.code_insee = "Rennes", "35000", "35238"
    session.commit()
    newer = applied(session, AT_SIRET.replace("49000;Angers", "44000;Nantes"))
    assert outcomes(session, newer) == {"conflict": 1}
    assert page.city == "Rennes"


@on_sqlite
def test_a_renamed_row_corrected_in_place_is_still_that_member(session: Session) -> None:
    applied(session, AT_SIRET)
    newer = read(session, *called("Pomme et Compagnie"))
    (row,) = rows_of(session, newer)
    correct(session, newer, row, called("Pomme et Cie")[0].split(";"))
    assert row.changes == {"name": ["Le Verger", "Pomme et Cie"]}
    session.commit()
    work(session, newer, ListState.APPLYING)
    assert listed(session) == ["Pomme et Cie"]
