"""What becomes of a row, from what the file says and what the directory knows."""

from dataclasses import replace
from typing import Any

import pytest

from domain.geography import Point
from importers.deciding import decide
from importers.decisions import Decision, Outcome
from importers.facts import (
    LabelFacts,
    Member,
    PlaceFacts,
    Rejected,
    RowFacts,
    ServedZone,
    ZoneFacts,
)
from importers.keys import ListedKeys, key_without_identifier
from importers.known import Known, KnownSupplier, held_by
from importers.report import entry_of

SIRET = "12345678200010"
ANGERS = PlaceFacts(postcode="49000", city="Angers", code_insee="49007")
NANTES = PlaceFacts(postcode="44000", city="Nantes", code_insee="44109")
RENNES = PlaceFacts(postcode="35000", city="Rennes", code_insee="35238")


def row(line: int = 2, key: str = "1", **said: Any) -> RowFacts:
    """An EI of Angers, unless told otherwise."""
    usual: dict[str, Any] = {"name": "Le Verger", "siret": SIRET, "kinds": ("EI",)}
    usual |= {"address": "3 rue Haute", "place": ANGERS, "original_name": "LE VERGER"}
    return RowFacts(line=line, source_key=key, **(usual | said))


def run(known: Known, *rows: RowFacts | Member | Rejected) -> list[Decision]:
    return [decide(r, known) for r in rows]


def outcomes(known: Known, *rows: RowFacts | Member | Rejected) -> list[Outcome]:
    return [decision.outcome for decision in run(known, *rows)]


def imported(*rows: RowFacts, source: str = "siae") -> Known:
    """What the directory knows once the rows are imported; a new run has seen nothing yet."""
    known = Known(source)
    run(known, *rows)
    return as_source(known, source)


def as_source(known: Known, source: str) -> Known:
    other = Known(source, created=known.created)
    for supplier in known.suppliers.values():
        other.add(supplier)
    return other


def only(known: Known) -> KnownSupplier:
    (supplier,) = known.suppliers.values()
    return supplier


# One source


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


def test_what_a_file_no_longer_says_stays() -> None:
    known = imported(row(description="Menuiserie."))
    assert outcomes(known, row()) == [Outcome.UNCHANGED]
    assert only(known).single["description"] == "Menuiserie."


def test_an_emptied_field_is_filled_again_only_when_the_file_changes_it() -> None:
    known = imported(row(description="Menuiserie."))
    del only(known).single["description"]
    assert outcomes(known, row(description="Menuiserie.")) == [Outcome.UNCHANGED]
    assert outcomes(as_source(known, "siae"), row(description="Repassage.")) == [Outcome.UPDATED]


def test_a_service_withdrawn_by_the_file_is_withdrawn() -> None:
    known = imported(row(services=("menuiserie-batiment", "repassage")))
    (decision,) = run(known, row(services=("repassage",)))
    assert decision.outcome is Outcome.UPDATED
    assert only(known).several["services"] == {"repassage": "siae"}


def test_a_service_that_somebody_else_declared_is_not() -> None:
    known = imported(row(services=("repassage",)))
    only(known).several["services"] = {"repassage": "person", "traiteur": "person"}
    run(known, row(services=("blanchisserie",)))
    assert set(only(known).several["services"]) == {"repassage", "traiteur", "blanchisserie"}


def test_a_service_that_somebody_withdrew_does_not_come_back() -> None:
    known = imported(row(services=("repassage", "traiteur")))
    only(known).several["services"] = {"repassage": "siae"}
    run(known, row(services=("repassage", "traiteur", "blanchisserie")))
    assert set(only(known).several["services"]) == {"repassage", "blanchisserie"}


def test_a_supplier_is_no_longer_found_by_the_siret_it_had() -> None:
    known = imported(row())
    run(known, row(siret="12345678200028"))
    assert known.with_siret(SIRET) == []
    assert known.with_siret("12345678200028") == [only(known)]


def test_an_import_never_takes_anybody_out_of_a_network() -> None:
    known = imported(row(networks=("coorace",)))
    run(known, row(networks=("fei",)))
    assert set(only(known).several["networks"]) == {"coorace", "fei"}


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


# Another name in the next list


GOOD_SIRET = "44229377500031"


def named(name: str, line: int = 2, **said: Any) -> RowFacts:
    """A row of a hand-made list, that its key alone tells."""
    place = said.get("place", ANGERS)
    key = key_without_identifier(GOOD_SIRET, name, place.code_insee)
    return row(line, key, name=name, original_name=name, siret=GOOD_SIRET, **said)


def next_list(known: Known, *rows: RowFacts, is_whole: bool = True) -> list[Decision]:
    again = as_source(known, known.source)
    again.listed = ListedKeys((r.source_key for r in rows), is_whole=is_whole)
    return run(again, *rows)


def test_another_name_at_the_same_siret_and_commune_is_the_same_record() -> None:
    known = imported(named("Le Verger"))
    (decision,) = next_list(known, named("Pomme"))
    assert decision.outcome is Outcome.UPDATED
    assert decision.notes[-1].message == "renommée : même SIRET, même commune"
    assert only(known).single["name"] == "Pomme"
    assert [key for _, key in only(known).records] == [named("Pomme").source_key]
    assert [d.outcome for d in next_list(known, named("Pomme"))] == [Outcome.UNCHANGED]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([named("Le Verger")], [named("Pomme"), named("Cidre", 3)]),
        ([named("Le Verger")], [named("Cidre"), named("Le Verger", 3)]),
        ([named("Le Verger"), named("Cidre", 3)], [named("Pomme")]),
        ([named("Le Verger")], [named("Pomme", place=NANTES)]),
    ],
)
def test_what_leaves_a_doubt_renames_nobody(before: list[RowFacts], after: list[RowFacts]) -> None:
    known = imported(*before)
    assert next_list(known, *after)[0].outcome is Outcome.CREATED


def test_the_same_siret_and_name_in_another_commune_is_the_same_record() -> None:
    known = imported(named("Le Verger"))
    (decision,) = next_list(known, named("Le Verger", place=NANTES))
    assert (decision.outcome, decision.conflicts) == (Outcome.UPDATED, ())
    assert decision.notes[-1].message == "autre commune : même SIRET, même nom"
    assert only(known).single["code_insee"] == NANTES.code_insee
    assert len(only(known).records) == 1


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([ANGERS], [NANTES, ANGERS]),  # a site more
        ([ANGERS, NANTES], [ANGERS, RENNES]),  # one closed, one opened
        ([ANGERS, NANTES], [RENNES]),  # which one?
        ([ANGERS], [NANTES, RENNES]),
    ],
)
def test_several_sites_of_one_siret_and_name_stay_apart(
    before: list[PlaceFacts], after: list[PlaceFacts]
) -> None:
    known = imported(*(named("Le Verger", line, place=p) for line, p in enumerate(before)))
    rows = [named("Le Verger", line, place=place) for line, place in enumerate(after)]
    decisions = dict(zip(after, next_list(known, *rows), strict=True))
    new = [place for place in after if place not in before]
    assert {decisions[place].outcome for place in new} == {Outcome.CREATED}


def test_where_one_is_renamed_none_has_moved() -> None:
    known = imported(named("Le Verger"))
    rows = named("Le Verger", 2, place=NANTES), named("Pomme", 3)
    moved, renamed = next_list(known, *rows)
    assert (moved.outcome, renamed.outcome) == (Outcome.CREATED, Outcome.UPDATED)


def test_a_part_of_a_list_renames_nobody() -> None:
    known = imported(named("Le Verger"))
    assert next_list(known, named("Cidre"), is_whole=False)[0].outcome is Outcome.CREATED
    assert outcomes(known, named("Pomme")) == [Outcome.CREATED]


def test_a_person_says_which_member_a_row_renames() -> None:
    known = imported(row(key="|le verger|49007", siret=None))
    again = as_source(known, "siae")
    again.links, again.listed = {"|pomme|49007": 1}, ListedKeys(["|pomme|49007"], is_whole=False)
    again.suppliers[1] = only(known)
    (decision,) = run(again, row(key="|pomme|49007", name="Pomme", siret=None, place=NANTES))
    assert (decision.outcome, decision.conflicts) == (Outcome.UPDATED, ())
    assert only(known).single["name"] == "Pomme"


# Across sources


def test_same_siret_commune_and_compatible_kind_is_the_same_supplier() -> None:
    known = as_source(imported(row(description=None)), "liste")
    said = row(name="Verger", kinds=("ACI",), address="Ailleurs", description="Menuiserie.")
    (decision,) = run(known, said)
    assert decision.outcome is Outcome.UPDATED
    supplier = only(known)
    assert supplier.single["name"] == "Le Verger"
    assert supplier.single["address"] == "3 rue Haute"
    assert supplier.single["description"] == "Menuiserie."
    assert supplier.several["kinds"] == {"EI": "siae", "ACI": "liste"}


def test_a_matched_record_is_unchanged_at_the_next_run() -> None:
    known = as_source(imported(row()), "liste")
    run(known, row(name="Verger"))
    assert outcomes(as_source(known, "liste"), row(name="Verger")) == [Outcome.UNCHANGED]


def said_by_both(*services: str) -> Known:
    known = as_source(imported(row(services=services)), "liste")
    run(known, row(services=services))
    return known


def test_each_source_withdraws_only_its_own() -> None:
    known = as_source(imported(row(services=("repassage", "blanchisserie"))), "liste")
    run(known, row(services=("repassage", "traiteur")))
    run(as_source(known, "siae"), row(services=("blanchisserie", "menuiserie-batiment")))
    run(as_source(known, "siae"), row(services=("menuiserie-batiment",)))
    assert only(known).several["services"] == {
        "repassage": "liste",
        "traiteur": "liste",
        "menuiserie-batiment": "siae",
    }


def test_what_one_withdraws_and_another_still_says_becomes_the_other_s() -> None:
    known = said_by_both("repassage", "traiteur")
    (decision,) = run(as_source(known, "siae"), row(services=("traiteur",)))
    assert decision.outcome is Outcome.UPDATED
    assert only(known).several["services"] == {"repassage": "liste", "traiteur": "siae"}


@pytest.mark.parametrize("order", [("siae", "liste"), ("liste", "siae")])
def test_what_nobody_says_any_more_is_gone(order: tuple[str, str]) -> None:
    known = said_by_both("repassage", "traiteur")
    for source in order:
        run(as_source(known, source), row(services=("traiteur",)))
    assert only(known).several["services"] == {"traiteur": "siae"}


def test_a_table_written_without_private_contacts_withdraws_none() -> None:
    known = imported(row(phones=("02 41 00 00 00", "06 12 34 56 78")))
    assert outcomes(known, row(phones=("02 41 00 00 00",), lacks_private=True)) == [
        Outcome.UNCHANGED
    ]
    (decision,) = run(as_source(known, "siae"), row(phones=("02 41 00 00 00",)))
    assert list(decision.effects[0].changes["phones"].after) == ["02 41 00 00 00"]


def test_an_emptied_cell_withdraws_and_an_absent_column_does_not() -> None:
    known = imported(row(services=("repassage",)))
    assert outcomes(known, row()) == [Outcome.UNCHANGED]
    emptied = row(emptied=frozenset({"services"}))
    assert outcomes(as_source(known, "siae"), emptied) == [Outcome.UPDATED]
    assert only(known).several["services"] == {}
    assert outcomes(as_source(known, "siae"), emptied) == [Outcome.UNCHANGED]


THIRTY_KM, FRANCE = ZoneFacts(radius_km=30), ZoneFacts(whole_country=True)
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


def test_anything_less_is_created_and_listed() -> None:
    for said, why in (
        (row(place=NANTES), "autre commune"),
        (row(kinds=("ESAT",)), "types inconnus ou incompatibles"),
        (row(kinds=()), "types inconnus ou incompatibles"),
    ):
        (decision,) = run(as_source(imported(row()), "liste"), said)
        assert decision.outcome is Outcome.CREATED
        assert decision.effects[0].duplicates[0].reason.endswith(why)


def test_two_rows_of_one_source_do_not_meet_on_another_s_supplier() -> None:
    known = as_source(imported(row()), "geiq")
    first, second = run(known, row(), row(line=3, key="2", name="Antenne"))
    assert (first.outcome, second.outcome) == (Outcome.UPDATED, Outcome.CREATED)
    assert "déjà" in second.effects[0].duplicates[0].reason


def test_of_two_possible_suppliers_the_address_or_the_name_tells_which() -> None:
    sites = imported(row(), row(line=3, key="2", name="Site B", address="9 rue Basse"))
    (by_name,) = run(as_source(sites, "liste"), row(name="site b", address=None))
    assert by_name.effects[0].supplier.single["address"] == "9 rue Basse"


def test_when_nothing_tells_which_both_are_listed() -> None:
    sites = imported(row(), row(line=3, key="2", name="Site B", address="9 rue Basse"))
    (decision,) = run(as_source(sites, "liste"), row(name="Autre", address=None))
    assert decision.outcome is Outcome.CREATED
    assert len(decision.effects[0].duplicates) == 2


def test_an_archived_supplier_is_nobody_s_match() -> None:
    known = as_source(imported(row()), "liste")
    only(known).archived = True
    (decision,) = run(known, row())
    assert decision.outcome is Outcome.CREATED
    assert decision.effects[0].duplicates == ()


# What people wrote


def spoken_for(known: Known, *names: str, **single: Any) -> KnownSupplier:
    """The supplier once people have written these fields; None empties one."""
    supplier = only(known)
    supplier.held = held_by({*names, *single})
    for name, value in single.items():
        supplier.single.pop(name, None) if value is None else supplier.single.update({name: value})
    return supplier


@pytest.mark.parametrize("wrote", ["Menuiserie fine.", None], ids=["replaced", "emptied"])
def test_what_people_wrote_stays_and_is_told_once(wrote: str | None) -> None:
    known = imported(row(description="Menuiserie."))
    supplier = spoken_for(known, description=wrote)
    changed = row(description="Tous travaux.")
    first, second = (run(as_source(known, "siae"), changed)[0] for _ in range(2))
    assert supplier.single.get("description") == wrote
    assert (first.outcome, second.outcome) == (Outcome.UNCHANGED, Outcome.UNCHANGED)
    assert [note.message for note in first.notes] == [
        "description : laissé de côté : la structure ou l’équipe de l’annuaire s’en charge"
    ]
    assert second.notes == ()


def test_a_new_source_does_not_fill_what_people_emptied() -> None:
    known = imported(row())
    supplier = spoken_for(known, description=None)
    (decision,) = run(as_source(known, "liste"), row(description="Menuiserie."))
    assert "description" not in supplier.single
    assert decision.notes[-1].field == "description"


def test_a_file_that_says_what_people_wrote_is_not_told() -> None:
    known = imported(row(description="Menuiserie."))
    spoken_for(known, description="Menuiserie fine.")
    (decision,) = run(as_source(known, "siae"), row(description="Menuiserie fine."))
    assert decision.notes == ()


def test_a_service_that_the_structure_took_out_does_not_come_back_from_elsewhere() -> None:
    known = imported(row(services=("repassage", "traiteur")))
    supplier = spoken_for(known, "services")
    supplier.several["services"] = {"repassage": "structure"}
    run(as_source(known, "siae"), row(services=("repassage", "traiteur", "blanchisserie")))
    (decision,) = run(as_source(known, "liste"), row(services=("traiteur",), zone=FRANCE))
    assert supplier.several["services"] == {"repassage": "structure"}
    assert supplier.zones == []
    assert [note.field for note in decision.notes] == ["activités", "zone d’intervention"]


def test_a_contact_that_the_structure_corrected_stays_alone() -> None:
    known = imported(row(emails=("contact@verger.example",)))
    supplier = spoken_for(known, "emails")
    supplier.several["emails"] = {"accueil@verger.example": "structure"}
    said = row(emails=("contact@verger.example",), phones=("02 41 00 00 00",))
    (decision,) = run(as_source(known, "liste"), said)
    assert supplier.several["emails"] == {"accueil@verger.example": "structure"}
    assert supplier.several["phones"] == {}
    assert "contact@" not in "".join(note.value + note.message for note in decision.notes)


def test_an_address_is_held_whole() -> None:
    known = imported(row())
    supplier = spoken_for(known, address="5 rue Neuve")
    run(as_source(known, "siae"), row(address="9 rue Basse", place=NANTES))
    assert (supplier.single["address"], supplier.single["city"]) == ("5 rue Neuve", "Angers")


def test_what_people_did_not_write_is_updated_beside() -> None:
    known = imported(row(description="Menuiserie."))
    supplier = spoken_for(known, description="Menuiserie fine.")
    (decision,) = run(as_source(known, "siae"), row(description="Autre.", naf="43.32A"))
    assert decision.outcome is Outcome.UPDATED
    assert supplier.single["naf"] == "43.32A"


def test_a_kind_that_ends_in_the_source_ends_here_whoever_repeated_it() -> None:
    known = imported(row(kinds=("EI", "ACI")))
    supplier = spoken_for(known, "kinds", "siret")
    supplier.several["kinds"] = {"EI": "siae", "ACI": "structure", "ESS": "structure"}
    run(as_source(known, "siae"), row(kinds=("EI",), siret="12345678200028"))
    assert supplier.several["kinds"] == {"EI": "siae", "ESS": "structure"}
    assert supplier.siret == "12345678200028"


def test_so_does_a_label_that_is_publicly_listed_and_no_other() -> None:
    known = imported(row(labels=(LabelFacts("esus"), LabelFacts("diversite"))))
    supplier = spoken_for(known, "labels")
    supplier.several["labels"] = {"esus": "structure", "diversite": "structure"}
    run(as_source(known, "siae"), row(labels=(), emptied=frozenset({"labels"})))
    assert supplier.several["labels"] == {"diversite": "structure"}


# Members of a network, and rejected rows


def test_a_member_joins_once() -> None:
    known = as_source(imported(row()), "sirets")
    member = Member(2, "SIRET", SIRET, "coorace")
    assert outcomes(known, member, replace(member, line=3)) == [
        Outcome.UPDATED,
        Outcome.UNCHANGED,
    ]
    assert only(known).several["networks"] == {"coorace": "sirets"}


def test_every_site_under_the_siret_joins() -> None:
    sites = imported(row(), row(line=3, key="2", name="Site B", address="9 rue Basse"))
    (decision,) = run(as_source(sites, "sirets"), Member(2, "SIRET", SIRET, "coorace"))
    assert len(decision.effects) == 2


def test_an_unknown_member_is_rejected_with_a_way_out() -> None:
    (decision,) = run(Known("sirets"), Member(2, "SIRET", SIRET, "coorace"))
    assert decision.outcome is Outcome.REJECTED
    assert decision.problem is not None
    assert decision.problem.suggestion


def test_a_rejected_row_stays_rejected() -> None:
    (decision,) = run(Known("siae"), Rejected(2, "nom", "", "nom absent"))
    assert decision.outcome is Outcome.REJECTED
