"""What fields make of what is typed in them."""

import pytest

from app.fields import one_line, several_lines
from app.structures.sections.contacts import contact_value
from app.structures.sections.identity import is_web_address


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("02.41.00.00.00", "02 41 00 00 00"),
        ("+33 (0)2 41 00 00 00", "02 41 00 00 00"),
        ("0033241000000", "02 41 00 00 00"),
        ("0262 20 20 20", "02 62 20 20 20"),
        ("+32 2 555 12 12", "+32 2 555 12 12"),
        ("Accueil@Verger.Example", "accueil@verger.example"),
    ],
)
def test_a_contact_is_kept_one_way(typed: str, kept: str) -> None:
    assert contact_value(typed) == kept


@pytest.mark.parametrize(
    ("typed", "is_one"),
    [
        ("www.verger.example", True),
        ("https://verger.example/atelier?x=1", True),
        ("javascript:alert(1)", False),
        ("ftp://verger.example", False),
        ("https://moi@verger.example", False),
        ("https://verger.example:99999999", False),
        ("notre site", False),
        ("http://[", False),
    ],
)
def test_a_site_has_a_web_address(typed: str, *, is_one: bool) -> None:
    assert is_web_address(typed) is is_one


def test_what_nobody_sees_is_left_out() -> None:
    assert one_line("\u202a02 41\u00a000\u200b 00\x07 00\u202c\r\n") == "02 41 00 00 00"
    assert several_lines("\ufeffUne ligne\r\n\r\nune autre\x1b[0m") == "Une ligne\n\nune autre[0m"


def test_an_accent_apart_joins_its_letter() -> None:
    assert one_line("e\u0301") == "é"
