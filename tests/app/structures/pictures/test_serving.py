"""A picture's address: kept for good where it is public, closed where it is not."""

import pytest
from flask import Flask

from app.db import db
from domain.models import Picture, PictureFile, PictureKind, Supplier
from tests.app.cast import make_supplier
from tests.app.pages import on_sqlite, publish
from tests.app.people import buyer, colleague_at, editor_of, moderator, visitor

pytestmark = on_sqlite

SHA256 = "a" * 64
ADDRESS = f"/images/{SHA256}.webp"


def file(added_by: str = "user:0") -> PictureFile:
    return PictureFile(sha256=SHA256, media_type="image/webp", content=b"RIFF", added_by=added_by)


def pictured(app: Flask, **values: object) -> Supplier:
    """A supplier with that picture."""
    supplier = make_supplier(**values)
    shown = {"alt": "L’atelier", "width": 4, "height": 3, "source": "structure"}
    supplier.pictures = [Picture(kind=PictureKind.PHOTO, sha256=SHA256, **shown)]
    db.session.add(file())
    db.session.flush()
    publish(app, supplier)
    return supplier


def test_it_is_served_and_kept_for_good(app: Flask) -> None:
    pictured(app)
    answer = visitor(app).open(ADDRESS)
    assert (answer.status_code, answer.mimetype, answer.data) == (200, "image/webp", b"RIFF")
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_browser_that_has_it_is_not_sent_it_again(app: Flask) -> None:
    pictured(app)
    answer = visitor(app).open(ADDRESS, headers={"If-None-Match": f'"{SHA256}"'})
    assert (answer.status_code, answer.data) == (304, b"")


def test_that_of_a_page_that_is_not_public_is_for_those_who_keep_it(app: Flask) -> None:
    supplier = pictured(app, awaits_review=True)
    answer = colleague_at(supplier, app).open(ADDRESS)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert moderator(app).open(ADDRESS).status_code == 200
    assert buyer(app).open(ADDRESS).status_code == 404
    assert visitor(app).open(ADDRESS).status_code == 404


def test_one_that_is_not_saved_yet_is_for_who_sent_it(app: Flask) -> None:
    supplier = make_supplier()
    publish(app, supplier)
    person = editor_of(supplier, app)
    assert person.user is not None
    db.session.add(file(person.user.actor))
    db.session.commit()
    assert person.open(ADDRESS).status_code == 200
    assert buyer(app).open(ADDRESS).status_code == 404


@pytest.mark.parametrize("name", ["b" * 64, "b" * 63, "B" * 64, "..%2f" * 12 + "aaaa"])
def test_any_other_is_not_found(app: Flask, name: str) -> None:
    pictured(app)
    assert visitor(app).open(f"/images/{name}.webp").status_code == 404
