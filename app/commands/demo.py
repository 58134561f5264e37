"""`reperess demo`: the site over a directory of invented suppliers."""

import click
from sqlalchemy import func, select

from app.commands.context import CommandError, application, progress_bar
from app.commands.serve import prepared, serve_until_stopped
from app.db import db
from app.demo.generator import DEFAULT_SIZE
from app.demo.loader import last_run, load
from app.demo.meeting import add_meeting
from domain.models import Supplier


@click.command()
@click.option(
    "--size",
    type=click.IntRange(1, 1_000_000),
    metavar="N",
    help=f"Combien de structures inventer ({DEFAULT_SIZE} si rien n’est dit).",
)
@click.option("--no-serve", is_flag=True, help="Prépare l’annuaire sans démarrer le site.")
def demo(size: int | None, no_serve: bool) -> None:
    """Démarre le site sur un annuaire de démonstration, aux structures inventées."""
    with application():
        with prepared():
            fill(size)
        if not no_serve:
            serve_until_stopped()


def fill(size: int | None) -> None:
    """Load the demo directory into an empty database, or end a loading that was killed."""
    invented, real = supplier_counts()
    wanted = size or unfinished_size() or DEFAULT_SIZE
    if unfinished_size() or not (invented or real):
        with progress_bar("Invention des structures", wanted) as progress:
            load(db.sessionmaker, wanted, progress)
        add_meeting(db.session)
        db.session.commit()
    elif size not in (None, invented):
        raise CommandError(
            f"La base contient déjà {invented} structures inventées et {real} autres. Pour un"
            f" annuaire de démonstration de {size}, choisissez un autre dossier avec INSTANCE_PATH."
        )
    elif not invented:
        click.echo("La base contient vos structures : la démonstration n’y ajoute rien.")


def unfinished_size() -> int | None:
    """How many suppliers a loading that was killed had to invent."""
    run = last_run(db.session)
    return int(run.counts["rows"]) if run and not run.finished_at else None


def supplier_counts() -> tuple[int, int]:
    """How many invented and how many other suppliers the database holds, archived included."""
    counts: dict[bool, int] = {}
    for invented, count in db.session.execute(
        select(Supplier.invented, func.count()).group_by(Supplier.invented)
    ):
        counts[invented] = count
    db.session.rollback()
    return counts.get(True, 0), counts.get(False, 0)
