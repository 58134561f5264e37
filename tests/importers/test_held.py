"""What people wrote stays, and a file that says otherwise is told so."""

from typing import Any

import pytest

from importers.decisions import Outcome
from importers.facts import LabelFacts
from importers.known import Known, KnownSupplier, held_by
from tests.importers.runs import FRANCE, NANTES, as_source, imported, only, row, run


def spoken_for(known: Known, *names: str, **single: Any) -> KnownSupplier:
    """The supplier once people have written these fields; None empties one."""
    supplier = only(known)
    supplier.held = held_by(dict.fromkeys([*names, *single], "la structure"))
    for name, value in single.items():
        supplier.single.pop(name, None) if value is None else supplier.single.update({name: value})
    return supplier


@pytest.mark.parametrize(
    ("wrote", "kept"),
    [
        ("Menuiserie fine.", "garde « Menuiserie fine. », et non « Tous travaux. »"),
        (None, "ne dit rien, et « Tous travaux. » n’est pas écrit"),
    ],
    ids=["replaced", "emptied"],
)
def test_what_people_wrote_stays_and_is_told_once(wrote: str | None, kept: str) -> None:
    known = imported(row(description="Menuiserie."))
    supplier = spoken_for(known, description=wrote)
    changed = row(description="Tous travaux.")
    first, second = (run(as_source(known, "siae"), changed)[0] for _ in range(2))
    assert supplier.single.get("description") == wrote
    assert (first.outcome, second.outcome) == (Outcome.UNCHANGED, Outcome.UNCHANGED)
    assert [note.message for note in first.notes] == [
        f"description : la fiche {kept}, car la structure s’en charge"
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
