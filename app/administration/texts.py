"""The texts of the site that an administrator may replace."""

from collections.abc import Mapping

from flask import g
from sqlalchemy import select

from app.administration.models import SiteText
from app.db import db

# Key → the text that the site comes with. Those of the legal notice come from the settings.
TEXTS: Mapping[str, str] = {
    "site_name": "Repèr’ESS",
}


def site_text(key: str) -> str:
    """The text as it is now; all are read at once, once a request."""
    if "site_texts" not in g:
        g.site_texts = {text.key: text.value for text in db.session.scalars(select(SiteText))}
    replaced: dict[str, str] = g.site_texts
    return replaced.get(key, TEXTS[key])


def site_name() -> str:
    return site_text("site_name")
