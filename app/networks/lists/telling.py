"""A decision about a row → what is kept of it to show, and the digest of what was shown."""

import hashlib
import json
from collections.abc import Collection
from typing import Any

from app.importing.storing import told_change
from app.networks.lists.models import ListRow, RowOutcome, Stage
from importers.changes import Change
from importers.decisions import Decision, Effect
from importers.facts import Labelled, Member, RowFacts, RowResult
from importers.report import remarks

Values = dict[str, Any]
NEW = "new"
CONTACTS = frozenset({"emails", "phones"})
CHANGED_SINCE = (
    "la fiche, ou ce qu’en dit l’annuaire, a changé depuis l’aperçu : rien n’a été écrit"
)
RETRY = "reprendre les lignes laissées : leur aperçu dira ce qui a changé"
DROP_ANEW = "déposer de nouveau la liste complète : son aperçu dira qui quitterait le réseau"


def told(result: RowResult, decision: Decision) -> Values:
    """Columns of `ListRow`: what the row is, what would become of it, and why."""
    effects = decision.effects
    supplier = next((effect.supplier.ref for effect in effects if effect.supplier.ref > 0), None)
    return {
        "key": _key(result),
        "name": _name(result),
        "outcome": RowOutcome(decision.outcome.value),
        "stage": _stage(decision),
        "told": remarks(decision),
        "changes": changes_of(decision),
        "supplier_id": supplier,
    }


def _key(result: RowResult) -> str | None:
    """A SIRET is the key of a row that says nothing else."""
    if isinstance(result, Member):
        return result.siret
    return result.source_key if isinstance(result, RowFacts) else None


def _name(result: RowResult) -> str:
    if isinstance(result, RowFacts):
        return result.name
    if isinstance(result, Member):
        return result.siret
    return result.number if isinstance(result, Labelled) else result.value


def _stage(decision: Decision) -> Stage | None:
    if decision.outcome.value == RowOutcome.REJECTED:
        return Stage.READING
    return Stage.MATCHING if decision.outcome.value == RowOutcome.CONFLICT else None


def changes_of(decision: Decision) -> Values:
    """Field → [before, after], as the history tells them; of contacts, only those that change.

    After contacts, where there are some, those that nobody is to see whatever they look like. A
    network's managers read it: what others said of how to join the structure is not theirs.
    """
    return {
        name: _ours(change, _private(effect)) if name in CONTACTS else told_change(change)
        for effect in decision.effects
        for name, change in effect.changes.items()
    }


def _private(effect: Effect) -> Collection[str]:
    return effect.record.facts.get("private", ()) if effect.record else ()


def _ours(change: Change, private: Collection[str]) -> list[Any]:
    """What the list withdraws, what it adds, and what is private of it, if anything."""
    before, after = change.before or {}, change.after
    added = [value for value in after if value not in before]
    hidden = [value for value in added if value in private]
    return [[v for v in before if v not in after], added, *([hidden] if hidden else [])]


def tell_change(row: ListRow, changes: Values) -> None:
    """It comes back as a conflict, of which nothing is written."""
    row.outcome, row.stage = RowOutcome.CONFLICT, Stage.APPLYING
    suggestion = DROP_ANEW if row.line is None else RETRY  # whom no line names is not taken up
    row.told = [{"message": CHANGED_SINCE, "suggestion": suggestion}, *row.told]
    row.changes, row.is_applied = changes, True


def digest_of(decision: Decision, made: Collection[int] = ()) -> str:
    """The same for two decisions that write the same; `made`: suppliers that this list created.

    What a rehearsal had not yet numbered is thus known again.
    """
    written = [_written(effect, made) for effect in decision.effects]
    conflicts = [[c.field, c.said, c.kept] for c in decision.conflicts]
    said = json.dumps([decision.outcome, written, conflicts], sort_keys=True, default=str)
    return hashlib.sha256(said.encode()).hexdigest()


def _written(effect: Effect, made: Collection[int]) -> list[Any]:
    ref = effect.supplier.ref
    changes = {name: [c.before, c.after] for name, c in effect.changes.items()}
    record = effect.record
    facts = [record.key, record.former_key, record.facts, record.match_reason] if record else None
    who = [NEW if ref < 0 or ref in made else ref, effect.supplier.archived]
    return [who, changes, facts, list(effect.labels)]
