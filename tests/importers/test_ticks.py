"""One column a service, with Oui, x or 1 in its cells."""

from pathlib import Path

import pytest

from importers.column_mapping import ColumnMapping
from importers.facts import LabelFacts, RowFacts
from importers.guessing import guess_mapping
from importers.mapping import map_table
from importers.reading import open_table
from importers.ticks import read_tick, ticked_words
from tests.importers.writing import write


def facts(folder: Path, content: str, mapping: ColumnMapping | None = None) -> list[RowFacts]:
    with open_table(write(folder, content)) as table:
        by_hand = mapping or guess_mapping(table).mapping
        return [row for row in map_table(table, by_hand=by_hand) if isinstance(row, RowFacts)]


LIST = (
    "Nom;Ville;Menuiserie;Repassage;Qualiopi;ESAT\n"
    "Verger;Angers;x;;Oui;1\n"
    "Élan;Nantes;;X;non;0\n"
    "Bis;Rennes;;;;\n"
)


def test_it_works(tmp_path: Path) -> None:
    verger, elan, bis = facts(tmp_path, LIST)
    assert (verger.services, verger.kinds) == (("menuiserie-batiment",), ("ESAT",))
    assert verger.labels == (LabelFacts("qualiopi"),)
    assert (elan.services, elan.kinds, elan.labels) == (("repassage",), (), ())
    assert bis.services == ()


def test_a_row_without_any_tick_says_that_there_is_none(tmp_path: Path) -> None:
    verger, _, bis = facts(tmp_path, LIST)
    assert verger.emptied == frozenset()
    assert bis.emptied == {"services", "labels", "kinds"}


def test_a_title_of_ticks_that_names_nothing_known_is_told_as_a_word(tmp_path: Path) -> None:
    held = {"nom": "name", "ville": "city", "batimant": "ticked"}
    (row,) = facts(tmp_path, "Nom;Ville;Batimant\nA;Angers;x\n", ColumnMapping(held))
    assert row.unmatched == {"Batimant": ("Batimant",)}


def test_ticks_and_words_add_up(tmp_path: Path) -> None:
    (row,) = facts(tmp_path, "Nom;Activités;Repassage\nVerger;menuiserie;x\n")
    assert row.services == ("menuiserie-batiment", "repassage")
    (row,) = facts(tmp_path, "Nom;Activités;Repassage\nVerger;menuiserie;\n")
    assert row.emptied == frozenset()


def test_what_is_neither_yes_nor_no_is_told_and_not_taken(tmp_path: Path) -> None:
    rows = facts(tmp_path, "Nom;Ville;Repassage\nA;Angers;x\nB;Angers;x\nC;Angers;en projet\n")
    assert rows[2].services == ()
    assert [(n.field, n.value) for n in rows[2].notes] == [("Repassage", "en projet")]
    assert rows[2].emptied == frozenset()


def test_a_word_among_few_ticks_leaves_them_ticks(tmp_path: Path) -> None:
    rows = facts(tmp_path, "Nom;Ville;Repassage\nA;Angers;1\nB;Angers;\nC;Angers;à venir\n")
    assert [row.services for row in rows] == [("repassage",), (), ()]
    assert [note.value for note in rows[2].notes] == ["à venir"]


def test_a_title_of_something_else_does_not_make_a_column_of_ticks(tmp_path: Path) -> None:
    with open_table(write(tmp_path, "Nom;Ville;À jour\nA;Angers;oui\nB;Angers;non\n")) as table:
        assert guess_mapping(table).columns[2].field is None


def test_ticks_among_known_ones_are_ticks_whose_meaning_is_asked(tmp_path: Path) -> None:
    titles = "Nom;Ville;Menuiserie;Bidules;Repassage"
    path = write(tmp_path, f"{titles}\nA;Angers;x;x;\nB;Nantes;;x;x\n")
    with open_table(path) as table:
        guess = guess_mapping(table).columns[3]
    assert (guess.field, guess.confidence) == ("ticked", "doubtful")
    assert facts(tmp_path, path.read_text())[0].unmatched == {"Bidules": ("Bidules",)}


def test_ticks_apart_from_those_known_say_nothing(tmp_path: Path) -> None:
    titles = "Nom;Menuiserie;Repassage;Ville;Bidules"
    with open_table(write(tmp_path, f"{titles}\nA;x;;Angers;x\nB;;x;Nantes;x\n")) as table:
        guess = guess_mapping(table).columns[4]
    assert (guess.field, guess.reason) == (None, "des coches, sous un titre inconnu")


def test_a_person_can_say_that_a_column_is_of_ticks_and_what_it_means(tmp_path: Path) -> None:
    mapping = (
        ColumnMapping({"nom": "name", "ville": "city"})
        .with_field("Puces", "ticked")
        .with_meaning("puces", "service:repassage")
    )
    (row,) = facts(tmp_path, "Nom;Ville;Puces\nA;Angers;oui\n", mapping)
    assert row.services == ("repassage",)


@pytest.mark.parametrize("cell", ["Oui", "x", "X", "1", "VRAI", "✓", "☑", "ok"])
def test_yes_is_said_in_many_ways(cell: str) -> None:
    assert read_tick(cell) is True


@pytest.mark.parametrize("cell", ["", " ", "non", "0", "FAUX", "-", "☐", "✗"])
def test_so_is_no(cell: str) -> None:
    assert read_tick(cell) is False


@pytest.mark.parametrize("cell", ["peut-être", "2", "Angers"])
def test_the_rest_says_neither(cell: str) -> None:
    assert read_tick(cell) is None


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Menuiserie", "Menuiserie"),
        ("Quelles sont vos activités ? [Menuiserie]", "Menuiserie"),
        ("Activité : menuiserie", "menuiserie"),
    ],
)
def test_the_question_before_the_words_is_left_aside(title: str, words: str) -> None:
    assert ticked_words(title) == words
