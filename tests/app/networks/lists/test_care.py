"""What becomes of lists with time, and with personal data that is erased."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import NetworkManager, User
from app.jobs.lists import FORGOTTEN_AFTER, OLD_AFTER, look_after_lists
from app.mailing.models import OutgoingMail
from app.moderation.erasing import erase_personal
from app.networks.lists.matching import look_again, look_of, take_up
from app.networks.lists.models import ListPiece, ListRow, ListState, MemberList
from app.networks.lists.turns import SupersededError, ask, hold_list
from domain.models import utcnow
from importers.choices import ReadingChoices
from importers.limits import UnreadableFileError
from tests.app.dumping import dump
from tests.app.networks.lists.desk import PRUNIER, TITLES, VERGER, applied, drop, read, work

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def letters(session: Session) -> list[str]:
    return list(session.scalars(select(OutgoingMail.subject).order_by(OutgoingMail.id)))


def test_managers_are_told_once_that_their_list_is_old(session: Session) -> None:
    one = applied(session, VERGER)
    manager = session.scalars(select(User)).one()
    manager.networks.append(NetworkManager(network_slug="cress"))
    one.applied_at = utcnow() - OLD_AFTER - timedelta(days=1)
    session.commit()
    look_after_lists(session)
    look_after_lists(session)
    assert letters(session)[1:] == ["La liste des membres du réseau « CRESS » a un an"]


def test_a_list_of_this_year_is_not_old(session: Session) -> None:
    applied(session, VERGER)
    look_after_lists(session)
    assert len(letters(session)) == 1


def test_a_list_that_nobody_applies_is_thrown_away(session: Session) -> None:
    one = read(session, VERGER)
    one.asked_at = utcnow() - FORGOTTEN_AFTER - timedelta(days=1)
    session.commit()
    look_after_lists(session)
    session.commit()
    for table in (MemberList, ListRow, ListPiece):
        assert session.scalars(select(table)).all() == []


def test_an_address_that_is_erased_leaves_the_rows_and_the_file(session: Session) -> None:
    applied(session, VERGER)
    erase_personal(session, "contact@verger.example")
    session.commit()
    assert "contact@verger.example" not in str(dump(session))
    assert session.scalars(select(ListPiece)).all() == []


JEANNE = "jeanne.dupont@verger.example"


def erase(session: Session, value: str = JEANNE) -> None:
    assert value in said(session)
    erase_personal(session, value)
    session.commit()
    assert value not in said(session)


def said(session: Session) -> str:
    return str(dump(session))


def test_an_address_that_is_erased_leaves_a_list_that_nobody_has_read(session: Session) -> None:
    one = drop(session, VERGER.replace("contact@verger.example", JEANNE))
    erase(session)
    with pytest.raises(UnreadableFileError, match="n’est plus gardé"):
        look_of(session, one)
    work(session, one, ListState.READING)
    assert (one.state, session.scalars(select(ListRow)).all()) == (ListState.DROPPED, [])


def test_an_address_that_is_erased_leaves_what_stands_above_the_titles(session: Session) -> None:
    applied(session, VERGER, titles=f"Tenue par {JEANNE};;;;;\n\n{TITLES}")
    erase(session)


def test_an_address_that_is_erased_leaves_the_titles_and_what_they_mean(session: Session) -> None:
    one = drop(session, f"Le Verger;Angers;{JEANNE}", "Le Prunier;Nantes;a@b.example", titles="")
    take_up(one, look_again(session, one, ReadingChoices(header_line=2)))
    session.commit()
    folded = "jeanne dupont verger example"
    assert folded in str(one.mapping)
    erase(session)
    assert folded not in said(session)


def test_an_address_that_is_erased_ends_the_reading_of_a_file_that_says_it(
    session: Session,
) -> None:
    one = drop(session, VERGER.replace("contact@verger.example", JEANNE))
    ask(one, ListState.READING, one.asked_by)
    session.commit()
    erase(session)
    with pytest.raises(SupersededError):
        hold_list(session, one, ListState.READING)


def test_an_address_that_is_erased_leaves_the_files_of_others_alone(session: Session) -> None:
    applied(session, VERGER)
    other = read(session, PRUNIER)
    erase(session, "contact@verger.example")
    assert set(session.scalars(select(ListPiece.list_id))) == {other.id}
