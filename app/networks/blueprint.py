"""The route table of the pages of networks."""

from flask import Blueprint, Flask

from app.directory.presenters.common import commune_of, shown_name, supplier_url
from app.limits import LETTERS, limiter
from app.networks import views

networks = Blueprint("networks", __name__, template_folder="templates", url_prefix="/reseau")
networks.context_processor(
    lambda: {"shown_name": shown_name, "commune_of": commune_of, "supplier_url": supplier_url}
)

members = limiter.limit(LETTERS, methods=["POST"])(views.members)
networks.add_url_rule("/<network>/membres", "members", members, methods=("GET", "POST"))


def configure_networks(app: Flask) -> None:
    app.register_blueprint(networks)
