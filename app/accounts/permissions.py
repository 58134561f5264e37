"""Who may do what: one line a route. A route that is not here is open to nobody.

tests/app/accounts/test_permissions.py asks every route in every role, and reads this table.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    VISITOR = "visitor"  # anybody
    BUYER = "buyer"  # anybody who has signed in
    EDITOR = "editor"  # of the supplier in the address
    OWNER = "owner"  # the editor who invites, and hands over
    MANAGER = "manager"  # of the network in the address
    MODERATOR = "moderator"
    ADMIN = "admin"  # a moderator too


@dataclass(frozen=True, slots=True)
class Rule:
    """Those who may, and whether the others may know that there is such a page.

    A visitor is asked to sign in. Others get 404 where it is hidden, 403 where it is not.
    """

    allowed: frozenset[Role]
    hidden: bool = False

    @property
    def is_open(self) -> bool:
        return Role.VISITOR in self.allowed


def only(*roles: Role) -> Rule:
    return Rule(frozenset(roles))


def hidden(*roles: Role) -> Rule:
    return Rule(frozenset(roles), hidden=True)


EVERYBODY = only(*Role)
SIGNED_IN = only(Role.BUYER)
EDITORS = only(Role.EDITOR, Role.MODERATOR)
OWNER = only(Role.OWNER, Role.MODERATOR)
MODERATORS = hidden(Role.MODERATOR)
ADMINS = hidden(Role.ADMIN)

PERMISSIONS: Mapping[str, Rule] = {
    "static": EVERYBODY,
    # The directory
    "directory.home": EVERYBODY,
    "directory.results": EVERYBODY,
    "directory.results_map": EVERYBODY,
    "directory.service_words": EVERYBODY,
    "directory.supplier_by_id": EVERYBODY,
    "directory.supplier": EVERYBODY,
    "directory.glossary": EVERYBODY,
    "directory.about": EVERYBODY,
    "directory.legal": EVERYBODY,
    "directory.outlines": EVERYBODY,
    "directory.towns": EVERYBODY,
    "directory.robots": EVERYBODY,
    "directory.favicon": EVERYBODY,
    # Accounts
    "accounts.sign_in": EVERYBODY,
    "accounts.type_code": EVERYBODY,
    "accounts.sign_out": EVERYBODY,
    "accounts.resume": SIGNED_IN,
    "accounts.account": SIGNED_IN,
    # A structure's desk
    "structures.dashboard": EDITORS,
    "structures.edit": EDITORS,
}
