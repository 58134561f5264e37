"""How right one list of results is, against grades: 2 answers the need, 1 is near, 0 is noise.

- precision@10: of the first results, the share that is no noise (grade 1 or 2). As many are
  looked at as there are answers, ten at most: who has three good suppliers to show is not asked
  for ten, and what stands first counts. A result that is missing counts as noise.
- recall@50: of the answers (grade 2), the share that is among the first 50 results; of 50 when
  there are more. What is only near is not owed.
- nDCG@10: the gain of the first ten results, 3 for an answer and 1 for what is near, discounted
  by their rank (log2), over that of the best order there could be.
- overlap@10: of two wordings of one need, how many of the first ten results both show, over the
  longer of the two lists. Two empty lists agree only when nobody answers the need.

For a need that nobody answers, the first three are 1 when nothing is shown, and 0 otherwise:
what is near is for another place of the page than its results.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean

SHOWN = 10
REACHED = 50
ANSWER = 2
GAIN = (0, 1, 3)  # of each grade

Grades = Mapping[int, int]
Results = Sequence[int]


@dataclass(frozen=True, slots=True)
class Scores:
    precision: float
    recall: float
    ndcg: float


def score(results: Results, grades: Grades) -> Scores:
    if not answers(grades):
        silent = float(not results)
        return Scores(silent, silent, silent)
    return Scores(precision(results, grades), recall(results, grades), ndcg(results, grades))


def answers(grades: Grades) -> set[int]:
    return {id_ for id_, grade in grades.items() if grade == ANSWER}


def precision(results: Results, grades: Grades) -> float:
    looked_at = min(SHOWN, len(answers(grades)))
    return sum(grades.get(id_, 0) > 0 for id_ in results[:looked_at]) / looked_at


def recall(results: Results, grades: Grades) -> float:
    owed = answers(grades)
    return len(owed.intersection(results[:REACHED])) / min(REACHED, len(owed))


def ndcg(results: Results, grades: Grades) -> float:
    best = sorted(grades.values(), reverse=True)
    return _gain(grades.get(id_, 0) for id_ in results) / _gain(best)


def _gain(grades: Iterable[int]) -> float:
    ranks = range(1, SHOWN + 1)
    return sum(
        GAIN[grade] / math.log2(rank + 1) for rank, grade in zip(ranks, grades, strict=False)
    )


def overlap(one: Results, other: Results, grades: Grades) -> float:
    longer = max(len(one[:SHOWN]), len(other[:SHOWN]))
    if longer == 0:
        return float(not answers(grades))
    return len(set(one[:SHOWN]).intersection(other[:SHOWN])) / longer


def average(scores: Sequence[Scores]) -> Scores:
    return Scores(
        mean(s.precision for s in scores),
        mean(s.recall for s in scores),
        mean(s.ndcg for s in scores),
    )
