"""What a file no longer says: each source withdraws its own, and nothing of anybody else's."""

import pytest

from importers.decisions import Outcome
from importers.known import Known
from tests.importers.runs import as_source, imported, only, outcomes, row, run


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


def test_an_import_never_takes_anybody_out_of_a_network() -> None:
    known = imported(row(networks=("coorace",)))
    run(known, row(networks=("fei",)))
    assert set(only(known).several["networks"]) == {"coorace", "fei"}


# Several sources


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
