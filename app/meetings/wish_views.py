"""Whom somebody who comes wishes to meet: said by them or, at their word, by the network."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.models import User
from app.accounts.sessions import signed_in
from app.db import db
from app.forms import text_of
from app.meetings.cards import Card, cards_of
from app.meetings.models import Participant, Side
from app.meetings.noting import note
from app.meetings.own_views import seated
from app.meetings.queries import hold_meeting, meeting_of, wishes_of
from app.meetings.wish_forms import WishesForm, wishes_form
from app.meetings.wishing import MOST_WISHES, save_wishes, those_to_meet
from app.meetings.wording import called
from app.templating import counted


@dataclass(frozen=True, slots=True)
class Saying:
    """`who` wishes, read anew at each call; what is told of it once saved, and the page then.

    `own`: the account of who says their own.
    """

    who: Callable[[], Participant]
    template: str
    noted: str
    said: str
    then: str
    own: User | None = None


def wishes(meeting_id: int) -> ResponseReturnValue:
    """One's own."""
    saying = Saying(
        partial(seated, meeting_id),
        "meetings/wishes.html",
        "dit ses souhaits",
        "Vos souhaits sont enregistrés.",
        url_for("meetings.mine", meeting_id=meeting_id),
        own=signed_in(),
    )
    return _page(saying, _form(saying.who()))


def wishes_for(network: str, meeting_id: int, participant_id: int) -> ResponseReturnValue:
    """Those of somebody whom the network registered, who telephones them."""
    who = partial(_spoken_for, network, meeting_id, participant_id)
    saying = Saying(
        who,
        "meetings/manage/wishes.html",
        "dit les souhaits d’une personne",
        f"{called(who())} : ses souhaits sont enregistrés.",
        url_for("meetings.people", network=network, meeting_id=meeting_id),
    )
    form = _form(who())
    form.looks_for.label.text = "Ce qu’elle cherche à acheter"
    return _page(saying, form)


def _spoken_for(network: str, meeting_id: int, participant_id: int) -> Participant:
    meeting = meeting_of(network, meeting_id)
    found = db.session.get(Participant, participant_id, populate_existing=True)
    if found is None or found.meeting_id != meeting.id or not found.is_spoken_for:
        abort(404)
    return found


def _form(participant: Participant) -> WishesForm:
    return wishes_form(those_to_meet(participant), wishes_of(participant), participant.looks_for)


def _page(saying: Saying, form: WishesForm) -> ResponseReturnValue:
    """Said; or narrowed to some of those who come ("narrow", "all"), ranks as they are."""
    if "all" in request.form:
        form.widen()
    elif "narrow" not in request.form and form.validate_on_submit() and _saved(saying, form):
        return redirect(saying.then)
    participant = saying.who()
    return _choosing(saying.template, participant, form, cards_of(those_to_meet(participant)))


def _choosing(
    template: str, participant: Participant, form: WishesForm, cards: Sequence[Card]
) -> str:
    """Those narrowed to, and those wished whatever they are: nothing chosen is out of sight."""
    form.offer(cards)
    narrowing, chosen = form.narrowing(), form.chosen
    return render_template(
        template,
        meeting=participant.meeting,
        participant=participant,
        form=form,
        cards=[it for it in cards if it.person.id in chosen or narrowing.keeps(it)],
        found=sum(map(narrowing.keeps, cards)),
        there=len(cards),
        narrowing=narrowing,
        wished=len(chosen),
        most=MOST_WISHES,
    )


def _saved(saying: Saying, form: WishesForm) -> bool:
    """Whether wishes were open, and nobody's written over, once it was their turn to write."""
    meeting = hold_meeting(saying.who().meeting_id)
    if not meeting.takes_wishes:
        db.session.rollback()
        form.form_errors.append("Les souhaits sont clos : ils servent à faire les rendez-vous.")
        return False
    now = saying.who()  # they, or those they wish to meet, may have left meanwhile
    if not form.merge(wishes_of(now)):
        db.session.rollback()
        return False
    there = {it.id for it in those_to_meet(now)}
    ranks = {id_: rank for id_, rank in form.ranks().items() if id_ in there}
    save_wishes(now, ranks)
    if saying.own:  # theirs alone from now on, whoever registered them
        now.user, now.email = saying.own, None
    if now.side is Side.BUYER:
        now.looks_for = text_of(form.looks_for)
    note(meeting, saying.noted)
    db.session.commit()
    flash(saying.said if ranks else _NONE)
    if gone := len(form.ranks()) - len(ranks):
        flash(counted(gone, *_GONE))
    return True


_NONE = "Aucun souhait n’est enregistré : personne n’a reçu de rang."
_GONE = ("personne choisie ne vient plus.", "personnes choisies ne viennent plus.")
