"""What somebody who comes does of it: register, bring somebody, read one's times."""

from collections.abc import Sequence

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from app.accounts.sessions import signed_in
from app.db import db
from app.forms import refuse, text_of
from app.meetings.letters import tell_declined, tell_uninvited
from app.meetings.models import Appointment, Meeting, Participant, Standing
from app.meetings.queries import (
    appointments_of,
    guest_of,
    known_meeting,
    participant_of,
    seats_left,
    suppliers_kept_by,
    waiting_rank,
    wishes_of,
)
from app.meetings.registering_forms import GuestForm, RegistrationForm
from app.meetings.schedule_forms import OutcomesForm, outcomes_form
from app.meetings.seats import (
    MOST_INVITATIONS,
    RegistrationError,
    ThereAlreadyError,
    bring,
    invitations_left,
    why_no_guest,
    withdraw,
    withdraw_guest,
)
from app.meetings.seats import register as take_seat
from app.meetings.telling import tell_own
from app.meetings.wording import called
from app.templating import hour


def register(meeting_id: int) -> ResponseReturnValue:
    """Also where a guest answers."""
    meeting, user = known_meeting(meeting_id), signed_in()
    known = participant_of(meeting, user)
    if known and known.standing is not Standing.INVITED:
        return _to("mine", meeting)
    form = RegistrationForm(suppliers_kept_by(user), user.name or "")
    if form.validate_on_submit() and _registered(meeting, form):
        return _to("mine", meeting)
    return render_template(
        "meetings/register.html",
        meeting=meeting,
        form=form,
        invitation=known,
        is_open=meeting.is_to_come if known else meeting.takes_registrations,
        left=seats_left(meeting),
    )


def _registered(meeting: Meeting, form: RegistrationForm) -> bool:
    try:
        participant = take_seat(meeting.id, signed_in(), form.identity())
    except RegistrationError as error:
        db.session.rollback()
        form.form_errors.append(str(error))
        return False
    is_seated = participant.standing is Standing.SEATED
    db.session.commit()
    flash(
        "Votre inscription est confirmée."
        if is_seated
        else "Votre nom est sur la liste d’attente : toutes les places sont prises."
    )
    return True


def leave(meeting_id: int) -> ResponseReturnValue:
    """Give one's seat back, or say no to an invitation."""
    meeting, user = known_meeting(meeting_id), signed_in()
    known = participant_of(meeting, user)
    if meeting.has_begun:
        flash("La rencontre a commencé : les inscriptions ne changent plus.", "error")
    elif known is not None:
        had_seat = known.standing is not Standing.WAITING
        tell = tell_declined if known.standing is Standing.INVITED else None
        withdraw(meeting.id, known.id, user.actor, "se désinscrit", tell)
        db.session.commit()
        flash(_LEFT if had_seat else "C’est noté : vous n’attendez plus de place.")
    return _to("meeting", meeting)


_LEFT = "C’est noté : vous ne venez pas. Votre place est libre pour quelqu’un d’autre."


def mine(meeting_id: int) -> ResponseReturnValue:
    """One's place, one's guest, one's appointments."""
    participant = _own(meeting_id)
    return _mine(participant, GuestForm(formdata=None))


def invite(meeting_id: int) -> ResponseReturnValue:
    form = GuestForm()
    if form.validate() and _invited(_own(meeting_id), form):
        return _to("mine", known_meeting(meeting_id))
    return _mine(_own(meeting_id), form)


def _invited(host: Participant, form: GuestForm) -> bool:
    try:
        bring(host, signed_in(), text_of(form.email))
    except ThereAlreadyError as error:
        db.session.commit()
        refuse(form.email, str(error))
        return False
    except RegistrationError as error:
        db.session.rollback()
        refuse(form.email, str(error))
        return False
    db.session.commit()
    flash(f"L’invitation part vers {form.email.data}.")
    return True


def uninvite(meeting_id: int) -> ResponseReturnValue:
    """Take back an invitation that nobody has answered."""
    participant = _own(meeting_id)
    meeting, guest = participant.meeting, guest_of(participant)
    by, noted = signed_in().actor, "retire son invitation"
    if guest and withdraw_guest(meeting_id, guest.id, by, noted, tell_uninvited):
        flash("L’invitation est retirée, et la personne en est prévenue.")
    elif guest:
        flash("Cette personne vient de répondre : rien n’est changé.", "error")
    db.session.commit()
    return _to("mine", meeting)


def outcomes(meeting_id: int) -> ResponseReturnValue:
    """What followed each of one's appointments."""
    participant = seated(meeting_id)
    if not participant.meeting.took_place:
        abort(404)
    held = appointments_of(participant)
    form = _outcomes_form(participant, held)
    if form.validate_on_submit():
        tell_own(participant, form.changed())
        db.session.commit()
        flash("Merci, c’est enregistré.")
        return _to("mine", participant.meeting)
    return render_template(
        "meetings/outcomes.html", meeting=participant.meeting, form=form, appointments=held
    )


def _outcomes_form(participant: Participant, held: Sequence[Appointment]) -> OutcomesForm:
    meeting = participant.meeting
    labels = {
        it.id: f"{hour(meeting.slot_at(it.slot))}, {called(it.with_whom(participant))}"
        for it in held
    }
    return outcomes_form(labels, {it.id: it.attendee(participant).outcome for it in held})


def _mine(participant: Participant, form: GuestForm) -> str:
    return render_template(
        "meetings/mine.html",
        meeting=participant.meeting,
        participant=participant,
        guest=guest_of(participant),
        form=form,
        appointments=appointments_of(participant) if participant.meeting.schedule_sent_at else [],
        wished=len(wishes_of(participant)),
        no_guest=why_no_guest(participant, signed_in()),
        invitations_left=invitations_left(participant.meeting, signed_in()),
        most_invitations=MOST_INVITATIONS,
        rank=waiting_rank(participant) if participant.standing is Standing.WAITING else None,
    )


def _own(meeting_id: int) -> Participant:
    """Registered or waiting; who is neither is led to where they may be, and told so."""
    meeting = known_meeting(meeting_id)
    found = participant_of(meeting, signed_in())
    if found is None:
        flash("Vous n’êtes pas inscrit à cette rencontre, ou ne l’êtes plus.", "error")
        abort(_to("meeting", meeting))
    if found.standing is Standing.INVITED:
        abort(_to("register", meeting))
    return found


def seated(meeting_id: int) -> Participant:
    found = _own(meeting_id)
    if found.standing is not Standing.SEATED:
        abort(404)
    return found


def _to(page: str, meeting: Meeting) -> Response:
    return redirect(url_for(f"meetings.{page}", meeting_id=meeting.id))
