"""Those whom one may wish to meet, as one chooses among them: what each sells, or looks for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.directory.presenters.common import commune_of, kinds_of
from app.directory.queries import suppliers_found
from app.meetings.models import Participant, Side
from app.templating import typo
from domain.kinds import Kind
from domain.models import Supplier
from domain.taxonomy import Service, taxonomy
from domain.text import fold
from search.french import Token, tokens


@dataclass(frozen=True, slots=True)
class Card:
    """`kinds` and `services` are those of a structure of the directory, declared."""

    person: Participant
    commune: str = ""
    kinds: Sequence[Kind] = ()
    services: Sequence[Service] = ()

    @property
    def services_told(self) -> str:
        return typo(", ".join(service.label for service in self.services))

    @property
    def families(self) -> set[str]:
        return {service.group for service in self.services}

    @property
    def text(self) -> str:
        """All that a search among them reads."""
        who = self.person
        said = [who.name, who.shown_organisation, who.looks_for, self.commune]
        known = [word for it in self.kinds for word in (it.short, it.label)]
        sold = [word for it in self.services for word in (it.label, *it.synonyms)]
        return " ; ".join([*said, *known, *sold])


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Those looked for; "" asks for all."""

    words: str = ""
    kind: str = ""
    family: str = ""

    def __bool__(self) -> bool:
        return bool(self.words or self.kind or self.family)

    def keeps(self, card: Card) -> bool:
        if self.kind and self.kind not in {kind.code for kind in card.kinds}:
            return False
        if self.family and self.family not in card.families:
            return False
        return not self.words or _says(tokens(card.text), tokens(self.words))


def _says(said: Sequence[Token], asked: Iterable[Token]) -> bool:
    """Whether it has every word asked, or one that begins so."""
    return all(
        any(word.text == it.text or word.surface.startswith(it.surface) for word in said)
        for it in asked
    )


def cards_of(people: Iterable[Participant]) -> list[Card]:
    """In alphabetical order of who they come for."""
    ordered = sorted(people, key=lambda it: fold(it.shown_organisation))
    suppliers = suppliers_found([it.supplier_id for it in ordered if it.supplier_id])
    return [_card(it, suppliers.get(it.supplier_id or 0)) for it in ordered]


def _card(person: Participant, supplier: Supplier | None) -> Card:
    if supplier is None or person.side is not Side.STRUCTURE:
        return Card(person)
    known = taxonomy().services
    services = [known[it.service] for it in supplier.activities if it.service in known]
    return Card(person, commune_of(supplier), kinds_of(supplier), services)
