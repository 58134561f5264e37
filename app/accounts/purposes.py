"""What one was about to do when one is asked to sign in, for pages that people come to from afar.

Each part of the site tells it of its own pages.
"""

from collections.abc import Callable

from flask import current_app
from werkzeug.exceptions import HTTPException

# In words that follow "Pour"; "" for what a visitor may not know of.
Purpose = Callable[..., str]

_PURPOSES: dict[str, Purpose] = {}


def tell_purpose(endpoint: str, purpose: Purpose) -> None:
    """Of a page; `purpose` receives what its address says."""
    _PURPOSES[endpoint] = purpose


def purpose_of(path: str) -> str:
    """ "vous inscrire à « Rencontre des vergers »"; "" when the page tells nothing."""
    try:
        endpoint, values = current_app.url_map.bind("").match(path.partition("?")[0], "GET")
    except HTTPException:
        return ""
    told = _PURPOSES.get(endpoint)
    return told(**values) if told else ""
