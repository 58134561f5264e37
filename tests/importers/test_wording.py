"""The words of a hand-made list: parted, matched, hinted at."""

import pytest

from domain.kinds import KINDS
from importers.wording import MEANINGS, Match, hint, match_service, match_type, split_words


def matched(cell: str, match: Match) -> list[str | None]:
    return [match(words) for words in split_words(cell, match)]


def test_it_works() -> None:
    assert matched("ESAT, Entreprise adaptée", match_type) == ["kind:ESAT", "kind:EA"]


@pytest.mark.parametrize(
    ("cell", "types"),
    [
        ("Entreprise d'insertion (EI)", ["kind:EI"]),
        ("EI (entreprise d’insertion)", ["kind:EI"]),
        ("ESAT et EA", ["kind:ESAT", "kind:EA"]),
        ("E.S.A.T.", ["kind:ESAT"]),
        ("Assoc.", ["kind:ASSO"]),
        ("Assoc. loi 1901", ["kind:ASSO"]),
        ("Régie de quartier", ["label:regie-de-quartier"]),
        ("SARL ESUS", ["form:SARL", "label:esus"]),
        ("SARL agréée ESUS", ["form:SARL", "label:esus"]),
        ("SCIC SARL", ["kind:SCIC", "form:SARL"]),
        ("Machin ESUS", [None, "label:esus"]),
    ],
)
def test_types_are_read_as_people_write_them(cell: str, types: list[str | None]) -> None:
    assert matched(cell, match_type) == types


@pytest.mark.parametrize("code", KINDS)
def test_a_kind_is_read_as_the_pages_write_it(code: str) -> None:
    assert matched(f"{KINDS[code].label} ({KINDS[code].short})", match_type) == [f"kind:{code}"]


@pytest.mark.parametrize("cell", ["Entreprise adaptée (EI)", "EI (en cours)", "Machin (EI)"])
def test_a_code_that_does_not_confirm_the_name_says_no_kind(cell: str) -> None:
    assert matched(cell, match_type) == [None]


@pytest.mark.parametrize(
    ("field", "words", "meaning"),
    [
        ("kinds", "chantier insertion", "kind:ACI"),
        ("kinds", "Régie du quartier", "label:regie-de-quartier"),
        ("services", "entretien espaces verts", "service:entretien-espaces-verts"),
        ("services", "le débarras", None),  # of two meanings, none is guessed
        ("services", "de la", None),
    ],
)
def test_little_words_do_not_count(field: str, words: str, meaning: str | None) -> None:
    assert MEANINGS[field](words) == meaning


def test_and_parts_known_services_only() -> None:
    both = ["traiteur", "plateaux-repas"]
    assert matched("traiteur et plateaux repas", match_service) == both
    assert matched("traiteur et dressage", match_service) == [None]


@pytest.mark.parametrize(
    "cell",
    [
        *(
            "traiteur ; repassage",
            "traiteur|repassage",
            "traiteur / repassage",
            "traiteur\nrepassage",
        ),
        *(
            "• traiteur • repassage",
            "traiteur - repassage",
            "traiteur – repassage",
            "traiteur·repassage",
        ),
        *(
            "Traiteur. Repassage.",
            "traiteur & repassage",
            "traiteur + repassage",
            "* traiteur, repassage",
        ),
    ],
)
def test_words_are_parted_by_any_separator(cell: str) -> None:
    assert matched(cell, match_service) == ["traiteur", "repassage"]


def test_a_dash_parts_words_when_one_of_them_is_known() -> None:
    assert matched("traiteur - dressage", match_service) == ["traiteur", None]
    assert matched("dressage - puces", match_service) == [None]


@pytest.mark.parametrize(
    ("field", "words", "label"),
    [
        ("services", "accueil", "Accueil et standard téléphonique"),
        ("services", "menuisserie", "Menuiserie et agencement"),
        ("kinds", "entreprise d’inserton", "Entreprise d’insertion"),
        ("kinds", "régie", "Régie de quartier ou de territoire"),
        ("labels", "qualiopie", "Qualiopi"),
        ("networks", "emaus", "Emmaüs"),
        ("zone", "Anjou", "Anjou (38)"),
        ("zone", "Arras et alentours", "30 km"),
        ("zone", "métropole", "France entière"),
    ],
)
def test_the_nearest_is_suggested(field: str, words: str, label: str) -> None:
    assert f"« {label} »" in (hint(field, words) or "")


@pytest.mark.parametrize("field", ["kinds", "services", "labels", "networks"])
@pytest.mark.parametrize("words", ["", "zzz", "mot " * 1000])
def test_nothing_near_suggests_nothing(field: str, words: str) -> None:
    assert hint(field, words) is None
