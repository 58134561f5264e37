"""One section of a page: shown, previewed, saved; and what to do when a colleague saved first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.actors import shown_actors
from app.accounts.models import User
from app.accounts.sessions import signed_in
from app.db import db
from app.forms import given_back
from app.structures.facts import MODERATION, STRUCTURE, Origin, read_fact, write_fact
from app.structures.previewing import page_of
from app.structures.queries import edited_supplier, hold_supplier
from app.structures.saving import EditConflictError, Facts, OthersChange, newly_said, save
from app.structures.sections import SECTIONS, Section, SectionForm
from app.structures.steps import next_step
from app.structures.wording import fact_name, in_lines
from domain.models import Supplier


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A fact of which two people say two things: both, in lines of words."""

    name: str
    who: str
    at: datetime
    theirs: tuple[str, ...]
    yours: tuple[str, ...]


def edit(supplier_id: int, section: str) -> ResponseReturnValue:
    asked = SECTIONS.get(section) or abort(404)
    supplier = edited_supplier(supplier_id)
    # "Garder la sienne": what was typed is let go, on purpose.
    is_opened = request.method == "GET" and given_back() is None
    if is_opened or "restart" in request.form:
        return _page(asked, supplier, opened_form(asked, supplier))
    form = asked.form()
    form.supplier = supplier
    if request.method == "GET":
        return _page(asked, supplier, form)
    if form.rework(request.form) or not form.validate():
        return _page(asked, supplier, form)
    if "preview" in request.form:
        return _preview(asked, supplier, form)
    return _save(asked, supplier.id, form)


def opened_form(asked: Section, supplier: Supplier) -> SectionForm:
    """The form as it opens: what the page says now."""
    said = {**asked.read(supplier), "version": supplier.version}
    form = asked.form(formdata=None, data=said)
    form.supplier = supplier
    return form


def _preview(asked: Section, supplier: Supplier, form: SectionForm) -> ResponseReturnValue:
    """The page as it would be: written in this session alone, never in the database."""
    origin = origin_of(signed_in(), supplier)
    with db.session.no_autoflush:
        facts = asked.facts(form, supplier)
        for name in newly_said(supplier, facts, origin):
            write_fact(supplier, name, facts[name], origin)
        answer = _page(asked, supplier, form)
    db.session.rollback()
    return answer


def _save(asked: Section, supplier_id: int, form: SectionForm) -> ResponseReturnValue:
    user = signed_in()
    supplier = hold_supplier(supplier_id)
    facts = asked.facts(form, supplier)
    origin = origin_of(user, supplier)
    try:
        save(supplier_id, facts, form.opened_at, origin, user.actor)
    except EditConflictError as conflict:
        return _choice(asked, edited_supplier(supplier_id), form, facts, conflict.changes)
    return _saved(asked, edited_supplier(supplier_id))


def _saved(asked: Section, supplier: Supplier) -> ResponseReturnValue:
    following = next_step(asked, supplier) if "continue" in request.form else None
    if following is not None:
        return redirect(url_for("structures.edit", supplier_id=supplier.id, section=following.slug))
    flash(f"{asked.title} : c’est enregistré. {_effect(asked, supplier)}")
    return redirect(url_for("structures.dashboard", supplier_id=supplier.id))


def _effect(asked: Section, supplier: Supplier) -> str:
    if not supplier.is_listed:
        return "Les acheteurs le verront dès que votre fiche sera en ligne."
    if asked.is_searched:
        return "Votre fiche est en ligne, et la recherche en tient compte aussitôt."
    return "Votre fiche est en ligne, et à jour."


def _choice(
    asked: Section,
    supplier: Supplier,
    form: SectionForm,
    facts: Facts,
    changes: Iterable[OthersChange],
) -> ResponseReturnValue:
    """Both versions, side by side: the next "Enregistrer" is a choice."""
    form.version.data = str(supplier.version)
    latest = {change.name: change for change in changes}
    names = shown_actors((change.actor for change in latest.values()), supplier.id)
    disagreements = [
        Disagreement(
            fact_name(name),
            names[change.actor],
            change.at,
            in_lines(name, read_fact(supplier, name)),
            in_lines(name, facts[name]),
        )
        for name, change in latest.items()
    ]
    return _page(asked, supplier, form, disagreements), 409


def origin_of(user: User, supplier: Supplier) -> Origin:
    """A structure speaks for itself; a moderator who edits another's page is named as such."""
    edits = any(held.supplier_id == supplier.id for held in user.editorships)
    return Origin.now(STRUCTURE if edits else MODERATION)


def _page(
    asked: Section,
    supplier: Supplier,
    form: SectionForm,
    disagreements: Iterable[Disagreement] = (),
) -> str:
    return render_template(
        "structures/edit.html",
        section=asked,
        supplier=supplier,
        form=form,
        disagreements=disagreements,
        following=next_step(asked, supplier),
        page=page_of(supplier),
        **asked.context(form, supplier),
    )
