"""Letters of one shape: a few paragraphs, words quoted, one link."""

from dataclasses import dataclass
from datetime import datetime

from flask import current_app

from app.db import db
from app.mailing.models import OutgoingMail
from app.mailing.writing import written_mail
from app.templating import day, typo


@dataclass(frozen=True, slots=True)
class Letter:
    """`quote` is what somebody wrote, shown as theirs; `then` follows it.

    `quoting` ("Le modérateur écrit :") is there only with something to quote.
    """

    subject: str
    paragraphs: tuple[str, ...]
    link_words: str
    link: str
    quoting: str = ""
    quote: str = ""
    then: tuple[str, ...] = ()


def send_letter(recipient: str, letter: Letter) -> None:
    """Queue it in the present transaction."""
    db.session.add(written_letter(recipient, letter))


def written_letter(recipient: str, letter: Letter) -> OutgoingMail:
    """For a transaction of another session."""
    return written_mail(
        "letter",
        recipient,
        subject=typo(letter.subject),
        paragraphs=tuple(map(typo, letter.paragraphs)),
        quoting=typo(letter.quoting),
        quote=letter.quote,
        then=tuple(map(typo, letter.then)),
        link_words=letter.link_words,
        link=letter.link,
    )


def address_of(endpoint: str, **values: object) -> str:
    """The whole address of a page; also where no request is being answered."""
    path = current_app.url_map.bind("").build(endpoint, values)
    return f"{current_app.config['SETTINGS'].address}{path}"


def date_of(moment: datetime) -> str:
    """The day in words, where the site is."""
    return day(moment.astimezone().date())
