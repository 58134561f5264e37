"""The `reperess` command. Exit status: 0 done, 1 did not succeed, 2 wrong use."""

import gettext
import os
import time
from importlib.metadata import version
from pathlib import Path

import click

from app.commands.database import database
from app.commands.demo import demo
from app.commands.exporting import export_command
from app.commands.importing import import_command
from app.commands.index import index
from app.commands.search import search
from app.commands.serve import serve
from app.commands.user import user_command

LOCALE = Path(__file__).parent / "locale"


@click.group(
    context_settings={"max_content_width": 100}, subcommand_metavar="COMMANDE [ARGUMENTS]…"
)
@click.version_option(
    version("reperess"), message="reperess %(version)s", help="Affiche la version."
)
def reperess() -> None:
    """Repèr’ESS, l’annuaire des fournisseurs de l’économie sociale et solidaire."""


for command in (demo, serve, database, import_command, export_command, search, index, user_command):
    reperess.add_command(command)


def main() -> None:
    speak_french()
    tell_french_time()
    reperess.main(prog_name="reperess")


def speak_french() -> None:
    """Click asks gettext for its messages, whatever language the machine speaks."""
    os.environ["LANGUAGE"] = "fr"
    gettext.bindtextdomain("reperess", LOCALE)
    gettext.textdomain("reperess")


def tell_french_time() -> None:
    """Servers are often in UTC: the hours and the days told are those of France, or of TZ.

    The web and the worker inherit it.
    """
    os.environ.setdefault("TZ", "Europe/Paris")
    time.tzset()
