"""A row of one source meets the supplier that another made, or is listed beside it."""

import pytest

from importers.decisions import Outcome
from tests.importers.runs import NANTES, as_source, imported, only, outcomes, row, run


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


@pytest.mark.parametrize("kinds", [((), ("EI",)), (("EI",), ()), ((), ())])
def test_where_a_kind_is_unknown_the_same_name_tells(
    kinds: tuple[tuple[str, ...], tuple[str, ...]],
) -> None:
    here, said = kinds
    known = as_source(imported(row(kinds=here)), "liste")
    (decision,) = run(known, row(kinds=said, name="LE VERGER"))
    assert decision.outcome is Outcome.UPDATED
    assert only(known).records["liste", "1"]
    record = decision.effects[0].record
    assert record
    assert record.match_reason == "même SIRET, même nom, même commune"


def test_of_two_namesakes_of_one_siret_an_unknown_kind_chooses_none() -> None:
    both = imported(row(), row(line=3, key="2", kinds=("ESAT",), address="9 rue Basse"))
    (decision,) = run(as_source(both, "liste"), row(kinds=(), address=None))
    assert decision.outcome is Outcome.CREATED
    assert len(decision.effects[0].duplicates) == 2


def test_a_matched_record_is_unchanged_at_the_next_run() -> None:
    known = as_source(imported(row()), "liste")
    run(known, row(name="Verger"))
    assert outcomes(as_source(known, "liste"), row(name="Verger")) == [Outcome.UNCHANGED]


def test_anything_less_is_created_and_listed() -> None:
    for said, why in (
        (row(place=NANTES), "autre commune"),
        (row(kinds=("ESAT",)), "d’un autre type"),
        (row(kinds=(), name="Les Halles"), "sous un autre nom"),
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
