"""People at their browsers: signed in, they open pages and send forms as a browser would."""

import re
import secrets
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.accounts.models import AccountSession, Editorship, NetworkManager, Role, User
from app.accounts.secrets import digest
from app.accounts.sessions import KEY, READ
from app.db import db
from app.mailing.models import OutgoingMail
from domain.models import Supplier, utcnow
from tests.app.pages import forget_request, plain

FROM_HERE = {"Sec-Fetch-Site": "same-origin"}


@dataclass
class Person:
    """A browser; `user` is None for a visitor."""

    app: Flask
    user: User | None = None
    client: FlaskClient = field(init=False)
    _token: str = field(init=False, default="")
    _secret_of_token: str | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.client = self.app.test_client()
        if self.user is not None:
            self._open_session(self.user)

    def _open_session(self, user: User) -> None:
        """As signing in does, without the letter."""
        key = secrets.token_urlsafe(32)
        user.sessions.append(AccountSession(key_hash=digest(key), browser="Firefox sur Linux"))
        db.session.commit()
        with self.client.session_transaction() as cookie:
            cookie.update({"_user_id": user.fs_uniquifier, "_fresh": True, KEY: key})
            cookie[READ] = utcnow().timestamp()

    def open(self, path: str, **options: Any) -> TestResponse:
        forget_request()
        return self.client.open(path, **options)

    def page(self, path: str) -> str:
        """The text of a page that is there."""
        answer = self.open(path, follow_redirects=True)
        assert answer.status_code == 200, (answer.status_code, path)
        return plain(answer.text)

    def given_back(self) -> str:
        """The form that opens with what was typed in it before a session ended: its HTML."""
        found = re.search(r'href="([^"]+reprise=1)"', self.open("/connexion/reprise").text)
        assert found is not None
        return self.open(unescape(found[1])).text

    def send(self, path: str, data: Any = None, **options: Any) -> TestResponse:
        """Send a form, with the token that a page of this browser holds.

        A list says a field several times; a (file, name) pair sends a file.
        """
        posted = {**(data or {}), "csrf_token": self.token()}
        forget_request()
        return self.client.post(path, data=posted, headers=FROM_HERE, **options)

    def token(self) -> str:
        """That of the first page opened in its session: it holds for all its forms."""
        if self._secret() is None or self._secret() != self._secret_of_token:
            html = self.open("/connexion").text
            found = re.search(r'name="csrf_token" value="([^"]+)"', html)
            assert found is not None
            self._token, self._secret_of_token = found[1], self._secret()
        return self._token

    def _secret(self) -> str | None:
        """What the session has tokens made of, once a page had a form."""
        cookie = self.client.get_cookie("session")
        reader = SecureCookieSessionInterface().get_signing_serializer(self.app)
        if cookie is None or reader is None:
            return None
        secret: str | None = reader.loads(cookie.value).get("csrf_token")
        return secret


def make_user(email: str = "camille@atelier.example", *roles: str, **values: Any) -> User:
    """An account, stored; `roles` are "moderator" and "admin"."""
    user = User(email=email, fs_uniquifier=secrets.token_hex(32), **values)
    user.roles = [_role(name) for name in roles]
    db.session.add(user)
    db.session.commit()
    return user


def _role(name: str) -> Role:
    return db.session.scalar(select(Role).where(Role.name == name)) or Role(name=name)


def visitor(app: Flask) -> Person:
    return Person(app)


def buyer(app: Flask, email: str = "acheteuse@atelier.example") -> Person:
    return Person(app, make_user(email))


def editor_of(supplier: Supplier, app: Flask, email: str = "page@atelier.example") -> Person:
    """Who owns the page of a stored supplier."""
    return _editor(supplier, app, email, is_owner=True)


def colleague_at(supplier: Supplier, app: Flask, email: str = "collegue@atelier.example") -> Person:
    """Who may edit the page, and does not own it."""
    return _editor(supplier, app, email, is_owner=False)


def _editor(supplier: Supplier, app: Flask, email: str, *, is_owner: bool) -> Person:
    user = make_user(email)
    user.editorships.append(Editorship(supplier_id=supplier.id, is_owner=is_owner))
    db.session.commit()
    return Person(app, user)


def manager_of(network: str, app: Flask, email: str = "reseau@atelier.example") -> Person:
    user = make_user(email)
    user.networks.append(NetworkManager(network_slug=network))
    db.session.commit()
    return Person(app, user)


def moderator(app: Flask, email: str = "moderation@atelier.example") -> Person:
    return Person(app, make_user(email, "moderator"))


def admin(app: Flask, email: str = "admin@atelier.example") -> Person:
    return Person(app, make_user(email, "admin"))


def letters(to: str | None = None) -> list[OutgoingMail]:
    """The letters that wait, oldest first."""
    query = select(OutgoingMail).order_by(OutgoingMail.id)
    return list(db.session.scalars(query if to is None else query.filter_by(recipient=to)))


def code_sent(to: str) -> str:
    """The last code sent to an address."""
    found = re.search(r"\b\d{6}\b", letters(to)[-1].subject)
    assert found is not None
    return found[0]
