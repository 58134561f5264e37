"""What an import makes of merged suppliers, and of pairs that a person has decided."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app.db import db
from app.importing import ImportRequest, import_file
from app.moderation.merging import merge, unmerge
from app.moderation.merging.pairs import decide_pair
from domain.models import DuplicateStatus, ProbableDuplicate, Supplier
from importers.report import Report
from tests.app.pages import on_sqlite

TITLES = "Nom;SIRET;Type;Adresse;Code postal;Ville;Activités;Email\n"
HERE = "LE VERGER;12345678200010;EI;3 rue Haute;49000;Angers;{};{}\n"
# The same SIRET in another list and another commune: a doubt.
THERE = "LE VERGER NANTES;12345678200010;EI;1 quai Bas;44000;Nantes;{};{}\n"
ELSEWHERE = "LE VERGER RENNES;12345678200010;EI;2 place Haute;35000;Rennes;{};{}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def run(folder: Path, source: str, row: str, services: str = "", email: str = "") -> None:
    path = folder / f"{source}.csv"
    path.write_text(TITLES + row.format(services, email))
    with Report() as report:
        import_file(db.sessionmaker, ImportRequest(path, source=source), report)
    db.session.expire_all()


def two_in_doubt(folder: Path) -> tuple[Supplier, Supplier]:
    run(folder, "une", HERE, "Menuiserie")
    run(folder, "autre", THERE, "Repassage")
    first, second = db.session.scalars(select(Supplier).order_by(Supplier.id))
    return first, second


def pairs() -> list[ProbableDuplicate]:
    return list(db.session.scalars(select(ProbableDuplicate)))


def services(supplier: Supplier) -> set[str]:
    return {activity.service for activity in supplier.activities}


def test_a_new_import_of_the_merged_one_updates_the_kept_one(app: Flask, folder: Path) -> None:
    kept, merged = two_in_doubt(folder)
    merge(kept.id, merged.id, "user:1")
    db.session.commit()
    run(folder, "autre", THERE, "Repassage, traiteur", "contact@verger.example")
    assert len(db.session.scalars(select(Supplier)).all()) == 2
    assert services(kept) == {"menuiserie-batiment", "repassage", "traiteur"}
    assert [contact.value for contact in kept.contacts] == ["contact@verger.example"]
    assert merged.contacts == []


@on_sqlite
def test_once_apart_the_next_import_is_about_the_right_one(app: Flask, folder: Path) -> None:
    kept, merged = two_in_doubt(folder)
    made = merge(kept.id, merged.id, "user:1")
    db.session.commit()
    run(folder, "autre", THERE, "Repassage, traiteur", "contact@verger.example")
    unmerge(made.id, "user:1")
    db.session.commit()
    run(folder, "autre", THERE, "Repassage, traiteur", "contact@verger.example")
    assert services(merged) == {"repassage", "traiteur"}
    assert [contact.value for contact in merged.contacts] == ["contact@verger.example"]


@on_sqlite
@pytest.mark.parametrize("status", [DuplicateStatus.REJECTED, DuplicateStatus.CONFIRMED])
def test_a_pair_that_was_decided_is_not_asked_again(
    app: Flask, folder: Path, status: DuplicateStatus
) -> None:
    first, second = two_in_doubt(folder)
    decide_pair(first.id, second.id, status, "user:1", "")
    db.session.commit()
    run(folder, "une", HERE, "Menuiserie, couture")
    run(folder, "autre", THERE, "Repassage, couture")
    assert [(pair.first_id, pair.second_id, pair.status) for pair in pairs()] == [
        (first.id, second.id, status)
    ]


@on_sqlite
def test_a_new_doubt_is_about_the_kept_one_alone(app: Flask, folder: Path) -> None:
    kept, merged = two_in_doubt(folder)
    merge(kept.id, merged.id, "user:1")
    db.session.commit()
    run(folder, "troisième", ELSEWHERE, "Traiteur")
    newest = pairs()[-1]
    assert newest.status is DuplicateStatus.OPEN
    assert newest.first_id == kept.id
    assert len(pairs()) == 2
