"""What buyers search and find nobody for, in the whole directory."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.audience.unmet import unmet_needs
from domain.models import today


def needs() -> ResponseReturnValue:
    return render_template("administration/needs.html", needs=unmet_needs(today()))
