"""The routes of what everybody sees of networks; those of managers: app/networks/blueprint.py."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Flask, Response, current_app, request
from markupsafe import Markup

from app.headers import content_security_policy
from app.limits import EXPORTS, WORKBOOKS, limiter
from app.networks.place import exporting, views

# Shown inside other sites' pages; no other route is (app/headers.py).
EMBEDDED = frozenset({"network_page.embedded", "network_page.embedded_marks"})
KEPT_SECONDS = 60
# What links carry that leave a page shown inside another site's.
NEW_TAB = Markup(' target="_blank" rel="noopener noreferrer"')

network_page = Blueprint(
    "network_page", __name__, template_folder="../templates", url_prefix="/reseaux"
)


def is_workbook() -> bool:
    return (request.view_args or {}).get("extension") == "xlsx"


def exports(view: Callable[..., Response]) -> Callable[..., Any]:
    """Counted with those of managers."""
    few = limiter.shared_limit(WORKBOOKS, "workbooks", exempt_when=lambda: not is_workbook())
    return limiter.shared_limit(EXPORTS, "exports")(few(view))


network_page.add_url_rule("", "listing", views.listing)
network_page.add_url_rule("/<network>", "page", views.page)
network_page.add_url_rule("/<network>/carte", "page_marks", views.page_marks)
network_page.add_url_rule("/<network>/integration", "embedded", views.embedded)
network_page.add_url_rule("/<network>/integration/carte", "embedded_marks", views.embedded_marks)
network_page.add_url_rule(
    "/<network>/membres.<any(csv, xlsx):extension>", "export", exports(exporting.export)
)


@network_page.context_processor
def frame() -> dict[str, Any]:
    """Pages shown inside another site's, errors too, have nothing of this site around them."""
    if request.endpoint in EMBEDDED:
        return {"outline": "networks/place/bare.html", "leaving": NEW_TAB}
    return {}


@network_page.after_request
def let_be_embedded(answer: Response) -> Response:
    """In any page of the network's own site. The answer is everybody's, so it sets no cookie."""
    if request.endpoint in EMBEDDED:
        policy = content_security_policy(current_app.config["SETTINGS"], ancestors="*")
        answer.headers["Content-Security-Policy"] = policy
        answer.cache_control.public = True
        answer.cache_control.max_age = KEPT_SECONDS if answer.status_code == 200 else 0
    return answer


def configure_network_pages(app: Flask) -> None:
    app.register_blueprint(network_page)
