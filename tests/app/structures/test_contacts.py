"""Contacts: a telephone or an address, whose it is, who may see it."""

import pytest
from flask import Flask

from app.db import db
from app.structures.sections.contacts import MOST
from domain.models import Contact, ContactKind, Visibility
from tests.app.cast import TODAY
from tests.app.pages import on_sqlite, plain
from tests.app.structures.desk import Desk, make_desk, rows

pytestmark = on_sqlite

SOURCED = {"source": "esat", "as_of": TODAY}


def said(desk: Desk) -> list[tuple[str, str, str | None, str]]:
    return [
        (row.kind.value, row.value, row.label, row.visibility.value) for row in desk.now().contacts
    ]


def test_a_telephone_and_an_address_are_saved(app: Flask) -> None:
    desk = make_desk(app)
    phone = {"value": "0241000000", "whose": "Accueil", "visibility": "public"}
    email = {"value": "Contact@Verger.example", "whose": "", "visibility": "members"}
    desk.save("contacts", rows("contacts", phone, email))
    assert said(desk) == [
        ("phone", "02 41 00 00 00", "Accueil", "public"),
        ("email", "contact@verger.example", None, "members"),
    ]


@pytest.mark.parametrize("typed", ["12", "accueil", "a@b", "02 41", "@", "0" * 300])
def test_what_is_neither_is_refused(app: Flask, typed: str) -> None:
    desk = make_desk(app)
    page = desk.refusal("contacts", rows("contacts", {"value": typed}))
    assert "contacts-0-value-erreur" in page
    assert said(desk) == []


@pytest.mark.parametrize(
    "typed",
    ["01 23 45 67 8", "+33 1 23 45 67 8", "01 23 45 67 89 0", "9999", "+32 2"],
)
def test_a_number_with_a_digit_too_few_or_too_many_is_refused(app: Flask, typed: str) -> None:
    desk = make_desk(app)
    told = desk.refusal("contacts", rows("contacts", {"value": typed}))
    assert "Un numéro français a dix chiffres" in told
    assert said(desk) == []


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("+33 (0)2 41 00 00 00", "02 41 00 00 00"),
        ("0033241000000", "02 41 00 00 00"),
        ("+32 2 555 12 12", "+32 2 555 12 12"),
        ("3635", "36 35"),
        ("10 14", "10 14"),
    ],
)
def test_numbers_are_kept_as_they_are_said(app: Flask, typed: str, kept: str) -> None:
    desk = make_desk(app)
    desk.save("contacts", rows("contacts", {"value": typed}))
    assert said(desk)[0][1] == kept


@pytest.mark.parametrize(
    ("value", "seen"),
    [
        ("02 41 00 00 00", "public"),
        ("contact@verger.example", "public"),
        ("06 12 34 56 78", "private"),
        ("marie.durand@verger.example", "private"),
    ],
)
def test_what_may_be_a_person_s_own_is_private_by_default(
    app: Flask, value: str, seen: str
) -> None:
    desk = make_desk(app)
    desk.save("contacts", rows("contacts", {"value": value, "visibility": ""}))
    assert said(desk)[0][3] == seen
    assert "c’est une donnée personnelle" in desk.open("contacts")


def test_an_address_that_takes_the_place_of_another_is_seen_as_usual(app: Flask) -> None:
    desk = make_desk(app)
    desk.save("contacts", rows("contacts", {"value": "marie.durand@verger.example"}))
    page = desk.open("contacts")
    assert '<option selected value="">' in page
    assert "marie.durand@verger.example est visible de vous et de nous seulement" in plain(page)
    desk.save("contacts", rows("contacts", {"value": "contact@verger.example", "visibility": ""}))
    assert said(desk)[0][3] == "public"
    assert "contact@verger.example est visible de tout le monde" in plain(desk.open("contacts"))


def test_what_was_chosen_stays_chosen(app: Flask) -> None:
    desk = make_desk(app)
    chosen = {"value": "contact@verger.example", "visibility": "private"}
    desk.save("contacts", rows("contacts", chosen))
    assert '<option selected value="private">' in desk.open("contacts")


def test_the_page_shows_each_to_who_may_see_it(app: Flask) -> None:
    desk = make_desk(app)
    shown = {"value": "02 41 00 00 00", "visibility": "public"}
    kept = {"value": "06 12 34 56 78", "visibility": "private"}
    preview = desk.send("contacts", rows("contacts", shown, kept), preview="").text
    seen = plain(preview).partition("data-preview-page")[2]
    assert "02 41 00 00 00" in seen
    assert "06 12 34 56 78" not in seen


def test_what_a_source_gave_stays_the_source_s_until_it_is_changed(app: Flask) -> None:
    desk = make_desk(app)
    desk.supplier.contacts = [
        Contact(kind=ContactKind.PHONE, value="poste 12", visibility=Visibility.PUBLIC, **SOURCED),
        Contact(
            kind=ContactKind.EMAIL,
            value="Contact@Verger.example",
            visibility=Visibility.PUBLIC,
            **SOURCED,
        ),
    ]
    db.session.commit()
    odd = {"value": "poste 12", "visibility": "public"}
    email = {"value": "Contact@Verger.example", "visibility": "public"}
    desk.save("contacts", rows("contacts", odd, email))
    assert [row.source for row in desk.now().contacts] == ["esat", "esat"]
    desk.save("contacts", rows("contacts", odd, email | {"visibility": "members"}))
    assert [row.source for row in desk.now().contacts] == ["esat", "structure"]


def test_a_row_is_added_and_one_taken_away_without_script(app: Flask) -> None:
    desk = make_desk(app)
    first, second = {"value": "02 41 00 00 00"}, {"value": "06 12 34 56 78"}
    more = desk.refusal("contacts", rows("contacts", first, second), add="contacts")
    assert 'name="contacts-2-value"' in more
    less = desk.refusal("contacts", rows("contacts", first, second), remove="contacts-0")
    assert 'value="06 12 34 56 78"' in less
    assert 'value="02 41 00 00 00"' not in less
    assert said(desk) == []


def test_the_last_one_may_be_taken_away(app: Flask) -> None:
    desk = make_desk(app)
    desk.save("contacts", rows("contacts", {"value": "02 41 00 00 00"}))
    desk.save("contacts", {})
    assert said(desk) == []


def test_the_same_is_not_said_twice(app: Flask) -> None:
    desk = make_desk(app)
    twice = rows("contacts", {"value": "02 41 00 00 00"}, {"value": "0241000000"})
    assert "déjà écrit plus haut" in desk.refusal("contacts", twice)


def test_a_name_without_a_number_is_not_let_fall(app: Flask) -> None:
    desk = make_desk(app)
    page = desk.refusal("contacts", rows("contacts", {"value": "", "whose": "Accueil"}))
    assert "ou retirez ce contact" in page


def test_there_are_so_many_at_most(app: Flask) -> None:
    desk = make_desk(app)
    many = [{"value": f"02 41 00 {n // 100:02} {n % 100:02}"} for n in range(MOST + 1)]
    assert f"{MOST} lignes au plus" in desk.refusal("contacts", rows("contacts", *many))
    assert said(desk) == []


def test_a_contact_that_is_corrected_stays_where_it_was(app: Flask) -> None:
    desk = make_desk(app)
    first, second, third = ({"value": f"02 41 00 00 0{digit}"} for digit in (1, 2, 3))
    desk.save("contacts", rows("contacts", first, second, third))
    desk.save("contacts", rows("contacts", {"value": "02 41 99 99 99"}, second, third))
    assert said(desk)[0][1] == "02 41 99 99 99"
    desk.save("contacts", rows("contacts", second, third, first))
    assert [value for _, value, *_ in said(desk)] == [
        row["value"] for row in (second, third, first)
    ]
