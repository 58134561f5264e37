"""Light folding of French plural and feminine endings; no heavy stemmer.

One form stands for "menuisier", "menuisiers", "menuisière", "menuisières". Each rule asks for
enough letters to leave short words alone ("vente" is no "vent", "Creuse" no "creux"). A word
still being typed may be longer than the folded form of the whole: `forms_begun` tells them.
"""

SHORTEST = 4

# Feminine and plural forms that no rule below tells. "travaux" stays apart from "travail":
# "aide par le travail" is in the name of every ESAT, and sells no building works.
_IRREGULAR = {
    "travaux": "travaux",
    "vitraux": "vitrail",
    "publique": "public",
    "blanche": "blanc",
    "neuve": "neuf",
    "verte": "vert",
}

# (ending, what stands for it, fewest letters of the whole word), the first that fits wins.
_PLURALS = (
    ("eaux", "eau", 4),
    ("yaux", "yau", 6),
    ("aux", "al", 6),
    ("oux", "ou", 5),
    ("ss", "ss", 0),
    ("s", "", SHORTEST),
)
_FEMININES = (
    ("trice", "teu", 8),
    # "coiffeur", "coiffeuse" and "dangereux", "dangereuse": an ending told apart only by what
    # the word means, so all of them share one form, as "jeux" and "jeu" do.
    ("eure", "eu", 7),
    ("euse", "eu", 7),
    ("eur", "eu", 6),
    ("eux", "eu", SHORTEST),
    ("ere", "er", 6),
    ("ive", "iv", 6),
    ("if", "iv", 5),
    ("ee", "e", 6),
    ("ale", "al", 6),
    ("elle", "el", 7),
    ("enne", "en", 7),
    ("onne", "on", 7),
    ("aine", "ain", 7),
    ("aise", "ai", 7),
    ("oise", "oi", 7),
    ("ante", "ant", 7),
    ("ente", "ent", 7),
)

_ENDINGS = tuple(ending for ending, _, _ in _PLURALS + _FEMININES)


def fold_ending(word: str) -> str:
    """The form that stands for a folded word and its plural and feminine forms.

    Words under four letters, numbers and codes come back untouched.
    """
    if not word.isalpha():
        return word
    while len(word) >= SHORTEST and (folded := _fold_once(word)) != word:
        word = folded
    return word


def forms_begun(beginning: str) -> set[str]:
    """The forms of the words that may begin so, but for those that begin so themselves.

    "conductric" begins "conductrice", for which "conducteu" stands. The others of the forms it
    may stand for begin with it. Most beginnings have none.
    """
    whole = {
        beginning + ending[cut:]
        for ending in _ENDINGS
        for cut in range(1, len(ending))
        if beginning.endswith(ending[:cut])
    }
    whole |= {word for word in _IRREGULAR if word.startswith(beginning)}
    return {form for form in map(fold_ending, whole) if not form.startswith(beginning)}


def _fold_once(word: str) -> str:
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if not word.endswith(_ENDINGS):  # most words: one call tells it
        return word
    singular = _replace_first(word, _PLURALS)
    return _replace_first(word, _FEMININES) if singular == word else singular


def _replace_first(word: str, rules: tuple[tuple[str, str, int], ...]) -> str:
    for ending, replacement, fewest in rules:
        if word.endswith(ending) and len(word) >= fewest:
            return word.removesuffix(ending) + replacement
    return word
