"""Open and close the sessions of an account; each browser has a row that can be deleted."""

from datetime import timedelta

from flask import request
from flask import session as cookie
from flask_security import current_user, login_user, logout_user
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from app.accounts.charges import new_account
from app.accounts.models import AccountSession, User
from app.accounts.secrets import digest, new_key
from app.db import db
from app.mailing.writing import write_mail
from domain.models import utcnow

KEY = "session_key"
FORMER = "former_account"
SEEN_EVERY = timedelta(minutes=10)
READ = "address_read"
HELD_FORM = "held_form"  # the key of what was typed and waits: resuming.py
# Who left a structure keeps their session and their password, and no longer reads its mailbox.
READ_HOLDS = timedelta(days=1)
# A session that nobody uses ends.
LASTS = timedelta(days=30)


def person() -> User | None:
    """Who is signed in, if anybody."""
    return current_user._get_current_object() if current_user.is_authenticated else None


def signed_in() -> User:
    """Who asks for a page that the gate keeps from visitors."""
    user = person()
    assert user is not None
    return user


def former_person() -> User | None:
    """Who was signed in here before, in a session that has ended."""
    former = cookie.get(FORMER)
    return db.session.get(User, former) if former is not None else None


def sign_in(user: User, how: str) -> None:
    """Open a session in this browser. `how` is "code" or "password". The caller commits.

    A code is a letter by itself; a password used in a browser that is new here is told by one.
    """
    key, browser = new_key(), _browser()
    if how == "password" and browser not in {known.browser for known in user.sessions}:
        write_mail("new_browser", user.email, browser=browser)
    db.session.execute(delete(AccountSession).where(AccountSession.key_hash == _key_hash()))
    user.sessions.append(AccountSession(key_hash=digest(key), browser=browser))
    user.last_sign_in_at = utcnow()
    _clear_cookie()  # what an earlier visitor of this browser had is not the account's
    login_user(user, authn_via=[how])
    cookie[KEY] = key
    cookie.permanent = True
    if how == "code":
        note_address_read()


def note_address_read() -> None:
    """A code sent to the account's address was typed in this browser."""
    cookie[READ] = utcnow().timestamp()


def has_read_address() -> bool:
    """Whether one was, lately: a session, or a password, does not tell it."""
    read_at: float = cookie.get(READ, 0)
    return utcnow().timestamp() - read_at < READ_HOLDS.total_seconds()


def sign_out() -> None:
    """Close this browser's session; what its open pages still send is kept for the account.

    The caller commits.
    """
    former = person()
    db.session.execute(delete(AccountSession).where(AccountSession.key_hash == _key_hash()))
    logout_user()
    _clear_cookie()
    if former is not None:
        cookie[FORMER] = former.id


def _clear_cookie() -> None:
    """But for what was typed and waits: it is shown to nobody but its account."""
    kept = {HELD_FORM: cookie[HELD_FORM]} if HELD_FORM in cookie else {}
    cookie.clear()
    cookie.update(kept)


def present_session() -> AccountSession | None:
    """The row of this browser's session, seen now; None when it was closed or is too old."""
    found = db.session.scalar(select(AccountSession).where(AccountSession.key_hash == _key_hash()))
    now = utcnow()
    if found is None or found.seen_at < now - LASTS:
        return None
    if found.seen_at < now - SEEN_EVERY:
        found.seen_at = now
        db.session.commit()
    return found


def close_others(user: User) -> None:
    """Close all of the account's sessions but this browser's. The caller commits."""
    others = (AccountSession.user_id == user.id, AccountSession.key_hash != _key_hash())
    db.session.execute(delete(AccountSession).where(*others))


def _key_hash() -> str:
    return digest(cookie.get(KEY, ""))


def user_for(email: str) -> User:
    """The account of an address that a code has proved, made at its first sign-in."""
    known = select(User).where(User.email == email)
    try:
        with db.session.begin_nested():
            return db.session.scalar(known) or new_account(email)
    except IntegrityError:  # another browser has just proved it
        return db.session.scalars(known).one()


_BROWSERS = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def _browser() -> str:
    """ "Firefox sur Android", as its owner would name it."""
    agent = request.user_agent.string
    browser = next((name for sign, name in _BROWSERS if sign in agent), "Navigateur")
    system = next((name for sign, name in _SYSTEMS if sign in agent), "")
    return f"{browser} sur {system}" if system else browser
