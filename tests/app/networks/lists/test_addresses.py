"""Addresses that nobody is given, on both databases: what is not there, and never an error."""

import pytest

from tests.app.networks.lists.desk import VERGER
from tests.app.networks.lists.dropping import LISTS, dropped, matched
from tests.app.people import Person

BEYOND = ["99999999999", "99999999999999999999"]  # of PostgreSQL's integers, of SQLite's


@pytest.mark.parametrize("number", BEYOND)
def test_a_number_beyond_all_is_nowhere(manager: Person, number: str) -> None:
    page = dropped(manager, f"Nom;SIRET;Code postal;Ville\n{VERGER}")
    for path in (f"{LISTS}/{number}", f"{page}/lignes/{number}", f"/reseau/cress/membres/{number}"):
        assert manager.open(path).status_code == 404, path


@pytest.mark.parametrize("words", ["%00", "a%00b", "99999999999", "²", "٣"])
def test_whatever_is_looked_for_is_answered(manager: Person, words: str) -> None:
    page = dropped(manager, f"Nom;SIRET;Code postal;Ville\n{VERGER}")
    matched(manager, page)
    for path in (page, "/reseau/cress/membres"):
        assert manager.open(f"{path}?q={words}").status_code == 200, path


@pytest.mark.parametrize("page_number", ["0", "-1", "abc", "99999999999999999999"])
def test_whatever_page_is_asked_is_answered(manager: Person, page_number: str) -> None:
    page = dropped(manager, f"Nom;SIRET;Code postal;Ville\n{VERGER}")
    matched(manager, page)
    for path in (page, f"{page}/mots", "/reseau/cress/membres"):
        assert manager.open(f"{path}?page={page_number}").status_code == 200, path
