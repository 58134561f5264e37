"""The section of pictures: sent, described, put in order, taken away; never lost on the way."""

from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.db import db
from app.limits import MAX_PICTURES_BYTES
from app.uploads import MAX_PICTURE_BYTES
from domain.models import HistoryEntry, Picture, PictureFile, PictureKind, Supplier
from tests.app.cast import make_supplier
from tests.app.pages import on_sqlite, page, plain, publish
from tests.app.people import Person, editor_of
from tests.app.structures.sending import BLUE, RED, photo, picture

GREEN, GREY = (20, 200, 30), (90, 90, 90)


def stored(app: Flask) -> tuple[Supplier, Person]:
    supplier = make_supplier()
    publish(app, supplier)
    return supplier, editor_of(supplier, app)


def send(person: Person, supplier: Supplier, **said: Any) -> TestResponse:
    db.session.expire_all()
    version = supplier.version
    return person.send(f"/structure/{supplier.id}/fiche/photos", {"version": version, **said})


def sent(person: Person, supplier: Supplier, *colours: tuple[int, int, int]) -> list[str]:
    """Photos taken in and not saved yet: what the form holds of them."""
    send(person, supplier, photo_files=[photo(colour=colour) for colour in colours], send="")
    newest = db.session.query(PictureFile).order_by(PictureFile.added_at.desc())
    return [file.sha256 for file in newest.limit(len(colours))][::-1]


def rows(*photos: tuple[str, str]) -> dict[str, str]:
    """The form's rows: (sha256, words)."""
    said = {}
    for index, (sha256, alt) in enumerate(photos):
        said |= {f"photos-{index}-sha256": sha256, f"photos-{index}-alt": alt}
    return said


def alts(supplier: Supplier) -> list[str]:
    db.session.expire_all()
    return [picture.alt for picture in supplier.pictures]


def test_photos_are_sent_described_and_shown(app: Flask) -> None:
    supplier, person = stored(app)
    first, second = sent(person, supplier, RED, BLUE)
    answer = send(person, supplier, **rows((first, "L’atelier"), (second, "Un banc")))
    assert answer.location == f"/structure/{supplier.id}"
    assert alts(supplier) == ["L’atelier", "Un banc"]
    html = page(app, f"/fournisseur/{supplier.id}")
    assert f'src="/images/{first}.webp" alt="L’atelier" width="60" height="40"' in html


@on_sqlite
def test_a_logo_takes_its_words_from_the_name(app: Flask) -> None:
    supplier, person = stored(app)
    send(person, supplier, logo_file=photo("logo.png"))
    (logo,) = supplier.pictures
    assert (logo.kind, logo.alt) == (PictureKind.LOGO, "Logo\u00a0: Les Ateliers du Verger")


@on_sqlite
def test_a_new_logo_replaces_the_former(app: Flask) -> None:
    supplier, person = stored(app)
    send(person, supplier, logo_file=photo(colour=RED))
    former = supplier.pictures[0].sha256
    send(person, supplier, logo_file=photo(colour=BLUE), **{"logo-0-sha256": former})
    db.session.expire_all()
    assert len(supplier.pictures) == 1
    assert supplier.pictures[0].sha256 != former


@on_sqlite
def test_a_photo_without_words_is_kept_and_asked_to_be_described(app: Flask) -> None:
    supplier, person = stored(app)
    answer = send(person, supplier, photo_files=[photo()])
    assert "Dites en quelques mots" in answer.text
    assert 'name="photos-0-sha256"' in answer.text
    assert alts(supplier) == []


@on_sqlite
def test_one_that_cannot_be_read_is_told_and_the_others_kept(app: Flask) -> None:
    supplier, person = stored(app)
    bad = (BytesIO(b"<svg/>"), "dessin.svg")
    answer = send(person, supplier, photo_files=[photo(), bad], send="")
    assert "« dessin.svg » : Ce fichier n’est pas une image JPEG, PNG ou WebP" in plain(answer.text)
    assert 'name="photos-0-sha256"' in answer.text


@on_sqlite
def test_a_logo_and_eight_photos_of_a_telephone_go_in_one_sending(app: Flask) -> None:
    supplier, person = stored(app)
    heavy = BytesIO(picture().getvalue() + b"\0" * (MAX_PICTURE_BYTES - 10_000))
    photos = [(BytesIO(heavy.getvalue()), f"{n}.jpg") for n in range(4)]
    answer = send(person, supplier, photo_files=photos, send="")
    answer.request.environ["wsgi.input"].close()  # the client of tests leaves it open
    assert answer.status_code == 200
    assert 'name="photos-0-sha256"' in answer.text


@on_sqlite
def test_more_is_refused_whole_and_said_so(app: Flask) -> None:
    supplier, person = stored(app)
    length = {"CONTENT_LENGTH": str(MAX_PICTURES_BYTES + 1)}
    path = f"/structure/{supplier.id}/fiche/photos"
    answer = person.send(path, {"photo_files": [photo()]}, environ_overrides=length)
    assert answer.status_code == 413
    assert "10 Mo au plus" in plain(answer.text)


@on_sqlite
def test_a_ninth_photo_is_told_and_not_taken(app: Flask) -> None:
    supplier, person = stored(app)
    colours = [(index * 20, 0, 0) for index in range(9)]
    answer = send(
        person, supplier, photo_files=[photo(colour=colour) for colour in colours], send=""
    )
    assert "8 photos au plus" in answer.text
    assert 'name="photos-7-sha256"' in answer.text
    assert 'name="photos-8-sha256"' not in answer.text


@on_sqlite
def test_the_same_photo_is_there_once(app: Flask) -> None:
    supplier, person = stored(app)
    (red,) = sent(person, supplier, RED)
    answer = send(person, supplier, photo_files=[photo()], send="", **rows((red, "L’atelier")))
    assert 'name="photos-1-sha256"' not in answer.text


@on_sqlite
def test_photos_change_places(app: Flask) -> None:
    supplier, person = stored(app)
    first, second = sent(person, supplier, RED, BLUE)
    answer = send(person, supplier, up="1", **rows((first, "L’atelier"), (second, "Un banc")))
    assert answer.text.index(second) < answer.text.index(first)
    send(person, supplier, **rows((second, "Un banc"), (first, "L’atelier")))
    assert alts(supplier) == ["Un banc", "L’atelier"]


@on_sqlite
@pytest.mark.parametrize("index", ["0", "2", "-1", "x", "²", "9" * 50])
def test_no_photo_moves_where_there_is_no_place(app: Flask, index: str) -> None:
    supplier, person = stored(app)
    first, second = sent(person, supplier, RED, BLUE)
    answer = send(person, supplier, up=index, **rows((first, "A"), (second, "B")))
    assert answer.status_code in (200, 302)


@on_sqlite
def test_a_photo_is_taken_away(app: Flask) -> None:
    supplier, person = stored(app)
    first, second = sent(person, supplier, RED, BLUE)
    both = rows((first, "L’atelier"), (second, "Un banc"))
    send(person, supplier, **both)
    answer = send(person, supplier, remove="photos-0", **both)
    assert f'value="{first}"' not in answer.text
    assert alts(supplier) == ["L’atelier", "Un banc"], "nothing is saved yet"
    send(person, supplier, **rows((second, "Un banc")))
    assert alts(supplier) == ["Un banc"]


@on_sqlite
def test_words_are_corrected(app: Flask) -> None:
    supplier, person = stored(app)
    (red,) = sent(person, supplier, RED)
    send(person, supplier, **rows((red, "Latelier")))
    send(person, supplier, **rows((red, "L’atelier")))
    assert alts(supplier) == ["L’atelier"]


@on_sqlite
def test_saving_the_same_again_is_no_change(app: Flask) -> None:
    supplier, person = stored(app)
    first, second = sent(person, supplier, RED, BLUE)
    for _ in range(2):
        send(person, supplier, **rows((first, "L’atelier"), (second, "Un banc")))
    assert db.session.query(HistoryEntry).filter_by(supplier_id=supplier.id).count() == 1


@on_sqlite
@pytest.mark.parametrize("sha256", ["0" * 64, "", "../etc", "\x00"])
def test_a_picture_that_is_not_there_is_not_saved(app: Flask, sha256: str) -> None:
    supplier, person = stored(app)
    answer = send(person, supplier, **rows((sha256, "L’atelier")))
    assert answer.status_code == 200
    assert alts(supplier) == []


@on_sqlite
def test_words_too_long_are_refused(app: Flask) -> None:
    supplier, person = stored(app)
    (red,) = sent(person, supplier, RED)
    assert "200 caractères au plus" in send(person, supplier, **rows((red, "x" * 201))).text


@on_sqlite
def test_a_preview_shows_photos_and_saves_none(app: Flask) -> None:
    supplier, person = stored(app)
    (red,) = sent(person, supplier, RED)
    answer = send(person, supplier, preview="", **rows((red, "L’atelier")))
    assert f'<img src="/images/{red}.webp" alt="L’atelier"' in answer.text
    assert db.session.query(Picture).count() == 0
