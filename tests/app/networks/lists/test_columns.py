"""The second step of a list: how its file is read, what its columns hold, what its words mean."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from app.db import db
from app.networks.lists import dropping, matching, matching_views
from app.networks.lists.matching import waiting_words
from app.networks.lists.models import ListState, MemberList
from app.networks.lists.turns import ask
from domain.models import Network
from importers.column_mapping import meaning_label
from tests.app.networks.lists.desk import PRUNIER, TITLES, VERGER, listed
from tests.app.networks.lists.dropping import (
    act,
    dropped,
    first_row,
    matched,
    number_of,
    one_of,
    read,
    rows_of,
    work,
)
from tests.app.pages import on_sqlite, plain
from tests.app.people import Person
from tests.importers.writing import write_workbook

pytestmark = on_sqlite

KNOWN = "id,type,id_siege,nom,siret,cp,ville"  # the titles of the federation of GEIQ
GEIQ = "11,siege,,GEIQ 49,12345678200010,49000,ANGERS"
LIST = "\n".join([TITLES, VERGER, PRUNIER])


def fields_of(page: str) -> dict[str, str]:
    mapping = one_of(page).mapping
    assert mapping is not None
    return mapping["fields"]


def test_it_works(manager: Person) -> None:
    page = dropped(manager, LIST)
    shown = manager.page(f"{page}/colonnes")
    assert "2 lignes," in shown  # its titles are no row
    assert "titres à la ligne 1" in shown
    assert "Repassage · Menuiserie" in shown
    matched(manager, page)
    assert [row.name for row in rows_of(page)] == ["Le Verger", "Le Prunier"]


# How the file is read


def never(*_: object, **__: object) -> None:
    raise AssertionError("the file is read again")


def test_looking_at_the_columns_reads_no_file(
    manager: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = dropped(manager, LIST)
    monkeypatch.setattr(matching, "open_table", never)
    assert "Repassage" in manager.page(f"{page}/colonnes")
    matched(manager, page)
    assert "Repassage" in manager.page(f"{page}/colonnes")


def test_nothing_is_written_while_a_dropped_file_is_read(
    manager: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dropping, "look_at", somebody_writes(dropping.look_at))
    assert dropped(manager, LIST).startswith("/reseau")


def test_nothing_is_written_while_a_file_is_read_otherwise(
    manager: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = dropped(manager, LIST)
    monkeypatch.setattr(matching, "look_at", somebody_writes(matching.look_at))
    manager.send(f"{page}/lecture", {"encoding": "cp1252", "separator": ";"})
    assert one_of(page).choices == {"encoding": "cp1252", "separator": ";"}


def somebody_writes(look: Callable[..., Any]) -> Callable[..., Any]:
    """Another person writes meanwhile, and would wait for whoever holds the database."""

    def meanwhile(*args: Any) -> Any:
        with db.sessionmaker.begin() as other:
            other.connection().exec_driver_sql("PRAGMA busy_timeout = 0")
            other.add(Network(slug="entretemps", name="Entre-temps"))
        return look(*args)

    return meanwhile


@pytest.mark.parametrize(
    ("step", "sent"),
    [("lecture", {"encoding": "cp1252", "separator": ";"}), ("colonnes", {})],
)
def test_a_list_that_a_colleague_applies_meanwhile_is_left_alone(
    manager: Person, monkeypatch: pytest.MonkeyPatch, step: str, sent: dict[str, str]
) -> None:
    page = dropped(manager, LIST)
    matched(manager, page)
    monkeypatch.setattr(matching_views, "look_of", applied_meanwhile(page))
    manager.send(f"{page}/{step}", sent or columns_sent(TITLES))
    assert one_of(page).state is ListState.APPLYING
    work(page)
    assert listed(db.session) == ["Le Prunier", "Le Verger"]


def columns_sent(titles: str) -> dict[str, str]:
    sent = {}
    for rank, title in enumerate(titles.split(";")):
        sent[f"columns-{rank}-title"] = title
        sent[f"columns-{rank}-held"] = "name" if title == "Nom" else ""
    return sent


def test_columns_of_another_sheet_are_asked_anew(manager: Person, tmp_path: Path) -> None:
    sheets = ([["Nom"], ["Le Verger"]], [["Nom", "Ville"], ["Le Prunier", "Angers"]])
    page = dropped(manager, write_workbook(tmp_path, *sheets).read_bytes())
    manager.send(f"{page}/lecture", {"sheet": "Sheet2"})  # a colleague, meanwhile
    answer = manager.send(f"{page}/colonnes", columns_sent("Nom"))
    assert "a changé entre-temps" in manager.page(answer.location)
    assert one_of(page).state is ListState.DROPPED


def test_the_sheet_that_was_chosen_is_taken_in_the_next_workbook(
    manager: Person, tmp_path: Path
) -> None:
    sheets = ([["Nom", "Ville"], ["Le Verger", "Angers"]], [["Nom", "Ville"], ["B", "Angers"]])
    workbook = write_workbook(tmp_path, *sheets).read_bytes()
    assert '<option selected value="Sheet1">' in manager.page(
        f"{dropped(manager, workbook)}/colonnes"
    )
    manager.send(f"{dropped(manager, workbook)}/lecture", {"sheet": "Sheet2"})
    page = dropped(manager, workbook)
    assert '<option selected value="Sheet2">' in manager.page(f"{page}/colonnes")
    matched(manager, page)
    assert [row.name for row in rows_of(page)] == ["B"]


def test_the_last_choice_counts_and_a_sheet_that_is_empty_this_year_does_not(
    manager: Person, tmp_path: Path
) -> None:
    rows = [["Nom", "Ville"], ["Le Verger", "Angers"]]
    workbook = write_workbook(tmp_path, rows, rows).read_bytes()
    manager.send(f"{dropped(manager, workbook)}/lecture", {"sheet": "Sheet2"})
    emptied = write_workbook(tmp_path, rows, rows[:1]).read_bytes()
    assert one_of(dropped(manager, emptied)).choices == {}
    manager.send(f"{dropped(manager, workbook)}/lecture", {"sheet": "Sheet1"})
    page = dropped(manager, workbook)
    assert '<option selected value="Sheet1">' in manager.page(f"{page}/colonnes")


def test_columns_of_a_list_that_turns_out_to_be_known_are_asked_anew(manager: Person) -> None:
    page = dropped(manager, f"Membres\n{KNOWN}\n{GEIQ}")
    manager.send(f"{page}/colonnes", columns_sent("Nom;Ville"))
    assert one_of(page).state is ListState.DROPPED


def applied_meanwhile(page: str) -> Callable[..., Any]:
    def meanwhile(*args: Any) -> Any:
        with db.sessionmaker.begin() as other:
            ask(other.get_one(MemberList, number_of(page)), ListState.APPLYING, "user:1")
        return matching.look_of(*args)

    return meanwhile


def test_a_reading_that_cannot_be_leaves_everything_as_it_was(manager: Person) -> None:
    page = dropped(manager, "\n".join([KNOWN, GEIQ]))
    answer = manager.send(
        f"{page}/lecture", {"encoding": "utf-8", "separator": ",", "header_line": "50"}
    )
    assert "La lecture d’avant est gardée" in manager.page(answer.location)
    assert "Format reconnu" in manager.page(f"{page}/colonnes")


def test_what_cannot_be_chosen_is_told(manager: Person) -> None:
    page = dropped(manager, LIST)
    answer = manager.send(f"{page}/lecture", {"encoding": "martien", "separator": ";"})
    assert "Encodage :" in manager.page(answer.location)


@pytest.mark.parametrize("said", [":", "~", "^", " "])
def test_a_separator_that_a_file_announces_counts_when_it_is_one(
    manager: Person, said: str
) -> None:
    page = dropped(manager, f"sep={said}\n{LIST}")
    assert "titres à la ligne 2" in manager.page(f"{page}/colonnes")
    matched(manager, page)
    assert [row.name for row in rows_of(page)] == ["Le Verger", "Le Prunier"]


def test_another_sheet_is_chosen(manager: Person, tmp_path: Path) -> None:
    path = tmp_path / "liste.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name in ("Le Verger", "Le Prunier"):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["Nom", "Ville"])
            sheet.write_row(1, 0, [name, "Angers"])
    page = dropped(manager, path.read_bytes())
    assert "Changer la feuille ou la ligne des titres" in manager.page(f"{page}/colonnes")
    manager.send(f"{page}/lecture", {"sheet": "Le Prunier"})
    matched(manager, page)
    assert [row.name for row in rows_of(page)] == ["Le Prunier"]


def test_another_sheet_of_a_file_read_before_is_proposed_as_a_complement(
    manager: Person, tmp_path: Path
) -> None:
    """Else the members of the first one would leave."""
    titles = ["Nom", "Ville"]
    sheets = ([titles, ["Le Verger", "Angers"]], [titles, ["Le Prunier", "Nantes"]])
    workbook = write_workbook(tmp_path, *sheets).read_bytes()
    first = dropped(manager, workbook)
    shown = manager.page(f"{first}/colonnes")
    assert "déposez de nouveau ce fichier pour chaque autre feuille" in shown
    assert re.search(r'checked[^>]*value="complete"', shown)
    matched(manager, first)
    act(manager, first, "appliquer")
    second = dropped(manager, workbook)
    assert re.search(r'checked[^>]*value="complement"', manager.page(f"{second}/colonnes"))
    manager.send(f"{second}/lecture", {"sheet": "Sheet2", "extent": "complement"})
    assert one_of(second).is_partial


def test_the_titles_of_another_sheet_are_found_anew(manager: Person, tmp_path: Path) -> None:
    """The line left in the form is that of the sheet before."""
    members = [["Nos membres"], [], ["Nom", "Ville"], ["Le Verger", "Angers"]]
    path = write_workbook(tmp_path, [["Nom"], ["Le Prunier"]], members)
    page = dropped(manager, path.read_bytes())
    manager.send(f"{page}/lecture", {"sheet": "Sheet2", "header_line": "1"})
    assert "titres à la ligne 3" in manager.page(f"{page}/colonnes")
    manager.send(f"{page}/lecture", {"sheet": "Sheet2", "header_line": "1"})
    assert "titres à la ligne 1" in manager.page(f"{page}/colonnes")


def test_of_json_nothing_is_asked(manager: Person) -> None:
    page = dropped(manager, '[{"nom": "Le Verger", "ville": "Angers"}]', "membres.json")
    assert "Changer" not in manager.page(f"{page}/colonnes")
    matched(manager, page)
    assert [row.name for row in rows_of(page)] == ["Le Verger"]


# Formats known by their titles


def test_a_list_known_by_its_titles_needs_nothing(manager: Person) -> None:
    page = dropped(manager, "\n".join([KNOWN, GEIQ]))
    assert "Format reconnu" in manager.page(f"{page}/colonnes")
    manager.send(f"{page}/colonnes")
    work(page)
    assert [row.name for row in rows_of(page)] == ["GEIQ 49"]
    assert "Format reconnu" in manager.page(f"{page}/colonnes")


def test_a_list_that_certifies_labels_is_said_to_be_the_teams(manager: Person) -> None:
    page = dropped(manager, "numero_siren;denomination;date de decision\n123456782;A;01/02/2026")
    assert one_of(page).format is None
    assert "Liste des entreprises agréées ESUS" in manager.page(f"{page}/colonnes")


def test_its_columns_may_be_matched_all_the_same(manager: Person) -> None:
    page = dropped(manager, "\n".join([f"{KNOWN},Métiers", f"{GEIQ},zigouillis"]))
    manager.send(f"{page}/colonnes", {"by_hand": "oui"})
    matched(manager, page, Métiers="services")
    assert [row.name for row in rows_of(page)] == ["GEIQ 49"]
    assert "« zigouillis »" in manager.page(f"{page}/mots")


def test_its_rows_taken_up_keep_the_columns_that_a_person_matched(manager: Person) -> None:
    page = dropped(manager, "\n".join([KNOWN, GEIQ, "12,siege,,,,44000,NANTES"]))
    manager.send(f"{page}/colonnes", {"by_hand": "oui"})
    matched(manager, page)
    act(manager, page, "appliquer")
    taken_up = manager.send(f"{page}/reprendre").location.removesuffix("/colonnes")
    again, first = one_of(taken_up), one_of(page)
    assert first.mapping
    assert again.mapping
    assert again.format is None
    assert first.mapping["fields"].items() <= again.mapping["fields"].items()


def test_its_rows_given_back_are_no_whole_list(manager: Person) -> None:
    page = dropped(manager, "\n".join([KNOWN, GEIQ, "12,siege,,,,44000,NANTES"]))
    manager.send(f"{page}/colonnes")
    work(page)
    act(manager, page, "appliquer")
    again = dropped(manager, manager.open(f"{page}/a-corriger.csv").data)
    assert one_of(again).is_partial


# Columns


def test_columns_are_changed_after_the_preview(manager: Person) -> None:
    page = dropped(manager, LIST)
    matched(manager, page)
    assert "Que contient chaque colonne" in manager.page(f"{page}/colonnes")
    matched(manager, page, Activités="")
    assert "activites" not in fields_of(page)
    assert "services" not in rows_of(page)[0].changes


def test_two_columns_of_one_field_are_told_in_french(manager: Person) -> None:
    page = dropped(manager, "Nom;Autre\nÉlan;x")
    titles = {"columns-0-title": "Nom", "columns-1-title": "Autre"}
    held = {"columns-0-held": "name", "columns-1-held": "name"}
    told = manager.send(f"{page}/colonnes", titles | held).text
    assert ">Colonnes</a>" in told
    assert ">Columns</a>" not in told


def test_a_mapping_is_remembered_whatever_the_order_and_beside_new_titles(manager: Person) -> None:
    matched(manager, dropped(manager, "Quoi;Où;Nom\nLe Verger;Angers;x"), Quoi="name", Nom="")
    again = dropped(manager, "Nom;Nouveau;QUOI\nx;y;Le Noyer")
    assert fields_of(again)["quoi"] == "name"
    assert "nom" not in fields_of(again)


def test_what_nobody_looked_at_is_not_remembered(manager: Person) -> None:
    dropped(manager, "Quoi;Ville\nLe Verger;Angers\nLe Prunier;Nantes")
    again = dropped(manager, "Quoi;Nom\n49000;Le Verger\n44000;Le Prunier")
    assert fields_of(again) == {"quoi": "postcode", "nom": "name"}


def test_what_comes_from_an_earlier_list_says_which(manager: Person) -> None:
    matched(manager, dropped(manager, "Quoi;Nom\nLe Verger;x"), Quoi="name", Nom="")
    page = dropped(manager, "Quoi;Nom\nLe Noyer;y")
    shown = plain(manager.page(f"{page}/colonnes"))
    assert shown.count("comme dans votre liste « membres.csv »") == 2


def test_a_list_that_was_thrown_away_is_not_remembered(manager: Person) -> None:
    page = dropped(manager, "Quoi;Nom\nLe Verger;x")
    matched(manager, page, Quoi="name", Nom="")
    manager.send(f"{page}/supprimer", {"confirm": "oui"})
    assert fields_of(dropped(manager, "Nom;Quoi\nLe Noyer;y")) == {"nom": "name"}


def test_an_empty_column_left_aside_is_read_once_it_says_something(manager: Person) -> None:
    matched(manager, dropped(manager, "Structure;Ville;Nom\nLe Verger;Angers;"), Nom="")
    page = dropped(manager, "Nom;Ville;CP\nLe Noyer;Angers;49000")
    assert fields_of(page) == {"nom": "name", "ville": "city", "cp": "postcode"}


def test_a_column_left_aside_is_to_be_checked_when_it_says_something_else(
    manager: Person,
) -> None:
    matched(manager, dropped(manager, "Nom;Ville;Qui\nLe Verger;Angers;Lyon"), Qui="brand")
    page = dropped(manager, "Nom;Ville;Qui\nLe Noyer;Angers;contact@noyer.example")
    assert "1 colonne est à vérifier" in plain(manager.page(f"{page}/colonnes"))


def test_what_a_person_chose_is_said_to_be_so(manager: Person) -> None:
    page = dropped(manager, LIST)
    matched(manager, page, Activités="")
    assert "comme vous l’avez choisi" in manager.page(f"{page}/colonnes")


# Words


def test_words_are_remembered_whatever_the_titles(manager: Person) -> None:
    page = dropped(manager, LIST.replace("Repassage", "Zigouillis"))
    matched(manager, page)
    settled = {"each-0-words": "Zigouillis", "each-0-other": "Repassage"}
    manager.send(f"{page}/mots", settled)
    work(page)
    again = dropped(manager, "Structure;Localité;Métiers\nLe Noyer;Angers;zigouillis")
    matched(manager, again)
    assert rows_of(again)[0].changes["services"][1] == ["repassage"]


def many_words(manager: Person) -> str:
    rows = [f"Le Verger {n};;49000;Angers;zigouillis{n:03};" for n in range(60)]
    page = dropped(manager, "\n".join([TITLES, *rows]))
    matched(manager, page)
    return page


def test_every_word_is_reached(manager: Person) -> None:
    page = many_words(manager)
    assert "zigouillis059" not in manager.page(f"{page}/mots")
    assert "zigouillis059" in manager.page(f"{page}/mots?page=2")
    settled = {"each-0-words": "zigouillis059", "each-0-other": "Repassage"}
    manager.send(f"{page}/mots?page=2", settled)
    work(page)
    assert len(waiting_words(one_of(page))) == 59
    assert "réponse déjà donnée" in plain(manager.page(f"{page}/mots?page=2"))


def test_too_many_words_are_told(manager: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    page = many_words(manager)
    assert "il y en a trop" not in manager.page(f"{page}/mots")
    monkeypatch.setattr(matching_views, "MOST_WORDS", 60)
    assert "il y en a trop" in manager.page(f"{page}/mots")


def test_words_that_are_gone_meanwhile_are_no_error(manager: Person) -> None:
    page = many_words(manager)
    sent = {f"each-{n}-words": f"partis{n}" for n in range(70)}
    assert manager.send(f"{page}/mots", sent | {"each-0-meaning": "ignore"}).status_code < 500


# What is guessed, and corrected


def test_columns_are_guessed_with_three_values(manager: Person) -> None:
    rows = [
        VERGER.replace("Repassage", activity) for activity in ("Tri", "Tri", "Couture", "Linge")
    ]
    page = dropped(manager, "\n".join([TITLES, VERGER, *rows]))
    assert "Repassage · Tri · Couture" in manager.page(f"{page}/colonnes")
    assert "Linge" not in manager.page(f"{page}/colonnes")


def test_a_siret_is_one_whatever_its_title(manager: Person) -> None:
    page = dropped(manager, "Nom;N° adhérent\nLe Verger;44229377500031\nLe Prunier;41816609600069")
    matched(manager, page)
    assert first_row(page).changes["siret"][1][0] == "44229377500031"


def test_how_many_columns_are_to_be_looked_at_is_told(manager: Person) -> None:
    page = dropped(manager, "Nom;N° adhérent\nLe Verger;44229377500031\nLe Prunier;41816609600069")
    assert "1 colonne est à vérifier." in plain(manager.page(f"{page}/colonnes"))
    assert "à vérifier" not in manager.page(f"{dropped(manager, LIST)}/colonnes")


def test_a_mapping_is_remembered_for_the_same_titles(manager: Person) -> None:
    matched(manager, dropped(manager, "Quoi;Où\nLe Verger;Angers\nLe Prunier;Nantes"), Quoi="name")
    again = dropped(manager, "Quoi;Où\nLe Noyer;Angers\nLe Tilleul;Nantes")
    one = db.session.get_one(MemberList, number_of(again))
    assert one.mapping is not None
    assert one.mapping["fields"]["quoi"] == "name"


def test_two_columns_for_one_field_are_refused_beside_them(manager: Person) -> None:
    page = dropped(manager, "Nom;Ville;Localité\nLe Verger;Angers;Angers")
    sent = {"columns-0-title": "Nom", "columns-0-held": "name"}
    for rank, title in ((1, "Ville"), (2, "Localité")):
        sent |= {f"columns-{rank}-title": title, f"columns-{rank}-held": "city"}
    answer = manager.send(f"{page}/colonnes", sent)
    assert answer.status_code == 200
    assert "Gardez-en une" in answer.text


def test_another_reading_is_chosen(manager: Person) -> None:
    page = dropped(manager, "Liste\nNom;Ville\nLe Verger;Angers\n")
    manager.send(f"{page}/lecture", {"encoding": "utf-8", "separator": ";", "header_line": "2"})
    assert "titres à la ligne 2" in manager.page(f"{page}/colonnes")


# Words


def test_words_that_match_nothing_are_settled_once_for_every_row(manager: Person) -> None:
    strange = [
        row.replace("Repassage", "Zigouillis") for row in (VERGER, VERGER.replace("Le", "Un"))
    ]
    page = read(manager, *strange)
    shown = manager.page(f"{page}/mots")
    assert "« Zigouillis »" in shown
    assert "colonne « Activités », 2 lignes" in shown
    manager.send(f"{page}/mots", {"each-0-words": "Zigouillis", "each-0-other": "Repassage"})
    work(page)
    assert first_row(page).changes["services"][1] == ["repassage"]
    assert waiting_words(one_of(page)) == []


def test_words_are_offered_what_a_buyer_who_types_them_would_find(manager: Person) -> None:
    page = read(manager, VERGER.replace("Repassage", "Mécanique vélo"))
    assert "Réparation et entretien de vélos" in manager.page(f"{page}/mots")


def test_a_file_of_titles_alone_is_refused(manager: Person) -> None:
    assert "aucune ligne sous ses titres" in dropped(manager, f"{TITLES}\n")


def answered_by_mistake(manager: Person) -> str:
    page = read(manager, VERGER.replace("Repassage", "Zigouillis"))
    manager.send(f"{page}/mots", {"each-0-words": "Zigouillis", "each-0-other": "Repassage"})
    work(page)
    return page


def test_an_answer_is_found_again_and_changed(manager: Person) -> None:
    page = answered_by_mistake(manager)
    assert f"{page}/mots" in manager.page(page)
    shown = plain(manager.page(f"{page}/mots"))
    assert "« Zigouillis »" in shown
    assert "1 réponse déjà donnée" in shown
    manager.send(
        f"{page}/mots", {"each-0-words": "Zigouillis", "each-0-other": "Menuiserie et agencement"}
    )
    work(page)
    assert first_row(page).changes["services"][1] == ["menuiserie-batiment"]


def test_an_answer_of_an_earlier_list_is_changed_for_the_next_ones(manager: Person) -> None:
    answered_by_mistake(manager)
    page = read(manager, VERGER.replace("Repassage", "zigouillis"))
    manager.send(f"{page}/mots", {"each-0-words": "zigouillis", "each-0-meaning": "ignore"})
    work(page)
    again = read(manager, VERGER.replace("Repassage", "ZIGOUILLIS"))
    assert "services" not in first_row(again).changes


def test_an_answer_sent_as_it_was_reads_nothing_again(manager: Person) -> None:
    page = answered_by_mistake(manager)
    same = {"each-0-words": "Zigouillis", "each-0-meaning": "service:repassage"}
    manager.send(f"{page}/mots", same)
    assert one_of(page).state is ListState.READ


def test_an_answer_that_left_the_taxonomy_is_asked_again(manager: Person) -> None:
    page = answered_by_mistake(manager)
    one_of(page).words = [word | {"meaning": "service:parti"} for word in one_of(page).words]
    db.session.commit()
    assert "ne correspondent à rien" in manager.page(f"{page}/mots")


def test_what_a_word_may_mean_is_proposed(manager: Person) -> None:
    page = read(manager, VERGER.replace("Repassage", "Menuisserie"))
    assert 'value="service:menuiserie-batiment"' in manager.page(f"{page}/mots")


@pytest.mark.parametrize(
    ("typed", "services"),
    [
        ("Repassage, Restauration collective", ["repassage", "restauration-collective"]),
        ("repassage + couture, retouches et réparation textile", ["repassage", "couture-retouche"]),
        ("Vins, bières et boissons et Repassage", ["viticulture-brasserie", "repassage"]),
        ("activité : Repassage ; Repassage", ["repassage"]),
        (
            "restauration collective et tonte",
            ["restauration-collective", "entretien-espaces-verts"],
        ),
    ],
)
def test_one_wording_may_mean_several_things(
    manager: Person, typed: str, services: list[str]
) -> None:
    page = read(manager, VERGER.replace("Repassage", "Zigouillis"))
    manager.send(f"{page}/mots", {"each-0-words": "Zigouillis", "each-0-other": typed})
    work(page)
    assert first_row(page).changes["services"][1] == services
    answered = manager.page(f"{page}/mots")
    assert " + ".join(meaning_label(f"service:{id_}") for id_ in services) in plain(answered)


def test_an_answer_that_is_refused_is_called_by_its_words(manager: Person) -> None:
    page = read(manager, VERGER.replace("Repassage", "Zigouillis, Zut"))
    sent = {"each-0-words": "Zigouillis", "each-1-words": "Zut"}
    shown = plain(manager.send(f"{page}/mots", sent | {"each-1-other": "Repassage, Rien"}).text)
    assert "Autre chose, pour « Zut »</a> : « Rien » n’est pas dans la liste" in shown
    assert "n° 2" not in shown


def test_what_means_nothing_is_refused_beside_its_field_with_what_is_near(
    manager: Person,
) -> None:
    page = read(manager, VERGER.replace("Repassage", "Zigouillis"))
    sent = {"each-0-words": "Zigouillis"}
    assert "« Zut » n’est pas dans la liste proposée : choisissez-y." in plain(
        manager.send(f"{page}/mots", sent | {"each-0-other": "Zut"}).text
    )
    assert "par exemple « activité : Conseil RSE" in plain(
        manager.send(f"{page}/mots", sent | {"each-0-other": "conseil"}).text
    )
