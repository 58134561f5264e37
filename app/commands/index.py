"""`reperess index`: the copies of the search index, on this machine and on a server."""

import os
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import click

from app.commands.context import CommandError, application, counted, progress_bar, settings
from app.db import db
from app.index_copies import ANSWER_SECONDS, Copy, copies
from app.index_status import CopyStatus, Parked, statuses
from app.indexing import Check, WorkerLateError, check, rebuild
from app.templating import NBSP, day
from domain.file_errors import why
from domain.models import utcnow
from search.meilisearch import COPY, Server
from search.meilisearch.keys import Keys, make_keys
from search.meilisearch.writer import NEXT
from search.port import SearchError
from search.relay import supplier_count

PARKED_SHOWN = 20
SERVER_INDEX = "index du serveur Meilisearch"


@click.group(subcommand_metavar="COMMANDE")
def index() -> None:
    """L’index de recherche : celui de cette machine, et celui du serveur s’il y en a un."""


@index.command("rebuild")
def rebuild_command() -> None:
    """Refait tout l’index d’après la base ; les recherches continuent pendant ce temps."""

    def rebuild_one(copy: Copy) -> str:
        total = supplier_count(db.session)
        with progress_bar("Indexation", total) as progress:
            count = rebuild(settings(), db.sessionmaker, copy, progress)
        return f"{copy.label} est refait : {counted(count, 'structure')}."

    for_each_copy(rebuild_one)


@index.command("check")
def check_command() -> None:
    """Compare l’index à la base, structure par structure, et répare ce qui diffère."""
    for_each_copy(lambda copy: told_of_check(copy.label, check(settings(), db.sessionmaker, copy)))


@index.command("status")
def status_command() -> None:
    """Dit où en est chaque index : son retard, sa dernière erreur, ce qu’il refuse."""
    with application():
        found = statuses(db.session)
    for status in found:
        for line in told_of_status(status):
            click.echo(line)
    if not found:
        click.echo("Aucun index n’a encore été fait : lancez « reperess serve ».")


@index.command("keys")
@click.option(
    "--into",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DOSSIER",
    help="Écrit chaque clé dans un fichier de ce dossier, que SECRETS_PATH fait lire.",
)
def keys_command(folder: Path | None) -> None:
    """Fait les deux clés du site sur le serveur Meilisearch : chercher, et indexer.

    La clé maîtresse est lue dans MEILI_MASTER_KEY ; le site ne la garde pas. Faites de nouveau,
    les clés sont les mêmes.
    """
    configured, master = settings(), os.environ.get("MEILI_MASTER_KEY")
    missing = [
        name
        for name, value in (("MEILI_URL", configured.meili_url), ("MEILI_MASTER_KEY", master))
        if not value
    ]
    if missing:
        raise CommandError(f"Il manque {' et '.join(missing)} : l’adresse et la clé du serveur.")
    try:
        keys = make_keys(
            Server(configured.meili_url, master, ANSWER_SECONDS), configured.meili_index_prefix
        )
        if folder:
            write_keys(keys, folder)
    except SearchError as error:
        raise CommandError(str(error)) from error
    except OSError as error:
        raise CommandError(f"Rien ne peut être écrit dans {folder} ({why(error)}).") from error
    if folder:
        click.echo(f"Les clés sont dans {folder}.")
    else:
        click.echo(f"MEILI_SEARCH_KEY={keys.search}\nMEILI_INDEX_KEY={keys.index}")


def for_each_copy(do: Callable[[Copy], str]) -> None:
    """Do it for each copy, and tell; one that fails does not keep the others from it."""
    failures = []
    with application():
        for copy in copies(settings(), db.sessionmaker):
            try:
                click.echo(do(copy))
            except (SearchError, WorkerLateError) as error:
                failures.append(f"{copy.label} : {error}")
    if failures:
        raise CommandError("\n".join(failures))


def told_of_check(label: str, found: Check) -> str:
    """Raises SearchError when what differs could not be mended."""
    if not found.mended:
        raise SearchError(
            "des différences restent avec la base. Lancez « reperess index rebuild »."
        )
    told = f"{label} et la base disent la même chose."
    if found.rebuilt:
        told = f"{label} manquait ou ne pouvait plus servir : il a été refait."
    elif found.differences:
        mended = counted(
            found.differences,
            "différence trouvée et réparée",
            "différences trouvées et réparées",
        )
        told = f"{label} : {mended}."
    return told + _told_of_parked_count(found.parked)


def _told_of_parked_count(parked: int) -> str:
    if not parked:
        return ""
    told = counted(parked, "structure mise de côté", "structures mises de côté")
    return f" {told} : voyez « reperess index status »."


def told_of_status(status: CopyStatus) -> Iterator[str]:
    if status.copy == COPY + NEXT:
        yield f"Le prochain {SERVER_INDEX} se remplit."
        return
    yield f"{_label_of(status.copy)} : {_told_of_lag(status)}."
    if status.error and status.error_at:
        yield f"  Dernière erreur, {_moment(status.error_at)} : {status.error}"
    if status.parked:
        count = counted(len(status.parked), "structure mise", "structures mises")
        yield f"  {count} de côté, que l’index refuse :"
        yield from map(_told_of_parked, status.parked[:PARKED_SHOWN])
        if more := len(status.parked) - PARKED_SHOWN:
            yield from [f"    … et {more} de plus"] if more > 0 else []


def write_keys(keys: Keys, folder: Path) -> None:
    """Each whole or not at all, readable by its owner alone."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, key in (("meili_search_key", keys.search), ("meili_index_key", keys.index)):
        draft = folder / f"{name}.new"
        draft.unlink(missing_ok=True)
        draft.touch(mode=0o600)
        draft.write_text(key, encoding="utf-8")
        draft.replace(folder / name)


def _label_of(copy: str) -> str:
    if copy == COPY:
        return f"L’{SERVER_INDEX}"
    return f"L’index de la machine {copy.partition('@')[2]}"


def _told_of_lag(status: CopyStatus) -> str:
    if not status.is_built:
        return "à faire, ou en cours"
    if not status.waiting:
        return "à jour"
    told = counted(status.waiting, "structure en attente", "structures en attente")
    if status.waiting_since is None:
        return told
    return f"{told} depuis {_duration(utcnow() - status.waiting_since)}"


def _duration(elapsed: timedelta) -> str:
    seconds = int(elapsed.total_seconds())
    for length, unit in ((86_400, "j"), (3600, "h"), (60, "min")):
        if seconds >= length:
            return f"{seconds // length} {unit}"
    return f"{seconds} s"


def _moment(value: datetime) -> str:
    local = value.astimezone()
    return f"le {day(local.date()).replace(NBSP, ' ')} à {local:%H:%M:%S}"


def _told_of_parked(parked: Parked) -> str:
    return f"    n° {parked.supplier_id} « {parked.name} » : {parked.error}"
