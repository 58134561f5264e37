"""`reperess index status` says how far each copy of the index is, and what goes wrong."""

import stat
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session, sessionmaker

from app.commands.index import told_of_status, write_keys
from app.config import Settings
from app.index_status import is_in_step, statuses
from domain.models import Base, IndexCursor, OutboxEntry, ParkedDocument, enqueue, today, utcnow
from search.documents import settings_hash
from search.meilisearch.keys import Keys
from tests.app.cast import make_supplier
from tests.app.running import sessions_of
from tests.commands import reperess

Sessions = sessionmaker[Session]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "instance").mkdir()
    return Settings(instance_path=tmp_path / "instance")


@pytest.fixture
def sessions(settings: Settings) -> Iterator[Sessions]:
    with sessions_of(settings) as sessions:
        Base.metadata.create_all(sessions.kw["bind"])
        yield sessions


def status(sessions: Sessions) -> list[str]:
    with sessions() as session:
        return [line for status in statuses(session) for line in told_of_status(status)]


def copy(name: str, **values: Any) -> IndexCursor:
    return IndexCursor(copy=name, **{"settings_hash": settings_hash(), "day": today()} | values)


def test_it_works(settings: Settings, sessions: Sessions) -> None:
    with sessions.begin() as session:
        session.add_all([copy("embedded@ici-1"), copy("meilisearch")])
    done = reperess(settings.instance, "index", "status")
    assert done.stdout.splitlines() == [
        "L’index de la machine ici-1 : à jour.",
        "L’index du serveur Meilisearch : à jour.",
    ]


def test_before_the_first_start_there_is_none(settings: Settings, sessions: Sessions) -> None:
    done = reperess(settings.instance, "index", "status")
    assert done.stdout == "Aucun index n’a encore été fait : lancez « reperess serve ».\n"


def test_what_waits_is_counted_and_since_when(sessions: Sessions) -> None:
    with sessions.begin() as session:
        session.add(copy("meilisearch"))
        enqueue(session, [1, 2])
        enqueue(session, [2])
        session.flush()
        for entry in session.query(OutboxEntry):
            entry.noted_at = utcnow() - timedelta(minutes=5)
    assert status(sessions) == [
        "L’index du serveur Meilisearch : 2 structures en attente depuis 5 min."
    ]


def test_a_copy_of_other_settings_is_to_be_made(sessions: Sessions) -> None:
    with sessions.begin() as session:
        session.add_all([copy("meilisearch", settings_hash=""), copy("meilisearch-next")])
    assert status(sessions) == [
        "L’index du serveur Meilisearch : à faire, ou en cours.",
        "Le prochain index du serveur Meilisearch se remplit.",
    ]


def test_the_last_error_is_told_with_its_time(sessions: Sessions) -> None:
    with sessions.begin() as session:
        failed = {"error": "Meilisearch est injoignable.", "error_at": utcnow()}
        session.add(copy("meilisearch", **failed))
    told = status(sessions)[1]
    assert told.startswith("  Dernière erreur, le ")
    assert told.endswith(" : Meilisearch est injoignable.")


def test_a_parked_supplier_is_named_with_the_reason(settings: Settings, sessions: Sessions) -> None:
    with sessions.begin() as session:
        supplier = make_supplier("Les Ateliers du Verger")
        session.add_all([copy("meilisearch", position=99), supplier])
        session.flush()
        reason = {"error": "The `_geo` field is invalid."}
        session.add(ParkedDocument(copy="meilisearch", supplier_id=supplier.id, **reason))
        number = supplier.id
    assert status(sessions)[1:] == [
        "  1 structure mise de côté, que l’index refuse :",
        f"    n° {number} « Les Ateliers du Verger » : The `_geo` field is invalid.",
    ]


def test_a_copy_is_in_step_unless_it_fails_or_is_late(sessions: Sessions) -> None:
    with sessions.begin() as session:
        assert not is_in_step(session, "meilisearch")
        cursor = copy("meilisearch")
        session.add(cursor)
        enqueue(session, [1])
        assert is_in_step(session, "meilisearch")
        session.query(OutboxEntry).one().noted_at = utcnow() - timedelta(minutes=2)
        assert not is_in_step(session, "meilisearch")
        cursor.position = 99
        assert is_in_step(session, "meilisearch")
        cursor.error = "Meilisearch est injoignable."
        assert not is_in_step(session, "meilisearch")


def test_many_parked_are_counted_beyond_the_first(sessions: Sessions) -> None:
    with sessions.begin() as session:
        session.add(copy("meilisearch"))
        session.add_all(
            ParkedDocument(copy="meilisearch", supplier_id=number, error="non")
            for number in range(1, 24)
        )
    assert status(sessions)[1] == "  23 structures mises de côté, que l’index refuse :"
    assert status(sessions)[-1] == "    … et 3 de plus"


def test_a_server_that_does_not_answer_is_told_after_the_rest(
    settings: Settings, sessions: Sessions
) -> None:
    done = reperess(
        settings.instance,
        *("index", "rebuild"),
        SEARCH_ENGINE="meilisearch",
        MEILI_URL="http://127.0.0.1:9",
    )
    assert done.returncode == 1
    assert done.stdout == "L’index de cette machine est refait : 0 structure.\n"
    assert "L’index du serveur Meilisearch : Meilisearch est injoignable." in done.stderr


def test_the_keys_need_the_server_and_its_own(settings: Settings) -> None:
    done = reperess(settings.instance, "index", "keys")
    assert done.returncode == 1
    assert "Il manque MEILI_URL et MEILI_MASTER_KEY" in done.stderr


def test_keys_that_cannot_be_made_say_why(settings: Settings) -> None:
    server = {"MEILI_URL": "http://127.0.0.1:9", "MEILI_MASTER_KEY": "x"}
    done = reperess(settings.instance, "index", "keys", **server)
    assert (done.returncode, done.stderr) == (1, "Erreur : Meilisearch est injoignable.\n")


def test_keys_are_for_their_owner_to_read(tmp_path: Path) -> None:
    for _ in range(2):
        write_keys(Keys("s", "i"), tmp_path / "secrets")
    kept = tmp_path / "secrets" / "meili_index_key"
    assert kept.read_text() == "i"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
