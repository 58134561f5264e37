"""An import killed in the middle and run again ends as if it had never been killed."""

import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from app.config import Settings
from tests.app.dumping import dump
from tests.commands import Process, environment, reperess

ROWS = 400

# Small batches, so that there is a middle to be killed in.
SCRIPT = """
import sys
from pathlib import Path
from app import create_app
from app.config import load_settings
from app.db import db
from app.importing import ImportRequest, batches, import_file
from importers.report import Report

batches.BATCH_ROWS = 20
with create_app(load_settings()).app_context(), Report() as report:
    import_file(db.sessionmaker, ImportRequest(Path(sys.argv[1])), report)
"""


@pytest.fixture(scope="module")
def members(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two kinds under one SIRET, sites, services: decisions that depend on earlier rows."""
    path = tmp_path_factory.mktemp("file") / "membres.csv"
    rows = ["Nom;SIRET;Type;Adresse;Code postal;Ville;Activités;Zone d'intervention"]
    for number in range(ROWS):
        siret = "12345678200010" if number % 50 == 0 else ""
        kind = ("EI", "ACI", "AI")[number // 50 % 3]
        rows.append(
            f"Structure {number};{siret};{kind};3 rue Haute;49000;Angers;Menuiserie, repassage;49"
        )
    path.write_text("\n".join(rows))
    return path


def start(instance: Path, members: Path) -> Process:
    return Process(["-c", SCRIPT, str(members)], environment(instance))


def finish(instance: Path, members: Path) -> None:
    importing = start(instance, members)
    importing.communicate(timeout=60)
    assert importing.returncode == 0


@contextmanager
def session(instance: Path) -> Iterator[Session]:
    engine = create_engine(Settings(instance_path=instance).database)
    with Session(engine) as opened:
        yield opened
    engine.dispose()


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance with its tables and nothing in them."""
    instance = tmp_path_factory.mktemp("empty")
    assert reperess(instance, "db", "upgrade").returncode == 0
    return instance


@pytest.fixture(scope="module")
def never_killed(tmp_path_factory: pytest.TempPathFactory, empty: Path, members: Path) -> Path:
    instance = Path(shutil.copytree(empty, tmp_path_factory.mktemp("whole") / "instance"))
    finish(instance, members)
    return instance


def records(instance: Path) -> int:
    with closing(sqlite3.connect(instance / "reperess.sqlite3", timeout=10)) as database:
        (count,) = database.execute("SELECT count(*) FROM source_record").fetchone()
        return int(count)


def kill_after(instance: Path, members: Path, enough: int) -> None:
    importing = start(instance, members)
    while importing.poll() is None and records(instance) < enough:
        time.sleep(0.005)
    importing.kill()
    importing.communicate()


@pytest.mark.parametrize("points", [(1,), (200,), (ROWS - 30,), (40, 120, 300)])
def test_it_ends_the_same(
    tmp_path: Path, empty: Path, members: Path, never_killed: Path, points: tuple[int, ...]
) -> None:
    instance = Path(shutil.copytree(empty, tmp_path / "instance"))
    for enough in points:
        kill_after(instance, members, enough)
        assert 0 < records(instance) < ROWS
    finish(instance, members)
    with session(instance) as ended, session(never_killed) as whole:
        assert dump(ended) == dump(whole)
        assert len(dump(whole)["source_record"]) == ROWS
