"""A structure's own desk: what its page says, and what would help buyers most."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.structures.queries import edited_supplier
from app.structures.sections import SECTIONS


def dashboard(supplier_id: int) -> ResponseReturnValue:
    return render_template(
        "structures/dashboard.html",
        supplier=edited_supplier(supplier_id),
        sections=SECTIONS.values(),
    )
