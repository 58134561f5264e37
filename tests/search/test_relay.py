"""The relay brings one copy of the index to what the database says, through the outbox."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from sqlalchemy import create_engine, func, select, text
from sqlalchemy.orm import Session, sessionmaker

from domain.models import (
    Base,
    IndexCursor,
    OutboxEntry,
    ParkedDocument,
    ProofDegree,
    Supplier,
    SupplierKind,
    SupplierLabel,
    enqueue,
    today,
    utcnow,
)
from search.embedded import EmbeddedEngine, EmbeddedWriter
from search.port import Facet, IndexUnavailableError, SearchError, SearchQuery
from search.relay import (
    ABANDONED,
    BATCH,
    NIGHT,
    EmbeddedRelay,
    embedded_copy,
    find_differences,
    mend,
    request_rebuild,
    silently,
)
from tests.app.cast import TODAY, make_supplier

Sessions = sessionmaker[Session]


@pytest.fixture
def sessions(tmp_path: Path) -> Iterator[Sessions]:
    engine = create_engine(f"sqlite:///{tmp_path / 'directory.sqlite3'}")
    Base.metadata.create_all(engine)
    yield sessionmaker(engine)
    engine.dispose()


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def relay(sessions: Sessions, index: Path) -> Iterator[EmbeddedRelay]:
    """A relay whose copy is built, over a directory of one supplier."""
    with sessions.begin() as session:
        session.add(make_supplier("Les Ateliers du Verger"))
    with EmbeddedWriter(index) as writer:
        relay = EmbeddedRelay(sessions, writer, "embedded@test")
        relay.rebuild(silently)
        yield relay


def found(index: Path, text: str) -> int:
    return EmbeddedEngine(index).search(SearchQuery(text)).total


def rename(sessions: Sessions, name: str) -> None:
    with sessions.begin() as session:
        session.scalars(select(Supplier)).one().name = name


def test_it_works(relay: EmbeddedRelay, sessions: Sessions, index: Path) -> None:
    rename(sessions, "Les Ateliers de la Houle")
    relay.catch_up()
    assert (found(index, "houle"), found(index, "verger")) == (1, 0)


def test_a_new_supplier_appears(relay: EmbeddedRelay, sessions: Sessions, index: Path) -> None:
    with sessions.begin() as session:
        session.add(make_supplier("Le Fournil des Dunes"))
    relay.catch_up()
    assert found(index, "fournil") == 1


def test_an_archived_supplier_disappears(
    relay: EmbeddedRelay, sessions: Sessions, index: Path
) -> None:
    with sessions.begin() as session:
        session.scalars(select(Supplier)).one().archived_at = utcnow()
    relay.catch_up()
    assert found(index, "verger") == 0


def test_a_deleted_supplier_disappears(
    relay: EmbeddedRelay, sessions: Sessions, index: Path
) -> None:
    with sessions.begin() as session:
        session.delete(session.scalars(select(Supplier)).one())
    relay.catch_up()
    assert found(index, "verger") == 0


def spoil(sessions: Sessions, supplier_id: int, words: str) -> None:
    """A row as no code of ours writes it, and its outbox entry."""
    with sessions.begin() as session:
        session.execute(
            text("UPDATE supplier SET own_words = :words WHERE id = :id"),
            {"words": words, "id": supplier_id},
        )
        enqueue(session, [supplier_id])


def parked(sessions: Sessions) -> dict[int, str]:
    with sessions() as session:
        return {row.supplier_id: row.error for row in session.scalars(select(ParkedDocument))}


def test_one_unreadable_row_is_parked_and_the_others_go_on(
    relay: EmbeddedRelay, sessions: Sessions, index: Path
) -> None:
    spoil(sessions, 1, "3")
    with sessions.begin() as session:
        session.add_all([make_supplier("Le Fournil des Dunes"), make_supplier("La Houle")])
    relay.catch_up()
    assert (found(index, "fournil"), found(index, "houle"), found(index, "verger")) == (1, 1, 0)
    assert list(parked(sessions)) == [1]
    assert "ne peut pas être lue" in parked(sessions)[1]


def test_a_row_that_was_mended_is_parked_no_more(
    relay: EmbeddedRelay, sessions: Sessions, index: Path
) -> None:
    spoil(sessions, 1, "3")
    relay.rebuild(silently)
    assert list(parked(sessions)) == [1]
    spoil(sessions, 1, "[]")
    relay.catch_up()
    assert (found(index, "verger"), parked(sessions)) == (1, {})


def test_what_a_copy_that_is_gone_refused_is_forgotten(
    relay: EmbeddedRelay, sessions: Sessions
) -> None:
    with sessions.begin() as session:
        session.add(ParkedDocument(copy="meilisearch", supplier_id=1, error="Too large"))
        enqueue(session, [1])
    relay.catch_up()
    assert parked(sessions) == {}


def test_the_latest_of_several_changes_wins(
    relay: EmbeddedRelay, sessions: Sessions, index: Path
) -> None:
    rename(sessions, "Les Ateliers de la Houle")
    rename(sessions, "Les Ateliers du Galet")
    relay.catch_up()
    assert (found(index, "houle"), found(index, "galet")) == (0, 1)


def test_more_changes_than_a_batch_are_all_read(
    relay: EmbeddedRelay, sessions: Sessions, index: Path
) -> None:
    with sessions.begin() as session:
        session.add_all(make_supplier(f"Jardins {number}") for number in range(BATCH + 1))
    relay.catch_up()
    assert found(index, "jardins") == BATCH + 1


def test_nothing_changed_is_nothing_read(relay: EmbeddedRelay) -> None:
    assert relay.catch_up() == 0


def test_it_does_not_wait_for_changes_to_cease(
    relay: EmbeddedRelay, sessions: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    apply = relay.writer.apply

    def apply_while_someone_edits(documents: Any, deleted: Any) -> None:
        apply(documents, deleted)
        rename(sessions, "Les Ateliers du Galet")

    monkeypatch.setattr(relay.writer, "apply", apply_while_someone_edits)
    rename(sessions, "Les Ateliers de la Houle")
    assert relay.catch_up() == 1


def test_entries_read_by_every_copy_are_forgotten(relay: EmbeddedRelay, sessions: Sessions) -> None:
    rename(sessions, "Les Ateliers de la Houle")
    relay.catch_up()
    with sessions() as session:
        assert session.scalar(select(func.count(OutboxEntry.id))) == 0


def test_entries_wait_for_the_copy_that_lags(relay: EmbeddedRelay, sessions: Sessions) -> None:
    with sessions.begin() as session:
        session.add(another_copy())
    rename(sessions, "Les Ateliers de la Houle")
    relay.catch_up()
    with sessions() as session:
        assert session.scalar(select(func.count(OutboxEntry.id))) == 1


def test_a_copy_that_nobody_feeds_any_more_does_not_hold_them(
    relay: EmbeddedRelay, sessions: Sessions
) -> None:
    with sessions.begin() as session:
        session.add(another_copy(updated_at=utcnow() - ABANDONED - timedelta(hours=1)))
    rename(sessions, "Les Ateliers de la Houle")
    relay.catch_up()
    with sessions() as session:
        assert session.scalar(select(func.count(OutboxEntry.id))) == 0


def another_copy(**values: Any) -> IndexCursor:
    return IndexCursor(copy="meilisearch", position=0, settings_hash="x", day=today(), **values)


def test_a_label_that_ended_in_the_night_is_no_longer_found(
    relay: EmbeddedRelay, sessions: Sessions, index: Path
) -> None:
    with sessions.begin() as session:
        session.scalars(select(Supplier)).one().labels = [label("esus", ends_on=today())]
    relay.keep_up(silently)
    assert labels_counted(index) == {"esus": 1}
    with time_machine.travel(utcnow() + timedelta(days=1)):
        relay.keep_up(silently)
    assert labels_counted(index) == {}


def test_a_label_that_began_while_nobody_worked_is_found(
    relay: EmbeddedRelay, sessions: Sessions, index: Path
) -> None:
    with sessions.begin() as session:
        begins = today() + timedelta(days=3)
        session.scalars(select(Supplier)).one().labels = [label("esus", starts_on=begins)]
    relay.keep_up(silently)
    assert labels_counted(index) == {}
    with time_machine.travel(utcnow() + timedelta(days=9)):
        relay.keep_up(silently)
    assert labels_counted(index) == {"esus": 1}


def test_a_kind_that_the_law_ends_is_nobody_s_any_more(
    relay: EmbeddedRelay, sessions: Sessions, index: Path
) -> None:
    last_day = datetime(2026, 12, 22, 12, tzinfo=UTC)
    with time_machine.travel(last_day):
        with sessions.begin() as session:
            eiti = SupplierKind(code="EITI", source="test", as_of=TODAY)
            session.scalars(select(Supplier)).one().kinds = [eiti]
        relay.keep_up(silently)
        assert kinds_counted(index) == {"EITI": 1}
    with time_machine.travel(last_day + timedelta(days=1)):
        relay.keep_up(silently)
        assert kinds_counted(index) == {}


def label(name: str, **dates: date) -> SupplierLabel:
    return SupplierLabel(
        label=name, degree=ProofDegree.VERIFIED, source="test", as_of=TODAY, **dates
    )


def kinds_counted(index: Path) -> dict[str, int]:
    return counted(index, Facet.KIND)


def labels_counted(index: Path) -> dict[str, int]:
    return counted(index, Facet.LABEL)


def counted(index: Path, facet: Facet) -> dict[str, int]:
    counts = EmbeddedEngine(index).search(SearchQuery(facets=(facet,))).facets[facet]
    return {value.value: value.count for value in counts}


def test_a_batch_that_fails_is_read_again(
    relay: EmbeddedRelay, sessions: Sessions, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename(sessions, "Les Ateliers de la Houle")
    with monkeypatch.context() as broken:
        broken.setattr(relay.writer, "apply", _refuse)
        with pytest.raises(SearchError):
            relay.catch_up()
    relay.catch_up()
    assert found(index, "houle") == 1


def _refuse(*_arguments: object) -> None:
    raise SearchError("no")


def test_what_changes_during_a_rebuild_is_applied_after_it(
    relay: EmbeddedRelay, sessions: Sessions, index: Path
) -> None:
    count = relay.writer.rebuild

    def rebuild_while_someone_edits(documents: object) -> int:
        done = count(documents)  # type: ignore[arg-type]  # passed through as given
        rename(sessions, "Les Ateliers de la Houle")
        return done

    relay.writer.rebuild = rebuild_while_someone_edits  # type: ignore[method-assign]  # between reads and cursors
    relay.rebuild(silently)
    relay.catch_up()
    assert found(index, "houle") == 1


def test_the_name_of_a_copy_stays_with_its_folder(index: Path) -> None:
    assert embedded_copy(index) == embedded_copy(index)
    assert embedded_copy(index) != embedded_copy(index / "elsewhere")


def test_an_index_that_cannot_be_written_is_rebuilt(
    relay: EmbeddedRelay, sessions: Sessions, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename(sessions, "Les Ateliers de la Houle")
    monkeypatch.setattr(relay.writer, "apply", _unavailable)
    relay.keep_up(silently)
    assert found(index, "houle") == 1


def _unavailable(*_arguments: object) -> None:
    raise IndexUnavailableError("no")


def test_a_copy_of_other_settings_is_not_current(relay: EmbeddedRelay, sessions: Sessions) -> None:
    assert relay.is_current()
    with sessions.begin() as session:
        session.get_one(IndexCursor, "embedded@test").settings_hash = "older"
    assert not relay.is_current()


def test_a_copy_whose_files_are_gone_is_not_current(relay: EmbeddedRelay, index: Path) -> None:
    (index / "CURRENT").unlink()
    assert not relay.is_current()


def test_a_copy_that_is_damaged_is_not_current(relay: EmbeddedRelay, index: Path) -> None:
    for columns in index.glob("build-*/*.npz"):
        columns.write_bytes(b"damaged")
    assert not relay.is_current()


def test_a_rebuild_can_be_asked_of_the_worker(relay: EmbeddedRelay, sessions: Sessions) -> None:
    with sessions.begin() as session:
        request_rebuild(session, "embedded@test")
    assert not relay.is_current()


def test_a_sound_copy_has_no_difference(
    relay: EmbeddedRelay, sessions: Sessions, index: Path
) -> None:
    assert differences(sessions, index) == []


@pytest.mark.parametrize("planted", ["missing", "stale", "in excess"])
def test_a_planted_difference_is_found_and_mended(
    relay: EmbeddedRelay, sessions: Sessions, index: Path, planted: str
) -> None:
    plant(relay, sessions, planted)
    different = differences(sessions, index)
    assert len(different) == 1
    with sessions.begin() as session:
        mend(session, different)
    relay.catch_up()
    assert differences(sessions, index) == []


def test_the_whole_copy_is_compared_with_the_database_at_night(
    relay: EmbeddedRelay, sessions: Sessions, index: Path
) -> None:
    plant(relay, sessions, "stale")
    with time_machine.travel(tomorrow_at(NIGHT - 1)):
        relay.keep_up(silently)
        assert len(differences(sessions, index)) == 1
    with time_machine.travel(tomorrow_at(NIGHT)):
        relay.keep_up(silently)
        relay.keep_up(silently)
        assert differences(sessions, index) == []


def test_it_is_once_a_night(
    relay: EmbeddedRelay, sessions: Sessions, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared = []
    read = relay.writer.fingerprints
    monkeypatch.setattr(relay.writer, "fingerprints", lambda: compared.append(1) or read())
    for hour in (NIGHT, NIGHT + 1, 23):
        with time_machine.travel(tomorrow_at(hour)):
            relay.keep_up(silently)
    assert len(compared) == 1


def test_why_a_copy_is_not_fed_is_kept_until_it_is(
    relay: EmbeddedRelay, sessions: Sessions
) -> None:
    relay.failed(SearchError("injoignable"))
    with sessions() as session:
        assert session.get_one(IndexCursor, relay.copy).error == "injoignable"
    relay.succeeded()
    with sessions() as session:
        assert session.get_one(IndexCursor, relay.copy).error is None


def tomorrow_at(hour: int) -> datetime:
    """Of the clock of this machine."""
    return datetime.combine(today() + timedelta(days=1), time(hour, 30)).astimezone()


def differences(sessions: Sessions, index: Path) -> list[int]:
    fingerprints = EmbeddedEngine(index).fingerprints()
    return [id_ for ids in find_differences(sessions, fingerprints) for id_ in ids]


def plant(relay: EmbeddedRelay, sessions: Sessions, kind: str) -> None:
    """Make the index differ from the database behind the relay's back."""
    with sessions() as session:
        supplier_id = session.scalars(select(Supplier.id)).one()
        if kind == "missing":
            relay.writer.apply([], [supplier_id])
            return
        row = Supplier.__table__
        changed = {"name": "Autre"} if kind == "stale" else {"archived_at": utcnow()}
        session.execute(row.update().values(**changed))
        session.query(OutboxEntry).delete()
        session.commit()
