"""How a supplier is reached: what may be shown to who asks, ready to be followed."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from app.templating import NBSP
from domain.models import Contact, ContactKind


@dataclass(frozen=True, slots=True)
class ContactLine:
    """`href` is empty for what no browser opens; `contact_id` is None for the website."""

    title: str
    value: str
    href: str
    contact_id: int | None = None


def contact_lines(website: str | None, contacts: Sequence[Contact]) -> tuple[ContactLine, ...]:
    return (*_website(website), *map(_contact, contacts))


def website_address(url: str | None) -> str:
    """What a browser opens as a page, else "": a file may hold "javascript:" or worse."""
    if not url:
        return ""
    address = url if "://" in url else f"https://{url}"
    try:
        parts = urlsplit(address)
    except ValueError:  # a bracket left open
        return ""
    is_page = parts.scheme in ("http", "https") and "." in parts.netloc
    return address if is_page else ""


def _website(url: str | None) -> tuple[ContactLine, ...]:
    if not url:
        return ()
    address = website_address(url)
    parts = urlsplit(address)
    shown = f"{parts.netloc}{parts.path.rstrip('/')}" if address else url
    return (ContactLine("Site", shown, address),)


def _contact(contact: Contact) -> ContactLine:
    if contact.kind is ContactKind.EMAIL:
        shown, href = contact.value, f"mailto:{contact.value}"
    else:
        number = contact.value.partition(" poste ")[0]
        digits = "".join(c for c in number if c.isdigit() or c == "+")
        shown, href = shown_phone(contact.value), f"tel:{digits}"
    kind = "E-mail" if contact.kind is ContactKind.EMAIL else "Téléphone"
    title = f"{kind}, {contact.label}" if contact.label else kind
    return ContactLine(title, shown, href, contact.id)


def shown_phone(value: str) -> str:
    digits = value.replace(" ", "").replace(".", "")
    if len(digits) != 10 or not digits.isdigit():
        return value
    return NBSP.join(digits[i : i + 2] for i in range(0, 10, 2))
