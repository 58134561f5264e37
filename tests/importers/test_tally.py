"""Each word that means nothing known, once for the file, with what it may mean."""

import pytest

from importers import tally
from importers.column_mapping import ColumnMapping
from importers.guessing import guess_mapping
from importers.headers import is_of_list
from importers.limits import UnreadableFileError
from importers.mapping import map_table
from importers.reading import CheckedTable, open_pasted
from importers.tally import AskedWord, Tally

LIST = (
    "Nom;Ville;Activités;Labels\n"
    "Élan;Nantes;menuisserie, repassage;Qualiopie\n"
    "Bis;Angers;Menuisserie / dressage de puces;\n"
    "Verger;Rennes;dressage de puces - traiteur, dressage de puces;\n"
    "Zut;Rennes;DRESSAGE DE PUCES;ESUS\n"
)


def tallied(text: str, mapping: ColumnMapping | None = None) -> tuple[AskedWord, ...]:
    with open_pasted(text) as table:
        return words_of(table, mapping or guess_mapping(table).mapping)


def words_of(table: CheckedTable, mapping: ColumnMapping) -> tuple[AskedWord, ...]:
    mapped = map_table(table, by_hand=mapping)
    counting = Tally(mapped.header.cells, mapping)
    for row, result in mapped.with_rows():
        if is_of_list(result):
            counting.add(row)
    return counting.words()


def test_it_works() -> None:
    words = tallied(LIST)
    assert [(w.words, w.title, w.rows) for w in words] == [
        ("dressage de puces", "Activités", 3),
        ("menuisserie", "Activités", 2),
        ("Qualiopie", "Labels", 1),
    ]


def test_a_word_given_a_meaning_comes_last_with_it() -> None:
    with open_pasted(LIST) as table:
        mapping = guess_mapping(table).mapping.with_meaning("dressage de puces", "ignore")
        words = words_of(table, mapping)
    assert [(word.words, word.meaning, word.rows) for word in words] == [
        ("menuisserie", None, 2),
        ("Qualiopie", None, 1),
        ("dressage de puces", "ignore", 3),
    ]


def test_titles_of_columns_of_ticks_are_words_too() -> None:
    mapping = ColumnMapping({"nom": "name", "puces": "ticked"})
    (word,) = tallied("Nom;Ville;Puces\nÉlan;Nantes;x\nBis;Nantes;\nC;Nantes;oui\n", mapping)
    assert (word.words, word.held, word.rows) == ("Puces", "ticked", 2)


def test_somebody_s_contact_is_no_word() -> None:
    assert tallied("Nom;Ville;Activités\nÉlan;Nantes;jeanne@elan.example\n") == ()


def test_rows_that_are_not_of_the_list_do_not_count() -> None:
    assert tallied("Nom;Ville;Activités\nEx : Élan;obligatoire;un mot\nA;Angers;traiteur\n") == (())


def test_too_many_words_are_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tally, "MOST_WORDS", 2)
    found = tallied("Nom;Ville;Activités\nA;Angers;aaa, bbb, ccc, ddd\nB;Angers;aaa\n")
    assert [word.rows for word in found] == [2, 1]


def test_a_list_without_a_name_says_so() -> None:
    with pytest.raises(UnreadableFileError, match="dites laquelle"):
        tallied(LIST, ColumnMapping())
