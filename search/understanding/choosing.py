"""Of all that words may be read as, what they are read as."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from domain.geography import Place
from domain.taxonomy import derived
from search.french import words as words_said
from search.understanding.arrondissements import arrondissement_of
from search.understanding.lexicon import SYNONYM, TYPO, known_words, lexicon
from search.understanding.needs import Need
from search.understanding.places import LIKELY, PlaceNamed, ambiguous_names, places_in
from search.understanding.terms import (
    in_one_word,
    kinds_beside_a_trade,
    longest_term,
    names_served,
    names_whom,
    terms,
    word_of_a_term,
)
from search.understanding.trades import family_called
from search.understanding.values import What
from search.understanding.words import Word

_FORCES = {
    **{What.KIND: 3.0, What.LABEL: 2.6, What.NETWORK: 3.0, What.LEGAL: 3.5},
    What.SERVICE: 3.0,  # of a whole family
}
_SERVICE = 2.4  # less than a département whose name is a word: "Creuse"
# "Accompagnement de personnes en insertion" is done for them, as advice on a clause is.
_HELPING = frozenset(
    words_said(
        "accompagnement accompagner coaching conseil conseiller facilitateur facilitatrice"
        " rédiger rédaction logement hébergement suivi parrainage mentorat formation former"
    )
)
# So is this, for those who are served too; and what is done "pour" them, or "aux".
_SERVING = frozenset(
    words_said(
        "aide transport transporter taxi minibus véhicule voiture vélo fauteuil matériel équipement"
        " vacances séjour loisirs sport tourisme accueil garde domicile toilettes douche mobilité"
        " recrutement recruter embauche embaucher emploi réinsertion inclusion intégration"
        " sensibilisation accessibilité accessible médiation colonie culture activité animation"
    )
)
_FOR = frozenset({"pour", "aux"})
_NAMED = frozenset({"fondation"})  # bodies, in the singular, that are also things that one has made
_SURELY = 3.0  # a place of such a force, offered wherever it stands
_LONGER = 1.3  # a longer term is worth more than the terms within it


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words from `first` to `last` (excluded) that may be read as something.

    A service has no value yet, unless an administrator gave it (`is_given`, see readings): which
    one is told by all the words together (see needs).
    """

    first: int
    last: int
    what: What
    values: tuple[str, ...]
    force: float
    places: tuple[Place, ...] = ()
    is_given: bool = False

    @property
    def positions(self) -> range:
        return range(self.first, self.last)

    def holds(self, other: "Candidate") -> bool:
        return self.first <= other.first and other.last <= self.last

    def overlaps(self, other: "Candidate") -> bool:
        return self.first < other.last and other.first < self.last


def candidates_in(words: list[Word]) -> list[Candidate]:
    """Every reading of every run of words."""
    named = [found for found in places_in(words, _common_words()) if found.force >= LIKELY]
    meant = [one for one in _terms(words) if not _is_a_body_s_name(words, one)]
    meant += _kinds_beside_trades(words, meant)
    said = (_narrowed(words, of_place(found)) for found in _longest(named))
    places = (place for place in said if not _is_a_number(place, meant))
    found = [*meant, *places]
    return [
        one
        for one in found
        if not _is_parted(words, one) and not _is_of_a_family_beside(one, meant)
    ]


def _is_a_body_s_name(words: Sequence[Word], one: Candidate) -> bool:
    """ "Fondation du Collège de France", not the "fondation de collège" that masons make."""
    told = [words[at] for at in one.positions if not words[at].is_stop]
    is_one = one.what is What.SERVICE and told[0].surface in _NAMED
    return is_one and any(word.typed.istitle() for word in told[1:])


def _is_of_a_family_beside(one: Candidate, meant: Sequence[Candidate]) -> bool:
    """A whole family, beside a need of its own: it would be looked for besides."""
    needs = (other for other in meant if other.what is What.SERVICE and not other.overlaps(one))
    return one.what is What.SERVICE and bool(one.values) and any(needs)


def _kinds_beside_trades(words: Sequence[Word], meant: Sequence[Candidate]) -> Iterator[Candidate]:
    """ "CAE" tells a service alone, and in "CAE menuiserie" who does it."""
    for one in (one for one in meant if one.what is What.SERVICE and not one.values):
        form = _told_by(words, one)
        kinds = kinds_beside_a_trade(form)
        if kinds and any(_is_a_trade(words, other) for other in meant if not other.overlaps(one)):
            force = _FORCES[What.KIND] * len(form) ** _LONGER
            yield replace(one, what=What.KIND, values=kinds, force=force)


def _is_a_trade(words: Sequence[Word], one: Candidate) -> bool:
    """Surely told, or a whole family."""
    form = _told_by(words, one)
    is_sure = max(lexicon().get(form, {}).values(), default=0) >= SYNONYM
    return one.what is What.SERVICE and (is_sure or family_called(form) is not None)


def _told_by(words: Sequence[Word], one: Candidate) -> tuple[str, ...]:
    return tuple(words[at].form for at in one.positions if not words[at].is_stop)


def _is_a_number(place: Candidate, meant: Sequence[Candidate]) -> bool:
    """Of a longer name: "Lucie 26000" is not at Valence."""
    longer = (one for one in meant if one.values and one.last - one.first > 1)
    return place.places[0].level == "postcode" and any(one.holds(place) for one in longer)


def _is_parted(words: Sequence[Word], one: Candidate) -> bool:
    """By a code, a quotation or what is refused."""
    return any(word.is_apart for word in words[one.first + 1 : one.last])


def chosen_among(candidates: Sequence[Candidate], size: int) -> list[Candidate]:
    """Those that do not overlap and weigh most together; one place, and those that hold it."""
    kept = _heaviest(candidates, size)
    places = [candidate for candidate in kept if candidate.places]
    if len(places) > 1:
        kin = _kin_of_the_surest(places)
        kept = _heaviest([c for c in candidates if not c.places or c in kin], size)
    return kept


def places_beside(
    words: Sequence[Word], candidates: Sequence[Candidate], chosen: Sequence[Candidate]
) -> list[Candidate]:
    """Other places that are named next to the one that is read: "Paris ou Lyon"."""
    told = [candidate for candidate in chosen if candidate.places]
    places = _apart([candidate for candidate in candidates if candidate.places], chosen)
    near = _next_to(words, places, told)
    found: list[Candidate] = []
    while near:
        other = max(near, key=lambda place: place.force)
        found.append(other)
        places = _apart(places, [other])
        near = [*_apart(near, [other]), *_next_to(words, places, [other])]
    return found


def places_apart(
    candidates: Sequence[Candidate], chosen: Sequence[Candidate], needs: Sequence[Need]
) -> list[Candidate]:
    """Places that are surely named elsewhere in the text, in words that tell no need."""
    told = {position for need in needs for position in need.positions}
    sure = [
        c for c in candidates if c.places and c.force >= _SURELY and told.isdisjoint(c.positions)
    ]
    found: list[Candidate] = []
    for place in sorted(sure, key=lambda place: -place.force):
        if not any(place.overlaps(one) for one in (*chosen, *found)):
            found.append(place)
    return found


def _apart(places: Sequence[Candidate], taken: Sequence[Candidate]) -> list[Candidate]:
    return [place for place in places if not any(place.overlaps(one) for one in taken)]


def _next_to(
    words: Sequence[Word], places: Sequence[Candidate], told: Sequence[Candidate]
) -> list[Candidate]:
    return [place for place in places if any(_is_next(words, place, one) for one in told)]


def _is_next(words: Sequence[Word], one: Candidate, other: Candidate) -> bool:
    """But small words between them."""
    first, last = min(one.last, other.last), max(one.first, other.first)
    if not all(words[at].says_nothing for at in range(first, last)):
        return False
    return not any(word.is_apart for word in words[first : last + 1])


@derived()
def _common_words() -> frozenset[str]:
    return known_words() | ambiguous_names()


def _longest(named: list[PlaceNamed]) -> Iterator[PlaceNamed]:
    """ "Boulogne-sur-Mer" is neither Boulogne nor Mer."""
    for one in named:
        if not any(
            other.first <= one.first and one.last <= other.last and other is not one
            for other in named
            if other.last - other.first > one.last - one.first
        ):
            yield one


def _terms(words: list[Word]) -> Iterator[Candidate]:
    """Terms stand in the text with the small words between or without them."""
    told = [i for i, word in enumerate(words) if not word.is_stop]
    for at in range(len(told)):
        for size in range(1, min(longest_term(), len(told) - at) + 1):
            positions = told[at : at + size]
            form = _form([words[i] for i in positions])
            around = {words[i].form for i in (*told[:at][-1:], *told[at + size :][:1])}
            near = around | {words[i].form for i in told[:at][-2:]}  # "transport adapté"
            is_helped = not around.isdisjoint(_HELPING) or (
                names_served(form) and _is_done_for(words, positions, near)
            )
            yield from _read_as(form, positions[0], positions[-1] + 1, is_helped=is_helped)
            if mended := _mended([words[i] for i in positions]):
                yield from _read_as(mended, positions[0], positions[-1] + 1, TYPO)


def _form(run: Sequence[Word]) -> tuple[str, ...]:
    """ "Clause réservée", but not the "réservée" of "salle réservée"."""
    return tuple(word.form for word in run) if len(run) > 1 else (run[0].alone,)


def _is_done_for(words: Sequence[Word], positions: Sequence[int], around: set[str]) -> bool:
    """ "Repas pour la prison", "transport de personnes handicapées": not by them."""
    is_one = words[positions[0]].surface == "personne"
    return is_one or not around.isdisjoint(_SERVING) or _follows_for(words, positions[0])


def _follows_for(words: Sequence[Word], first: int) -> bool:
    """But small words between: "pour des détenus"."""
    before = takewhile(lambda word: word.is_stop, reversed(words[:first]))
    return any(word.surface in _FOR for word in before)


def _mended(run: list[Word]) -> tuple[str, ...]:
    """With the words of terms that strange words are a typo away from; () when none is."""
    found = [word_of_a_term(word.form) for word in run]
    return tuple(f or word.form for f, word in zip(found, run, strict=True)) if any(found) else ()


def _read_as(
    form: tuple[str, ...], first: int, last: int, share: float = 1, *, is_helped: bool = False
) -> Iterator[Candidate]:
    """`is_helped`: beside what is done for somebody, whom the words may name."""
    longer = share * len(form) ** _LONGER
    meaning = terms().get(form) or in_one_word().get(form)
    if meaning and not (is_helped and names_whom(form)):
        force = _FORCES[meaning.what] * longer
        yield Candidate(first, last, meaning.what, meaning.values, force)
    elif forces := lexicon().get(form):
        yield Candidate(first, last, What.SERVICE, (), min(_SERVICE, max(forces.values())) * longer)


def of_place(named: PlaceNamed) -> Candidate:
    value = value_of(named.places[0])
    return Candidate(named.first, named.last, What.PLACE, (value,), named.force, named.places)


def _narrowed(words: Sequence[Word], town: Candidate) -> Candidate:
    """To the arrondissement that is said."""
    place = arrondissement_of(town.places[0], words, (town.first, town.last))
    return with_places(town, (place, *town.places)) if place else town


def with_places(one: Candidate, places: Sequence[Place]) -> Candidate:
    """Read as the first of these."""
    return replace(one, values=(value_of(places[0]),), places=tuple(places))


def value_of(place: Place) -> str:
    return f"{place.level}:{place.code}"


def _kin_of_the_surest(candidates: list[Candidate]) -> list[Candidate]:
    """The surest place, those that hold it and those that it holds."""
    surest = max(candidates, key=lambda candidate: candidate.force)
    communes = set(surest.places[0].communes)
    return [
        candidate
        for candidate in candidates
        if communes.issubset(candidate.places[0].communes)
        or communes.issuperset(candidate.places[0].communes)
    ]


def _heaviest(candidates: Sequence[Candidate], size: int) -> list[Candidate]:
    ending: dict[int, list[Candidate]] = {}
    for candidate in candidates:
        ending.setdefault(candidate.last, []).append(candidate)
    best: list[tuple[float, list[Candidate]]] = [(0.0, [])]
    for last in range(1, size + 1):
        options = [best[-1]] + [
            (best[c.first][0] + c.force, [*best[c.first][1], c]) for c in ending.get(last, ())
        ]
        best.append(max(options, key=lambda option: option[0]))
    return best[-1][1]
