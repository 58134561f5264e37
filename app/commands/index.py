"""`reperess index`: the search index of this machine."""

import click

from app.commands.context import CommandError, application, counted, progress_bar, settings
from app.db import db
from app.indexing import check, rebuild, supplier_count

REPAIRED = "différences trouvées et réparées"


@click.group(subcommand_metavar="COMMANDE")
def index() -> None:
    """L’index de recherche."""


@index.command("rebuild")
def rebuild_command() -> None:
    """Refait tout l’index d’après la base ; les recherches continuent pendant ce temps."""
    with application():
        total = supplier_count(db.session)
        with progress_bar("Indexation", total) as progress:
            count = rebuild(settings(), db.sessionmaker, progress)
    click.echo(f"Index refait : {counted(count, 'structure')}.")


@index.command("check")
def check_command() -> None:
    """Compare l’index à la base, structure par structure, et répare ce qui diffère."""
    with application():
        found = check(settings(), db.sessionmaker)
    if found.rebuilt:
        click.echo("L’index manquait ou ne pouvait plus servir : il a été refait.")
    elif not found.differences:
        click.echo("L’index et la base disent la même chose.")
    elif found.mended:
        told = counted(found.differences, "différence trouvée et réparée", REPAIRED)
        click.echo(f"{told}.")
    else:
        raise CommandError(
            "Des différences restent entre l’index et la base : lancez « reperess index rebuild »."
        )
