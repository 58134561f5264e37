"""How the history names those who changed something, to those who may read it."""

from collections.abc import Iterable, Mapping

from sqlalchemy import exists, select

from app.accounts.addresses import masked
from app.accounts.models import Editorship, NetworkManager, User, user_role
from app.db import db
from app.directory.presenters.sources import source_name
from app.structures.facts import ADDRESS_BASE

ACCOUNT = "user:"
IMPORT = "import:"
ERASED = "Compte supprimé"
MODERATION = "Modération"


def shown_actor(actor: str, network: str | None = None) -> str:
    return shown_actors([actor], network=network)[actor]


def shown_actors(
    actors: Iterable[str], supplier_id: int | None = None, network: str | None = None
) -> Mapping[str, str]:
    """Each actor of a history → "Camille, de la structure", "Import : …", "Compte supprimé".

    One query for all. Who gave no name is told by an address that only their colleagues know: in
    full for those who keep the page of `supplier_id`, or manage `network`, as its readers see them
    in its team, a moderator's too.
    """
    wanted = set(actors)
    people = (actor for actor in wanted if actor.startswith(ACCOUNT))
    accounts = _accounts(people, supplier_id, network)
    return {actor: _shown(actor, accounts) for actor in wanted}


def account_of(actor: str) -> User | None:
    """The account behind an actor; None once it is deleted, and for what is no account."""
    number = _number(actor)
    return None if number is None else db.session.get(User, number)


def _number(actor: str) -> int | None:
    number = actor.removeprefix(ACCOUNT)
    return int(number) if actor.startswith(ACCOUNT) and number.isdecimal() else None


def _shown(actor: str, accounts: Mapping[str, str]) -> str:
    if actor.startswith(ACCOUNT):
        return accounts.get(actor, ERASED)
    if actor.startswith(IMPORT):
        return f"Import : {source_name(actor.removeprefix(IMPORT))}"
    if actor == ADDRESS_BASE:
        return source_name(actor)
    return f"Commande : {actor}"


def _accounts(
    actors: Iterable[str], supplier_id: int | None, network: str | None
) -> dict[str, str]:
    ids = [number for number in map(_number, actors) if number is not None]
    if not ids:
        return {}
    moderates = exists().where(user_role.c.user_id == User.id)
    edits = exists().where(Editorship.user_id == User.id)
    manages = exists().where(NetworkManager.user_id == User.id)
    keeps = exists().where(Editorship.user_id == User.id, Editorship.supplier_id == supplier_id)
    runs_it = exists().where(
        NetworkManager.user_id == User.id, NetworkManager.network_slug == network
    )
    query = select(User.id, User.name, User.email, keeps, runs_it, moderates, edits, manages)
    found = db.session.execute(query.where(User.id.in_(ids))).all()
    return {
        f"{ACCOUNT}{id_}": _named(
            name or (email if keeps_it or is_colleague else masked(email)),
            moderates=is_ and not is_colleague,
            edits=has and not is_colleague,
            manages=runs and not is_colleague,
        )
        for id_, name, email, keeps_it, is_colleague, is_, has, runs in found
    }


def _named(name: str, *, moderates: bool, edits: bool, manages: bool) -> str:
    """A moderator speaks for the site: whose hand it was is for the site's own records."""
    if moderates:
        return MODERATION
    if edits:
        return f"{name}, de la structure"
    return f"{name}, d’un réseau" if manages else name
