"""Everything that hand-made lists are seen to hold: each is read or refused, and says what to do.

What each does to the reading of a file is tried closer in tests/importers.
"""

import gzip
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from sqlalchemy import select

from app.db import db
from app.networks.lists.models import ListRow, MemberList
from app.networks.lists.wording import told_in_lines
from domain.models import Contact, Visibility
from tests.app.networks.lists.desk import listed
from tests.app.networks.lists.dropping import act, dropped, matched, rows_of
from tests.app.pages import on_sqlite, plain
from tests.app.people import Person
from tests.importers.test_refusals import with_entry
from tests.importers.writing import ods_sheet, write_ods, write_workbook

pytestmark = on_sqlite

SIRET = "44229377500031"
TITLES = ["Nom", "SIRET", "Code postal", "Ville"]
ROW = ["Le Verger", SIRET, "49000", "Angers"]


def csv(*rows: list[str]) -> str:
    return "\r\n".join(";".join(row) for row in (TITLES, *rows))


def read(manager: Person, content: str | bytes, name: str = "membres.csv") -> list[ListRow]:
    page = dropped(manager, content, name)
    assert page.startswith("/reseau"), page
    matched(manager, page)
    assert listed(db.session) == []
    return rows_of(page)


def siret_of(row: ListRow) -> object:
    return row.changes["siret"][1][0]


def remarks(row: ListRow) -> str:
    return " ".join(told["message"] for told in row.told)


# Files


Made = Callable[[Path], bytes]


def workbook(folder: Path) -> bytes:
    return write_workbook(folder, [TITLES, ROW]).read_bytes()


def with_macros(folder: Path) -> bytes:
    path = write_workbook(folder, [TITLES, ROW], name="liste.xlsm")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 AutoOpen")
    return path.read_bytes()


def with_formulas(folder: Path) -> bytes:
    path = folder / "liste.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, TITLES)
        sheet.write_row(1, 0, ROW)
        sheet.write_formula(1, 0, '="Le "&"Verger"', value="Le Verger")
    return path.read_bytes()


def with_merged_cells(folder: Path) -> bytes:
    path = folder / "liste.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.merge_range(0, 0, 0, 3, "Nos adhérents")
        sheet.write_row(1, 0, TITLES)
        sheet.write_row(2, 0, ROW)
    return path.read_bytes()


def with_a_hidden_sheet(folder: Path) -> bytes:
    path = folder / "liste.xlsx"
    with xlsxwriter.Workbook(path) as book:
        hidden, shown = book.add_worksheet("Caché"), book.add_worksheet("Liste")
        hidden.write_row(0, 0, ["Nom", "Téléphone"])
        hidden.write_row(1, 0, ["Dupont", "06 12 34 56 78"])
        shown.write_row(0, 0, TITLES)
        shown.write_row(1, 0, ROW)
        shown.activate()
        shown.set_first_sheet()
        hidden.hide()
    return path.read_bytes()


def libreoffice(folder: Path) -> bytes:
    return write_ods(folder, ods_sheet([TITLES, ROW])).read_bytes()


@pytest.mark.parametrize(
    "made",
    [workbook, with_macros, with_formulas, with_merged_cells, with_a_hidden_sheet, libreoffice],
)
def test_workbooks_are_read_whatever_their_extension(
    manager: Person, tmp_path: Path, made: Made
) -> None:
    (row,) = read(manager, made(tmp_path))
    assert (row.name, siret_of(row)) == ("Le Verger", SIRET)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "mac_roman", "utf-16"])
def test_letters_are_read_in_any_encoding(manager: Person, encoding: str) -> None:
    several = [["Atelier des Étoiles", *ROW[1:]], ["Ça pétille à Noël", "", "44000", "Nantes"]]
    rows = read(manager, csv(*several).encode(encoding))
    assert [row.name for row in rows] == ["Atelier des Étoiles", "Ça pétille à Noël"]


def test_ends_of_lines_may_be_mixed(manager: Person) -> None:
    text = csv(ROW).replace("\r\n", "\r") + "\nLe Prunier;;44000;Nantes\r\nLe Noyer;;59000;Lille"
    assert [row.name for row in read(manager, text)] == ["Le Verger", "Le Prunier", "Le Noyer"]


def test_a_zip_bomb_is_refused(manager: Person, tmp_path: Path) -> None:
    bomb = with_entry(tmp_path, "xl/worksheets/sheet2.xml", b" " * 300_000_000)
    assert "dépasse" in dropped(manager, bomb.read_bytes())
    assert "dépasse" in dropped(manager, gzip.compress(bytes(300_000_000)))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "vide"),
        ("\n\n;;;\n", "vide"),
        (csv(['"Le Verger', *ROW[1:]]), "guillemet"),
        (csv([f"Le Verger{'x' * 5_000_000}", *ROW[1:]]), "trop longue"),
        (";".join(f"Colonne {n}" for n in range(600)) + "\n" + ";" * 599, "colonnes"),
    ],
    ids=["empty", "blank", "open quote", "a cell of 5 MB", "600 columns"],
)
def test_what_cannot_be_a_list_is_refused_and_leaves_nothing(
    manager: Person, content: str, told: str
) -> None:
    assert told in plain(dropped(manager, content))
    assert db.session.scalars(select(MemberList)).all() == []


def test_an_open_quote_makes_no_member_leave(manager: Person) -> None:
    prunier, potager = ["Le Prunier", "", "44000", "Nantes"], ["Le Potager", "", "59500", "Douai"]
    page = dropped(manager, csv(ROW, prunier, potager))
    matched(manager, page)
    act(manager, page, "appliquer")
    again = dropped(manager, csv([*ROW[:3], '"Angers'], prunier, [*potager[:3], '"Douai"']))
    matched(manager, again)
    assert [row.outcome for row in rows_of(again)] == ["unchanged"] * 3
    shown = plain(manager.page(again))
    assert "Ligne 2 : un guillemet ouvert n’est jamais refermé" in shown
    assert "n’y sont plus" not in shown


def test_four_hundred_columns_are_read(manager: Person) -> None:
    titles = [*TITLES, *(f"Colonne {n}" for n in range(396))]
    text = ";".join(titles) + "\n" + ";".join([*ROW, *["x"] * 396])
    (row,) = read(manager, text)
    assert row.name == "Le Verger"


# Titles


def test_titles_may_repeat(manager: Person) -> None:
    text = "Nom;Activité;Activité\nLe Verger;Repassage;Menuiserie"
    (row,) = read(manager, text)
    assert row.changes["services"][1] == ["repassage", "menuiserie-batiment"]


def test_a_list_without_titles_is_read(manager: Person) -> None:
    rows = [["Atelier du Verger", "", "49000", "Angers"], ["Les Noyers", "", "59000", "Lille"]]
    found = read(manager, "\n".join(map(";".join, rows)))
    assert [row.name for row in found] == ["Atelier du Verger", "Les Noyers"]


def test_two_tables_on_a_sheet_are_told_apart(manager: Person) -> None:
    rows = read(manager, csv(ROW) + "\r\n\r\nNom;Prénom;Téléphone;Fonction\r\nDupont;A;06;b")
    assert [row.outcome for row in rows] == ["created", "rejected", "rejected"]
    assert "un autre tableau" in remarks(rows[1])


def test_a_row_longer_than_the_titles_is_refused_alone(manager: Person) -> None:
    others = [["Le Noyer", "", "59000", "Lille"], ["Le Tilleul", "", "44000", "Nantes"]]
    rows = read(manager, csv(ROW, *others, ["Le Cèdre", *ROW[1:], "de", "trop"]))
    assert [row.outcome for row in rows] == [*["created"] * 3, "rejected"]


# Cells


@pytest.mark.parametrize(
    "written", ["442 293 775 00031", "442\u202f293\u202f775\u00a000031", "44229377500031.0"]
)
def test_a_siret_is_read_however_it_is_written(manager: Person, written: str) -> None:
    (row,) = read(manager, csv(["Le Verger", written, *ROW[2:]]))
    assert siret_of(row) == SIRET


def test_a_siret_gets_back_the_zero_that_a_spreadsheet_took(manager: Person) -> None:
    (row,) = read(manager, csv(["Le Verger", "5720800100016", *ROW[2:]]))
    assert siret_of(row) == "05720800100016"


@pytest.mark.parametrize("written", ["8,34E+13", "12/03/2025", "1234"])
def test_what_is_no_siret_is_kept_and_told(manager: Person, written: str) -> None:
    (row,) = read(manager, csv(["Le Verger", written, *ROW[2:]]))
    assert row.outcome == "created"
    assert row.changes["siret"][1][1] is not None
    assert "SIRET" in remarks(row)


def test_the_extension_of_a_landline_leaves_it_public(manager: Person) -> None:
    titles, cells = ";".join([*TITLES, "Tél"]), ";".join([*ROW, "03.21.11.22.33 poste 12"])
    (row,) = read(manager, f"{titles}\n{cells}")
    told = told_in_lines("phones", row.changes["phones"][1])
    assert told == ("03 21 11 22 33 poste 12 (public)",)


def test_a_postcode_gets_its_zero_back(manager: Person) -> None:
    (row,) = read(manager, csv(["Le Verger", "", "1000", "Bourg-en-Bresse"]))
    assert row.changes["postcode"][1] == "01000"


def test_the_name_of_a_person_is_told(manager: Person) -> None:
    (row,) = read(manager, csv(["DUPONT Jeanne", *ROW[1:]]))
    assert "celui d’une personne" in remarks(row)


def test_the_address_of_a_person_stays_private(manager: Person) -> None:
    text = "Nom;Ville;Mail\nLe Verger;Angers;jeanne.dupont@verger.example"
    page = dropped(manager, text)
    matched(manager, page)
    act(manager, page, "appliquer")
    (contact,) = db.session.scalars(select(Contact))
    assert contact.visibility is Visibility.PRIVATE


def test_a_formula_is_only_text_and_names_nobody(manager: Person) -> None:
    formula = "=cmd|'/C calc'!A0"
    page = dropped(manager, csv([formula, *ROW[1:]], ["", *ROW[1:3], formula]))
    matched(manager, page)
    first = rows_of(page)[0]
    assert (first.name, first.outcome) == (formula, "rejected")
    assert "formule de tableur" in remarks(first)
    given_back = manager.open(f"{page}/a-corriger.csv").text
    assert " – donner le nom de la structure" in given_back
    assert f";'{formula}" in given_back
    assert f";{formula}" not in given_back


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"%PDF-1.4\nstream\n", "Ce n’est pas un tableau : c’est un PDF."),
        (b"\xff\xd8\xff\xe0JFIF", "Ce n’est pas un tableau : c’est une image."),
        (b"import os\nprint(os.getcwd())\nfor x in (1, 2):\n    print(x, x)\n", "ni une liste"),
        (b"Bonjour,\nVoici, comme convenu, nos membres.\nJeanne\n", "ni une liste"),
        (b"<html>\n<p>Erreur 404</p>\n", "est une page web"),
    ],
)
def test_what_is_no_table_is_said_to_be_none(manager: Person, content: bytes, told: str) -> None:
    assert told in plain(dropped(manager, content))


def test_a_refused_row_is_called_what_its_first_cells_call_it(manager: Person) -> None:
    too_long = ["Le Noyer", "", "49000", "Angers", "contact@noyer.example"]
    other = [["Nom", "Ville", "Activités", ""], ["Le Prunier", "Angers", "", ""]]
    rows = read(manager, csv(ROW, too_long, [""], *other))
    assert [row.name for row in rows] == ["Le Verger", "Le Noyer", "Nom", "Le Prunier"]
