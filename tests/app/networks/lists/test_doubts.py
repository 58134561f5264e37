"""A row that may be a structure of the directory waits for a person, who says which it is."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.networks.lists.choices import APART, AS_READ, SKIP, attach
from app.networks.lists.models import ListState, RowOutcome
from domain.models import DuplicateStatus, ProbableDuplicate, SupplierKind, today
from tests.app.networks.lists.desk import (
    AT_SIRET,
    NETWORK,
    PRUNIER,
    TITLES,
    VERGER,
    applied,
    choose,
    choose_for_all,
    drop,
    known_verger,
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

AT_ADDRESS = "Le Verger;44229377500031;49000;Angers;Repassage;;3 rue Haute"


@on_sqlite
def test_a_row_that_may_be_a_structure_of_the_directory_waits_for_a_person(
    session: Session,
) -> None:
    known = known_verger(session)
    one = read(session, VERGER)
    assert outcomes(session, one) == {"doubtful": 1}
    assert rows_of(session, one)[0].candidates[0]["id"] == known.id
    work(session, one, ListState.APPLYING)
    assert listed(session) == ["Association Le Verger"]


def test_a_person_says_that_it_is_the_same(session: Session) -> None:
    known = known_verger(session)
    one = read(session, VERGER)
    choose(session, one, rows_of(session, one)[0], attach(known.id))
    session.commit()
    work(session, one, ListState.APPLYING)
    assert listed(session) == ["Association Le Verger"]
    assert [row.service for row in known.activities] == ["repassage"]
    undo(session, one)
    assert (known.activities, known.memberships, known.records) == ([], [], [])


@on_sqlite
def test_a_row_found_to_be_a_page_gives_it_what_it_lacks_and_says_what_differs(
    session: Session,
) -> None:
    known = known_verger(session)
    known.address = "5 rue Basse"
    session.commit()
    one = drop(session, AT_ADDRESS, titles=f"{TITLES};Adresse")
    work(session, one, ListState.READING)
    (row,) = rows_of(session, one)
    choose(session, one, row, attach(known.id))
    session.commit()
    work(session, one, ListState.APPLYING)
    assert (known.name, known.siret) == ("Association Le Verger", "44229377500031")
    assert [told["message"] for told in row.told] == [
        "adresse : le fichier dit « 3 rue Haute », l’annuaire « 5 rue Basse »,"
        " que dit une autre source",
        "rattachée à « Association Le Verger, Angers » (rapprochée par une personne)",
        "la fiche garde le nom « Association Le Verger », et donne aussi celui de la liste",
    ]
    assert (row.outcome, known.address) == ("conflict", "5 rue Basse")


@on_sqlite
def test_a_row_found_to_be_a_page_does_not_write_over_its_siret(session: Session) -> None:
    known = known_verger(session)
    known.siret = "55208131766522"
    session.commit()
    one = read(session, AT_SIRET)
    (row,) = rows_of(session, one)
    choose(session, one, row, attach(known.id))
    assert row.outcome is RowOutcome.CONFLICT
    assert "SIRET : le fichier dit « 44229377500031 »" in row.told[0]["message"]


def test_a_person_says_that_they_are_two_and_is_not_asked_again(session: Session) -> None:
    known_verger(session)
    one = read(session, VERGER)
    choose(session, one, rows_of(session, one)[0], APART)
    session.commit()
    work(session, one, ListState.APPLYING)
    assert listed(session) == ["Association Le Verger", "Le Verger"]
    pair = session.scalars(select(ProbableDuplicate)).one()
    assert pair.status is DuplicateStatus.REJECTED
    assert outcomes(session, read(session, VERGER)) == {"unchanged": 1}


@on_sqlite
def test_one_answer_does_not_choose_between_namesakes(session: Session) -> None:
    known_verger(session)
    known_verger(session)
    one = read(session, VERGER)
    reason = rows_of(session, one)[0].candidates[0]["reason"]
    assert choose_for_all(session, one, reason, RowOutcome.UPDATED) == 0
    assert choose_for_all(session, one, reason, RowOutcome.SKIPPED) == 1


@on_sqlite
def test_one_answer_settles_every_row_of_a_doubt(session: Session) -> None:
    known_verger(session)
    one = read(session, VERGER, PRUNIER)
    reason = rows_of(session, one)[0].candidates[0]["reason"]
    assert choose_for_all(session, one, reason, RowOutcome.UPDATED) == 1
    session.commit()
    work(session, one, ListState.READING)
    assert outcomes(session, one) == {"created": 1, "updated": 1}


@on_sqlite
def test_whom_a_doubtful_row_may_be_is_not_gone_until_a_person_says_that_it_is_another(
    session: Session,
) -> None:
    applied(session, VERGER)
    newer = read(session, VERGER.replace("Le Verger", "Association Le Verger"))
    assert outcomes(session, newer) == {"doubtful": 1}
    row = rows_of(session, newer)[0]
    for choice, left in ((SKIP, {"skipped": 1}), (APART, {"created": 1, "gone": 1})):
        choose(session, newer, row, choice)
        assert outcomes(session, newer) == left
    choose(session, newer, row, attach(supplier(session, "Le Verger").id))
    assert outcomes(session, newer) == {"updated": 1}


def test_a_person_says_that_a_member_has_taken_another_name(session: Session) -> None:
    applied(session, VERGER)
    before = pages(session)
    newer = read(session, VERGER.replace("Le Verger", "Association Le Verger"))
    choose(session, newer, rows_of(session, newer)[0], attach(supplier(session, "Le Verger").id))
    session.commit()
    work(session, newer, ListState.APPLYING)
    page = supplier(session, "Association Le Verger")
    assert listed(session) == ["Association Le Verger"]
    assert [row.network_slug for row in page.memberships] == [NETWORK]
    assert len(page.records) == 1
    undo(session, newer)
    assert pages(session) == before


@on_sqlite
def test_a_row_beside_the_one_that_names_a_member_renames_nobody(session: Session) -> None:
    applied(session, VERGER)
    newer = read(session, VERGER, VERGER.replace("Le Verger", "Association Le Verger"))
    page = supplier(session, "Le Verger")
    choose(session, newer, rows_of(session, newer)[1], attach(page.id))
    session.commit()
    work(session, newer, ListState.APPLYING)
    assert (page.name, len(page.records)) == ("Le Verger", 2)


WITH_ADDRESS = f"{TITLES};Adresse"


def test_two_rows_of_one_address_and_nearly_one_name_are_asked_about(session: Session) -> None:
    velo = "Atelier Vélo;;49000;Angers;Repassage;;3 rue Haute"
    one = read(session, velo, velo.replace("Atelier ", "Ateliers "), titles=WITH_ADDRESS)
    first, second = rows_of(session, one)
    assert (first.outcome, second.outcome) == (RowOutcome.CREATED, RowOutcome.DOUBTFUL)
    assert second.candidates[0]["told"].endswith("ou presque, que la ligne 2")
    choose(session, one, second, AS_READ)
    assert outcomes(session, one) == {"created": 2}


def test_a_siret_each_or_another_address_tells_them_apart(session: Session) -> None:
    velo = "Atelier Vélo;44229377500031;49000;Angers;Repassage;;3 rue Haute"
    other = "Ateliers Vélo;30326504500017;49000;Angers;Repassage;;3 rue Haute"
    elsewhere = "Ateliers Vélos;;49000;Angers;Repassage;;5 rue Basse"
    one = read(session, velo, other, elsewhere, titles=WITH_ADDRESS)
    assert RowOutcome.DOUBTFUL.value not in outcomes(session, one)


def test_a_name_does_not_hide_a_same_siret(session: Session) -> None:
    applied(session, AT_SIRET)
    one = read(session, AT_SIRET.replace("Le Verger", "Au Vergers"), is_partial=True)
    (row,) = rows_of(session, one)
    assert [candidate["reason"] for candidate in row.candidates] == [
        "même SIRET, même commune, nom proche"
    ]


@on_sqlite
def test_near_names_of_two_bodies_are_two_structures(session: Session) -> None:
    known_verger(session).siret = "55208131766522"
    session.commit()
    assert outcomes(session, read(session, AT_SIRET)) == {"created": 1}


@on_sqlite
@pytest.mark.parametrize(
    ("siret", "name"),
    [
        ("55208131766522", "Le Verger"),  # the very name
        ("44229377500015", "Association Le Verger"),  # another site of the body
        ("55208131766523", "Association Le Verger"),  # a SIRET that is wrong
    ],
)
def test_what_is_less_is_asked_about(session: Session, siret: str, name: str) -> None:
    known = known_verger(session)
    known.name, known.siret = name, siret
    known.siret_problem = "faux" if siret.endswith("3") else None
    session.commit()
    assert outcomes(session, read(session, AT_SIRET)) == {"doubtful": 1}


@on_sqlite
def test_same_siret_name_and_commune_are_one_structure_whatever_its_kind(session: Session) -> None:
    known = known_verger(session)
    known.name, known.siret = "LE VERGER", "44229377500031"
    known.kinds.append(SupplierKind(code="EI", source="siae", as_of=today()))
    session.commit()
    applied(session, AT_SIRET)
    assert listed(session) == ["LE VERGER"]
