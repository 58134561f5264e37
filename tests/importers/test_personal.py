"""E-mails and mobile numbers, taken out of texts."""

import pytest

from importers.personal import is_personal, taken_out


def test_it_works() -> None:
    assert taken_out("Le Verger (contact@verger.example) - 06 12 34 56 78") == (
        "Le Verger",
        ["contact@verger.example"],
        ["06 12 34 56 78"],
    )


@pytest.mark.parametrize("written", ["06 12 34 56 78", ": 06 12 34 56 78", "paul@verger.example"])
def test_what_it_leaves_is_closed(written: str) -> None:
    assert taken_out(f"Le Verger (voir Paul {written})")[0] == "Le Verger (voir Paul)"


@pytest.mark.parametrize(
    "written",
    [
        "0612345678",
        "06.12.34.56.78",
        "07-12-34-56-78",
        "06/12/34/56/78",
        "06 12 345 678",
        "06. 12. 34. 56. 78",
        "+33 6 12 34 56 78",
        "+33(0)612345678",
        "0033 6 12 34 56 78",
        "+32 475 12 34 56",
    ],
)
def test_a_mobile_number_is_seen_however_written(written: str) -> None:
    assert taken_out(f"Tél. {written}, le matin", marked=True)[0] == (
        "Tél. [téléphone retiré], le matin"
    )


@pytest.mark.parametrize(
    "written",
    [
        "Jeanne.D@verger.example",
        "jeanne @ verger.example",
        "jeanne[at]verger.example",
        "jeanne (arobase) verger.example",
        "mailto:jeanne+devis@mail.verger.example",
    ],
)
def test_an_e_mail_is_seen_however_written(written: str) -> None:
    assert taken_out(f"Écrire à {written}.", marked=True)[0] == "Écrire à [e-mail retiré]."


@pytest.mark.parametrize(
    "text",
    [
        "02 41 00 00 00",
        "123 456 782 00010",
        "30612345678001",
        "47.0612345678",
        "06300 06000 Nice",
        "le 06/07/2024",
        "sur Instagram @verger.angers",
        "https://maps.example/@47.2,-0.5",
        "2 @ la fois",
        "plus de 2 000 000 de repas",
    ],
)
def test_nothing_else_is_taken_for_one(text: str) -> None:
    assert not is_personal(text)
    assert taken_out(text, marked=True) == (text, [], [])


def test_a_hostile_text_takes_no_time() -> None:
    for piece in ("a.", "0", "06 ", "+33", "[at", "@", " ", " :"):
        assert taken_out(piece * 50_000)[1] == []
