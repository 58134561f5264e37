"""Since when what a page says is known to be true."""

from collections.abc import Iterable
from datetime import date, timedelta

from app.directory.presenters.sources import Said
from app.structures.facts import STRUCTURE
from app.templating import day, typo
from domain.models import today

STANDS_FOR = timedelta(days=365)


def standing(confirmed: date | None, said: Iterable[Said], *, is_kept: bool) -> str:
    """The structure's own word first: confirmed, or written by it; else the sources' date.

    `is_kept`: whether anybody still keeps the page. "" when nothing is dated.
    """
    latest: dict[bool, date] = {}
    for source, as_of in said:
        own = source == STRUCTURE
        latest[own] = max(as_of, latest.get(own, as_of))
    written = latest.get(True)
    if confirmed and (written is None or confirmed >= written):
        return _aging(f"Fiche confirmée par la structure le {day(confirmed)}", confirmed)
    if written:
        how = "tenue" if is_kept else "écrite"
        return _aging(f"Fiche {how} par la structure, modifiée le {day(written)}", written)
    if (known := latest.get(False)) is None:
        return ""
    return typo(f"Informations du {day(known)} : la structure ne les a pas encore confirmées.")


def _aging(words: str, since: date) -> str:
    if today() - since <= STANDS_FOR:
        return f"{words}."
    return typo(f"{words} ; elle ne l’a pas confirmée depuis.")
