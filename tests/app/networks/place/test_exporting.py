"""The members of a network as a table."""

import csv
from io import BytesIO, StringIO

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook

from app.networks.place import exporting, views
from app.networks.place.exporting import HEADER, MANAGERS_HEADER
from domain.models import Contact, ContactKind, Supplier, Visibility, utcnow
from importers.formats.own import TITLES
from tests.app.cast import TODAY
from tests.app.networks.place.cast import OTHER, PAGE, VERGERS, member, published, vouched
from tests.app.pages import counted_queries, forget_request, on_sqlite, page, publish
from tests.app.people import Person, editor_of, manager_of

OWN = f"/reseau/{VERGERS}/membres"


def reached_at(supplier: Supplier, value: str, visibility: Visibility) -> Supplier:
    kind = ContactKind.EMAIL if "@" in value else ContactKind.PHONE
    said = {"source": "siae", "as_of": TODAY, "visibility": visibility}
    supplier.contacts.append(Contact(kind=kind, value=value, **said))
    return supplier


def read_csv(text: str) -> list[list[str]]:
    assert text.startswith("\ufeff")
    return list(csv.reader(StringIO(text[1:]), delimiter=";"))


def exported(app: Flask) -> list[dict[str, str]]:
    forget_request()
    header, *rows = read_csv(app.test_client().get(f"{PAGE}/membres.csv").text)
    return [dict(zip(header, row, strict=True)) for row in rows]


def test_it_works(app: Flask) -> None:
    one = vouched(member(own_words=["yourtes"], website="verger.example", address="1 rue du Bois"))
    reached_at(one, "0241000000", Visibility.PUBLIC)
    published(app, one, member("Ailleurs", OTHER), member("Partie", archived_at=utcnow()))
    (row,) = exported(app)
    assert tuple(row) == HEADER
    assert row == {
        "Nom": "Les Ateliers du Verger",
        "SIRET": "",
        "Types": "ESAT",
        "Services": "Menuiserie et agencement | yourtes",
        "Adresse": "1 rue du Bois",
        "Code postal": "49000",
        "Commune": "Angers",
        "Téléphone": "02 41 00 00 00",
        "Courriel": "",
        "Site": "https://verger.example",
        "Garantie du réseau": "Vérifiée",
        "Depuis le": "2026-05-03",
        "Fiche": "http://localhost/fournisseur/1-les-ateliers-du-verger",
    }


@on_sqlite
def test_a_siret_known_to_be_wrong_is_written_nowhere(app: Flask) -> None:
    wrong = {"siret": "12345678900012", "siret_problem": "clé de contrôle fausse"}
    published(app, member(**wrong), member("Zut", siret="44229377500031"))
    assert [row["SIRET"] for row in exported(app)] == ["", "442 293 775 00031"]


@on_sqlite
def test_a_workbook_says_the_same(app: Flask) -> None:
    published(app, member("=1+1"), member("Zut"))
    answer = app.test_client().get(f"{PAGE}/membres.xlsx")
    book = CalamineWorkbook.from_filelike(BytesIO(answer.data))
    header, first, _ = book.get_sheet_by_index(0).to_python()
    assert tuple(header) == HEADER
    assert first[0] == "=1+1"
    assert answer.headers["Content-Disposition"] == f"attachment; filename=membres-{VERGERS}.xlsx"
    answer.close()


@on_sqlite
def test_contacts_that_are_not_everybodys_stay_out(app: Flask) -> None:
    one = reached_at(member(), "direction@verger.example", Visibility.PRIVATE)
    reached_at(one, "0600000000", Visibility.MEMBERS)
    published(app, reached_at(one, "contact@verger.example", Visibility.PUBLIC))
    (row,) = exported(app)
    assert (row["Courriel"], row["Téléphone"]) == ("contact@verger.example", "")


@on_sqlite
def test_no_cell_is_a_formula(app: Flask) -> None:
    published(app, member('=HYPERLINK("http://x")', address="@x", own_words=["-1"], services=[]))
    (row,) = exported(app)
    assert (row["Nom"][:2], row["Adresse"], row["Services"]) == ("'=", "'@x", "'-1")


@on_sqlite
def test_members_are_read_by_batches(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "BATCH", 2)
    published(app, *(member(f"Atelier {n}") for n in (4, 2, 0, 3, 1)))
    with counted_queries(app) as many:
        names = [row["Nom"] for row in exported(app)]
    assert names == [f"Atelier {n}" for n in range(5)]
    assert len(many) < 40


@on_sqlite
def test_a_table_has_so_many_rows_and_the_page_says_so(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "MOST", 1)
    monkeypatch.setattr(views, "MOST", 1)
    published(app, member("Atelier A"))
    assert "premiers, par ordre" not in page(app, PAGE)
    publish(app, member("Atelier B"))
    assert [row["Nom"] for row in exported(app)] == ["Atelier A"]
    assert "Les 1 premiers, par ordre alphabétique" in page(app, PAGE)


@on_sqlite
def test_other_kinds_of_files_are_not_there(app: Flask) -> None:
    published(app, member())
    assert app.test_client().get(f"{PAGE}/membres.ods").status_code == 404


@on_sqlite
def test_one_address_asks_for_so_many_tables(app: Flask) -> None:
    published(app, member())
    statuses = [app.test_client().get(f"{PAGE}/membres.csv").status_code for _ in range(21)]
    assert statuses == [200] * 20 + [429]


@on_sqlite
def test_fewer_are_given_of_those_that_take_long_to_write(app: Flask) -> None:
    published(app, member())
    visitor = app.test_client()
    answers = [visitor.get(f"{PAGE}/membres.xlsx") for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200] * 4 + [429]
    assert visitor.get(f"{PAGE}/membres.csv").status_code == 200
    for answer in answers:
        answer.close()


# For managers


def told(manager: Person, asked: str = "") -> list[dict[str, str]]:
    forget_request()
    header, *rows = read_csv(manager.open(f"{OWN}.csv{asked}").text)
    assert tuple(header) == (*HEADER, *MANAGERS_HEADER)
    return [dict(zip(header, row, strict=True)) for row in rows]


@on_sqlite
def test_managers_also_read_what_their_network_alone_knows(app: Flask) -> None:
    one = reached_at(member("Un", siret="39860733300059"), "contact@un.example", Visibility.PUBLIC)
    published(app, one, member("Deux"))
    editor_of(one, app)
    manager = manager_of(VERGERS, app)
    manager.send(f"{OWN}/{one.id}", {"text": "=À revoir"})
    two, kept = told(manager)
    assert (two["Fiche tenue depuis le"], two["Note du réseau"]) == ("", "")
    assert kept["SIRET"] == "398 607 333 00059"
    assert kept["Fiche tenue depuis le"] == utcnow().astimezone().strftime("%Y-%m-%d")
    assert kept["Adresse où lui écrire"] == "contact@un.example"
    assert (kept["Manque : présentation"], kept["Manque : services"]) == ("oui", "")
    assert kept["Note du réseau"] == "'=À revoir"


@on_sqlite
def test_their_file_is_narrowed_as_their_list_is(app: Flask) -> None:
    one = member("Un")
    published(app, one, member("Deux"))
    editor_of(one, app)
    manager = manager_of(VERGERS, app)
    assert [row["Nom"] for row in told(manager, "?fiches=tenues")] == ["Un"]
    assert [row["Nom"] for row in told(manager, "?q=deux")] == ["Deux"]


# In the directory's own format


@on_sqlite
def test_managers_take_their_members_to_another_directory(app: Flask) -> None:
    one = reached_at(member("=Un"), "contact@un.example", Visibility.PUBLIC)
    reached_at(one, "jeanne@un.example", Visibility.PRIVATE)
    published(app, one, member("Deux"), member("Ailleurs", OTHER))
    manager = manager_of(VERGERS, app)
    listed = manager.page(OWN)
    assert f'href="{OWN}-annuaire.csv"' in listed
    assert "ne porte ni les e-mails ni les téléphones privés" in listed
    answer = manager.open(f"{OWN}-annuaire.csv")
    name = answer.headers["Content-Disposition"]
    assert name == f"attachment; filename=annuaire-{VERGERS}.csv"
    titles, first, second = read_csv(answer.text)
    assert tuple(titles) == TITLES
    row = dict(zip(titles, second, strict=True))
    assert (row["Nom"], row["E-mails"], row["E-mails privés"]) == (
        "'=Un",
        "contact@un.example",
        "",
    )
    assert "jeanne@" not in answer.text
    assert first[titles.index("Nom")] == "Deux"


@on_sqlite
def test_it_is_narrowed_too_and_is_nobody_else_s(app: Flask) -> None:
    published(app, member("Un"), member("Deux"))
    manager = manager_of(VERGERS, app)
    rows = read_csv(manager.open(f"{OWN}-annuaire.csv?q=deux").text)
    assert [row[1] for row in rows[1:]] == ["Deux"]
    assert Person(app).open(f"{OWN}-annuaire.csv").status_code == 302
    assert manager.open(f"/reseau/{OTHER}/membres-annuaire.csv").status_code == 404
