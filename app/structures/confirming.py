""" "Toujours exact ?": the structure looks at its page, and says that it still is."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.sessions import signed_in
from app.db import db
from app.structures.previewing import page_of
from app.structures.queries import edited_supplier, hold_supplier
from app.structures.saving import note
from app.structures.sections import SECTIONS
from domain.models import HistoryAction, today


def confirm(supplier_id: int) -> ResponseReturnValue:
    """The letter leads here; a letter opened by a program confirms nothing."""
    if request.method == "POST":
        return _confirmed(supplier_id)
    supplier = edited_supplier(supplier_id)
    return render_template(
        "structures/confirm.html",
        supplier=supplier,
        page=page_of(supplier),
        sections=SECTIONS.values(),
    )


def _confirmed(supplier_id: int) -> ResponseReturnValue:
    supplier = hold_supplier(supplier_id)
    if supplier.confirmed_on != today():  # pressed twice, it is said once
        supplier.confirmed_on = today()
        note(supplier, HistoryAction.CONFIRMED, signed_in().actor)
    db.session.commit()
    flash("Merci : les acheteurs voient que votre fiche est toujours exacte.")
    return redirect(url_for("structures.dashboard", supplier_id=supplier_id))
