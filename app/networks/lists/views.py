"""A network's lists at the screen: drop one, look at it, apply it, undo it."""

from typing import Any

from flask import abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from app.accounts.actors import shown_actors
from app.accounts.sessions import signed_in
from app.db import db
from app.forms import refuse, text_of
from app.networks.lists.answering import at_once
from app.networks.lists.changing import changing
from app.networks.lists.choices import choose_for_all
from app.networks.lists.deleting import throw_away
from app.networks.lists.dropping import drop_file, drop_left_rows, drop_pasted
from app.networks.lists.foreseeing import foresee
from app.networks.lists.forms import PARTIAL, ActForm, DropForm, RuleForm
from app.networks.lists.keeping import TooManyListsError
from app.networks.lists.matching import is_partial_file, look_of, waiting_words
from app.networks.lists.members import kept_for_their_name
from app.networks.lists.models import WRITTEN, ListState, MemberList, RowOutcome
from app.networks.lists.outdated import is_followed
from app.networks.lists.queries import (
    MOST_NAMED,
    has_file,
    how_many_leave,
    how_many_left_out,
    how_many_lose,
    is_waiting_list,
    list_or_404,
    lists_before,
    lists_page,
    reasons_to_decide,
    rows_asked,
    rows_page,
    unnamed_members,
)
from app.networks.lists.refused import REFUSED, WITH_LEFT_OUT
from app.networks.lists.remarks import reasons_of
from app.networks.lists.turns import SupersededError, ask
from app.networks.lists.wording import (
    STATES,
    changed_fields,
    named_rows,
    row_called,
    told_done,
    told_left,
    told_to_come,
    told_to_write,
    undone_as,
    waits_for,
)
from app.networks.queries import network_or_404
from importers.limits import DROPPED, UnreadableFileError


def lists(network: str) -> ResponseReturnValue:
    """Those dropped so far, and where to drop another."""
    known = network_or_404(network)
    form = DropForm()
    if form.validate_on_submit() and (made := _drop(network, form)):
        return redirect(_page(made, "networks.list_columns"))
    page = lists_page(network, request.args.get("page", 1, int))
    return render_template(
        "networks/lists/lists.html",
        network=known,
        form=form,
        page=page,
        states=STATES,
        who=shown_actors([one.dropped_by for one in page.lists], network=network),
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
            made = drop_file(db.session, network, file, by)
        else:
            made = drop_pasted(db.session, network, pasted, by)
    except (UnreadableFileError, TooManyListsError) as error:
        refuse(form.file if has_file else form.pasted, str(error))
        return None
    made.is_partial = form.extent.data == PARTIAL or is_partial_file(made)
    db.session.commit()
    return made


# Where a list tells which members it does not name.
TELLS_UNNAMED = (ListState.READ, ListState.APPLIED)


def member_list(network: str, list_id: int) -> ResponseReturnValue:
    """What it would do, what it is doing, or what it did."""
    one = list_or_404(network, list_id)
    if one.state is ListState.DROPPED:
        return redirect(_page(one, "networks.list_columns"))
    asked = rows_asked(request.args)
    page = rows_page(one, asked, request.args.get("page", 1, int))
    return render_template(
        "networks/lists/show.html",
        network=one.network,
        one=one,
        page=page,
        asked=asked,
        named_rows=[rows for rows in named_rows(one.state, page.counts) if rows.count],
        row_called=row_called,
        reasons_of=reasons_of,
        undone_as=undone_as,
        changed_fields=changed_fields,
        at_once=at_once if one.state is ListState.READ else None,
        to_come=told_to_come(page.counts),
        to_write=told_to_write(page.counts),
        done=told_done(page.counts),
        left=told_left(page.counts),
        left_out=how_many_left_out(one),
        remarks=look_of(db.session, one).found.remarks if one.state is ListState.READ else (),
        states=STATES,
        reasons=reasons_to_decide(one) if one.state is ListState.READ else {},
        rules={True: RuleForm(), False: RuleForm.of_new_ones()},
        act=ActForm(),
        waiting_words=len(waiting_words(one)),
        waits_for=waits_for(lists_before(one)),
        who=shown_actors([one.dropped_by, one.asked_by], network=network),
        may_apply=any(page.counts.to_come[outcome] for outcome in (*WRITTEN, RowOutcome.GONE)),
        unnamed=unnamed_members(one) if one.state in TELLS_UNNAMED else None,
        for_their_name=kept_for_their_name(db.session, one) if one.state is ListState.READ else (),
        most_named=MOST_NAMED,
        may_delete=is_waiting_list(one),
        may_resume=one.state is ListState.STOPPED and not is_followed(db.session, one),
        has_file=has_file(one),
    )


def progress(network: str, list_id: int) -> ResponseReturnValue:
    """How far the work is, for the page that waits."""
    one = list_or_404(network, list_id)
    answer = jsonify(
        done=one.done,
        of=one.row_count,
        at_work=one.is_at_work,
        state=one.state,
        waiting_words=len(waiting_words(one)),
        waits_for=waits_for(lists_before(one)),
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


def decide_all(network: str, list_id: int) -> ResponseReturnValue:
    """One answer for every row of one doubt."""
    one, form = list_or_404(network, list_id), RuleForm()
    if form.validate_on_submit():
        reason, outcome = text_of(form.reason), RowOutcome(form.outcome.data)
        if choose_for_all(db.session, one, reason, outcome, signed_in().actor):
            flash("C’est noté : la liste est relue avec vos réponses.")
        else:
            flash(NONE_AT_ONCE, "error")
    return redirect(_page(one))


NONE_AT_ONCE = (
    "Aucune de ces lignes n’a une seule structure possible : décidez-en ligne par ligne. Rien n’a"
    " changé."
)


def apply_list(network: str, list_id: int) -> ResponseReturnValue:
    one = _list_in(network, list_id, ListState.READ, ListState.STOPPED)
    if (leaving := how_many_leave(one)) and not _is_confirmed():
        losing = how_many_lose(one)
        return _ask_first(one, "networks.apply_list", leaving=leaving, losing=losing)
    return _ask(one, ListState.APPLYING)


def undo_list(network: str, list_id: int) -> ResponseReturnValue:
    one = _list_in(network, list_id, ListState.APPLIED, ListState.STOPPED)
    if not _is_confirmed():
        return _ask_first(one, "networks.undo_list", foreseen=foresee(db.sessionmaker, one))
    return _ask(one, ListState.UNDOING)


def read_again(network: str, list_id: int) -> ResponseReturnValue:
    """The preview anew, on what the directory says now."""
    return _ask(_list_in(network, list_id, ListState.READ, ListState.DROPPED), ListState.READING)


def stop_list(network: str, list_id: int) -> ResponseReturnValue:
    one, form = _list_in(network, list_id, *STOPS_AT), ActForm()
    if form.validate_on_submit():
        state, told = STOPS_AT[one.state]
        with changing(one, one.state) as held:
            held.state = state
        flash(told)
    return redirect(_page(one))


# Where a list stands once its work is stopped, and what is then said.
STOPS_AT = {
    ListState.READING: (
        ListState.DROPPED,
        "La lecture est arrêtée : rien n’a été écrit dans l’annuaire.",
    ),
    ListState.APPLYING: (
        ListState.STOPPED,
        "L’application est arrêtée. Ce qui est déjà écrit est gardé ; vous pouvez reprendre, ou"
        " annuler.",
    ),
}


def take_up_rows(network: str, list_id: int) -> ResponseReturnValue:
    """The rows that were not written, as a list that completes this one: decided and applied."""
    one, form = _list_in(network, list_id, ListState.APPLIED), ActForm()
    if not form.validate_on_submit():
        return redirect(_page(one))
    outcomes = WITH_LEFT_OUT if "left_out" in request.form else REFUSED
    try:
        made = drop_left_rows(db.session, one, outcomes, signed_in().actor)
    except TooManyListsError as error:
        flash(str(error), "error")
        return redirect(_page(one))
    except UnreadableFileError as error:
        flash(f"{NO_LIST} {error}", "error")
        return redirect(_page(one))
    if made is None:
        flash("Aucune ligne n’est à reprendre.")
        return redirect(_page(one))
    db.session.commit()
    flash("Ces lignes forment une liste à part, qui complète l’autre : la voici.")
    return redirect(_page(made))


NO_LIST = (
    "Ces lignes ne peuvent pas former une liste à part : téléchargez-les, et déposez-les vous-même."
)


def delete_list(network: str, list_id: int) -> ResponseReturnValue:
    """One of which nothing was written."""
    one, form = list_or_404(network, list_id), ActForm()
    if form.validate_on_submit():
        if not is_waiting_list(one):
            abort(404)
        if not _is_confirmed():
            return _ask_first(one, "networks.delete_list")
        with changing(one, one.state) as held:
            throw_away(held, signed_in())
        flash("La liste est supprimée : rien n’en avait été écrit dans l’annuaire.")
    return redirect(url_for("networks.lists", network=network))


def _list_in(network: str, list_id: int, *states: ListState) -> MemberList:
    """Raises SupersededError in any other state: the page that asks it was of an earlier one."""
    one = list_or_404(network, list_id)
    if one.state not in states:
        raise SupersededError
    return one


def _ask(one: MemberList, state: ListState) -> ResponseReturnValue:
    if ActForm().validate_on_submit():
        with changing(one, one.state) as held:
            ask(held, state, signed_in().actor)
    return redirect(_page(one))


def _is_confirmed() -> bool:
    return "confirm" in request.form


def _ask_first(one: MemberList, endpoint: str, **what: Any) -> ResponseReturnValue:
    """What it would do, and whether that is wanted."""
    return render_template(
        "networks/lists/confirm.html", network=one.network, one=one, endpoint=endpoint, **what
    )


def _page(one: MemberList, endpoint: str = "networks.member_list") -> str:
    return url_for(endpoint, network=one.network_slug, list_id=one.id)
