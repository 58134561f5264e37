"""The measures compute what tools/relevance/measures.py says, on lists that fit in a line."""

import math

import pytest

from tools.relevance.measures import Scores, ndcg, overlap, precision, recall, score

# 1 and 2 answer the need, 3 is near; all others are noise.
GRADES = {1: 2, 2: 2, 3: 1}


def test_the_best_list_has_all_it_can() -> None:
    assert score([1, 2, 3], GRADES) == Scores(precision=1, recall=1, ndcg=1)


def test_precision_looks_at_as_many_results_as_there_are_answers() -> None:
    assert precision([1, 9, 2], GRADES) == 0.5
    assert precision([1, 2, 9, 9, 9], GRADES) == 1
    assert precision(range(20), dict.fromkeys(range(5, 40), 2)) == 0.5


def test_what_is_near_is_no_noise() -> None:
    assert precision([3, 1], GRADES) == 1


def test_a_result_that_is_missing_counts_as_noise() -> None:
    assert precision([1], GRADES) == 0.5
    assert precision([], GRADES) == 0


def test_recall_counts_the_answers_alone() -> None:
    assert recall([9, 3, 2], GRADES) == 0.5


def test_recall_is_of_fifty_when_there_are_more_answers() -> None:
    grades = dict.fromkeys(range(200), 2)
    assert recall(range(50), grades) == 1
    assert recall([*range(25), *range(1000, 1100)], grades) == 0.5


def test_ndcg_pays_an_answer_three_times_what_is_near_and_less_further_down() -> None:
    best = 3 / math.log2(2) + 3 / math.log2(3) + 1 / math.log2(4)
    assert ndcg([9, 1, 3], GRADES) == pytest.approx((3 / math.log2(3) + 1 / math.log2(4)) / best)
    assert ndcg([9] * 10 + [1], GRADES) == 0


def test_two_wordings_agree_on_what_both_show_first() -> None:
    assert overlap([1, 2, 3, 4], [4, 3], GRADES) == 0.5
    assert overlap(range(20), range(5, 25), GRADES) == 0.5
    assert overlap([], [1], GRADES) == 0


def test_two_silences_agree_only_when_nobody_answers() -> None:
    assert overlap([], [], GRADES) == 0
    assert overlap([], [], {3: 1}) == 1


def test_a_need_that_nobody_answers_wants_no_result() -> None:
    assert score([], {3: 1}) == Scores(1, 1, 1)
    assert score([3], {3: 1}) == Scores(0, 0, 0)
