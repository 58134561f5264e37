"""`reperess search`: the stable way for scripts to search the directory."""

import json
import sys
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import click
from rapidfuzz import process
from rich.console import Console
from rich.table import Table

from app.commands.context import application, counted
from app.db import db
from app.directory.asked import Asked, asked_for
from app.directory.forms import Criteria
from app.directory.presenters.common import services_only_said
from app.directory.presenters.understanding import present_chips
from app.directory.queries import suppliers_found
from app.directory.searching import answered
from app.finder import search_engine
from app.vocabulary import known_values, label_of, network_names, values_named
from domain.geography import gazetteer
from domain.models import Supplier, today
from domain.synonyms import follow_synonyms
from search.port import (
    DEFAULT_RADIUS_KM,
    MAX_PER_PAGE,
    MAX_RADIUS_KM,
    Facet,
    Hit,
    InvalidQueryError,
    SearchQuery,
    SearchResults,
    Sort,
)
from search.understanding import told

FILTERS = {
    "kind": Facet.KIND,
    "service": Facet.SERVICE,
    "group": Facet.GROUP,
    "label": Facet.LABEL,
    "network": Facet.NETWORK,
    "legal_frame": Facet.LEGAL_FRAME,
    "departement": Facet.DEPARTEMENT,
    "region": Facet.REGION,
}


@click.command()
@click.argument("text", metavar="[TEXTE]", default="")
@click.option(
    "--near",
    "place",
    metavar="LIEU",
    help="Commune, code postal ou INSEE, département, région (R52).",
)
@click.option(
    "--radius",
    type=click.FloatRange(0, MAX_RADIUS_KM),
    metavar="KM",
    help=f"Distance autour du lieu, en kilomètres ({DEFAULT_RADIUS_KM} si rien n’est dit).",
)
@click.option("--kind", multiple=True, metavar="TYPE", help="ESAT, EA, EI, AI, ACI, ETTI…")
@click.option("--service", multiple=True, metavar="SERVICE", help="Identifiant ou nom.")
@click.option("--group", multiple=True, metavar="GROUPE", help="Groupe de services.")
@click.option("--label", multiple=True, metavar="LABEL", help="Identifiant ou nom.")
@click.option("--network", multiple=True, metavar="RÉSEAU", help="Identifiant ou nom.")
@click.option("--legal-frame", multiple=True, metavar="CADRE", help="l2113-12, l2113-13, oeth…")
@click.option("--departement", multiple=True, metavar="DÉPARTEMENT", help="Numéro ou nom.")
@click.option("--region", multiple=True, metavar="RÉGION", help="Code ou nom.")
@click.option(
    "--sort", type=click.Choice([sort.value for sort in Sort]), default=Sort.RELEVANCE.value
)
@click.option("--page", type=click.IntRange(min=1), metavar="N", default=1, show_default=True)
@click.option(
    "--per-page", type=click.IntRange(1, MAX_PER_PAGE), metavar="N", default=20, show_default=True
)
@click.option("--json", "as_json", is_flag=True, help="Écrit la réponse en JSON.")
def search(  # noqa: PLR0913 one parameter for each option of the command
    *,
    text: str,
    place: str | None,
    radius: float | None,
    sort: str,
    page: int,
    per_page: int,
    as_json: bool,
    **filters: tuple[str, ...],
) -> None:
    """Cherche des fournisseurs : un besoin, un lieu, des filtres.

    Le texte est compris comme dans la case de recherche du site : « repassage limoges ».

    Un filtre répété accepte l’une ou l’autre valeur ; des filtres différents s’ajoutent.
    """
    with application():
        follow_synonyms(db.session)
        networks = network_names(db.session)
        criteria = Criteria(
            text=text,
            place=place or "",
            filters=chosen(filters, networks),
            sort=Sort(sort),
            page=page,
        )
        asked = asked_for(criteria, networks)
        check_place(asked, radius)
        tell(asked)
        try:
            asked = answered(asked)
            query = replace(asked.query(), per_page=per_page, facets=tuple(Facet))
            results = search_engine().search(within(query, radius))
        except InvalidQueryError as error:
            raise click.UsageError(str(error)) from error
        for problem in asked.problems:
            click.echo(problem, err=True)
        answer = as_answer(asked, results)
    if as_json:
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        show(answer)


def check_place(asked: Asked, radius: float | None) -> None:
    """Raises a UsageError for a place that nothing bears the name of, or a distance around none."""
    if asked.place.is_several:
        named = " ou ".join(f"« {place.label} »" for place in asked.place.others)
        raise click.BadParameter(
            f"« {asked.criteria.place} » désigne plusieurs lieux : donnez {named}.",
            param_hint="--near",
        )
    if asked.place.unknown:
        raise click.BadParameter(
            f"le lieu « {asked.criteria.place} » est inconnu : donnez une commune, un code postal,"
            " un département ou une région.",
            param_hint="--near",
        )
    if radius is not None and asked.near is None:
        raise click.UsageError("--radius compte autour d’un lieu : ajoutez --near.")


def tell(asked: Asked) -> None:
    """On standard error, apart from the answer: how the text and the place were read."""
    if chips := present_chips(asked.criteria, asked.networks):
        click.echo(f"Compris : {', '.join(chip.label for chip in chips)}", err=True)
    if asked.criteria.place and asked.place.place:
        others = ", ".join(other.label for other in asked.place.others)
        also = f" (ou bien : {others})" if others else ""
        click.echo(f"Lieu compris : {asked.place.place.label}{also}", err=True)


def within(query: SearchQuery, radius: float | None) -> SearchQuery:
    """The same search at that distance of its place."""
    if radius is None or query.near is None:
        return query
    return replace(query, near=replace(query.near, radius_km=radius))


def chosen(
    filters: Mapping[str, tuple[str, ...]], networks: Mapping[str, str]
) -> dict[Facet, tuple[str, ...]]:
    """The filters asked for, in the facets' own values. Raises BadParameter on an unknown word."""
    accepted: dict[Facet, tuple[str, ...]] = {}
    for option, words in filters.items():
        facet = FILTERS[option]
        values = [value for word in words for value in named(facet, word, option, networks)]
        if values:
            accepted[facet] = tuple(dict.fromkeys(values))
    return accepted


def named(facet: Facet, word: str, option: str, networks: Mapping[str, str]) -> tuple[str, ...]:
    if values := values_named(facet, word, networks):
        return values
    nearest = process.extractOne(word, known_values(facet, networks), score_cutoff=60)
    hint = f" Vouliez-vous dire « {nearest[0]} » ?" if nearest else ""
    raise click.BadParameter(
        f"« {word} » est inconnu.{hint}", param_hint=f"--{option.replace('_', '-')}"
    )


def as_answer(asked: Asked, results: SearchResults) -> dict[str, Any]:
    networks = asked.networks
    ids = [hit.id for hit in results.hits]
    suppliers = suppliers_found(ids)
    return {
        "understood": told(asked.criteria.understood),
        "total": results.total,
        "took_ms": round(results.took_ms, 2),
        "facets": {
            facet.value: [
                {"value": c.value, "label": label_of(facet, c.value, networks), "count": c.count}
                for c in counts
            ]
            for facet, counts in results.facets.items()
        },
        "hits": [as_hit(hit, suppliers[hit.id]) for hit in results.hits if hit.id in suppliers],
    }


def as_hit(hit: Hit, supplier: Supplier) -> dict[str, Any]:
    commune = gazetteer().commune(supplier.code_insee) if supplier.code_insee else None
    declared = [activity.service for activity in supplier.activities]
    return {
        "id": supplier.id,
        "name": supplier.display_name,
        "siret": supplier.siret,
        "kinds": supplier.kinds_on(today()),
        "services": declared,
        "services_said": list(services_only_said(supplier)),
        "labels": supplier.labels_on(today()),
        "networks": [membership.network_slug for membership in supplier.memberships],
        "commune": commune.name if commune else supplier.city,
        "code_insee": supplier.code_insee,
        "departement": commune.departement if commune else None,
        "distance_km": None if hit.distance_km is None else round(hit.distance_km, 1),
    }


def show(answer: Mapping[str, Any]) -> None:
    """A table for a person; scripts ask for JSON."""
    table = Table("Structure", "Types", "Commune", "Distance", "Services", box=None)
    for hit in answer["hits"]:
        place = f"{hit['commune'] or '—'} ({hit['departement'] or '—'})"
        distance = "" if hit["distance_km"] is None else f"{hit['distance_km']:g} km"
        said = [f"{_service(service)} (d’après sa fiche)" for service in hit["services_said"]]
        services = ", ".join([*map(_service, hit["services"]), *said]) or "Non renseignés"
        table.add_row(hit["name"], ", ".join(hit["kinds"]), place, distance, services)
    # A pipe has no width of its own: leave the rows whole for grep.
    if answer["hits"]:
        Console(width=None if sys.stdout.isatty() else 200).print(table)
    found = counted(answer["total"], "structure trouvée", "structures trouvées")
    click.echo(f"{found} en {answer['took_ms']:.0f} ms.")


def _service(service: str) -> str:
    return label_of(Facet.SERVICE, service, {})
