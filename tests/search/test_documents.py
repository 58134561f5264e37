"""From facts to the document that every engine indexes."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from domain.coverage import place_tokens
from domain.geography import Point
from domain.models import ProofDegree
from domain.supplier_facts import LabelFacts, NetworkFacts, SupplierFacts, ZoneFacts
from search import documents
from search.documents import (
    FACET_FIELDS,
    FIELDS,
    Document,
    build_document,
    completeness,
    document_hash,
    settings_hash,
)
from search.french import normalise
from search.port import Facet
from tests.search.documents import supplier

BARE = SupplierFacts(id=1, name="ASSOC LES ATELIERS", updated_at=datetime(2026, 11, 22, tzinfo=UTC))
ANGERS = replace(BARE, code_insee="49007", point=Point(47.47, -0.55))
FULL = replace(
    ANGERS,
    brand="Les Ateliers d’Anjou",
    description="Une équipe de menuisières, et du repassage.",
    siret="12345678900011",
    kinds=("ESAT",),
    services=("impression",),
    zones=(ZoneFacts(services=("impression",), radius_km=30),),
    labels=(LabelFacts("esus", ProofDegree.CHARTER), LabelFacts("rsei", ProofDegree.DECLARED)),
    networks=(NetworkFacts("apes", "L’Apes"),),
    has_contact=True,
)


def reached(document: Document, zone: str, place: str) -> bool:
    level, code = place.split(":")
    return not set(document[zone]["reach"]).isdisjoint(place_tokens(level, code))  # type: ignore[index]  # a document holds objects


def services_in(document: Document, zone: str) -> list[str]:
    return document[zone]["services"]  # type: ignore[index, no-any-return]  # a document holds objects


def test_it_works() -> None:
    document = build_document(FULL)
    assert document["name"] == "assoc atelier . atelier anjou"
    assert document["description"] == "equipe menuisier repassage"
    assert document["services"] == ["impression"]
    assert document["services_any"] == ["impression", "menuiserie-batiment", "repassage"]
    assert document["kinds"] == ["ESAT"]
    assert document["legal_frames"] == ["l2113-12", "l2113-14", "oeth"]
    assert (document["departement"], document["region"]) == ("49", "52")
    assert (document["siret"], document["siren"]) == ("12345678900011", "123456789")
    assert document["_geo"] == {"lat": 47.47, "lng": -0.55}
    assert document["proof"] == 1
    assert document["name_sort"] == "les ateliers d anjou"


def test_what_a_network_has_verified_counts_as_a_label_verified() -> None:
    vouched = (NetworkFacts("apes", "L’Apes", ProofDegree.VERIFIED),)
    assert build_document(replace(FULL, networks=vouched))["proof"] == 2
    assert build_document(replace(ANGERS, networks=vouched))["proof"] == 2


def test_social_and_environmental_proofs_weigh_alike_and_no_other_counts() -> None:
    def proof(*labels: str) -> object:
        held = tuple(LabelFacts(label, ProofDegree.LABELLED) for label in labels)
        return build_document(replace(ANGERS, labels=held))["proof"]

    assert proof("esus") == proof("iso-14001") == proof("esus", "iso-45001") == 3
    assert proof("esus", "iso-14001") == proof("rsei") == 6
    assert proof("iso-9001") == proof("unknown") == 0


def test_a_document_is_json_and_its_fields_are_declared() -> None:
    document = json.loads(json.dumps(build_document(FULL)))
    declared = {field.name.partition(".")[0] for field in FIELDS}
    assert set(document) <= declared
    assert declared - set(document) == {"z1", "z2", "z3"}


def test_every_facet_has_a_filterable_field() -> None:
    filterable = {field.name for field in FIELDS if field.filterable}
    assert set(FACET_FIELDS) == set(Facet)
    assert filterable.issuperset(FACET_FIELDS.values())


def test_texts_weigh_name_services_keywords_what_is_said_description() -> None:
    weights = {field.name: field.weight for field in FIELDS if field.weight}
    assert sorted(weights, key=lambda name: -weights[name]) == [
        "name",
        "services_text",
        "keywords",
        "services_said_text",
        "description",
    ]


@pytest.mark.parametrize(
    "words",
    [
        "imprimerie",  # a synonym of the service
        "communication",  # its group
        "aide par le travail",  # the kind
        "Apes",  # the network
        "ESUS",  # the label
        "Angers",  # the commune
        "Maine-et-Loire",  # its département
    ],
)
def test_keywords_lead_to_the_supplier(words: str) -> None:
    assert f" {normalise(words)} " in f" {build_document(FULL)['keywords']} "


def test_the_words_of_a_service_said_are_not_those_of_one_declared() -> None:
    document = build_document(FULL)
    assert "repassage" in str(document["services_said_text"])
    assert "repassage" not in f"{document['services_text']} {document['keywords']}"


def test_its_own_words_are_services_declared() -> None:
    document = build_document(replace(BARE, own_words=("toilettes sèches", "yourtes")))
    assert document["services_text"] == f"{normalise('toilettes sèches')} . {normalise('yourtes')}"
    assert document["services_known"] == "declares"
    assert document["completeness"] == 30


def test_a_service_declared_is_not_said_too() -> None:
    document = build_document(replace(FULL, services=("repassage",)))
    assert document["services_any"] == ["repassage", "menuiserie-batiment"]
    assert "repassage" not in str(document["services_said_text"])


def test_what_its_texts_name_counts_until_it_says_its_services() -> None:
    document = build_document(replace(FULL, services=(), says_its_services=True))
    assert document["services_any"] == []
    assert document["services_said_text"] == ""
    assert document["services_known"] == "inconnus"


def test_what_it_did_for_clients_is_read_as_its_presentation() -> None:
    document = build_document(replace(FULL, works=("Tonte du stade",)))
    assert document["description"] == f"equipe menuisier repassage . {normalise('Tonte du stade')}"


def test_a_service_said_in_the_name_is_found_as_one() -> None:
    document = build_document(replace(BARE, brand="La Blanchisserie"))
    assert document["services_any"] == ["blanchisserie"]


def test_services_said_belong_to_the_only_zone() -> None:
    document = build_document(FULL)
    assert services_in(document, "z0") == ["impression", "menuiserie-batiment", "repassage"]
    assert reached(document, "z0", "commune:49015")
    assert "z1" not in document


def test_with_several_zones_services_said_reach_home_alone() -> None:
    zones = (*FULL.zones, ZoneFacts(territories=("region:53",)))
    document = build_document(replace(FULL, zones=zones))
    assert services_in(document, "z1") == []
    assert services_in(document, "z2") == ["menuiserie-batiment", "repassage"]
    assert reached(document, "z2", "commune:49007")
    assert not reached(document, "z2", "commune:49015")


def test_without_a_zone_services_reach_home_alone() -> None:
    facts = replace(FULL, zones=(), services_without_zone=("impression",))
    document = build_document(facts)
    assert services_in(document, "z0") == document["services_any"]
    assert reached(document, "z0", "departement:49")
    assert not reached(document, "z0", "commune:49015")


def test_an_activity_without_a_zone_gets_one_of_its_own() -> None:
    facts = replace(FULL, services=("impression", "elagage"), services_without_zone=("elagage",))
    document = build_document(facts)
    assert services_in(document, "z1") == ["elagage"]
    assert not reached(document, "z1", "commune:49015")


def test_a_fifth_zone_has_no_room() -> None:
    document = build_document(replace(FULL, zones=FULL.zones * 4, services_without_zone=("x",)))
    assert {key for key in document if key.startswith("z")} == {"z0", "z1", "z2", "z3"}


def test_a_supplier_without_a_service_still_reaches() -> None:
    document = build_document(ANGERS)
    assert document["z0"] == {"services": [], "reach": document["z0"]["reach"]}  # type: ignore[index]  # a document holds objects
    assert reached(document, "z0", "commune:49007")


def test_a_supplier_without_a_point_sits_at_its_commune() -> None:
    geo = build_document(replace(ANGERS, point=None))["_geo"]
    assert geo == {"lat": pytest.approx(47.47, abs=0.1), "lng": pytest.approx(-0.56, abs=0.1)}


def test_a_supplier_from_nowhere_has_no_place() -> None:
    document = build_document(BARE)
    assert document["_geo"] is None
    assert document["departement"] is None
    assert document["z0"] == {"services": [], "reach": []}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (BARE, 0),
        (replace(BARE, has_contact=True), 15),
        (replace(BARE, services=("impression",)), 30),
        (FULL, 100),
    ],
)
def test_completeness_weighs_what_buyers_ask_first(facts: SupplierFacts, expected: int) -> None:
    assert completeness(facts) == expected


def test_the_hash_ignores_the_order_of_keys_alone() -> None:
    document = build_document(FULL)
    assert document_hash(document) == document_hash(dict(reversed(document.items())))
    assert document_hash(document) != document_hash(document | {"proof": 2})


def test_the_settings_hash_follows_the_schema(monkeypatch: pytest.MonkeyPatch) -> None:
    before = settings_hash()
    assert settings_hash() == before
    uncached: Callable[[], str] = settings_hash.__wrapped__
    monkeypatch.setattr(documents, "SCHEMA", documents.SCHEMA + 1)
    assert uncached() != before


@pytest.mark.parametrize(
    ("name", "services", "expected"),
    [
        ("Alpha", ("gardiennage",), "declares"),
        ("Alpha Gardiennage", (), "dits"),
        ("Alpha", (), "inconnus"),
    ],
)
def test_a_document_tells_how_its_services_are_known(
    name: str, services: tuple[str, ...], expected: str
) -> None:
    assert supplier(1, name, services=services)["services_known"] == expected
