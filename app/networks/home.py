"""A manager's home: what waits, how the network stands, and the ways to the rest."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select

from app.audience.unmet import unmet_needs
from app.db import db
from app.networks.lists.counting import counts_apart
from app.networks.lists.models import ListState, RowOutcome
from app.networks.lists.queries import last_list
from app.networks.queries import Keeping, member_counts, network_or_404
from app.networks.territory import territory
from app.structures.proposals.deciding import waiting_proposals
from app.templating import counted
from domain.models import today

# Endpoint, title, what is done there.
PLACES = (
    ("networks.members", "Membres", "Qui tient sa fiche, ce qui lui manque ; inviter, noter."),
    ("networks.find_member", "Ajouter un membre", "Une structure de l’annuaire, ou une nouvelle."),
    ("networks.lists", "Importer une liste", "Votre fichier tel qu’il est, ligne par ligne."),
    (
        "networks.taggings",
        "Donner des services",
        "À plusieurs membres à la fois, qui ne disent pas ce qu’ils font.",
    ),
    (
        "networks.needs",
        "Besoins sans réponse",
        "Ce que les acheteurs cherchent sur votre territoire sans trouver personne.",
    ),
    (
        "networks.presentation",
        "Présentation",
        "Ce que lisent les acheteurs : qui vous êtes, votre territoire, votre charte.",
    ),
    ("networks.embedding", "La recherche sur votre site", "Le code à coller dans une page."),
    (
        "meetings.network_meetings",
        "Rencontres",
        "Inscriptions, rendez-vous d’après les souhaits, et ce qui a suivi.",
    ),
    ("networks.growth", "Évolution", "Membres, fiches tenues et recherches, mois par mois."),
    ("networks.team", "Équipe", "Les personnes qui gèrent le réseau avec vous."),
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something to do, and where."""

    words: str
    address: str


def home(network: str) -> ResponseReturnValue:
    known = network_or_404(network)
    counts = member_counts(network)
    return render_template(
        "networks/home.html",
        network=known,
        counts=counts,
        Keeping=Keeping,
        waiting=[*_of_last_list(network), *_waiting(network, counts)],
        places=PLACES,
    )


# Singular, plural, and what follows either.
_OF_MEMBERS = {
    Keeping.EXPIRED: ("invitation a expiré", "invitations ont expiré", "sans réponse"),
    Keeping.UNINVITED: ("membre", "membres", "à inviter, dont l’adresse est connue"),
    Keeping.UNREACHED: ("membre", "membres", "sans adresse où écrire"),
    Keeping.EMPTY: ("fiche ne dit", "fiches ne disent", "ni services ni présentation"),
}


def _of_last_list(network: str) -> Iterator[Waiting]:
    """Rows that it leaves to a person, to decide or to correct."""
    if (last := last_list(network)) is None or last.state is ListState.UNDONE:
        return
    if last.state is ListState.DROPPED:
        at = url_for("networks.list_columns", network=network, list_id=last.id)
        yield Waiting("Votre dernière liste attend : dites ce que contient chaque colonne", at)
        return
    left = counts_apart(db.session, last.id).to_come
    for outcome, words in _LEFT_ROWS.items():
        if left[outcome]:
            told = f"{counted(left[outcome], *words)} dans votre dernière liste"
            at = url_for("networks.member_list", network=network, list_id=last.id, lignes=outcome)
            yield Waiting(told, at)


_LEFT_ROWS = {
    RowOutcome.DOUBTFUL: ("ligne à décider", "lignes à décider"),
    RowOutcome.REJECTED: ("ligne refusée", "lignes refusées"),
}


def _waiting(network: str, counts: Mapping[Keeping | None, int]) -> list[Waiting]:
    proposed = db.session.scalar(
        select(func.count()).select_from(waiting_proposals(network).subquery())
    )
    unmet = len(unmet_needs(today(), territory(network)).shown)
    found = (
        (
            proposed or 0,
            counted(proposed or 0, "structure demande", "structures demandent") + " à paraître",
            url_for("structures.network_proposals", network=network),
        ),
        *(
            (
                counts[keeping],
                f"{counted(counts[keeping], *words)} {rest}",
                url_for("networks.members", network=network, fiches=keeping),
            )
            for keeping, (*words, rest) in _OF_MEMBERS.items()
        ),
        (
            unmet,
            counted(unmet, "besoin", "besoins") + " sans réponse sur votre territoire",
            url_for("networks.needs", network=network),
        ),
    )
    return [Waiting(words, address) for count, words, address in found if count]
