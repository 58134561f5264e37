"""A network's program drops a list, follows it, applies it, undoes it: as its managers would."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from flask import abort, jsonify, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from app.accounts.models import User
from app.api.answering import problem
from app.api.asking import number_said, one_of, page_asked, said_yes
from app.api.keys import holder_of
from app.api.letters import tell_columns_wait
from app.db import db
from app.limits import is_counted, may_write_with
from app.networks.lists.changing import changing
from app.networks.lists.counting import Counts, counts_apart
from app.networks.lists.deleting import throw_away
from app.networks.lists.dropping import drop_file
from app.networks.lists.keeping import TooManyListsError
from app.networks.lists.matching import is_partial_file, look_of, waiting_words
from app.networks.lists.models import ListRow, ListState, MemberList, RowOutcome
from app.networks.lists.queries import (
    how_many_leave,
    is_waiting_list,
    list_or_404,
    lists_page,
    mapping_said_of,
    rows_asked,
    rows_page,
)
from app.networks.lists.remarks import reasons_of
from app.networks.lists.turns import SupersededError, ask
from app.networks.lists.wording import undone_as
from app.templating import counted
from importers.choices import ReadingChoices
from importers.limits import UnreadableFileError

View = Callable[..., ResponseReturnValue]
WRITTEN = (RowOutcome.CREATED, RowOutcome.UPDATED, RowOutcome.GONE)


def with_key(view: View) -> View:
    """`view` is told the network, and for whom the program acts."""

    @wraps(view)
    def asked(network: str, **values: int) -> ResponseReturnValue:
        scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
        user = holder_of(secret, network) if scheme.lower() == "bearer" and secret else None
        if user is None:
            return *problem(401, NO_KEY), {"WWW-Authenticate": "Bearer"}
        if is_counted() and not may_write_with(secret):
            abort(429)
        return view(network, user, **values)

    return asked


NO_KEY = (
    "Cette adresse demande une clé du réseau, dans l’en-tête « Authorization: Bearer … ». Ses"
    " responsables en créent une sur la page « Clés d’accès » ; celle d’une personne qui ne gère"
    " plus le réseau ne vaut plus."
)


@with_key
def lists(network: str, _user: User) -> ResponseReturnValue:
    """The latest first."""
    asked = page_asked(request.args)
    page = lists_page(network, asked)
    told = [_named(one) for one in page.lists] if asked <= page.last else []
    return jsonify(lists=told, page=asked, pages=page.last)


@with_key
def drop(network: str, user: User) -> ResponseReturnValue:
    """It is read at once when its columns are known: by its titles, or by a person before."""
    file = request.files.get("fichier")
    if file is None or not file.filename:
        return problem(400, "Envoyez votre liste dans le champ « fichier » d’un formulaire.")
    completes = said_yes(request.form, "complement")
    choices = ReadingChoices(sheet=request.form.get("feuille") or None)
    try:
        made = drop_file(db.session, network, file, user.actor, choices)
    except UnreadableFileError as error:
        return problem(422, str(error))
    except TooManyListsError as error:
        return problem(409, str(error))
    made.is_partial = completes or is_partial_file(made)
    if _settle_columns(made):
        ask(made, ListState.READING, user.actor)
    else:
        tell_columns_wait(made, user)
    db.session.commit()
    return _told(made, 201)


def _settle_columns(one: MemberList) -> bool:
    """Whether they are: by titles that are known, or as a person has matched these very ones.

    Nobody looks at a guess made of other lists, which may show what was to be left aside.
    """
    if one.mapping is None:
        return True
    said = mapping_said_of(one.network_slug, one.header["titles"])
    if said is not None:
        one.mapping = {**said, "meanings": one.mapping["meanings"]}
    return said is not None


@with_key
def member_list(network: str, _user: User, list_id: int) -> ResponseReturnValue:
    return _told(list_or_404(network, list_id))


@with_key
def rows(network: str, _user: User, list_id: int) -> ResponseReturnValue:
    """Those of an outcome ("lignes"), with a remark ("remarques=oui"), else all."""
    one, asked = list_or_404(network, list_id), page_asked(request.args)
    said_yes(request.args, "remarques")
    one_of(request.args, "lignes", [outcome.value for outcome in RowOutcome])
    found = rows_page(one, rows_asked(request.args), asked)
    titles = one.header.get("titles") or []
    told = [_row(row, titles) for row in found.rows] if asked <= found.last else []
    return jsonify(rows=told, page=asked, pages=found.last)


def not_found(_error: NotFound) -> ResponseReturnValue:
    return problem(404, "Cette liste n’existe pas dans ce réseau.")


@with_key
def apply(network: str, user: User, list_id: int) -> ResponseReturnValue:
    """`partants` says how many members leave with it: none leaves unsaid."""
    one = _list_in(network, list_id, ListState.READ, ListState.STOPPED)
    said = number_said(request.form, "partants", 0)
    with changing(one, one.state) as held:
        if (leaving := how_many_leave(held)) != said:
            raise SupersededError(_leaving(leaving))
        ask(held, ListState.APPLYING, user.actor)
    return _told(one, 202)


def _leaving(members: int) -> str:
    leave = counted(
        members,
        "membre n’est plus dans cette liste et quitterait le réseau",
        "membres ne sont plus dans cette liste et quitteraient le réseau",
    )
    return f"{leave} : pour l’appliquer, dites-le par « partants={members} »."


@with_key
def undo(network: str, user: User, list_id: int) -> ResponseReturnValue:
    one = _list_in(network, list_id, ListState.APPLIED, ListState.STOPPED)
    return _ask(one, ListState.UNDOING, user)


@with_key
def read_again(network: str, user: User, list_id: int) -> ResponseReturnValue:
    """On what the directory says now, since another list was applied."""
    return _ask(_list_in(network, list_id, ListState.READ), ListState.READING, user)


@with_key
def delete(network: str, user: User, list_id: int) -> ResponseReturnValue:
    """One of which nothing was written."""
    one = list_or_404(network, list_id)
    if not is_waiting_list(one):
        raise SupersededError("Cette liste a été appliquée, ou l’est en ce moment : elle reste.")
    with changing(one, one.state) as held:
        throw_away(held, user)
    return "", 204


def _list_in(network: str, list_id: int, *states: ListState) -> MemberList:
    one = list_or_404(network, list_id)
    if one.state not in states:
        wanted = " ou ".join(f"« {state.value} »" for state in states)
        raise SupersededError(
            f"Cette liste est dans l’état « {one.state.value} » : attendez qu’elle soit {wanted}."
        )
    return one


def _ask(one: MemberList, state: ListState, user: User) -> ResponseReturnValue:
    """The worker does it: the address of the list tells how far it is."""
    with changing(one, one.state) as held:
        ask(held, state, user.actor)
    return _told(one, 202)


def superseded(error: SupersededError) -> ResponseReturnValue:
    db.session.rollback()
    return problem(409, str(error) or "La liste a changé entre-temps : rien n’a été fait.")


def _told(one: MemberList, status: int = 200) -> ResponseReturnValue:
    counts = counts_apart(db.session, one.id)
    answer = jsonify(
        **_named(one),
        rows=one.row_count,
        done=one.done,
        problem=one.problem,
        unknown_words=len(waiting_words(one)),
        remarks=look_of(db.session, one).found.remarks,
        leaving=how_many_leave(one),
        outcomes=_counted(counts.all),
        written=_counted(_written(counts)),
        to_come=_counted(counts.to_come),
        kept=_counted(counts.spared),
    )
    if status == 201:
        answer.headers["Location"] = url_for(
            "api.member_list", network=one.network_slug, list_id=one.id
        )
    return answer, status


def _written(counts: Counts) -> dict[RowOutcome, int]:
    """The rows of which something was: of those in conflict, what was not."""
    done = {outcome: counts.written[outcome] for outcome in WRITTEN}
    return done | {RowOutcome.CONFLICT: counts.partly_written}


def _counted(rows: Mapping[RowOutcome, int]) -> dict[str, int]:
    return {outcome.value: count for outcome, count in rows.items() if count}


def _named(one: MemberList) -> dict[str, Any]:
    """`page` is where a person matches its columns, answers and corrects."""
    return {
        "id": one.id,
        "file": one.filename,
        "page": url_for("networks.member_list", network=one.network_slug, list_id=one.id),
        "dropped_at": one.dropped_at.isoformat(),
        "applied_at": one.applied_at.isoformat() if one.applied_at else None,
        "completes": one.is_partial,
        "state": one.state.value,
    }


def _row(row: ListRow, titles: list[str]) -> dict[str, Any]:
    return {
        "id": row.id,
        "line": row.line,
        "name": row.name,
        "outcome": row.outcome.value,
        "is_written": row.is_applied and row.after is not None,
        "undone": undone_as(row) if row.is_undone else None,
        "supplier": row.supplier_id,
        "changes": list(row.changes),
        "remarks": reasons_of(row, titles),
    }
