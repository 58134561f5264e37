"""Letters leave: to a mail server, or into files; one that fails leaves later, and alone."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from app import create_app
from app.config import Settings
from app.db import db
from app.mailing.models import OutgoingMail
from app.mailing.sending import ATTEMPTS, send_waiting
from app.mailing.writing import write_mail
from app.schema import alembic
from app.worker import run
from domain.models import utcnow
from tests.app.mailing.smtp import MailServer, mail_server
from tests.app.running import until

ADDRESS = "camille@atelier.example"
SENDER = "Repèr’ESS <annuaire@exemple.fr>"


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@contextmanager
def application(folder: Path, mail_url: str) -> Iterator[Flask]:
    app = create_app(Settings(instance_path=folder, mail_url=mail_url, mail_from=SENDER))
    with app.app_context():
        alembic().upgrade()
        yield app
        db.session.close()
        db.engine.dispose()


@pytest.fixture
def sent_by_server(tmp_path: Path, server: MailServer) -> Iterator[None]:
    """In an application whose letters go to that server."""
    with application(tmp_path, server.url):
        yield


def write(*addresses: str, code: str = "123456") -> None:
    for address in addresses:
        write_mail("code", address, code=code, minutes=15)
    db.session.commit()


def waiting() -> list[OutgoingMail]:
    db.session.expire_all()
    return list(db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)))


def test_a_letter_reaches_the_mail_server(sent_by_server: None, server: MailServer) -> None:
    write(ADDRESS)
    assert send_waiting(db.sessionmaker) == 1
    letter = server.received[0]
    assert letter["To"] == ADDRESS
    assert letter["From"] == SENDER
    assert letter["Subject"] == "123456 : votre code pour Repèr’ESS"


def test_it_is_in_text_and_in_html(sent_by_server: None, server: MailServer) -> None:
    write(ADDRESS)
    send_waiting(db.sessionmaker)
    for kind in ("plain", "html"):
        part = server.received[0].get_body((kind,))
        assert part is not None
        assert "123456" in part.get_content()


def test_it_leaves_once(sent_by_server: None, server: MailServer) -> None:
    write(ADDRESS)
    for _ in range(2):
        send_waiting(db.sessionmaker)
    assert len(server.received) == 1


def test_automatic_answers_are_not_asked_for(sent_by_server: None, server: MailServer) -> None:
    write(ADDRESS)
    send_waiting(db.sessionmaker)
    assert server.received[0]["Auto-Submitted"] == "auto-generated"


def test_letters_written_by_a_transaction_that_fails_are_not_sent(
    sent_by_server: None, server: MailServer
) -> None:
    write_mail("code", ADDRESS, code="123456", minutes=15)
    db.session.rollback()
    assert send_waiting(db.sessionmaker) == 0


def test_one_that_is_refused_does_not_stop_the_others(
    sent_by_server: None, server: MailServer
) -> None:
    server.refused.add("partie@atelier.example")
    write("partie@atelier.example", ADDRESS)
    assert send_waiting(db.sessionmaker) == 1
    assert server.recipients == [ADDRESS]


def test_one_that_cannot_be_written_as_a_letter_does_not_either(
    sent_by_server: None, server: MailServer
) -> None:
    write("à \n@x", ADDRESS)
    assert send_waiting(db.sessionmaker) == 1
    assert server.recipients == [ADDRESS]


def test_one_that_is_refused_is_tried_again_later(sent_by_server: None, server: MailServer) -> None:
    server.refused.add(ADDRESS)
    write(ADDRESS)
    send_waiting(db.sessionmaker)
    server.refused.clear()
    assert send_waiting(db.sessionmaker) == 0
    with time_machine.travel(utcnow() + timedelta(minutes=2), tick=False):
        assert send_waiting(db.sessionmaker) == 1


def test_one_that_is_always_refused_is_given_up(sent_by_server: None, server: MailServer) -> None:
    server.refused.add(ADDRESS)
    write(ADDRESS)
    for days in range(ATTEMPTS):
        with time_machine.travel(utcnow() + timedelta(days=days), tick=False):
            send_waiting(db.sessionmaker)
    assert waiting() == []


def test_a_server_that_is_away_costs_no_attempt(tmp_path: Path) -> None:
    with application(tmp_path, "smtp://127.0.0.1:1"):
        write(ADDRESS)
        with pytest.raises(OSError, match="refused"):
            send_waiting(db.sessionmaker)
        assert [letter.attempts for letter in waiting()] == [0]


def test_a_letter_sent_again_keeps_its_number(
    tmp_path: Path, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worker killed once the server has the letter, before the database knows."""
    with application(tmp_path, server.url):
        write(ADDRESS)
        with monkeypatch.context() as killed:
            killed.setattr("sqlalchemy.orm.Session.delete", interrupt)
            with pytest.raises(KeyboardInterrupt):
                send_waiting(db.sessionmaker)
        send_waiting(db.sessionmaker)
    first, second = (letter["Message-ID"] for letter in server.received)
    assert first == second


def interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def test_logs_name_nobody(
    sent_by_server: None, server: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server.refused.add(ADDRESS)
    write(ADDRESS)
    send_waiting(db.sessionmaker)
    assert "not sent (SMTPRecipientsRefused)" in caplog.text
    assert "camille" not in caplog.text
    assert "123456" not in caplog.text


class TestFiles:
    def test_without_a_server_a_letter_is_two_files(self, app: Flask) -> None:
        write(ADDRESS)
        send_waiting(db.sessionmaker)
        folder: Path = app.config["SETTINGS"].mail_path
        [text], [page] = folder.glob("*.txt"), folder.glob("*.html")
        assert text.read_text().startswith(f"À : {ADDRESS}\nSujet : 123456 : votre code")
        assert "123456" in page.read_text()
        assert waiting() == []


class TestWorker:
    def test_it_sends_what_is_written_while_it_works(
        self, tmp_path: Path, server: MailServer
    ) -> None:
        with working(tmp_path, server.url):
            write(ADDRESS)
            assert until(lambda: bool(server.received))

    def test_it_waits_for_a_server_that_is_away(
        self, tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        with working(tmp_path, "smtp://127.0.0.1:1"):
            # The application has set its own logs since the test began.
            logging.getLogger().addHandler(caplog.handler)
            write(ADDRESS)
            assert until(lambda: "letters cannot leave" in caplog.text)
            assert len(waiting()) == 1
        assert "camille" not in caplog.text


@contextmanager
def working(folder: Path, mail_url: str) -> Iterator[None]:
    """The worker's own loop, in a thread."""
    with application(folder, mail_url) as app:
        stop = threading.Event()
        settings: Settings = app.config["SETTINGS"]

        def work() -> None:
            with app.app_context():
                run(app, settings, stop)

        thread = threading.Thread(target=work)
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join()
