"""What the columns of a hand-made list hold, guessed from titles and contents."""

import json
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importers.column_mapping import ColumnMapping
from importers.deciding import decide
from importers.facts import RowFacts
from importers.guessing import guess_mapping
from importers.known import Known
from importers.limits import UnreadableFileError
from importers.mapping import map_table
from importers.reading import open_pasted
from importers.recalling import ColumnGuess, EarlierList
from importers.report import entry_of
from importers.tally import Tally

LIST = (
    "Structure\tN° adhérent\tCode\tOù\tContact\tQue faites-vous\n"
    "Élan\t12345678200010\t44000\tNantes\ta@elan.example\tmenuiserie, repassage\n"
    "Bis\t41607065000014\t49000\tAngers\tb@bis.example\ttraiteur\n"
    "Verger\t\t35000\tRennes\tc@verger.example\ttraiteur ; lavage de vitres\n"
)


def guessed(text: str) -> tuple[ColumnGuess, ...]:
    with open_pasted(text) as table:
        return guess_mapping(table).columns


def after(text: str, earlier: str, **said: str | None) -> dict[str, ColumnGuess]:
    """The columns of a list, by title, after another of which a person said so."""
    with open_pasted(earlier) as table:
        guess = guess_mapping(table)
    mapping = guess.mapping
    for title, field in said.items():
        mapping = mapping.with_field(title, field)
    with open_pasted(text) as table:
        columns = guess_mapping(table, [EarlierList("X", guess.columns, mapping)]).columns
    return {column.title: column for column in columns}


def fields(text: str) -> list[str | None]:
    return [column.field for column in guessed(text)]


def test_it_works() -> None:
    assert fields(LIST) == ["name", "siret", "postcode", "city", "emails", "services"]


def test_each_column_has_up_to_three_values_a_confidence_and_a_reason() -> None:
    name, siret, *_ = guessed(LIST)
    assert name.samples == ("Élan", "Bis", "Verger")
    assert (name.confidence, name.reason) == ("sure", "d’après son titre")
    assert (siret.samples, siret.confidence) == (("12345678200010", "41607065000014"), "doubtful")
    assert siret.reason == "2 cellules sur 2 : SIRET"


def test_values_shown_are_short_and_differ() -> None:
    (_, about) = guessed(f"Nom;Description\nA;{'mot ' * 99}\nB;{'mot ' * 99}\nC;bref\n")
    assert [len(value) for value in about.samples] == [80, 4]


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        ("123 456 782 00010;12345678200010", "siret"),
        ("123456782;552 100 554", "siren"),
        ("49000;44000", "postcode"),
        ("1150;49000", "postcode"),
        ("a@b.example;c@d.example", "emails"),
        ("02 41 00 00 00;+33 2 41 00 00 01", "phones"),
        ("www.elan.fr;https://bis.example/x", "website"),
        ("8121Z;81.30Z", "naf"),
        ("EI;Atelier et chantier d’insertion", "kinds"),
        ("menuiserie;repassage, traiteur", "services"),
        ("Qualiopi;ESUS", "labels"),
        ("Angers;Nantes", "city"),
        ("France entière;30 km", "zone"),
        ("12;14", None),
        ("bleu;rouge", None),
    ],
)
def test_contents_tell_what_a_title_does_not(cells: str, field: str | None) -> None:
    first, second = cells.split(";")
    assert fields(f"Nom\tTruc\nÉlan\t{first}\nBis\t{second}\n")[1] == field


def test_words_within_a_title_say_less_than_codes_below() -> None:
    text = "Nom;Code de la commune;Commune du site\nÉlan;44109;Nantes\nBis;49007;Angers\n"
    assert fields(text) == ["name", "code_insee", "city"]


def test_contents_alone_are_always_to_be_checked() -> None:
    by_contents = [column for column in guessed(LIST) if "cellule" in column.reason]
    assert {column.confidence for column in by_contents} == {"doubtful"}


def test_years_are_not_codes_of_communes() -> None:
    text = "Nom;Adhérent depuis\nÉlan;2015\nBis;2016\n"
    assert fields(text) == ["name", None]


def test_a_title_that_its_cells_belie_is_doubtful() -> None:
    siret = guessed("Nom;SIRET\nA;voir fiche\nB;oui\n")[1]
    assert (siret.field, siret.confidence) == ("siret", "doubtful")
    assert "n’y ressemblent pas" in siret.reason


@pytest.mark.parametrize("cells", ["Maine-et-Loire;30 km", "Nord;59", "Lille, Roubaix;Arras"])
def test_a_sector_full_of_places_is_where_and_to_be_checked(cells: str) -> None:
    first, second = cells.split(";")
    sector = guessed(f"Nom\tVille\tSecteur\nÉlan\tArras\t{first}\nBis\tLille\t{second}\n")[2]
    assert (sector.field, sector.confidence) == ("zone", "doubtful")
    assert sector.reason == "2 cellules sur 2 : zone d’intervention"


@pytest.mark.parametrize("cells", ["menuiserie;Nord", "Couture;Bâtiment", "Culture;Santé", "1;2"])
def test_any_other_sector_is_what_is_done(cells: str) -> None:
    first, second = cells.split(";")
    assert fields(f"Nom;Ville;Secteur\nÉlan;Arras;{first}\nBis;Lille;{second}\n")[2] == "services"


@pytest.mark.parametrize(
    "title", ["Secteur couvert", "Zone couverte par la structure", "Secteur", "Rayon", "Où"]
)
def test_departements_beside_wider_or_nearer_places_are_a_coverage(title: str) -> None:
    places = ("Vendée", "France entière", "Nantes et 30 km", "Loire-Atlantique")
    rows = "".join(f"Élan {place};Nantes;{place}\n" for place in places)
    assert fields(f"Nom;Ville;{title}\n{rows}")[2] == "zone"


@pytest.mark.parametrize(
    ("title", "cells", "field"),
    [
        ("Secteur professionnel", ("menuiserie", "repassage"), "services"),
        ("Secteur d’activité principal", ("bleu", "rouge"), "services"),
        ("Secteur d’action", ("Cholet", "Angers"), "zone"),
        ("Où", ("Vendée", "Bretagne"), "zone"),
        ("Où", ("Vendée", "Loire-Atlantique"), "departement"),
        ("Région", ("Pays de la Loire", "Bretagne"), None),
        ("Nombre de couverts", ("120", "80"), None),
        ("Responsable de secteur", ("Sylvie Dupont", "Anne Petit"), None),
        ("Zone d’activité", ("ZA des Landes", "ZI Nord"), None),
    ],
)
def test_what_a_sector_is_its_cells_tell(
    title: str, cells: tuple[str, ...], field: str | None
) -> None:
    rows = "".join(f"Élan {cell};Nantes;{cell}\n" for cell in cells)
    assert fields(f"Nom;Ville;{title}\n{rows}")[2] == field


def test_a_sector_of_places_beside_a_coverage_is_neither() -> None:
    text = "Nom;Ville;Secteur;Zone d’intervention\nÉlan;Arras;Nord;30 km\nBis;Lille;59;20 km\n"
    assert fields(text) == ["name", "city", None, "zone"]


def test_of_two_columns_alike_the_likeliest_is_taken() -> None:
    text = "44000;Élan;Nantes\n49000;Bis;Angers\n35000;Angers;Rennes\n"
    assert fields(text) == ["postcode", "name", "city"]


def test_a_person_s_name_is_not_the_supplier_s() -> None:
    assert fields("Nom;Prénom;Ville\nDupont;Jeanne;Angers\nMartin;Paul;Nantes\n")[:2] == [None] * 2


def test_what_several_suppliers_share_does_not_identify_them() -> None:
    assert fields("Code;Nom\nA1;Élan\nA1;Bis\n") == [None, "name"]
    assert fields("Code;Nom\nA1;Élan\nA2;Bis\n") == ["id", "name"]


def test_a_list_whose_titles_say_it_all_is_read_as_without_a_mapping() -> None:
    text = "Nom;SIRET;Ville;Type;Activités\nÉlan;12345678200010;Nantes;EI;menuiserie, zzz\n"
    with open_pasted(text) as table:
        mapping = guess_mapping(table).mapping
        assert list(map_table(table, by_hand=mapping)) == list(map_table(table))


# After earlier lists


def test_what_a_person_said_of_a_title_holds_for_the_next_list() -> None:
    earlier = "Nom;Quoi;Où\nx;Le Verger;Nantes\n"
    columns = after("Où;QUOI;Nom\nAngers;Le Noyer;y\n", earlier, Nom=None, Quoi="name")
    assert [column.field for column in columns.values()] == ["city", "name", None]
    assert columns["QUOI"].reason == "comme dans votre liste « X »"


def test_the_latest_list_goes_before_the_others() -> None:
    with open_pasted("Nom;Quoi\nÉlan;x\n") as table:
        guess = guess_mapping(table)
        first = EarlierList("1", guess.columns, guess.mapping.with_field("Quoi", "brand"))
        second = EarlierList("2", guess.columns, guess.mapping.with_field("Quoi", "description"))
        assert guess_mapping(table, [second, first]).mapping.fields["quoi"] == "description"


def test_what_was_guessed_and_left_so_is_guessed_anew() -> None:
    columns = after("Nom;Structure\nÉlan;x\n", "Structure;Ville\nÉlan;Nantes\n")
    assert (columns["Nom"].field, columns["Nom"].reason) == ("name", "d’après son titre")


def test_a_doubt_that_a_person_has_confirmed_is_none_any_more() -> None:
    text = "Nom;Quoi\nÉlan;menuiserie\n"
    assert after(text, text)["Quoi"].confidence == "sure"


def test_an_empty_column_is_not_remembered() -> None:
    columns = after("Nom;Ville\nÉlan;Nantes\n", "Structure;Ville;Nom\nBis;Angers;\n", Nom=None)
    assert columns["Nom"].field == "name"


def test_a_column_without_a_title_is_not_remembered() -> None:
    earlier = "Élan;12345678200010;Nantes;44000\nBis;;Angers;49000\n"
    columns = after("Nom;Ville\nA;Nantes;extra;extra2\nB;Angers;plus;plus2\n", earlier)
    assert columns["Colonne D"].field is None


def test_cells_that_are_not_those_it_was_said_of_are_to_be_checked() -> None:
    earlier = "Nom;Mail\nÉlan;voir fiche\n"
    mail = after("Nom;Mail\nÉlan;a@elan.example\n", earlier, Mail="website")["Mail"]
    assert (mail.field, mail.is_to_check) == ("website", True)
    assert "n’y ressemblent pas" in mail.reason
    left = after("Nom;Où\nÉlan;a@elan.example\n", "Nom;Où\nÉlan;Nantes\n", Où=None)["Où"]
    assert (left.field, left.is_to_check) == (None, True)
    assert left.reason == "comme dans votre liste « X », mais 1 cellule sur 1 : adresse e-mail"


def test_what_was_left_aside_stays_so_while_it_says_the_same() -> None:
    text = "Nom;Contact\nÉlan;a@elan.example\n"
    left = after(text, text, Contact=None)["Contact"]
    assert (left.field, left.is_to_check) == (None, False)


def test_the_one_column_that_may_name_the_structure_is_not_left_aside() -> None:
    earlier = "Structure;Nom\nÉlan;x\n"
    nom = after("Nom;Ville\nÉlan;Nantes\n", earlier, Nom="description", Structure="name")["Nom"]
    assert (nom.field, nom.is_to_check) == ("name", True)


# Titles that come twice

DOUBLED = (
    "Nom;Nom;Ville;Ville;Mail;Mail\n"
    "Élan;Élan;Nantes;Nantes;a@elan.example;b@elan.example\nBis;Bis;Angers;Angers;c@bis.example;\n"
)


def test_titles_that_come_twice_are_told_and_every_e_mail_is_kept() -> None:
    told = guessed(DOUBLED)
    assert [column.field for column in told] == ["name", None, "city", None, "emails", "emails"]
    assert told[1].reason == "le titre d’une autre colonne, répété"


def test_without_a_person_they_are_read_the_same() -> None:
    with open_pasted(DOUBLED) as table:
        first = next(iter(map_table(table)))
    assert isinstance(first, RowFacts)
    assert first.emails == ("a@elan.example", "b@elan.example")


def test_of_two_columns_of_one_title_the_one_that_says_something_is_read() -> None:
    assert fields("Nom;Ville;Ville\nÉlan;;Nantes\n") == ["name", None, "city"]


# Columns without cells


def test_an_empty_column_gives_way_to_one_that_says_something() -> None:
    assert fields("Nom;Structure;Ville\n;Élan;Nantes\n;Bis;Angers\n") == [None, "name", "city"]
    assert fields("Nom;Nom de votre structure\n;Élan\n;Bis\n") == [None, "name"]
    assert fields("Nom;Lieu;Ville\nÉlan;Nantes;\nBis;Angers;\n") == ["name", "city", None]


def test_an_empty_column_holds_what_no_other_may() -> None:
    assert fields("Nom;Ville;SIRET\nÉlan;Nantes;\n") == ["name", "city", "siret"]


def test_without_a_person_an_empty_column_gives_way_too() -> None:
    with open_pasted("Nom;Structure;Ville\n;Élan;Nantes\n;Bis;Angers\n") as table:
        assert [row.name for row in map_table(table) if isinstance(row, RowFacts)] == [
            "Élan",
            "Bis",
        ]


# Our own tables


def test_what_our_table_of_members_says_of_pages_is_left_aside() -> None:
    titles = "Nom;Commune;Garantie du réseau;Fiche;Adresse où lui écrire;Note du réseau"
    row = f"Élan;Nantes;;https://annuaire.example/1;a@elan.example;{'à rappeler ' * 20}"
    told = guessed(f"{titles}\n{row}\n")
    assert [column.field for column in told] == ["name", "city", None, None, None, None]
    assert told[3].reason == "une colonne de nos tableaux, qui ne dit rien de la structure"


def test_what_a_page_lacks_is_no_datum_of_it() -> None:
    text = "Nom;Ville;Manque : zone d’intervention\nÉlan;Nantes;oui\n"
    assert fields(text) == ["name", "city", None]
    with open_pasted(text) as table:
        (row,) = map_table(table)
    assert isinstance(row, RowFacts)
    assert (row.zone, row.notes, row.unmatched) == (None, (), {})


CELLS = st.sampled_from(
    ["Nom", "Ville", "SIRET", "12345678200010", "49000", "x", "oui", "", "Menuiserie", "Ex : 14"]
) | st.text(max_size=12)


@settings(max_examples=150, deadline=None)
@given(rows=st.lists(st.lists(CELLS, min_size=1, max_size=6), min_size=1, max_size=8))
def test_whatever_the_list_it_is_guessed_and_read_or_refused(rows: list[list[str]]) -> None:
    text = "\n".join("\t".join(cell.replace('"', "") for cell in row) for row in rows)
    with suppress(UnreadableFileError), open_pasted(text) as table:
        mapping = guess_mapping(table).mapping
        assert ColumnMapping.from_json(mapping.as_json()) == mapping
        known, mapped = Known("test"), map_table(table, by_hand=mapping)
        tally = Tally(mapped.header.cells, mapping)
        results = []
        for row, result in mapped.with_rows():
            tally.add(row)
            results.append(decide(result, known))
        assert len(results) == mapped.row_count
        json.dumps(list(map(entry_of, results)))
