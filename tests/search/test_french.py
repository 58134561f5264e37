import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.french import (
    BREAK,
    Token,
    all_tokens,
    highlight,
    normalise,
    parse,
    snippet,
    text_of_joined,
    tokens,
    words,
)
from search.french_endings import fold_ending, forms_begun


def test_a_text_becomes_its_normalised_words() -> None:
    assert normalise("L’entretien des espaces verts, à Angers") == "entretien espace vert anger"


@pytest.mark.parametrize(
    "alike",
    [
        ("menuisier", "menuisiers", "menuisière", "Menuisières", "MENUISIERE"),
        ("boulanger", "boulangère", "boulangers"),
        ("électricien", "electricienne", "Électriciennes"),
        ("traducteur", "traductrice", "traducteurs"),
        ("coiffeur", "coiffeuse", "coiffeuses"),
        ("ingénieur", "ingénieure"),
        ("employé", "employée", "employées"),
        ("collectif", "collective", "collectives"),
        ("municipal", "municipaux", "municipale", "municipales"),
        ("professionnel", "professionnelles"),
        ("urbain", "urbaines"),
        ("français", "française", "Françaises"),
        ("assistant", "assistantes"),
        ("bureau", "bureaux"),
        ("bijou", "bijoux"),
        ("jeu", "jeux"),
        ("tuyau", "tuyaux"),
        ("vert", "verte", "VERTS"),
        ("public", "publics", "publique", "publiques"),
        ("œuvre", "oeuvre", "ŒUVRES"),
        ("bio-nettoyage", "bio nettoyage", "bio‑nettoyages", "bio – nettoyage"),
        ("l'épicerie", "l’épicerie", "epicerie", "L epicerie", "l`épicerie"),
        ("E.S.A.T.", "ESAT", "e.s.a.t", "Esats"),
        ("R&D", "R & D", "rd"),
        ("S.C.I.C. d'Anjou", "scic Anjou"),
        ("Saint-Denis", "St Denis", "st-denis"),
        ("aide à domicile", "aide domicile"),
        ("main-d’œuvre", "main d oeuvre", "Mains d'oeuvre"),
        ("com\u00admune", "commune"),
        ("cafe\u0301", "café", "CAFÉS"),
        ("10\u00a0000 m²", "10 000 m2"),
    ],
)
def test_spellings_alike_are_one(alike: tuple[str, ...]) -> None:
    assert len({normalise(text) for text in alike}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("travaux", "travail"),
        ("vente", "vent"),
        ("plante", "plan"),
        ("Creuse", "creux"),
        ("année", "Anne"),
        ("carte", "car"),
        ("peur", "peu"),
        ("L2113-12", "L2113-13"),
        ("3D", "3"),
    ],
)
def test_different_words_stay_apart(one: str, other: str) -> None:
    assert normalise(one) != normalise(other)


@pytest.mark.parametrize("word", ["bus", "gaz", "jus", "90910000", "l2113", "m2", "c3s"])
def test_short_words_numbers_and_codes_are_untouched(word: str) -> None:
    assert fold_ending(word) == word


@given(st.text())
def test_what_parts_texts_is_no_word(text: str) -> None:
    assert BREAK not in words(f"{text} {BREAK} {text}")


ENDINGS = (
    *(
        "traductrices",
        "menuisières",
        "électriciennes",
        "professionnelles",
        "patronnes",
        "employées",
    ),
    *(
        "employées",
        "coiffeuses",
        "ingénieures",
        "collectives",
        "urbaines",
        "françaises",
        "bourgeoises",
    ),
    *(
        "municipaux",
        "bureaux",
        "tuyaux",
        "bijoux",
        "publiques",
        "blanches",
        "vitraux",
        "assistants",
    ),
)


@pytest.mark.parametrize("word", ENDINGS)
def test_every_beginning_of_a_word_leads_to_its_form(word: str) -> None:
    (token,) = tokens(word)
    for length in range(3, len(token.surface) + 1):
        begun = token.surface[:length]
        found = {fold_ending(begun), *forms_begun(begun)}
        assert token.text.startswith(begun) or token.text in found, begun


@pytest.mark.parametrize("beginning", ["menui", "conduct", "restaura", "pein", "12", "tri"])
def test_most_beginnings_lead_nowhere_else(beginning: str) -> None:
    assert forms_begun(beginning) == set()


@given(st.lists(st.text(min_size=1, max_size=6), min_size=1, max_size=3))
def test_words_joined_read_as_the_word_they_make(texts: list[str]) -> None:
    surfaces = [token.surface for text in texts for token in all_tokens(text)]

    assert text_of_joined(surfaces) == normalise("".join(surfaces))


def test_stop_words_are_kept_when_there_is_nothing_else() -> None:
    assert normalise("la") == "la"
    assert normalise("La Poste de la ville") == "poste ville"


def test_pas_de_calais_keeps_its_pas() -> None:
    assert normalise("Pas-de-Calais") == "pas calai"


def test_a_token_knows_where_it_stood() -> None:
    assert tokens("  l’Œuvre") == [Token("oeuvre", "oeuvre", 4, 9)]


def test_the_surface_keeps_its_ending() -> None:
    assert tokens("Menuisières")[0].surface == "menuisieres"


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    for token in tokens(text):
        assert 0 <= token.start < token.end <= len(text)
        assert token.text
        assert " " not in token.text


@given(st.text())
def test_words_are_those_of_tokens(text: str) -> None:
    assert list(words(text)) == [token.text for token in tokens(text)]


@given(st.text())
@example("Les unes et les autres")
@example("a.b.c d&e")
def test_normalising_again_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(st.lists(st.sampled_from(["les", "unes", "Cœurs", "E.S.A.T.", "L’", "d'", "R&D", "St"])))
def test_normalising_french_again_changes_nothing(parts: list[str]) -> None:
    once = normalise(" ".join(parts))
    assert normalise(once) == once


@given(st.text(alphabet="aeiouxrstlnfvd", min_size=1, max_size=12))
def test_a_folded_ending_is_folded_for_good(word: str) -> None:
    assert fold_ending(fold_ending(word)) == fold_ending(word)
    assert len(fold_ending(word)) >= min(3, len(word))


def texts_of(query: str) -> list[str]:
    return [token.text for token in parse(query).words]


def test_a_query_is_words() -> None:
    query = parse("espaces verts")
    assert [token.text for token in query.words] == ["espace", "vert"]
    assert not query.phrases
    assert not query.excluded


@pytest.mark.parametrize(
    ("text", "prefix"),
    [
        ("menui", True),
        ("menuiserie bo", True),
        ("menui ", False),
        ("menui.", False),
        ('"menui"', False),
        ("panier de l", False),
        ("panier -menui", True),
        ('panier -"menui', False),
        ("", False),
    ],
)
def test_the_last_word_is_unfinished_until_a_space(text: str, prefix: bool) -> None:
    assert parse(text).prefix is prefix


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ('"espaces verts" Angers', (("espace", "vert"),)),
        ("« aide à domicile »", (("aide", "domicile"),)),
        ("“bio-nettoyage” “repas”", (("bio", "nettoyage"), ("repa",))),
        ('""', ()),
        ('écran 24"', ()),
    ],
)
def test_quoted_words_are_a_phrase(text: str, phrases: tuple[tuple[str, ...], ...]) -> None:
    assert parse(text).phrases == phrases


@pytest.mark.parametrize(
    ("text", "excluded"),
    [
        ('nettoyage -"fin de chantier"', (("fin", "chantier"),)),
        ('-"l’épicerie"', (("epicerie",),)),
        ('nettoyage -"fin de chan', (("fin", "chan"),)),
        ("bio-nettoyage", ()),
        ("nettoyage -vitres", ()),
    ],
)
def test_a_hyphen_before_a_phrase_excludes_it(
    text: str, excluded: tuple[tuple[str, ...], ...]
) -> None:
    assert parse(text).excluded == excluded


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("nettoyage -vitres", ["nettoyage", "vitre"]),
        ("traiteur -cocktail -buffet", ["traiteu", "cocktail", "buffet"]),
        ("entretien -espaces verts-", ["entretien", "espace", "vert"]),
        ("- l'épicerie - ", ["epicerie"]),
    ],
)
def test_a_hyphen_before_a_word_is_a_blank(text: str, words: list[str]) -> None:
    assert texts_of(text) == words
    assert not parse(text).excluded


def test_a_quote_left_open_is_forgiven() -> None:
    assert texts_of('"espaces ver') == ["espace", "ver"]
    assert not parse('"espaces ver').phrases


def test_stop_words_beside_a_phrase_are_not_asked_for() -> None:
    assert texts_of('le "bio nettoyage"') == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("783 312 341 00044", ["78331234100044"]),
        ("tri 783.312.341", ["tri", "783312341"]),
        ("783 312 342", ["783", "312", "342"]),  # its check digit is wrong
        ("49000 2024", ["49000", "2024"]),
        ("1783 312 341", ["1783", "312", "341"]),
    ],
)
def test_a_siret_or_siren_is_one_word(text: str, words: list[str]) -> None:
    assert texts_of(text) == words


def test_its_digits_stay_where_they_stood() -> None:
    query = parse('tri 783 312 341 -"783 312 341"')
    assert (query.words[-1].start, query.words[-1].end) == (4, 15)
    assert query.excluded == (("783312341",),)


def test_an_empty_query_is_false() -> None:
    assert not parse(' - " ')
    assert parse('-"vitres"')


@given(st.text(alphabet=st.sampled_from('ab é’-" «»“.&1œ')))
def test_any_query_is_read(text: str) -> None:
    query = parse(text)
    assert all(text[token.start : token.end].strip() for token in query.words)


def is_vert(token: Token) -> bool:
    return token.text == "vert"


def test_highlighting_keeps_the_text_whole() -> None:
    fragments = highlight("Espaces verts, plantes vertes.", is_vert)
    assert fragments == (
        ("Espaces ", False),
        ("verts", True),
        (", plantes ", False),
        ("vertes", True),
        (".", False),
    )


@given(st.text())
def test_highlighted_fragments_join_to_the_text(text: str) -> None:
    assert "".join(fragment for fragment, _ in highlight(text, lambda _: True)) == text


LONG = "Rien à voir ici. " * 20 + "Nous entretenons les espaces verts de la ville. " + "Fin. " * 60


def test_a_snippet_shows_the_match_and_what_is_around() -> None:
    fragments = snippet(LONG, is_vert)
    assert ("verts", True) in fragments
    assert fragments[0] == ("… ", False)
    assert fragments[-1] == (" …", False)
    assert len("".join(fragment for fragment, _ in fragments)) < 300


def test_a_snippet_prefers_the_passage_with_most_matches() -> None:
    text = "Un vert. " + "Loin de là. " * 30 + "Du vert, du vert, du vert."
    assert sum(matched for _, matched in snippet(text, is_vert)) == 3


def test_a_snippet_without_a_match_is_the_beginning() -> None:
    fragments = snippet(LONG, lambda _: False)
    assert fragments[0][0].startswith("Rien à voir ici.")
    assert fragments[-1] == (" …", False)


def test_a_short_text_is_its_own_snippet() -> None:
    assert snippet("Espaces verts", is_vert) == (("Espaces ", False), ("verts", True))
