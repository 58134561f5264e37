"""A program of a network imports its list of members."""

import io
from pathlib import Path

import pytest
from flask import Flask

from app.networks.lists.models import ListState
from importers.limits import DROPPED
from importers.reading import NO_SHEETS
from tests.app.api.conftest import LISTS, Program
from tests.app.networks.lists.desk import PRUNIER, TITLES, VERGER
from tests.app.networks.lists.dropping import matched, read
from tests.app.pages import on_sqlite
from tests.app.people import Person, letters
from tests.importers.writing import ods_sheet, write_ods, write_workbook

pytestmark = on_sqlite


@pytest.fixture(autouse=True)
def known_columns(manager: Person) -> None:
    """A person has matched those of such lists once."""
    read(manager, VERGER)


def test_it_works(program: Program) -> None:
    one = program.worked(program.drop(TITLES, VERGER, PRUNIER))
    assert (one["state"], one["to_come"], one["leaving"]) == ("read", {"created": 2}, 0)

    one = program.worked(program.post(f"{LISTS}/{one['id']}/appliquer", 202))
    assert (one["state"], one["written"]) == ("applied", {"created": 2})
    assert "est appliquée" in letters("reseau@atelier.example")[-1].text

    one = program.worked(program.post(f"{LISTS}/{one['id']}/annuler", 202))
    assert one["state"] == "undone"
    assert [known["state"] for known in program.get(LISTS)["lists"]] == ["undone", "read"]


def test_columns_that_nobody_has_matched_wait_for_a_person(
    program: Program, manager: Person
) -> None:
    one = program.drop("Structure;Ville;Ce qu’elle fait", "Le Verger;Angers;Repassage")
    assert one["state"] == "dropped"
    assert "attend que vous disiez ses colonnes" in letters("reseau@atelier.example")[-1].subject
    matched(manager, one["page"])
    assert program.get(f"{LISTS}/{one['id']}")["state"] == "read"


def test_columns_are_read_as_a_person_matched_these_very_titles(
    program: Program, manager: Person
) -> None:
    """What was to be left aside is not shown because another list says it of its own column."""
    one = program.drop("Nom;Ville;Note", "Le Verger;Angers;À rappeler")
    matched(manager, one["page"], Note="")
    other = program.drop("Nom;Ville;Note;Tri", "Le Prunier;Angers;Repasse à la main;1")
    matched(manager, other["page"], Note="description")
    again = program.worked(program.drop("Nom;Ville;Note", "La Figue;Angers;Ne paie pas"))
    [row] = program.get(f"{LISTS}/{again['id']}/lignes")["rows"]
    assert "description" not in row["changes"]


def test_a_list_that_another_has_overtaken_is_read_again(program: Program) -> None:
    first = program.worked(program.drop(TITLES, VERGER))
    second = program.worked(program.drop(TITLES, VERGER, PRUNIER))
    program.worked(program.post(f"{LISTS}/{second['id']}/appliquer", 202))
    overtaken = program.worked(program.post(f"{LISTS}/{first['id']}/appliquer", 202))
    assert overtaken["state"] == "read"
    assert overtaken["problem"]
    assert program.worked(program.post(f"{LISTS}/{first['id']}/relire", 202))["leaving"] == 1


def test_a_list_of_which_nothing_is_written_is_thrown_away(program: Program) -> None:
    one = program.worked(program.drop(TITLES, VERGER))
    assert program.ask(f"{LISTS}/{one['id']}", "DELETE").status_code == 204
    assert program.get(f"{LISTS}/{one['id']}", 404)
    one = program.worked(program.drop(TITLES, VERGER))
    program.worked(program.post(f"{LISTS}/{one['id']}/appliquer", 202))
    refused = program.ask(f"{LISTS}/{one['id']}", "DELETE")
    assert (refused.status_code, list(refused.json)) == (409, ["problem"])


def test_what_it_answers_is_kept_nowhere(program: Program) -> None:
    assert program.ask(LISTS).headers["Cache-Control"] == "no-store"


def test_rows_tell_what_becomes_of_them_and_why(program: Program) -> None:
    one = program.worked(program.drop(TITLES, VERGER, ";;49000;Angers;Repassage;"))
    created, rejected = program.get(f"{LISTS}/{one['id']}/lignes")["rows"]
    assert (created["line"], created["name"], created["outcome"]) == (2, "Le Verger", "created")
    assert rejected["outcome"] == "rejected"
    assert rejected["remarks"]
    [alone] = program.get(f"{LISTS}/{one['id']}/lignes?lignes=rejected")["rows"]
    assert alone == rejected


def test_members_leave_only_when_the_program_says_how_many(program: Program) -> None:
    first = program.worked(program.drop(TITLES, VERGER, PRUNIER))
    program.worked(program.post(f"{LISTS}/{first['id']}/appliquer", 202))
    second = program.worked(program.drop(TITLES, VERGER))
    assert second["leaving"] == 1
    path = f"{LISTS}/{second['id']}/appliquer"
    assert "partants=1" in program.post(path, 409)["problem"]
    assert "un nombre" in program.post(path, 400, {"partants": "un"})["problem"]
    assert program.worked(program.post(path, 202, {"partants": "1"}))["state"] == "applied"


def test_a_list_may_complete_another(program: Program) -> None:
    first = program.worked(program.drop(TITLES, VERGER))
    program.worked(program.post(f"{LISTS}/{first['id']}/appliquer", 202))
    more = program.worked(program.drop(TITLES, PRUNIER, complement="oui"))
    assert (more["completes"], more["leaving"]) == (True, 0)


def test_it_chooses_the_sheet_to_read(program: Program, tmp_path: Path) -> None:
    titles = TITLES.split(";")
    sheets = [ods_sheet([titles, row.split(";")], row.split(";")[0]) for row in (VERGER, PRUNIER)]
    path = write_ods(tmp_path, "".join(sheets))
    with path.open("rb") as file:
        asked = {"fichier": (file, path.name), "feuille": "Le Prunier"}
        one = program.worked(program.post(LISTS, 201, asked))
    [row] = program.get(f"{LISTS}/{one['id']}/lignes")["rows"]
    assert row["name"] == "Le Prunier"


def test_a_sheet_that_is_none_is_said(program: Program) -> None:
    told = program.drop(TITLES, VERGER, feuille="Adhérents", status=422)["problem"]
    assert told == NO_SHEETS


def test_what_is_asked_amiss_is_said_and_nothing_dropped(program: Program) -> None:
    told = program.drop(TITLES, VERGER, complement="1", status=400)["problem"]
    assert told == "« complement=1 » n’est pas compris : « oui », ou rien."
    one = program.drop(TITLES, VERGER)
    for amiss in ("page=abc", "page=0", "lignes=zzz", "remarques=1"):
        assert program.get(f"{LISTS}/{one['id']}/lignes?{amiss}", 400)["problem"]
    assert len(program.get(LISTS)["lists"]) == 2


def test_beyond_the_last_page_there_is_nothing(program: Program) -> None:
    one = program.worked(program.drop(TITLES, VERGER))
    beyond = program.get(f"{LISTS}/{one['id']}/lignes?page=2")
    assert beyond == {"rows": [], "page": 2, "pages": 1}
    assert program.get(f"{LISTS}?page=9")["lists"] == []


def test_what_undoing_has_made_of_each_row_is_told(program: Program) -> None:
    one = program.worked(program.drop(TITLES, VERGER))
    program.worked(program.post(f"{LISTS}/{one['id']}/appliquer", 202))
    one = program.worked(program.post(f"{LISTS}/{one['id']}/annuler", 202))
    assert (one["written"], one["kept"]) == ({"created": 1}, {})
    [row] = program.get(f"{LISTS}/{one['id']}/lignes")["rows"]
    assert (row["is_written"], row["undone"]) == (True, "Annulée")


def test_members_who_have_left_already_are_no_conflict(program: Program) -> None:
    first = program.worked(program.drop(TITLES, VERGER, PRUNIER))
    program.worked(program.post(f"{LISTS}/{first['id']}/appliquer", 202))
    one, other = (program.worked(program.drop(TITLES, VERGER)) for _ in range(2))
    leaves = {"partants": "1"}
    program.worked(program.post(f"{LISTS}/{one['id']}/appliquer", 202, leaves))
    other = program.worked(program.post(f"{LISTS}/{other['id']}/appliquer", 202, leaves))
    assert (other["outcomes"], other["written"]) == ({"unchanged": 2}, {})
    program.worked(program.post(f"{LISTS}/{one['id']}/annuler", 202))
    rows = program.get(f"{LISTS}/{one['id']}/lignes")["rows"]
    assert rows[-1]["undone"].startswith("Absente aussi d’une liste suivante")


def test_sheets_that_are_not_read_are_said(program: Program, tmp_path: Path) -> None:
    sheets = [[TITLES.split(";"), line.split(";")] for line in (VERGER, PRUNIER)]
    workbook = io.BytesIO(write_workbook(tmp_path, *sheets).read_bytes())
    made = program.ask(LISTS, "POST", data={"fichier": (workbook, "m.xlsx")}).json
    told, what_to_do = made["remarks"]
    assert told == "Une seule feuille est lue. Laissées de côté : « Sheet2 »."
    assert "Réunissez-les" in what_to_do


def test_what_cannot_be_read_is_said(program: Program) -> None:
    assert "fichier" in program.post(LISTS, 400)["problem"]
    assert program.drop("", status=422)["problem"]
    assert len(program.get(LISTS)["lists"]) == 1  # that of the manager


def test_what_the_list_does_not_allow_is_said(program: Program) -> None:
    one = program.drop(TITLES, VERGER)
    assert one["state"] == ListState.READING
    for act in ("appliquer", "annuler"):
        assert "reading" in program.post(f"{LISTS}/{one['id']}/{act}", 409)["problem"]


def test_a_list_of_another_network_is_not_there(app: Flask, program: Program) -> None:
    one = program.drop(TITLES, VERGER)
    there = f"/api/reseaux/autre/listes/{one['id']}"
    assert program.ask(there).status_code == 401
    assert "Cette liste n’existe pas" in program.get(f"{LISTS}/999", 404)["problem"]


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [
        ("/api", "GET", 404),
        ("/api/rien", "GET", 404),
        (f"{LISTS}/1/appliquer", "GET", 405),
        (LISTS, "DELETE", 405),
    ],
)
def test_an_address_that_is_none_is_said_in_json(
    program: Program, path: str, method: str, status: int
) -> None:
    answer = program.ask(path, method)
    assert (answer.status_code, list(answer.json)) == (status, ["problem"])
    assert (status == 405) == ("Allow" in answer.headers)


def test_a_file_may_be_as_heavy_as_on_the_page(app: Flask, program: Program) -> None:
    lines = f"{TITLES}\n{VERGER}\n".encode()
    heavy = io.BytesIO(lines + b" " * (DROPPED.file_size - len(lines)))
    assert program.ask(LISTS, "POST", data={"fichier": (heavy, "m.csv")}).status_code in {201, 422}
    heavier = io.BytesIO(b"x" * (DROPPED.file_size + 2 * 1024 * 1024))
    refused = program.ask(LISTS, "POST", data={"fichier": (heavier, "m.csv")})
    assert (refused.status_code, list(refused.json)) == (413, ["problem"])
