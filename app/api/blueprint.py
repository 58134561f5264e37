"""The route tables of the API and of the page of its keys."""

from pathlib import Path

from flask import Blueprint, Flask, Response

from app.api import asking, key_views, lists
from app.limits import UPLOADS, limiter
from app.networks.blueprint import NETWORK
from app.networks.lists.turns import SupersededError

GET = ("GET",)
POST = ("POST",)
DELETE = ("DELETE",)
DOCUMENT = Path(__file__).with_name("openapi.json")

api = Blueprint("api", __name__, url_prefix="/api")
api.register_error_handler(SupersededError, lists.superseded)
api.register_error_handler(asking.AmissError, asking.amiss)
api.register_error_handler(404, lists.not_found)
LISTS = "/reseaux/<network>/listes"
LIST = f"{LISTS}/<int(max=2147483647):list_id>"
reads_a_file = limiter.limit(UPLOADS, methods=["POST"])
for path, endpoint, view, methods in (
    (LISTS, "lists", lists.lists, GET),
    (LISTS, "drop_list", reads_a_file(lists.drop), POST),
    (LIST, "member_list", lists.member_list, GET),
    (f"{LIST}/lignes", "rows", lists.rows, GET),
    (f"{LIST}/appliquer", "apply_list", lists.apply, POST),
    (f"{LIST}/annuler", "undo_list", lists.undo, POST),
    (f"{LIST}/relire", "read_list_again", lists.read_again, POST),
    (LIST, "delete_list", lists.delete, DELETE),
):
    api.add_url_rule(path, endpoint, view, methods=methods)


@api.after_request
def keep_nowhere(response: Response) -> Response:
    """Names of members, and what is said of them."""
    response.headers["Cache-Control"] = "no-store"
    return response


@api.get("/openapi.json")
def document() -> Response:
    return Response(DOCUMENT.read_bytes(), mimetype="application/json")


keys = Blueprint("keys", __name__, template_folder="templates")
KEYS = f"{NETWORK}/cles"
keys.add_url_rule(KEYS, "keys", key_views.keys, methods=("GET", "POST"))
keys.add_url_rule(
    f"{KEYS}/<int(max=2147483647):key_id>/retirer", "remove", key_views.remove, methods=POST
)


def configure_api(app: Flask) -> None:
    app.register_blueprint(api)
    app.register_blueprint(keys)
