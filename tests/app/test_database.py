"""The same tables and the same promises on SQLite and on PostgreSQL."""

from datetime import UTC, datetime
from inspect import iscoroutinefunction

import pytest
from flask import Flask
from sqlalchemy import MetaData, create_engine, func, inspect, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.schema import CreateIndex, CreateTable

from app.config import Settings
from app.db import db
from app.meetings.models import Meeting
from app.networks.lists.models import MemberList
from app.schema import alembic
from domain.models import Base, Network, SourceRecord, Supplier, Zone
from tests.app.cast import TODAY, make_supplier
from tests.app.conftest import CopyTables, application
from tests.app.meetings.cast import make_meeting
from tests.app.people import buyer

# SQLAlchemy reads no index on an expression back from SQLite, and says so.
compares = pytest.mark.filterwarnings("ignore:.*expression-based index")


def test_it_works(session: Session) -> None:
    session.add(make_supplier())
    session.commit()
    assert session.query(Supplier).one().kinds_on(TODAY) == ["ESAT"]


def test_migrations_make_every_table(app: Flask) -> None:
    assert set(Base.metadata.tables) <= set(inspect(db.engine).get_table_names())


def test_no_request_ends_in_an_event_loop(app: Flask) -> None:
    assert not any(map(iscoroutinefunction, app.teardown_appcontext_funcs))


@compares
def test_migrations_and_models_agree(app: Flask) -> None:
    assert alembic().compare_metadata() == []


@compares
def test_the_tables_that_tests_have_are_what_migrations_make(
    app: Flask, settings: Settings
) -> None:
    had = schema(settings)
    alembic().downgrade("base")
    alembic().upgrade()
    assert schema(settings) == had


def test_tests_begin_with_no_row_and_the_first_number(
    session: Session, settings: Settings, copy_tables: CopyTables
) -> None:
    for _ in range(2):
        session.add(make_supplier())
        session.commit()
        assert session.query(Supplier).one().id == 1
        session.close()
        db.engine.dispose()
        copy_tables(settings)
        rows = (
            session.scalar(select(func.count()).select_from(t)) for t in Base.metadata.sorted_tables
        )
        assert not any(rows)


def schema(settings: Settings) -> list[str]:
    """The statements that would make the tables and their indexes, and the last migration."""
    engine = create_engine(settings.database)
    found = MetaData()
    found.reflect(engine)
    tables = found.sorted_tables
    made = [*map(CreateTable, tables), *(CreateIndex(i) for table in tables for i in table.indexes)]
    with engine.connect() as connection:
        version = connection.scalars(text("SELECT version_num FROM alembic_version")).all()
    engine.dispose()
    return sorted([*(str(one.compile(engine)) for one in made), *version])


def test_migrations_go_down_and_up_again(app: Flask) -> None:
    alembic().downgrade("base")
    assert inspect(db.engine).get_table_names() == ["alembic_version"]
    alembic().upgrade()


def test_a_proposal_stays_out_of_sight_when_migrations_go_down(session: Session) -> None:
    session.add(make_supplier(awaits_review=True))
    session.commit()
    session.close()
    alembic().downgrade("0002")
    assert session.scalar(text("SELECT count(*) FROM supplier WHERE archived_at IS NULL")) == 0
    session.close()
    alembic().upgrade()


def test_a_meeting_forgotten_in_part_is_forgotten_anew(session: Session) -> None:
    make_meeting(purged_on=TODAY)
    session.close()
    alembic().downgrade("0021")
    alembic().upgrade()
    assert db.session.scalars(select(Meeting.purged_on)).one() is None


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_no_row_ever_has_the_number_of_one_that_was_deleted(session: Session) -> None:
    tables = session.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
    numbered = {table.name for table in Base.metadata.tables.values() if "id" in table.columns}
    assert numbered == {
        name for name, sql in tables if "id INTEGER NOT NULL PRIMARY KEY AUTO" in sql
    }


def test_a_list_dropped_after_another_was_deleted_has_another_address(session: Session) -> None:
    session.add(Network(slug="cress", name="CRESS"))
    first, second = (
        MemberList(
            network_slug="cress", filename="liste", file_sha256="", dropped_by="", asked_by=""
        )
        for _ in range(2)
    )
    session.add(first)
    session.commit()
    session.delete(first)
    session.add(second)
    session.commit()
    assert second.id == 2


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_nothing_is_lost_when_a_table_learns_to_give_numbers_once(settings: Settings) -> None:
    with application(settings):
        alembic().upgrade("0012")
        for statement in WRITTEN_BEFORE:
            db.session.execute(text(statement))
        db.session.commit()
        alembic().upgrade()
        kept = "SELECT line, filename FROM list_row JOIN member_list ON member_list.id = list_id"
        assert db.session.execute(text(kept)).all() == [(2, "liste.csv")]
        assert db.session.scalar(text("PRAGMA foreign_keys")) == 1
        indexes = {name for (name,) in db.session.execute(text(INDEXES))}
        assert {"ix_supplier_siren", "ix_list_row_key"} <= indexes


WRITTEN_BEFORE = (
    "INSERT INTO network VALUES ('cress', 'CRESS')",
    "INSERT INTO member_list (id, network_slug, filename, file_sha256, dropped_at, dropped_by,"
    " choices, header, words, state, asked_at, asked_by, row_count, done)"
    " VALUES (7, 'cress', 'liste.csv', '', '2026-01-01', '', '{}', '{}', '[]', 'read',"
    " '2026-01-01', '', 1, 0)",
    "INSERT INTO list_row (list_id, line, cells, name, outcome, told, changes, candidates)"
    " VALUES (7, 2, '[]', '', 'created', '[]', '{}', '[]')",
)
INDEXES = "SELECT name FROM sqlite_master WHERE type = 'index'"


def test_a_siret_may_be_shared_by_several_sites(session: Session) -> None:
    session.add_all([make_supplier("Site nord", siret="1"), make_supplier("Site sud", siret="1")])
    session.commit()


def test_a_record_of_a_source_belongs_to_one_supplier(session: Session) -> None:
    session.add_all([make_supplier("Le Même"), make_supplier("Le Même")])
    with pytest.raises(IntegrityError):
        session.commit()


def test_half_a_point_is_refused(session: Session) -> None:
    session.add(make_supplier(longitude=None))
    with pytest.raises(IntegrityError):
        session.commit()


def test_a_fifth_zone_is_refused(session: Session) -> None:
    supplier = make_supplier()
    supplier.zones = [
        Zone(position=position, source="test", as_of=TODAY, territories=[]) for position in range(5)
    ]
    session.add(supplier)
    with pytest.raises(IntegrityError):
        session.commit()


def test_a_reference_to_nothing_is_refused(session: Session) -> None:
    record = SourceRecord(
        supplier_id=404, source="s", source_key="k", original_name="n", facts={}, as_of=TODAY
    )
    session.add(record)
    with pytest.raises(IntegrityError):
        session.commit()


def test_two_changes_at_once_are_not_lost_in_silence(app: Flask, session: Session) -> None:
    session.add(make_supplier())
    session.commit()
    mine = session.query(Supplier).one()
    with db.sessionmaker() as other:
        other.query(Supplier).one().description = "la sienne"
        other.commit()
    mine.description = "la mienne"
    with pytest.raises(StaleDataError):
        session.commit()


def test_a_statement_that_fails_does_not_tell_its_values(session: Session) -> None:
    session.add(make_supplier(description="jeanne@exemple.example", longitude=None))
    with pytest.raises(IntegrityError) as failed:
        session.commit()
    assert "jeanne" not in str(failed.value)


def test_times_come_back_aware_and_in_utc(session: Session) -> None:
    session.add(make_supplier(archived_at=datetime(2026, 7, 1, 12, tzinfo=UTC)))
    session.commit()
    session.expire_all()
    assert session.query(Supplier).one().archived_at == datetime(2026, 7, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_sqlite_readers_never_wait_for_the_writer(session: Session) -> None:
    assert session.scalar(text("PRAGMA journal_mode")) == "wal"


@pytest.mark.parametrize("path", [f"/images/{'%00' * 64}.webp", "/reseau/%00/membres"])
def test_an_address_that_no_database_can_read_is_no_page(app: Flask, path: str) -> None:
    assert buyer(app).open(path).status_code == 404
