"""Rows that were not written, taken up again or dropped again in the file given back."""

from collections.abc import Callable

import pytest

from app.networks.lists.models import RowOutcome
from tests.app.networks.lists.desk import PRUNIER, TITLES, VERGER
from tests.app.networks.lists.dropping import act, dropped, matched, rows_of
from tests.app.pages import on_sqlite
from tests.app.people import Person

pytestmark = on_sqlite

TOTAL = "TOTAL;;;39;;"
LEGEND = ["Légende :;;;;;", "en gras, nos fondateurs;;;;;"]


def applied(manager: Person, *rows: str) -> str:
    page = dropped(manager, "\n".join([TITLES, *rows]))
    matched(manager, page)
    act(manager, page, "appliquer")
    return page


def taken_up(manager: Person, page: str) -> str:
    made = manager.send(f"{page}/reprendre").location.removesuffix("/colonnes")
    matched(manager, made)
    return made


def given_back(manager: Person, page: str) -> str:
    made = dropped(manager, manager.open(f"{page}/a-corriger.csv").data)
    matched(manager, made)
    return made


again = pytest.mark.parametrize("again", [taken_up, given_back])


@again
@pytest.mark.parametrize("rows", [[TOTAL], LEGEND])
def test_what_is_no_structure_is_none_the_second_time(
    manager: Person, again: Callable[[Person, str], str], rows: list[str]
) -> None:
    page = again(manager, applied(manager, VERGER, PRUNIER, *rows))
    assert {row.outcome for row in rows_of(page)} == {RowOutcome.REJECTED}
