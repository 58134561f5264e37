"""The pictures of suppliers: an address that changes with the content, kept for good."""

from flask import abort, current_app, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.accounts.gate import roles_of
from app.accounts.models import User
from app.accounts.permissions import Role
from app.accounts.sessions import person
from app.db import db
from app.static_files import ONE_YEAR
from domain.models import Picture, PictureFile, Supplier


def picture(sha256: str) -> ResponseReturnValue:
    """404 to those who may not see it: a picture of a page that is not public, or not saved."""
    is_public = _is_public(sha256)
    if not (is_public or _is_shown_to(person(), sha256)):
        abort(404)
    file = db.session.get(PictureFile, sha256) or abort(404)
    answer = current_app.response_class(file.content, mimetype=file.media_type)
    if is_public:
        answer.cache_control.public = True
        answer.cache_control.max_age = ONE_YEAR
        answer.cache_control.immutable = True
    else:
        answer.cache_control.private = True
        answer.cache_control.no_store = True
    answer.set_etag(sha256)
    return answer.make_conditional(request)


def _is_public(sha256: str) -> bool:
    shown = select(Picture.id).join(Supplier, Picture.supplier_id == Supplier.id)
    query = shown.where(Picture.sha256 == sha256, Supplier.is_listed).limit(1)
    return db.session.scalar(query) is not None


def _is_shown_to(user: User | None, sha256: str) -> bool:
    """Who sent it, those who edit a page that has it, and moderators."""
    if user is None:
        return False
    if Role.MODERATOR in roles_of(user):
        return True
    sent = select(PictureFile.sha256).where(
        PictureFile.sha256 == sha256, PictureFile.added_by == user.actor
    )
    pages = [held.supplier_id for held in user.editorships]
    edited = select(Picture.id).where(Picture.sha256 == sha256, Picture.supplier_id.in_(pages))
    return db.session.scalar(sent) is not None or db.session.scalar(edited) is not None
