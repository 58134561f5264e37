"""Synonyms that this directory adds to the taxonomy."""

from collections.abc import Iterator

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.accounts.sessions import signed_in
from app.administration.effects import (
    Effect,
    effect_of,
    effect_of_removing,
    suppliers_concerned,
)
from app.administration.forms import SynonymForm
from app.administration.noting import note_change
from app.db import db
from app.forms import refuse, text_of
from domain.models import Synonym, enqueue
from domain.synonyms import follow_synonyms
from domain.taxonomy import taxonomy
from search.french import STOP_WORDS, parse
from search.french import words as read_words
from search.understanding import form_of

# Of a search, or of a page: nobody looks for a trade with them.
SIGNS = frozenset('"“”«»<>{}[]|=;')


def words() -> ResponseReturnValue:
    """The list, and a form: its effect is shown before the word is added."""
    form = SynonymForm()
    form.offer_services()
    effect = None
    if form.validate_on_submit() and _is_new(form):
        typed, service = text_of(form.words), text_of(form.service)
        if request.form.get("add") == _seal(typed, service) and _added(typed, service):
            return redirect(url_for("administration.words"))
        effect = effect_of(typed, service)
    return _page(form, effect)


def _seal(typed: str, service: str) -> str:
    """Tells a synonym from any other: what is saved is what was seen."""
    return f"{typed}|{service}"


def _is_new(form: SynonymForm) -> bool:
    """Whether it is made of words, that do not name the service already."""
    typed, service = text_of(form.words), text_of(form.service)
    if fault := fault_of(typed):
        refuse(form.words, fault)
    elif any(known.id == service for known in taxonomy().services_for(typed)):
        refuse(form.words, "Ce mot désigne déjà ce service.")
    return not form.words.errors


def fault_of(typed: str) -> str:
    """Why no search would read it as words; "" when one does."""
    is_worded = read_words(typed) and not parse(typed).excluded and not SIGNS & set(typed)
    if not is_worded or typed.startswith("-"):
        return "Écrivez un mot, ou quelques-uns, sans guillemets ni signes."
    if not any(map(str.isalpha, typed)):
        return "Écrivez au moins une lettre."
    if STOP_WORDS.issuperset(read_words(typed)) or not form_of(typed):
        return "Ce mot est dans toutes les phrases : une recherche ne le lit pas."
    return ""


def _added(typed: str, service: str) -> bool:
    """False when somebody has just added it."""
    db.session.add(Synonym(words=typed, service=service, added_by=signed_in().actor))
    try:
        _told(typed, service, "ajouté pour")
    except IntegrityError:
        db.session.rollback()
        return False
    flash(f"« {typed} » est ajouté. Les recherches en tiennent compte dans quelques secondes.")
    return True


def remove(synonym_id: int) -> ResponseReturnValue:
    """What it changes, then, once seen, the word taken back."""
    known = db.session.get(Synonym, synonym_id) or abort(404)
    seal = _seal(known.words, known.service)
    if request.form.get("remove") != seal:
        return _removal(known, seal)
    db.session.delete(known)
    _told(known.words, known.service, "retiré de")
    flash(f"« {known.words} » est retiré.")
    return redirect(url_for("administration.words"))


def _removal(known: Synonym, seal: str) -> str:
    return render_template(
        "administration/word_removal.html",
        words=known.words,
        label=_label(known.service),
        seal=seal,
        effect=effect_of_removing(known.words, known.service),
    )


def _told(typed: str, service: str, verb: str) -> None:
    """With the suppliers whose document changes, in one transaction; this process knows at once."""
    note_change(f"synonym {typed}", f"{verb} {_label(service)}")
    db.session.flush()
    enqueue(db.session, suppliers_concerned(typed, service))
    db.session.commit()
    follow_synonyms(db.session)


def _label(service: str) -> str:
    known = taxonomy().services.get(service)
    return known.label if known else service


def _page(form: SynonymForm, effect: Effect | None) -> str:
    seal = _seal(text_of(form.words), text_of(form.service))
    return render_template(
        "administration/words.html",
        form=form,
        effect=effect,
        seal=seal,
        is_other=request.form.get("add", seal) != seal,
        synonyms=list(_lines()),
    )


def _lines() -> Iterator[tuple[Synonym, str]]:
    for known in db.session.scalars(select(Synonym).order_by(Synonym.words)):
        yield known, _label(known.service)
