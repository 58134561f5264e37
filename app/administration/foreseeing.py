"""What a reading would change, seen on searches before it is saved. Nothing is counted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from sqlalchemy import func, select

from app.db import db
from app.directory import queries
from app.directory.asked import asked_for
from app.directory.forms import Criteria
from app.directory.presenters.understanding import present_chips, present_others
from app.directory.searching import answered
from app.finder import search_engine
from app.vocabulary import network_names
from domain.geography import gazetteer
from domain.models import Supplier
from domain.taxonomy import GivenReading, GivenReadings, given_readings, taxonomy
from search.port import MAX_TEXT_LENGTH
from search.understanding import Understood, What, form_of, understand_given

NAMED = 5
MAX_TRIALS = 12
MAX_NEEDS = 4  # of the taxonomy that hold the words


@dataclass(frozen=True, slots=True)
class Answer:
    """What a search is read as, what else is offered, what is left as text, and who answers.

    `left` is left aside when nobody answers with it.
    """

    readings: tuple[str, ...]
    offered: tuple[str, ...]
    left: str
    is_left_aside: bool
    total: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Foreseen:
    text: str
    before: Answer
    after: Answer

    @property
    def changes(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class _Supposing(Criteria):
    """A search as it is read with these readings for those of the directory."""

    given: GivenReadings = frozenset()

    @property
    def understood(self) -> Understood:
        return understand_given(self.text, self.given)


def foresee(asked: GivenReading, given: GivenReadings, typed: Sequence[str]) -> list[Foreseen]:
    """The searches typed, then some that hold the words, now and with the readings `given`.

    MAX_TRIALS in all. Raises SearchError when the index cannot be read.
    """
    trials = (text[:MAX_TEXT_LENGTH] for text in (*typed, *_examples(asked)))
    texts = dict.fromkeys(filter(None, trials))
    return [
        Foreseen(text, _answer(text, given_readings()), _answer(text, given))
        for text in islice(texts, MAX_TRIALS)
    ]


def _examples(asked: GivenReading) -> Iterator[str]:
    """The words alone, with a place or what is needed there, and needs that hold them."""
    yield asked.words
    yield f"nettoyage {asked.words}" if asked.what == What.PLACE else f"{asked.words} {_town()}"
    yield from islice(_needs_with(asked.words), MAX_NEEDS)


def _town() -> str:
    """The name of the commune where most suppliers are."""
    code = Supplier.code_insee
    most = select(code).where(code.is_not(None), Supplier.is_listed).group_by(code)
    found = db.session.scalar(most.order_by(func.count().desc(), code).limit(1))
    commune = gazetteer().commune(found) if found else None
    return commune.name if commune else ""


def _needs_with(typed: str) -> Iterator[str]:
    words = form_of(typed)
    for service in taxonomy().services.values():
        for term in (service.label, *service.synonyms):
            said = form_of(term)
            runs = (said[at : at + len(words)] for at in range(len(said)))
            if said != words and words in runs:
                yield term


def _answer(text: str, given: GivenReadings) -> Answer:
    criteria = _Supposing(text=text, given=given)
    asked = answered(asked_for(criteria))
    query, networks = asked.query(), network_names(db.session)
    found = search_engine().search(replace(query, per_page=NAMED, facets=()))
    suppliers = queries.suppliers_named([hit.id for hit in found.hits])
    names = (suppliers[hit.id].display_name for hit in found.hits if hit.id in suppliers)
    return Answer(
        tuple(chip.label for chip in present_chips(criteria, networks)),
        tuple(o.label for some in present_others(criteria, networks) for o in some.others),
        criteria.understood.text,
        asked.leaves_words_out,
        found.total,
        tuple(names),
    )
