"""Labels said by a word that only tells how a need is done: "un traiteur bio"."""

from dataclasses import replace

from search.understanding.choosing import Candidate
from search.understanding.needs import Need
from search.understanding.values import What
from search.understanding.words import Word

_A_QUALITY = "bio"  # beside a need, a way of doing it: who asks for the label names it


def qualities_among(words: list[Word], read: list[Candidate], needs: list[Need]) -> list[Candidate]:
    """Beside a need; alone, or given by an administrator, the label is asked for."""
    labels = [one for one in read if one.what is What.LABEL and not one.is_given] if needs else []
    return [
        one
        for one in labels
        if one.last - one.first == 1 and words[one.first].surface == _A_QUALITY
    ]


def with_its_own(need: Need, qualities: list[Candidate], needs: list[Need]) -> Need:
    """With the qualities said of it: those nearest to its words."""
    own = {at for one in qualities if _nearest(one.first, needs) is need for at in one.positions}
    return replace(need, positions=need.positions | own)


def _nearest(position: int, needs: list[Need]) -> Need:
    """Of the needs, the one whose words stand nearest."""
    return min(needs, key=lambda need: min(abs(position - at) for at in need.positions))
