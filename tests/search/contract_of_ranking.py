"""What counts, in order: for each criterion, two suppliers that differ in nothing else.

The table of docs/ranking.md, line by line. Each criterion is held twice: all else alike, and
against all those that come after it together.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import chain
from typing import Any

import pytest

from domain.models import ProofDegree
from domain.supplier_facts import LabelFacts
from search.documents import Document
from search.port import Near, Need, SearchQuery, Sort
from tests.search.contract import EngineWith, ids
from tests.search.documents import ANGERS, NANTES, settled

# "alouette rondes vigilance Angers", once understood.
QUERY = SearchQuery(
    text="vigilance",
    need=Need(("gardiennage",), "rondes", is_precise=True, less_sure=("accueil-standard",)),
    name="alouette",
    near=Near("commune", ANGERS, 50),
)

# Of a supplier, or of its document: what is indexed is then told as it is.
Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Criterion:
    """What the better of the two has, and what the worse has instead."""

    name: str
    better: Facts
    worse: Facts


def doing(*services: str) -> Facts:
    """As one that has these services wherever it works, and declares none."""
    everywhere = {"services": list(services), "reach": ["fr"]}
    return {"services": [], "services_any": list(services), "z0": everywhere}


DECLARED = doing("gardiennage") | {"services": ["gardiennage"]}
SAID = doing("gardiennage")
MAYBE = doing("accueil-standard") | {"services": ["accueil-standard"]}
WORDS = doing()

SAYING: Facts = {"services_text": "ronde"}
SILENT: Facts = {"services_text": ""}

IN_KEYWORDS: Facts = {"keywords": "vigilance", "description": ""}
IN_DESCRIPTION: Facts = {"keywords": "", "description": "vigilance"}

THIRD_PARTY, SELF = ProofDegree.VERIFIED, ProofDegree.DECLARED
IN_MARCH, LONG_AGO = datetime(2026, 3, 1, tzinfo=UTC), datetime(2024, 3, 1, tzinfo=UTC)

# Those of one line weigh alike.
ORDER: tuple[tuple[Criterion, ...], ...] = (
    (Criterion("whole name", {"name": "Alouette"}, {"name": "Alouette des Prés"}),),
    (Criterion("name", {"name": "Alouette des Prés"}, {"name": "Mésange"}),),
    (Criterion("band", {"code_insee": ANGERS}, {"code_insee": NANTES}),),
    (Criterion("very words", SAYING, SILENT),),
    (Criterion("service declared", DECLARED, SAID),),
    (Criterion("service said", SAID, MAYBE),),
    (Criterion("service less sure", MAYBE, WORDS),),
    (Criterion("text", IN_KEYWORDS, IN_DESCRIPTION),),
    (Criterion("completeness", {"completeness": 70}, {"completeness": 55}),),
    (
        Criterion("social proof", {"esus": THIRD_PARTY}, {"esus": SELF}),
        Criterion("environmental proof", {"iso-14001": THIRD_PARTY}, {"iso-14001": SELF}),
    ),
    (Criterion("freshness", {"updated_at": IN_MARCH}, {"updated_at": LONG_AGO}),),
)
CRITERIA = tuple(chain.from_iterable(ORDER))

LIKE_THE_OTHER: Facts = {
    **{"name": "Mésange", "code_insee": ANGERS},
    **SAYING,
    **DECLARED,
    **IN_KEYWORDS,
    **{"completeness": 60, "esus": SELF, "iso-14001": SELF, "updated_at": LONG_AGO},
}


def made(id_: int, facts: Facts) -> Document:
    labels = tuple(LabelFacts(label, facts[label]) for label in ("esus", "iso-14001"))
    told = ("name", "code_insee", "updated_at")
    raw = {name: value for name, value in facts.items() if name not in (*told, "esus", "iso-14001")}
    return settled(id_, **{name: facts[name] for name in told}, labels=labels, raw=raw)


def after(criterion: Criterion) -> Iterator[Criterion]:
    place = next(i for i, line in enumerate(ORDER) if criterion in line)
    return chain.from_iterable(ORDER[place + 1 :])


def by_name(criterion: Criterion) -> str:
    return criterion.name


class RankingContract:
    """The worse of two is the first written, or all that is left would put the better first."""

    @pytest.mark.parametrize("criterion", CRITERIA, ids=by_name)
    def test_all_else_alike(self, engine_with: EngineWith, criterion: Criterion) -> None:
        worse = made(1, {**LIKE_THE_OTHER, **criterion.worse})
        better = made(2, {**LIKE_THE_OTHER, **criterion.better})

        assert ids(engine_with([worse, better]).search(QUERY)) == [2, 1]

    @pytest.mark.parametrize("criterion", CRITERIA, ids=by_name)
    def test_before_all_that_come_after(
        self, engine_with: EngineWith, criterion: Criterion
    ) -> None:
        worse, better = dict(LIKE_THE_OTHER), dict(LIKE_THE_OTHER)
        # The last first: of two that touch one fact, the earlier is the one held.
        for later in reversed([*after(criterion)]):
            worse |= later.better
            better |= later.worse
        worse |= criterion.worse
        better |= criterion.better

        assert ids(engine_with([made(1, worse), made(2, better)]).search(QUERY)) == [2, 1]

    def test_words_that_say_no_more_than_the_service_leave_who_declares_it_first(
        self, engine_with: EngineWith
    ) -> None:
        saying, declaring = LIKE_THE_OTHER | SAID, LIKE_THE_OTHER | SILENT
        query = replace(QUERY, need=Need(("gardiennage",), "rondes"))

        found = engine_with([made(1, saying), made(2, declaring)]).search(query)

        assert ids(found) == [2, 1]
        assert not any(hit.verbatim for hit in found.hits)

    def test_a_hit_tells_whether_it_says_the_very_words(self, engine_with: EngineWith) -> None:
        engine = engine_with([made(1, LIKE_THE_OTHER | SILENT), made(2, LIKE_THE_OTHER)])

        assert [hit.verbatim for hit in engine.search(QUERY).hits] == [True, False]

    def test_other_orders_know_nothing_of_them(self, engine_with: EngineWith) -> None:
        engine = engine_with([made(1, LIKE_THE_OTHER | SILENT), made(2, LIKE_THE_OTHER)])

        found = engine.search(replace(QUERY, sort=Sort.DISTANCE))

        assert [(hit.id, hit.verbatim) for hit in found.hits] == [(1, False), (2, False)]

    def test_one_word_in_a_name_is_no_more_than_an_image(self, engine_with: EngineWith) -> None:
        ducks = settled(1, ANGERS, "Au Caneton", services=("gardiennage",))
        guards = settled(2, ANGERS, "Vigie", services=("gardiennage",))
        query = replace(QUERY, text="", need=Need(("gardiennage",), "caneton", is_precise=True))

        assert not any(hit.verbatim for hit in engine_with([ducks, guards]).search(query).hits)

    def test_several_words_in_a_name_tell(self, engine_with: EngineWith) -> None:
        guards = settled(1, ANGERS, "Vigie", services=("gardiennage",))
        potatoes = settled(2, ANGERS, "La Pomme de terre")
        wanted = Need(("gardiennage",), "pommes terre", is_precise=True)

        found = engine_with([guards, potatoes]).search(replace(QUERY, text="", need=wanted))

        assert [(hit.id, hit.verbatim) for hit in found.hits] == [(2, True), (1, False)]

    def test_words_of_a_name_written_as_one_tell_too(self, engine_with: EngineWith) -> None:
        engine = engine_with([settled(1, ANGERS, "Tempo Vigie du Lac", services=("gardiennage",))])
        wanted = Need(("gardiennage",), "tempovigie lac", is_precise=True)

        (hit,) = engine.search(replace(QUERY, text="", need=wanted)).hits

        assert hit.verbatim

    def test_those_alike_in_all_keep_one_order(self, engine_with: EngineWith) -> None:
        engine = engine_with([made(id_, LIKE_THE_OTHER) for id_ in (3, 1, 2)])

        assert ids(engine.search(QUERY)) == ids(engine.search(QUERY)) == [1, 2, 3]
