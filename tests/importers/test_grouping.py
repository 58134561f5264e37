"""Lists of one row a service: rows that are one supplier but for it are read as one."""

from collections import Counter
from dataclasses import replace

import pytest

from importers.deciding import decide
from importers.decisions import Outcome
from importers.facts import RowFacts, ServedZone, ZoneFacts
from importers.formats import generic
from importers.guessing import guess_mapping
from importers.headers import GIVEN_BACK
from importers.known import Known
from importers.mapping import map_table
from importers.reading import CheckedTable, open_pasted

LIST = (
    "Raison sociale;Siret;Ville;Secteur d'act\n"
    "Élan;12345678200010;Nantes;Menuiserie\n"
    "Bis;;Angers;traiteur\n"
    "Élan;12345678200010;Nantes;Repassage\n"
    "Élan;12345678200010;Nantes;Traiteur\n"
)


def read(table: CheckedTable, *, grouped: bool = True) -> list[RowFacts]:
    mapping = replace(guess_mapping(table).mapping, one_row_a_service=grouped)
    return [row for row in map_table(table, by_hand=mapping) if isinstance(row, RowFacts)]


def rows(text: str) -> list[RowFacts]:
    with open_pasted(text) as table:
        return read(table)


def is_guessed(text: str) -> bool:
    with open_pasted(text) as table:
        return guess_mapping(table).mapping.one_row_a_service


def test_it_works() -> None:
    elan, bis, again, last = rows(LIST)
    assert elan.services == ("menuiserie-batiment", "repassage", "traiteur")
    assert again.services == last.services == elan.services
    assert bis.services == ("traiteur",)


def test_the_first_row_makes_the_supplier_and_the_others_repeat_it() -> None:
    known = Known("test")
    decisions = [decide(row, known) for row in rows(LIST)]
    assert Counter(d.outcome for d in decisions) == {Outcome.CREATED: 2, Outcome.UNCHANGED: 2}
    assert [d.repeats_line for d in decisions] == [None, None, 2, 2]


def test_the_first_row_says_which_are_read_with_it() -> None:
    elan, _, again, _ = rows(LIST)
    assert [n.message for n in elan.notes] == [
        "une structure sur plusieurs lignes : réunie avec les lignes 4, 5"
    ]
    assert again.notes == ()


def test_it_is_guessed_and_can_be_refused() -> None:
    assert is_guessed(LIST)
    with open_pasted(LIST) as table:
        assert read(table, grouped=False)[0].services == ("menuiserie-batiment",)


def test_rows_that_differ_in_anything_else_stay_apart() -> None:
    assert not is_guessed(
        "Nom;Siret;Ville;Activité\n"
        "Élan;12345678200010;Nantes;Menuiserie\n"
        "Élan;12345678200010;Angers;Repassage\n"
    )


NAMED_ONCE = (
    "Nom;Ville;Activité;E-mail;Zone\n"
    "Élan;Nantes;Menuiserie;contact@elan.example;30 km\n"
    ";;Repassage;linge@elan.example;Vendée\n"
    ";;Traiteur;;\n"
    "Bis;Angers;Menuiserie;;\n"
)


def test_rows_that_name_nobody_go_on_about_the_one_above() -> None:
    assert is_guessed(NAMED_ONCE)
    elan, *_, bis = rows(NAMED_ONCE)
    assert elan.services == ("menuiserie-batiment", "repassage", "traiteur")
    assert elan.emails == ("contact@elan.example", "linge@elan.example")
    assert [zone.services for zone in elan.zones] == [("menuiserie-batiment",), ("repassage",)]
    assert (bis.name, bis.services) == ("Bis", ("menuiserie-batiment",))


@pytest.mark.parametrize("between", ["", "* en attente;;;;", "PARTENAIRES;;;;"])
def test_a_row_that_names_nobody_goes_on_about_the_one_right_above_alone(between: str) -> None:
    *_, bis = rows(f"{NAMED_ONCE}{between}\n;;Blanchisserie;linge@bis.example;\n")
    assert (bis.name, bis.services) == ("Bis", ("menuiserie-batiment",))


def test_of_rows_given_back_none_goes_on_about_another() -> None:
    """Those that stood between are not there."""
    why, line = GIVEN_BACK
    titles, *lines = NAMED_ONCE.splitlines()
    given_back = [f"{why};{line};{titles}", *(f"nom absent;9;{row}" for row in lines)]
    assert [row.name for row in rows("\n".join(given_back))] == ["Élan", "Bis"]


def test_a_row_that_says_its_town_goes_on_about_nobody() -> None:
    assert not is_guessed("Nom;Ville;Activité\nÉlan;Nantes;Menuiserie\n;Angers;Repassage\n")


CONTACTS_AND_ZONES = (
    "Nom;Siret;Ville;Activité;E-mail;Site;Zone\n"
    "Élan;12345678200010;Nantes;Menuiserie;contact@elan.example;elan.example;Maine-et-Loire\n"
    "Élan;12345678200010;Nantes;Repassage;;;30 km\n"
    "Élan;12345678200010;Nantes;Traiteur;linge@elan.example;autre.example;30 km\n"
)


def test_rows_of_one_siret_may_say_more_than_a_service() -> None:
    assert is_guessed(CONTACTS_AND_ZONES)
    first, *others = rows(CONTACTS_AND_ZONES)
    assert first.emails == ("contact@elan.example", "linge@elan.example")
    assert first.services == ("menuiserie-batiment", "repassage", "traiteur")
    assert all(replace(row, line=first.line, notes=first.notes) == first for row in others)


def test_each_zone_is_that_of_the_services_of_its_rows() -> None:
    first = rows(CONTACTS_AND_ZONES)[0]
    assert first.zone is None
    assert first.zones == (
        ServedZone(ZoneFacts(territories=("departement:49",)), ("menuiserie-batiment",)),
        ServedZone(ZoneFacts(radius_km=30), ("repassage", "traiteur")),
    )


ZONED = "Nom;Siret;Ville;Activité;Zone\n"


def zoned(*rows_said: str) -> RowFacts:
    said = (f"Élan;12345678200010;Nantes;{said}\n" for said in rows_said)
    first, *others = rows(ZONED + "".join(said))
    assert all(replace(row, line=first.line, notes=first.notes) == first for row in others)
    return first


@pytest.mark.parametrize(
    "said",
    [
        ("Repassage;Vendée", "Repassage;Sarthe"),
        ("Repassage;Vendée", ";Sarthe"),
        ("Repassage;Vendée", "Repassage;Sarthe", "Repassage;72"),
    ],
)
def test_a_service_has_one_zone_of_all_its_rows(said: tuple[str, ...]) -> None:
    first = zoned(*said)
    assert (first.zones, first.zone) == (
        (),
        ZoneFacts(territories=("departement:85", "departement:72")),
    )


def test_one_zone_written_otherwise_is_one() -> None:
    first = zoned("Repassage;Sarthe", "Traiteur;72", "Menuiserie;Vendée")
    assert [served.services for served in first.zones] == [
        ("repassage", "traiteur"),
        ("menuiserie-batiment",),
    ]


def test_more_zones_than_a_supplier_may_have_are_one_and_it_is_told() -> None:
    services = ("Repassage", "Traiteur", "Menuiserie", "Couture", "Élagage")
    first = zoned(*(f"{service};{at}" for service, at in zip(services, range(44, 49), strict=True)))
    assert first.zone is not None
    assert len(first.zone.territories) == len(services)
    assert any(note.message.startswith("plus de 4 zones") for note in first.notes)


def test_a_zone_that_nothing_reads_is_told_whatever_its_row() -> None:
    first = zoned("Repassage;Vendée", "Traiteur;zzzz")
    assert any("zzzz" in note.message or note.value == "zzzz" for note in first.notes)


@pytest.mark.parametrize(
    ("said", "left"),
    [
        (("Repassage;Sarthe", "Traiteur;zzzz"), "Traiteur"),
        (("Repassage;Sarthe", "Traiteur;", "Repassage;Mayenne"), "Traiteur"),
    ],
)
def test_a_zone_is_of_no_other_service_than_those_of_its_rows(
    said: tuple[str, ...], left: str
) -> None:
    first = zoned(*said)
    assert [served.services for served in first.zones] == [("repassage",)]
    assert any(f"lignes de : {left}" in note.message for note in first.notes)


def test_one_zone_alone_is_that_of_the_structure() -> None:
    first = zoned("Repassage;Sarthe", "Traiteur;")
    assert first.zone == ZoneFacts(territories=("departement:72",))


def test_the_zone_of_words_that_mean_nothing_is_of_no_service() -> None:
    first = zoned("Repassage;Sarthe", "dressage de puces;France entière")
    assert first.zone == ZoneFacts(territories=("departement:72",))
    assert any("aucune activité de ses lignes" in note.message for note in first.notes)


def test_rows_that_differ_by_their_zone_alone_are_one() -> None:
    text = "Nom;Siret;Ville;Zone\nÉlan;12345678200010;Nantes;44\nÉlan;12345678200010;Nantes;85\n"
    assert is_guessed(text)
    assert rows(text)[0].zone == ZoneFacts(territories=("departement:44", "departement:85"))


def test_a_row_that_does_not_count_is_alone_and_says_nothing_of_the_others() -> None:
    with open_pasted(LIST) as table:
        mapping = replace(guess_mapping(table).mapping, one_row_a_service=True)
        mapped = map_table(table, by_hand=mapping, counts=lambda row: row.line != 2)
        left, _, elan, last = (row.services for row in mapped if isinstance(row, RowFacts))
    assert left == ("menuiserie-batiment",)
    assert elan == last == ("repassage", "traiteur")


def test_a_group_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read_rows = []
    reading = generic.read_row
    monkeypatch.setattr(
        generic, "read_row", lambda row, *said: read_rows.append(row) or reading(row, *said)
    )
    zoned(*(f"Repassage;{number}" for number in range(10, 60)))
    assert len(read_rows) == 1 + 50  # what all say, and each zone


def test_what_only_one_value_can_be_is_that_of_the_first_and_the_others_are_told() -> None:
    first = rows(CONTACTS_AND_ZONES)[0]
    assert first.website == "https://elan.example"
    assert [(n.field, n.value) for n in first.notes if n.value] == [("Site", "autre.example")]


def test_without_a_number_nor_an_address_only_services_may_differ() -> None:
    assert not is_guessed(
        "Nom;Ville;Activité;Téléphone\n"
        "Élan;Nantes;Menuiserie;02 40 00 00 01\n"
        "Élan;Nantes;Repassage;02 40 00 00 02\n"
    )


def test_a_row_said_twice_is_no_list_of_services() -> None:
    assert not is_guessed("Nom;Ville;Activité\nÉlan;Nantes;Repassage\nÉlan;Nantes;Repassage\n")


def test_a_name_alone_is_not_enough_to_be_one_supplier() -> None:
    text = "Nom;Activité\nÉlan;Menuiserie\nÉlan;Repassage\n"
    assert not is_guessed(text)
    with open_pasted(text) as table:
        assert [row.services for row in read(table)] == [("menuiserie-batiment",), ("repassage",)]


def test_columns_left_aside_do_not_keep_rows_apart() -> None:
    assert is_guessed(
        "Nom;Ville;Activité;Ligne\nÉlan;Nantes;Menuiserie;1\nÉlan;Nantes;Repassage;2\n"
    )


@pytest.mark.parametrize(
    "going_on", ["Élan;;Nantes;Repassage", "Élan;;;Repassage", ";;;Repassage", ";44000;;Repassage"]
)
def test_what_a_row_leaves_blank_is_what_the_one_above_says(going_on: str) -> None:
    text = f"Nom;Code postal;Ville;Activité\nÉlan;44000;Nantes;Menuiserie\n{going_on}\n"
    assert is_guessed(text)
    first, second = rows(text)
    assert first.services == second.services == ("menuiserie-batiment", "repassage")
    assert second.source_key == first.source_key


@pytest.mark.parametrize(
    "other", ["Bis;;;Repassage", "Élan;;Angers;Repassage", ";49000;;Repassage"]
)
def test_a_row_that_says_another_structure_goes_on_about_none(other: str) -> None:
    text = f"Nom;Code postal;Ville;Activité\nÉlan;44000;Nantes;Menuiserie\n{other}\n"
    assert not is_guessed(text)
    assert rows(text)[0].services == ("menuiserie-batiment",)


def test_ticks_of_several_rows_add_up() -> None:
    first, second = rows("Nom;Ville;Menuiserie;Repassage\nÉlan;Nantes;x;non\nÉlan;Nantes;;oui\n")
    assert first.services == second.services == ("menuiserie-batiment", "repassage")


def test_cells_merged_over_several_rows_read_as_one_supplier() -> None:
    text = "Nom;Ville;Activité\nÉlan;Nantes;- Menuiserie\nÉlan;Nantes;Repassage, traiteur\n"
    assert rows(text)[0].services == ("menuiserie-batiment", "repassage", "traiteur")
