"""A text written in Markdown, as the search reads it: its words alone."""

import pytest

from domain.markdown import plain


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Nous lavons des draps.", "Nous lavons des draps."),
        (
            "# Blanchisserie\n\nDes **draps**, des *nappes*.",
            "Blanchisserie\nDes draps, des nappes.",
        ),
        ("- draps\n- nappes\n\n1. laver", "draps\nnappes\nlaver"),
        ("re**passage**", "repassage"),
        ("Voir [nos tarifs](https://exemple.fr/tarifs).", "Voir nos tarifs."),
        ("Une ligne\nune autre*", "Une ligne\nune autre*"),
        ("Fruits &amp; légumes", "Fruits & légumes"),
        ("", ""),
    ],
)
def test_the_marks_are_left_out(written: str, read: str) -> None:
    assert plain(written) == read


def test_a_text_without_marks_is_left_alone() -> None:
    pasted = "Deux  espaces,\n    une ligne en retrait : 10 - 2 = 8"
    assert plain(pasted) == pasted
