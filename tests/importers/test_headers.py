"""Where the titles are, and which rows below them are not of the list."""

import pytest

from importers.choices import ReadingChoices
from importers.facts import Rejected, RowFacts
from importers.guessing import guess_mapping
from importers.headers import Header, column_letters, distinct, find_header, rows_of_list
from importers.limits import UnreadableFileError
from importers.mapping import map_table
from importers.reading import open_pasted

LIST = "Nom;SIRET;Ville\nÉlan;12345678200010;Nantes\nBis;;Angers\n"


def header(text: str, line: int | None = None) -> Header:
    with open_pasted(text, choices=ReadingChoices(header_line=line)) as table:
        return find_header(table)


def lines(text: str) -> list[int]:
    """Of the rows that are of the list."""
    with open_pasted(text) as table:
        return [row.line for row in rows_of_list(table, find_header(table))]


def refusals(text: str) -> dict[int, str]:
    with open_pasted(text) as table:
        rows = list(map_table(table, by_hand=guess_mapping(table).mapping))
    return {row.line: row.message for row in rows if isinstance(row, Rejected)}


def test_it_works() -> None:
    assert header(LIST) == Header(1, ("Nom", "SIRET", "Ville"))
    assert lines(LIST) == [2, 3]


def test_a_title_above_is_stepped_over() -> None:
    assert header(f"Adhérents 2026\n\n{LIST}").line == 3


TWO_LINES = (
    "{}\nRaison sociale;N° SIRET;Rue;Code postal;Commune;Ménage;Traiteur;Espaces verts\n"
    "Élan;12345678200010;1 rue du Pré;44000;Nantes;X;;X\nBis;;2 rue du Bois;49000;Angers;;X;\n"
)


@pytest.mark.parametrize(
    "groups",
    ["Adhérent;;Coordonnées;;;Prestations;;", "Structure;;Siège;;;Activités;;"],
)
def test_titles_of_groups_of_columns_stand_above_the_titles(groups: str) -> None:
    text = TWO_LINES.format(groups)
    assert header(text).line == 2
    with open_pasted(text) as table:
        elan, bis = map_table(table, by_hand=guess_mapping(table).mapping)
        assert [row.line for row in map_table(table)] == [3, 4]
    assert isinstance(elan, RowFacts)
    assert isinstance(bis, RowFacts)
    assert elan.services == ("nettoyage-locaux", "entretien-espaces-verts")
    assert (bis.name, bis.services) == ("Bis", ("traiteur",))


def test_few_titles_and_ticks_say_more_than_those_of_their_groups() -> None:
    assert header("Adhérent;;Activités;\nNom;Ville;Ménage;Traiteur\nÉlan;Nantes;X;\n").line == 2


def test_a_structure_right_below_the_titles_is_no_title() -> None:
    text = "Nom;Activité;Ville\nAssociation;Traiteur;Ville-d’Avray\nÉlan;Repassage;Angers\n"
    assert header(text).line == 1


def test_titles_that_name_no_supplier_are_titles_still() -> None:
    assert header("Liste\nChose;Ville;Téléphone\nÉlan;Nantes;0240000000\n").line == 2


def test_a_line_can_be_chosen() -> None:
    text = f"{LIST}{LIST}"
    assert header(text, line=4).line == 4
    with pytest.raises(UnreadableFileError, match="La ligne 99 est vide"):
        header(text, line=99)


def test_the_line_chosen_holds_for_the_known_formats_too() -> None:
    text = "Nom;Ville;\nid;siret;kind;name;brand;post_code;city\n1;;EI;A;;49000;Angers\n"
    with open_pasted(text) as table:
        assert map_table(table).format.name == "siae"
    with open_pasted(text, choices=ReadingChoices(header_line=1)) as table:
        assert map_table(table).format.name == "generic"


def test_a_file_without_titles_has_columns_named_as_in_a_spreadsheet() -> None:
    text = "Élan;12345678200010;44000;Nantes\nBis;;49000;Angers\n"
    assert header(text) == Header(0, ("Colonne A", "Colonne B", "Colonne C", "Colonne D"))
    assert lines(text) == [1, 2]


@pytest.mark.parametrize(
    "text",
    [
        "Le Pré;49000;Angers\nLe Champ;44000;Nantes\n",
        "Le Pré;contact@pre.example\nLe Champ;accueil@champ.example\n",
        "Le Pré;02 41 00 00 00\nLe Champ;02 40 00 00 00\n",
        "Le Pré;12345678200010\nLe Champ;12345678200028\n",
        "Le Pré;Association;49000\nLe Champ;Entreprise;44000\n",
    ],
)
def test_of_two_rows_without_titles_one_datum_tells_that_the_first_is_a_structure(
    text: str,
) -> None:
    assert header(text).line == 0
    assert lines(text) == [1, 2]


def test_a_lone_structure_without_titles_is_no_title() -> None:
    assert lines("Le Pré;49000;Angers\n") == [1]


def test_what_stands_alone_above_a_list_without_titles_is_no_supplier() -> None:
    text = "Adhérents 2026\n\nLe Pré;49000;Angers\nLe Champ;44000;Nantes\nLe Bois\n"
    assert lines(text) == [3, 4, 5]
    assert refusals(text) == {1: "titre au-dessus d’un tableau, pas une structure"}


def test_a_datum_among_titles_leaves_them_titles() -> None:
    assert header("Association;49000\nÉlan;oui\nBis;non\n").line == 1
    assert header("contact@reseau.example\nChose;Machin\nÉlan;oui\n").line == 2


def test_it_can_be_said_that_there_are_no_titles() -> None:
    assert header("Nom;Ville\nÉlan;Nantes\n", line=0).line == 0


def test_titles_said_twice_are_told_apart() -> None:
    assert distinct(["Activité", "activite", "", "Activité (2)"]) == (
        *("Activité", "activite (2)", "Colonne C", "Activité (2) (2)"),
    )


@pytest.mark.parametrize(("rank", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ")])
def test_columns_have_the_letters_of_spreadsheets(rank: int, letters: str) -> None:
    assert column_letters(rank) == letters


def test_two_columns_of_one_title_are_both_read() -> None:
    with open_pasted("Nom;Activité;Activité\nÉlan;menuiserie;repassage\n") as table:
        (row,) = map_table(table, by_hand=guess_mapping(table).mapping)
    assert isinstance(row, RowFacts)
    assert row.services == ("menuiserie-batiment", "repassage")


def test_columns_beyond_the_titles_that_most_rows_fill_are_columns() -> None:
    assert header("Nom;Ville\nA;Angers;x\nB;Nantes;y\nC;Lille\n").titles[2] == "Colonne C"
    assert len(header("Nom;Ville\nA;Angers;x\nB;Nantes\nC;Lille\n").titles) == 2


def test_help_under_the_titles_is_no_supplier() -> None:
    text = "Nom;SIRET;Ville\nEx : Atelier X;14 chiffres;obligatoire\nÉlan;12345678200010;Nantes\n"
    assert refusals(text) == {2: "aide à la saisie, pas une structure"}
    assert list(refusals("Nom;Ville\nAide à la saisie : le nom;la ville\nÉlan;Nantes\n")) == [2]


def test_a_supplier_under_the_titles_is_no_help() -> None:
    assert refusals("Nom;Ville\nFormat Image;Angers\n") == {}
    assert refusals("Nom;CP\nExemple;49000\n") == {}
    assert refusals("Nom;Ville\nAide et Partage;Angers\n") == {}


def test_rows_that_a_template_marks_as_not_to_be_read_are_not() -> None:
    text = "__ignore__;Nom;Ville\nVRAI;un nom;une ville\n;Élan;Nantes\nVRAI;Zut;Angers\n"
    assert list(refusals(text)) == [2, 4]


def test_titles_repeated_lower_down_are_no_supplier() -> None:
    assert refusals(f"{LIST}\n{LIST}") == {5: "titres des colonnes, répétés"}


def test_a_second_table_below_is_refused_row_by_row() -> None:
    text = f"{LIST}\nNom;Prénom;Téléphone;Email\nDupont;Jeanne;0240000000;j@x.example\n"
    assert refusals(text) == dict.fromkeys((5, 6), "un autre tableau commence à la ligne 5")


def test_few_titles_tell_a_second_table_below_blank_rows() -> None:
    other = dict.fromkeys((5, 6), "un autre tableau commence à la ligne 5")
    assert refusals(f"{LIST}\nStructure;Montant\nBis;12\n") == other
    assert refusals(f"{LIST}\nSociété;Interlocuteur;Courriel;Don\nBis;;;12\n") == other


def test_structures_below_blank_rows_are_of_the_list() -> None:
    assert refusals(f"{LIST}\nTer;Association;Lille\nAssociation Quater;;Lille\n") == {}


def test_a_cell_of_several_lines_is_no_blank_row() -> None:
    assert refusals('Nom;Type\nÉlan;"Entreprise\nadaptée"\nAssociation;Don\n') == {}


def test_what_stands_alone_above_other_titles_is_no_supplier() -> None:
    caption = "titre au-dessus d’un tableau, pas une structure"
    assert refusals(f"{LIST}\nPartenaires\n\nNom;Don\nTer;12\n")[5] == caption
    assert refusals(f"{LIST}Page suivante\n{LIST}")[4] == caption


@pytest.mark.parametrize("blank", ["", "\n\n", ";\n;\n"])
def test_of_two_small_tables_what_stands_between_is_no_supplier(blank: str) -> None:
    second = "Partenaires;\nRaison sociale;Commune\nBis;Cholet\n"
    told = refusals(f"Nom;Ville\nÉlan;Angers\n{blank}{second}")
    begins = 3 + blank.count("\n")
    other = f"un autre tableau commence à la ligne {begins + 1}"
    caption = "titre au-dessus d’un tableau, pas une structure"
    assert told == {begins: caption, begins + 1: other, begins + 2: other}


def test_the_title_of_a_group_of_rows_is_no_supplier() -> None:
    heading = "titre d’un groupe de lignes, pas une structure"
    assert refusals(f"{LIST}\nPartenaires\n\nTer;;Lille\n") == {5: heading}


def test_totals_and_remarks_are_told_and_the_list_goes_on() -> None:
    assert refusals(f"{LIST}TOTAL;;2\nMis à jour le 12/03/2026\nTer;;Lille\n") == {
        4: "total ou décompte, pas une structure",
        5: "date, source ou remarque sur la liste, pas une structure",
    }


def test_a_row_refused_is_known_by_what_it_says_but_for_those_of_another_table() -> None:
    with open_pasted(f"{LIST}TOTAL;;2\n\nNom;Prénom;Ville\nDupont;Jeanne;Lille\n") as table:
        *_, total, titles, person = map_table(table, by_hand=guess_mapping(table).mapping)
    told = [row.value for row in (total, titles, person) if isinstance(row, Rejected)]
    assert told == ["TOTAL", "", ""]


def test_a_legend_goes_on_while_its_rows_say_one_thing() -> None:
    text = f"{LIST}Légende :\nEn vert, à jour\nEn rouge, en retard\nTer;;Lille\n"
    assert refusals(text) == dict.fromkeys((4, 5, 6), "légende, pas une structure")


def test_a_name_that_says_nothing_is_none() -> None:
    assert refusals("Nom;Ville\nNC;Nantes\n-;Angers\nTer;Lille\n0;Lens\n") == {
        2: "nom absent",
        3: "nom absent",
        5: "nom absent",
    }


def test_a_list_known_by_its_titles_alone_is_held_to_the_same() -> None:
    with open_pasted(f"{LIST}TOTAL;;2\n") as table:
        *_, last = map_table(table)
    assert isinstance(last, Rejected)


def test_the_second_table_can_be_the_one_that_is_read() -> None:
    text = f"{LIST}\nStructure;Ville;Activités\nBis;Angers;repassage\n"
    with open_pasted(text, choices=ReadingChoices(header_line=5)) as table:
        (row,) = map_table(table, by_hand=guess_mapping(table).mapping)
    assert isinstance(row, RowFacts)
    assert (row.line, row.name, row.services) == (6, "Bis", ("repassage",))


def test_a_second_table_beside_is_left_aside() -> None:
    text = "Nom;Ville;Email;;Nom;Ville;Email\nÉlan;Nantes;;;Dupont;Lille;p@x.example\n"
    with open_pasted(text) as table:
        guess = guess_mapping(table)
        (row,) = map_table(table, by_hand=guess.mapping)
    assert guess.header.other_table == 4
    assert {column.field for column in guess.columns[3:]} == {None}
    assert isinstance(row, RowFacts)
    assert row.emails == ()


@pytest.mark.parametrize(
    ("titles", "beside"),
    [
        ("Nom;Ville;Nom;Ville", 2),
        ("Nom;Ville;Mail;Nom;Mail", 3),
        ("Nom;Ville;Nom;Ville;Mail", 2),
        ("Nom;;Nom;Mail", 2),
        ("Nom;Nom;Ville;Ville;Mail;Mail", None),
        ("Nom;Ville;Nom;Mail", None),
        ("Nom;Ville;Nom", None),
    ],
)
def test_another_table_is_told_by_its_titles_or_by_what_parts_it(
    titles: str, beside: int | None
) -> None:
    assert header(f"{titles}\nÉlan;Nantes;Bis;Angers;x;y\n").other_table == beside


def test_a_row_longer_than_the_titles_is_refused_and_told_how_to_mend() -> None:
    assert refusals("Nom;Ville\nÉlan;Nantes\nBis;Angers;49\nC;Lille\n") == {
        3: "3 cellules pour 2 colonnes"
    }


def test_a_list_of_titles_alone_is_refused() -> None:
    with open_pasted("Nom;Ville\n") as table, pytest.raises(UnreadableFileError, match="aucune"):
        map_table(table, by_hand=guess_mapping(table).mapping)
