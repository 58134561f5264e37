"""Who may see an imported contact: what may be a person's own stays private."""

import re

from domain.models import ContactKind, Visibility

# Mailboxes that are a structure's, whoever reads them.
SHARED_MAILBOXES = frozenset(
    {
        "accueil",
        "administration",
        "association",
        "bonjour",
        "bureau",
        "commercial",
        "contact",
        "contacts",
        "devis",
        "info",
        "infos",
        "secretariat",
        "siege",
    }
)
_LANDLINE = re.compile(r"0[1-59](?: ?\d\d){4}(?: poste \d+)?")


def is_shared_mailbox(email: str) -> bool:
    return email.partition("@")[0] in SHARED_MAILBOXES


def visibility(kind: ContactKind, value: str) -> Visibility:
    """Public for a shared mailbox or a landline, private for anything else."""
    if kind == ContactKind.EMAIL:
        shared = is_shared_mailbox(value)
    else:
        shared = _LANDLINE.fullmatch(value) is not None
    return Visibility.PUBLIC if shared else Visibility.PRIVATE
