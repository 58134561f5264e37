"""A network's list from its file to its end: dropped, matched, applied, undone, deleted or kept."""

import pytest
from flask import Flask
from sqlalchemy import inspect, select

from app.db import db
from app.networks.lists import keeping, queries
from app.networks.lists.models import ListRow, ListState, MemberList
from domain.models import Network
from tests.app.networks.lists.desk import PRUNIER, TITLES, VERGER, listed
from tests.app.networks.lists.dropping import (
    CONFIRMED,
    LISTS,
    act,
    dropped,
    first_row,
    matched,
    number_of,
    read,
)
from tests.app.pages import on_sqlite, plain
from tests.app.people import Person, manager_of

pytestmark = on_sqlite


def test_it_works(manager: Person) -> None:
    page = read(manager, VERGER, PRUNIER)
    assert "2 structures à créer" in manager.page(page)
    act(manager, page, "appliquer")
    assert "La liste est appliquée" in manager.page(page)
    assert listed(db.session) == ["Le Prunier", "Le Verger"]
    act(manager, page, "annuler")
    assert "L’import est annulé" in manager.page(page)
    assert "Ce que la liste avait changé est défait." in manager.page(page)
    assert listed(db.session) == []


def test_cells_are_pasted_from_a_spreadsheet(manager: Person) -> None:
    pasted = "\n".join([TITLES, VERGER]).replace(";", "\t")
    answer = manager.send(LISTS, {"pasted": pasted, "extent": "complete"})
    page = answer.location.removesuffix("/colonnes")
    matched(manager, page)
    assert "Le Verger" in manager.page(page)


def test_nothing_dropped_says_what_to_do(manager: Person) -> None:
    assert "Choisissez un fichier, ou collez" in manager.send(LISTS, {}).text


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "vide"),
        (b"\x00\x01\x02\xff" * 100, "n’est pas une liste lisible"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 100, "ancien format"),
        (b'Nom;Ville\n"Le Verger;Angers\nLe Prunier;Nantes\n', "guillemet"),
        (b"PK\x03\x04torn", "abîmé"),
    ],
)
def test_a_file_that_is_no_list_is_refused_beside_its_field(
    manager: Person, content: bytes, told: str
) -> None:
    shown = dropped(manager, content)
    assert "Quelques points" in shown or "Une chose est à corriger" in shown
    assert told in shown
    assert db.session.scalars(select(MemberList)).all() == []


def test_the_file_is_given_back_as_it_was(manager: Person) -> None:
    page = read(manager, VERGER)
    answer = manager.open(f"{page}/fichier")
    assert answer.data.decode() == "\n".join([TITLES, VERGER])
    assert "attachment" in answer.headers["Content-Disposition"]


def test_a_network_is_called_as_it_calls_itself(manager: Person) -> None:
    db.session.get_one(Network, "cress").name = "CRESS du Littoral"
    page = read(manager, VERGER)
    assert 'change-line">CRESS du Littoral<' in manager.page(f"{page}/lignes/{first_row(page).id}")


def test_the_list_of_another_network_is_nowhere(manager: Person, app: Flask) -> None:
    page = read(manager, VERGER)
    other = manager_of("autre", app, "autre@reseau.example")
    assert other.open(page.replace("cress", "autre")).status_code == 404
    assert other.open(page).status_code == 404


def test_a_list_in_another_state_says_so(manager: Person) -> None:
    page = read(manager, VERGER)
    manager.send(f"{page}/annuler")
    assert "a changé entre-temps" in manager.page(page)
    assert db.session.get_one(MemberList, number_of(page)).state is ListState.READ


def test_the_page_of_a_row_that_is_no_more_leads_to_the_list(manager: Person) -> None:
    page = read(manager, VERGER)
    for answer in (manager.open(f"{page}/lignes/99"), manager.send(f"{page}/lignes/99/choisir")):
        assert (answer.status_code, answer.location) == (302, page)
    assert "Voici la liste telle qu’elle est" in manager.page(page)


# Many lists


def test_lists_are_told_a_page_at_a_time(manager: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "PER_PAGE", 1)
    for name in ("avant.csv", "apres.csv"):
        dropped(manager, "\n".join([TITLES, VERGER]), name)
    page = manager.page(LISTS)
    assert "apres.csv" in page
    assert "avant.csv" not in page
    assert "Page 1 sur 2" in page
    assert "avant.csv" in manager.page(f"{LISTS}?page=2")


def test_to_name_lists_what_they_hold_is_not_read(manager: Person) -> None:
    """Thousands of words each, perhaps."""
    dropped(manager, "\n".join([TITLES, VERGER]))
    db.session.expunge_all()
    (named,) = queries.lists_page("cress", 1).lists
    assert {"words", "found", "header", "mapping"} <= inspect(named).unloaded


# Lists deleted, and lists kept


def test_a_list_whose_columns_are_to_be_matched_is_deleted_from_there(manager: Person) -> None:
    page = dropped(manager, "\n".join([TITLES, VERGER]))
    assert f"{page}/supprimer" in manager.open(f"{page}/colonnes").text
    assert manager.send(f"{page}/supprimer", CONFIRMED).location == LISTS
    assert manager.open(page).status_code == 404


def test_a_list_of_which_nothing_was_written_is_deleted(manager: Person) -> None:
    page = read(manager, VERGER)
    assert "Supprimer cette liste ?" in manager.send(f"{page}/supprimer").text
    manager.send(f"{page}/supprimer", CONFIRMED)
    assert manager.open(page).status_code == 404
    assert db.session.scalars(select(ListRow)).all() == []


def test_a_list_that_was_applied_stays(manager: Person) -> None:
    page = read(manager, VERGER)
    act(manager, page, "appliquer")
    assert manager.send(f"{page}/supprimer").status_code == 404


def test_a_network_that_leaves_lists_behind_it_is_asked_to_tidy_up(
    manager: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "MOST_WAITING", 1)
    page = dropped(manager, "\n".join([TITLES, VERGER]))
    told = plain(dropped(manager, "\n".join([TITLES, PRUNIER])))
    assert "Votre réseau a déjà 1 listes qui attendent" in told
    matched(manager, page)
    act(manager, page, "appliquer")
    assert dropped(manager, "\n".join([TITLES, PRUNIER])).startswith(LISTS)


def test_the_oldest_files_go_and_what_became_of_their_rows_stays(
    manager: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "FILES_KEPT", 2)
    first, second, last = (read(manager, VERGER) for _ in range(3))
    act(manager, first, "appliquer")
    act(manager, last, "appliquer")
    dropped(manager, "\n".join([TITLES, PRUNIER]))
    answers = {p: manager.open(f"{p}/fichier").status_code for p in (first, second, last)}
    assert answers == {first: 404, second: 200, last: 200}
    assert "Le Verger" in manager.page(first)
