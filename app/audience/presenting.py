"""A structure's figures in words and small charts; nobody can be told apart in them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from app.audience.figures import DAYS, MONTHS, Figures, Series
from app.audience.models import Event
from app.templating import MONTHS as MONTH_NAMES
from app.templating import NBSP, counted, day
from domain.geography import gazetteer
from domain.taxonomy import taxonomy

# Under it, a count of a place may be that of one person.
FEWEST = 5
MOST_LINES = 12

BAR, GAP, HEIGHT = 8, 2, 48  # of a chart, in its own units

TITLES = {
    Event.FOUND: "Apparitions dans une recherche",
    Event.READ: "Ouvertures de votre fiche",
    Event.CONTACTED: "Contacts suivis",
}
MEANINGS = {
    Event.FOUND: "Votre structure était dans la page de résultats qu’un acheteur a ouverte.",
    Event.READ: "Quelqu’un a ouvert votre fiche.",
    Event.CONTACTED: "Quelqu’un a suivi votre site, votre téléphone ou votre adresse e-mail.",
}


@dataclass(frozen=True, slots=True)
class Bar:
    x: int
    y: int
    height: int
    name: str  # of its day or month
    count: int


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars from the oldest; `first` and `last` name the ends of the axis."""

    total: int
    width: int
    bars: tuple[Bar, ...]
    words: str

    @property
    def first(self) -> str:
        return self.bars[0].name

    @property
    def last(self) -> str:
        return self.bars[-1].name


@dataclass(frozen=True, slots=True)
class EventView:
    title: str
    meaning: str
    days: Chart
    months: Chart


@dataclass(frozen=True, slots=True)
class Line:
    """A need or a place; `share` is its length beside the longest, 1 to 100."""

    name: str
    count: int
    share: int


@dataclass(frozen=True, slots=True)
class AudiencePage:
    events: tuple[EventView, ...]
    needs: tuple[Line, ...]
    places: tuple[Line, ...]
    few_places: int  # départements with fewer searches than FEWEST
    fewest: int = FEWEST


def present_audience(figures: Figures) -> AudiencePage:
    places = {code: n for code, n in figures.departements.items() if n >= FEWEST or not code}
    return AudiencePage(
        events=tuple(_event(event, figures) for event in Event),
        needs=_lines({service_name(id_): n for id_, n in figures.services.items()}),
        places=_lines({departement_name(code): n for code, n in places.items()}),
        few_places=len(figures.departements) - len(places),
    )


def _event(event: Event, figures: Figures) -> EventView:
    return EventView(
        TITLES[event],
        MEANINGS[event],
        _counts(figures.days[event], f"les {DAYS} derniers jours", day),
        _counts(figures.months[event], f"les {MONTHS} derniers mois", month),
    )


def _counts(series: Series, period: str, name_of: Callable[[date], str]) -> Chart:
    total = sum(series.values())
    return chart(series, f"{counted(total, 'fois', 'fois')} sur {period}", name_of)


def chart(series: Series, words: str, name_of: Callable[[date], str]) -> Chart:
    """`words` say it to those who do not see it."""
    highest = max((1, *series.values()))
    bars = tuple(
        Bar(rank * (BAR + GAP), HEIGHT - height, height, name_of(when), count)
        for rank, (when, count) in enumerate(series.items())
        for height in [_height(count, highest)]
    )
    return Chart(sum(series.values()), len(bars) * (BAR + GAP) - GAP, bars, words)


def _height(count: int, highest: int) -> int:
    """At least a line for what happened once, and for nothing a mark that is no bar."""
    return max(2, round(count * HEIGHT / highest)) if count else 0


def month(first: date) -> str:
    return f"{MONTH_NAMES[first.month - 1]}{NBSP}{first.year}"


def _lines(counts: Mapping[str, int]) -> tuple[Line, ...]:
    longest = max(counts.values(), default=1)
    first = list(counts.items())[:MOST_LINES]
    return tuple(Line(name, count, max(1, round(100 * count / longest))) for name, count in first)


def service_name(id_: str) -> str:
    if not id_:
        return "Recherche d’autres mots, ou de toutes les structures"
    known = taxonomy().services.get(id_)
    return known.label if known else id_


def departement_name(code: str) -> str:
    if not code:
        return "Sans lieu, ou sur un territoire plus large"
    place = gazetteer().departement(code)
    return place.label if place else code
