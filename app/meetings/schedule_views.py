"""The appointments of a meeting, for its network: made, mended, printed, sent, followed."""

from collections.abc import Sequence

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.db import db
from app.meetings.appointing import (
    AppointmentError,
    AppointmentGoneError,
    Made,
    add_appointment,
    change_times,
    make_appointments,
    move_appointment,
    plan_appointments,
    remove_appointment,
    why_not_free,
    why_settled,
)
from app.meetings.appointing import send_schedule as send_letters
from app.meetings.exporting import outcomes_table
from app.meetings.models import Appointment, Meeting, Standing
from app.meetings.noting import note
from app.meetings.queries import (
    appointments,
    hold_meeting,
    meeting_of,
    named_meeting_of,
    participants,
)
from app.meetings.report import report_of
from app.meetings.schedule_forms import (
    AppointmentForm,
    MoveForm,
    OutcomesForm,
    TimesForm,
    outcomes_form,
)
from app.meetings.telephoning import name_unreached
from app.meetings.telling import tell_as_network
from app.meetings.wishing import unmet_wishes, wished_appointments
from app.meetings.wording import called
from app.spreadsheets import spreadsheet
from app.templating import counted, hour

# Unmet wishes named on the page.
MOST_UNMET = 40


def schedule(network: str, meeting_id: int) -> ResponseReturnValue:
    """Listed; made ("make"), or their times changed: what no button asks loses nothing."""
    meeting = named_meeting_of(network, meeting_id)
    form = TimesForm(meeting, is_sent=True)
    if form.validate_on_submit() and _made(meeting, form):
        return _back(meeting)
    return _page(meeting, form, _adding(meeting, is_sent=False))


def _made(meeting: Meeting, form: TimesForm) -> bool:
    times = form.times()
    try:
        if "make" in request.form:
            plan = plan_appointments(meeting, times)
            replacing = bool(form.replacing.data)
            said = _told(make_appointments(meeting.id, times, plan, replacing=replacing))
            noted = "refait les rendez-vous" if replacing else "fait les rendez-vous"
        else:
            change_times(meeting.id, times)
            said, noted = "Les horaires sont changés.", "change les horaires des rendez-vous"
    except AppointmentError as error:
        db.session.rollback()
        form.form_errors.append(str(error))
        return False
    note(meeting, noted)
    db.session.commit()
    flash(said)
    return True


def _told(made: Made) -> str:
    left = made.wished - made.held
    held = f"{counted(made.held, 'rendez-vous fait', 'rendez-vous faits')} sur {made.wished}."
    if not left:
        return held
    lacking = f"Le temps ou les tables manquent pour {left} de plus"
    return f"{held} {lacking} : voyez « Souhaits sans rendez-vous »."


def add(network: str, meeting_id: int) -> ResponseReturnValue:
    meeting = named_meeting_of(network, meeting_id)
    form = _adding(meeting, is_sent=True)
    if form.validate() and _added(meeting, form):
        return _back(meeting)
    return _page(meeting, TimesForm(meeting, is_sent=False), form)


def _added(meeting: Meeting, form: AppointmentForm) -> bool:
    try:
        made = add_appointment(meeting.id, form.pair(), int(form.slot.data), form.table.data)
    except AppointmentError as error:
        db.session.rollback()
        form.form_errors.append(str(error))
        pair = [it for it in participants(meeting, Standing.SEATED) if it.id in form.pair()]
        form.tell_free(why_not_free(meeting, pair))
        return False
    note(meeting, f"ajoute un rendez-vous, {_at(made)}")
    db.session.commit()
    flash("Le rendez-vous est ajouté.")
    return True


def move(network: str, meeting_id: int, appointment_id: int) -> ResponseReturnValue:
    held = _appointment(network, meeting_id, appointment_id)
    meeting, form = held.meeting, MoveForm(held.meeting, held)
    if form.validate_on_submit() and _moved(meeting, appointment_id, form):
        return _back(meeting)
    people = [attendee.participant for attendee in held.attendees]
    form.tell_free(why_not_free(meeting, people, held) | {held.slot: "l’heure actuelle"})
    return render_template(
        "meetings/manage/appointment.html",
        meeting=meeting,
        appointment=held,
        form=form,
        settled=why_settled(meeting, [held]),
    )


def _moved(meeting: Meeting, appointment_id: int, form: MoveForm) -> bool:
    """False when it is to be placed otherwise; True also when it is no longer there."""
    try:
        moved = move_appointment(meeting.id, appointment_id, int(form.slot.data), form.table.data)
    except AppointmentGoneError as error:
        _refuse(error)
        return True
    except AppointmentError as error:
        db.session.rollback()
        form.form_errors.append(str(error))
        return False
    note(meeting, f"déplace un rendez-vous, maintenant {_at(moved)}")
    db.session.commit()
    flash("Le rendez-vous est déplacé.")
    return True


def _at(appointment: Appointment) -> str:
    """ "à 14 h 20, table 3": entries name nobody."""
    at = hour(appointment.meeting.slot_at(appointment.slot))
    return f"à {at}, table {appointment.table_number}"


def _refuse(error: AppointmentError) -> None:
    db.session.rollback()
    flash(str(error), "error")


def remove(network: str, meeting_id: int, appointment_id: int) -> ResponseReturnValue:
    meeting = named_meeting_of(network, meeting_id)
    gone = db.session.get(Appointment, appointment_id)
    noted = "retire un rendez-vous" + (f", {_at(gone)}" if gone else "")
    try:
        remove_appointment(meeting.id, appointment_id)
    except AppointmentError as error:
        _refuse(error)
        return _back(meeting)
    note(meeting, noted)
    db.session.commit()
    flash("Le rendez-vous est retiré.")
    return _back(meeting)


def _appointment(network: str, meeting_id: int, appointment_id: int) -> Appointment:
    held = db.session.get(Appointment, appointment_id)
    if held is None or held.meeting_id != named_meeting_of(network, meeting_id).id:
        abort(404)
    return held


def send(network: str, meeting_id: int) -> ResponseReturnValue:
    """To each who comes, their times and tables."""
    meeting = hold_meeting(meeting_of(network, meeting_id).id)
    if meeting.is_on:
        count = send_letters(meeting)
        note(meeting, "envoie les horaires")
        flash(f"Les horaires partent : {counted(count, 'e-mail')}.")
        name_unreached(participants(meeting, Standing.SEATED))
    db.session.commit()
    return _back(meeting)


def outcomes(network: str, meeting_id: int) -> ResponseReturnValue:
    """What followed, as participants tell it and as the network knows it; counted, a year after."""
    meeting = meeting_of(network, meeting_id)
    if not meeting.took_place:
        abort(404)
    held = appointments(meeting)
    asked = [] if meeting.is_forgotten else held
    form = _outcomes_form(asked)
    if asked and form.validate_on_submit():
        tell_as_network(meeting, form.changed())
        db.session.commit()
        flash("C’est enregistré.")
        return redirect(request.path)
    return render_template(
        "meetings/manage/outcomes.html",
        meeting=meeting,
        appointments=asked,
        form=form,
        report=report_of(held),
    )


def _outcomes_form(held: Sequence[Appointment]) -> OutcomesForm:
    labels = {it.id: " et ".join(called(who.participant) for who in it.attendees) for it in held}
    return outcomes_form(labels, {it.id: it.outcome for it in held})


def export_outcomes(network: str, meeting_id: int, kind: str) -> ResponseReturnValue:
    meeting = meeting_of(network, meeting_id)
    return spreadsheet(f"rencontre-{meeting.id}-suites", kind, *outcomes_table(meeting))


def _adding(meeting: Meeting, *, is_sent: bool) -> AppointmentForm:
    """Not sent yet, it is for the two that an unmet wish asks ("one", "other"), if any."""
    coming = participants(meeting, Standing.SEATED)
    form = AppointmentForm(meeting, coming, is_sent=is_sent)
    asked = {request.args.get("one"), request.args.get("other")}
    pair = [it for it in coming if str(it.id) in asked]
    if len(pair) == 2 and not is_sent:
        form.propose(pair, why_not_free(meeting, pair))
    return form


def _page(meeting: Meeting, times: TimesForm, adding: AppointmentForm) -> str:
    held = appointments(meeting)
    return render_template(
        "meetings/manage/schedule.html",
        meeting=meeting,
        times=times,
        adding=adding,
        appointments=held,
        settled=why_settled(meeting, held),
        wished=len(wished_appointments(meeting)),
        unmet=unmet_wishes(meeting, held) if held else [],
        most=MOST_UNMET,
    )


def _back(meeting: Meeting) -> ResponseReturnValue:
    slug = meeting.network_slug
    return redirect(url_for("meetings.schedule", network=slug, meeting_id=meeting.id))
