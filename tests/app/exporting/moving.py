"""From one directory to another, by the file of the first."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.config import Settings
from app.db import db
from app.exporting.files import write_table
from app.exporting.suppliers import exported, listed_ids
from app.importing import ImportRequest, import_file
from app.structures.queries import ALL_IT_SAYS
from domain.models import ProofDegree, Supplier, Visibility, in_force, today
from importers.formats.own import rows
from importers.report import Report
from tests.app.conftest import CopyTables, application

PLAIN = (
    *("name", "brand", "siret", "siret_problem", "naf", "legal_form", "is_secondary_site"),
    *("capacity", "description", "website", "address", "postcode", "city", "code_insee", "country"),
    *("latitude", "longitude", "point_precision"),
)

Said = dict[str, Any]


def export(path: Path, *, with_private: bool = False) -> Path:
    """The present directory as a file."""
    ids = listed_ids(db.session)
    path.unlink(missing_ok=True)
    write_table(path, rows(exported(db.session, ids, today(), with_private=with_private)))
    db.session.rollback()
    return path


def imported(path: Path) -> dict[str, int]:
    """Into the present directory; the counts of its rows."""
    with Report() as report:
        import_file(db.sessionmaker, ImportRequest(path), report)
        told = ("rows", "created", "updated", "unchanged", "conflict", "rejected")
        return {name: report.counts[name] for name in told if report.counts[name]}


@contextmanager
def another_directory(folder: Path, copy_tables: CopyTables) -> Iterator[None]:
    """An empty one, while the block lasts."""
    settings = Settings(instance_path=folder, database_url="")
    with application(settings):
        copy_tables(settings)
        yield


def all_said(*, with_private: bool = False) -> dict[str, Said]:
    """What the format tells of each listed supplier, by its number here."""
    return {str(one.id): said(one, with_private=with_private) for one in _listed()}


def all_said_elsewhere(*, with_private: bool = False) -> dict[str, Said]:
    """The same, by its number in the directory that told it."""
    return {
        record.source_key: said(one, with_private=with_private)
        for one in _listed()
        for record in one.records
        if record.source == "export"
    }


def _listed() -> Sequence[Supplier]:
    db.session.expire_all()
    listed = select(Supplier).where(Supplier.is_listed).options(*ALL_IT_SAYS)
    return db.session.scalars(listed).all()


def said(supplier: Supplier, *, with_private: bool) -> Said:
    plain = {name: _without_odd_blanks(getattr(supplier, name)) for name in PLAIN}
    contacts = [
        contact.value
        for contact in supplier.contacts
        if with_private or contact.visibility == Visibility.PUBLIC
    ]
    return plain | {
        "kinds": sorted(supplier.kinds_on(today())),
        "labels": _labels(supplier),
        "networks": sorted(member.network_slug for member in supplier.memberships),
        "contacts": sorted(contacts),
        "zones": sorted(map(repr, _zones(supplier))),
        "without zone": sorted(a.service for a in supplier.activities if a.zone is None),
    }


def _without_odd_blanks(value: Any) -> Any:
    return " ".join(value.split()) if isinstance(value, str) else value


def _labels(supplier: Supplier) -> dict[str, Any]:
    """As each is best proved, but for its degree: a file proves nothing."""
    degrees = list(ProofDegree)
    rows = [row for row in supplier.labels if in_force(row.starts_on, row.ends_on, today())]
    rows.sort(key=lambda row: degrees.index(row.degree))
    return {row.label: (row.issuer, row.starts_on, row.ends_on) for row in rows}


def _zones(supplier: Supplier) -> Iterator[Any]:
    for zone in supplier.zones:
        services = sorted(a.service for a in supplier.activities if a.zone is zone)
        yield zone.whole_country, zone.radius_km, sorted(zone.territories), services
