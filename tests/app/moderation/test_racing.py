"""Two moderators at the very same time, on SQLite and on PostgreSQL."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from flask import Flask
from sqlalchemy import select

from app.accounts.models import Editorship
from app.db import db
from app.moderation.joining import join_pages, part_pages
from app.moderation.merging import merge
from app.moderation.models import Report
from app.moderation.queue.deciding import decide
from app.moderation.wording import Matter
from app.structures.claiming.settling import UndecidableError
from app.structures.facts import MODERATION, Origin
from app.structures.reverting import revert
from app.structures.saving import write_facts
from domain.models import HistoryAction, HistoryEntry, Merge, Supplier
from tests.app.cast import make_supplier
from tests.app.people import letters, make_user

TOGETHER = 2


def together(app: Flask, act: Callable[[int], object]) -> list[str]:
    """What came of each, acting in a thread and a session of its own."""
    start = Barrier(TOGETHER)

    def one(number: int) -> str:
        with app.app_context():
            start.wait()
            try:
                act(number)
            except UndecidableError:
                return "refused"
            return "done"

    with ThreadPoolExecutor(TOGETHER) as people:
        return sorted(people.map(one, range(TOGETHER)))


def stored(*names: str) -> list[int]:
    suppliers = [make_supplier(name) for name in names]
    db.session.add_all(suppliers)
    db.session.commit()
    return [supplier.id for supplier in suppliers]


def test_each_keeps_the_other_page_and_one_merge_is_made(app: Flask) -> None:
    ids = stored("Un", "Deux")

    def join(number: int) -> None:
        join_pages(ids[number], ids[1 - number], "", f"user:{number}")

    assert together(app, join) == ["done", "refused"]
    db.session.expire_all()
    merged = [supplier.merged_into_id for supplier in db.session.scalars(select(Supplier))]
    assert merged.count(None) == 1
    assert len(db.session.scalars(select(Merge)).all()) == 1


def test_a_merge_is_undone_once(app: Flask) -> None:
    ids = stored("Un", "Deux")
    user = make_user()
    user.editorships.append(Editorship(supplier_id=ids[1], is_owner=True))
    merge_id = merge(*ids, "user:1").id
    db.session.commit()
    done = together(app, lambda number: part_pages(merge_id, f"user:{number}"))
    assert done == ["done", "refused"]


def test_a_report_is_closed_and_answered_once(app: Flask) -> None:
    (supplier_id,) = stored("Un")
    said = {"subject": "autre", "message": "Fermée ?", "email": "v@rue.example"}
    report = Report(supplier_id=supplier_id, **said)
    db.session.add(report)
    db.session.commit()
    report_id = report.id

    def close(number: int) -> None:
        decide(Matter.REPORT, report_id, True, "", f"user:{number}")

    assert together(app, close) == ["done", "refused"]
    assert len(letters("v@rue.example")) == 1


def test_an_entry_is_taken_back_once(app: Flask) -> None:
    (supplier_id,) = stored("Un")
    supplier = db.session.get_one(Supplier, supplier_id)
    entry = write_facts(supplier, {"staff": 42}, Origin.now(MODERATION), "user:1")
    assert entry is not None
    db.session.commit()
    entry_id = entry.id

    def take_back(number: int) -> None:
        told = db.session.get_one(HistoryEntry, entry_id)
        revert(supplier_id, told, Origin.now(MODERATION), f"user:{number}", certifies=True)

    together(app, take_back)
    db.session.expire_all()
    assert supplier.staff is None
    reverts = select(HistoryEntry).where(HistoryEntry.action == HistoryAction.REVERTED)
    assert len(db.session.scalars(reverts).all()) == 1
