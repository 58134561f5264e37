"""The words of a hand-made list: parted and matched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.kinds import KINDS
from domain.text import fold
from importers.parting import split_words
from importers.wording import IGNORED, MEANINGS, Match, match_service, match_type, meant

_AFTER = " (entre parenthèses après"


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
        ("SARL (ESUS)", ["form:SARL", "label:esus"]),
    ],
)
def test_types_are_read_as_people_write_them(cell: str, types: list[str | None]) -> None:
    assert matched(cell, match_type) == types


@pytest.mark.parametrize("code", KINDS)
def test_a_kind_is_read_as_the_pages_write_it(code: str) -> None:
    assert matched(f"{KINDS[code].label} ({KINDS[code].short})", match_type) == [f"kind:{code}"]


@pytest.mark.parametrize(
    "cell", ["Entreprise adaptée (EI)", "EI (en cours)", "Machin (EI)", "EI (demandé, 2027)"]
)
def test_a_code_that_does_not_confirm_the_name_says_no_kind(cell: str) -> None:
    assert matched(cell, match_type) == [None]


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("Asso. intermédiaire", "AI"),
        ("ASSO. INTERM.", "AI"),
        ("Entr. adaptée", "EA"),
        ("Ent. d’insertion", "EI"),
        ("Ets. et serv. d’aide par le travail", "ESAT"),
    ],
)
def test_shortened_words_are_read_when_they_say_one_kind(cell: str, kind: str) -> None:
    assert matched(cell, MEANINGS["kinds"]) == [f"kind:{kind}"]


@pytest.mark.parametrize("cell", ["Asso. de commerçants", "Entr. générale", "E. adaptée"])
def test_others_are_asked_whole(cell: str) -> None:
    assert list(split_words(cell, MEANINGS["kinds"])) == [cell]
    assert matched(cell, MEANINGS["kinds"]) == [None]


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
        "gestion parcs et jardins",  # « gestion de parc » is one of computers
        "gestion de parc et espaces verts",
        "maintenance et jardins",
        "café et thé",
        "remplacement de vitres et du linge",
        "traiteur & gestion parcs",
        "gestion parcs + traiteur",
    ],
)
def test_and_parts_only_what_says_as_much_by_itself(cell: str) -> None:
    assert matched(cell, MEANINGS["services"]) == [None]


def test_a_label_says_as_much_but_for_little_words() -> None:
    both = ["service:entretien-espaces-verts", "service:traiteur"]
    assert matched("entretien espaces verts et traiteur", MEANINGS["services"]) == both


@pytest.mark.parametrize("cell", ["traduction et interprétation", "des bougies et des cosmétiques"])
def test_halves_that_mean_the_same_confirm_each_other(cell: str) -> None:
    assert len(list(split_words(cell, MEANINGS["services"]))) == 2


@pytest.mark.parametrize(
    ("words", "meaning"),
    [
        ("bricolage doux", "service:multiservices-batiment"),
        ("débarras", "service:encombrants"),  # of which the directory knows two meanings
        ("dressage", IGNORED),
    ],
)
def test_what_a_person_said_of_half_the_words_counts_beside_the_other_half(
    words: str, meaning: str
) -> None:
    match = meant("services", {fold(words): meaning})
    assert matched(f"Peinture et {words}", match) == ["service:peinture-batiment", meaning]
    assert matched(f"gestion parcs et {words}", match) == [None]


def test_an_article_does_not_make_a_half_unsure() -> None:
    both = ["service:elagage", "service:traiteur"]
    assert matched("le dessouchage et le traiteur", MEANINGS["services"]) == both


@pytest.mark.parametrize("cell", ["Parcs et jardins", "parcs & jardins"])
def test_parks_and_gardens_are_green_spaces(cell: str) -> None:
    assert matched(cell, MEANINGS["services"]) == ["service:entretien-espaces-verts"]


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("espaces verts (tonte, élagage)", ["espaces verts", "tonte", "élagage"]),
        ("Bâtiment (peinture / plâtrerie)", ["Bâtiment", "peinture", "plâtrerie"]),
        ("Bâtiment (peinture ; plâtrerie), repassage", ["Bâtiment", "peinture", "plâtrerie"]),
        ("vaisselle (fêtes) et traiteur", ["vaisselle et traiteur", "fêtes"]),
        ("Bâtiment [peinture, plâtrerie]", ["Bâtiment", "peinture", "plâtrerie"]),
        ("espaces verts (tonte, élagage", ["espaces verts", "tonte", "élagage"]),
        ("bois (tables (bancs, lits))", ["bois", "tables", "bancs", "lits"]),
        ("1) traiteur 2) repassage", ["traiteur", "repassage"]),
        ("traiteur(s)", ["traiteur"]),
    ],
)
def test_words_in_parentheses_are_read_each_by_itself(cell: str, words: list[str]) -> None:
    assert list(split_words(cell, match_service))[: len(words)] == words


@pytest.mark.parametrize(
    ("cell", "services"),
    [
        ("Blanchisserie (hôtels et restaurants)", ["blanchisserie"]),
        ("Nettoyage (écoles, crèches, hôtels)", ["nettoyage-locaux"]),
        ("Blanchisserie (restaurants, EHPAD)", ["blanchisserie"]),
        ("Nettoyage (pour les mairies)", ["nettoyage-locaux"]),
        ("Nettoyage (pour les communes et les entreprises)", ["nettoyage-locaux"]),
        ("Nettoyage (collectivités, bailleurs sociaux)", ["nettoyage-locaux"]),
        ("Nettoyage (écoles et vitres)", ["nettoyage-locaux", None]),
        ("Espaces verts (tonte, élagage)", ["entretien-espaces-verts"] * 2 + ["elagage"]),
        ("Nettoyage (bureaux, vitres)", ["nettoyage-locaux"] * 2 + ["nettoyage-vitres"]),
        ("Services (peinture, plâtrerie)", [None, "peinture-batiment", "platrerie-isolation"]),
        ("Machins (vin)", [None, None]),
    ],
)
def test_words_in_parentheses_count_when_they_are_of_the_family_of_those_before(
    cell: str, services: list[str | None]
) -> None:
    expected = [id_ and f"service:{id_}" for id_ in services]
    assert matched(cell, MEANINGS["services"]) == expected


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("Repassage pour les mairies", ["Repassage"]),
        ("Repassage pour les mairies, bailleurs et PME", ["Repassage"]),
        ("Repassage auprès des crèches, traiteur pour particuliers", ["Repassage", "traiteur"]),
        ("Repassage pour vitres", ["Repassage pour vitres"]),
        ("Machins pour les mairies", ["Machins pour les mairies"]),
    ],
)
def test_for_whom_is_left_out_behind_what_is_known(cell: str, words: list[str]) -> None:
    assert list(split_words(cell, MEANINGS["services"])) == words


def test_associations_are_a_kind_where_kinds_are_said() -> None:
    assert list(split_words("SIAE (entreprises)", MEANINGS["kinds"])) == ["SIAE"]
    assert list(split_words("SIAE (associations)", MEANINGS["kinds"])) == ["SIAE (associations)"]


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("Blanchisserie (restaurants, thé)", [f"thé{_AFTER} Blanchisserie)"]),
        ("Couture (rideaux, ameublement)", ["rideaux", f"ameublement{_AFTER} Couture)"]),
        ("Conditionnement (vin)", [f"vin{_AFTER} Conditionnement)"]),
    ],
)
def test_those_of_another_family_are_asked_with_what_they_are_behind(
    cell: str, words: list[str]
) -> None:
    head, *asked = split_words(cell, MEANINGS["services"])
    assert MEANINGS["services"](head)
    assert asked == words
    assert not any(map(MEANINGS["services"], asked))


def test_an_answer_to_them_leaves_the_word_alone_as_it_is() -> None:
    match = meant("services", {fold(f"vin{_AFTER} Conditionnement)"): IGNORED})
    said = ["service:conditionnement", IGNORED, "service:viticulture-brasserie"]
    assert matched("Conditionnement (vin), vin", match) == said


@pytest.mark.parametrize("cell", ["traiteur (en projet)", "nettoyage (sauf vitres, moquette)"])
def test_parentheses_that_take_back_what_is_before_are_asked_with_it(cell: str) -> None:
    assert list(split_words(cell, match_service)) == [cell]
    assert match_service(cell) is None


@given(st.text(alphabet="a, ;()[]/.-+\n&", max_size=30))
def test_no_word_has_an_open_parenthesis(cell: str) -> None:
    for words in split_words(cell, MEANINGS["services"]):
        assert words.count("(") == words.count(")")


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
            "* traiteur * repassage",
            "o traiteur\no\trepassage",
            "✓ traiteur ✓ repassage",
            "✔traiteur\n✔repassage",
            "1. traiteur 2. repassage",
            "1. traiteur\n2. repassage",
            "traiteur\n2. repassage",
            "Traiteur. Repassage.",
            "traiteur & repassage",
            "traiteur + repassage",
            "* traiteur, repassage",
        ),
    ],
)
def test_words_are_parted_by_any_separator(cell: str) -> None:
    assert matched(cell, match_service) == ["traiteur", "repassage"]


@pytest.mark.parametrize("cell", ["Traiteur*", "permis 3. poids lourds", "5.5 tonnes", "o2"])
def test_what_is_inside_a_wording_is_no_bullet(cell: str) -> None:
    assert len(list(split_words(cell, match_service))) == 1


def test_a_dash_parts_words_when_one_of_them_is_known() -> None:
    assert matched("traiteur - dressage", match_service) == ["traiteur", None]
    assert matched("dressage - puces", match_service) == [None]
