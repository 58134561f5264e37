"""How a network grows: its members, the pages they keep, and how often they are found, by month."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from flask import render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.models import Editorship
from app.audience.figures import MONTHS, Series
from app.audience.models import Event, SupplierCount
from app.audience.presenting import Chart, chart, month
from app.audience.storing import months_before
from app.db import db
from app.networks.models import NetworkMonth
from app.networks.queries import Keeping, member_counts, network_or_404
from app.templating import number
from domain.models import Membership, Network, Supplier, today


@dataclass(frozen=True, slots=True)
class Growth:
    """By month, oldest first, the present one last.

    Months before `told_from` are those of today's members: who had left by then is not known.
    """

    members: Series
    kept: Series
    found: Series
    told_from: date


def note_month(session: Session) -> None:
    """Write what each network has today as its present month's. The caller commits."""
    first = today().replace(day=1)
    for slug in session.scalars(select(Network.slug).order_by(Network.slug)):
        members, kept = _now(slug)
        session.merge(NetworkMonth(network_slug=slug, month=first, members=members, kept=kept))


def _now(network: str) -> tuple[int, int]:
    counts = member_counts(network)
    return counts[None], counts[Keeping.KEPT]


def read_growth(network: str, day: date) -> Growth:
    months = [months_before(day, ago) for ago in reversed(range(MONTHS))]
    known = {
        row.month: (row.members, row.kept)
        for row in db.session.scalars(
            select(NetworkMonth).where(
                NetworkMonth.network_slug == network, NetworkMonth.month >= months[0]
            )
        )
    }
    known[months[-1]] = _now(network)
    counts = _before(network, months) | known
    return Growth(
        members={first: counts[first][0] for first in months},
        kept={first: counts[first][1] for first in months},
        found=_found(network, months),
        told_from=min(known),
    )


def _before(network: str, months: Iterable[date]) -> dict[date, tuple[int, int]]:
    """What today's members tell of those months: since when they are, and keep their pages."""
    since = select(func.min(Editorship.since)).where(
        Editorship.supplier_id == Membership.supplier_id
    )
    rows = db.session.execute(
        select(Membership.as_of, since.scalar_subquery())
        .join(Supplier, Supplier.id == Membership.supplier_id)
        .where(Membership.network_slug == network, Supplier.is_listed)
    ).all()
    return {
        first: (
            sum(joined < following for joined, _ in rows),
            sum(
                joined < following and bool(kept) and kept.date() < following
                for joined, kept in rows
            ),
        )
        for first in months
        for following in [months_before(first, -1)]
    }


def _found(network: str, months: list[date]) -> Series:
    """How many times today's members were in a page of results."""
    counts = db.session.execute(
        select(SupplierCount.day, func.sum(SupplierCount.count))
        .join(Membership, Membership.supplier_id == SupplierCount.supplier_id)
        .where(
            Membership.network_slug == network,
            SupplierCount.event == Event.FOUND,
            SupplierCount.day >= months[0],
        )
        .group_by(SupplierCount.day)
    )
    by_month: Counter[date] = Counter()
    for day, count in counts:
        by_month[day.replace(day=1)] += int(count)
    return {first: by_month[first] for first in months}


@dataclass(frozen=True, slots=True)
class GrowthView:
    """`now` is the present figure, of `when`; `meaning` what it counts."""

    title: str
    meaning: str
    when: str
    now: int
    chart: Chart


def growth(network: str) -> ResponseReturnValue:
    known, grown = network_or_404(network), read_growth(network, today())
    return render_template(
        "networks/growth.html", network=known, views=_views(grown), told_from=grown.told_from
    )


def _views(grown: Growth) -> tuple[GrowthView, ...]:
    return (
        _view(
            "Membres",
            "Les structures de votre réseau que montre l’annuaire.",
            "aujourd’hui",
            grown.members,
        ),
        _view(
            "Fiches tenues",
            "Quelqu’un de la structure tient la fiche.",
            "aujourd’hui",
            grown.kept,
        ),
        _view(
            "Apparitions dans une recherche",
            "Un membre d’aujourd’hui était dans la page de résultats qu’un acheteur a ouverte.",
            "ce mois-ci",
            grown.found,
        ),
    )


def _view(title: str, meaning: str, when: str, series: Series) -> GrowthView:
    (first, before), *_, (last, now) = series.items()
    words = f"{number(before)} en {month(first)}, {number(now)} en {month(last)}"
    return GrowthView(title, meaning, when, now, chart(series, words, month))
