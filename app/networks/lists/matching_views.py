"""The second step at the screen: how the file is read, its columns, its words."""

from dataclasses import replace
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.sessions import signed_in
from app.db import db
from app.forms import choice, refuse, text_of
from app.networks.lists.changing import changing
from app.networks.lists.forms import (
    PARTIAL,
    WHOLE,
    ActForm,
    ColumnsForm,
    ReadingForm,
    WordsForm,
    encoding_label,
)
from app.networks.lists.matching import (
    Look,
    answer_to,
    format_label,
    look_again,
    look_of,
    match_by_hand,
    meaning_typed,
    meanings,
    offers,
    settle_words,
    take_up,
    unknown_typed,
    waiting_words,
)
from app.networks.lists.models import ListState, MemberList
from app.networks.lists.queries import is_file_read_before, is_waiting_list, list_or_404
from app.networks.lists.turns import SupersededError, ask
from app.paging import page_within
from domain.text import fold
from importers.choices import ReadingChoices
from importers.column_mapping import COLUMN_FIELDS, ColumnMapping, meaning_label
from importers.limits import UnreadableFileError
from importers.suggesting import suggestions
from importers.tally import MOST_WORDS

BY_HAND = "by_hand"
WORDS_AT_ONCE = 50
MAY_MATCH = frozenset({ListState.DROPPED, ListState.READ})


def columns(network: str, list_id: int) -> ResponseReturnValue:
    """How the file is read and what each column holds; sent, the list is read whole."""
    one = list_or_404(network, list_id)
    if one.state not in MAY_MATCH:
        return redirect(_page(one, "networks.member_list"))
    try:
        look = look_of(db.session, one)
    except UnreadableFileError as error:
        return render_template(
            "networks/lists/unreadable.html",
            network=one.network,
            one=one,
            why=str(error),
            act=ActForm(),
        )
    return _match_by_hand(one, look) if BY_HAND in request.form else _columns(one, look)


def _columns(one: MemberList, look: Look) -> ResponseReturnValue:
    form = _columns_form(one, look)
    if form.validate_on_submit() and _save_columns(one, look, form):
        return redirect(_page(one, "networks.member_list"))
    return render_template(
        "networks/lists/columns.html",
        network=one.network,
        one=one,
        look=look,
        format_label=format_label(one),
        encoding=encoding_label(look.found.encoding),
        form=form,
        reading=_reading_form(one, look),
        by_hand=BY_HAND,
        may_delete=is_waiting_list(one),
    )


def _match_by_hand(one: MemberList, look: Look) -> ResponseReturnValue:
    """The columns of a list known by its titles, to be matched all the same."""
    if ActForm().validate_on_submit():
        with changing(one, one.state) as held:
            match_by_hand(held, look)
            ask(held, ListState.DROPPED, signed_in().actor)
    return redirect(_page(one, "networks.list_columns"))


def _columns_form(one: MemberList, look: Look) -> ColumnsForm:
    """Raises SupersededError when what is sent is of other columns: the file is read otherwise."""
    mapping = ColumnMapping.from_json(one.mapping) if one.mapping else look.mapping
    titles = () if format_label(one) else look.titles
    held = [{"title": t, "held": mapping.fields.get(fold(t), "")} for t in titles]
    form = ColumnsForm(data={"columns": held, "one_row_a_service": mapping.one_row_a_service})
    if [fold(text_of(entry.title)) for entry in form.columns] != [fold(t) for t in titles]:
        raise SupersededError
    return form


def _reading_form(one: MemberList, look: Look) -> ReadingForm:
    """Another sheet of a file that was read already completes the one before."""
    found = look.found
    form = ReadingForm(
        formdata=None,
        data={
            "encoding": found.encoding,
            "separator": found.separator,
            "sheet": found.sheet,
            "extent": PARTIAL if one.is_partial or is_file_read_before(one) else WHOLE,
            "header_line": look.header_line,
        },
    )
    form.offer(found)
    return form


def _save_columns(one: MemberList, look: Look, form: ColumnsForm) -> bool:
    """Whether the list is to be read so; the form then says what is wrong."""
    mapping = None
    if format_label(one) is None:
        mapping = _mapping(one, form)
        if (why := _why_not(mapping, look.titles)) is not None:
            refuse(form.columns, why)
            return False
    with changing(one, one.state) as held:
        held.mapping = mapping.as_json() if mapping else None
        ask(held, ListState.READING, signed_in().actor)
    return True


def _mapping(one: MemberList, form: ColumnsForm) -> ColumnMapping:
    mapping = ColumnMapping.from_json(one.mapping or {})
    for entry in form.columns:
        mapping = mapping.with_field(entry.title.data, entry.held.data)
    return replace(mapping, one_row_a_service=bool(form.one_row_a_service.data))


def _why_not(mapping: ColumnMapping, titles: tuple[str, ...]) -> str | None:
    for held, columns in mapping.repeated(titles).items():
        return (
            f"Plusieurs colonnes contiennent « {COLUMN_FIELDS[held]} » : {', '.join(columns)}."
            " Gardez-en une, et choisissez « Rien à retenir » pour les autres."
        )
    try:
        mapping.columns(titles)
    except UnreadableFileError as error:
        return str(error)
    return None


def reading(network: str, list_id: int) -> ResponseReturnValue:
    """Read the file in another way: its columns are then matched anew."""
    one, form = list_or_404(network, list_id), ReadingForm()
    if one.state not in MAY_MATCH:
        raise SupersededError
    if _may_read(one, form):
        try:
            _read_otherwise(one, form)
        except UnreadableFileError as error:
            flash(f"{error} La lecture d’avant est gardée.", "error")
    for wrong in form.wrong:
        flash(f"{wrong.field.label.text} : {wrong.field.errors[0]}", "error")
    return redirect(_page(one, "networks.list_columns"))


def _read_otherwise(one: MemberList, form: ReadingForm) -> None:
    """Raises UnreadableFileError, and SupersededError: reading takes a while."""
    state, choices = one.state, _of_its_sheet(one, form.choices)
    look = look_again(db.session, one, choices)
    with changing(one, state) as held:
        held.choices = choices.as_json()
        if form.extent and form.extent.data:
            held.is_partial = form.extent.data == PARTIAL
        take_up(held, look)
        ask(held, ListState.DROPPED, signed_in().actor)


def _of_its_sheet(one: MemberList, choices: ReadingChoices) -> ReadingChoices:
    """The line of the titles, left as it was, is that of the sheet read until now."""
    look = look_of(db.session, one)
    is_another = choices.sheet not in (None, look.found.sheet)
    is_left = is_another and choices.header_line == look.header_line
    return replace(choices, header_line=None) if is_left else choices


def _may_read(one: MemberList, form: ReadingForm) -> bool:
    try:
        form.offer(look_of(db.session, one).found)
    except UnreadableFileError:
        for name in ("encoding", "separator", "sheet", "extent"):
            del form[name]
    return bool(form.validate())


def words(network: str, list_id: int) -> ResponseReturnValue:
    """Each of the words that match nothing, once, with what it may mean in every row.

    Those that were answered come after: an answer may be changed.
    """
    one = list_or_404(network, list_id)
    if one.state is not ListState.READ:
        return redirect(_page(one, "networks.member_list"))
    asked = request.args.get("page", 1, int)
    number, last = page_within(asked, len(one.words), WORDS_AT_ONCE)
    shown = one.words[(number - 1) * WORDS_AT_ONCE :][:WORDS_AT_ONCE]
    form, waiting = _words_form(one, shown), waiting_words(one)
    if form.validate_on_submit() and (said := _said(form)) is not None:
        _settle(one, said)
        return redirect(_page(one, "networks.member_list"))
    form.call_wrong()
    return render_template(
        "networks/lists/words.html",
        network=one.network,
        one=one,
        form=form,
        **_asked(shown, form),
        are_answers_after=len(one.words) > len(waiting),
        meanings=meanings().values(),
        number=number,
        last=last,
        are_all_told=len(waiting) < MOST_WORDS,
    )


def _asked(shown: list[dict[str, Any]], form: WordsForm) -> dict[str, list[Any]]:
    """Those that wait and those that were answered, each with its part of the form."""
    each = list(zip(shown, form.each, strict=False))
    return {
        "waiting": [(word, entry) for word, entry in each if answer_to(word) is None],
        "answered": [(word, entry) for word, entry in each if answer_to(word)],
    }


def _settle(one: MemberList, said: dict[str, str]) -> None:
    """An answer sent as it was is not one more."""
    before = ColumnMapping.from_json(one.mapping or {}).meanings
    said = {words: m for words, m in said.items() if m != before.get(fold(words))}
    if not said:
        return
    with changing(one, ListState.READ) as held:
        settle_words(held, said)
        ask(held, ListState.READING, signed_in().actor)


def _words_form(one: MemberList, shown: list[dict[str, Any]]) -> WordsForm:
    each = [{"words": word["words"], "meaning": answer_to(word)} for word in shown]
    form = WordsForm(data={"each": each})
    known = {word["words"]: word for word in one.words}
    for entry in form.each:
        word = known.get(text_of(entry.words))  # None: another reading no longer says it
        meaning: Any = entry.meaning
        meaning.choices = [choice(m, label) for m, label in offers(word)] if word else []
    return form


def _said(form: WordsForm) -> dict[str, str] | None:
    """Words → meaning; None when something typed is no meaning."""
    said, wrong = {}, False
    for entry in form.each:
        typed = text_of(entry.other).strip()
        meaning = meaning_typed(typed) if typed else text_of(entry.meaning)
        if typed and meaning is None:
            refuse(entry.other, _not_known(unknown_typed(typed)))
            wrong = True
        elif meaning:
            said[text_of(entry.words)] = meaning
    return None if wrong else said


def _not_known(typed: str) -> str:
    near = " ou ".join(f"« {meaning_label(s.meaning)} »" for s in suggestions("any", typed))
    example = f", par exemple {near}" if near else ""
    return f"« {typed[:40]} » n’est pas dans la liste proposée : choisissez-y{example}."


def _page(one: MemberList, endpoint: str) -> str:
    return url_for(endpoint, network=one.network_slug, list_id=one.id)
