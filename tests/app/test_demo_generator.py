"""The demo directory is invented, plausible, and the same at every run."""

import csv
import hashlib
import json
import re
from collections import Counter
from dataclasses import asdict
from functools import cache
from itertools import islice
from pathlib import Path

import pytest

from app.demo.blocks import blocks
from app.demo.french import at, de, without_article
from app.demo.generator import DEFAULT_SIZE, generate
from app.demo.values import DemoSupplier
from domain.coverage import MAX_ZONES
from domain.geography import gazetteer
from domain.kinds import KINDS
from domain.models import ContactKind, Delivery, PointPrecision, ProofDegree, Visibility
from domain.taxonomy import Service, taxonomy
from domain.text import fold
from domain.words import without_plurals

# Only a change meant in the demo directory may change this.
PINNED = "7fb0b4c6b875dda45b78b177e84942a19585e0df662e5b0d862c04013f1fc60c"

FICTION_PHONE = re.compile(r"(01 99 00|02 61 91|03 53 01|04 65 71|05 36 49|06 39 98) \d\d \d\d")


@pytest.fixture(scope="module")
def directory() -> list[DemoSupplier]:
    return list(generate())


@pytest.fixture(scope="module")
def french(directory: list[DemoSupplier]) -> list[DemoSupplier]:
    return [supplier for supplier in directory if supplier.address.country == "FR"]


@pytest.fixture(scope="module")
def offering(directory: list[DemoSupplier]) -> list[DemoSupplier]:
    return [supplier for supplier in directory if supplier.activities]


def share(part: int, whole: int) -> float:
    return part / whole


@cache
def key(words: str) -> str:
    return f" {without_plurals(fold(words))} "


def says(text: str, service: Service) -> bool:
    """Whether the text uses the service's label or one of its synonyms, in either number."""
    return any(key(words) in key(text) for words in (service.label, *service.synonyms))


def uses_own_words(supplier: DemoSupplier) -> bool:
    offered = (taxonomy().services[activity.service] for activity in supplier.activities)
    return any(says(supplier.description, service) for service in offered)


def test_it_works(directory: list[DemoSupplier]) -> None:
    assert len(directory) == DEFAULT_SIZE == 3000
    assert len({supplier.key for supplier in directory}) == 3000


def test_the_same_seed_gives_the_same_suppliers_on_every_python() -> None:
    told = json.dumps([asdict(supplier) for supplier in generate(200)], default=str)
    assert hashlib.sha256(told.encode()).hexdigest() == PINNED


def test_a_larger_directory_starts_with_the_smaller_one() -> None:
    assert list(islice(generate(500), 50)) == list(generate(50))


def test_another_seed_gives_other_suppliers() -> None:
    assert list(generate(20, seed=1)) != list(generate(20, seed=2))


def test_kinds_come_in_realistic_proportion(french: list[DemoSupplier]) -> None:
    counted = Counter(kind.code for supplier in french for kind in supplier.kinds)
    assert set(counted) == set(KINDS)
    assert counted["ACI"] > counted["ESAT"] > counted["EI"] > counted["AI"] > counted["ETTI"]
    assert 0.21 < share(counted["ACI"], len(french)) < 0.30
    assert 0.17 < share(counted["ESAT"], len(french)) < 0.25


def test_some_have_two_kinds_and_some_a_kind_that_ended(directory: list[DemoSupplier]) -> None:
    assert sum(len(supplier.kinds) > 1 for supplier in directory) > 100
    assert any(kind.ends_on for supplier in directory for kind in supplier.kinds)


def test_one_to_six_services_few_of_them_frequent(offering: list[DemoSupplier]) -> None:
    assert {len(supplier.activities) for supplier in offering} == {1, 2, 3, 4, 5, 6}
    counted = Counter(a.service for supplier in offering for a in supplier.activities)
    assert set(counted) == set(taxonomy().services)
    assert sum(n for _, n in counted.most_common(34)) > 0.5 * counted.total()  # a fifth of them


def test_services_go_together(offering: list[DemoSupplier]) -> None:
    several = [supplier for supplier in offering if len(supplier.activities) > 1]
    groups = [
        {taxonomy().services[a.service].group for a in supplier.activities} for supplier in several
    ]
    assert share(sum(len(group) == 1 for group in groups), len(groups)) > 0.4


def test_every_delivery_is_seen(offering: list[DemoSupplier]) -> None:
    assert {a.delivery for supplier in offering for a in supplier.activities} == {*Delivery, None}


def test_descriptions_have_30_to_80_words(directory: list[DemoSupplier]) -> None:
    lengths = [len(re.findall(r"[\w’'-]+", supplier.description)) for supplier in directory]
    assert min(lengths) >= 30
    assert max(lengths) <= 80


def test_no_two_descriptions_are_the_same(directory: list[DemoSupplier]) -> None:
    assert len({supplier.description for supplier in directory}) == len(directory)


def test_a_third_of_the_descriptions_use_none_of_their_services_words(
    offering: list[DemoSupplier],
) -> None:
    silent = sum(not uses_own_words(supplier) for supplier in offering)
    assert 0.33 < share(silent, len(offering)) < 0.45


def test_the_other_descriptions_fit_what_is_offered(offering: list[DemoSupplier]) -> None:
    for supplier in offering:
        phrases = blocks("activities")[supplier.activities[0].service]
        known = [*phrases["said"], *phrases["unsaid"]]
        assert any(phrase in supplier.description for phrase in known), supplier.description


def test_some_declare_no_service_but_say_one(directory: list[DemoSupplier]) -> None:
    undeclared = [supplier for supplier in directory if not supplier.activities]
    services = taxonomy().services.values()
    saying = [s for s in undeclared if any(says(s.description, service) for service in services)]
    assert 0.08 < share(len(undeclared), len(directory)) < 0.16
    assert 0.3 < share(len(saying), len(undeclared)) < 0.8


def test_french_is_well_formed(directory: list[DemoSupplier]) -> None:
    faults = re.compile(
        r"\b(de le|de les|à le|à les) |'|\{|\}|  |(?<!\u00a0)[;:?!]|\b(\w{3,}) \2\b|^[a-zà-ÿ]"
    )
    for supplier in directory:
        assert not faults.search(supplier.description), supplier.description
        assert supplier.description.endswith((".", "?"))


def test_articles_contract() -> None:
    assert (de("le Verger"), de("les Charmes"), de("l’Orme")) == (
        "du Verger",
        "des Charmes",
        "de l’Orme",
    )
    assert (at("Le Mans"), at("Les Ulis"), at("L'Haÿ-les-Roses")) == (
        "au Mans",
        "aux Ulis",
        "à L’Haÿ-les-Roses",
    )
    assert (without_article("les Charmes"), without_article("l’Orme")) == ("Charmes", "Orme")


def test_french_suppliers_sit_in_real_communes(french: list[DemoSupplier]) -> None:
    for supplier in french:
        commune = gazetteer().commune(supplier.address.code_insee or "")
        assert commune is not None
        assert supplier.address.city == commune.name
        assert supplier.address.postcode in (*commune.postcodes, None)


def test_populous_communes_have_more_suppliers(french: list[DemoSupplier]) -> None:
    counted = Counter(supplier.address.city for supplier in french)
    assert counted["Paris"] > counted["Lyon"] > 2
    assert len(counted) > 1000


def test_points_are_exact_approximate_or_missing(french: list[DemoSupplier]) -> None:
    counted = Counter(supplier.address.point_precision for supplier in french)
    assert set(counted) == {PointPrecision.ADDRESS, PointPrecision.COMMUNE, None}
    assert 30 < counted[None] < 300


def test_some_are_abroad_with_a_point_set_by_hand(directory: list[DemoSupplier]) -> None:
    abroad = [supplier for supplier in directory if supplier.address.country != "FR"]
    assert 15 < len(abroad) < 100
    assert {"BE", "DE", "IT"} <= {supplier.address.country for supplier in abroad}
    assert {s.address.point_precision for s in abroad} == {PointPrecision.HAND}
    assert all(s.address.code_insee is None and s.naf is None for s in abroad)


def test_every_sort_of_coverage_is_seen(directory: list[DemoSupplier]) -> None:
    zones = [zone for supplier in directory for zone in supplier.zones]
    levels = {territory.split(":")[0] for zone in zones for territory in zone.territories}
    assert levels == {"commune", "epci", "departement", "region"}
    assert any(zone.whole_country for zone in zones)
    assert any(zone.radius_km and not zone.territories for zone in zones)
    assert any(zone.radius_km and zone.territories for zone in zones)
    assert any(supplier.activities and not supplier.zones for supplier in directory)


def test_zones_are_distinct_four_at_most_and_all_used(directory: list[DemoSupplier]) -> None:
    assert {len(supplier.zones) for supplier in directory} == set(range(MAX_ZONES + 1))
    for supplier in directory:
        assert len(set(supplier.zones)) == len(supplier.zones)
        used = {activity.zone for activity in supplier.activities} - {None}
        assert used == set(range(len(supplier.zones)))


def test_territories_exist(directory: list[DemoSupplier]) -> None:
    seen = {t for supplier in directory for zone in supplier.zones for t in zone.territories}
    for territory in seen:
        level, code = territory.split(":")
        assert gazetteer().place(level, code) is not None, territory  # type: ignore[arg-type]  # checked above


def test_labels_carry_every_degree_of_proof(directory: list[DemoSupplier]) -> None:
    labels = [label for supplier in directory for label in supplier.labels]
    assert {label.degree for label in labels} == set(ProofDegree)
    assert {label.label for label in labels} <= set(taxonomy().labels)
    proved = [label for label in labels if label.degree is not ProofDegree.DECLARED]
    assert all(label.issuer and label.starts_on for label in proved)
    assert any(label.ends_on for label in labels)


def test_networks_are_those_of_the_taxonomy(directory: list[DemoSupplier]) -> None:
    counted = Counter(slug for supplier in directory for slug in supplier.networks)
    assert set(counted) <= set(taxonomy().networks)
    assert len(counted) > 15


def test_some_are_archived(directory: list[DemoSupplier]) -> None:
    assert 30 < sum(supplier.archived_at is not None for supplier in directory) < 100


def test_nobody_owns_the_mailboxes_nor_the_numbers(directory: list[DemoSupplier]) -> None:
    for contact in (contact for supplier in directory for contact in supplier.contacts):
        if contact.kind is ContactKind.EMAIL:
            assert re.fullmatch(r"[a-z]+@[a-z0-9-]{1,63}\.example", contact.value)
        else:
            assert FICTION_PHONE.fullmatch(contact.value)


def test_sites_are_on_a_reserved_domain(directory: list[DemoSupplier]) -> None:
    sites = [supplier.website for supplier in directory if supplier.website]
    assert all(re.fullmatch(r"https://www\.[a-z0-9-]+\.example", site) for site in sites)


def test_mobile_numbers_are_private(directory: list[DemoSupplier]) -> None:
    for contact in (contact for supplier in directory for contact in supplier.contacts):
        if contact.value.startswith("06"):
            assert contact.visibility is Visibility.PRIVATE


def test_no_siret_nor_any_number_of_its_length(directory: list[DemoSupplier]) -> None:
    for supplier in directory:
        assert not hasattr(supplier, "siret")
        assert not re.search(r"\d{9}", f"{supplier.name} {supplier.description}")


def test_names_are_varied(directory: list[DemoSupplier]) -> None:
    assert len({supplier.name for supplier in directory}) > 2800


def test_no_name_is_that_of_a_real_structure(
    directory: list[DemoSupplier], shared_data: Path
) -> None:
    invented = {fold(name) for s in directory for name in (s.name, s.brand) if name}
    for filename in (
        "siae_lemarche_fixture.csv",
        "esat_finess_liste_officielle.csv",
        "geiq_ffgeiq_label.csv",
    ):
        with (shared_data / filename).open(encoding="utf-8-sig", newline="") as file:
            real = {fold(cell) for row in csv.reader(file) for cell in row}
        assert invented.isdisjoint(real), filename
