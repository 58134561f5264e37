"""What somebody who comes does of it: register, bring somebody, wish, read one's times."""

from collections.abc import Sequence

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts.sessions import signed_in
from app.db import db
from app.forms import refuse, text_of
from app.meetings.forms import (
    GuestForm,
    OutcomesForm,
    RegistrationForm,
    WishesForm,
    outcomes_form,
    wishes_form,
)
from app.meetings.models import Appointment, Attendee, Meeting, Participant, Standing
from app.meetings.noting import note
from app.meetings.queries import (
    appointments_of,
    guest_of,
    hold_meeting,
    known_meeting,
    participant_of,
    seats_left,
    suppliers_kept_by,
    wishes_of,
)
from app.meetings.seats import RegistrationError, bring, withdraw
from app.meetings.seats import register as take_seat
from app.meetings.wishing import MOST_WISHES, save_wishes, those_to_meet
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
    flash("Vous êtes inscrit." if is_seated else "Vous êtes sur la liste d’attente.")
    return True


def leave(meeting_id: int) -> ResponseReturnValue:
    """Give one's seat back, or say no to an invitation."""
    meeting, user = known_meeting(meeting_id), signed_in()
    known = participant_of(meeting, user)
    if known is not None and not meeting.has_begun:
        withdraw(meeting.id, known.id, user.actor, "se désinscrit")
        db.session.commit()
        flash("C’est noté : vous ne venez pas. Votre place est libre pour quelqu’un d’autre.")
    return _to("meeting", meeting)


def mine(meeting_id: int) -> ResponseReturnValue:
    """One's place, one's guest, one's appointments."""
    participant = _own(meeting_id)
    return _mine(participant, GuestForm(formdata=None))


def invite(meeting_id: int) -> ResponseReturnValue:
    participant, form = _own(meeting_id), GuestForm()
    if not form.validate():
        return _mine(participant, form)
    try:
        bring(participant, text_of(form.email))
    except RegistrationError as error:
        db.session.rollback()
        refuse(form.email, str(error))
        return _mine(participant, form)
    db.session.commit()
    flash(f"L’invitation part vers {form.email.data}.")
    return _to("mine", participant.meeting)


def uninvite(meeting_id: int) -> ResponseReturnValue:
    """Take back an invitation that nobody has answered."""
    participant = _own(meeting_id)
    guest = guest_of(participant)
    if guest is not None and guest.standing is Standing.INVITED:
        withdraw(meeting_id, guest.id, signed_in().actor, "retire son invitation")
        db.session.commit()
        flash("L’invitation est retirée.")
    return _to("mine", participant.meeting)


def wishes(meeting_id: int) -> ResponseReturnValue:
    participant = _seated(meeting_id)
    people, known = those_to_meet(participant), wishes_of(participant)
    form = wishes_form(people, known)
    if form.validate_on_submit() and _wished(participant, form):
        return _to("mine", participant.meeting)
    return render_template(
        "meetings/wishes.html",
        meeting=participant.meeting,
        form=form,
        people=people,
        participant=participant,
        most=MOST_WISHES,
    )


def _wished(participant: Participant, form: WishesForm) -> bool:
    """Whether wishes were still open once it was their turn to write."""
    meeting = hold_meeting(participant.meeting_id)
    if not meeting.takes_wishes:
        db.session.rollback()
        form.form_errors.append("Les souhaits sont clos : ils servent à faire les rendez-vous.")
        return False
    save_wishes(participant, form.ranks())
    note(meeting, "dit ses souhaits")
    db.session.commit()
    flash("Vos souhaits sont enregistrés.")
    return True


def outcomes(meeting_id: int) -> ResponseReturnValue:
    """What followed each of one's appointments."""
    participant = _seated(meeting_id)
    if not participant.meeting.has_begun:
        abort(404)
    held = appointments_of(participant)
    form = _outcomes_form(participant, held)
    if form.validate_on_submit():
        said = form.outcomes()
        for appointment in held:
            _own_attendee(appointment, participant).outcome = said.get(appointment.id)
        note(participant.meeting, "dit la suite de ses rendez-vous")
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
    said = {it.id: _own_attendee(it, participant).outcome for it in held}
    return outcomes_form(labels, said)


def _own_attendee(appointment: Appointment, participant: Participant) -> Attendee:
    return next(it for it in appointment.attendees if it.participant is participant)


def _mine(participant: Participant, form: GuestForm) -> str:
    return render_template(
        "meetings/mine.html",
        meeting=participant.meeting,
        participant=participant,
        guest=guest_of(participant),
        form=form,
        appointments=appointments_of(participant) if participant.meeting.schedule_sent_at else [],
        wished=len(wishes_of(participant)),
    )


def _own(meeting_id: int) -> Participant:
    """Registered or waiting; 404 for who is neither."""
    found = participant_of(known_meeting(meeting_id), signed_in())
    if found is None or found.standing is Standing.INVITED:
        abort(404)
    return found


def _seated(meeting_id: int) -> Participant:
    found = _own(meeting_id)
    if found.standing is not Standing.SEATED:
        abort(404)
    return found


def _to(page: str, meeting: Meeting) -> ResponseReturnValue:
    return redirect(url_for(f"meetings.{page}", meeting_id=meeting.id))
