"""Several machines over one database: one worker at a time has a list, while it works."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app import create_app
from app.config import Settings
from app.db import db
from app.networks.lists import turns, working
from app.networks.lists.models import ListState, MemberList
from app.networks.lists.turns import (
    LEASE,
    SupersededError,
    ask,
    hold_work,
    let_go,
    renew,
    take,
    waiting,
)
from app.networks.lists.working import advance, advance_lists
from domain.models import Network, utcnow
from tests.app.networks.lists.desk import PRUNIER, VERGER, drop, listed, read
from tests.app.running import until

SHORT_LEASE = LEASE / 15


def asked(session: Session, *rows: str) -> MemberList:
    """A list that waits to be read."""
    one = drop(session, *rows)
    ask(one, ListState.READING, one.asked_by)
    session.commit()
    return one


def asked_by_another(session: Session, *rows: str) -> MemberList:
    """The same, of another network."""
    one = asked(session, *rows)
    session.add(Network(slug="autre", name="Autre"))
    session.flush()
    one.network_slug = "autre"
    session.commit()
    return one


def expire(session: Session, one: MemberList) -> None:
    """As when its worker has said nothing for too long."""
    one.held_until = utcnow() - timedelta(seconds=1)
    session.commit()


def test_of_two_that_take_it_at_once_one_has_it(session: Session) -> None:
    one, together, taken = asked(session, VERGER), threading.Barrier(2), list[bool]()
    number, sessions = one.id, db.sessionmaker

    def take_it(holder: str) -> None:
        together.wait()
        with sessions.begin() as own:
            taken.append(take(own, number, holder))

    threads = [threading.Thread(target=take_it, args=[holder]) for holder in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == [False, True]
    assert waiting(session) is None


def test_it_is_taken_from_a_worker_that_says_nothing_any_more(session: Session) -> None:
    one = asked(session, VERGER)
    assert take(session, one.id, "a")
    assert not take(session, one.id, "b")
    expire(session, one)
    assert take(session, one.id, "b")


def test_lists_of_one_network_are_taken_in_the_order_in_which_they_were_asked(
    session: Session,
) -> None:
    first, second = asked(session, VERGER), asked(session, PRUNIER)
    assert not take(session, second.id, "b")
    assert waiting(session) == first.id
    assert take(session, first.id, "a")
    assert waiting(session) is None
    first.state = ListState.READ
    session.commit()
    assert waiting(session) == second.id
    assert take(session, second.id, "b")


def test_a_list_whose_worker_was_killed_is_still_before_the_next(session: Session) -> None:
    """Applied first, the next would be overtaken by it, and would leave it half written."""
    first, second = asked(session, VERGER), asked(session, PRUNIER)
    assert take(session, first.id, "killed")
    assert not take(session, second.id, "b")
    expire(session, first)
    assert waiting(session) == first.id


def test_lists_of_two_networks_are_worked_on_together(session: Session) -> None:
    first, second = asked(session, VERGER), asked_by_another(session, PRUNIER)
    assert take(session, first.id, "a")
    assert take(session, second.id, "b")


def test_whoever_lost_it_writes_nothing_more(session: Session) -> None:
    one = read(session, VERGER)
    ask(one, ListState.APPLYING, one.asked_by)
    take(session, one.id, "a")
    session.commit()
    with db.sessionmaker() as own:
        as_seen = own.get_one(MemberList, one.id)
    expire(session, one)
    take(session, one.id, "b")
    session.commit()
    with db.sessionmaker() as own, pytest.raises(SupersededError):
        hold_work(own, as_seen, ListState.APPLYING)
    advance(db.sessionmaker, one.id, "a")
    assert listed(session) == []


def test_whoever_lost_it_neither_keeps_it_nor_lets_it_go(session: Session) -> None:
    one = asked(session, VERGER)
    take(session, one.id, "b")
    session.commit()
    until_when = one.held_until
    renew(session, one.id, "a")
    assert let_go(session, one.id, "a") is None
    session.commit()
    assert (one.holder, one.held_until) == ("b", until_when)


def test_what_is_asked_anew_is_nobodys(session: Session) -> None:
    one = asked(session, VERGER)
    take(session, one.id, "a")
    session.commit()
    ask(one, ListState.READING, one.asked_by)
    session.commit()
    assert take(session, one.id, "b")


@pytest.fixture
def starts(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Who was started on a list: processes that say nothing, for much longer than a lease."""
    told, program = settings.instance / "starts", settings.instance / "python"
    told.touch()
    program.write_text(f'#!/bin/sh\necho "$3 $4" >> {told}\nexec sleep 60\n')
    program.chmod(0o700)
    monkeypatch.setattr(working.sys, "executable", str(program))
    for module in (turns, working):
        monkeypatch.setattr(module, "LEASE", SHORT_LEASE)
    return told


def beside(settings: Settings, folder: Path) -> Flask:
    """Another machine."""
    return create_app(Settings(instance_path=folder / "other", database_url=settings.database))


@contextmanager
def at_work(*machines: Flask) -> Iterator[None]:
    """A worker on each, over the same database."""
    stop, sessions = threading.Event(), db.sessionmaker
    workers = [
        threading.Thread(target=advance_lists, args=[machine, sessions, stop])
        for machine in machines
    ]
    for worker in workers:
        worker.start()
    try:
        yield
    finally:
        stop.set()
        for worker in workers:
            worker.join()


def test_a_long_reading_stays_with_its_worker(
    app: Flask, session: Session, settings: Settings, starts: Path, tmp_path: Path
) -> None:
    one = asked(session, VERGER)
    with at_work(app, beside(settings, tmp_path)):
        assert until(lambda: starts.read_text() != "")
        time.sleep(2 * SHORT_LEASE.total_seconds())  # another would take it, were it not renewed
    assert starts.read_text().count(f"{one.id} ") == 1


def test_two_workers_have_the_lists_of_two_networks(
    app: Flask, session: Session, settings: Settings, starts: Path, tmp_path: Path
) -> None:
    both = {asked(session, VERGER).id, asked_by_another(session, PRUNIER).id}
    with at_work(app, beside(settings, tmp_path)):
        assert until(lambda: len(starts.read_text().splitlines()) == len(both))
    assert {int(line.split()[0]) for line in starts.read_text().splitlines()} == both
