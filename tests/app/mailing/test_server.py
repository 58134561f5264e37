"""How a mail server is spoken to, from one address."""

import smtplib
import ssl
from pathlib import Path
from typing import Any

import pytest

from app.config import Settings
from app.mailing.server import SmtpBackend, mail_config


def config_of(mail_url: str, folder: Path) -> dict[str, Any]:
    return mail_config(Settings(instance_path=folder, mail_url=mail_url))


def test_its_address_says_who_and_where(tmp_path: Path) -> None:
    config = config_of("smtp+starttls://annuaire:p%40ss%2Fe@mail.exemple.fr", tmp_path)
    assert config["MAIL_SERVER"] == "mail.exemple.fr"
    assert (config["MAIL_USERNAME"], config["MAIL_PASSWORD"]) == ("annuaire", "p@ss/e")


@pytest.mark.parametrize(
    ("mail_url", "port", "starts_tls", "is_tls"),
    [
        ("smtp://mail.exemple.fr", 25, False, False),
        ("smtp+starttls://mail.exemple.fr", 587, True, False),
        ("smtps://mail.exemple.fr", 465, False, True),
        ("smtps://mail.exemple.fr:4650", 4650, False, True),
    ],
)
def test_its_scheme_says_how(
    tmp_path: Path, mail_url: str, port: int, starts_tls: bool, is_tls: bool
) -> None:
    config = config_of(mail_url, tmp_path)
    said = (config["MAIL_PORT"], config["MAIL_USE_TLS"], config["MAIL_USE_SSL"])
    assert said == (port, starts_tls, is_tls)


def test_encryption_checks_whom_it_speaks_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """What Flask-Mailman asks for checks nothing."""
    used: list[ssl.SSLContext] = []
    monkeypatch.setattr(smtplib.SMTP, "starttls", lambda _self, context: used.append(context))
    SmtpBackend(host="x", port=25, use_tls=True, mailman=Mailman()).connection_class().starttls(
        context=None
    )
    assert used[0].verify_mode is ssl.CERT_REQUIRED
    assert used[0].check_hostname


class Mailman:
    """What a backend reads of the settings."""

    username = password = timeout = ssl_keyfile = ssl_certfile = None
    use_ssl = False


def test_without_one_letters_have_their_folder(tmp_path: Path) -> None:
    assert Path(config_of("", tmp_path)["MAIL_FILE_PATH"]).is_dir()
