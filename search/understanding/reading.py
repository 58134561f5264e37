"""What a buyer types in the one box, understood: services, kinds, labels, place, codes, text."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from domain.geography import Place
from domain.taxonomy import GivenReadings, derived, given_readings
from search.understanding.arrondissements import arrondissements_in
from search.understanding.askers import askers_in
from search.understanding.big_towns import are_strange, town_heard
from search.understanding.buildings import as_premises, worked_in
from search.understanding.choosing import (
    Candidate,
    candidates_in,
    chosen_among,
    of_place,
    places_apart,
    places_beside,
)
from search.understanding.codes import beside_needs, codes_in
from search.understanding.directions import is_of_what_precedes, with_sides
from search.understanding.distances import distance_in
from search.understanding.families import family_told, is_clear_alone
from search.understanding.heard import as_heard
from search.understanding.homonyms import with_homonyms_told
from search.understanding.leftovers import (
    not_refused,
    set_aside,
    telling_among,
    uncounted,
    words_left,
)
from search.understanding.mentions import (
    introduced,
    mention_of,
    mention_of_need,
    said_once,
    with_precise_frames,
    with_precise_kinds,
)
from search.understanding.needs import Need, needs_of
from search.understanding.one_place import place_in, with_one_place
from search.understanding.otherwise import (
    code_by_code,
    counts_as_postcodes,
    dates_as_departements,
    heard_otherwise,
    part_by_part,
    places_offered,
    read_otherwise,
    service_by_service,
)
from search.understanding.parts import parts_in
from search.understanding.places import (
    LIKELY,
    PlaceNamed,
    place_at,
)
from search.understanding.qualities import qualities_among, with_its_own
from search.understanding.readings import with_given
from search.understanding.refused import refused_in
from search.understanding.speaking import OF_MOST, without_ways_of_speaking
from search.understanding.towns import (
    ends_with,
    is_listed_with,
    is_told_apart,
    is_told_in_a_list,
    is_written_as_listed,
    starts_of_listed,
    towns_in,
)
from search.understanding.values import Alternative, Mention, Span, Understood, What
from search.understanding.words import (
    BEFORE_A_PLACE,
    Word,
    words_of,
)


@derived(maxsize=512)
def understand(text: str) -> Understood:
    """Read `text`, of the length that the one box takes (search.port.MAX_TEXT_LENGTH).

    What nothing reads is left in `Understood.text`, but for words that say nothing of who
    answers: see leftovers.py. Never fails, whatever is typed.
    """
    return understand_given(text, given_readings())


def understand_given(text: str, given: GivenReadings) -> Understood:
    """The same, with these readings for those of the directory: to see what they would change."""
    codes = list(codes_in(text))
    coded = [span for code in codes if code.is_sure for span in code.mention.spans]
    read = _read(text, coded, given)
    told = list(_told(read))
    needed = {service for one in told if one.what is What.SERVICE for service in one.values}
    codes = beside_needs(codes, needed)
    mentions, elsewhere = _mentions(read, [*(c.mention for c in codes if c.is_sure), *told])
    said = place_in(mentions)
    place = place_at(said.values[0]) if said else None
    telling = _telling(read)
    kept = not_refused(text, read.words, read.refused)
    left = words_left(kept, telling, mentions, _words_of(read.words, _plain(read.chosen)))
    unread = left if mentions else uncounted(text, read.words)
    needs = [mention_of_need(read.words, need) for need in read.needs]
    understood = Understood(
        typed=text,
        mentions=tuple(sorted(mentions, key=lambda mention: mention.spans[0])),
        text=" ".join(word for start, end in unread for word in kept[start:end].split()),
        left=left,
        asides=set_aside(read.words, telling, [*mentions, *needs]),
        place=place,
        alternatives=(*elsewhere, *_otherwise(read, mentions, place), *code_by_code(codes)),
        refused=read.refused,
        radius_km=distance_in(text),
    )
    is_given = any(one.is_given and one.what in {What.KIND, What.LABEL} for one in read.meant)
    askers = {span for one in read.askers for span in mention_of(read.words, one).spans}
    return understood if is_given else without_ways_of_speaking(understood, askers)


@dataclass(frozen=True, slots=True)
class _Read:
    """What the words of a text are read as, those of codes and of refusals left out."""

    words: list[Word]
    refused: tuple[Span, ...]
    candidates: list[Candidate]
    parts: list[Candidate]  # of the country, each made of several places
    heard: Candidate | None  # a big town, by its sound
    chosen: list[Candidate]
    towns: list[Candidate]  # that bear a common word for a name, where no place is read
    beside: list[Candidate]  # other places, next to the one that is read
    needs: list[Need]
    meant: list[Candidate]  # of those chosen: neither text nor the quality of a need
    askers: list[Candidate]  # kinds of who asks
    sure: list[Need]


def _read(text: str, codes: Sequence[Span], given: GivenReadings) -> _Read:
    words, candidates, refused = _words_read(text, codes, given)
    parts = _parts(words, candidates)
    candidates = [one for one in candidates if not (one.places and _is_in_one(one, parts))]
    heard = _town_heard(words, parts)
    chosen, towns = _chosen(words, candidates, heard)
    listed = _listed_towns(words, chosen)
    chosen = [one for one in chosen if not any(one.overlaps(town) for town in listed)]
    apart = [one for one in candidates if not any(map(one.overlaps, chosen))]
    chosen = with_homonyms_told(words, chosen, [*apart, *listed])
    beside = places_beside(words, [*candidates, *listed], chosen)
    meant, plain = [one for one in chosen if one.values], _plain(chosen)
    taken = _taken(words, [*meant, *plain, *beside, *parts])
    telling = as_premises(words, taken)
    needs = needs_of(telling, taken | worked_in(telling, taken))
    askers = askers_in(words, meant, needs)
    asked = [one for one in meant if one not in askers]
    families = _families(words, asked, needs, taken)
    sure = [*(need for need in needs if need.is_sure), *families]
    if qualities := qualities_among(words, meant, sure):
        meant = [one for one in meant if one not in qualities]
        sure = [with_its_own(need, qualities, sure) for need in sure]
    return _Read(
        words, refused, candidates, parts, heard, chosen, towns, beside, needs, meant, askers, sure
    )


def _plain(chosen: Sequence[Candidate]) -> list[Candidate]:
    """Text, and nothing else: an administrator says so."""
    return [one for one in chosen if one.what is What.TEXT]


def _told(read: _Read) -> Iterator[Mention]:
    yield from (mention_of(read.words, one) for one in read.meant)
    yield from (mention_of_need(read.words, need) for need in read.sure)


def _mentions(read: _Read, told: list[Mention]) -> tuple[list[Mention], list[Alternative]]:
    """Each thing once, of one place; the other places are offered."""
    precise = said_once(with_precise_kinds(with_precise_frames(told)))
    return with_one_place(read.words, precise, [mention_of(read.words, one) for one in read.beside])


def _telling(read: _Read) -> list[Word]:
    """Those that may say who answers; the parts of the country are offered place by place."""
    telling = telling_among(read.words, read.meant, read.needs, read.sure)
    offered = _words_of(read.words, read.parts) if read.needs or read.meant else []
    return [word for word in telling if word not in offered]


def _otherwise(read: _Read, mentions: list[Mention], place: Place | None) -> Iterator[Alternative]:
    words, candidates, needs = read.words, read.candidates, read.needs
    apart = places_apart(candidates, [*read.chosen, *read.beside], needs) if place else read.towns
    yield from heard_otherwise(words, read.heard, read.meant, needs)
    yield from read_otherwise(words, candidates, [*read.meant, *read.beside], mentions)
    yield from service_by_service(words, needs)
    yield from places_offered(words, apart)
    yield from part_by_part(words, read.parts if place else [*read.parts, *_arrondissements(words)])
    yield from counts_as_postcodes(words, candidates, place)
    yield from dates_as_departements(words, place)


def _words_read(
    text: str, codes: Sequence[Span], given: GivenReadings
) -> tuple[list[Word], list[Candidate], tuple[Span, ...]]:
    """The words that are no codes, and what they may mean; what is refused is left out."""
    words, candidates = _candidates(words_of(text, codes), given)
    refused = tuple(refused_in(words, candidates))
    if refused:
        words, candidates = _candidates(words_of(text, (*codes, *refused)), given)
    return words, candidates, refused


def _candidates(typed: list[Word], given: GivenReadings) -> tuple[list[Word], list[Candidate]]:
    """What is given is of the words as they are typed, whatever else they are heard as."""
    words = as_heard(with_sides(typed))
    return words, with_given(given, typed, with_homonyms_told(words, candidates_in(words)))


def _parts(words: list[Word], candidates: list[Candidate]) -> list[Candidate]:
    """Parts of the country, but within longer names ("Centre-Val de Loire", "cuisine des
    Antilles"), or on a side of what is named: "Toulouse sud-ouest".
    """
    found = (Candidate(*run, What.TEXT, (), LIKELY, places) for run, places in parts_in(words))
    named = [one for one in candidates if one.places or one.what is What.SERVICE]
    return [
        part
        for part in found
        if not (
            is_of_what_precedes(words, part.first) or any(_is_longer(one, part) for one in named)
        )
    ]


def _arrondissements(words: list[Word]) -> Iterator[Candidate]:
    """Arrondissements of a town that nothing says."""
    for run, places in arrondissements_in(words):
        yield Candidate(*run, What.TEXT, (), LIKELY, places)


def _is_longer(one: Candidate, part: Candidate) -> bool:
    if one.places:  # "sud Loire-Atlantique"
        return one.holds(part) or (one.overlaps(part) and one.last > part.last)
    return one.holds(part) and not part.holds(one)


def _is_in_one(place: Candidate, parts: Sequence[Candidate]) -> bool:
    """ "Val de Loire" is no Loire."""
    return any(part.holds(place) for part in parts)


def _towns(words: list[Word], chosen: list[Candidate]) -> list[Candidate]:
    """Towns that bear a common word for a name, where no administrator says what it means, and
    where it is not the end of a longer term.
    """
    towns = _named_towns(words)
    return [town for town in towns if not any(_is_within(words, town, one) for one in chosen)]


def _named_towns(words: list[Word], starts: list[int] | None = None) -> Iterator[Candidate]:
    named = (PlaceNamed(*run, places, LIKELY) for run, places in towns_in(words, starts))
    return map(of_place, named)


def _listed_towns(words: list[Word], chosen: list[Candidate]) -> list[Candidate]:
    """Words that are towns in a list with another place: "Nice et Cannes", "Rennes, Vitré"."""
    settled = [one for one in chosen if one.places or one.is_given]
    places = [one for one in chosen if one.places]
    starts = starts_of_listed(words) if places else []
    towns = [one for one in _named_towns(words, starts) if not any(map(one.overlaps, settled))]
    found: list[Candidate] = []
    while other := _listed_with(words, towns, [*places, *found]):
        found.append(other)
        towns = [town for town in towns if not town.overlaps(other)]
    return with_homonyms_told(words, found, places)


def _listed_with(
    words: list[Word], towns: list[Candidate], places: list[Candidate]
) -> Candidate | None:
    listed = (town for town in towns if any(_is_listed(words, town, place) for place in places))
    return max(listed, key=lambda town: town.last - town.first, default=None)


def _is_listed(words: list[Word], town: Candidate, place: Candidate) -> bool:
    run, beside = (town.first, town.last), (place.first, place.last)
    if not is_listed_with(words, run, beside):
        return False
    if is_told_in_a_list(words, town.first):
        return True
    taken = _taken(words, [town, place])
    return is_written_as_listed(
        words, run, beside, town.places[0], lambda some: needs_of(some, taken)
    )


def _is_within(words: list[Word], town: Candidate, one: Candidate) -> bool:
    run = (town.first, town.last)
    is_longer = one.first < town.first and not is_told_apart(words, run, town.places[0])
    return town.overlaps(one) and (one.is_given or is_longer or _are_initials(words, one))


def _are_initials(words: list[Word], one: Candidate) -> bool:
    """ "BOE" is whom one must employ, at the end of a text too; the town is written "Boé"."""
    return bool(one.values) and all(words[at].typed.isupper() for at in one.positions)


def _chosen(
    words: list[Word], candidates: list[Candidate], heard: Candidate | None
) -> tuple[list[Candidate], list[Candidate]]:
    """What is read, and towns that bear a common word for a name, where no other place is read."""
    chosen = chosen_among(candidates, len(words))
    if any(one.places for one in chosen):
        return chosen, []
    towns = _towns(words, chosen)
    town = _said_last(words, towns, chosen)
    if town is None and heard and _is_surely_heard(words, heard, chosen):
        town = heard
    if town is not None:
        chosen = [*(one for one in chosen if not one.overlaps(town)), town]
    return chosen, towns


def _said_last(
    words: list[Word], towns: list[Candidate], chosen: list[Candidate]
) -> Candidate | None:
    """The one that the text ends with, after what is needed."""
    read = [one for one in chosen if one.values]
    taken = _taken(words, read)
    runs = [(one.first, one.last) for one in read]
    for town in towns:
        run, place = (town.first, town.last), town.places[0]
        if ends_with(words, run, place, lambda some: needs_of(some, taken), runs):
            return town
    return None


def _town_heard(words: list[Word], parts: list[Candidate]) -> Candidate | None:
    """But in a part of the country: "Antilles" is no Antibes."""
    found = town_heard(words)
    town = of_place(PlaceNamed(*found[0], (found[1],), LIKELY)) if found else None
    return town if town and not _is_in_one(town, parts) else None


def _is_surely_heard(words: list[Word], town: Candidate, chosen: list[Candidate]) -> bool:
    """After what is needed or "à", in words that are none of French."""
    if not are_strange(words[town.first : town.last], town.places[0]) or not town.first:
        return False
    is_introduced = words[town.first - 1].surface in BEFORE_A_PLACE
    return is_introduced or _said_last(words, [town], chosen) is not None


def _taken(words: list[Word], read: list[Candidate]) -> set[int]:
    """The positions of words that are read otherwise than as a need."""
    beginnings = ((introduced(words, c.first) if c.places else c.first, c.last) for c in read)
    return {position for first, last in beginnings for position in range(first, last)}


def _words_of(words: list[Word], candidates: list[Candidate]) -> list[Word]:
    return [words[position] for candidate in candidates for position in candidate.positions]


def _families(
    words: list[Word], read: list[Candidate], needs: list[Need], taken: Collection[int]
) -> Iterator[Need]:
    """Beside a kind or a legal frame, the word of a whole family is what its bearers do: "GEIQ du
    bâtiment". In a list it is one need more: "nettoyage, restauration et espaces verts".
    """
    who = (one for one in read if one.what in (What.KIND, What.LEGAL))
    is_clear = any(one.values != OF_MOST for one in who) or any(need.is_sure for need in needs)
    if is_clear or is_clear_alone(word for at, word in enumerate(words) if at not in taken):
        yield from filter(None, (family_told(words, need) for need in needs))
