"""Another name, or another commune, in the next list of the same source."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from importers.decisions import Decision, Outcome
from importers.facts import PlaceFacts, RowFacts
from importers.keys import ListedKeys, key_without_identifier
from importers.known import Known
from importers.matching import NUMBERED
from tests.importers.runs import (
    ANGERS,
    NANTES,
    RENNES,
    as_source,
    imported,
    only,
    outcomes,
    row,
    run,
)

Named = Callable[[str], RowFacts]
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


def numbered(name: str, number: int = 12, line: int = 2, **said: Any) -> RowFacts:
    """The same in a list that has a column of identifiers."""
    return replace(named(name, line, **said), source_key=f"id:{number}")


@pytest.mark.parametrize(
    ("before", "after"), [(named, numbered), (numbered, named)], ids=["come", "gone"]
)
@pytest.mark.parametrize("is_whole", [True, False])
def test_members_are_known_again_by_a_list_whose_identifiers(
    before: Named, after: Named, *, is_whole: bool
) -> None:
    known = imported(before("Le Verger"))
    (decision,) = next_list(known, after("LE VERGER"), is_whole=is_whole)
    assert decision.notes[-1].message == NUMBERED
    assert [key for _, key in only(known).records] == [after("Le Verger").source_key]
    assert [d.outcome for d in next_list(known, after("LE VERGER"))] == [Outcome.UNCHANGED]


@pytest.mark.parametrize(
    "after",
    [
        [numbered("Le Verger"), named("Le Verger", 3)],  # the old key is still said
        [numbered("Pomme")],
        [numbered("Le Verger", place=NANTES)],
    ],
)
def test_an_identifier_takes_no_record_that_leaves_a_doubt(after: list[RowFacts]) -> None:
    known = imported(named("Le Verger"))
    assert next_list(known, *after)[0].outcome is Outcome.CREATED


def test_another_identifier_is_another_record() -> None:
    known = imported(numbered("Le Verger"))
    assert next_list(known, numbered("Le Verger", 13))[0].outcome is Outcome.CREATED


def test_of_two_rows_the_first_alone_takes_the_record() -> None:
    known = imported(named("Le Verger"))
    rows = numbered("Le Verger"), numbered("Le Verger", 13, 3)
    assert next_list(known, *rows)[1].outcome is Outcome.CREATED


def test_a_person_says_which_member_a_row_renames() -> None:
    known = imported(row(key="|le verger|49007", siret=None))
    again = as_source(known, "siae")
    again.links, again.listed = {"|pomme|49007": 1}, ListedKeys(["|pomme|49007"], is_whole=False)
    again.suppliers[1] = only(known)
    (decision,) = run(again, row(key="|pomme|49007", name="Pomme", siret=None, place=NANTES))
    assert (decision.outcome, decision.conflicts) == (Outcome.UPDATED, ())
    assert only(known).single["name"] == "Pomme"


def test_a_name_in_other_capitals_is_the_same_and_that_of_the_page_stays() -> None:
    known = imported(named("La Fabrique"))
    (decision,) = next_list(known, named("la fabrique"))
    assert decision.outcome is Outcome.UNCHANGED
    assert only(known).single["name"] == "La Fabrique"
