"""A row that is corrected, or answered: the list is read again where others depend on it."""

from sqlalchemy.orm import Session

from app.networks.lists.choices import APART, SKIP
from app.networks.lists.models import ListRow, ListState, MemberList
from tests.app.cast import make_supplier
from tests.app.networks.lists.desk import (
    AT_SIRET,
    PRUNIER,
    VERGER,
    choose,
    correct,
    listed,
    on_sqlite,
    outcomes,
    read,
    rows_of,
    work,
)

pytestmark = on_sqlite
SIRET = "44229377500031"
NUMBERED = "Identifiant;Nom;SIRET;Adresse;Code postal;Ville;Activités;Type"


def corrected(session: Session, one: MemberList, row: ListRow, was: str, becomes: str) -> None:
    """As a person does, then as the worker does when the list is to be read again."""
    correct(session, one, row, [becomes if cell == was else cell for cell in row.said])
    session.commit()
    if one.is_at_work:
        work(session, one, one.state)


def test_a_row_that_nothing_depends_on_is_corrected_at_once(session: Session) -> None:
    one = read(session, VERGER, PRUNIER)
    correct(session, one, rows_of(session, one)[0], ["La Pomme", *VERGER.split(";")[1:]])
    assert one.state is ListState.READ


def test_a_row_refused_for_another_counts_once_the_other_is_corrected(session: Session) -> None:
    one = read(session, VERGER, VERGER.replace("contact@", "accueil@"))
    assert outcomes(session, one) == {"created": 1, "rejected": 1}
    corrected(session, one, rows_of(session, one)[0], "Le Verger", "La Pomme")
    assert outcomes(session, one) == {"created": 2}


def test_a_row_that_repeated_another_is_written_once_the_other_is_corrected(
    session: Session,
) -> None:
    one = read(session, VERGER, VERGER)
    corrected(session, one, rows_of(session, one)[0], "Le Verger", "La Pomme")
    work(session, one, ListState.APPLYING)
    assert outcomes(session, one) == {"created": 2}
    assert listed(session) == ["La Pomme", "Le Verger"]


def test_a_row_is_refused_once_one_above_it_is_corrected_to_be_the_same(session: Session) -> None:
    one = read(session, PRUNIER.replace("44000;Nantes", "49000;Angers"), VERGER)
    corrected(session, one, rows_of(session, one)[0], "Le Prunier", "Le Verger")
    assert [row.outcome for row in rows_of(session, one)] == ["created", "rejected"]


def test_a_row_that_waited_for_its_siret_is_decided_once_the_other_has_none(
    session: Session,
) -> None:
    one = read(session, AT_SIRET, AT_SIRET.replace("Le Verger", "La Pomme"))
    assert outcomes(session, one) == {"created": 1, "doubtful": 1}
    corrected(session, one, rows_of(session, one)[0], SIRET, "")
    assert outcomes(session, one) == {"created": 2}


def test_a_row_that_waited_for_its_name_is_decided_once_the_other_is_renamed(
    session: Session,
) -> None:
    one = read(session, VERGER, AT_SIRET)
    assert outcomes(session, one) == {"created": 1, "doubtful": 1}
    corrected(session, one, rows_of(session, one)[0], "Le Verger", "La Pomme")
    assert outcomes(session, one) == {"created": 2}


def numbered(session: Session) -> MemberList:
    """Two kinds of one establishment, in a list that numbers its rows: one page."""
    same = f"{SIRET};1 rue Haute;49000;Angers;Repassage"
    return read(session, f"1;Le Verger;{same};EI", f"2;La Pomme;{same};ACI", titles=NUMBERED)


def test_numbered_rows_of_one_siret_are_read_again_too(session: Session) -> None:
    one = numbered(session)
    assert outcomes(session, one) == {"created": 1, "updated": 1}
    corrected(session, one, rows_of(session, one)[0], SIRET, "")
    work(session, one, ListState.APPLYING)
    assert outcomes(session, one) == {"created": 2}


def test_a_numbered_row_that_waited_is_met_by_those_of_its_siret(session: Session) -> None:
    session.add(make_supplier("Le Verger", siret=None, code_insee="49007"))
    session.commit()
    one = numbered(session)
    assert outcomes(session, one) == {"created": 1, "doubtful": 1}
    choose(session, one, rows_of(session, one)[0], APART)
    session.commit()
    assert one.state is ListState.READING
    work(session, one, ListState.READING)
    work(session, one, ListState.APPLYING)
    assert outcomes(session, one) == {"created": 1, "updated": 1}


ANOTHER_TABLE = ("Nom;Prénom;Fonction;Mail;;", "Dupont;Jeanne;Présidente;;;")


def test_a_row_of_another_table_is_still_refused_once_corrected(session: Session) -> None:
    one = read(session, VERGER, *ANOTHER_TABLE)
    assert outcomes(session, one) == {"created": 1, "rejected": 2}
    corrected(session, one, rows_of(session, one)[2], "Dupont", "Le Prunier")
    assert outcomes(session, one) == {"created": 1, "rejected": 2}
    assert "un autre tableau commence à la ligne 3" in rows_of(session, one)[2].told[0]["message"]


def test_rows_below_titles_count_once_these_are_corrected(session: Session) -> None:
    one = read(session, VERGER, ANOTHER_TABLE[0], PRUNIER)
    assert outcomes(session, one) == {"created": 1, "rejected": 2}
    correct(session, one, rows_of(session, one)[1], ["La Pomme", "", "49000", "Angers", "", ""])
    assert one.state is ListState.READING
    work(session, one, ListState.READING)
    assert outcomes(session, one) == {"created": 3}


def test_a_row_set_aside_is_a_structure_once_corrected(session: Session) -> None:
    one = read(session, VERGER, "Total;;;;2;")
    assert outcomes(session, one) == {"created": 1, "skipped": 1}
    corrected(session, one, rows_of(session, one)[1], "Total", "La Pomme")
    assert outcomes(session, one) == {"created": 2}


AT_A_SEAT = "Nom;Adresse;Code postal;Ville"
LIN, NEAR, OTHER = "Les Jardins du Verger", "Les Jardins du Vergers", "Tout autre"


def at_a_seat(session: Session, *names: str) -> MemberList:
    rows = (f"{name};1 rue du Lin;49000;Angers" for name in names)
    return read(session, *rows, titles=AT_A_SEAT)


def test_a_near_name_at_its_address_waits_once_another_is_corrected_to_it(session: Session) -> None:
    one = at_a_seat(session, OTHER, NEAR)
    assert outcomes(session, one) == {"created": 2}
    corrected(session, one, rows_of(session, one)[0], OTHER, LIN)
    assert outcomes(session, one) == {"created": 1, "doubtful": 1}


def test_it_waits_no_more_once_the_other_is_corrected_to_be_another(session: Session) -> None:
    one = at_a_seat(session, LIN, NEAR)
    assert outcomes(session, one) == {"created": 1, "doubtful": 1}
    corrected(session, one, rows_of(session, one)[0], LIN, OTHER)
    assert outcomes(session, one) == {"created": 2}


def test_it_waits_no_more_once_the_other_is_left_out(session: Session) -> None:
    one = at_a_seat(session, LIN, NEAR)
    choose(session, one, rows_of(session, one)[0], SKIP)
    session.commit()
    work(session, one, one.state)
    assert outcomes(session, one) == {"created": 1, "skipped": 1}
