"""How often one may write: by account, else by address.

Counts are kept by each web process: with several, the limits are so many times wider
(docs/operations.md). Codes by e-mail are counted in the database, whatever the process.
"""

from flask import Flask, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from app.accounts.sessions import person

WRITES = "120 per minute; 1500 per hour"
GUESSES = "20 per minute; 100 per hour"  # of codes and passwords
LETTERS = "10 per minute; 60 per hour"  # what makes the site write to somebody
UPLOADS = "20 per minute; 200 per hour"


def who() -> str:
    user = person()
    return f"user:{user.id}" if user else get_remote_address()


limiter = Limiter(who, storage_uri="memory://", headers_enabled=False)


def configure_limits(app: Flask) -> None:
    limiter.init_app(app)
    app.before_request(limit_writes)


@limiter.shared_limit(WRITES, scope="writes", exempt_when=lambda: not _writes())
def limit_writes() -> None:
    """Raises 429 beyond the limit."""


def _writes() -> bool:
    return request.method not in ("GET", "HEAD", "OPTIONS")
