"""The words of a text that nothing reads."""

from collections.abc import Iterator

import pytest

from domain.taxonomy import GivenReading, add_synonyms, give_readings
from search.understanding import unread_words


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    yield
    give_readings(frozenset())
    add_synonyms(frozenset())


def test_it_works() -> None:
    assert unread_words("Gourbillages et zinzolin à Limoges") == ("gourbillages", "zinzolin")


@pytest.mark.parametrize(
    "text",
    [
        "menuiserie",
        "restauration",  # several services, offered
        "Limoges",
        "ESAT",
        "nous cherchons un prestataire",
        "samedi pour trente personnes",
        '"gourbillage"',
        '-"gourbillage"',
        "zz",
        "x" * 31,
        "a2b3c4",
        "gourbillage@zinzolin.example",
        "www.gourbillage.zinzolin",
        "zinzolin/gourbillage",
        "",
    ],
)
def test_what_is_read_and_what_is_no_plain_word_is_none(text: str) -> None:
    assert unread_words(text) == ()


def test_a_word_before_a_full_stop_is_one() -> None:
    assert unread_words("Du gourbillage. Zinzolin, aussi !") == ("gourbillage", "zinzolin")


def test_what_is_said_of_a_word_makes_it_read() -> None:
    give_readings(frozenset({GivenReading("gourbillage", "text")}))
    add_synonyms(frozenset({("zinzolin", "repassage")}))
    assert unread_words("gourbillage zinzolin") == ()
