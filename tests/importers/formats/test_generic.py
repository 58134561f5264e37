"""A list made by hand: any order, any usual title, services and places in words."""

from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from importers.columns import TITLES, guess_columns
from importers.facts import LabelFacts, Rejected, RowFacts, ZoneFacts
from importers.limits import UnreadableFileError
from importers.unmatched import MORE, MOST_TOLD
from tests.importers.writing import results_of, write, write_workbook

SERVICES = ("menuiserie-batiment", "repassage")
ROW = {
    "Nom de la structure": "LES ATELIERS DU VERGER",
    "SIRET": "123 456 782 00010",
    "Type": "EI",
    "Adresse": "3 rue Haute",
    "Code postal": "49000",
    "Ville": "angers",
    "Activités": "Menuiserie, repassage, dressage de puces",
    "Labels": "ESUS, Label imaginaire",
    "Zone d'intervention": "Pas-de-Calais, Nord",
}


def facts(folder: Path, row: dict[str, str], encoding: str = "utf-8") -> RowFacts:
    content = ";".join(row) + "\n" + ";".join(f'"{cell}"' for cell in row.values()) + "\n"
    (result,) = results_of(write(folder, content.encode(encoding)))
    assert isinstance(result, RowFacts), result
    return result


def test_it_works(tmp_path: Path) -> None:
    row = facts(tmp_path, ROW)
    assert (row.name, row.siret, row.kinds) == (
        "Les Ateliers du Verger",
        "12345678200010",
        ("EI",),
    )
    assert (row.address, row.place.code_insee) == ("3 rue Haute", "49007")
    assert row.services == SERVICES
    assert row.labels == (LabelFacts("esus"),)
    assert row.zone == ZoneFacts(territories=("departement:62", "departement:59"))


def test_words_that_match_nothing_are_kept_and_reported(tmp_path: Path) -> None:
    row = facts(tmp_path, ROW)
    assert row.unmatched == {
        "Activités": ("dressage de puces",),
        "Labels": ("Label imaginaire",),
    }
    messages = [note.message for note in row.notes]
    assert "Activités : « dressage de puces » ne correspond à rien de connu" in messages
    assert "Labels : « Label imaginaire » ne correspond à rien de connu" in messages
    assert [note.value for note in row.notes[-2:]] == ["dressage de puces", "Label imaginaire"]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_columns_come_in_any_order(tmp_path: Path, order: tuple[int, ...]) -> None:
    titles = list(ROW)
    thirds = [titles[:3], titles[3:6], titles[6:]]
    shuffled = {title: ROW[title] for i in order for title in thirds[i]}
    assert facts(tmp_path, shuffled).services == SERVICES


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252", "mac_roman"])
def test_encodings_change_nothing(tmp_path: Path, encoding: str) -> None:
    assert facts(tmp_path, ROW, encoding).services == SERVICES


def test_a_workbook_says_the_same_and_its_numbers_lose_their_zeros(tmp_path: Path) -> None:
    cells = {**ROW, "SIRET": 1234567400019, "Code postal": 1150, "Ville": "Blyes"}
    (row,) = results_of(write_workbook(tmp_path, [list(cells), list(cells.values())]))
    assert isinstance(row, RowFacts)
    assert (row.siret, row.place.code_insee) == ("01234567400019", "01047")
    assert {note.rule for note in row.notes} >= {"siret_zero", "code_postal_zero"}


@pytest.mark.parametrize(
    ("title", "field"), [(title, field) for field, titles in TITLES.items() for title in titles]
)
def test_every_usual_title_is_known(title: str, field: str) -> None:
    assert guess_columns((title.upper(),)).by_field == {field: (title,)}


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("Quel est le numéro de SIRET de votre groupement ?", "siret"),
        ("Raison sociale de l'établissement", "name"),
        ("Périmètre d’intervention de la structure", "zone"),
        ("Secteurs d'act 3", "services"),
        ("Email 2", "emails"),
        ("Téléphone du standard", "phones"),
        ("N° de SIRET", "siret"),
        ("Adresse électronique du contact", "emails"),
        ("Adresse électronique professionnelle", "emails"),
        ("Adresse de messagerie du référent", "emails"),
        ("Adresse internet", "website"),
        ("Zones couvertes", "zone"),
        ("Où intervenez-vous ?", "zone"),
        ("SIRET (14 chiffres)", "siret"),
        ("Ville/Commune", "city"),
        ("Nom commercial", "brand"),
        ("Adresse web de la structure", "website"),
    ],
)
def test_questions_and_numbers_in_titles_do_not_mislead(title: str, field: str) -> None:
    assert list(guess_columns((title,)).by_field) == [field]


def test_a_whole_title_is_believed_before_a_word_within_another() -> None:
    columns = guess_columns(("Ville de naissance du président", "Ville"))
    assert columns.all("city") == ("ville",)
    assert columns.ignored == ("Ville de naissance du président",)


@pytest.mark.parametrize(
    ("titles", "name"),
    [
        ("Nom;Prénom;Fonction;Nom de la structure;Ville", "nom de la structure"),
        ("Nom;Prénom;Entreprise;Ville", "entreprise"),
        ("Civilité;Nom;Organisme;Ville", "organisme"),
        ("Nom;Raison sociale;Ville", "raison sociale"),
        ("Structure;Nom;Ville", "nom"),
        ("Nom;Ville;Nom du contact", "nom"),
    ],
)
def test_the_supplier_s_name_is_in_the_column_that_says_so_best(titles: str, name: str) -> None:
    assert guess_columns(tuple(titles.split(";"))).all("name") == (name,)


def test_a_list_of_persons_is_no_list_of_suppliers(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError):
        results_of(write(tmp_path, "Nom;Prénom;Ville\nDupont;Jeanne;Angers\n"))


def test_columns_of_a_list_keep_the_order_of_the_file() -> None:
    columns = guess_columns(("Complément d'adresse", "Adresse"))
    assert columns.all("address") == ("complement d adresse", "adresse")


def test_a_second_address_found_by_words_within_does_not_join_the_first() -> None:
    columns = guess_columns(("Adresse", "Complément d'adresse", "Adresse du président"))
    assert columns.all("address") == ("adresse", "complement d adresse")
    assert columns.ignored == ("Adresse du président",)


def test_a_body_is_known_by_its_siren_when_no_siret_is_said(tmp_path: Path) -> None:
    said = {"Nom": "Élan", "Ville": "Angers", "SIREN": "123 456 782"}
    assert facts(tmp_path, said).siren == "123456782"
    assert facts(tmp_path, said | {"SIRET": "12345678200010"}).siren is None


def test_services_may_fill_several_columns(tmp_path: Path) -> None:
    row = facts(tmp_path, {"Nom": "A", "Activité 1": "Menuiserie", "Activité 2": "repassage"})
    assert row.services == SERVICES


@pytest.mark.parametrize("cell", ["Menuiserie ; repassage", "Menuiserie|repassage"])
def test_words_are_parted_in_the_usual_ways(tmp_path: Path, cell: str) -> None:
    assert facts(tmp_path, {"Nom": "A", "Activités": cell}).services == SERVICES


def test_lines_within_a_cell_part_words_too(tmp_path: Path) -> None:
    row = facts(tmp_path, {"Nom": "A", "Activités": "- Menuiserie\n- repassage"})
    assert row.services == SERVICES


def test_an_empty_cell_is_told_from_an_absent_column_and_from_unknown_words(
    tmp_path: Path,
) -> None:
    said = {"Nom": "A", "Activité 1": "", "Activité 2": " ", "Labels": "zzz", "Type": "EI"}
    assert facts(tmp_path, said).emptied == {"services"}
    assert facts(tmp_path, {**said, "Activité 2": "repassage"}).emptied == frozenset()


def test_a_row_cut_short_empties_nothing(tmp_path: Path) -> None:
    (row,) = results_of(write(tmp_path, "Nom;Ville;Activités\nA;Angers\n"))
    assert isinstance(row, RowFacts)
    assert row.emptied == frozenset()


def test_a_near_miss_gets_a_suggestion_and_nothing_more(tmp_path: Path) -> None:
    row = facts(tmp_path, {"Nom": "A", "Activités": "menuisserie"})
    assert row.services == ()
    assert "vouliez-vous dire" in (row.notes[-1].suggestion or "")


def test_a_word_with_several_meanings_says_none_for_certain(tmp_path: Path) -> None:
    row = facts(tmp_path, {"Nom": "A", "Activités": "débarras"})
    assert row.services == ()
    assert "a plusieurs sens" in (row.notes[-1].suggestion or "")


def test_a_label_or_a_legal_form_in_the_column_of_types_is_taken_for_what_it_is(
    tmp_path: Path,
) -> None:
    row = facts(tmp_path, {"Nom": "A", "Type": "SARL agréée ESUS ; Régie de quartier"})
    assert (row.kinds, row.legal_form, row.unmatched) == ((), "SARL", {})
    assert row.labels == (LabelFacts("esus"), LabelFacts("regie-de-quartier"))


def test_the_column_of_legal_forms_is_believed_first(tmp_path: Path) -> None:
    row = facts(tmp_path, {"Nom": "A", "Type": "SCIC SARL", "Forme juridique": "SCIC SA"})
    assert (row.kinds, row.legal_form) == (("SCIC",), "SCIC SA")


def test_a_trade_name_names_the_supplier_when_nothing_else_does(tmp_path: Path) -> None:
    alone = facts(tmp_path, {"Nom commercial": "Biscornu", "Ville": "Angers"})
    assert (alone.name, alone.brand) == ("Biscornu", None)
    both = facts(tmp_path, {"Nom": "Atelier", "Nom commercial": "Biscornu"})
    assert (both.name, both.brand) == ("Atelier", "Biscornu")


def test_several_kinds_may_be_said_at_once(tmp_path: Path) -> None:
    row = facts(tmp_path, {"Nom": "A", "Type": "EI / Atelier et chantier d'insertion"})
    assert row.kinds == ("EI", "ACI")


@pytest.mark.parametrize(
    ("zone", "read"),
    [
        ("30 km", ZoneFacts(radius_km=30)),
        ("Hauts-de-France", ZoneFacts(territories=("region:32",))),
        ("France entière", ZoneFacts(whole_country=True)),
    ],
)
def test_zones_are_read_in_words(tmp_path: Path, zone: str, read: ZoneFacts) -> None:
    assert facts(tmp_path, {**ROW, "Zone d'intervention": zone}).zone == read


def test_the_column_s_title_and_the_supplier_s_commune_help_to_read_a_zone(tmp_path: Path) -> None:
    assert facts(tmp_path, {"Nom": "A", "Rayon d'action": "30"}).zone == ZoneFacts(radius_km=30)
    here = facts(tmp_path, {**ROW, "Zone d'intervention": "30 km autour d’Angers"})
    assert here.zone == ZoneFacts(radius_km=30)
    there = facts(tmp_path, {**ROW, "Zone d'intervention": "30 km autour de Lille"})
    assert there.zone is None
    assert there.unmatched["Zone d'intervention"] == ("30 km autour de Lille",)


def test_an_unknown_zone_is_reported(tmp_path: Path) -> None:
    row = facts(tmp_path, {**ROW, "Zone d'intervention": "la Lune"})
    assert row.zone is None
    assert row.unmatched["Zone d'intervention"] == ("la Lune",)


def test_the_key_does_not_depend_on_the_order_of_rows_nor_on_case(tmp_path: Path) -> None:
    capitals = facts(tmp_path, ROW)
    small = facts(tmp_path, {**ROW, "Nom de la structure": "Les ateliers du verger"})
    assert (
        capitals.source_key == small.source_key == ("12345678200010|les ateliers du verger|49007")
    )


def test_an_identifier_of_the_list_s_own_is_the_key(tmp_path: Path) -> None:
    assert facts(tmp_path, {"Identifiant": "A-12", **ROW}).source_key == "id:A-12"


def test_contacts_are_read_but_never_quoted(tmp_path: Path) -> None:
    row = facts(tmp_path, {**ROW, "Email": "Jeanne.D@verger.example; faux@", "Tél": "241000000"})
    assert row.emails == ("jeanne.d@verger.example",)
    assert row.phones == ("02 41 00 00 00",)
    told = " ".join(note.value + note.message for note in row.notes)
    assert "@" not in told
    assert "41 00" not in told


@pytest.mark.parametrize(
    "column", ["Nom de la structure", "Adresse", "Enseigne", "Forme juridique"]
)
def test_contacts_within_a_text_become_contacts(tmp_path: Path, column: str) -> None:
    row = facts(tmp_path, {**ROW, column: "Verger (jeanne@verger.example) 06.12.34.56.78"})
    said = (row.name, row.original_name, row.address, row.brand, row.legal_form)
    assert "Verger" in said
    assert "jeanne" not in str(said)
    assert "12.34" not in str(said)
    assert (row.emails, row.phones) == (("jeanne@verger.example",), ("06 12 34 56 78",))
    assert [note.field for note in row.notes if "retiré" in note.message] == [column, column]


def test_a_description_says_where_a_contact_was_taken_out(tmp_path: Path) -> None:
    said = "Menuiserie.\nDevis : contact@verger.example ou +33 (0)6 12 34 56 78, 02 41 00 00 00."
    row = facts(tmp_path, {**ROW, "Description": said})
    assert row.description == (
        "Menuiserie.\nDevis : [e-mail retiré] ou [téléphone retiré], 02 41 00 00 00."
    )
    assert (row.emails, row.phones) == (("contact@verger.example",), ("06 12 34 56 78",))


@pytest.mark.parametrize(
    "column", ["Activités", "Labels", "Zone d'intervention", "Ville", "Site web"]
)
def test_a_contact_in_any_other_column_is_kept_nowhere_else(tmp_path: Path, column: str) -> None:
    row = facts(tmp_path, {**ROW, column: "jeanne@verger.example"})
    assert row.emails == ("jeanne@verger.example",)
    assert "jeanne" not in str(replace(row, emails=()))


def test_an_identifier_that_is_an_e_mail_is_no_key_to_read(tmp_path: Path) -> None:
    keys = {
        facts(tmp_path, {"Identifiant": written, **ROW}).source_key
        for written in ("jeanne@verger.example", "Jeanne@verger.example")
    }
    assert len(keys) == 1
    assert "jeanne" not in keys.pop().lower()


def test_a_row_whose_name_is_an_e_mail_has_no_name(tmp_path: Path) -> None:
    (row,) = results_of(write(tmp_path, "Nom;Ville\njeanne@verger.example;Angers\n"))
    assert isinstance(row, Rejected)
    assert (row.message, row.value) == ("nom absent", "")


@pytest.mark.parametrize(
    "site", ["javascript:alert(1)", "ftp://verger.example", "jeanne@v.example"]
)
def test_only_addresses_of_sites_are_kept(tmp_path: Path, site: str) -> None:
    assert facts(tmp_path, {**ROW, "Site web": site}).website is None


def test_a_row_without_a_name_is_rejected(tmp_path: Path) -> None:
    (row,) = results_of(write(tmp_path, "Nom;Ville\n;Angers\n"))
    assert isinstance(row, Rejected)
    assert (row.field, row.message) == ("Nom", "nom absent")


def test_a_cell_that_holds_a_text_is_not_told_word_by_word(tmp_path: Path) -> None:
    row = facts(tmp_path, ROW | {"Activités": ", ".join(f"mot {rank}" for rank in range(300))})
    assert len(row.unmatched["Activités"]) == MOST_TOLD
    assert [note.message for note in row.notes].count(MORE) == 1
