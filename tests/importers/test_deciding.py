"""What becomes of a row of one source, from what the file says and what the directory knows."""

from dataclasses import replace
from typing import Any

import pytest

from domain.geography import Point
from importers.decisions import Outcome
from importers.facts import Rejected
from importers.known import Known
from tests.importers.runs import (
    ANGERS,
    NANTES,
    SIRET,
    as_source,
    imported,
    only,
    outcomes,
    row,
    run,
)


def test_it_works() -> None:
    (decision,) = run(Known("siae"), row())
    assert decision.outcome is Outcome.CREATED
    assert decision.effects[0].supplier.single["name"] == "Le Verger"
    assert decision.effects[0].supplier.several["kinds"] == {"EI": "siae"}


def test_the_same_row_again_changes_nothing() -> None:
    (decision,) = run(imported(row()), row())
    assert decision.outcome is Outcome.UNCHANGED
    assert decision.effects == ()


def test_a_row_that_changed_updates_what_the_directory_still_says() -> None:
    known = imported(row())
    (decision,) = run(known, row(name="Le Grand Verger"))
    assert decision.outcome is Outcome.UPDATED
    assert list(decision.effects[0].changes) == ["name"]
    assert only(known).single["name"] == "Le Grand Verger"


def test_a_name_is_the_same_whatever_its_apostrophes_and_blanks() -> None:
    known = imported(row(name="Interim l'Étape"))
    as_a_page_writes_it = row(name="Interim  l’Étape")
    assert outcomes(known, as_a_page_writes_it) == [Outcome.UNCHANGED]
    (decision,) = run(as_source(known, "siae"), row(name="Interim Sud"))
    assert decision.outcome is Outcome.UPDATED


def test_what_somebody_else_changed_is_a_conflict_told_at_every_run() -> None:
    known = imported(row())
    only(known).single["name"] = "Le Vieux Verger"
    for _ in range(2):
        (decision,) = run(as_source(known, "siae"), row(name="Le Grand Verger"))
        assert decision.outcome is Outcome.CONFLICT
        assert decision.conflicts[0].kept == "Le Vieux Verger"
        assert only(known).single["name"] == "Le Vieux Verger"


def test_what_follows_from_other_facts_is_nobody_s_change() -> None:
    at_commune = replace(ANGERS, point=Point(47.4766, -0.5562), point_precision="commune")
    known = imported(row(place=at_commune))
    supplier = only(known)
    supplier.single["point"] = [47.4721, -0.5631, "address"]
    supplier.derived = frozenset({"point"})
    assert outcomes(known, row(place=at_commune)) == [Outcome.UNCHANGED]
    moved = replace(NANTES, point=Point(47.2316, -1.5484), point_precision="commune")
    (decision,) = run(as_source(known, "siae"), row(place=moved))
    assert decision.outcome is Outcome.UPDATED
    assert supplier.single["point"] == [47.2316, -1.5484, "commune"]


def test_the_other_fields_of_a_conflict_are_written_once() -> None:
    known = imported(row())
    only(known).single["name"] = "Le Vieux Verger"
    changed = row(name="Le Grand Verger", address="4 rue Haute")
    first, second = (run(as_source(known, "siae"), changed)[0] for _ in range(2))
    assert list(first.effects[0].changes) == ["address"]
    assert second.outcome is Outcome.CONFLICT
    assert second.effects == ()


def test_somebody_s_change_stands_while_the_file_says_the_same_as_before() -> None:
    known = imported(row())
    only(known).single["name"] = "Le Vieux Verger"
    assert outcomes(known, row()) == [Outcome.UNCHANGED]


def test_a_file_that_comes_to_say_what_the_directory_says_agrees() -> None:
    known = imported(row())
    only(known).single["name"] = "Le Vieux Verger"
    (decision,) = run(known, row(name="Le Vieux Verger"))
    assert (decision.outcome, decision.conflicts) == (Outcome.UNCHANGED, ())


def test_a_supplier_is_no_longer_found_by_the_siret_it_had() -> None:
    known = imported(row())
    run(known, row(siret="12345678200028"))
    assert known.with_siret(SIRET) == []
    assert known.with_siret("12345678200028") == [only(known)]


# Which structure a row is of

OTHER: dict[str, Any] = {"name": "Ferme Zeta", "original_name": "Ferme Zeta", "place": NANTES}


@pytest.mark.parametrize(
    ("siret", "other"),
    [
        (None, OTHER),
        (SIRET, OTHER | {"siret": "12345678200028"}),
        (SIRET, {"name": "Ferme Zeta", "siret": "12345678200028"}),
    ],
)
def test_another_structure_under_a_known_key_overwrites_nothing(
    siret: str | None, other: dict[str, Any]
) -> None:
    known = imported(row(siret=siret))
    for _ in range(2):
        (decision,) = run(as_source(known, "siae"), row(**{"siret": siret, **other}))
        assert (decision.outcome, decision.effects) == (Outcome.CONFLICT, ())
        assert decision.problem is not None
        assert "une autre structure : « Le Verger, Angers »" in decision.problem.message
        assert "vérifier l’identifiant" in (decision.problem.suggestion or "")


@pytest.mark.parametrize(
    "said",
    [
        {"name": "Ferme Zeta", "place": NANTES},  # the same SIRET
        {"name": "Ferme Zeta", "siret": None},
        {"name": "LE VERGER", "siret": "12345678200028", "place": NANTES},
    ],
)
def test_a_structure_that_moved_or_took_another_name_is_still_itself(said: dict[str, Any]) -> None:
    assert outcomes(imported(row()), row(**said)) == [Outcome.UPDATED]


def test_a_file_that_follows_a_person_s_change_is_no_other_structure() -> None:
    known = imported(row(siret=None))
    only(known).single |= {"name": "Ferme Zeta", "city": "Nantes", "code_insee": "44109"}
    assert Outcome.CONFLICT not in outcomes(known, row(siret=None, **OTHER))


def test_a_line_said_twice_counts_once() -> None:
    first, second = run(Known("siae"), row(), row(line=3))
    assert (first.outcome, second.outcome) == (Outcome.CREATED, Outcome.UNCHANGED)
    assert second.repeats_line == 2


def test_two_lines_of_one_record_that_differ_are_not_both_believed() -> None:
    rows = (row(), row(line=3, name="Autre"))
    assert outcomes(Known("siae"), *rows) == [Outcome.CREATED, Outcome.REJECTED]
    assert outcomes(imported(*rows), *rows) == [Outcome.UNCHANGED, Outcome.REJECTED]


def test_one_establishment_with_two_kinds_is_one_supplier() -> None:
    known = Known("siae")
    second = row(line=3, key="2", name="Verger ACI", kinds=("ACI",), address="3 RUE  HAUTE")
    _, decision = run(known, row(), second)
    assert decision.outcome is Outcome.UPDATED
    assert decision.effects[0].record is not None
    assert decision.effects[0].record.match_reason == "même SIRET et même adresse, type différent"
    assert set(only(known).several["kinds"]) == {"EI", "ACI"}
    assert only(known).single["name"] == "Le Verger"


def test_another_address_and_another_kind_is_a_probable_duplicate() -> None:
    second = row(line=3, key="2", kinds=("ACI",), address="9 rue Basse")
    _, decision = run(Known("siae"), row(), second)
    assert decision.outcome is Outcome.CREATED
    assert [d.reason for d in decision.effects[0].duplicates] == [
        "même SIRET, autre adresse et autre type"
    ]


def test_several_sites_under_one_siret_are_several_suppliers() -> None:
    _, decision = run(Known("siae"), row(), row(line=3, key="2", name="Site B", address="9 bis"))
    assert decision.outcome is Outcome.CREATED
    assert decision.effects[0].duplicates == ()


def test_a_wrong_siret_brings_nobody_together() -> None:
    wrong = {"siret": "123", "siret_problem": "SIRET de 3 chiffres au lieu de 14"}
    second = row(line=3, key="2", kinds=("ACI",), **wrong)
    assert outcomes(Known("siae"), row(**wrong), second) == [Outcome.CREATED, Outcome.CREATED]


def test_a_rejected_row_stays_rejected() -> None:
    (decision,) = run(Known("siae"), Rejected(2, "nom", "", "nom absent"))
    assert decision.outcome is Outcome.REJECTED
