"""Where the services of a structure go, once a complement names some of them."""

import pytest
from sqlalchemy.orm import Session

from app.networks.lists.choices import SKIP
from app.networks.lists.dropping import drop_left_rows
from app.networks.lists.models import ListState, RowOutcome
from app.networks.lists.refused import WITH_LEFT_OUT
from tests.app.networks.lists.desk import (
    applied,
    choose,
    on_sqlite,
    read,
    rows_of,
    supplier,
    undo,
    work,
)

pytestmark = on_sqlite

TITLES = "Nom;SIRET;Adresse;CP;Ville;Activités;Zone d'intervention"
HERE, COUNTRY, NEXT = "departement:49", "France", "departement:72"
GREEN = "entretien-espaces-verts"


def saying(service: str, zone: str) -> str:
    return f"Multi;44229377500031;1 rue A;49000;Angers;{service};{zone}"


def zones(session: Session) -> dict[str, str]:
    """Service → where it goes."""
    return {
        activity.service: ",".join(activity.zone.territories) or COUNTRY
        for activity in supplier(session, "Multi").activities
        if activity.zone
    }


@pytest.fixture
def known(session: Session) -> None:
    applied(
        session,
        saying("Espaces verts", "Maine-et-Loire"),
        saying("Conditionnement", "France entière"),
        titles=TITLES,
    )


def completed(session: Session, *rows: str) -> None:
    applied(session, *rows, titles=TITLES, is_partial=True)


def test_a_service_comes_with_its_own(session: Session, known: None) -> None:
    completed(session, saying("Blanchisserie", "Sarthe"))
    assert zones(session) == {GREEN: HERE, "conditionnement": COUNTRY, "blanchisserie": NEXT}


def test_that_of_a_service_named_again_changes_alone(session: Session, known: None) -> None:
    completed(session, saying("Conditionnement", "Sarthe"))
    assert zones(session) == {GREEN: HERE, "conditionnement": NEXT}


def test_several_rows_say_each_their_own(session: Session, known: None) -> None:
    completed(
        session, saying("Blanchisserie", "Sarthe"), saying("Conditionnement", "Maine-et-Loire")
    )
    assert zones(session) == {GREEN: HERE, "conditionnement": HERE, "blanchisserie": NEXT}


def test_said_again_it_changes_nothing(session: Session, known: None) -> None:
    again = read(session, saying("Espaces verts", "Maine-et-Loire"), titles=TITLES, is_partial=True)
    assert [row.outcome for row in rows_of(session, again)] == [RowOutcome.UNCHANGED]


def test_one_zone_of_the_whole_structure_stays_that_of_its_services(session: Session) -> None:
    applied(session, saying("Espaces verts", "Maine-et-Loire"), titles=TITLES)
    completed(session, saying("Blanchisserie", "Sarthe"))
    assert zones(session) == {GREEN: HERE, "blanchisserie": NEXT}


def test_a_row_that_names_no_service_says_where_the_structure_goes(
    session: Session, known: None
) -> None:
    completed(session, saying("", "Sarthe"))
    assert zones(session) == {GREEN: NEXT, "conditionnement": NEXT}


def test_that_of_words_that_mean_nothing_is_left_aside_and_told(
    session: Session, known: None
) -> None:
    one = applied(session, saying("Dressage de puces", "Sarthe"), titles=TITLES, is_partial=True)
    assert zones(session) == {GREEN: HERE, "conditionnement": COUNTRY}
    told = [remark["message"] for remark in rows_of(session, one)[0].told]
    assert any("zone d’intervention laissée de côté" in message for message in told)


def test_other_words_that_mean_nothing_leave_the_zone(session: Session, known: None) -> None:
    """Those of the zone itself, or of a label."""
    titles = TITLES.replace("Activités", "Label")
    rows = saying("Label de la lune", "Sarthe, pays d’ici")
    one = applied(session, rows, titles=titles, is_partial=True)
    assert zones(session) == {GREEN: NEXT, "conditionnement": NEXT}
    told = [remark["message"] for remark in rows_of(session, one)[0].told]
    assert not any("zone d’intervention laissée de côté" in message for message in told)


def test_a_service_without_a_zone_gets_none(session: Session) -> None:
    applied(
        session,
        saying("Espaces verts", "Maine-et-Loire"),
        saying("Conditionnement", "France entière"),
        saying("Repassage", ""),
        titles=TITLES,
    )
    completed(session, saying("Conditionnement", "Maine-et-Loire"))
    assert zones(session) == {GREEN: HERE, "conditionnement": HERE}


def test_the_next_whole_list_has_the_last_word(session: Session, known: None) -> None:
    completed(session, saying("Blanchisserie", "Sarthe"))
    applied(session, saying("Espaces verts", "France entière"), titles=TITLES)
    assert zones(session) == {GREEN: COUNTRY}


def test_undone_each_service_goes_where_it_went(session: Session, known: None) -> None:
    one = applied(session, saying("Blanchisserie", "Sarthe"), titles=TITLES, is_partial=True)
    undo(session, one)
    assert zones(session) == {GREEN: HERE, "conditionnement": COUNTRY}


def test_a_row_left_out_then_taken_up_says_its_own_zone(session: Session) -> None:
    rows = (
        saying("Espaces verts", "Maine-et-Loire"),
        saying("Conditionnement", "France entière"),
        saying("Blanchisserie", "Sarthe"),
    )
    one = read(session, *rows, titles=TITLES)
    choose(session, one, rows_of(session, one)[0], SKIP)
    work(session, one, ListState.READING)
    work(session, one, ListState.APPLYING)
    assert zones(session) == {"conditionnement": COUNTRY, "blanchisserie": NEXT}
    left = drop_left_rows(session, one, WITH_LEFT_OUT, one.dropped_by)
    assert left is not None
    work(session, left, ListState.READING)
    work(session, left, ListState.APPLYING)
    assert zones(session) == {GREEN: HERE, "conditionnement": COUNTRY, "blanchisserie": NEXT}
