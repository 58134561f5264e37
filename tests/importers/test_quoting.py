"""A row of the directory's own export, dropped where it comes from."""

from typing import Any

import pytest

from importers.deciding import decide
from importers.decisions import Decision, Outcome
from importers.facts import PlaceFacts, RowFacts, ZoneFacts
from importers.known import Known, held_by
from importers.report import entry_of
from tests.importers.runs import NANTES, SIRET, as_source, only, row

NUMBER = 12


def directory(**said: Any) -> Known:
    """What an import of our own export knows of a supplier of number 12, that a list made."""
    known = Known("siae", created=-NUMBER - 1)
    decide(row(**said), known)
    return as_source(known, "export")


def quoting(**said: Any) -> RowFacts:
    return row(key=str(NUMBER), number=NUMBER, **said)


def dropped(known: Known, **said: Any) -> Decision:
    return decide(quoting(**said), as_source(known, "export"))


def test_it_works() -> None:
    known = directory(services=("repassage",), emails=("contact@verger.example",))
    for _ in range(2):
        decision = dropped(known, services=("repassage",))
        assert (decision.outcome, decision.effects[0].changes) == (Outcome.UNCHANGED, {})
        assert decision.effects[0].record is None
    told = entry_of(decision)
    assert told is not None
    assert "« Le Verger, Angers » (fiche exportée de cet annuaire)" in told["message"]


@pytest.mark.parametrize(
    "said",
    [
        {"name": "Le Grand Verger", "place": NANTES},
        {"siret": None, "name": "LE VERGER"},
        {"siret": "12345678200028"},
    ],
)
def test_the_siret_or_the_name_and_the_commune_tell(said: dict[str, Any]) -> None:
    known = directory()
    assert dropped(known, **said).effects[0].supplier is only(known)


@pytest.mark.parametrize(
    "said",
    [{"name": "Ferme Zeta"}, {"place": NANTES}, {"place": PlaceFacts()}],
    ids=["another name", "elsewhere", "nowhere"],
)
def test_the_number_alone_does_not(said: dict[str, Any]) -> None:
    known = directory()
    assert dropped(known, **{"siret": "12345678200028", **said}).outcome is Outcome.CREATED


def test_who_sits_abroad_is_known_by_its_city() -> None:
    liege = {"siret": None, "place": PlaceFacts(city="Liège"), "country": "BE"}
    assert dropped(directory(**liege), **liege).outcome is Outcome.UNCHANGED


def test_a_page_that_is_gone_is_not_quoted() -> None:
    known = directory()
    only(known).archived = True
    assert dropped(known).outcome is Outcome.CREATED


def test_what_is_empty_is_filled_and_what_is_new_is_added() -> None:
    known = directory()
    decision = dropped(known, description="Menuiserie.", services=("traiteur",))
    assert decision.outcome is Outcome.UPDATED
    assert only(known).single["description"] == "Menuiserie."
    assert only(known).several["services"] == {"traiteur": "export"}
    assert dropped(known, description="Menuiserie.", services=("traiteur",)).outcome is (
        Outcome.UNCHANGED
    )


def test_what_differs_is_told_at_every_run_and_stays() -> None:
    known = directory(description="Menuiserie.")
    for _ in range(2):
        decision = dropped(known, description="Repassage.")
        assert decision.outcome is Outcome.CONFLICT
        assert decision.conflicts[0].reason == "l’un ou l’autre modifié depuis l’export"
    assert only(known).single["description"] == "Menuiserie."


def test_odd_blanks_are_no_difference() -> None:
    known = directory(description="Menuiserie.\r\n\r\nRepassage. ")
    assert dropped(known, description="Menuiserie.\n\nRepassage.").outcome is Outcome.UNCHANGED


def test_what_people_hold_is_left_to_them() -> None:
    known = directory()
    only(known).held = held_by({"description": "la structure"})
    decision = dropped(known, description="Repassage.")
    assert decision.outcome is Outcome.UNCHANGED
    assert "n’est pas écrit, car la structure s’en charge" in decision.notes[-1].message


def test_a_private_contact_that_is_gone_does_not_come_back() -> None:
    """Nobody would know any more that it is private."""
    known = directory()
    emails = ("contact@verger.example", "accueil@verger.example")
    dropped(known, emails=emails, private=emails[:1])
    assert only(known).several["emails"] == {"accueil@verger.example": "export"}


def test_coverages_that_the_directory_has_are_nothing_new() -> None:
    known = directory(services=("repassage",), zone=ZoneFacts(radius_km=30))
    decision = dropped(known, services=("repassage",), zone=ZoneFacts(radius_km=30))
    assert (decision.outcome, decision.notes) == (Outcome.UNCHANGED, ())


def test_the_directory_is_no_source_of_what_it_says() -> None:
    """Its file would otherwise keep alive what the source of a kind ends."""
    known = directory()
    dropped(known)
    decide(row(kinds=("ACI",)), as_source(known, "siae"))
    assert set(only(known).several["kinds"]) == {"ACI"}


# A file of another directory


def test_another_directory_s_newer_file_is_a_list_as_any_other() -> None:
    """Whose supplier has the same number here."""
    known = Known("export", created=-NUMBER - 1)
    decide(quoting(description="Menuiserie."), known)
    assert dropped(known, description="Repassage.").outcome is Outcome.UPDATED
    assert only(known).single["description"] == "Repassage."


def test_the_same_key_of_another_directory_is_no_hindrance() -> None:
    known = directory()
    decide(quoting(name="Ferme Zeta", siret=None, place=NANTES), known)
    decision = dropped(known)
    assert (decision.outcome, decision.effects[0].supplier.ref) == (Outcome.UNCHANGED, NUMBER)


def test_what_a_directory_keeps_apart_stays_apart() -> None:
    """One SIRET and one address, two pages there: two here."""
    known = Known("export")
    for number, kind in enumerate(("EI", "ESAT"), start=40):
        said = row(line=number, key=str(number), number=number, kinds=(kind,))
        assert decide(said, known).outcome is Outcome.CREATED
    assert len(known.with_siret(SIRET)) == 2
