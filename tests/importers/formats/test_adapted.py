"""Lists of which only the titles are known: EA2, Gesat, Handeco, Hosmoz."""

from pathlib import Path

import pytest

from importers.facts import RowFacts, RowResult
from importers.formats import adapted
from importers.mapping import map_table
from importers.reading import open_table
from tests.importers.writing import results_of, write

EA2 = (
    "L|ASP|EA|V1.0|20241231|235959|\n"
    "ITOU|Type d'entreprise adaptée|Numéro de COT/CPOM|Identifiant EA2 Signataire|"
    "Siret Signataire|Dénomination / raison sociale Signataire|"
    "Courriel du contact étab signataire|Siret de l'établissement membre|"
    "Dénomination / raison sociale|Identifiant EA2 Etablissement|Numéro entrée ou batiment|"
    "Numéro de voie|Extension de voie|Code voie|Libelle de la voie|Code Postal|"
    "Code INSEE commune|\n"
    "ITOU|Entreprise Adaptée|00000001|1|12345678200010|Verger SA|jeanne@verger.example|"
    "12345678200010|Verger SA|1||1||Rue|DE LA MOTTE|77550|77296|\n"
    "ITOU|Entreprise Adaptée en Milieu Pénitentiaire |00000002|1|12345678200010|Verger SA||"
    "12345678200010|Verger SA|1||1||Rue|DE LA MOTTE|77550|77296|\n"
    "ITOU|Entreprise Adaptée de Travail Temporaire|00000003|1|12345678200010|Verger SA||"
    "12345678200010|Verger SA|1||1||Rue|DE LA MOTTE|77550|77296|\n"
    "Z|ASP|EA|V1.0|20241231|235959|3|5|\n"
)


def facts(rows: list[RowResult]) -> list[RowFacts]:
    assert all(isinstance(row, RowFacts) for row in rows)
    return [row for row in rows if isinstance(row, RowFacts)]


@pytest.mark.parametrize("known", adapted.FORMATS, ids=lambda known: known.name)
def test_the_label_says_that_no_real_file_was_tried(known: adapted.Format) -> None:
    assert "non essayé sur un vrai fichier" in known.label


def test_ea2_is_read_between_its_first_and_last_rows(tmp_path: Path) -> None:
    rows = facts(results_of(write(tmp_path, EA2)))
    assert [row.kinds for row in rows] == [("EA",), ("EA",), ("EATT",)]
    assert len({row.source_key for row in rows}) == 3
    assert (rows[0].name, rows[0].siret) == ("Verger SA", "12345678200010")
    assert (rows[0].address, rows[0].place.code_insee) == ("1 Rue DE LA MOTTE", "77296")


def test_the_signatory_s_e_mail_is_never_read(tmp_path: Path) -> None:
    path = write(tmp_path, EA2)
    assert all(row.emails == () for row in facts(results_of(path)))
    with open_table(path) as table:
        assert map_table(table).binding.ignored == ("Courriel du contact étab signataire",)


GESAT = (
    "Raison Sociale,Adresse,Lieudit/BP,Code Postal,Ville,Région,Tel,Email,Siret,"
    "Date d'ouverture,Denière date de MAJ,Capacité d'accueil (nombre de TH total),"
    "Pôles de compétences,Domaine 1,Domaine 2\n"
    "ESAT LE VERGER,3 rue Haute,BP 2,49000,Angers,PDL,0241000000,contact@verger.example,"
    '12345678200010,,,45,"Couture, retouches et réparation textile,Repassage",Traiteur,\n'
)


def test_gesat_parts_its_skills_where_a_capital_begins(tmp_path: Path) -> None:
    (row,) = facts(results_of(write(tmp_path, GESAT)))
    assert (row.name, row.kinds, row.capacity) == ("ESAT Le Verger", ("ESAT",), 45)
    assert row.unmatched == {}
    assert {"repassage"} < set(row.services)
    assert len(row.services) == 3


HANDECO = (
    '"Raison sociale"|"Siret"|"Type de structure"|"Métiers proposés"|"Adresse"|"Code Postal"|'
    '"Ville"|"Téléphone"|"Adresse e-mail"|"Nombre de travailleurs dans la structure (en ETP)"\n'
    '"LE VERGER"|"123 456 782 00010"|"EA"|"Repassage"|"3 rue Haute"|"49000"|"Angers"|"#N/D"|""|'
    '"#N/D"\n'
)


def test_handeco_says_what_it_does_not_know(tmp_path: Path) -> None:
    (row,) = facts(results_of(write(tmp_path, HANDECO)))
    assert (row.kinds, row.services, row.phones) == (("EA",), ("repassage",), ())
    assert row.siret == "12345678200010"
    assert row.capacity is None  # full-time workers are no places


HOSMOZ = (
    "Id,Raison Sociale,Siren,Siret,Siret 2,Catégorie,Adresse,Lieudit/BP,Code Postal,Ville,"
    "Tel public,Email,Nombre de travailleurs dans la structure (en ETP),Pôles de compétences,"
    "Adhérent Hosmoz,URL\n"
    "A1,LE VERGER,,123 456 782 00010,,ESAT,,,49000,Angers,01 02 03 04 05,,22,,{},\n"
)


@pytest.mark.parametrize(
    ("said", "networks"),
    [("Oui", ("hosmoz",)), ("M12", ("hosmoz",)), ("Non", ()), ("", ())],
)
def test_hosmoz_says_who_is_a_member(tmp_path: Path, said: str, networks: tuple[str, ...]) -> None:
    (row,) = facts(results_of(write(tmp_path, HOSMOZ.format(said))))
    assert (row.source_key, row.kinds, row.networks) == ("id:A1", ("ESAT",), networks)
