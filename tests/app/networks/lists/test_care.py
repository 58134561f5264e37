"""What becomes of lists with time, and with personal data that is erased."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import NetworkManager, User
from app.jobs.lists import FORGOTTEN_AFTER, OLD_AFTER, look_after_lists
from app.mailing.models import OutgoingMail
from app.moderation.erasing import erase_personal
from app.networks.lists.models import ListPiece, ListRow, MemberList
from domain.models import utcnow
from tests.app.dumping import dump
from tests.app.networks.lists.desk import VERGER, applied, read

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
    assert letters(session)[1:] == ["La liste des membres de CRESS a un an"]


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
