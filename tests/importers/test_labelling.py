"""Labels given to suppliers already there, and bodies known by their SIREN alone."""

from dataclasses import replace
from datetime import date

from importers.deciding import decide
from importers.decisions import Decision, Outcome
from importers.facts import DEGREES, LabelFacts, Labelled, PlaceFacts
from importers.known import Known
from tests.importers.runs import (
    ANGERS,
    NANTES,
    SIRET,
    as_source,
    imported,
    only,
    row,
    run,
)

SIREN = SIRET[:9]
OTHER_SITE = f"{SIREN}00028"
ESUS = LabelFacts("esus", DEGREES[-1], "Préfet", date(2024, 1, 1), date(2029, 1, 1))


def listed(number: str = SIREN, *labels: LabelFacts) -> Labelled:
    return Labelled(2, "SIREN", number, labels or (ESUS,))


def label(known: Known, said: Labelled) -> Decision:
    return decide(said, as_source(known, "esus"))


def two_sites() -> Known:
    return imported(row(), row(3, "2", siret=OTHER_SITE, place=NANTES))


# Labels


def test_it_works() -> None:
    known = imported(row())
    decision = label(known, listed())
    assert (decision.outcome, decision.effects[0].labels) == (Outcome.UPDATED, (ESUS,))
    assert only(known).several["labels"] == {"esus": "esus"}


def test_nobody_is_created() -> None:
    decision = label(imported(row()), listed("552100554"))
    assert (decision.outcome, decision.effects) == (Outcome.REJECTED, ())
    assert decision.problem is not None
    assert "n’en crée pas" in decision.problem.message


def test_a_siren_labels_each_establishment_and_a_siret_one() -> None:
    assert len(label(two_sites(), listed()).effects) == 2
    (effect,) = label(two_sites(), listed(OTHER_SITE)).effects
    assert effect.supplier.siret == OTHER_SITE


def test_the_same_list_again_changes_nothing() -> None:
    known = imported(row())
    label(known, listed())
    assert label(known, listed()).outcome is Outcome.UNCHANGED


def test_a_label_renewed_gets_its_new_dates() -> None:
    known = imported(row())
    label(known, listed())
    renewed = replace(ESUS, ends_on=date(2034, 1, 1))
    decision = label(known, listed(SIREN, renewed))
    assert (decision.outcome, decision.effects[0].labels) == (Outcome.UPDATED, (renewed,))


def test_a_label_that_the_structure_declared_is_confirmed_beside() -> None:
    known = imported(row(labels=(LabelFacts("esus"),)))
    label(known, listed())
    assert only(known).labels == {
        ("siae", "esus"): LabelFacts("esus"),
        ("esus", "esus"): ESUS,
    }


def test_a_list_that_says_it_no_more_does_not_end_what_the_official_list_gives() -> None:
    known = imported(row(labels=(LabelFacts("esus"),)))
    label(known, listed())
    decide(row(labels=(), emptied=frozenset({"labels"})), as_source(known, "siae"))
    assert only(known).several["labels"] == {"esus": "esus"}


def test_what_a_row_says_of_its_labels_goes_with_it() -> None:
    (decision,) = run(Known("export"), row(labels=(ESUS,)))
    assert decision.effects[0].labels == (ESUS,)


# Bodies by their SIREN


def test_a_body_is_its_one_establishment_in_the_commune() -> None:
    known = as_source(two_sites(), "ess-france")
    decision = decide(row(2, SIREN, siret=None, siren=SIREN, kinds=("ASSO",)), known)
    (effect,) = decision.effects
    assert effect.supplier.siret == SIRET
    assert effect.record is not None
    assert effect.record.match_reason == "même SIREN, même commune, types compatibles"


def test_sites_elsewhere_are_no_duplicates() -> None:
    known = as_source(imported(row(place=NANTES)), "ess-france")
    decision = decide(row(2, SIREN, siret=None, siren=SIREN, place=ANGERS), known)
    assert decision.outcome is Outcome.CREATED
    assert decision.effects[0].duplicates == ()


def test_several_establishments_in_the_commune_are_for_a_person_to_compare() -> None:
    known = imported(row(), row(3, "2", siret=OTHER_SITE))
    decision = decide(row(2, SIREN, siret=None, siren=SIREN), as_source(known, "ess-france"))
    assert decision.outcome is Outcome.CREATED
    reasons = {duplicate.reason for duplicate in decision.effects[0].duplicates}
    assert (len(decision.effects[0].duplicates), reasons) == (2, {"même SIREN et même commune"})


def test_two_rows_of_a_list_are_two_sites_of_a_body() -> None:
    known = as_source(imported(row()), "liste")
    first, second = run(
        known,
        row(2, "a", siret=None, siren=SIREN, kinds=("ASSO",)),
        row(3, "b", siret=None, siren=SIREN, kinds=("ASSO",), name="Le Noyer"),
    )
    assert (first.effects[0].supplier.siret, second.outcome) == (SIRET, Outcome.CREATED)


def test_without_a_commune_the_only_establishment_may_be_it() -> None:
    said = row(2, SIREN, siret=None, siren=SIREN, place=PlaceFacts())
    decision = decide(said, as_source(imported(row()), "liste"))
    assert decision.outcome is Outcome.CREATED
    (duplicate,) = decision.effects[0].duplicates
    assert duplicate.reason == "même SIREN, seul établissement connu"
    assert decide(said, as_source(two_sites(), "liste")).effects[0].duplicates == ()
