"""Fields that many forms ask for: texts of a bounded length, which name nobody; dates."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Any

from wtforms import DateField, Field, StringField, TextAreaField, ValidationError

from app.importing.contacts import is_shared_mailbox
from app.templating import counted, number
from importers.personal import taken_out

# What nobody types and nobody sees, but copied texts hold: controls, zero widths, marks of
# direction, which would turn round what stands beside them. Line breaks and tabs stay.
_UNSEEN = re.compile(
    "[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_SPACES = re.compile(r"\s+")

OLDEST, LATEST = date(1900, 1, 1), date(2100, 1, 1)


def one_line(text: str | None) -> str:
    """On one line, without what cannot be seen."""
    return _SPACES.sub(" ", _seen(text)).strip()


def several_lines(text: str | None) -> str:
    return _seen(text).replace("\r\n", "\n").replace("\r", "\n").strip()


def _seen(text: str | None) -> str:
    return unicodedata.normalize("NFC", _UNSEEN.sub("", text or ""))


def line(label: str, longest: int, *validators: Any, **render: Any) -> StringField:
    return StringField(
        label,
        [*validators, at_most(longest)],
        filters=[one_line],
        render_kw={"maxlength": longest, **render},
    )


def paragraphs(label: str, longest: int, *validators: Any, **render: Any) -> TextAreaField:
    """Its length is told by a counter, not cut: a text pasted whole is shortened by its author."""
    return TextAreaField(
        label,
        [*validators, at_most(longest)],
        filters=[several_lines],
        render_kw={"data-longest": longest, **render},
    )


def impersonal_or(advice: str, *, allows_shared: bool = False) -> Callable[[object, Field], None]:
    """A validator: texts are public and searched. `advice` says where else to write it.

    `allows_shared`: a mailbox that is a structure's, whoever reads it ("contact@"), may be told.
    """

    def check(_form: object, field: Field) -> None:
        said = field.data or ""
        _, emails, phones = taken_out(said if isinstance(said, str) else "\n".join(said))
        if allows_shared:
            emails = [email for email in emails if not is_shared_mailbox(email)]
        named = ["l’adresse e-mail"] * bool(emails) + ["le mobile"] * bool(phones)
        if named:
            raise ValidationError(f"Retirez {' et '.join(named)} : {advice}.")

    return check


def at_most(longest: int) -> Callable[[object, Field], None]:
    """A validator, which says how much is to be taken off."""

    def check(_form: object, field: Field) -> None:
        over = len(field.data or "") - longest
        if over > 0:
            told = counted(over, "caractère")
            raise ValidationError(f"{number(longest)} caractères au plus : retirez {told}.")

    return check


def check_date(field: DateField) -> None:
    """Raises ValidationError for a slip of the keyboard."""
    if field.data and not OLDEST <= field.data <= LATEST:
        raise ValidationError("Vérifiez l’année.")
