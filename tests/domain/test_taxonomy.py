"""The taxonomy is sound, and its words find what they name."""

import json
import re
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import pytest

from domain.kinds import KINDS, words_of
from domain.taxonomy import taxonomy
from domain.text import fold

CPV_WEIGHTS = (3, 7, 1, 3, 7, 1, 3, 7)

# Regulation (EC) 213/2008 itself departs from the rule for some families; these codes of ours are
# written there as they are here.
IRREGULAR_CPV = {"03450000-9", "09310000-5", "09330000-1", "72413000-8", "72415000-2"}

TYPED_BY_BUYERS = {
    "Vigile": "gardiennage",
    "vigiles": "gardiennage",
    "menuiserie": "menuiserie-batiment",
    "ENTRETIEN D'ESPACES VERTS": "entretien-espaces-verts",
    "entretien d’espaces verts": "entretien-espaces-verts",
    "espace vert": "entretien-espaces-verts",
    "Plateau repas": "plateaux-repas",
    "oeufs": "elevage",
    "blanchisserie": "blanchisserie",
    "mise sous plis": "mise-sous-pli",
}

MISSPELT = {
    "repasage": "repassage",
    "blanchiserie": "blanchisserie",
    "menuisrie": "menuiserie-batiment",
    "restauration colective": "restauration-collective",
    "jardinnage": "entretien-espaces-verts",
    "netoyage de locaux": "nettoyage-locaux",
}


def service_ids(words: str) -> list[str]:
    return [service.id for service in taxonomy().services_for(words)]


def meanings() -> Mapping[str, set[str]]:
    """Each folded word, and everything it names: services, kinds and labels."""
    found: dict[str, set[str]] = defaultdict(set)
    for thing in (*taxonomy().services.values(), *taxonomy().labels.values()):
        for words in (thing.label, *thing.synonyms):
            found[fold(words)].add(thing.id)
    for kind in KINDS.values():
        for words in words_of(kind):
            found[fold(words)].add(kind.code)
    return found


@pytest.mark.parametrize(("words", "service"), TYPED_BY_BUYERS.items())
def test_it_works(words: str, service: str) -> None:
    assert service_ids(words) == [service]


def test_every_word_of_a_service_finds_it() -> None:
    for service in taxonomy().services.values():
        for words in (service.label, *service.synonyms):
            assert service.id in service_ids(words), words


def test_an_ambiguous_word_finds_all_its_services() -> None:
    assert set(service_ids("Flyers")) == {"impression", "distribution-prospectus"}


def test_number_counts_where_it_tells_two_services_apart() -> None:
    assert service_ids("savon") == ["produits-entretien"]
    assert service_ids("savons") == ["cosmetique-savonnerie"]


@pytest.mark.parametrize("words", ["", "?", "notaire", "vente de bateaux"])
def test_a_word_of_no_service_finds_none(words: str) -> None:
    assert taxonomy().services_for(words) == ()
    assert taxonomy().suggest_service(words) is None


@pytest.mark.parametrize(("words", "service"), MISSPELT.items())
def test_a_misspelt_word_is_not_a_match_but_a_suggestion(words: str, service: str) -> None:
    assert service_ids(words) == []
    suggestion = taxonomy().suggest_service(words)
    assert suggestion is not None
    assert suggestion.id == service


@pytest.mark.parametrize("words", ["coiffure", "avocat", "sécurité", "boucherie", "bijouterie"])
def test_another_trade_suggests_nothing(words: str) -> None:
    assert taxonomy().suggest_service(words) is None


@pytest.mark.parametrize(
    ("words", "label"),
    [("ESUS", "esus"), ("iso9001", "iso-9001"), ("Imprim'Vert", "imprimvert"), ("NR", None)],
)
def test_a_label_is_found_by_its_names(words: str, label: str | None) -> None:
    found = taxonomy().label_for(words)
    assert (found.id if found else None) == label


@pytest.mark.parametrize(
    ("words", "network"),
    [("Fédération des entreprises d’insertion", "fei"), ("chantier-ecole", "chantier-ecole")],
)
def test_a_network_is_found_by_its_names(words: str, network: str) -> None:
    found = taxonomy().network_for(words)
    assert found is not None
    assert found.id == network


def test_it_holds_the_whole_reference() -> None:
    held = taxonomy()
    assert (len(held.groups), len(held.services)) == (20, 169)
    assert (len(held.labels), len(held.networks)) == (36, 20)


def test_ids_are_unique_across_services_labels_and_kinds() -> None:
    ids = [*taxonomy().services, *taxonomy().labels, *KINDS]
    assert len(ids) == len(set(ids))


def test_ids_are_not_lost_when_read() -> None:
    folder = Path(__file__).parents[2] / "data" / "taxonomy"
    for name in ("services", "labels", "networks"):
        rows = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        rows = rows["services"] if name == "services" else rows
        assert len(getattr(taxonomy(), name)) == len(rows)


def test_every_service_belongs_to_a_group_and_no_group_is_empty() -> None:
    assert {s.group for s in taxonomy().services.values()} == set(taxonomy().groups)


def test_naf_codes_are_well_formed() -> None:
    codes = {code for s in taxonomy().services.values() for code in s.naf}
    assert [code for code in codes if not re.fullmatch(r"\d\d\.\d\d[A-Z]", code)] == []


def test_naf_codes_exist(shared_data: Path) -> None:
    known = json.loads((shared_data / "codes-NAF.json").read_text(encoding="utf-8"))
    assert [s.id for s in taxonomy().services.values() if not known.keys() >= set(s.naf)] == []


def test_cpv_codes_carry_the_right_check_digit() -> None:
    for service in taxonomy().services.values():
        for code in service.cpv:
            assert re.fullmatch(r"\d{8}-\d", code), code
            assert (int(code[-1]) == cpv_check_digit(code)) != (code in IRREGULAR_CPV), code


def cpv_check_digit(code: str) -> int:
    """The sum of the digits weighted 3, 7, 1, 3, 7, 1, 3, 7, modulo 10."""
    weighted = zip(code[:8], CPV_WEIGHTS, strict=True)
    return sum(int(digit) * weight for digit, weight in weighted) % 10


def test_no_word_has_two_meanings_unless_declared() -> None:
    shared = {word: ids for word, ids in meanings().items() if len(ids) > 1}
    assert shared == {word: set(ids) for word, ids in taxonomy().ambiguous.items()}


def test_every_broad_word_is_a_word_of_a_service() -> None:
    assert [word for word in taxonomy().broad if not taxonomy().services_for(word)] == []


def test_a_whole_trade_is_never_too_broad_to_be_said() -> None:
    labels = {fold(service.label) for service in taxonomy().services.values()}
    assert taxonomy().broad.isdisjoint(labels - set(taxonomy().ambiguous))
