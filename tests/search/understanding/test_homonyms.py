"""Of towns that share a name, the one near those listed beside it is meant."""

import pytest

from search.understanding import What, place_at, understand


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("nettoyage Bourgoin et Vienne", "Bourgoin-Jallieu (38)", "Vienne (38)"),
        ("nettoyage Bourg et Libourne", "Bourg (33)", "Libourne (33)"),
        ("nettoyage Saint-Denis et Aubervilliers", "Saint-Denis (93)", "Aubervilliers (93)"),
        ("nettoyage Saint-Denis, Saint-Benoît", "Saint-Denis (974)", "Saint-Benoît (974)"),
        ("nettoyage à Vitry et à Châlons", "Vitry-le-François (51)", "Châlons-en-Champagne (51)"),
        ("nettoyage Montauban ou Valence", "Montauban (82)", "Valence (82)"),
        ("nettoyage Paris ou Valence", "Paris (75)", "Valence (26)"),
        ("nettoyage à Bourgoin ou dans la Vienne", "Vienne (86)", "Bourgoin-Jallieu (38)"),
        ("traiteur Grenoble, Vienne et Charente", "Vienne (86)", "Charente (16)"),
        ("nettoyage Saint-Nazaire et Perpignan", "Saint-Nazaire (66)", "Perpignan (66)"),
        ("nettoyage Saint-Nazaire, Paris, Perpignan", "Saint-Nazaire (44)", "Paris (75)"),
        ("nettoyage Nantes et Loire", "Loire (42)", "Nantes (44)"),
    ],
)
def test_the_one_that_lies_where_the_list_does(text: str, first: str, second: str) -> None:
    understood = understand(text)
    others = (one.instead for one in understood.alternatives)
    values = [other.values[0] for other in others if other and other.what is What.PLACE]
    offered = [place.label for value in values if (place := place_at(value))]

    assert understood.place is not None
    assert [understood.place.label, *offered[:1]] == [first, second]


def test_but_for_those_between() -> None:
    place = understand("nettoyage Saint-Denis, Pierrefitte, Stains").place

    assert place is not None
    assert place.label == "Saint-Denis (93)"
