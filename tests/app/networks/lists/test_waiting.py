"""A row that waits for a person's word writes nothing: later rows are shown without it."""

from sqlalchemy.orm import Session

from app.networks.lists.choices import anyway
from app.networks.lists.models import ListState
from tests.app.cast import make_supplier
from tests.app.networks.lists.desk import applied, choose, listed, outcomes, read, rows_of, work

SIRET = "44229377500031"
TITLES = "Nom;SIRET;Code postal;Ville;Type;Activités"
PERSON = f"Mme Jeanne Dupont;{SIRET};49000;Angers;ESAT;Menuiserie"


def test_a_row_is_the_page_of_its_siret_while_another_waits(session: Session) -> None:
    session.add(make_supplier("Verger d’Anjou", siret=SIRET))
    session.commit()
    one = read(session, PERSON, PERSON.replace("Mme Jeanne Dupont", "La Pomme"), titles=TITLES)
    shown = outcomes(session, one)
    assert shown == {"doubtful": 1, "updated": 1}
    work(session, one, ListState.APPLYING)
    assert outcomes(session, one) == shown
    assert listed(session) == ["Verger d’Anjou"]


def test_once_it_waits_no_more_the_others_are_read_with_it(session: Session) -> None:
    session.add(make_supplier("Verger d’Anjou", siret=SIRET))
    session.commit()
    one = read(session, PERSON, PERSON.replace("Mme Jeanne Dupont", "La Pomme"), titles=TITLES)
    first = rows_of(session, one)[0]
    choose(session, one, first, anyway(first.candidates))
    session.commit()
    assert one.state is ListState.READING
    work(session, one, ListState.READING)
    shown = outcomes(session, one)
    assert shown == {"updated": 1, "doubtful": 1}  # of one source, two rows are two structures
    work(session, one, ListState.APPLYING)
    assert outcomes(session, one) == shown


def test_a_rename_and_another_site_of_its_siret_both_do_what_was_shown(session: Session) -> None:
    applied(session, PERSON.replace("Mme Jeanne Dupont", "Le Verger"), titles=TITLES)
    elsewhere = f"La Pomme;{SIRET};44000;Nantes;ESAT;Repassage"
    newer = read(session, PERSON, elsewhere, titles=TITLES)
    assert outcomes(session, newer) == {"doubtful": 2}
    for row in rows_of(session, newer):
        choose(session, newer, row, anyway(row.candidates))
        session.commit()
        work(session, newer, ListState.READING)
    work(session, newer, ListState.READING)
    shown = outcomes(session, newer)
    assert shown == {"updated": 1, "created": 1}
    work(session, newer, ListState.APPLYING)
    assert outcomes(session, newer) == shown
    assert listed(session) == ["La Pomme", "Mme Jeanne Dupont"]
