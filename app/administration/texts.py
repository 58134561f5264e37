"""The texts of the site that an administrator may replace."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import current_app, g
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from app.administration.models import SiteText
from app.config import Settings
from app.db import db


@dataclass(frozen=True, slots=True)
class Text:
    """`default` is what the site says until somebody writes another; `is_prose` takes Markdown."""

    label: str
    help: str
    default: Callable[[Settings], str]
    is_prose: bool = False


TEXTS: Mapping[str, Text] = {
    "site_name": Text(
        "Nom du site",
        "En haut de chaque page, dans les titres et les e-mails.",
        lambda _: "Repèr’ESS",
    ),
    "legal_publisher": Text(
        "Éditeur", "La structure qui publie ce site.", lambda settings: settings.legal_publisher
    ),
    "legal_director": Text(
        "Directeur ou directrice de la publication",
        "Une personne, par son nom.",
        lambda settings: settings.legal_director,
    ),
    "legal_host": Text(
        "Hébergeur", "Nom, adresse, téléphone.", lambda settings: settings.legal_host
    ),
    "legal_contact": Text(
        "Contact",
        "L’adresse à laquelle on écrit pour corriger ou retirer une fiche.",
        lambda settings: settings.legal_contact,
    ),
    "legal_notice": Text(
        "Mentions légales, suite",
        "S’ajoute à la page des mentions légales, après ce qu’elle dit déjà. Une ligne vide"
        " sépare les paragraphes, « ## » commence un titre.",
        lambda _: "",
        is_prose=True,
    ),
}


def site_text(key: str) -> str:
    """The text as it is now; all are read at once, once a request."""
    if "site_texts" not in g:
        g.site_texts = _replaced()
    replaced: dict[str, str] = g.site_texts
    return replaced.get(key) or TEXTS[key].default(current_app.config["SETTINGS"])


def _replaced() -> dict[str, str]:
    """Nothing while the database does not answer: the page that says so has a name too."""
    try:
        return {text.key: text.value for text in db.session.scalars(select(SiteText))}
    except OperationalError:
        return {}


def site_name() -> str:
    return site_text("site_name")
