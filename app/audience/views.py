"""The figures of a structure, for those who edit its page."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.audience.figures import read_figures
from app.audience.presenting import present_audience
from app.structures.queries import edited_supplier
from domain.models import today


def audience(supplier_id: int) -> ResponseReturnValue:
    supplier = edited_supplier(supplier_id)
    figures = read_figures(supplier_id, today())
    return render_template(
        "structures/audience.html",
        supplier=supplier,
        page=None if figures.is_empty else present_audience(figures),
    )
