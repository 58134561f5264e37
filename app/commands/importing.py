"""`reperess import`: a file of suppliers into the directory."""

import re
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import click

from app.commands.context import CommandError, application, progress_bar, settings
from app.commands.networks import did_you_mean, network_named, stored_networks
from app.db import db
from app.importing import (
    DirectoryBusyError,
    ImportedFile,
    ImportRequest,
    NetworkNeededError,
    import_file,
)
from app.importing.batches import collect_garbage_seldom
from app.importing.storing import network_name
from app.indexing import ensure_index
from app.templating import number
from domain.file_errors import why
from domain.taxonomy import taxonomy
from importers.formats import FORMATS
from importers.limits import UnreadableFileError
from importers.report import Report
from importers.territories import read_territory

# Said of one, said of several.
OUTCOMES = {
    "created": ("Créée", "Créées"),
    "updated": ("Mise à jour", "Mises à jour"),
    "unchanged": ("Déjà à jour", "Déjà à jour"),
    "conflict": ("En conflit", "En conflit"),
    "rejected": ("Refusée", "Refusées"),
}
MOST_REASONS = 3  # told at the screen; the report tells all
REPAIRS = {
    "code_insee_zero": "zéro de tête rendu à un code Insee",
    "code_postal_pays": "code postal débarrassé de la lettre de son pays",
    "code_postal_zero": "zéro de tête rendu à un code postal",
    "departement_zero": "zéro de tête rendu à un département",
    "finess_zero": "zéro de tête rendu à un numéro FINESS",
    "point_loin": "point trop loin de sa commune, remplacé par celui de la commune",
    "siren_zero": "zéro de tête rendu à un SIREN",
    "siret_espaces": "SIRET débarrassé de ses espaces",
    "siret_mots": "SIRET débarrassé des mots et des signes autour",
    "siret_nombre": "SIRET écrit comme un nombre à virgule",
    "siret_zero": "zéro de tête rendu à un SIRET",
    "telephone_zero": "zéro de tête rendu à un téléphone",
}


def _source(_context: click.Context, _option: click.Parameter, name: str | None) -> str | None:
    if name is not None and not re.fullmatch(r"[\w][\w .:-]{0,63}", name):
        raise click.BadParameter("64 lettres, chiffres, espaces, points ou tirets au plus.")
    return name


def _territories(
    _context: click.Context, _option: click.Parameter, places: tuple[str, ...]
) -> tuple[str, ...]:
    """The codes of the places so named."""
    found = [(place, read_territory(place)) for place in places]
    unknown = next((place for place, codes in found if not codes), None)
    if unknown:
        raise click.BadParameter(
            f"« {unknown} » n’est pas un lieu connu, ou plusieurs le portent : écrivez par exemple"
            " « 62 », « Hauts-de-France » ou « Angers (49) »."
        )
    return tuple(code for _, codes in found for code in codes)


@click.command("import")
@click.argument("path", metavar="FICHIER", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "format_name",
    type=click.Choice(["auto", *(known.name for known in FORMATS)]),
    default="auto",
    help="Le format du fichier ; « auto » le reconnaît à ses titres de colonnes.",
)
@click.option(
    "--sheet",
    metavar="FEUILLE",
    help="La feuille du classeur à lire ; la première qui contient une liste, si rien n’est dit.",
)
@click.option(
    "--source",
    metavar="NOM",
    callback=_source,
    help="Le nom de la source ; celui du format, ou du fichier, si rien n’est dit.",
)
@click.option(
    "--network",
    metavar="RÉSEAU",
    callback=network_named,
    help="Rattache les structures à ce réseau. Ses responsables n’invitent aux adresses de cette"
    " liste qu’avec « --source reseau:RÉSEAU », comme celle qu’ils déposeraient eux-mêmes.",
)
@click.option(
    "--territory",
    "territories",
    metavar="LIEU",
    multiple=True,
    callback=_territories,
    help="Ne garde que les structures de ce lieu (commune, EPCI, département, région) ; répétable.",
)
@click.option("--dry-run", is_flag=True, help="Dit ce qui serait fait, sans rien écrire.")
@click.option(
    "--report",
    "report_path",
    metavar="COMPTE_RENDU",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Écrit ici le compte rendu, ligne par ligne (JSON).",
)
def import_command(  # noqa: PLR0913, PLR0917 click gives each option as an argument
    path: Path,
    format_name: str,
    sheet: str | None,
    source: str | None,
    network: tuple[str, str | None] | None,
    territories: tuple[str, ...],
    dry_run: bool,
    report_path: Path | None,
) -> None:
    """Importe une liste de structures : CSV, XLSX, ODS ou JSON, compressée ou non (.gz)."""
    _check_report_path(report_path, path)
    collect_garbage_seldom()
    wanted = None if format_name == "auto" else format_name
    slug, name = network or (None, None)
    request = ImportRequest(path, wanted, source, slug, name, dry_run, territories, sheet)
    with application(), Report() as report:
        if slug:
            _tell_new_network(slug, name)
        imported = _imported(request, report)
        _write_report(report, report_path, dry_run=dry_run)
        _summarise(request, imported, report, has_report=report_path is not None)
        if not dry_run:
            with progress_bar("Indexation") as progress:
                ensure_index(settings(), db.sessionmaker, progress)


def _imported(request: ImportRequest, report: Report) -> ImportedFile:
    with ExitStack() as bars:

        def bar(total: int) -> Callable[[int], None]:
            return bars.enter_context(progress_bar("Import", total))

        try:
            return import_file(db.sessionmaker, request, report, bar)
        except UnreadableFileError as error:
            raise CommandError(str(error)) from error
        except DirectoryBusyError as error:
            raise CommandError(
                "D’autres modifient sans cesse les mêmes structures : l’import s’est arrêté."
                " Relancez-le, il reprendra où il en était."
            ) from error
        except NetworkNeededError as error:
            raise click.UsageError(
                "Une liste de SIRET rattache des structures à un réseau : dites lequel avec"
                " --network."
            ) from error


def _check_report_path(report: Path | None, path: Path) -> None:
    if report is None:
        return
    if not report.parent.is_dir():
        raise click.BadParameter(f"le dossier {report.parent} n’existe pas.", param_hint="--report")
    if report.exists() and path.exists() and report.samefile(path):
        raise click.BadParameter(
            "le compte rendu effacerait la liste : donnez-lui un autre nom.", param_hint="--report"
        )


def _write_report(report: Report, path: Path | None, *, dry_run: bool) -> None:
    if path is None:
        return
    try:
        report.write(path)
    except OSError as error:
        done = "L’essai est fait" if dry_run else "L’import est fait"
        raise CommandError(
            f"{done}, mais le compte rendu n’a pas pu être écrit : {why(error)}."
        ) from error


def _tell_new_network(slug: str, name: str | None) -> None:
    known = {network.id: network.label for network in taxonomy().networks.values()}
    known |= stored_networks()
    if slug in known:
        return
    click.echo(
        f"Le réseau « {slug} » est nouveau dans l’annuaire, sous le nom"
        f" « {network_name(slug, name)} »."
    )
    if asked := did_you_mean(slug, known):
        click.echo(asked)


def _summarise(
    request: ImportRequest, imported: ImportedFile, report: Report, *, has_report: bool
) -> None:
    counts = report.counts
    sheet = f", feuille « {imported.found.sheet} »" if imported.found.sheet else ""
    click.echo(
        f"{request.path.name} : {imported.format_label}{sheet}, source « {imported.source} »"
    )
    for remark in imported.found.remarks:
        click.echo(remark)
    if imported.joins_source:
        click.echo(
            f"La source « {imported.source} », nommée d’après le fichier, existait déjà : si c’est"
            " une autre liste, donnez-lui un nom avec --source."
        )
    if imported.ignored:
        title = "Colonnes ignorées" if len(imported.ignored) > 1 else "Colonne ignorée"
        click.echo(f"{title} : {', '.join(imported.ignored)}")
    click.echo(_counted(counts["rows"], "Ligne lue", "Lignes lues"))
    for outcome, (one, several) in OUTCOMES.items():
        click.echo(f"  {_counted(counts[outcome], one, several)}")
        if outcome == "rejected":
            _tell_refusals(report)
    if report.remarked:
        click.echo(_counted(report.remarked, "Ligne à vérifier", "Lignes à vérifier"))
    if (report.remarked or counts["rejected"]) and not has_report:
        click.echo("Lesquelles et pourquoi, ligne par ligne : --report compte-rendu.json")
    for rule, count in counts["repaired"].items():
        click.echo(f"Réparation : {REPAIRS[rule]} ({number(count)})")
    if report.duplicates:
        click.echo(
            _counted(
                report.duplicates, "Doublon probable à comparer", "Doublons probables à comparer"
            )
        )
    if request.dry_run:
        click.echo("Essai seulement : rien n’a été écrit.")


def _tell_refusals(report: Report) -> None:
    for message, count in report.refusals.most_common(MOST_REASONS):
        click.echo(f"    {message} : {number(count)}")


def _counted(count: int, one: str, several: str) -> str:
    return f"{several if count > 1 else one} : {number(count)}"
