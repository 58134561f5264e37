"""`reperess db`: the tables of the database."""

import click

from app.commands.context import application
from app.schema import alembic


@click.group("db", subcommand_metavar="COMMANDE")
def database() -> None:
    """La base de données."""


@database.command("upgrade")
def upgrade_command() -> None:
    """Crée les tables, ou les met à jour pour cette version."""
    with application():
        alembic().upgrade()
    click.echo("La base est à jour.")
