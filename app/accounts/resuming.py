"""Nothing typed is lost when a session has ended: the form is kept, and given back after.

Kept for a day, for the browser that sent it; files cannot be kept, and the page says so.
"""

from datetime import timedelta
from urllib.parse import urlsplit

from flask import request, url_for
from flask import session as cookie
from sqlalchemy import delete, select

from app.accounts.models import HeldForm
from app.accounts.secrets import digest, new_key
from app.db import db
from domain.models import utcnow

KEPT_FOR = timedelta(days=1)
# Beyond, it is not something that a person typed.
MAX_BYTES = 200_000
COOKIE = "held_form"


def sign_in_url() -> str:
    """The sign-in page, that leads back here."""
    back = request.full_path.rstrip("?") if request.method == "GET" else ""
    return url_for("accounts.sign_in", suite=back or None)


def local_path(path: str) -> str:
    """The path if it is one of this site, else "": a link must not send people elsewhere."""
    parts = urlsplit(path)
    is_ours = path.startswith("/") and not path.startswith(("//", "/\\"))
    return path if is_ours and not parts.scheme and not parts.netloc and path.isprintable() else ""


def hold_form() -> None:
    """Keep what this request posts, if one of our own pages did."""
    if request.method != "POST" or not came_from_here():
        return
    fields = [[name, value] for name, value in request.form.items(multi=True)]
    fields = [field for field in fields if field[0] != "csrf_token"]
    if sum(len(name) + len(value) for name, value in fields) > MAX_BYTES:
        return
    db.session.execute(delete(HeldForm).where(HeldForm.held_at < utcnow() - KEPT_FOR))
    key = new_key()
    db.session.add(
        HeldForm(key_hash=digest(key), path=request.full_path.rstrip("?"), fields=fields)
    )
    db.session.commit()
    cookie[COOKIE] = key


def came_from_here() -> bool:
    """Browsers say which site a form was on; one that does not say is not believed."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return request.headers.get("Origin", "") == request.host_url.rstrip("/")


def held_form() -> HeldForm | None:
    key = cookie.get(COOKIE, "")
    return db.session.scalar(select(HeldForm).where(HeldForm.key_hash == digest(key)))


def forget_held_form() -> None:
    """The caller commits."""
    key = cookie.pop(COOKIE, "")
    db.session.execute(delete(HeldForm).where(HeldForm.key_hash == digest(key)))
