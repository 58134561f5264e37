"""Write a letter: a subject, a text and a page, from the templates of one name."""

from typing import Any

from flask import Flask, render_template
from flask_mailman import Mail

from app.config import Settings
from app.db import db
from app.mailing.models import OutgoingMail
from app.mailing.server import mail_config

mail = Mail()


def configure_mailing(app: Flask, settings: Settings) -> None:
    app.config.update(mail_config(settings))
    mail.init_app(app)


def write_mail(name: str, recipient: str, **context: Any) -> None:
    """Queue the letter of `templates/mails/<name>.txt` and `.html` in the present transaction."""
    db.session.add(written_mail(name, recipient, **context))


def written_mail(name: str, recipient: str, **context: Any) -> OutgoingMail:
    """The letter, for a transaction of another session.

    The first line of its text is its subject.
    """
    written = render_template(f"mails/{name}.txt", **context)
    subject, _, text = written.partition("\n")
    html = render_template(f"mails/{name}.html", **context)
    # A name typed by somebody may be in it: a subject is one line, whatever they typed.
    one_line = " ".join(subject.split())
    return OutgoingMail(recipient=recipient, subject=one_line, text=text.strip(), html=html)
