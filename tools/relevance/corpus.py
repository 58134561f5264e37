"""The directory that the judged set was read in: invented suppliers, and real lists if present.

It is kept under build/ and made again only when what it is made from has changed.
"""

import hashlib
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

from app import create_app
from app.config import LogLevel, Settings
from app.db import db
from app.demo.loader import load
from app.importing import ImportRequest, import_file
from app.indexing import ensure_index
from app.schema import alembic
from domain.models import today
from importers.report import Report
from search.relay import silently

ROOT = Path(__file__).resolve().parents[2]
REAL_FILES = ROOT.parent / "shared" / "data"
NAMES = ("siae_lemarche_fixture.csv", "esat_finess_liste_officielle.csv", "geiq_ffgeiq_label.csv")
INVENTED = 3000

# What the database is made from, and what its index is made from.
STORED = ("data", "domain", "importers", "app/demo", "app/importing", "app/migrations")
INDEXED = ("data", "domain", "search", "app/index_copies.py", "app/indexing.py")


def real_files() -> tuple[Path, ...]:
    """The real lists, in the order they are imported; none when the folder is absent."""
    return tuple(path for name in NAMES if (path := REAL_FILES / name).is_file())


@contextmanager
def corpus(folder: Path = ROOT / "build" / "relevance") -> Iterator[Flask]:
    """The application over the corpus, within its context."""
    instance = folder / _digest((*_sources(STORED), *real_files()))
    settings = Settings(instance_path=instance, log_level=LogLevel.WARNING)
    _forget_others(instance)
    app = create_app(settings)
    with app.app_context():
        if not (instance / "stored").exists():
            _store()
            (instance / "stored").touch()
        _index(settings, instance / "indexed")
        yield app
        db.session.close()
        db.engine.dispose()


def _store() -> None:
    alembic().upgrade()
    load(db.sessionmaker, INVENTED)
    for path in real_files():
        with Report() as report:
            import_file(db.sessionmaker, ImportRequest(path), report)


def _index(settings: Settings, stamp: Path) -> None:
    """Anew when the code that reads texts has changed, and each day: kinds and labels end."""
    made_of = f"{_digest(_sources(INDEXED))} {today()}"
    if not stamp.exists() or stamp.read_text() != made_of:
        shutil.rmtree(settings.index_path, ignore_errors=True)
    ensure_index(settings, db.sessionmaker, silently)
    stamp.write_text(made_of)


def _forget_others(instance: Path) -> None:
    """A corpus that was left half made starts again too."""
    for other in instance.parent.glob("*"):
        if other != instance or not (other / "stored").exists():
            shutil.rmtree(other)


def _sources(names: Iterable[str]) -> Iterator[Path]:
    for name in names:
        path = ROOT / name
        found = path.rglob("*") if path.is_dir() else [path]
        yield from sorted(p for p in found if p.is_file() and "__pycache__" not in p.parts)


def _digest(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
