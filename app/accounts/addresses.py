"""E-mail addresses, written one way."""

from email_validator import EmailNotValidError, validate_email

MAX_LENGTH = 254


def normalised(address: str) -> str:
    """The address in lower case, its domain in its own letters. Raises ValueError when it is none.

    Whether somebody reads it is not asked: only a code tells.
    """
    if len(address) > MAX_LENGTH:
        raise ValueError("too long")
    try:
        checked = validate_email(address.strip(), check_deliverability=False)
    except EmailNotValidError as error:
        raise ValueError(str(error)) from error
    return checked.normalized.lower()


def domain_of(address: str) -> str:
    return address.rpartition("@")[2]


def masked(address: str) -> str:
    """What tells an address to who knows it, and to nobody else: "c•••••t@exemple.fr"."""
    local, _, domain = address.rpartition("@")
    hidden = "•" * 5
    return f"{local[0]}{hidden}{local[-1] if len(local) > 2 else ''}@{domain}"
