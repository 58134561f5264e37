"""Flask-Security keeps sessions, passwords and roles; its pages are ours.

docs/decisions/accounts.md says why.
"""

from flask import Flask
from flask_security import FSQLALiteUserDatastore, Security
from flask_wtf import CSRFProtect

from app.accounts.models import Role, User
from app.accounts.sessions import LASTS, person
from app.config import Environment, Settings
from app.db import db

csrf = CSRFProtect()
security = Security()


def configure_security(app: Flask, settings: Settings) -> None:
    is_https = settings.environment is Environment.PRODUCTION and settings.address.startswith(
        "https"
    )
    app.config.update(
        SECURITY_PASSWORD_HASH="argon2",  # noqa: S106 the name of a way to hash
        SECURITY_PASSWORD_SALT=app.config["SECRET_KEY"],
        SECURITY_PASSWORD_LENGTH_MIN=12,
        # A token holds as long as its session does: nobody loses a page for having typed slowly.
        WTF_CSRF_TIME_LIMIT=None,
        # Checked by the gate's side, once it is known who asks.
        WTF_CSRF_CHECK_DEFAULT=False,
        PERMANENT_SESSION_LIFETIME=LASTS,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=is_https,
        SESSION_COOKIE_NAME="session",
    )
    datastore = FSQLALiteUserDatastore(db, User, Role)
    security.init_app(app, datastore, register_blueprint=False)
    csrf.init_app(app)
    app.jinja_env.globals["person"] = person
