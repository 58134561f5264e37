"""What a person may answer about a row: who it is, whether it counts; as its form says it."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from app.forms import choice
from app.networks.lists.choices import (
    SKIP,
    Choice,
    anyway,
    attach,
    settles_who,
    still_settled,
)
from app.networks.lists.forms import ChoiceForm
from app.networks.lists.models import ListRow, RowOutcome, is_left_out
from app.networks.lists.queries import candidates_of
from domain.models import Supplier
from importers.settling import DIRECTORY, FILE, settled_with

NEW, LEAVE_OUT, STAYS, LEAVES, UNDECIDED = "new", "skip", "stays", "leaves", "undecided"
UNSETTLED = "unsettled"
WHOSE = (FILE, DIRECTORY)  # value counts: "file:address" answers a conflict
# What would be written without anybody's answer.
MAY_BE_LEFT = (RowOutcome.CREATED, RowOutcome.UPDATED, RowOutcome.CONFLICT)


def at_once(row: ListRow) -> str | None:
    """The one answer that a press gives: leave the row, or take it back; None for neither."""
    if row.outcome is RowOutcome.SKIPPED:
        return UNDECIDED if is_left_out(row.choice) else None
    return LEAVE_OUT if row.outcome in MAY_BE_LEFT else None


def has_to_be_asked(row: ListRow) -> bool:
    """Whether there is more to answer than one press says."""
    return bool(row.candidates) or row.outcome is RowOutcome.GONE


def answered(row: ListRow, said: str) -> Choice | None:
    """What was answered; None, which asks again, for UNDECIDED and for what is no answer."""
    if said == UNSETTLED or said.partition(":")[0] in WHOSE:
        return _settled(row, said)
    return still_settled(_decided(row, said), row.choice)


def _decided(row: ListRow, said: str) -> Choice | None:
    if said in {LEAVE_OUT, STAYS}:
        return SKIP
    if said == NEW and row.candidates:
        return anyway(row.candidates)
    ids = {str(candidate["id"]) for candidate in row.candidates if candidate["id"]}
    return attach(int(said)) if said in ids else None


def _settled(row: ListRow, said: str) -> Choice | None:
    """With what was answered before; an answer that the row no longer asks for changes nothing."""
    choice = dict(row.choice or {})
    settled = choice.pop("settled", {})
    whose, _, name = said.partition(":")
    asked = {told["settles"] for told in row.told if "settles" in told}
    if said == UNSETTLED:
        return choice or None
    if name in asked:
        settled = settled | dict.fromkeys(sorted(asked & settled_with(name)), whose)
    return choice | ({"settled": settled} if settled else {}) or None


def is_settled(row: ListRow) -> bool:
    """Whether conflicts of the row were settled, which may be taken back while it counts."""
    return "settled" in (row.choice or {}) and not is_left_out(row.choice)


def choice_form(row: ListRow) -> ChoiceForm:
    form = ChoiceForm(formdata=None, data={"choice": _said(row)})
    form.choice.choices = list(_answers(row))
    if row.outcome is RowOutcome.GONE:
        form.choice.label.text = "Cette structure"
    return form


def _answers(row: ListRow) -> list[Any]:
    if row.outcome is RowOutcome.GONE:
        return [choice(LEAVES, "n’est plus membre du réseau"), choice(STAYS, "reste membre")]
    candidates = candidates_of(row)
    names = Counter(supplier.display_name for supplier, _ in candidates)
    named = [
        choice(str(supplier.id), f"la même que {_called(supplier, names)} ({reason})")
        for supplier, reason in candidates
    ]
    new = "une autre structure, à créer" if named else "à écrire quand même"
    created = [choice(NEW, new)] if row.candidates else []
    undecided = "pas encore décidé" if row.candidates else "à prendre en compte"
    back = [choice(UNDECIDED, undecided)] if settles_who(row.choice) else []
    return [*named, *created, choice(LEAVE_OUT, "à laisser de côté"), *back]


def _called(supplier: Supplier, names: Mapping[str, int]) -> str:
    """Of namesakes, what tells one from the other."""
    name = supplier.display_name
    apart = supplier.address or supplier.siret or f"fiche n° {supplier.id}"
    return f"« {name} », {apart}" if names[name] > 1 else f"« {name} »"


def _said(row: ListRow) -> str:
    said = row.choice or {}
    if row.outcome is RowOutcome.GONE:
        return STAYS if said else LEAVES
    if "attach" in said:
        return str(said["attach"])
    return NEW if {"apart", "as_read"} & said.keys() else LEAVE_OUT if is_left_out(said) else ""
