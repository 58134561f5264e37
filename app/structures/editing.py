"""One section of a page: shown, previewed, saved; and what to do when a colleague saved first."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.models import User
from app.accounts.sessions import person
from app.db import db
from app.directory.presenters.supplier import present_supplier
from app.directory.queries import public_contacts
from app.structures.facts import MODERATION, STRUCTURE, Origin, write_fact
from app.structures.queries import edited_supplier
from app.structures.saving import EditConflictError, Facts, OthersChange, save
from app.structures.sections import SECTIONS, Section, SectionForm
from domain.models import Supplier


def edit(supplier_id: int, section: str) -> ResponseReturnValue:
    asked = SECTIONS.get(section) or abort(404)
    supplier = edited_supplier(supplier_id)
    # "Reprendre la sienne": what was typed is let go, on purpose.
    if request.method == "GET" or "restart" in request.form:
        form = asked.form(formdata=None, data={**asked.read(supplier), "version": supplier.version})
        return _page(asked, supplier, form)
    form = asked.form()
    if not form.validate() or "preview" in request.form:
        return _page(asked, supplier, form)
    return _save(asked, supplier, form)


def _save(asked: Section, supplier: Supplier, form: SectionForm) -> ResponseReturnValue:
    user = _signed_in()
    try:
        save(
            supplier.id,
            asked.facts(form, supplier),
            form.opened_at,
            origin_of(user, supplier),
            user.actor,
        )
    except EditConflictError as conflict:
        # Seen both: the next "Enregistrer" is a choice.
        form.version.data = str(supplier.version)
        return _page(asked, supplier, form, conflict.changes)
    flash(f"{asked.title} : c’est enregistré. La recherche en tient compte aussitôt.")
    return redirect(url_for("structures.dashboard", supplier_id=supplier.id))


def _signed_in() -> User:
    """Who saves: the gate let nobody else through."""
    user = person()
    assert user is not None
    return user


def origin_of(user: User, supplier: Supplier) -> Origin:
    """A structure speaks for itself; a moderator who edits another's page is named as such."""
    edits = any(held.supplier_id == supplier.id for held in user.editorships)
    return Origin.now(STRUCTURE if edits else MODERATION)


def _page(
    asked: Section,
    supplier: Supplier,
    form: SectionForm,
    others: tuple[OthersChange, ...] = (),
) -> ResponseReturnValue:
    # Written in this session alone, and taken back: what is shown is the page as it would be.
    with db.session.no_autoflush:
        if form.is_submitted() and not form.errors:
            _pretend(supplier, asked.facts(form, supplier))
        answer = render_template(
            "structures/edit.html",
            section=asked,
            sections=SECTIONS.values(),
            supplier=supplier,
            form=form,
            others=others,
            page=present_supplier(supplier, public_contacts(supplier.id)),
        )
    db.session.rollback()
    return answer, 409 if others else 200


def _pretend(supplier: Supplier, facts: Facts) -> None:
    for name, value in facts.items():
        write_fact(supplier, name, value, Origin.now(STRUCTURE))
