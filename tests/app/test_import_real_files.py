"""The real files, imported one after the other into one database, then again."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from app import create_app
from app.config import Settings
from app.db import db
from app.importing import ImportRequest, import_file
from app.schema import alembic
from domain.models import (
    HistoryEntry,
    Membership,
    OutboxEntry,
    ProbableDuplicate,
    SourceRecord,
    Supplier,
    SupplierKind,
)
from importers.report import Report
from tests.app.dumping import dump

FILES = ("siae_lemarche_fixture.csv", "esat_finess_liste_officielle.csv", "geiq_ffgeiq_label.csv")

Counts = dict[str, Any]


@pytest.fixture(scope="module")
def sessions(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sessionmaker[Session]]:
    app = create_app(Settings(instance_path=tmp_path_factory.mktemp("real"), database_url=""))
    with app.app_context():
        alembic().upgrade()
        yield db.sessionmaker
        db.session.close()
        db.engine.dispose()


@pytest.fixture(scope="module")
def imported(sessions: sessionmaker[Session], shared_data: Path) -> tuple[list[Counts], float]:
    """The counts of each file, imported in turn, and how many seconds the three took."""
    started = time.monotonic()
    counts = [import_one(sessions, shared_data / name) for name in FILES]
    return counts, time.monotonic() - started


@pytest.fixture
def session(sessions: sessionmaker[Session], imported: object) -> Iterator[Session]:
    with sessions() as opened:
        yield opened


def import_one(sessions: sessionmaker[Session], path: Path, **request: Any) -> Counts:
    with Report() as report:
        import_file(sessions, ImportRequest(path, **request), report)
        return report.counts


def outcomes(counts: Counts) -> tuple[int, ...]:
    names = ("rows", "created", "updated", "unchanged", "conflict", "rejected")
    return tuple(counts[name] for name in names)


def test_every_row_has_its_outcome(imported: tuple[list[Counts], float]) -> None:
    siae, esat, geiq = map(outcomes, imported[0])
    assert siae == (3847, 3838, 9, 0, 0, 0)
    assert esat == (1504, 1504, 0, 0, 0, 0)
    assert geiq == (440, 311, 121, 0, 0, 8)


def test_they_take_less_than_a_minute_together(imported: tuple[list[Counts], float]) -> None:
    assert imported[1] < 60


def test_nine_establishments_have_two_kinds(session: Session) -> None:
    several = (
        select(SupplierKind.supplier_id)
        .where(SupplierKind.source == "siae")
        .group_by(SupplierKind.supplier_id)
        .having(func.count() == 2)
    )
    assert len(session.scalars(several).all()) == 9
    two_names = select(SourceRecord).where(SourceRecord.match_reason.startswith("même SIRET et"))
    assert len(session.scalars(two_names).all()) == 9


def test_geiq_of_the_siae_file_are_matched_or_listed(session: Session) -> None:
    """158 rows carry a SIRET of the SIAE file; see docs/decisions for how these were counted."""
    matched = session.scalars(
        select(SourceRecord).where(
            SourceRecord.source == "geiq", SourceRecord.match_reason.is_not(None)
        )
    ).all()
    geiq_only = {
        supplier_id
        for (supplier_id,) in session.execute(
            select(SourceRecord.supplier_id).where(
                SourceRecord.source == "geiq", SourceRecord.match_reason.is_(None)
            )
        )
    }
    pairs = session.scalars(select(ProbableDuplicate)).all()
    listed = {pair.second_id for pair in pairs} & geiq_only
    assert (len(matched), len(listed)) == (121, 37)


def test_a_second_run_changes_nothing(
    session: Session, sessions: sessionmaker[Session], shared_data: Path
) -> None:
    before = dump(session)
    for name in FILES:
        counts = import_one(sessions, shared_data / name)
        assert counts["unchanged"] + counts["rejected"] == counts["rows"]
    assert dump(session) == before


def test_history_and_outbox_tell_each_supplier(session: Session) -> None:
    total = session.scalar(select(func.count()).select_from(Supplier))
    assert total == 3838 + 1504 + 311
    for table in (HistoryEntry, OutboxEntry):
        told = session.scalar(select(func.count(func.distinct(table.supplier_id))))
        assert told == total


def test_a_siret_list_attaches_known_suppliers(
    session: Session, sessions: sessionmaker[Session], shared_data: Path
) -> None:
    path = shared_data / "iae_grand_est_sirets.csv"
    first = import_one(sessions, path, network="iae-grand-est")
    again = import_one(sessions, path, network="iae-grand-est")
    assert outcomes(first) == (79, 0, 48, 0, 0, 31)
    assert outcomes(again) == (79, 0, 0, 48, 0, 31)
    members = session.scalar(select(func.count()).where(Membership.network_slug == "iae-grand-est"))
    assert members == 48
