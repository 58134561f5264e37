"""How a French word sounds, near enough to know it when it is spelt by ear: "tretteur"."""

import re
from functools import lru_cache

# Each in turn, of folded words.
_RULES = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"e?aux?", "o"),
        (r"ph", "f"),
        (r"m(?=[bp])", "n"),
        (r"s?ch", "§"),
        (r"[hw]", ""),
        (r"y", "i"),
        (r"qu?|k|ck", "c"),
        (r"c(?=[ei])|z|ç", "s"),
        (r"gu(?=[ei])", "g"),
        (r"ge(?=[ao])|g(?=[ei])", "j"),
        (r"ai|ei", "e"),
        (r"en|em", "an"),
        (r"im|un(?=$)", "in"),
        (r"(?<=[aeiou])m(?=$)", "n"),
        (r"(.)\1+", r"\1"),
    )
)

SHORTEST_BEGUN = 4  # letters of what a word, or a name, begun by ear sounds like: "trett"

_NOT_SAID = re.compile(r"[estdxp]+$")


@lru_cache(maxsize=4096)
def sound_of(word: str) -> str:
    return _NOT_SAID.sub("", whole_sound_of(word))


@lru_cache(maxsize=4096)
def whole_sound_of(word: str) -> str:
    """With its end, that tells two words of French apart: "plante", "planète"."""
    for pattern, sound in _RULES:
        word = pattern.sub(sound, word)
    return word
