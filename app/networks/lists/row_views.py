"""One row at the screen: what the file says, what the directory says, and why; corrected here."""

from collections.abc import Sequence

from flask import (
    Response,
    abort,
    flash,
    redirect,
    render_template,
    request,
    stream_with_context,
    url_for,
)
from flask.typing import ResponseReturnValue

from app.accounts.actors import shown_actor
from app.accounts.sessions import signed_in
from app.db import db
from app.forms import refuse, text_of
from app.networks.lists.answering import (
    answered,
    at_once,
    choice_form,
    has_to_be_asked,
    is_settled,
)
from app.networks.lists.changing import AT_WORK, CHANGED, OPEN_AGAIN
from app.networks.lists.choices import choose, correct, read_joined
from app.networks.lists.comparing import Compared, compared
from app.networks.lists.forms import ChoiceForm, RowForm, cells_of
from app.networks.lists.keeping import pieces_of
from app.networks.lists.models import ListRow, ListState, MemberList, RowOutcome, is_left_out
from app.networks.lists.queries import (
    candidates_of,
    has_file,
    list_or_404,
    neighbours,
    next_to_decide,
    row_of,
    rows_asked,
)
from app.networks.lists.refused import refused_rows
from app.networks.lists.remarks import by_gravity, remark_told
from app.networks.lists.showing import page_changed, shown_changes
from app.networks.lists.turns import SupersededError, hold_list
from app.networks.lists.wording import (
    STAGES,
    changes_title,
    field_name,
    row_called,
    spares_parts,
    undone_as,
)
from domain.models import Supplier
from importers.facts import RowFacts
from importers.headers import ranks_beside
from importers.limits import UnreadableFileError


def row(network: str, list_id: int, row_id: int) -> ResponseReturnValue:
    one = list_or_404(network, list_id)
    return _show(one, row_of(one, row_id))


def _show(
    one: MemberList, shown: ListRow, form: RowForm | None = None, status: int = 200
) -> ResponseReturnValue:
    before, after = neighbours(one, shown)
    candidates = candidates_of(shown) if one.state is ListState.READ else []
    titles, form = _titles(one, shown), form or RowForm.of(_filled(one, shown))
    form.call(titles)
    page = render_template(
        "networks/lists/row.html",
        network=one.network,
        one=one,
        row=shown,
        titles=titles,
        beside=ranks_beside(titles),
        form=form,
        choice=choice_form(shown),
        at_once=at_once(shown),
        is_asked=has_to_be_asked(shown),
        is_settled=is_settled(shown),
        candidates=candidates,
        compared=_compared(one, shown, [supplier for supplier, _ in candidates]),
        before=before,
        after=after,
        row_called=row_called,
        who=shown_actor(shown.chosen_by, one.network_slug) if shown.chosen_by else None,
        undone_as=undone_as,
        spares_parts=spares_parts(shown),
        by_gravity=by_gravity,
        remark_told=remark_told,
        changes_title=changes_title(one, shown),
        changes=shown_changes(shown, one.source),
        is_of_page=page_changed(shown) is not None,
        stages=STAGES,
        field_name=field_name,
        may_change=one.state is ListState.READ,
    )
    return page, status


def _compared(one: MemberList, shown: ListRow, suppliers: Sequence[Supplier]) -> Sequence[Compared]:
    """Beside whom it may be; nothing when there is nobody, or when it can be read no more."""
    try:
        said = read_joined(db.session, one, shown) if suppliers else None
    except UnreadableFileError:
        said = None
    return compared(said, suppliers, one.source) if isinstance(said, RowFacts) else ()


def _titles(one: MemberList, shown: ListRow) -> list[str]:
    """One a cell; a row longer than the header has cells without a title."""
    titles = [str(title) for title in one.header.get("titles", [])]
    beyond = range(len(titles), len(shown.said))
    return [*titles, *(f"Colonne {rank + 1}" for rank in beyond)]


def _filled(one: MemberList, shown: ListRow) -> list[str]:
    titles = _titles(one, shown)
    return [*shown.said, *[""] * (len(titles) - len(shown.said))]


def correct_row(network: str, list_id: int, row_id: int) -> ResponseReturnValue:
    one = list_or_404(network, list_id)
    mended, form = row_of(one, row_id), RowForm()
    if mended.line is None or not form.validate():
        return _show(one, mended, form, 422)
    try:
        hold_list(db.session, one, ListState.READ)
        db.session.refresh(mended)
        if not form.merge(mended.said):
            db.session.rollback()
            return _show(one, mended, form, 409)
        correct(db.session, one, mended, cells_of(form, mended.said), signed_in().actor)
    except (SupersededError, UnreadableFileError) as error:
        db.session.rollback()
        refuse(form.cells, str(error) or (AT_WORK if one.is_at_work else f"{CHANGED} {OPEN_AGAIN}"))
        return _show(one, mended, form, 409)
    db.session.commit()
    told = "La ligne est corrigée dans cet import ; votre fichier n’a pas changé."
    if one.is_at_work:
        flash(f"{told} La liste est relue : cette ligne et d’autres se lisent ensemble.")
        return redirect(_list_page(one))
    flash(told)
    return redirect(_page(one, mended))


def choose_row(network: str, list_id: int, row_id: int) -> ResponseReturnValue:
    """Which structure the row is, or whether it counts; answered on its page, or on the list's.

    Raises SupersededError.
    """
    one, form = list_or_404(network, list_id), ChoiceForm()
    is_answered = form.validate_on_submit()
    if is_answered:  # what a colleague corrects meanwhile is what the answer is about
        hold_list(db.session, one, ListState.READ)
    chosen = row_of(one, row_id)
    was_doubtful = chosen.outcome is RowOutcome.DOUBTFUL
    if is_answered:
        try:
            said = answered(chosen, text_of(form.choice))
            choose(db.session, one, chosen, said, signed_in().actor)
        except UnreadableFileError:
            db.session.rollback()
            flash(f"{CHANGED} {OPEN_AGAIN}", "error")
            return redirect(_page(one, chosen))
        db.session.commit()
        if one.is_at_work:
            flash(f"{_told(one, chosen)} La liste est relue : d’autres lignes en dépendent.")
            return redirect(_list_page(one))
        if not _is_of_list():
            flash(_told(one, chosen))
            return redirect(_next_page(one, chosen, was_doubtful=was_doubtful))
    return redirect(_among_others(one, chosen) if _is_of_list() else _page(one, chosen))


def _told(one: MemberList, chosen: ListRow) -> str:
    if is_left_out(chosen.choice) and one.joins_rows:
        return (
            f"La ligne {chosen.line} (« {chosen.name} ») est laissée de côté : rien de ce qu’elle"
            " dit ne sera écrit. Les autres lignes de la structure, s’il y en a, comptent toujours."
        )
    if chosen.outcome is RowOutcome.SKIPPED:
        return f"« {chosen.name} » est laissée de côté : rien n’en sera écrit."
    return f"C’est noté pour « {chosen.name} »."


def _next_page(one: MemberList, chosen: ListRow, *, was_doubtful: bool) -> str:
    """Once a doubt is decided, the next one; when it was the last, the list."""
    if not was_doubtful or chosen.outcome is RowOutcome.DOUBTFUL:
        return _page(one, chosen)
    following = next_to_decide(one, chosen)
    return _page(one, following) if following else _list_page(one)


def _list_page(one: MemberList) -> str:
    return url_for("networks.member_list", network=one.network_slug, list_id=one.id)


def _is_of_list() -> bool:
    return "liste" in request.args


def _among_others(one: MemberList, row: ListRow) -> str:
    """The page of the list that it was answered on, where the row stays though it changed."""
    return url_for(
        "networks.member_list",
        network=one.network_slug,
        list_id=one.id,
        page=request.args.get("page", None, int),
        touchee=row.id,
        **rows_asked(request.args).as_args,
        _anchor=f"ligne-{row.id}",
    )


def download_refused(network: str, list_id: int) -> ResponseReturnValue:
    """The rows that were not written, with why, to correct in a spreadsheet and drop again."""
    one = list_or_404(network, list_id)
    lines = (line.encode() for line in refused_rows(db.session, one))
    return _download(Response(stream_with_context(lines), mimetype="text/csv"), "a-corriger.csv")


def download_file(network: str, list_id: int) -> ResponseReturnValue:
    """The file as it was dropped."""
    one = list_or_404(network, list_id)
    if not has_file(one):
        abort(404)
    pieces = pieces_of(db.session, one.id)
    answer = Response(stream_with_context(pieces), mimetype="application/octet-stream")
    return _download(answer, one.filename)


def _download(answer: Response, filename: str) -> Response:
    answer.headers.set("Content-Disposition", "attachment", filename=filename)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _page(one: MemberList, row: ListRow) -> str:
    return url_for("networks.list_row", network=one.network_slug, list_id=one.id, row_id=row.id)
