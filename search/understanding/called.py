"""Services by what people call them, as they type: words begun or mistyped find them too."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from domain.taxonomy import Service, derived, taxonomy
from search.french import Token, tokens
from search.spelling import allowed_typos

# A word of a name: what is compared, and as written, without case nor accents.
Word = tuple[str, str]
# Words that one word typed may stand for: 0 for itself, 1 for one it begins, more with typos.
Near = Mapping[Word, int]
# Of a name: how far it is, whether a synonym, whether it begins otherwise, how many words it has.
Cost = tuple[int, bool, bool, int]


@dataclass(frozen=True, slots=True)
class Called:
    """A service, and the one of its names that is nearest to what was typed, perhaps `mended`."""

    service: Service
    name: str
    mended: bool = False


@dataclass(frozen=True, slots=True)
class _Name:
    """A label or a synonym of a service."""

    service: Service
    text: str
    words: tuple[Word, ...]

    def cost(self, asked: Sequence[Near]) -> Cost | None:
        """None unless it has every word typed."""
        costs = [[near[word] for word in self.words if word in near] for near in asked]
        if not all(costs):
            return None
        is_synonym = self.text != self.service.label
        return sum(map(min, costs)), is_synonym, self.words[0] not in asked[0], len(self.words)


def services_called(text: str, limit: int) -> list[Called]:
    """Those with a name that has every word typed, begun or mistyped; the nearest first.

    static/js/picker.js follows the same rules as one types.
    """
    asked = [_near(word.text, word.surface) for word in tokens(text)]
    nearest: dict[Service, tuple[Cost, str]] = {}
    for name in _names_with(asked[0]) if asked else ():
        if cost := name.cost(asked):
            found = (cost, name.text)
            nearest[name.service] = min(found, nearest.get(name.service, found))
    first = sorted(nearest.items(), key=lambda found: (found[1][0], found[0].id))[:limit]
    return [Called(service, name, cost[0] > len(asked)) for service, (cost, name) in first]


def is_meant(typed: Token, word: Token) -> bool:
    """Whether a word typed stands for another: itself, begun or mistyped."""
    return (
        typed.text == word.text
        or word.surface.startswith(typed.surface)
        or OSA.distance(typed.text, word.text) <= allowed_typos(typed.text)
    )


@derived(maxsize=1024)  # a text is read word by word, in part and again as it grows
def _near(text: str, surface: str) -> Near:
    """What a word typed may stand for."""
    words = list(_names())
    near = dict(_mistyped(text, words))
    near |= {word: 0 for word in words if word[0] == text}
    # "repa" is no "repas": whoever types has not finished.
    return near | {word: 1 for word in words if word[1].startswith(surface) and word[1] != surface}


def _mistyped(text: str, words: Sequence[Word]) -> Iterator[tuple[Word, int]]:
    if allowed := allowed_typos(text):
        forms = [form for form, _ in words]
        for _, typos, at in process.extract(
            text, forms, scorer=OSA.distance, score_cutoff=allowed, limit=None
        ):
            yield words[at], 1 + int(typos)


def _names_with(near: Near) -> Iterator[_Name]:
    for word in near:
        yield from _names()[word]


@derived()
def _names() -> Mapping[Word, Sequence[_Name]]:
    """Every word of a name of a service → the names that have it."""
    having: defaultdict[Word, list[_Name]] = defaultdict(list)
    for service in taxonomy().services.values():
        for text in (service.label, *service.synonyms):
            words = tuple((token.text, token.surface) for token in tokens(text))
            name = _Name(service, text, words)
            for word in dict.fromkeys(words):
                having[word].append(name)
    return dict(having)
