"""Members of a network, listed by their SIRET alone."""

from dataclasses import replace

from importers.decisions import Outcome
from importers.facts import Member
from importers.known import Known
from tests.importers.runs import SIRET, as_source, imported, only, outcomes, row, run


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
