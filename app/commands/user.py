"""`reperess user`: the accounts, and first of all the first administrator."""

from collections.abc import Callable

import click
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.accounts.addresses import normalised
from app.accounts.charges import (
    CHARGES,
    LastAdministratorError,
    close_account,
    give_role,
    new_account,
    reopen_account,
    take_role,
)
from app.accounts.models import User
from app.accounts.permissions import Role
from app.commands.context import CommandError, application, counted, settings
from app.db import db
from app.locks import hold
from app.schema import alembic
from app.templating import NBSP, day

# What administrators' records call who uses this command.
ACTOR = "reperess user"
IN_FRENCH = {Role.MODERATOR: "modération", Role.ADMIN: "administration"}
NO_ROLE = "none"

Change = Callable[[User], bool]


class Address(click.ParamType[str]):
    name = "ADRESSE"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            return normalised(value)
        except ValueError:
            self.fail(f"« {value} » n’est pas une adresse e-mail.", param, ctx)


address = click.argument("email", type=Address(), metavar="ADRESSE")


@click.group("user", subcommand_metavar="COMMANDE")
def user_command() -> None:
    """Les comptes : le premier administrateur, les rôles, les fermetures."""


@user_command.command("create")
@address
@click.option(
    "--role",
    type=click.Choice([role.value for role in CHARGES]),
    help="moderator : modère l’annuaire. admin : administre aussi le site.",
)
def create_command(email: str, role: str | None) -> None:
    """Crée un compte, qui s’ouvre ensuite par un code envoyé à son adresse."""
    with application():
        # The first administrator may be the first thing of all.
        with hold(settings().preparation_lock_path, wait=True):
            alembic().upgrade()
        if _found(email) is not None:
            raise CommandError(
                f"{email} a déjà un compte. Pour lui donner un rôle :"
                f" « reperess user role {email} {role or 'moderator'} »."
            )
        user = new_account(email)
        if role is not None:
            give_role(user, Role(role), ACTOR)
        db.session.commit()
    click.echo(f"Compte créé : {email}{_told(role)}.")
    click.echo(f"Pour l’ouvrir : {_sign_in_page()}, avec cette adresse.")
    if not settings().mail_url:
        click.echo(
            f"MAIL_URL n’est pas réglé : le code arrivera dans le dossier {settings().mail_path}."
        )


def _sign_in_page() -> str:
    """As it is set here; the site may have been started with another PORT."""
    page = f"{settings().address}/connexion"
    is_told = settings().model_fields_set & {"site_url", "port"}
    return page if is_told else f"{page} (ou le port que PORT donne au site)"


def _told(role: str | None) -> str:
    return f" ({IN_FRENCH[Role(role)]})" if role else ""


@user_command.command("list")
@click.option("--role", type=click.Choice([role.value for role in CHARGES]), help="Ce rôle seul.")
def list_command(role: str | None) -> None:
    """Liste les comptes : adresse, rôles, dernière connexion."""
    with application():
        users = db.session.scalars(
            select(User).options(selectinload(User.roles)).order_by(User.email)
        ).all()
        kept = [user for user in users if role is None or role in _roles(user)]
        for user in kept:
            click.echo(_line(user))
    click.echo(f"{counted(len(kept), 'compte')}.", err=True)


def _roles(user: User) -> list[str]:
    return [role.name for role in user.roles]


def _line(user: User) -> str:
    roles = ", ".join(IN_FRENCH[Role(name)] for name in _roles(user))
    seen = user.last_sign_in_at
    signed_in = f"vu le {day(seen.astimezone()).replace(NBSP, ' ')}" if seen else "jamais connecté"
    closed = "" if user.active else "fermé"
    return " | ".join(filter(None, (user.email, roles, closed, signed_in)))


@user_command.command("role")
@address
@click.argument("role", type=click.Choice([*(role.value for role in CHARGES), NO_ROLE]))
def role_command(email: str, role: str) -> None:
    """Donne un rôle à un compte, ou les lui retire tous (none)."""
    if role == NO_ROLE:
        _change(email, _take_all, f"{email} n’a plus de rôle.", f"{email} n’avait aucun rôle.")
        return
    given = Role(role)
    _change(
        email,
        lambda user: give_role(user, given, ACTOR),
        f"{email} a le rôle : {IN_FRENCH[given]}.",
        f"{email} avait déjà le rôle : {IN_FRENCH[given]}.",
    )


def _take_all(user: User) -> bool:
    taken = [take_role(user, charge, ACTOR) for charge in CHARGES]
    return any(taken)


@user_command.command("close")
@address
def close_command(email: str) -> None:
    """Ferme un compte : ses sessions s’arrêtent et personne n’y entre plus. Rien n’est effacé."""
    _change(
        email,
        lambda user: close_account(user, ACTOR),
        f"Le compte {email} est fermé. Pour le rouvrir : « reperess user reopen {email} ».",
        f"Le compte {email} était déjà fermé.",
    )


@user_command.command("reopen")
@address
def reopen_command(email: str) -> None:
    """Rouvre un compte fermé."""
    _change(
        email,
        lambda user: reopen_account(user, ACTOR),
        f"Le compte {email} est rouvert.",
        f"Le compte {email} n’était pas fermé.",
    )


def _change(email: str, change: Change, done: str, nothing_to_do: str) -> None:
    with application():
        user = _found(email)
        if user is None:
            raise CommandError(
                f"{email} n’a pas de compte. Pour en créer un : « reperess user create {email} »."
            )
        try:
            changed = change(user)
        except LastAdministratorError as error:
            raise CommandError(
                f"{email} est le dernier compte d’administration : donnez d’abord ce rôle à un"
                " autre (« reperess user role ADRESSE admin »)."
            ) from error
        db.session.commit()
    click.echo(done if changed else nothing_to_do)


def _found(email: str) -> User | None:
    return db.session.scalar(select(User).where(User.email == email))
