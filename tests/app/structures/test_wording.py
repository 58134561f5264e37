"""What a page says, told in words, for those who compare two versions of it."""

from typing import Any

import pytest

from app.structures.facts import FACTS
from app.structures.wording import FACT_NAMES, imported_in_lines, in_lines

FOREVER = {"starts_on": None, "ends_on": None}


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("staff", 1200, ("1\u202f200",)),
        ("figures_year", 2025, ("2025",)),
        ("open_to_cocontracting", True, ("Oui",)),
        ("description", None, ()),
        ("contacts", [], ()),
        ("point", [47.47, -0.55, "hand"], ("47.47000, -0.55000 (placée à la main)",)),
        (
            "kinds",
            [{"code": "SCOP", "starts_on": "2019-03-01", "ends_on": None}],
            ("Société coopérative et participative, depuis le 1er\u00a0mars\u00a02019",),
        ),
        (
            "contacts",
            [
                {
                    "kind": "phone",
                    "value": "02 41 00 00 00",
                    "label": "Accueil",
                    "visibility": "public",
                }
            ],
            ("02 41 00 00 00, Accueil, visible de tous",),
        ),
        (
            "references",
            [{"client": "Ville d’Angers", "work": None, "year": 2024}],
            ("Ville d’Angers, 2024",),
        ),
        (
            "activities",
            [
                {
                    "zone": {"whole_country": False, "radius_km": 30, "territories": []},
                    "activities": [{"service": "repassage", "delivery": "prestation"}],
                }
            ],
            ("Repassage (prestation)", "30\u00a0km autour de l’adresse"),
        ),
        ("contacts", ["contact@verger.example"], ("contact@verger.example",)),
        ("country", "FR", ("France",)),
        ("kinds", ["ESAT"], ("Établissement et service d’accompagnement par le travail",)),
    ],
)
def test_a_fact_is_told(name: str, value: Any, told: tuple[str, ...]) -> None:
    assert in_lines(name, value) == told


@pytest.mark.parametrize(
    ("zone", "told"),
    [
        ([False, 30, []], ("30\u00a0km autour de l’adresse",)),
        (
            [[[False, 30, []], ["repassage"]], [[True, None, []], None]],
            ("Repassage", "30\u00a0km autour de l’adresse", "France entière"),
        ),
    ],
)
def test_the_zones_of_an_import_are_told_with_their_services(
    zone: Any, told: tuple[str, ...]
) -> None:
    assert imported_in_lines("zone", zone) == told


def test_every_fact_has_a_name() -> None:
    assert FACTS.keys() <= FACT_NAMES.keys()


def test_a_siret_that_is_none_is_told_so() -> None:
    right, wrong = ["12345678200010", None], ["8,12E+13", "SIRET arrondi"]
    assert imported_in_lines("siret", right) == ("12345678200010",)
    told = ("À vérifier : « 8,12E+13 » n’en est pas un", "SIRET arrondi")
    assert imported_in_lines("siret", wrong) == told
