"""What is written to those who come to a meeting, or would."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from app.directory.presenters.contacts import shown_phone
from app.mailing.letters import Letter, address_of, send_letter
from app.meetings.models import Appointment, Meeting, Participant
from app.meetings.wording import (
    WhenAndWhere,
    called,
    date_of,
    ordinal,
    when,
    when_and_where,
)
from app.networks.team.managing import managers
from app.templating import hour

PAGE, REGISTRATION, MINE = "meetings.meeting", "meetings.register", "meetings.mine"
WISHES, OUTCOMES = "meetings.wishes", "meetings.outcomes"

# Of each participant, by their number.
Schedules = Mapping[int, Sequence[Appointment]]


def tell_registered(participant: Participant) -> None:
    _tell(
        participant,
        "Inscription confirmée",
        "Votre inscription est confirmée.",
        *_wishes_line(participant),
        *_guest_line(participant),
        "Si vous ne venez plus, annulez : votre place sera offerte à quelqu’un d’autre.",
        link=("Voir ma participation", MINE),
    )


def tell_enrolled(participant: Participant) -> None:
    """Whom the network registered, at their word."""
    network = participant.meeting.network.name
    _tell(
        participant,
        "Inscription confirmée",
        f"Le réseau « {network} » vous a inscrit à cette rencontre.",
        *_wishes_line(participant),
        "Ouvrez cette page avec l’adresse qui reçoit cet e-mail. Si vous n’avez rien demandé, ou"
        " ne venez plus, annulez : votre place sera offerte à quelqu’un d’autre.",
        link=("Voir ma participation", MINE),
    )


def tell_waiting(participant: Participant, rank: int) -> None:
    """`rank` is theirs among those who wait, from 1."""
    _tell(
        participant,
        "Liste d’attente",
        f"Toutes les places sont prises : vous êtes {ordinal(rank)} sur la liste d’attente. Dès"
        " qu’une place se libère, elle est offerte dans l’ordre des inscriptions, et un e-mail"
        " vous le dit.",
        link=("Voir ma participation", MINE),
    )


def tell_promoted(participant: Participant) -> None:
    """To who has a seat at last, or to those who are to telephone."""
    if participant.is_unreached:
        said = f"Une place s’est libérée : {called(participant)}, en liste d’attente, l’a reçue."
        _ask_to_telephone(participant, said)
        return
    _tell(
        participant,
        "Une place pour vous",
        "Une place s’est libérée : elle est à vous, votre inscription est confirmée.",
        *_wishes_line(participant),
        "Si vous ne pouvez plus venir, annulez pour la laisser à quelqu’un d’autre.",
        link=("Voir ma participation", MINE),
    )


def _guest_line(participant: Participant) -> Iterator[str]:
    if participant.meeting.takes_registrations and not participant.is_guest:
        yield "Tant qu’il reste des places, vous pouvez amener une personne."


def _wishes_line(participant: Participant) -> Iterator[str]:
    if participant.meeting.takes_wishes:
        yield "Les souhaits sont ouverts : dites dès maintenant qui vous voulez rencontrer."


def tell_wishes_open(people: Iterable[Participant]) -> None:
    for participant in people:
        _tell(
            participant,
            "Dites vos souhaits",
            "Les rendez-vous de cette rencontre se font d’après les souhaits de chacun.",
            "Dites qui vous voulez rencontrer, par ordre de préférence.",
            link=("Dire mes souhaits", WISHES),
        )


def tell_invited(guest: Participant, host: Participant, until: datetime) -> None:
    """The guest, whose seat is kept until then."""
    _tell(
        guest,
        "Une place vous est gardée",
        f"{called(host)} vous propose de venir à cette rencontre : une place vous est gardée"
        f" jusqu’au {date_of(until)}.",
        "Pour répondre, oui ou non, ouvrez cette page avec l’adresse qui reçoit cet e-mail. Sans"
        " réponse, votre place est rendue et votre adresse effacée.",
        link=("Répondre à l’invitation", REGISTRATION),
    )


def tell_uninvited(guest: Participant) -> None:
    _tell(
        guest,
        "Invitation retirée",
        "La personne qui vous proposait de venir à cette rencontre a retiré son invitation, ou ne"
        " vient plus. Votre adresse est effacée.",
        link=("Voir la rencontre", PAGE),
    )


def tell_accepted(guest: Participant) -> None:
    """To who brings them."""
    _tell_host(guest, "Votre invité vient", f"{called(guest)} accepte votre invitation.")


def tell_declined(guest: Participant) -> None:
    _tell_host(
        guest,
        "Votre invité ne vient pas",
        f"La personne que vous avez invitée, à l’adresse {guest.address}, ne vient pas. Son adresse"
        " est effacée.",
    )


def tell_unanswered(guest: Participant) -> None:
    _tell_host(
        guest,
        "Votre invité n’a pas répondu",
        f"La personne que vous avez invitée, à l’adresse {guest.address}, n’a pas répondu à temps :"
        " sa place est rendue, et son adresse effacée.",
    )


def _tell_host(guest: Participant, subject: str, words: str) -> None:
    """Nobody when who brought them does not come any more."""
    if guest.host:
        _tell(guest.host, subject, words, link=("Voir ma participation", MINE))


def tell_changed(people: Iterable[Participant], before: WhenAndWhere, schedules: Schedules) -> None:
    """What changes of the date, the hours and the place, beside what it was `before`."""
    for participant in people:
        _tell(
            participant,
            "La rencontre change",
            "Voici ce qui change :",
            *_moved_line(participant, before, schedules),
            "Si vous ne pouvez plus venir, annulez pour laisser votre place.",
            listed=list(_changes(before, when_and_where(participant.meeting))),
            link=("Voir la rencontre", PAGE),
        )


def _changes(before: WhenAndWhere, now: WhenAndWhere) -> Iterator[str]:
    if now.day != before.day:
        yield f"Date : {now.day}, au lieu du {before.day}."
    if now.hours != before.hours:
        yield f"Horaires : de {now.hours}, au lieu de {before.hours}."
    if now.place != before.place:
        yield f"Lieu : {now.place}, au lieu de « {before.place} »."


def _moved_line(
    participant: Participant, before: WhenAndWhere, schedules: Schedules
) -> Iterator[str]:
    """To who was sent times, which go with the hour at which the meeting begins."""
    meeting = participant.meeting
    has_moved = meeting.starts_at != before.starts_at
    if meeting.schedule_sent_at and has_moved and participant.id in schedules:
        yield "Vos rendez-vous sont déplacés d’autant : votre page les montre."


def tell_cancelled(people: Iterable[Participant], reason: str) -> None:
    for participant in people:
        _tell(
            participant,
            "Rencontre annulée",
            "Cette rencontre n’aura pas lieu.",
            link=("Voir la rencontre", PAGE),
            quote=reason,
        )


def tell_removed(participant: Participant) -> None:
    _tell(
        participant,
        "Votre inscription est retirée",
        "Le réseau qui organise cette rencontre a retiré votre inscription.",
        link=("Voir la rencontre", PAGE),
    )


def remind(participant: Participant) -> None:
    _tell(
        participant,
        "Bientôt",
        "Cette rencontre approche, et nous vous y attendons.",
        "Si vous ne pouvez plus venir, annulez maintenant : quelqu’un attend peut-être une place.",
        link=("Voir ma participation", MINE),
    )


def tell_schedule(participant: Participant, appointments: Sequence[Appointment]) -> None:
    """Their times and tables; that they have none is told too, and which ones these replace."""
    lines = [_line(participant, appointment) for appointment in appointments]
    replaced = _sent_before(participant)
    have_changed = replaced and participant.meeting.is_schedule_stale
    _tell(
        participant,
        "Nouveaux horaires de vos rendez-vous" if have_changed else "Vos rendez-vous",
        "Voici vos rendez-vous." if lines else "Aucun rendez-vous n’a pu être prévu pour vous.",
        *lines,
        *([f"Ces horaires remplacent {replaced}, si vous les avez reçus."] if replaced else ()),
        link=("Voir et imprimer mes rendez-vous", MINE),
    )


def _sent_before(participant: Participant) -> str:
    """Those sent since they registered; who waited then was sent none, and nothing tells when one
    was given a seat.
    """
    sent_at = participant.meeting.schedule_sent_at
    is_since = sent_at is not None and participant.registered_at < sent_at
    return f"ceux du {date_of(sent_at)}" if sent_at and is_since else ""


def ask_outcomes(participant: Participant) -> None:
    _tell(
        participant,
        "Ce qui a suivi vos rendez-vous",
        "Merci de votre venue à cette rencontre. Dites en quelques touches ce qui a suivi chacun de"
        " vos rendez-vous : seul le réseau qui l’organise lit vos réponses.",
        link=("Dire ce qui a suivi", OUTCOMES),
    )


def tell_appointment_lost(participant: Participant, appointment: Appointment) -> None:
    """Of one that they had been told of; to those who are to telephone, if need be."""
    line = _line(participant, appointment)
    if participant.is_unreached:
        said = f"{called(participant)} a un rendez-vous de moins, l’autre personne ne vient plus :"
        _ask_to_telephone(participant, said, line)
        return
    _tell(
        participant,
        "Un rendez-vous de moins",
        "L’autre personne ne vient plus. Ce rendez-vous n’aura pas lieu :",
        listed=[line],
        link=("Voir mes rendez-vous", MINE),
    )


def _ask_to_telephone(participant: Participant, said: str, *lines: str) -> None:
    """To the managers of the network: nobody else can tell who gave no address."""
    meeting = participant.meeting
    letter = Letter(
        subject=f"Une personne à prévenir par téléphone : {meeting.title}",
        paragraphs=(
            said,
            *lines,
            _told(meeting),
            "Le site n’a pas son adresse e-mail : vous seuls pouvez l’en prévenir.",
            *([f"Son téléphone : {shown_phone(participant.phone)}"] if participant.phone else ()),
        ),
        link_words="Voir les participants",
        link=address_of("meetings.people", network=meeting.network_slug, meeting_id=meeting.id),
    )
    for managed in managers(meeting.network_slug):
        send_letter(managed.user.email, letter)


def _line(participant: Participant, appointment: Appointment) -> str:
    at = hour(appointment.meeting.slot_at(appointment.slot))
    other = called(appointment.with_whom(participant))
    return f"{at}, table {appointment.table_number} : {other}"


def _tell(
    participant: Participant,
    subject: str,
    *paragraphs: str,
    link: tuple[str, str],
    listed: Sequence[str] = (),
    quote: str = "",
) -> None:
    """Nothing to who is forgotten. The meeting is told first: title, date, place.

    But `listed`, which the first paragraph announces.
    """
    if (recipient := participant.address) is None:
        return
    meeting = participant.meeting
    words, endpoint = link
    letter = Letter(
        subject=f"{subject} : {meeting.title}",
        paragraphs=(paragraphs[0], *listed, _told(meeting), *paragraphs[1:]),
        link_words=words,
        link=address_of(endpoint, meeting_id=meeting.id),
        quote=quote,
    )
    send_letter(recipient, letter)


def _told(meeting: Meeting) -> str:
    place = when_and_where(meeting).place
    return f"« {meeting.title} », par {meeting.network.name} : {when(meeting)}, {place}."
