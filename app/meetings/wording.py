"""The French words of meetings: when, for whom, what followed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from app.directory.presenters.contacts import shown_phone
from app.meetings.models import Meeting, MeetingStatus, Outcome, Participant, Side, Standing
from app.templating import NBSP, day, hour, some_of, typo
from domain.taxonomy import taxonomy
from domain.text import fold

WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")

SIDES: Mapping[Side, str] = {Side.STRUCTURE: "Structure", Side.BUYER: "Acheteur"}

SIDES_OF_SEVERAL: Mapping[Side, str] = {Side.BUYER: "Acheteurs", Side.STRUCTURE: "Structures"}

STANDINGS: Mapping[Standing, str] = {
    Standing.SEATED: "Inscription confirmée",
    Standing.INVITED: "Invitation sans réponse",
    Standing.WAITING: "Liste d’attente",
}

OUTCOMES: Mapping[Outcome, str] = {
    Outcome.NOTHING: "Rien",
    Outcome.EXCHANGE: "Un échange à suivre",
    Outcome.QUOTE: "Un devis demandé",
    Outcome.ORDER: "Un marché ou une commande",
}
NOT_TOLD = "Pas encore dit"


def ordinal(number: int) -> str:
    """ "1er", "2e"."""
    return f"{number}{'er' if number == 1 else 'e'}"


def date_of(moment: datetime) -> str:
    """ "jeudi 3 décembre 2026", where the site is."""
    here = moment.astimezone()
    return f"{WEEKDAYS[here.weekday()]}{NBSP}{day(here.date())}"


def when(meeting: Meeting) -> str:
    """ "jeudi 3 décembre 2026, de 14 h 00 à 17 h 30"."""
    starts, ends = meeting.starts_at, meeting.ends_at
    return f"{date_of(starts)}, de {hour(starts)} à {hour(ends)}"


@dataclass(frozen=True, slots=True)
class WhenAndWhere:
    """In words, each apart, to tell what changes."""

    starts_at: datetime
    day: str
    hours: str
    place: str


def when_and_where(meeting: Meeting) -> WhenAndWhere:
    hours = f"{hour(meeting.starts_at)} à {hour(meeting.ends_at)}"
    place = ", ".join([meeting.venue, *meeting.address.splitlines()])
    return WhenAndWhere(meeting.starts_at, date_of(meeting.starts_at), hours, place)


def who_meet(meeting: Meeting) -> str:
    """Who may have an appointment together: "un acheteur et une structure"."""
    both = "un acheteur et une structure"
    return f"{both}, ou deux structures" if meeting.do_structures_meet else both


def sector_name(sector: str) -> str:
    """Of a group or of a service; itself when the taxonomy no longer has it."""
    known = taxonomy().groups.get(sector) or taxonomy().services.get(sector)
    return typo(known.label) if known else sector


def told_lines(value: Any) -> Sequence[str]:
    """What a field of a meeting holds, a line for each thing."""
    match value:
        case None | "":
            return ()
        case bool():
            return ("Oui" if value else "Non",)
        case list():
            return [sector_name(sector) for sector in value]
        case date():
            return (day(value),)
        case time():
            return (f"{value:%H:%M}",)
        case _:
            return str(value).splitlines()


def why_closed(meeting: Meeting) -> str:
    """Why one registers no more."""
    if meeting.status is MeetingStatus.CANCELLED:
        return "Cette rencontre est annulée."
    if meeting.is_over:
        return "Cette rencontre est passée."
    if meeting.has_begun:
        return "Cette rencontre a commencé : les inscriptions sont closes."
    return "Les inscriptions à cette rencontre sont closes."


def place_of(participant: Participant) -> str:
    """Whether they have one, or had, or wait for it."""
    meeting = participant.meeting
    if participant.standing is Standing.WAITING:
        if not meeting.is_to_come:
            return "Votre nom était sur la liste d’attente"
        return "Votre nom est sur la liste d’attente : un e-mail vous dira si une place se libère"
    return f"Votre inscription {'est' if meeting.is_on else 'était'} confirmée"


def name_parts(participant: Participant) -> tuple[str, str]:
    """What comes before their last name, as far as one can tell, and their last name."""
    before, _, last = participant.shown_name.rpartition(" ")
    return before, last


def in_last_name_order(people: Iterable[Participant]) -> list[Participant]:
    return sorted(people, key=lambda it: [fold(part) for part in reversed(name_parts(it))])


def to_telephone(people: Iterable[Participant]) -> str:
    """Whom no letter reaches, named, for the network to call; "" when letters reach all."""
    unreached = [_called_at(it) for it in people if it.is_unreached]
    if not unreached:
        return ""
    return f"À prévenir par téléphone, faute d’adresse e-mail : {some_of(unreached)}."


def _called_at(participant: Participant) -> str:
    """With their number: for the network alone."""
    number = participant.phone
    return f"{called(participant)} au {shown_phone(number)}" if number else called(participant)


def called(participant: Participant) -> str:
    """ "Camille Durand (Mairie de Lille)"."""
    organisation = participant.shown_organisation
    name = participant.shown_name
    return typo(f"{name} ({organisation})" if organisation else name)
