"""Rules grade by facts: all those they give must hold."""

from domain.geography import gazetteer
from domain.models import utcnow
from domain.supplier_facts import SupplierFacts, ZoneFacts
from tools.relevance.grading import Known, known_of
from tools.relevance.needs import Rule

BREST, MORLAIX, QUIMPER = "29019", "29151", "29232"


def known(**facts: object) -> Known:
    values = {"id": 1, "name": "Les Genêts d’Or", "updated_at": utcnow(), "siret": "41888954900071"}
    return known_of(SupplierFacts(**values | facts), naf="81.30Z")  # type: ignore[arg-type]


def test_all_that_a_rule_says_must_hold() -> None:
    esat = known(kinds=("ESAT",), code_insee=MORLAIX)
    assert esat.matches(Rule(2, kinds=("ESAT", "EA"), located=("departement:29",)))
    assert not esat.matches(Rule(2, kinds=("EA",), located=("departement:29",)))
    assert not esat.matches(Rule(2, kinds=("ESAT",), located=("departement:22",)))


def test_near_is_at_fifty_kilometres_at_most() -> None:
    point = gazetteer().commune(MORLAIX).point  # type: ignore[union-attr]  # it is there
    at_morlaix = known(code_insee=MORLAIX, point=point)
    assert not at_morlaix.matches(Rule(2, located=(f"commune:{BREST}",)))
    assert at_morlaix.matches(Rule(2, within=(f"commune:{MORLAIX}",)))
    assert not at_morlaix.matches(Rule(2, within=(f"commune:{QUIMPER}",)))


def test_a_zone_reaches_a_place_that_it_covers_in_part() -> None:
    in_finistere = known(zones=(ZoneFacts(territories=("departement:29",)),))
    assert in_finistere.matches(Rule(1, reaches=(f"commune:{BREST}",)))
    assert in_finistere.matches(Rule(1, reaches=("region:53",)))
    assert not in_finistere.matches(Rule(1, reaches=("departement:22",)))
    assert not known(code_insee=BREST).matches(Rule(1, reaches=(f"commune:{BREST}",)))


def test_names_match_by_whole_words_and_codes_by_what_they_begin() -> None:
    supplier = known(brand="Kan Ar Mor")
    assert supplier.matches(Rule(2, name="genets d or"))
    assert supplier.matches(Rule(2, name="kan ar mor"))
    assert not supplier.matches(Rule(2, name="genet"))
    assert supplier.matches(Rule(2, siren="418889549", naf="81.30Z"))
    assert not supplier.matches(Rule(2, siret="41888954900072"))
