"""`reperess export`: the directory in its own format, for another one to import."""

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import click

from app.commands.context import CommandError, application, counted, progress_bar
from app.commands.networks import did_you_mean, network_slug, stored_networks
from app.db import db
from app.exporting.files import FOR_ALL, FOR_ONESELF, WRITERS, write_table
from app.exporting.suppliers import exported, listed_ids
from domain.file_errors import why
from domain.models import today
from importers.formats.own import Exported, rows


def _path(_context: click.Context, _argument: click.Parameter, path: Path) -> Path:
    """One that can be written, and takes the place of nothing."""
    if path.suffix.lower() not in WRITERS:
        raise click.BadParameter(f"le nom du fichier finit par {' ou '.join(WRITERS)}.")
    if path.exists():
        raise click.BadParameter(
            f"{path} existe déjà : donnez un autre nom, ou effacez-le d’abord."
        )
    if not path.parent.is_dir():
        raise click.BadParameter(f"le dossier {path.parent} n’existe pas.")
    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise click.BadParameter(f"rien ne peut être écrit dans le dossier {path.parent}.")
    return path


@click.command("export")
@click.argument("path", metavar="FICHIER", type=click.Path(path_type=Path), callback=_path)
@click.option(
    "--network",
    metavar="RÉSEAU",
    callback=network_slug,
    help="N’exporte que les membres de ce réseau.",
)
@click.option(
    "--private",
    "with_private",
    is_flag=True,
    help="Écrit aussi les contacts que le public ne voit pas, à part : pour qui déménage"
    " l’annuaire. Le fichier contient alors des données personnelles.",
)
def export_command(path: Path, network: str | None, with_private: bool) -> None:
    """Exporte les structures publiées au format de l’annuaire, que « reperess import » relit.

    FICHIER finit par .csv ou .xlsx ; il ne remplace jamais un fichier qui existe.
    """
    with application():
        if network:
            _check_network(network)
        count = _export(path, network, with_private=with_private)
    click.echo(f"{counted(count, 'structure exportée', 'structures exportées')} : {path}")
    if with_private:
        click.echo(
            "Ce fichier contient des contacts que le public ne voit pas : ne le transmettez à"
            " personne, et effacez-le une fois importé."
        )


def _check_network(slug: str) -> None:
    known = stored_networks()
    if slug not in known:
        message = f"aucun réseau « {slug} » dans cet annuaire. {did_you_mean(slug, known)}"
        raise click.BadParameter(message.strip(), param_hint="--network")


def _export(path: Path, network: str | None, *, with_private: bool) -> int:
    """How many suppliers were written."""
    ids = listed_ids(db.session, network)
    if not ids:
        raise CommandError("Aucune structure à exporter.")
    found = exported(db.session, ids, today(), with_private=with_private)
    with progress_bar("Export", len(ids)) as progress:
        try:
            write_table(
                path, rows(_told(found, progress)), FOR_ONESELF if with_private else FOR_ALL
            )
        except OSError as error:
            raise CommandError(f"{path} n’a pas pu être écrit : {why(error)}.") from error
    return len(ids)


def _told(found: Iterable[Exported], progress: Callable[[int], None]) -> Iterator[Exported]:
    for done, supplier in enumerate(found, start=1):
        yield supplier
        progress(done)
