"""The second step at the screen: how the file is read, its columns, its words."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.sessions import signed_in
from app.db import db
from app.forms import choice, refuse, text_of
from app.networks.lists.forms import ActForm, ColumnsForm, ReadingForm, WordsForm
from app.networks.lists.matching import (
    Matching,
    matching_of,
    meaning_typed,
    meanings,
    offers,
    settle_words,
    start_matching,
)
from app.networks.lists.models import ListState, MemberList
from app.networks.lists.queries import list_or_404
from app.networks.lists.turns import ask
from domain.text import fold
from importers.choices import ReadingChoices
from importers.column_mapping import COLUMN_FIELDS, ColumnMapping
from importers.limits import UnreadableFileError

WORDS_AT_ONCE = 50
MAY_MATCH = frozenset({ListState.DROPPED, ListState.READ})


def columns(network: str, list_id: int) -> ResponseReturnValue:
    """How the file is read and what each column holds; sent, the list is read whole."""
    one = list_or_404(network, list_id)
    if one.state not in MAY_MATCH:
        return redirect(_page(one, "networks.member_list"))
    try:
        with matching_of(one) as matching:
            return _columns(one, matching)
    except UnreadableFileError as error:
        return render_template(
            "networks/lists/unreadable.html",
            network=one.network,
            one=one,
            why=str(error),
            act=ActForm(),
        )


def _columns(one: MemberList, matching: Matching) -> ResponseReturnValue:
    form, reading = _columns_form(matching), _reading_form(matching)
    if request.method == "POST" and _save_columns(one, matching, form):
        return redirect(_page(one, "networks.member_list"))
    return render_template(
        "networks/lists/columns.html",
        network=one.network,
        one=one,
        matching=matching,
        form=form,
        reading=reading,
        fields=COLUMN_FIELDS,
    )


def _columns_form(matching: Matching) -> ColumnsForm:
    held = [{"title": c.title, "held": matching.held(c) or ""} for c in matching.columns]
    return ColumnsForm(
        data={"columns": held, "one_row_a_service": matching.mapping.one_row_a_service}
    )


def _reading_form(matching: Matching) -> ReadingForm:
    found = matching.found
    form = ReadingForm(
        formdata=None,
        data={
            "encoding": found.encoding,
            "separator": found.separator,
            "sheet": found.sheet,
            "header_line": matching.header_line,
        },
    )
    form.offer(found)
    return form


def _save_columns(one: MemberList, matching: Matching, form: ColumnsForm) -> bool:
    """Whether the list is to be read so; the form then says what is wrong."""
    if not form.validate():
        return False
    if one.format is None:
        said = {fold(entry.title.data): entry.held.data for entry in form.columns}
        titles = tuple(column.title for column in matching.columns)
        mapping = ColumnMapping(
            {title: held for title, held in said.items() if held},
            matching.mapping.meanings,
            bool(form.one_row_a_service.data),
        )
        if (why := _why_not(mapping, titles)) is not None:
            refuse(form.columns, why)
            return False
        one.mapping = mapping.as_json()
    ask(one, ListState.READING, signed_in().actor)
    db.session.commit()
    return True


def _why_not(mapping: ColumnMapping, titles: tuple[str, ...]) -> str | None:
    for held, columns in mapping.repeated(titles).items():
        return (
            f"Plusieurs colonnes contiennent « {COLUMN_FIELDS[held]} » : {', '.join(columns)}."
            " Gardez-en une."
        )
    try:
        mapping.columns(titles)
    except UnreadableFileError as error:
        return str(error)
    return None


def reading(network: str, list_id: int) -> ResponseReturnValue:
    """Read the file in another way: its columns are then matched anew."""
    one, form = list_or_404(network, list_id), ReadingForm()
    before = one.choices
    if one.state in MAY_MATCH and _may_read(one, form):
        chosen = {name: field.data for name, field in form._fields.items() if name in _CHOICES}
        chosen = {name: value for name, value in chosen.items() if value not in (None, "")}
        one.choices = ReadingChoices(**chosen).as_json()
        try:
            start_matching(db.session, one)
        except UnreadableFileError as error:
            one.choices = before
            flash(f"{error} La lecture d’avant est gardée.", "error")
        one.state = ListState.DROPPED
        db.session.commit()
    return redirect(_page(one, "networks.list_columns"))


_CHOICES = ("encoding", "separator", "sheet", "header_line")


def _may_read(one: MemberList, form: ReadingForm) -> bool:
    try:
        with matching_of(one) as matching:
            form.offer(matching.found)
    except UnreadableFileError:
        for name in ("encoding", "separator", "sheet"):
            del form[name]
    return bool(form.validate())


def words(network: str, list_id: int) -> ResponseReturnValue:
    """Each of the words that match nothing, once, with what it may mean in every row."""
    one = list_or_404(network, list_id)
    if one.state is not ListState.READ:
        return redirect(_page(one, "networks.member_list"))
    shown = one.words[:WORDS_AT_ONCE]
    form = _words_form(shown)
    if form.validate_on_submit() and (said := _said(form)) is not None:
        if settle_words(one, said):
            ask(one, ListState.READING, signed_in().actor)
        db.session.commit()
        return redirect(_page(one, "networks.member_list"))
    return render_template(
        "networks/lists/words.html",
        network=one.network,
        one=one,
        form=form,
        shown=shown,
        meanings=meanings().values(),
        left=len(one.words) - len(shown),
    )


def _words_form(shown: list[dict[str, object]]) -> WordsForm:
    form = WordsForm(data={"each": [{"words": word["words"]} for word in shown]})
    for entry, word in zip(form.each.entries, shown, strict=False):
        meaning: Any = entry.meaning
        meaning.choices = [choice(m, label) for m, label in offers(word)]
    return form


def _said(form: WordsForm) -> dict[str, str] | None:
    """Words → meaning; None when something typed is no meaning."""
    said, wrong = {}, False
    for entry in form.each:
        typed = text_of(entry.other).strip()
        meaning = meaning_typed(typed) if typed else text_of(entry.meaning)
        if typed and meaning is None:
            refuse(entry.other, "Choisissez dans la liste proposée.")
            wrong = True
        elif meaning:
            said[text_of(entry.words)] = meaning
    return None if wrong else said


def _page(one: MemberList, endpoint: str) -> str:
    return url_for(endpoint, network=one.network_slug, list_id=one.id)
