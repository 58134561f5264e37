"""Measures the search on the judged set: python -m tools.relevance [--failures 20]."""

import argparse
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import mean

from sqlalchemy import select

from app.db import db
from domain.models import Supplier
from tools.relevance.asking import results_for
from tools.relevance.corpus import corpus, real_files
from tools.relevance.grading import Judge
from tools.relevance.measures import (
    REACHED,
    SHOWN,
    Grades,
    Results,
    Scores,
    answers,
    average,
    overlap,
    score,
)
from tools.relevance.needs import Need, load_needs
from tools.relevance.readings import load_read_needs, report_of_readings

NAMED = 3  # suppliers told of, for a need that fails


@dataclass(frozen=True, slots=True)
class Outcome:
    """What each wording of a need gave; the query's results are the first."""

    need: Need
    grades: Grades
    results: tuple[Results, ...]

    @property
    def scores(self) -> Scores:
        """Of the query."""
        return score(self.results[0], self.grades)

    @property
    def all_scores(self) -> tuple[Scores, ...]:
        return tuple(score(results, self.grades) for results in self.results)

    @property
    def overlap(self) -> float:
        query, *variants = self.results
        return mean(overlap(query, variant, self.grades) for variant in variants)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--failures", type=int, default=0, metavar="N", help="list the N needs that fail most"
    )
    worst = parser.parse_args().failures
    with corpus():
        outcomes = list(outcomes_of(needs_measured()))
        readings = report_of_readings(load_read_needs())
        for line in (*report(outcomes), "", *readings, *failures(outcomes, worst)):
            print(line)


def needs_measured() -> list[Need]:
    """All; without the real lists, those written for the invented directory."""
    if real_files():
        return list(load_needs())
    print("../shared/data is absent: the half of the needs that aims at real lists is left out.")
    return [need for need in load_needs() if need.aims == "demo"]


def outcomes_of(needs: Iterable[Need]) -> Iterator[Outcome]:
    judge = Judge(db.session)
    for need in needs:
        results = tuple(results_for(wording, REACHED) for wording in need.wordings)
        yield Outcome(need, judge.grades(need), results)


def report(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """The table, in Markdown."""
    yield "| | needs | precision@10 | recall@50 | nDCG@10 | overlap@10 |"
    yield "|---|---|---|---|---|---|"
    for category in dict.fromkeys(outcome.need.category for outcome in outcomes):
        yield _row(category, [o for o in outcomes if o.need.category == category])
    for half in sorted({outcome.need.aims for outcome in outcomes}):
        yield _row(f"aimed at: {half}", [o for o in outcomes if o.need.aims == half])
    yield _row("**all**", outcomes)
    every = [scores for outcome in outcomes for scores in outcome.all_scores]
    yield f"| all {len(every)} wordings | {len(outcomes)} | {_shown(average(every))} | |"


def _row(name: str, outcomes: Sequence[Outcome]) -> str:
    scores = _shown(average([outcome.scores for outcome in outcomes]))
    agreed = mean(outcome.overlap for outcome in outcomes)
    return f"| {name} | {len(outcomes)} | {scores} | {agreed:.2f} |"


def _shown(scores: Scores) -> str:
    return f"{scores.precision:.2f} | {scores.recall:.2f} | {scores.ndcg:.2f}"


def failures(outcomes: Sequence[Outcome], count: int) -> Iterator[str]:
    """The worst needs, each with what stands first by mistake and what is missing."""
    ranked = sorted(outcomes, key=lambda o: (o.scores.ndcg + o.scores.recall, o.overlap))
    for outcome in ranked[:count]:
        need, first, grades = outcome.need, outcome.results[0], outcome.grades
        yield f"\n{need.id} « {need.query} »: {_told(outcome)}"
        noise = [id_ for id_ in first[:SHOWN] if not grades.get(id_)]
        yield from _named("shown first, and noise", noise)
        yield from _named("an answer, and not found", sorted(answers(grades) - set(first)))


def _told(outcome: Outcome) -> str:
    scores = outcome.scores
    return (
        f"precision {scores.precision:.2f}, recall {scores.recall:.2f}, nDCG {scores.ndcg:.2f},"
        f" overlap {outcome.overlap:.2f}"
    )


def _named(title: str, ids: Sequence[int]) -> Iterator[str]:
    if ids:
        names = db.session.scalars(select(Supplier.name).where(Supplier.id.in_(ids[:NAMED])))
        more = ", …" if len(ids) > NAMED else ""
        yield f"  {title} ({len(ids)}): {', '.join(names)}{more}"


if __name__ == "__main__":
    main()
