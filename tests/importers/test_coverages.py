"""Where a supplier goes: each source has its own coverage, or several."""

from typing import Any

import pytest

from importers.decisions import Outcome
from importers.facts import RowFacts, ServedZone, ZoneFacts
from importers.known import Known
from importers.report import entry_of
from tests.importers.runs import FRANCE, THIRTY_KM, as_source, imported, only, outcomes, row, run

NORD = ZoneFacts(territories=("departement:59",))


def zones(known: Known) -> list[tuple[str, Any]]:
    return [(source, tuple(zone)) for source, zone in only(known).zones]


def covered(service: str, zone: ZoneFacts, **said: Any) -> RowFacts:
    return row(services=(service,), zone=zone, **said)


def test_each_source_has_its_own_coverage() -> None:
    known = as_source(imported(covered("menuiserie-batiment", THIRTY_KM)), "liste")
    (decision,) = run(known, covered("repassage", FRANCE))
    assert (decision.outcome, decision.conflicts) == (Outcome.UPDATED, ())
    assert zones(known) == [("siae", (False, 30, [])), ("liste", (True, None, []))]
    assert outcomes(as_source(known, "liste"), covered("repassage", FRANCE)) == [Outcome.UNCHANGED]


def test_a_source_changes_its_own_coverage_alone() -> None:
    known = as_source(imported(covered("menuiserie-batiment", THIRTY_KM)), "liste")
    run(known, covered("repassage", FRANCE))
    run(as_source(known, "liste"), covered("repassage", NORD))
    assert zones(known) == [
        ("siae", (False, 30, [])),
        ("liste", (False, None, ["departement:59"])),
    ]


def test_a_coverage_of_nothing_new_is_left_aside_and_told_at_every_run() -> None:
    known = as_source(imported(covered("repassage", THIRTY_KM)), "liste")
    (first,) = run(known, covered("repassage", FRANCE))
    (second,) = run(as_source(known, "liste"), covered("repassage", FRANCE))
    assert (first.outcome, second.outcome) == (Outcome.UPDATED, Outcome.UNCHANGED)
    for decision in (first, second):
        assert "laissée de côté" in decision.notes[-1].message
    assert zones(known) == [("siae", (False, 30, []))]


def test_a_service_added_later_brings_the_coverage_that_waited() -> None:
    known = as_source(imported(covered("repassage", THIRTY_KM)), "liste")
    run(known, covered("repassage", FRANCE))
    both = row(services=("repassage", "traiteur"), zone=FRANCE)
    assert outcomes(as_source(known, "liste"), both) == [Outcome.UPDATED]
    assert zones(known)[1:] == [("liste", (True, None, []))]


def test_a_fifth_coverage_is_a_conflict_told_at_every_run() -> None:
    known = imported(row(services=("repassage",)))
    only(known).zones = [(f"source {n}", [False, n, []]) for n in range(1, 5)]
    for expected in (Outcome.CONFLICT, Outcome.CONFLICT):
        (decision,) = run(as_source(known, "liste"), covered("traiteur", FRANCE))
        assert decision.outcome is expected
        assert decision.conflicts[0].reason == "4 zones au plus"
    assert len(only(known).zones) == 4
    assert only(known).several["services"]["traiteur"] == "liste"


def test_a_coverage_that_somebody_changed_is_a_conflict() -> None:
    known = imported(covered("repassage", THIRTY_KM))
    for edited in ([("siae", [False, 50, []])], [("person", [False, 50, []])]):
        only(known).zones = list(edited)
        (decision,) = run(as_source(known, "siae"), covered("repassage", FRANCE))
        assert decision.outcome is Outcome.CONFLICT
        assert decision.conflicts[0].reason == "modifié depuis"
        assert only(known).zones == edited


def test_two_rows_of_one_supplier_with_two_coverages_are_a_conflict() -> None:
    known = imported(covered("repassage", THIRTY_KM))
    second = covered("traiteur", FRANCE, line=3, key="2", kinds=("ACI",))
    assert outcomes(known, second) == [Outcome.CONFLICT]
    assert zones(known) == [("siae", (False, 30, []))]


# Several coverages, as our own export says them


def served(*zones: tuple[ZoneFacts, tuple[str, ...] | None], **said: Any) -> RowFacts:
    usual: dict[str, Any] = {"services": ("repassage", "traiteur")}
    return row(zones=tuple(ServedZone(*zone) for zone in zones), **(usual | said))


NEAR_AND_FAR = ((THIRTY_KM, ("repassage",)), (FRANCE, ("traiteur",)))


def test_a_row_may_say_several_coverages() -> None:
    known = imported(served(*NEAR_AND_FAR))
    assert zones(known) == [("siae", (False, 30, [])), ("siae", (True, None, []))]
    assert outcomes(known, served(*NEAR_AND_FAR)) == [Outcome.UNCHANGED]


@pytest.mark.parametrize(
    "said",
    [
        [(NORD, ("repassage",)), (FRANCE, ("traiteur",))],
        [(THIRTY_KM, ("repassage", "traiteur"))],
        [(THIRTY_KM, ("traiteur",)), (FRANCE, ("repassage",))],
        [*NEAR_AND_FAR, (NORD, ())],
    ],
    ids=["another", "one less", "services moved", "one more"],
)
def test_they_change_as_the_row_does(said: list[Any]) -> None:
    known = imported(served(*NEAR_AND_FAR))
    (decision,) = run(known, served(*said))
    assert decision.outcome is Outcome.UPDATED
    assert list(decision.effects[0].changes) == ["zone"]
    assert len(zones(known)) == len(said)


def test_one_coverage_may_become_several_and_one_again() -> None:
    known = imported(row(services=("repassage", "traiteur"), zone=FRANCE))
    assert outcomes(known, served(*NEAR_AND_FAR)) == [Outcome.UPDATED]
    again = row(services=("repassage", "traiteur"), zone=FRANCE)
    assert outcomes(as_source(known, "siae"), again) == [Outcome.UPDATED]
    assert zones(known) == [("siae", (True, None, []))]


def test_several_that_somebody_changed_are_a_conflict() -> None:
    known = imported(served(*NEAR_AND_FAR))
    only(known).zones[0] = ("siae", [False, 50, []])
    (decision,) = run(known, served((NORD, ("repassage",)), (FRANCE, ("traiteur",))))
    assert decision.outcome is Outcome.CONFLICT
    assert "50 km" in str(entry_of(decision))


def test_several_want_room_beside_those_of_others() -> None:
    known = imported(row(services=()))
    only(known).zones = [(f"source {n}", [False, n, []]) for n in range(1, 4)]
    (decision,) = run(as_source(known, "liste"), served(*NEAR_AND_FAR))
    assert decision.conflicts[0].reason == "4 zones au plus"
    assert len(only(known).zones) == 3
