"""What the commands share: the application, progress bars, and how failures are told."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click
from flask import Flask
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from sqlalchemy.exc import OperationalError, ProgrammingError

from app import create_app, templating
from app.config import Settings, SettingsError, load_settings
from app.indexing import WorkerLateError
from app.sqlite import UnsupportedSQLiteError
from app.supervisor import ServeError
from app.templating import NARROW_NBSP, NBSP
from search.port import IndexUnavailableError, SearchError

console = Console(stderr=True, highlight=False)


class CommandError(click.ClickException):
    """The command did not succeed (exit status 1); the message is told in French."""

    exit_code = 1


@contextmanager
def application() -> Iterator[Flask]:
    """The application and its context; what can be expected to fail is told, not traced."""
    try:
        app = create_app(settings())
        with app.app_context():
            yield app
    except (SettingsError, UnsupportedSQLiteError, ServeError, WorkerLateError) as error:
        raise CommandError(str(error)) from error
    except (OperationalError, ProgrammingError) as error:
        raise CommandError(_database_told(error)) from error
    except IndexUnavailableError as error:
        raise CommandError(
            "L’index de recherche n’existe pas encore ou n’est plus à jour :"
            " lancez « reperess index rebuild »."
        ) from error
    except SearchError as error:
        raise CommandError(f"La recherche n’a pas répondu : {error}") from error


def settings() -> Settings:
    try:
        return load_settings()
    except SettingsError as error:
        raise CommandError(str(error)) from error


@contextmanager
def progress_bar(label: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
    """A bar on standard error, shown on a terminal only; call what it gives with the count done."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    shown = console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=not shown) as progress:
        task = progress.add_task(label, total=total)
        yield lambda done: progress.update(task, completed=done)


def counted(value: int, noun: str, plural: str = "") -> str:
    """As on the pages, with the plain spaces that the tools of a terminal expect."""
    return templating.counted(value, noun, plural).replace(NBSP, " ").replace(NARROW_NBSP, " ")


def _database_told(error: OperationalError | ProgrammingError) -> str:
    """In French; a fault of the program itself is raised again, to be seen whole."""
    reason = str(error.orig).strip().split("\n", maxsplit=1)[0]
    # What SQLite and PostgreSQL say of a table that is not there.
    if "no such table" in reason or ("relation" in reason and "does not exist" in reason):
        return "La base n’a pas encore ses tables : lancez « reperess db upgrade »."
    if isinstance(error, ProgrammingError):
        raise error
    return f"La base de données ne répond pas ({reason}). Vérifiez DATABASE_URL."
