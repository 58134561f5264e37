"""French typography, numbers and dates, as templates write them."""

from datetime import date

import pytest
from flask import Flask, render_template_string

from app.templating import counted, day, number, some_of, typo
from tests.app.pages import on_sqlite


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Quoi ? Ici !", "Quoi\u00a0? Ici\u00a0!"),
        ("« Sens » : oui ; non", "«\u00a0Sens\u00a0»\u00a0: oui\u00a0; non"),
        ("l'atelier d'Angers", "l’atelier d’Angers"),
        ("à 30 km et 55 %", "à 30\u00a0km et 55\u00a0%"),
        ("Angers (49), Ajaccio (2A)", "Angers\u00a0(49), Ajaccio\u00a0(2A)"),
        ("http://exemple.fr/?a=1", "http://exemple.fr/?a=1"),
    ],
)
def test_spaces_and_apostrophes_are_french(typed: str, printed: str) -> None:
    assert typo(typed) == printed


def test_typography_done_twice_is_done_once() -> None:
    assert typo(typo("« Quoi ? »")) == typo("« Quoi ? »")


def test_thousands_are_parted_by_a_narrow_space() -> None:
    assert [number(n) for n in (7, 3000, 1234567)] == ["7", "3\u202f000", "1\u202f234\u202f567"]


def test_nouns_follow_their_number() -> None:
    told = [counted(n, "structure") for n in (0, 1, 2)]
    assert told == ["0\u00a0structure", "1\u00a0structure", "2\u00a0structures"]


def test_dates_are_in_words() -> None:
    assert day(date(2026, 3, 1)) == "1er\u00a0mars\u00a02026"
    assert day(date(2026, 11, 22)) == "22\u00a0novembre\u00a02026"


@on_sqlite
def test_what_templates_write_is_set_and_what_people_typed_is_not(app: Flask) -> None:
    with app.test_request_context():
        shown = render_template_string('<i value="{{ q }}">Quoi ? {{ q }}</i>', q="Où ?")
    assert shown == '<i value="Où ?">Quoi\u00a0? Où ?</i>'


def test_a_long_list_of_names_is_cut() -> None:
    names = [f"P{n}" for n in range(12)]
    assert some_of(names[:2]) == "P0, P1"
    assert some_of(names).endswith("P9 et 2\xa0autres")
