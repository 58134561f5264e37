"""The real files, one directory made of them, its file, another directory."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.db import db
from app.importing import ImportRequest, import_file
from importers.report import Report
from tests.app.conftest import CopyTables
from tests.app.dumping import dump
from tests.app.exporting.moving import (
    Said,
    all_said,
    all_said_elsewhere,
    another_directory,
    export,
    imported,
)

FILES = ("siae_lemarche_fixture.csv", "esat_finess_liste_officielle.csv", "geiq_ffgeiq_label.csv")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("real")


@pytest.fixture(scope="module")
def told(folder: Path, shared_data: Path, sqlite_tables: CopyTables) -> Iterator[dict[str, Said]]:
    """The directory of the real files, which its own file has left as it was."""
    with another_directory(folder / "ici", sqlite_tables):
        for name in FILES:
            with Report() as report:
                import_file(db.sessionmaker, ImportRequest(shared_data / name), report)
        path, said = export(folder / "annuaire.csv"), all_said()
        before = dump(db.session)
        assert imported(path) == {"rows": len(said), "unchanged": len(said)}
        assert dump(db.session) == before
        yield said


def test_they_come_back_as_they_went(
    folder: Path, told: dict[str, Said], sqlite_tables: CopyTables
) -> None:
    assert len(told) == 3838 + 1504 + 311
    with another_directory(folder / "ailleurs", sqlite_tables):
        imported(folder / "annuaire.csv")
        assert all_said_elsewhere() == told
