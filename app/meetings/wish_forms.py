"""Whom a participant wishes to meet."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from wtforms import HiddenField, SelectField

from app.fields import line
from app.forms import Form, choice, refuse, text_of
from app.meetings.cards import Card, Narrowing
from app.meetings.models import Participant
from app.meetings.registering_forms import looked_for
from app.meetings.wishing import MOST_WISHES, RANKS
from app.meetings.wording import called, ordinal
from app.seen import changes, digests
from app.templating import typo
from domain.kinds import KINDS
from domain.taxonomy import taxonomy
from search.port import MAX_TEXT_LENGTH


class WishesForm(Form):
    """A list for each participant, empty or a rank; made by `wishes_form`.

    The first fields narrow the page to some of them, and are no part of what is saved.
    """

    words = line("Nom, commune, service, type…", MAX_TEXT_LENGTH, type="search", autocomplete="off")
    kind = SelectField("Type de structure", validate_choice=False)
    family = SelectField("Famille de services", validate_choice=False)
    looks_for = looked_for()
    # The ranks that the form was opened on, as `digests` tells them.
    seen = HiddenField()

    def offer(self, cards: Sequence[Card]) -> None:
        """Narrow to the kinds and the families that are there."""
        there = {kind.code for card in cards for kind in card.kinds}
        sold = {family for card in cards for family in card.families}
        kinds = [choice(it.code, it.short) for it in KINDS.values() if it.code in there]
        families = [it for it in taxonomy().groups.values() if it.id in sold]
        self.kind.choices = [choice("", "Tous les types"), *kinds]
        known = [choice(it.id, typo(it.label)) for it in families]
        self.family.choices = [choice("", "Toutes les familles"), *known]

    def narrowing(self) -> Narrowing:
        words = text_of(self.words)[:MAX_TEXT_LENGTH]
        return Narrowing(words, text_of(self.kind), text_of(self.family))

    def widen(self) -> None:
        self.words.data = self.kind.data = self.family.data = ""

    @property
    def chosen(self) -> set[int]:
        """Whom a rank is given to, whatever it is."""
        return set(_answers(self, "wish"))

    @property
    def is_changed(self) -> bool:
        """Whether it says what is not saved."""
        return any(it.data != it.object_data for it in self if it.name.startswith("wish_"))

    def ranks(self) -> dict[int, int]:
        """Participant → rank, of those wished. Of a valid form."""
        return {id_: int(rank) for id_, rank in _answers(self, "wish").items()}

    def merge(self, said: Mapping[int, int]) -> bool:
        """Take what was saved since it was opened; False where this form says another rank.

        That is then said beside its field: sent again, the form has the last word.
        """
        typed = {field.name: field.data for field in self if field.name.startswith("wish_")}
        present = {name: _rank_of(name, said) for name in typed}
        found = changes(typed, present, text_of(self.seen))
        for name in found.untouched:
            self[name].data = present[name]
        self.seen.data = digests(present)
        is_valid = self.validate()
        for name in found.disputed:
            refuse(self[name], _DISPUTED_RANK)
        return is_valid and not found.disputed

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        wished = list(self.ranks())
        if len(wished) > MOST_WISHES:
            self.form_errors.append(
                f"Vous avez {len(wished)} souhaits : gardez-en {MOST_WISHES} au plus."
            )
            return False
        return True


_DISPUTED_RANK = (
    "On vient d’y enregistrer un autre rang. Enregistrez de nouveau pour garder celui-ci."
)


def _rank_of(name: str, ranks: Mapping[int, int]) -> str:
    """As its field says it."""
    return str(ranks.get(int(name.removeprefix("wish_")), ""))


def wishes_form(
    people: Iterable[Participant], ranks: Mapping[int, int], looks_for: str = ""
) -> WishesForm:
    order = [choice("", "—"), *(choice(str(rank), ordinal(rank)) for rank in range(1, RANKS + 1))]
    fields = {f"wish_{it.id}": SelectField(called(it), choices=order) for it in people}
    form_of_them: type[WishesForm] = type("WishesForm", (WishesForm,), fields)
    # Whoever registered since the form was opened is in none of its fields.
    known = {name: _rank_of(name, ranks) for name in fields}
    return form_of_them(data=known | {"looks_for": looks_for, "seen": digests(known)})


def _answers(form: Form, prefix: str) -> dict[int, str]:
    """What was chosen, but for the empty choice, by the number in the name of its field."""
    fields = [field for field in form if field.name.startswith(f"{prefix}_") and field.data]
    return {int(field.name.removeprefix(f"{prefix}_")): text_of(field) for field in fields}
