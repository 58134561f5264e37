"""A section of a page: opened, saved, refused, told to a colleague who saved second."""

from flask import Flask

from app.db import db
from domain.models import HistoryEntry, Supplier
from tests.app.cast import make_supplier
from tests.app.pages import on_sqlite, publish
from tests.app.people import buyer, editor_of, visitor


def stored(app: Flask) -> Supplier:
    supplier = make_supplier()
    publish(app, supplier)
    return supplier


def test_a_section_is_saved(app: Flask) -> None:
    supplier = stored(app)
    person = editor_of(supplier, app)
    address = f"/structure/{supplier.id}/fiche/chiffres"
    assert "Chiffres" in person.page(address)
    answer = person.send(address, {"version": supplier.version, "staff": "42"})
    assert answer.location == f"/structure/{supplier.id}"
    db.session.expire_all()
    assert supplier.staff == 42


def test_what_was_changed_is_in_the_history(app: Flask) -> None:
    supplier = stored(app)
    person = editor_of(supplier, app)
    person.send(f"/structure/{supplier.id}/fiche/chiffres", {"version": 1, "staff": "42"})
    entry = db.session.query(HistoryEntry).filter_by(supplier_id=supplier.id).one()
    assert person.user is not None
    assert (entry.actor, entry.changes) == (person.user.actor, {"staff": [None, 42]})


def test_the_second_of_two_colleagues_sees_both_and_chooses(app: Flask) -> None:
    supplier = stored(app)
    person = editor_of(supplier, app)
    address = f"/structure/{supplier.id}/fiche/chiffres"
    opened = supplier.version
    person.send(address, {"version": opened, "staff": "42"})
    answer = person.send(address, {"version": opened, "staff": "50"})
    assert answer.status_code == 409
    db.session.expire_all()
    assert supplier.staff == 42
    person.send(address, {"version": supplier.version, "staff": "50"})
    db.session.expire_all()
    assert supplier.staff == 50


@on_sqlite
def test_a_preview_writes_nothing(app: Flask) -> None:
    supplier = stored(app)
    person = editor_of(supplier, app)
    address = f"/structure/{supplier.id}/fiche/chiffres"
    answer = person.send(address, {"version": supplier.version, "staff": "77", "preview": ""})
    assert "<dd>77</dd>" in answer.text
    db.session.rollback()
    db.session.expire_all()
    assert supplier.staff is None


@on_sqlite
def test_a_buyer_is_told_it_is_reserved(app: Flask) -> None:
    supplier = stored(app)
    assert buyer(app).open(f"/structure/{supplier.id}/fiche/chiffres").status_code == 403


@on_sqlite
def test_a_visitor_is_asked_to_sign_in(app: Flask) -> None:
    supplier = stored(app)
    answer = visitor(app).open(f"/structure/{supplier.id}/fiche/chiffres")
    assert answer.status_code == 302
    assert answer.location.startswith("/connexion?suite=")
