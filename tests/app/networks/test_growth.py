"""How a network grows, by month."""

from datetime import UTC, date, datetime

from flask import Flask
from sqlalchemy import select

from app.accounts.models import Editorship
from app.audience.counting import counts
from app.audience.models import Event
from app.db import db
from app.networks.growth import note_month, read_growth
from app.networks.models import NetworkMonth
from domain.models import today
from tests.app.networks.cast import NETWORK, PAGES, make_networks, member
from tests.app.pages import on_sqlite
from tests.app.people import Person, make_user

NOW = date(2026, 11, 22)
MAY, OCTOBER, NOVEMBER = date(2026, 5, 1), date(2026, 10, 1), date(2026, 11, 1)


def test_it_works(app: Flask, manager: Person) -> None:
    supplier = member()
    counts().add([(supplier.id, today(), Event.FOUND)] * 3)
    counts().write()
    page = manager.page(f"{PAGES}/evolution")
    assert "<strong>1</strong> aujourd’hui" in page
    assert "<strong>3</strong> ce mois-ci" in page
    assert 'role="img" aria-label="Membres : ' in page


def test_the_daily_job_writes_the_present_month_once(app: Flask) -> None:
    make_networks()
    for name in ("Un", "Deux"):
        member(name)
        note_month(db.session)
        db.session.commit()
    rows = {
        row.network_slug: (row.members, row.kept)
        for row in db.session.scalars(select(NetworkMonth))
    }
    assert rows == {NETWORK: (2, 0), "autre": (0, 0)}


@on_sqlite
def test_what_a_month_had_stays_when_members_leave(app: Flask) -> None:
    make_networks()
    db.session.add(NetworkMonth(network_slug=NETWORK, month=OCTOBER, members=9, kept=4))
    db.session.commit()
    member()
    grown = read_growth(NETWORK, NOW)
    assert (grown.members[OCTOBER], grown.members[NOVEMBER]) == (9, 1)
    assert (grown.kept[OCTOBER], grown.kept[NOVEMBER]) == (4, 0)
    assert grown.told_from == OCTOBER


@on_sqlite
def test_before_they_were_written_months_are_told_by_present_members(app: Flask) -> None:
    make_networks()
    old, new = member("Ancien"), member("Nouveau")
    (known,), (recent,) = old.memberships, new.memberships
    known.as_of, recent.as_of = date(2026, 5, 31), date(2026, 6, 1)
    since = datetime(2026, 10, 3, tzinfo=UTC)
    keeper = make_user()
    keeper.editorships.append(Editorship(supplier_id=old.id, since=since))
    db.session.commit()
    grown = read_growth(NETWORK, NOW)
    assert [grown.members[month] for month in (date(2026, 4, 1), MAY, OCTOBER)] == [0, 1, 2]
    assert [grown.kept[month] for month in (MAY, date(2026, 9, 1), OCTOBER)] == [0, 0, 1]


@on_sqlite
def test_how_often_members_are_found_is_counted_by_month(app: Flask) -> None:
    make_networks()
    supplier, elsewhere = member(), member("Ailleurs", networks=["autre"])
    counts().add([(supplier.id, day, Event.FOUND) for day in (MAY, date(2026, 5, 9), NOVEMBER)])
    counts().add([(elsewhere.id, MAY, Event.FOUND), (supplier.id, MAY, Event.READ)])
    counts().write()
    found = read_growth(NETWORK, NOW).found
    assert (found[MAY], found[OCTOBER], found[NOVEMBER]) == (2, 0, 1)
    assert len(found) == 12
