"""The mail server's address, as Flask-Mailman wants it; without one, letters are files."""

from typing import Any
from urllib.parse import unquote, urlsplit

from app.config import Settings

PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
PATIENCE_SECONDS = 10


def mail_config(settings: Settings) -> dict[str, Any]:
    if not settings.mail_url:
        settings.mail_path.mkdir(parents=True, exist_ok=True)
        return {"MAIL_BACKEND": "file", "MAIL_FILE_PATH": str(settings.mail_path)}
    parts = urlsplit(settings.mail_url)
    return {
        "MAIL_BACKEND": "smtp",
        "MAIL_SERVER": parts.hostname,
        "MAIL_PORT": parts.port or PORTS[parts.scheme],
        "MAIL_USERNAME": unquote(parts.username or "") or None,
        "MAIL_PASSWORD": unquote(parts.password or "") or None,
        "MAIL_USE_TLS": parts.scheme == "smtp+starttls",
        "MAIL_USE_SSL": parts.scheme == "smtps",
        "MAIL_TIMEOUT": PATIENCE_SECONDS,
    }
