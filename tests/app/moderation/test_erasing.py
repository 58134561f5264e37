"""A personal datum leaves the whole database, and no import brings it back."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.administration.models import AdminEntry
from app.db import db
from app.importing import ImportRequest, import_file
from app.moderation.erasing import COLUMNS, ERASED, ROWS, erase_personal, pattern_of
from app.moderation.merging import merge
from app.moderation.models import Report as VisitorReport
from app.moderation.wording import PLACES
from app.structures.facts import STRUCTURE, Origin
from app.structures.reverting import WAS_ERASED, revert
from app.structures.saving import write_facts
from domain.models import Contact, ContactKind, PictureFile, Supplier
from importers.report import Report
from tests.app.cast import TODAY, make_supplier
from tests.app.dumping import dump
from tests.app.pages import on_sqlite, plain
from tests.app.people import moderator

EMAIL = "jeanne.dupont@verger.example"
MOBILE = "0612345678"


def everything() -> str:
    return json.dumps(dump(db.session), default=repr, ensure_ascii=False)


def full_of(value: str, kind: str) -> Supplier:
    """A supplier that says it in every place, merged into another."""
    supplier, other = make_supplier(), make_supplier("Autre")
    supplier.contacts = [Contact(kind=ContactKind(kind), value=value, source="test", as_of=TODAY)]
    supplier.records[0].facts = {f"{kind}s": [value], "unmatched": {"Contact": [f"Voir {value}"]}}
    db.session.add_all([supplier, other])
    db.session.flush()
    said = {"kind": kind, "value": value, "label": None, "visibility": "public"}
    facts = {"contacts": [said], "description": f"Écrivez à {value}, merci."}
    facts |= {"legal_form": f"Association, {value}", "postcode": value, "city": f"Angers, {value}"}
    write_facts(supplier, facts, Origin.now(STRUCTURE), "user:1")
    db.session.add(VisitorReport(supplier_id=supplier.id, subject="autre", message=f"De {value}."))
    merge(other.id, supplier.id, "user:1")
    db.session.commit()
    return supplier


@pytest.mark.parametrize(("value", "kind"), [(EMAIL, "email"), (MOBILE, "phone")])
def test_it_is_nowhere_any_more(app: Flask, value: str, kind: str) -> None:
    supplier = full_of(value, kind)
    assert everything().count(value) > 8
    assert erase_personal(db.session, value)
    db.session.commit()
    assert value not in everything()
    assert supplier.description == f"Écrivez à {ERASED}, merci."
    assert list(db.session.scalars(select(Contact))) == []


@on_sqlite
@pytest.mark.parametrize(
    ("value", "text"),
    [
        (EMAIL, "Jeanne.Dupont@Verger.example"),
        (MOBILE, "06 12 34 56 78"),
        (MOBILE, "06.12.34.56.78"),
        (MOBILE, "+33 6 12 34 56 78"),
        ("+33612345678", "0612345678"),
        ("06 12 34 56 78", "0033612345678"),
        (MOBILE, "33612345678"),
        ("+32 2 555 12 12", "+3225551212"),
        ("0032 2 555 12 12", "+32 2 555 12 12"),
    ],
)
def test_it_is_known_however_it_is_written(app: Flask, value: str, text: str) -> None:
    assert pattern_of(value).sub("", f"<{text}>") == "<>"


@on_sqlite
@pytest.mark.parametrize(
    ("value", "text"),
    [
        (EMAIL, f"x{EMAIL}"),
        (EMAIL, f"{EMAIL}-lyon"),
        (EMAIL, f"{EMAIL}.lyon"),
        (MOBILE, "+612345678"),
        (MOBILE, "10612345678"),
        (MOBILE, "06123456789"),
    ],
)
def test_a_longer_one_is_another(app: Flask, value: str, text: str) -> None:
    assert pattern_of(value).sub("", text) == text


TITLES = "Nom;Type;Code postal;Ville;Email;Tél\n"
ROW = f"LE VERGER;EI;49000;Angers;{EMAIL};{MOBILE}\n"


def run_import(folder: Path) -> None:
    path = folder / "membres.csv"
    path.write_text(TITLES + ROW)
    with Report() as report:
        import_file(db.sessionmaker, ImportRequest(path), report)
    db.session.expire_all()


@on_sqlite
def test_an_import_does_not_bring_it_back(app: Flask, tmp_path: Path) -> None:
    run_import(tmp_path)
    assert EMAIL in everything()
    for value in (EMAIL, "06 12 34 56 78"):
        erase_personal(db.session, value)
    db.session.commit()
    run_import(tmp_path)
    assert EMAIL not in everything()
    assert MOBILE not in everything().replace(" ", "")


@on_sqlite
def test_it_leaves_what_stands_beside_a_contact_and_its_own_words(app: Flask) -> None:
    supplier = full_of(MOBILE, "phone")
    value = {"kind": ContactKind.EMAIL, "value": "a@b.example", "label": f"Ou au {MOBILE}"}
    supplier.contacts.append(Contact(**value, source="test", as_of=TODAY))
    supplier.own_words = [f"dépannage au {MOBILE}"]
    db.session.commit()
    erase_personal(db.session, MOBILE)
    db.session.commit()
    assert MOBILE not in everything()


@on_sqlite
def test_a_photo_leaves_pages_and_no_history_brings_it_back(app: Flask) -> None:
    supplier, sha256 = make_supplier(), "ab" * 32
    db.session.add_all(
        [
            PictureFile(sha256=sha256, media_type="image/webp", content=b"x", added_by="user:1"),
            supplier,
        ]
    )
    db.session.commit()
    seen = {"sha256": sha256, "alt": "Jeanne", "kind": "photo", "width": 1, "height": 1}
    origin = Origin.now(STRUCTURE)
    write_facts(supplier, {"pictures": [seen]}, origin, "user:1")
    removed = write_facts(supplier, {"pictures": []}, origin, "user:1")
    write_facts(supplier, {"pictures": [seen]}, origin, "user:1")
    db.session.commit()
    assert removed is not None
    typed = {"value": f"https://annuaire.example/images/{sha256}.webp", "erase": ""}
    moderator(app).send("/moderation/effacer", typed)
    db.session.expire_all()
    assert sha256 not in everything()
    done = revert(supplier.id, removed, origin, "user:1", certifies=True)
    assert done.left == {"pictures": WAS_ERASED}


@on_sqlite
def test_a_moderator_looks_first_then_erases(app: Flask) -> None:
    full_of(EMAIL, "email")
    person = moderator(app)
    looked = person.send("/moderation/effacer", {"value": EMAIL, "look": ""})
    assert "Effacer pour de bon" in looked.text
    kept = db.session.scalars(select(Supplier).filter_by(name="Autre")).one()
    page = plain(looked.text)
    assert f'<a href="/structure/{kept.id}">Autre</a>' in page
    assert re.search(r"</a>\) : .*fiche.*historique", page)
    assert "signalement" in page
    db.session.rollback()
    assert everything().count(EMAIL) > 8
    person.send("/moderation/effacer", {"value": EMAIL, "erase": ""})
    assert EMAIL not in everything()
    record = db.session.scalars(select(AdminEntry)).one()
    assert record.subject == "donnée personnelle"


@on_sqlite
@pytest.mark.parametrize("value", ["", "Angers", "12", "%", "a@b", "\x00@b.example", "x" * 999])
def test_what_is_no_datum_erases_nothing(app: Flask, value: Any) -> None:
    full_of(EMAIL, "email")
    before = everything()
    answer = moderator(app).send("/moderation/effacer", {"value": value, "erase": ""})
    assert answer.status_code == 200
    assert "field-error" in answer.text
    assert everything().count(EMAIL) == before.count(EMAIL)


def test_every_place_that_it_leaves_has_a_name() -> None:
    cleaned = {column.class_ for column in (*ROWS, *COLUMNS)}
    assert cleaned - PLACES.keys() == set()
