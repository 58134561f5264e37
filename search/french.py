"""The one normaliser of French text, for documents and queries alike.

Both engines index `normalise(text)` and look for the words of `parse(text)`, so that what
matches is settled here and nowhere else. Accents, case, ligatures, hyphens and apostrophes do
not count; plural and feminine endings are folded lightly; stop words are left out.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from domain.identifiers import is_siren, is_siret
from search.french_endings import fold_ending

# A letter alone is nearly always an elision, typed with or without its apostrophe. Kept on
# purpose: "pas" (Pas-de-Calais), "est" (Grand Est), "sans", "mais" (maïs), "car", "son", "or".
STOP_WORDS = frozenset(
    """
    l d j m t s n c qu jusqu lorsqu puisqu quoiqu
    le la les un une des de du au aux a et ou en y dans par pour sur avec chez vers
    ce cet cette ces sa ses leur leurs notre nos votre vos ma mes ta tes
    je tu il elle ils elles on nous vous se ne que qui dont
    """.split()  # noqa: SIM905 a block of words reads better than seventy quoted ones
)

# As domain.text.fold reads them: half the places of France are written both ways.
_ABBREVIATIONS = {"st": "saint", "ste": "sainte"}

# Stands between two texts indexed as one, so that no phrase runs from one into the other: the
# normaliser never makes it a word. Meilisearch parts texts there too.
BREAK = "."

_LETTER = r"[^\W\d_]"
_INSIDE = "\u0300-\u036f\u00ad\u200b-\u200d\u2060"  # accents apart, soft hyphens, zero widths
_WORD = re.compile(
    rf"(?<![^\W_]){_LETTER}(?:(?:\.|\s?&\s?){_LETTER})+(?![^\W_])"  # E.S.A.T. and R&D are one
    rf"|[^\W_](?:[^\W_]|[{_INSIDE}])*"
)
# "783 312 341 00044": a SIRET or a SIREN, in the groups people write.
_CODE = re.compile(
    r"(?<!\w)[0-9]{3}(?:[\s.-]?[0-9]{3}){2}(?:[\s.-]?[0-9]{3}[\s.-]?[0-9]{2})?(?!\w)"
)
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
_PHRASE = re.compile(r'(?:(?P<minus>(?<!\S)-)|(?<!-))"(?P<words>[^"]*)"')
_OPEN_EXCLUSION = re.compile(r'(?<!\S)-"(?P<words>[^"]*)$')


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text. `start` and `end` are offsets in the source."""

    text: str  # what is indexed and looked for: "menuisier" for "Menuisières"
    surface: str  # as written, without case nor accents: "menuisieres"
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TextQuery:
    """What a buyer typed, read. Phrases and exclusions are made of normalised words.

    `prefix`: the last of `words` is unfinished; it then stands for every word that begins with
    its surface, and for its own text.
    """

    words: tuple[Token, ...]
    phrases: tuple[tuple[str, ...], ...] = ()
    excluded: tuple[tuple[str, ...], ...] = ()
    prefix: bool = False

    def __bool__(self) -> bool:
        return bool(self.words or self.phrases or self.excluded)


@lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    """NFKD, case and accents away; whatever is neither letter nor digit vanishes."""
    folded = unicodedata.normalize("NFKD", character.casefold())
    opened = unicodedata.normalize("NFKD", folded.casefold()).replace("œ", "oe").replace("æ", "ae")
    return "".join(c for c in opened if c.isalnum())


@lru_cache(maxsize=4096)
def _forms(word: str) -> tuple[str, str]:
    """The (text, surface) of one word of the source."""
    folded = "".join(map(_fold_character, word))
    surface = _ABBREVIATIONS.get(folded, folded)
    return fold_ending(surface), surface


@lru_cache(maxsize=4096)
def _kept_text(word: str) -> str:
    """The text of one word of the source; "" for a stop word."""
    folded, surface = _forms(word)
    return "" if _is_stop_word(folded, surface) else folded


def text_of_joined(surfaces: Iterable[str]) -> str:
    """`normalise` of these surfaces written as one word; they are not folded again."""
    joined = "".join(surfaces)
    return fold_ending(_ABBREVIATIONS.get(joined, joined))


def all_tokens(text: str) -> Iterator[Token]:
    """Every word of `text` in order, stop words too."""
    for match in _WORD.finditer(text):
        folded, surface = _forms(match.group())
        if surface:
            yield Token(folded, surface, match.start(), match.end())


def _without_stop_words(found: list[Token]) -> list[Token]:
    return [token for token in found if not _is_stop_word(token.text, token.surface)]


def _is_stop_word(folded: str, surface: str) -> bool:
    """Either form: "unes" must not become "une", which a second reading would drop."""
    return surface in STOP_WORDS or folded in STOP_WORDS


def tokens(text: str) -> list[Token]:
    """The words of `text` in order; stop words only when there is nothing else."""
    found = list(all_tokens(text))
    return _without_stop_words(found) or found


@lru_cache(maxsize=64)  # the same description is read for its words, then for its services
def words(text: str) -> tuple[str, ...]:
    """The normalised words of `text`: those of `tokens`, faster for want of offsets."""
    found = _WORD.findall(text)
    kept = tuple(filter(None, map(_kept_text, found)))
    return kept or tuple(folded for folded, _ in map(_forms, found) if folded)


def normalise(text: str) -> str:
    """What the engines index for `text`: its normalised words, parted by single spaces."""
    return " ".join(words(text))


def parse(text: str) -> TextQuery:
    """Read a query: "quoted phrases", -"phrase", and the words left over.

    A hyphen before a word is a blank: buyers write lists with it.
    A valid SIRET or SIREN is one word, however its digits are grouped.

    Never fails: a quote that nothing closes is not there, or ends with the query after a "-".
    """
    literal, rest = _literal(_CODE.sub(_in_one_word, text))
    phrases: list[tuple[str, ...]] = []
    excluded: list[tuple[str, ...]] = []
    for match in literal:
        is_excluded = match.re is not _PHRASE or match["minus"]
        (excluded if is_excluded else phrases).append(words(match["words"]))
    found = list(all_tokens(rest))
    kept = _without_stop_words(found) or ([] if any(phrases) else found)
    return TextQuery(
        words=tuple(kept),
        phrases=tuple(filter(None, phrases)),
        excluded=tuple(filter(None, excluded)),
        prefix=bool(kept) and kept[-1].end == len(rest),
    )


def literal_parts(text: str) -> list[tuple[int, int]]:
    """Where phrases are quoted, or excluded: the (start, end) offsets of each part."""
    return [match.span() for match in _literal(text)[0]]


def _literal(text: str) -> tuple[list[re.Match[str]], str]:
    """What is quoted or excluded, and the rest, in which spaces stand for it: offsets stay true."""
    rest, found = text.translate(_QUOTES), []

    def take(match: re.Match[str]) -> str:
        found.append(match)
        return " " * len(match.group())

    for pattern in (_PHRASE, _OPEN_EXCLUSION):
        rest = pattern.sub(take, rest)
    return found, rest


def _in_one_word(code: re.Match[str]) -> str:
    """A valid SIRET or SIREN with what parts its digits made soft: as long, and one word."""
    digits = re.sub("[^0-9]", "", code.group())
    if not (is_siret(digits) or is_siren(digits)):
        return code.group()
    return re.sub("[^0-9]", "\u00ad", code.group())


def highlight(text: str, is_match: Callable[[Token], bool]) -> tuple[tuple[str, bool], ...]:
    """Cut `text` into (fragment, is it a match) pairs; joined, the fragments are `text`."""
    return tuple(_cut(text, _matches(text, is_match), 0, len(text)))


def snippet(
    text: str, is_match: Callable[[Token], bool], around: int = 80
) -> tuple[tuple[str, bool], ...]:
    """The passage of `text` with most matches, some `around` characters each side, highlighted.

    An ellipsis stands where words were left out. Without a match, the beginning.
    """
    matches = _matches(text, is_match)
    start, end = _best_window(matches, 2 * around)
    low, high = _at_spaces(text, start - around // 2, end + around // 2, 2 * around)
    fragments = list(_cut(text, matches, low, high))
    before = [("… ", False)] if low > 0 else []
    after = [(" …", False)] if high < len(text) else []
    return tuple(before + fragments + after)


def _matches(text: str, is_match: Callable[[Token], bool]) -> list[Token]:
    return [token for token in tokens(text) if is_match(token)]


def _cut(text: str, matches: list[Token], low: int, high: int) -> Iterator[tuple[str, bool]]:
    position = low
    for token in matches:
        if token.start < low or token.end > high:
            continue
        if token.start > position:
            yield text[position : token.start], False
        yield text[token.start : token.end], True
        position = token.end
    if position < high:
        yield text[position:high], False


def _best_window(matches: list[Token], width: int) -> tuple[int, int]:
    """Offsets of the first window of `width` characters that holds most matches."""
    best: list[Token] = []
    for index, first in enumerate(matches):
        inside = [token for token in matches[index:] if token.end <= first.start + width]
        if len(inside) > len(best):
            best = inside
    return (best[0].start, best[-1].end) if best else (0, 0)


def _at_spaces(text: str, low: int, high: int, width: int) -> tuple[int, int]:
    """Widen the window to `width` characters where there are some, then to whole words."""
    low = max(0, low)
    high = min(len(text), max(high, low + width))
    if low > 0:
        low = text.rfind(" ", 0, low) + 1
    if high < len(text):
        following = text.find(" ", high)
        high = len(text) if following < 0 else following
    return low, high
