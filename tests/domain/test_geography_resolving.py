"""The commune of an address is settled from what a file says, or left open."""

import csv
from pathlib import Path

import pytest

from domain.geography import Commune, Gazetteer, gazetteer


@pytest.fixture(scope="module")
def places() -> Gazetteer:
    return gazetteer()


def label(commune: Commune | None) -> str | None:
    return commune.label if commune else None


def test_a_postcode_and_a_name_settle_it(places: Gazetteer) -> None:
    assert label(places.resolve(name="SAUMUR", postcode="49400")) == "Saumur (49)"


def test_the_insee_code_comes_first(places: Gazetteer) -> None:
    found = places.resolve(name="Saumur", postcode="49400", code_insee="49069")

    assert label(found) == "Orée d'Anjou (49)"


def test_an_unknown_insee_code_gives_way_to_the_rest(places: Gazetteer) -> None:
    found = places.resolve(name="Saumur", postcode="49400", code_insee="49999")

    assert label(found) == "Saumur (49)"


@pytest.mark.parametrize(
    ("name", "postcode", "commune"),
    [
        ("PARIS 13", "75013", "Paris (75)"),
        ("LYON 03", "69003", "Lyon (69)"),
        ("Marseille 1er arrondissement", "13001", "Marseille (13)"),
        ("ST ETIENNE CEDEX 2", "42007", "Saint-Étienne (42)"),
        ("ANGERS CEDEX 9", "49933", "Angers (49)"),
        ("AJACCIO CEDEX", "20179", "Ajaccio (2A)"),
        ("CLERMONT FERAND", "63000", "Clermont-Ferrand (63)"),
        ("Fontenay", "85200", "Fontenay-le-Comte (85)"),
        ("BERCK SUR MER", "62600", "Berck (62)"),
        ("Champtoceaux", "49270", "Orée d'Anjou (49)"),
        ("PARIS LA DEFENSE 4 CEDEX", "92042", "Puteaux (92)"),
        ("Paris La Défense", "92400", "Courbevoie (92)"),
        ("ROISSY CDG CEDEX", "95727", "Roissy-en-France (95)"),
        ("SOPHIA ANTIPOLIS CEDEX", "06901", "Valbonne (06)"),
        ("VALENCIENNE CEDEX", "59322", "Valenciennes (59)"),
        ("FONTENAY CEDEX", "85201", "Fontenay-le-Comte (85)"),
    ],
)
def test_the_ways_of_addresses_are_read(
    places: Gazetteer, name: str, postcode: str, commune: str
) -> None:
    assert label(places.resolve(name=name, postcode=postcode)) == commune


def test_a_hamlet_leads_to_the_only_commune_of_its_postcode(places: Gazetteer) -> None:
    assert label(places.resolve(name="Le Petit Hameau", postcode="44600")) == "Saint-Nazaire (44)"
    assert label(places.resolve(postcode="44600")) == "Saint-Nazaire (44)"
    # Rather than to a village elsewhere, spelt nearly so.
    assert label(places.resolve(name="Dorignies", postcode="59500")) == "Douai (59)"


def test_a_departement_tells_homonyms_apart(places: Gazetteer) -> None:
    assert label(places.resolve(name="Saint-Denis", departement="974")) == "Saint-Denis (974)"
    assert label(places.resolve(name="Saint-Martin", departement="Gers")) == "Saint-Martin (32)"


def test_a_name_alone_is_enough_when_only_one_bears_it(places: Gazetteer) -> None:
    assert label(places.resolve(name="Angers")) == "Angers (49)"


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"name": "Saint-Denis"},  # two are cities
        {"name": "Anger"},  # a typo, with nothing to bear it out
        {"postcode": "49400"},  # several communes
        {"name": "Nantes", "postcode": "13009"},  # they contradict each other
        {"name": "Strasbourg", "postcode": "44600"},
        {"name": "Nulle-Part", "postcode": "49400"},
        {"name": "Angers", "departement": "29"},
        {"name": "Zorgville", "postcode": "62000"},  # Orville is near in letters alone
        {"name": "Flers", "postcode": "59650"},  # nor is it Flers-en-Escrebieux
        {"name": "Deauville", "postcode": "59023"},  # two letters from Neuville
        {"name": "Marville", "postcode": "59023"},  # Merville is one letter away, it is elsewhere
        {"name": "Marville", "departement": "59"},
        {"name": "Borny", "postcode": "57073"},  # nobody misses the first letter of Orny
        {"code_insee": "99999"},
    ],
)
def test_it_stays_open_when_unsure(places: Gazetteer, said: dict[str, str]) -> None:
    assert places.resolve(**said) is None


def test_real_addresses_are_settled(places: Gazetteer, shared_data: Path) -> None:
    with (shared_data / "siae_lemarche_fixture.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))

    settled = [places.resolve(name=row["city"], postcode=row["post_code"]) for row in rows]

    assert len(rows) == 3_847
    # The others' postcode and city are hundreds of kilometres apart.
    assert sum(commune is not None for commune in settled) == 3_825


def test_postcode_and_name_agree_with_real_insee_codes(
    places: Gazetteer, shared_data: Path
) -> None:
    path = shared_data / "esat_finess_liste_officielle.csv"
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))

    disagreeing = [
        row["ET-Commune Libellé"]
        for row in rows
        if places.resolve(name=row["ET-Commune Libellé"], postcode=row["ET-Code Postal"].zfill(5))
        != places.commune(row["ET-Commune Code"].zfill(5))
    ]

    assert len(rows) == 1_504
    assert disagreeing == ["Saline"]  # united with Troarn, then parted again
