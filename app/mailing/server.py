"""The mail server's address, as Flask-Mailman wants it; without one, letters are files."""

import smtplib
import ssl
from typing import Any
from urllib.parse import unquote, urlsplit

from flask_mailman.backends.smtp import EmailBackend

from app.config import Settings
from app.mailing.files import FilesBackend

PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
PATIENCE_SECONDS = 10


class _CheckingSMTP(smtplib.SMTP):
    """Encrypts with the server that was named, and no other: by default nothing is checked."""

    def starttls(self, **_unchecked: object) -> tuple[int, bytes]:  # type: ignore[override]  # Flask-Mailman gives it nothing else
        return super().starttls(context=ssl.create_default_context())


class SmtpBackend(EmailBackend):  # type: ignore[misc]  # Flask-Mailman ships no types
    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return smtplib.SMTP_SSL if self.use_ssl else _CheckingSMTP


def mail_config(settings: Settings) -> dict[str, Any]:
    if not settings.mail_url:
        settings.mail_path.mkdir(parents=True, exist_ok=True)
        return {"MAIL_BACKEND": FilesBackend, "MAIL_FILE_PATH": str(settings.mail_path)}
    parts = urlsplit(settings.mail_url)
    return {
        "MAIL_BACKEND": SmtpBackend,
        "MAIL_SERVER": parts.hostname,
        "MAIL_PORT": parts.port or PORTS[parts.scheme],
        "MAIL_USERNAME": unquote(parts.username or "") or None,
        "MAIL_PASSWORD": unquote(parts.password or "") or None,
        "MAIL_USE_TLS": parts.scheme == "smtp+starttls",
        "MAIL_USE_SSL": parts.scheme == "smtps",
        "MAIL_TIMEOUT": PATIENCE_SECONDS,
    }
