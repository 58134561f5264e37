"""`reperess serve`: the site and its worker."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import click

from app.commands.context import application, counted, progress_bar, settings
from app.db import db
from app.finder import search_engine
from app.indexing import ensure_index
from app.lifeline import end_when_told
from app.locks import hold
from app.schema import alembic
from app.supervisor import Part, become, supervise


@click.command()
@click.option(
    "--only",
    type=click.Choice([part.value for part in Part]),
    help="Un seul des deux, dans ce processus : web (le site) ou worker (l’indexation).",
)
def serve(only: str | None) -> None:
    """Met en service le site et son processus d’indexation, jusqu’à Ctrl-C."""
    end_when_told()
    with application():
        with prepared():
            pass
        if only:
            serve_alone(Part(only))
        serve_until_stopped()


@contextmanager
def prepared() -> Iterator[None]:
    """Tables before the block, index after it; one process at a time, the others wait."""
    with hold(settings().preparation_lock_path, wait=True):
        alembic().upgrade()
        yield
        with progress_bar("Indexation") as progress:
            ensure_index(settings(), db.sessionmaker, progress)


def serve_until_stopped() -> None:
    configured = settings()
    db.engine.dispose()
    supervise(configured, on_ready=lambda: announce(configured.host, configured.port))


def serve_alone(part: Part) -> NoReturn:
    configured = settings()
    db.engine.dispose()
    if part is Part.WEB:
        click.echo(f"Le site démarre sur http://{configured.host}:{configured.port}/.")
    else:
        click.echo("Le worker démarre.")
    become(part, configured)


def announce(host: str, port: int) -> None:
    count = counted(search_engine().count(), "structure")
    click.echo(f"Repèr’ESS répond sur http://{host}:{port}/ ({count}).")
    click.echo("Ctrl-C pour arrêter.")
