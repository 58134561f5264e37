"""The queue and each thing in it: filter, tick, decide."""

from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from app.accounts.sessions import signed_in
from app.db import db
from app.forms import refuse, text_of
from app.moderation.forms import BulkForm, DecisionForm
from app.moderation.places import departement_names
from app.moderation.queue.deciding import decide, needs_reason
from app.moderation.queue.detail import detail_of
from app.moderation.queue.showing import QueueLine, queue_lines, read_key
from app.moderation.queue.waiting import AGES, Filters, QueuePage, find_waiting, queue_page
from app.moderation.wording import DECISIONS, MATTERS, REASON_HELP, Matter
from app.structures.claiming.settling import UndecidableError
from app.templating import counted
from app.vocabulary import network_names
from domain.geography import gazetteer

NOTHING_TICKED = "Cochez au moins une ligne."
SENT_TO_INDEX = (
    "C’est renvoyé à l’index. Ce qu’il accepte quitte cette liste dans la minute ; ce qui y reste,"
    " il le refuse encore."
)
SAY_WHY = "Dites pourquoi : ce motif est envoyé aux personnes concernées."


@dataclass(frozen=True, slots=True)
class Shown:
    """The queue as its page shows it."""

    filters: Filters
    page: QueuePage
    lines: list[QueueLine]
    networks: dict[str, str]
    departements: list[tuple[str, str]]

    def address(self, **changes: Any) -> str:
        """The queue with other filters, or at another page."""
        return url_for("moderation.queue", **_query(self.filters) | changes)


def queue() -> ResponseReturnValue:
    filters, form = _read_filters(request.args), BulkForm()
    if form.is_submitted() and form.validate() and _decide_all(form):
        return redirect(url_for("moderation.queue", **_query(filters)))
    page = queue_page(filters, request.args.get("page", 1, int))
    shown = Shown(
        filters=filters,
        page=page,
        lines=queue_lines(page.items),
        networks=network_names(db.session),
        departements=departement_names(),
    )
    return render_template(
        "moderation/queue.html",
        shown=shown,
        form=form,
        matters=MATTERS,
        decisions=DECISIONS,
        ages=AGES,
        reason_help=REASON_HELP[filters.matter],
    )


def _read_filters(args: MultiDict[str, str]) -> Filters:
    """What the address asks; what it asks amiss is left aside."""
    matter, age = args.get("genre", ""), args.get("age", None, int)
    departement = gazetteer().departement(args.get("departement", ""))
    network = args.get("reseau", "")
    return Filters(
        matter=Matter(matter) if matter in {known.value for known in Matter} else None,
        older_than=age if age in AGES else None,
        departement=departement.code if departement else "",
        network=network if network in network_names(db.session) else "",
    )


def _query(filters: Filters) -> dict[str, Any]:
    return {
        "genre": filters.matter.value if filters.matter else None,
        "age": filters.older_than,
        "departement": filters.departement or None,
        "reseau": filters.network or None,
    }


def _decide_all(form: BulkForm) -> bool:
    """Whether it was done: the form then says what is missing."""
    chosen = [key for key in map(read_key, form.chosen.data or ()) if key]
    accepted = request.form.get("decision") == "accept"
    if not chosen:
        refuse(form.chosen, NOTHING_TICKED)
    elif not text_of(form.reason) and any(needs_reason(*it, accepted) for it in chosen):
        refuse(form.reason, SAY_WHY)
    else:
        _decide_each(chosen, accepted=accepted, reason=text_of(form.reason))
        return True
    return False


def _decide_each(chosen: list[tuple[Matter, int]], *, accepted: bool, reason: str) -> None:
    """Each by itself: one that cannot be decided stops no other, and is told."""
    done = sent = 0
    for matter, item_id in chosen:
        try:
            decide(matter, item_id, accepted, reason, signed_in().actor)
            done += matter is not Matter.PARKED
            sent += matter is Matter.PARKED
        except UndecidableError as error:
            db.session.rollback()
            flash(f"{MATTERS[matter]}, n° {item_id} : {error}", "error")
    if done:
        flash(f"{counted(done, 'décision')} : c’est fait.")
    if sent:
        flash(SENT_TO_INDEX)


def item(matter: str, item_id: int) -> ResponseReturnValue:
    """One thing with all that is needed to decide it."""
    waiting = find_waiting(Matter(matter), item_id)
    if waiting is None:
        return _decided_already()
    form = DecisionForm()
    if form.is_submitted() and form.validate() and _decide_one(form, waiting.matter, item_id):
        return redirect(url_for("moderation.queue"))
    return render_template(
        "moderation/item.html",
        line=queue_lines([waiting])[0],
        matter=waiting.matter,
        detail=detail_of(waiting),
        decisions=DECISIONS[waiting.matter],
        form=form,
    )


def _decided_already() -> ResponseReturnValue:
    flash("C’est déjà décidé : il n’y a plus rien à faire ici.")
    return redirect(url_for("moderation.queue"))


def _decide_one(form: DecisionForm, matter: Matter, item_id: int) -> bool:
    accepted = request.form.get("decision") == "accept"
    if not text_of(form.reason) and needs_reason(matter, item_id, accepted):
        refuse(form.reason, SAY_WHY)
        return False
    try:
        decide(matter, item_id, accepted, text_of(form.reason), signed_in().actor)
    except UndecidableError as error:
        db.session.rollback()
        form.form_errors.append(str(error))
        return False
    flash(SENT_TO_INDEX if matter is Matter.PARKED else "C’est fait.")
    return True
