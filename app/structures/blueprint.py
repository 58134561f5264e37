"""The route table of the pages where structures keep theirs."""

from flask import Blueprint, Flask

from app.directory.blueprint import SUPPLIER_ID
from app.structures import editing, views

structures = Blueprint("structures", __name__, template_folder="templates", url_prefix="/structure")

GET_POST = ("GET", "POST")

structures.add_url_rule(f"/{SUPPLIER_ID}", "dashboard", views.dashboard)
structures.add_url_rule(f"/{SUPPLIER_ID}/fiche/<section>", "edit", editing.edit, methods=GET_POST)


def configure_structures(app: Flask) -> None:
    app.register_blueprint(structures)
