"""Rows that only say that those known belong to a network, or hold a label: nobody is created."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from importers.changes import Change, Conflict
from importers.decisions import Decision, Effect, Outcome, applied, rejected
from importers.facts import Labelled, Member, Note
from importers.known import Known, KnownSupplier

# Members of a network


def decide_member(member: Member, known: Known) -> Decision:
    suppliers = known.with_siret(member.siret)
    if not suppliers:
        problem = Note(
            member.field,
            member.siret,
            "aucune structure de l’annuaire n’a ce SIRET",
            "importer d’abord la structure avec son nom et son adresse",
        )
        return rejected(member.line, problem, member.notes)
    effects = tuple(_joined(member, known.source, suppliers))
    outcome = Outcome.UPDATED if effects else Outcome.UNCHANGED
    decision = Decision(member.line, outcome, effects, notes=member.notes)
    return with_departures(decision, [member.network] if member.network else (), suppliers)


def _joined(member: Member, source: str, suppliers: list[KnownSupplier]) -> Iterator[Effect]:
    for supplier in suppliers:
        before = supplier.several["networks"]
        network = member.network
        if network and network not in before and supplier.may_have("networks", network):
            change = Change(before, {**before, network: source})
            yield applied(Effect(supplier, {"networks": change}), source)


# Labels of those known


def decide_labelled(row: Labelled, known: Known) -> Decision:
    """The labels of every establishment of the body, or of the one named; nobody is created."""
    suppliers = known.with_siren(row.siren) if row.siren else known.with_siret(row.siret)
    if not suppliers:
        named = "SIREN" if row.siren else "SIRET"
        problem = Note(
            row.field,
            row.number,
            f"aucune structure de l’annuaire n’a ce {named} : cette liste n’en crée pas",
            "si la structure doit y être, l’importer d’abord avec son nom et son adresse",
        )
        return rejected(row.line, problem, row.notes)
    effects = tuple(_labelled(row, known.source, suppliers))
    outcome = Outcome.UPDATED if effects else Outcome.UNCHANGED
    return Decision(row.line, outcome, effects, notes=row.notes)


def _labelled(row: Labelled, source: str, suppliers: list[KnownSupplier]) -> Iterator[Effect]:
    """Added beside what others say of the same label, or renewed where the dates changed."""
    for supplier in suppliers:
        said = supplier.labels
        new = tuple(label for label in row.labels if said.get((source, label.label)) != label)
        if new:
            before = supplier.several["labels"]
            change = Change(before, before | {label.label: source for label in new})
            yield applied(Effect(supplier, {"labels": change}, labels=new), source)


# Those who have left


def with_departures(
    decision: Decision, networks: Iterable[str], suppliers: Iterable[KnownSupplier]
) -> Decision:
    """The same; a conflict where a structure has left a network that the row says it is of."""
    left = [
        Conflict("networks", [slug], list(supplier.several["networks"]) or ["aucun"], _DEPARTED)
        for supplier in suppliers
        for slug in networks
        if slug in supplier.departed and slug not in supplier.several["networks"]
    ]
    if not left or decision.problem:
        return decision
    conflicts = (*decision.conflicts, *left)
    return replace(decision, outcome=Outcome.CONFLICT, conflicts=conflicts)


_DEPARTED = "la structure a quitté ce réseau : une liste ne l’y remet pas"
