"""The meetings of a network, for those who manage it: made, published, cancelled, followed."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.actors import shown_actor, shown_actors
from app.accounts.sessions import signed_in
from app.db import db
from app.forms import refuse, text_of
from app.meetings.forms import CancellationForm, MeetingForm, said_of
from app.meetings.letters import tell_cancelled, tell_changed, tell_wishes_open
from app.meetings.models import HOLDING_A_SEAT, Meeting, MeetingStatus, Participant, Standing
from app.meetings.noting import SITE, note
from app.meetings.queries import (
    appointments,
    by_participant,
    counts,
    counts_of,
    entries,
    hold_meeting,
    last_entry,
    meeting_of,
    meetings_page,
    participants,
)
from app.meetings.report import report_of
from app.meetings.seats import fill_seats
from app.meetings.telephoning import name_unreached
from app.meetings.wishing import wished_appointments
from app.meetings.wording import to_telephone, told_lines, when_and_where
from app.networks.queries import network_or_404
from app.seen import Disagreement, Meanwhile
from app.templating import counted, hour
from domain.models import Network, utcnow
from domain.taxonomy import taxonomy

_EDITS = "modifie la rencontre"


def network_meetings(network: str) -> ResponseReturnValue:
    page = meetings_page(network, request.args.get("page", 1, int))
    return render_template(
        "meetings/manage/list.html",
        network=network_or_404(network),
        page=page,
        counts=counts_of(page.meetings),
    )


def create(network: str) -> ResponseReturnValue:
    known, form = network_or_404(network), MeetingForm()
    if not form.validate_on_submit():
        return _form_page(known, form)
    meeting = Meeting(network=known)
    form.write(meeting)
    db.session.add(meeting)
    db.session.flush()
    note(meeting, "crée la rencontre")
    db.session.commit()
    flash("La rencontre est enregistrée. Relisez-la, puis publiez-la.")
    return _back(meeting)


def edit(network: str, meeting_id: int) -> ResponseReturnValue:
    meeting = meeting_of(network, meeting_id)
    if not meeting.may_be_edited:
        what = "a plus d’un an" if meeting.is_forgotten else "est annulée"
        flash(f"Cette rencontre {what} : elle ne change plus.", "error")
        return _back(meeting)
    form = MeetingForm(meeting)
    if form.validate_on_submit() and _edited(meeting.id, form):
        flash("La rencontre est enregistrée.")
        return _back(meeting)
    return _form_page(meeting.network, form, meeting)


def _edited(meeting_id: int, form: MeetingForm) -> bool:
    """Whether nothing prevents it: a colleague's change, people who have a seat, appointments."""
    meeting = hold_meeting(meeting_id)
    if not form.merge(meeting) or not _has_room(meeting, form):
        db.session.rollback()
        return False
    before = when_and_where(meeting)
    _write(meeting, form)
    note(meeting, _EDITS)
    db.session.flush()
    if meeting.is_to_come and when_and_where(meeting) != before:
        people = participants(meeting)
        tell_changed(people, before, by_participant(appointments(meeting)))
        name_unreached(people)
        meeting.reminded_at = None  # of the new date, a reminder is due again
    fill_seats(meeting)
    db.session.commit()
    return True


def _has_room(meeting: Meeting, form: MeetingForm) -> bool:
    """For those who have a seat, and for the appointments that are made."""
    held = counts(meeting)
    taken = sum(held[standing] for standing in HOLDING_A_SEAT)
    if int(form.seats.data or 0) < taken:
        refuse(form.seats, f"{counted(taken, 'place')} sont déjà prises.")
    starts, ends = form.hours()
    for last in list(appointments(meeting))[-1:]:
        late = meeting.slot_ends_at(last.slot) + (starts - meeting.starts_at)
        if late > ends:
            refuse(form.ends, f"Le dernier rendez-vous finirait à {hour(late)} : déplacez-le.")
    return not form.wrong


def _write(meeting: Meeting, form: MeetingForm) -> None:
    """Appointments move along with the hour at which the meeting begins."""
    before = meeting.starts_at
    form.write(meeting)
    if meeting.first_slot_at and meeting.starts_at != before:
        meeting.first_slot_at += meeting.starts_at - before
        meeting.schedule_changed_at = utcnow()


def _form_page(network: Network, form: MeetingForm, meeting: Meeting | None = None) -> str:
    return render_template(
        "meetings/manage/form.html",
        network=network,
        meeting=meeting,
        form=form,
        meanwhile=_meanwhile(meeting, form) if meeting and form.disputed else None,
        groups=taxonomy().groups.values(),
        services=taxonomy().services.values(),
    )


def _meanwhile(meeting: Meeting, form: MeetingForm) -> Meanwhile:
    """What the colleague who saved last says, beside what was typed."""
    last, present = last_entry(meeting, _EDITS), said_of(meeting)
    told = [
        Disagreement(it.label.text, told_lines(present[it.name]), told_lines(it.data))
        for it in form.disputed
    ]
    who = shown_actor(last.actor, meeting.network_slug) if last else "Un collègue"
    return Meanwhile(who, last.at if last else meeting.updated_at, told)


def manage(network: str, meeting_id: int) -> ResponseReturnValue:
    meeting = meeting_of(network, meeting_id)
    told = entries(meeting)
    people = [entry.actor for entry in told if entry.actor != SITE]
    names = shown_actors(people, network=network)
    return render_template(
        "meetings/manage/meeting.html",
        meeting=meeting,
        counts=counts(meeting),
        wished=len(wished_appointments(meeting)),
        report=report_of(appointments(meeting)),
        entries=told,
        names={SITE: "Le site", **names, signed_in().actor: signed_in().shown_name},
    )


@dataclass(frozen=True, slots=True)
class Step:
    """What a press does to a meeting, when it may, and the words that tell it."""

    may: Callable[[Meeting], bool]
    act: Callable[[Meeting], None]
    noted: str
    said: str


def _may_be_published(meeting: Meeting) -> bool:
    return meeting.status is MeetingStatus.DRAFT and not meeting.has_begun


def _is_to_come(meeting: Meeting) -> bool:
    return meeting.is_to_come


def _publish(meeting: Meeting) -> None:
    meeting.status = MeetingStatus.PUBLISHED


def _set_registration(is_open: bool) -> Callable[[Meeting], None]:
    return lambda meeting: setattr(meeting, "is_registration_open", is_open)


def _open_wishes(meeting: Meeting) -> None:
    """Those who come are written to the first time; who registers after reads it then."""
    meeting.are_wishes_open = True
    if meeting.wishes_told_at is None:
        people = participants(meeting, Standing.SEATED)
        tell_wishes_open(people)
        name_unreached(people)
        meeting.wishes_told_at = utcnow()


def _close_wishes(meeting: Meeting) -> None:
    meeting.are_wishes_open = False


STEPS: Mapping[str, Step] = {
    "publier": Step(
        _may_be_published, _publish, "publie la rencontre", "La rencontre est publiée."
    ),
    "ouvrir-inscriptions": Step(
        _is_to_come,
        _set_registration(True),
        "rouvre les inscriptions",
        "Les inscriptions sont ouvertes.",
    ),
    "clore-inscriptions": Step(
        _is_to_come,
        _set_registration(False),
        "clôt les inscriptions",
        "Les inscriptions sont closes.",
    ),
    "ouvrir-souhaits": Step(
        _is_to_come,
        _open_wishes,
        "ouvre les souhaits",
        "Les participants peuvent dire leurs souhaits.",
    ),
    "clore-souhaits": Step(
        _is_to_come, _close_wishes, "clôt les souhaits", "Les souhaits sont clos."
    ),
}


def change(network: str, meeting_id: int) -> ResponseReturnValue:
    """One of STEPS, where the page offers it; a cancelled meeting stays so."""
    step = STEPS.get(request.form.get("step", "")) or abort(400)
    meeting = hold_meeting(meeting_of(network, meeting_id).id)
    if step.may(meeting):
        step.act(meeting)
        note(meeting, step.noted)
        flash(step.said)
    else:
        flash("Cette rencontre en est à une autre étape : rien n’est changé.", "error")
    db.session.commit()
    return _back(meeting)


def cancel(network: str, meeting_id: int) -> ResponseReturnValue:
    """Asked first, with how many are written to: all who come, wait or are invited."""
    meeting, form = meeting_of(network, meeting_id), CancellationForm()
    if form.validate_on_submit():
        _cancel(hold_meeting(meeting.id), text_of(form.reason))
        db.session.commit()
        return _back(meeting)
    if meeting.has_begun or meeting.status is MeetingStatus.CANCELLED:
        return _back(meeting)
    people = participants(meeting)
    return render_template(
        "meetings/manage/cancel.html",
        meeting=meeting,
        form=form,
        written=_written(people),
        to_telephone=to_telephone(people),
    )


def _cancel(meeting: Meeting, reason: str) -> None:
    """Before it begins, once."""
    if meeting.has_begun:
        flash("Cette rencontre a commencé, ou est passée : elle ne s’annule plus.", "error")
    elif meeting.status is not MeetingStatus.CANCELLED:
        people = participants(meeting)
        tell_cancelled(people, reason)
        meeting.status, meeting.cancellation = MeetingStatus.CANCELLED, reason
        note(meeting, "annule la rencontre")
        flash(f"La rencontre est annulée : {_told(_written(people))}.")
        name_unreached(people)


def _told(written: int) -> str:
    told = counted(written, "personne en est prévenue", "personnes en sont prévenues")
    return f"{told} par e-mail"


def _written(people: Iterable[Participant]) -> int:
    return sum(it.address is not None for it in people)


def _back(meeting: Meeting) -> ResponseReturnValue:
    return redirect(url_for("meetings.manage", network=meeting.network_slug, meeting_id=meeting.id))
