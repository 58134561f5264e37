"""Services by what people call them, as they type: words begun or mistyped find them too."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from domain.taxonomy import Service, derived, taxonomy
from search.french import Token, tokens
from search.spelling import ONE_TYPO_LENGTH, allowed_typos
from search.understanding.reading import understand
from search.understanding.sounds import SHORTEST_BEGUN, whole_sound_of
from search.understanding.values import What
from search.understanding.words import AT, words_of

# A word of a name: what is compared, and as written, without case nor accents.
Word = tuple[str, str]
# Words that one word typed may stand for: 0 for itself, 1 for one it begins, more with typos.
Near = Mapping[Word, int]
# Of a name: whether it is mended, how far it is, whether a synonym, whether it begins otherwise.
Cost = tuple[bool, int, bool, bool]


@dataclass(frozen=True, slots=True)
class Called:
    """A service, and the one of its names that is nearest to what was typed, perhaps `mended`.

    `is_read`: the words typed, once finished, are read as this very service: "net", by "nettoyage".
    """

    service: Service
    name: str
    mended: bool = False
    is_read: bool = False

    @property
    def is_by_label(self) -> bool:
        return self.name == self.service.label


@dataclass(frozen=True, slots=True)
class _Name:
    """A label or a synonym of a service."""

    service: Service
    text: str
    words: tuple[Word, ...]

    def cost(self, asked: Sequence[Near]) -> Cost | None:
        """None unless it has every word typed."""
        meant = [self._meant(near) for near in asked]
        costs = [near[word] for near, word in zip(asked, meant, strict=True) if word]
        if len(costs) < len(asked):
            return None
        is_synonym = self.text != self.service.label
        return max(costs) > 1, sum(costs), is_synonym, self.words[0] not in asked[0]

    def finished(self, asked: Sequence[Near]) -> str:
        """Its words that those typed stand for."""
        return " ".join(word[1] for near in asked if (word := self._meant(near)))

    def _meant(self, near: Near) -> Word | None:
        """The nearest of its words, if any."""
        return min(
            (word for word in self.words if word in near), key=near.__getitem__, default=None
        )


def services_called(text: str, limit: int) -> list[Called]:
    """Those with a name that has every word typed, begun or, when none has them so, mistyped as
    little as can be.

    The nearest first; of as near ones, those that the words, once finished, are read as or offered
    as. static/js/picker.js follows the same rules as one types, but for what words are read or
    heard as.
    """
    asked = [_near(word.text, word.surface) for word in tokens(text)]
    nearest: dict[Service, tuple[Cost, _Name]] = {}
    for name in _names_with(asked[0]) if asked else ():
        if cost := name.cost(asked):
            found = (cost, name)
            nearest[name.service] = min(found, nearest.get(name.service, found), key=_rank)
    first = _nearest_first(list(nearest.values()), limit)
    first.sort(key=lambda one: (one[0], one[1].service.id not in _told(one[1].finished(asked))))
    return [_called(cost, name, asked) for cost, name in first[:limit]]


def _called(cost: Cost, name: _Name, asked: Sequence[Near]) -> Called:
    told = _told(name.finished(asked))
    return Called(name.service, name.text, cost[0], told.get(name.service.id, False))


def _rank(found: tuple[Cost, _Name]) -> tuple[Cost, int, str]:
    cost, name = found
    return cost, len(name.words), name.text


def _nearest_first(found: list[tuple[Cost, _Name]], limit: int) -> list[tuple[Cost, _Name]]:
    """At least `limit`, with all that are as near as the last; of mended ones, the nearest."""
    found.sort(key=lambda one: (one[0], len(one[1].words), one[1].service.id))
    if not found:
        return []
    nearest, farthest = found[0][0], found[:limit][-1][0]
    among = [one for one in found if one[0] <= farthest and one[0][0] is nearest[0]]
    return [one for one in among if one[0][1] == nearest[1]] if nearest[0] else among


@derived(maxsize=4096)
def _told(text: str) -> Mapping[str, bool]:
    """The services that these words are read or offered as; True for one that they are alone."""
    understood = understand(text)
    offered = (other.instead for other in understood.alternatives if other.instead)
    may_be = (value for one in offered if one.what is What.SERVICE for value in one.values)
    read = understood.values(What.SERVICE)
    return dict.fromkeys(may_be, False) | dict.fromkeys(read, len(read) == 1)


@derived(maxsize=256)  # asked of every part of a text
def service_listed(text: str) -> str:
    """The end that begins a service, after others: "espaces ve" of "nettoyage et espaces ve".

    "" where all the text begins one, "menuiserie et agen", or a place is said: "et à Lav".
    """
    words = words_of(text)
    last = max((at for at, word in enumerate(words) if at and word.is_listed), default=len(words))
    first = next((w for w in words[last:] if w.surface in AT or not w.says_nothing), None)
    if first is None or first.surface in AT:
        return ""
    end = text[first.span.start :]
    return end if _begins_one(end) and not _begins_one(text) else ""


def _begins_one(text: str) -> bool:
    return any(not called.mended for called in services_called(text, 1))


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
    near |= {word: 1 for word in words if word[1].startswith(surface) and word[1] != surface}
    return near or dict.fromkeys(_heard(surface), 2)


def _mistyped(text: str, words: Sequence[Word]) -> Iterator[tuple[Word, int]]:
    if allowed := allowed_typos(text):
        forms = [form for form, _ in words]
        for _, typos, at in process.extract(
            text, forms, scorer=OSA.distance, score_cutoff=allowed, limit=None
        ):
            yield words[at], 1 + int(typos)


def _heard(surface: str) -> Iterator[Word]:
    """Those that begin by the same sound: "trett", "tretteur"."""
    sound = whole_sound_of(surface)
    if len(surface) >= ONE_TYPO_LENGTH and len(sound) >= SHORTEST_BEGUN and surface.isalpha():
        yield from (word for word in _names() if whole_sound_of(word[1]).startswith(sound))


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
