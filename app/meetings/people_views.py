"""Those who come to a meeting, for its network: listed, registered, removed, printed."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.sessions import signed_in
from app.db import db
from app.forms import number_in, text_of
from app.meetings.exporting import participants_table
from app.meetings.letters import tell_removed
from app.meetings.models import Meeting, Participant, Standing
from app.meetings.queries import (
    appointments,
    by_participant,
    counts,
    meeting_of,
    named_meeting_of,
    participants,
    seats_left,
    side_counts,
)
from app.meetings.registering_forms import EnrolForm
from app.meetings.seats import RegistrationError, enrol, withdraw
from app.meetings.wording import in_last_name_order, to_telephone
from app.spreadsheets import spreadsheet
from app.structures.claiming.finding import AT_MOST, find_structures
from app.structures.claiming.forms import FindForm
from domain.models import Supplier


def people(network: str, meeting_id: int) -> ResponseReturnValue:
    """Listed; counted, once nobody is named any more."""
    meeting = meeting_of(network, meeting_id)
    there = [] if meeting.is_forgotten else participants(meeting)
    return render_template(
        "meetings/manage/people.html",
        meeting=meeting,
        people=there,
        unreached=sum(it.is_unreached for it in there),
        counts=counts(meeting),
        sides=side_counts(meeting),
        schedules=by_participant(appointments(meeting)),
    )


def remove(network: str, meeting_id: int, participant_id: int) -> ResponseReturnValue:
    """Before it begins: what is past stays as it was."""
    meeting = meeting_of(network, meeting_id)
    leaving = _of(meeting, participant_id)
    if meeting.has_begun:
        abort(404)
    by, noted = signed_in().actor, "retire une inscription"
    told = to_telephone([leaving]) or "La personne en est prévenue par e-mail."
    if withdraw(meeting.id, leaving.id, by, noted, tell_removed):
        flash(f"L’inscription est retirée. {told}")
    db.session.commit()
    return _to_people(meeting)


def export_people(network: str, meeting_id: int, kind: str) -> ResponseReturnValue:
    meeting = meeting_of(network, meeting_id)
    name = f"rencontre-{meeting.id}-participants"
    return spreadsheet(name, kind, *participants_table(meeting))


def register(network: str, meeting_id: int) -> ResponseReturnValue:
    """Somebody who telephones, say: for a structure that is looked for ("q"), or who buys."""
    meeting = meeting_of(network, meeting_id)
    if not meeting.is_on:
        abort(404)
    supplier, finding = _asked_structure(), FindForm(request.args)
    form = EnrolForm(supplier)
    if form.validate_on_submit() and _registered(meeting, form):
        return _to_people(meeting)
    words = text_of(finding.q)
    found = find_structures(words) if words and finding.validate() else []
    return render_template(
        "meetings/manage/register.html",
        meeting=meeting,
        form=form,
        supplier=supplier,
        finding=finding,
        words=words,
        found=found,
        is_cut=len(found) == AT_MOST,
        left=seats_left(meeting),
    )


def _asked_structure() -> Supplier | None:
    """404 for one that nobody may find."""
    if not (asked := request.args.get("structure", "")):
        return None
    found = db.session.get(Supplier, number_in(asked) or 0)
    return found if found is not None and found.is_listed else abort(404)


def _registered(meeting: Meeting, form: EnrolForm) -> bool:
    try:
        made = enrol(meeting.id, form.identity(), form.reach(), signed_in().actor)
    except RegistrationError as error:
        db.session.rollback()
        form.form_errors.append(str(error))
        return False
    where = "liste" if made.standing is Standing.SEATED else "liste d’attente"
    told = (
        "un e-mail l’en prévient"
        if made.email
        else "sans adresse, à vous de l’appeler si quelque chose change"
    )
    db.session.commit()
    flash(f"{made.name} est sur la {where} : {told}.")
    return True


def _to_people(meeting: Meeting) -> ResponseReturnValue:
    slug = meeting.network_slug
    return redirect(url_for("meetings.people", network=slug, meeting_id=meeting.id))


def print_all(network: str, meeting_id: int) -> ResponseReturnValue:
    """A sheet for the welcome desk, and one for each who has appointments."""
    meeting = named_meeting_of(network, meeting_id)
    schedules = by_participant(appointments(meeting))
    coming = in_last_name_order(participants(meeting, Standing.SEATED))
    return render_template(
        "meetings/manage/print.html",
        meeting=meeting,
        people=coming,
        printed=[it for it in coming if it.id in schedules],
        schedules=schedules,
    )


def print_one(network: str, meeting_id: int, participant_id: int) -> ResponseReturnValue:
    """The sheet of somebody who comes."""
    meeting = named_meeting_of(network, meeting_id)
    person = _of(meeting, participant_id)
    schedules = by_participant(appointments(meeting))
    return render_template(
        "meetings/manage/print.html", meeting=meeting, printed=[person], schedules=schedules
    )


def _of(meeting: Meeting, participant_id: int) -> Participant:
    found = db.session.get(Participant, participant_id)
    if found is None or found.meeting_id != meeting.id:
        abort(404)
    return found
