"""A network's lists at the screen: drop one, look at it, apply it, undo it."""

from typing import Any

from flask import abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from app.accounts.actors import shown_actors
from app.accounts.sessions import signed_in
from app.db import db
from app.forms import refuse, text_of
from app.networks.lists.choices import choose_for_all
from app.networks.lists.forms import PARTIAL, ActForm, DropForm, RuleForm
from app.networks.lists.keeping import keep_file, keep_pasted
from app.networks.lists.matching import is_partial_file, start_matching
from app.networks.lists.models import ListState, MemberList, RowOutcome
from app.networks.lists.queries import (
    has_file,
    is_waiting_list,
    list_or_404,
    lists_of,
    network_or_404,
    reasons_to_decide,
    rows_page,
)
from app.networks.lists.turns import SupersededError, ask, hold_list
from app.networks.lists.wording import STATES, WOULD_BE, outcome_of, outcomes_of
from importers.limits import DROPPED, UnreadableFileError

CHANGED = "Cette liste a changé d’état entre-temps : voici où elle en est."


def lists(network: str) -> ResponseReturnValue:
    """Those dropped so far, and where to drop another."""
    known = network_or_404(network)
    form = DropForm()
    if form.validate_on_submit() and (made := _drop(network, form)):
        return redirect(_page(made, "networks.list_columns"))
    dropped = lists_of(network)
    return render_template(
        "networks/lists/lists.html",
        network=known,
        form=form,
        lists=dropped,
        states=STATES,
        who=shown_actors([one.dropped_by for one in dropped]),
        limits=DROPPED,
    )


def _drop(network: str, form: DropForm) -> MemberList | None:
    """The list kept and looked into; None when the form says why not."""
    file, pasted = form.file.data, text_of(form.pasted).strip("\n")
    has_file = isinstance(file, FileStorage) and bool(file.filename)
    if not has_file and not pasted.strip():
        refuse(form.file, "Choisissez un fichier, ou collez vos cellules.")
        return None
    by = signed_in().actor
    try:
        if has_file:
            made = keep_file(db.session, network, file.filename or "", file.stream, by)
        else:
            made = keep_pasted(db.session, network, pasted, by)
        start_matching(db.session, made)
    except UnreadableFileError as error:
        db.session.rollback()
        refuse(form.file if has_file else form.pasted, str(error))
        return None
    made.is_partial = form.extent.data == PARTIAL or is_partial_file(made)
    db.session.commit()
    return made


def member_list(network: str, list_id: int) -> ResponseReturnValue:
    """What it would do, what it is doing, or what it did."""
    one = list_or_404(network, list_id)
    if one.state is ListState.DROPPED:
        return redirect(_page(one, "networks.list_columns"))
    outcome = _outcome_asked()
    words = " ".join(request.args.get("q", "").split())[:100]
    page = rows_page(one, outcome, words, request.args.get("page", 1, int))
    return render_template(
        "networks/lists/show.html",
        network=one.network,
        one=one,
        page=page,
        outcome=outcome,
        words=words,
        outcomes=outcomes_of(one.state),
        one_row=outcome_of(one.state),
        counted_as=WOULD_BE,
        states=STATES,
        reasons=reasons_to_decide(one) if one.state is ListState.READ else {},
        rule=RuleForm(),
        act=ActForm(),
        who=shown_actors([one.asked_by])[one.asked_by],
        may_delete=is_waiting_list(one),
        has_file=has_file(one),
    )


def _outcome_asked() -> RowOutcome | None:
    asked = request.args.get("lignes", "")
    return RowOutcome(asked) if asked in {known.value for known in RowOutcome} else None


def progress(network: str, list_id: int) -> ResponseReturnValue:
    """How far the work is, for the page that waits."""
    one = list_or_404(network, list_id)
    answer = jsonify(done=one.done, of=one.row_count, at_work=one.is_at_work, state=one.state)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def decide_all(network: str, list_id: int) -> ResponseReturnValue:
    """One answer for every row of one doubt."""
    one, form = list_or_404(network, list_id), RuleForm()
    if form.validate_on_submit():
        count = _held(
            lambda: choose_for_all(
                db.session, one, text_of(form.reason), RowOutcome(form.outcome.data)
            )
        )
        if count:
            flash("C’est noté : la liste est relue avec vos réponses.")
    return redirect(_page(one))


def apply_list(network: str, list_id: int) -> ResponseReturnValue:
    return _ask(network, list_id, ListState.APPLYING, {ListState.READ, ListState.STOPPED})


def undo_list(network: str, list_id: int) -> ResponseReturnValue:
    return _ask(network, list_id, ListState.UNDOING, {ListState.APPLIED, ListState.STOPPED})


def read_again(network: str, list_id: int) -> ResponseReturnValue:
    """The preview anew, on what the directory says now."""
    return _ask(network, list_id, ListState.READING, {ListState.READ, ListState.DROPPED})


def stop_list(network: str, list_id: int) -> ResponseReturnValue:
    one, form = list_or_404(network, list_id), ActForm()
    stops_at = {ListState.READING: ListState.DROPPED, ListState.APPLYING: ListState.STOPPED}
    if form.validate_on_submit() and one.state in stops_at:
        held = _held(lambda: hold_list(db.session, one, one.state))
        if held is not None:
            held.state = stops_at[held.state]
            db.session.commit()
            flash(
                "C’est arrêté. Ce qui était déjà écrit le reste ; vous pouvez reprendre ou annuler."
            )
    return redirect(_page(one))


def delete_list(network: str, list_id: int) -> ResponseReturnValue:
    """One of which nothing was written."""
    one, form = list_or_404(network, list_id), ActForm()
    if form.validate_on_submit():
        if not is_waiting_list(one):
            abort(404)
        db.session.delete(one)
        db.session.commit()
        flash("La liste est supprimée : rien n’en avait été écrit dans l’annuaire.")
    return redirect(url_for("networks.lists", network=network))


def _ask(
    network: str, list_id: int, state: ListState, allowed: set[ListState]
) -> ResponseReturnValue:
    one, form = list_or_404(network, list_id), ActForm()
    if form.validate_on_submit():
        if one.state not in allowed:
            flash(CHANGED, "error")
            return redirect(_page(one))
        held = _held(lambda: hold_list(db.session, one, one.state))
        if held is not None:
            ask(held, state, signed_in().actor)
            db.session.commit()
    return redirect(_page(one))


def _held(work: Any) -> Any:
    """What the work gives, committed; None, and said, when the list changed meanwhile."""
    try:
        done = work()
    except SupersededError:
        db.session.rollback()
        flash(CHANGED, "error")
        return None
    db.session.commit()
    return done


def _page(one: MemberList, endpoint: str = "networks.member_list") -> str:
    return url_for(endpoint, network=one.network_slug, list_id=one.id)
