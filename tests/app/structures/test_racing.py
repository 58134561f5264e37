"""Two people who save at the very same time: both on SQLite and on PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from flask import Flask

from app.db import db
from app.structures.facts import STRUCTURE, Origin
from app.structures.saving import EditConflictError, save
from domain.models import HistoryEntry
from tests.app.structures.desk import make_desk

MANY = 6


def together(app: Flask, supplier_id: int, facts: list[dict[str, object]]) -> list[str]:
    """Each saved in a thread and a session of its own, from forms opened at version 1."""
    start = Barrier(len(facts))

    def one(number: int) -> str:
        with app.app_context():
            start.wait()
            try:
                save(supplier_id, facts[number], 1, Origin.now(STRUCTURE), f"user:{number}")
            except EditConflictError:
                return "conflict"
            return "saved"

    with ThreadPoolExecutor(len(facts)) as people:
        return list(people.map(one, range(len(facts))))


def test_one_of_those_who_change_the_same_thing_wins(app: Flask) -> None:
    desk = make_desk(app)
    answers = together(app, desk.supplier.id, [{"staff": 10 + number} for number in range(MANY)])
    assert sorted(answers) == ["conflict"] * (MANY - 1) + ["saved"]
    (entry,) = db.session.query(HistoryEntry).filter_by(supplier_id=desk.supplier.id)
    assert entry.changes == {"staff": [None, desk.now().staff]}


def test_those_who_change_different_things_all_save(app: Flask) -> None:
    desk = make_desk(app)
    contact = {"kind": "phone", "value": "02 41 00 00 00", "label": None, "visibility": "public"}
    facts: list[dict[str, object]] = [
        {"staff": 42},
        {"description": "Nous repassons."},
        {"contacts": [contact]},
        {"references": [{"client": "Ville d’Angers", "work": None, "year": 2024}]},
    ]
    assert together(app, desk.supplier.id, facts) == ["saved"] * len(facts)
    supplier = desk.now()
    assert (supplier.staff, supplier.description) == (42, "Nous repassons.")
    assert (len(supplier.contacts), len(supplier.references)) == (1, 1)
