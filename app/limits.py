"""How often one may write: by account, else by address.

Counts are kept by each web process: with several, the limits are so many times wider
(docs/operations.md). Codes by e-mail are counted in the database, whatever the process.
"""

import time

from flask import Flask, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from limits import parse

from app.accounts.secrets import digest
from app.accounts.sessions import person
from app.uploads import MAX_PICTURE_BYTES
from importers.limits import DROPPED

WRITES = "120 per minute; 1500 per hour"
GUESSES = "20 per minute; 100 per hour"  # of codes and passwords
LETTERS = "20 per minute; 120 per hour"  # what makes the site write to somebody
GUESSES_OF_ONE_PASSWORD = parse("10 per hour")
WRITES_OF_ONE_KEY = parse("120 per minute")
LETTERS_TO_ALL = "20 per hour; 60 per day"  # to all who come to a meeting
INVITATIONS_TO_ONE_ADDRESS = parse("5 per day")  # cancelled ones too, whoever sends them
INVITATIONS_OF_ONE_NETWORK = parse("120 per hour")  # as LETTERS, which counts many ticked as one
EXPORTS = "20 per minute; 200 per hour"  # tables of members; an office has one address for all
WORKBOOKS = "4 per minute; 40 per hour"  # of these, those that take seconds to write
UPLOADS = "20 per minute; 200 per hour"
HELD_FOR_NOBODY = parse("20 per hour")  # forms sent from a browser that nobody knows
# Of errors, by anybody; an office has one address for all.
REPORTS = "20 per minute; 120 per hour"
REPORTS_OF_ONE_PAGE = "5 per minute; 20 per hour"


def who() -> str:
    user = person()
    return f"user:{user.id}" if user else get_remote_address()


def who_and_page() -> str:
    """Who writes, and about which supplier."""
    return f"{who()} {(request.view_args or {}).get('supplier_id')}"


limiter = Limiter(who, storage_uri="memory://", headers_enabled=False)


# Of one form with files: several photos together. Of one without: more than anybody types.
MAX_FORM_BYTES = 32 * 1024 * 1024
MAX_TYPED_BYTES = 500_000
# The section of pictures promises a logo and eight photos in one go, and leaves room for words.
MAX_PICTURES_BYTES = 9 * MAX_PICTURE_BYTES + 1024 * 1024
# A list of members (importers.limits.DROPPED), and what its form says beside it.
LARGER_FORMS = dict.fromkeys(("networks.lists", "api.drop_list"), DROPPED.file_size + 1024 * 1024)


def configure_limits(app: Flask) -> None:
    app.config.update(MAX_CONTENT_LENGTH=MAX_FORM_BYTES, MAX_FORM_MEMORY_SIZE=MAX_TYPED_BYTES)
    limiter.init_app(app)
    app.before_request(limit_weight)
    app.before_request(limit_writes)


def limit_weight() -> None:
    """Werkzeug bounds the fields of a form that may hold files; of the others, only the whole."""
    if request.mimetype != "multipart/form-data":
        request.max_content_length = MAX_TYPED_BYTES
    elif _sends_pictures() and person() is not None:
        request.max_content_length = MAX_PICTURES_BYTES
    elif request.endpoint in LARGER_FORMS:
        request.max_content_length = LARGER_FORMS[request.endpoint]


def _sends_pictures() -> bool:
    at = request.view_args or {}
    return request.endpoint == "structures.edit" and at.get("section") == "photos"


@limiter.shared_limit(WRITES, scope="writes", exempt_when=lambda: not is_counted())
def limit_writes() -> None:
    """Raises 429 beyond the limit."""


def may_guess(email: str) -> bool:
    """Count a guess at this account's password, whoever makes it; False beyond the limit."""
    return limiter.limiter.hit(GUESSES_OF_ONE_PASSWORD, "password", digest(email))


def may_write_with(key: str) -> bool:
    """Count what a program writes, wherever it is; False beyond the limit."""
    return limiter.limiter.hit(WRITES_OF_ONE_KEY, "key", digest(key))


def may_invite(email: str) -> bool:
    """Count an invitation to this address, whoever sends it; False beyond the limit."""
    return limiter.limiter.hit(INVITATIONS_TO_ONE_ADDRESS, "invitation", digest(email))


def may_invite_members(network: str) -> bool:
    """Count an invitation by this network, whoever sends it; False beyond the limit."""
    return limiter.limiter.hit(INVITATIONS_OF_ONE_NETWORK, "network", network)


def invitations_left(network: str) -> int:
    """How many this network may still send within the hour."""
    limit = INVITATIONS_OF_ONE_NETWORK
    return limiter.limiter.get_window_stats(limit, "network", network).remaining


def may_hold() -> bool:
    """Count a form kept for a browser that nobody knows, by address; False beyond the limit."""
    return limiter.limiter.hit(HELD_FOR_NOBODY, "held", get_remote_address())


def minutes_to_wait() -> int:
    """Until the limit that this request goes beyond lets the next one pass; 1 at least."""
    limit = limiter.current_limit
    seconds = limit.reset_at - time.time() if limit else 0
    return max(1, round(seconds / 60))


def is_counted() -> bool:
    """Whether the request may write: a preview, asked at each pause of who types, does not."""
    is_preview = request.endpoint == "structures.edit" and "preview" in request.form
    return request.method not in ("GET", "HEAD", "OPTIONS") and not is_preview
