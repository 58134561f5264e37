"""Nothing typed is lost when a session has ended: the form is kept, and given back after.

Kept for a day, for the browser that sent it and the account that had opened the form, which the
form itself says; where it does not, for the account that was signed in, else for the first that
signs in there. Given back in the form itself, to be sent again; kept until it is, or let go. Files
cannot be kept, and the page says so; secrets must not be, and are asked again.
"""

from datetime import timedelta
from functools import partial

from flask import Response, after_this_request, current_app, flash, g, request, url_for
from flask import session as cookie
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import delete, select, update
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException

from app.accounts.models import HeldForm, User
from app.accounts.retelling import is_typed
from app.accounts.secrets import digest, new_key
from app.accounts.sessions import HELD_FORM as COOKIE
from app.accounts.sessions import person
from app.db import db
from app.limits import may_hold
from domain.models import utcnow

KEPT_FOR = timedelta(days=1)
# Beyond, it is not something that a person typed.
MAX_BYTES = 100_000
# A cookie holds where to come back: beyond some 4 kB, browsers drop it, and its code with it.
LONGEST_PATH = 1000
# Says, in a form given back, that what was kept has been sent again.
GIVEN_BACK = "_given_back"
# Says, signed, which account opened the form: its cookie may be gone when it is sent.
OPENED_BY = "_opened_by"
# In the address of a page that is to open with what was typed in it.
HERE = "reprise"
NEVER_KEPT = frozenset({"csrf_token", "password", "code", GIVEN_BACK, OPENED_BY})

NOTHING_KEPT = "Votre session était terminée : rien n’a été enregistré. Une fois de retour,"
BEFORE_SIGNING_IN = (
    "Revenez d’abord à la page précédente, où il est encore, et copiez-le dans un autre document ;"
    " connectez-vous ensuite."
)


def sign_in_url() -> str:
    """The sign-in page, that leads back here."""
    back = request.full_path.rstrip("?")
    return url_for("accounts.sign_in", suite=back if opens(back) else None)


def opens(path: str) -> bool:
    """Whether it is a page that can be opened, rather than where a button sends."""
    try:
        current_app.url_map.bind("").match(path.partition("?")[0], "GET")
    except HTTPException:
        return False
    return True


def local_path(path: str) -> str:
    """The path if it is one of this site, else "": a link must not send people elsewhere."""
    is_ours = path.startswith("/") and not path.startswith(("//", "/\\"))
    return path if is_ours and path.isprintable() and len(path) <= LONGEST_PATH else ""


def typed_fields() -> list[list[str]]:
    """What this request posts, but for what must not be kept: name, value, in their order."""
    fields = request.form.items(multi=True)
    return [[name, value] for name, value in fields if name not in NEVER_KEPT]


def hold_form(present: User | None) -> HeldForm | None:
    """Keep what this request posts, for who opened the form, else for `present`, else for nobody.

    None when it is not kept: another site sent it, nobody typed it, or it is too much.
    """
    fields = typed_fields()
    if not _may_be_kept() or not is_typed(fields) or _is_too_long(fields):
        return None
    typist = _opener() or present
    if typist is None and not may_hold():
        return None
    if GIVEN_BACK in request.form:
        forget_held_form()
    key = new_key()
    held = HeldForm(
        user_id=typist.id if typist else None,
        key_hash=digest(key),
        path=request.full_path.rstrip("?"),
        fields=fields,
        had_files=_has_files(),
    )
    db.session.add(held)
    db.session.commit()
    cookie[COOKIE] = key
    return held


def hold_or_tell(present: User | None) -> None:
    """Keep it, or say on the next page that it is not, and what to do."""
    if hold_form(present) is not None or not _may_be_kept():
        return
    if _is_too_long(typed_fields()):
        flash(f"Ce texte est trop long pour être gardé. {BEFORE_SIGNING_IN}", "error")
    elif is_typed(typed_fields()):
        flash(f"Ce que vous avez saisi n’a pas pu être gardé. {BEFORE_SIGNING_IN}", "error")
    elif _has_files():
        flash(f"{NOTHING_KEPT} choisissez de nouveau vos fichiers.", "error")
    else:
        flash(f"{NOTHING_KEPT} refaites ce que vous veniez de faire.", "error")


def _may_be_kept() -> bool:
    return request.method == "POST" and not _by_script() and came_from_here()


def _is_too_long(fields: list[list[str]]) -> bool:
    return sum(len(name) + len(value) for name, value in fields) > MAX_BYTES


def _has_files() -> bool:
    return any(file.filename for file in request.files.values())


def _by_script() -> bool:
    """A preview that a page asks by itself: what was typed is still in that page."""
    return request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate"


def came_from_here() -> bool:
    """Browsers say which site a form was on; one that does not say is not believed."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return request.headers.get("Origin", "") == request.host_url.rstrip("/")


def form_marks() -> list[tuple[str, str]]:
    """The hidden fields, name and value, by which a form says whose it is and what it takes up."""
    reader = person()
    marks = [(OPENED_BY, _signer().dumps(reader.id))] if reader else []
    return [*marks, (GIVEN_BACK, "1")] if is_given_back() else marks


def _opener() -> User | None:
    try:
        return db.session.get(User, _signer().loads(request.form.get(OPENED_BY, "")))
    except BadSignature:
        return None


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=OPENED_BY)


def held_form() -> HeldForm | None:
    """What was sent from this browser and waits, whosever it is, if it is not too old."""
    key = cookie.get(COOKIE)
    if key is None:
        return None
    is_recent = HeldForm.held_at > utcnow() - KEPT_FOR
    return db.session.scalar(select(HeldForm).where(HeldForm.key_hash == digest(key), is_recent))


def own_held_form() -> HeldForm | None:
    """The same, if whoever asks may read it."""
    held, reader = held_form(), person()
    return held if held and held.user_id == (reader.id if reader else None) else None


def waiting_form() -> HeldForm | None:
    """What a page tells that it waits; None once the page shows it."""
    return None if is_given_back() else own_held_form()


def take_held_form(user: User) -> None:
    """For who has just signed in: what was nobody's is theirs. The caller commits.

    What they may do with it, the gate says once it is sent again.
    """
    nobodys = (HeldForm.key_hash == digest(cookie.get(COOKIE, "")), HeldForm.user_id.is_(None))
    db.session.execute(update(HeldForm).where(*nobodys).values(user_id=user.id))


def give_back() -> None:
    """Have the forms of this page, asked for that, open with what was typed: app/forms.py."""
    if request.method != "GET" or HERE not in request.args:
        return
    held = own_held_form()
    if held is None or held.path.partition("?")[0] != request.path:
        return
    g.given_back = MultiDict((name, value) for name, value in held.fields)
    again = " Les fichiers sont à choisir de nouveau." if held.had_files else ""
    flash(f"Voici ce que vous aviez saisi. Rien n’est enregistré encore.{again}")


def is_given_back() -> bool:
    """Whether this page shows again what was kept: as it opens, or each time it is refused."""
    return "given_back" in g or GIVEN_BACK in request.form


def page_of(held: HeldForm) -> str:
    """Where its form is, to be filled with it; "" when it is no page."""
    path, _, query = held.path.partition("?")
    return f"{path}?{query}{'&' if query else ''}{HERE}=1" if opens(path) else ""


def forget_once_sent() -> None:
    """Let go what was kept if this request saves it; a refusal, of whatever kind, keeps it."""
    if GIVEN_BACK in request.form:
        after_this_request(partial(_forget_if_sent, cookie.get(COOKIE)))


def _forget_if_sent(key: str | None, response: Response) -> Response:
    held = held_form()
    # Another key: this very request was kept in its turn.
    is_it = key == cookie.get(COOKIE) and held and held.path.partition("?")[0] == request.path
    if is_it and response.location is not None:
        forget_held_form()
        db.session.commit()
    return response


def forget_held_form() -> None:
    """The caller commits."""
    key = cookie.pop(COOKIE, "")
    db.session.execute(delete(HeldForm).where(HeldForm.key_hash == digest(key)))
