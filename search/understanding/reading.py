"""What a buyer types in the one box, understood: services, kinds, labels, place, codes, text."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from domain.geography import Place
from domain.taxonomy import GivenReadings, derived, given_readings
from search.french import literal_parts
from search.understanding.big_towns import are_strange, town_heard
from search.understanding.choosing import (
    Candidate,
    candidates_in,
    chosen_among,
    of_place,
    places_apart,
    places_beside,
)
from search.understanding.codes import Code, beside_needs, codes_in
from search.understanding.directions import with_sides
from search.understanding.distances import distance_in
from search.understanding.families import family_told
from search.understanding.heard import as_heard
from search.understanding.lexicon import known_words
from search.understanding.needs import MAX_SERVICES, Need, needs_of
from search.understanding.one_place import place_in, with_one_place
from search.understanding.parts import parts_in
from search.understanding.places import (
    LIKELY,
    PlaceNamed,
    ambiguous_names,
    counts_in,
    place_at,
)
from search.understanding.readings import with_given
from search.understanding.refused import refused_in
from search.understanding.towns import ends_with, towns_in
from search.understanding.values import Alternative, Mention, Span, Understood, What
from search.understanding.words import (
    AND,
    BEFORE_A_PLACE,
    OF_ANY_SENTENCE,
    REFUSALS,
    Word,
    blanked,
    words_of,
)

LONGEST_INITIALS = 3
_FORMERLY = {"ancienne", "ex"}
_A_QUALITY = "bio"  # beside a need, a way of doing it: who asks for the label names it
# Beside words that say more, it says nothing: the statutes of most are not known.
_A_WAY_OF_SPEAKING = ("ASSO",)


@derived(maxsize=512)
def understand(text: str) -> Understood:
    """Read `text`, of the length that the one box takes (search.port.MAX_TEXT_LENGTH).

    What nothing reads is left in `Understood.text`, but for words that say nothing of who
    answers: see `_telling`. Never fails, whatever is typed.
    """
    return understand_given(text, given_readings())


def understand_given(text: str, given: GivenReadings) -> Understood:
    """The same, with these readings for those of the directory: to see what they would change."""
    found = list(codes_in(text))
    codes = [code.mention for code in found if code.is_sure]
    words, candidates, refused = _words_read(text, codes, given)
    parts = _parts(words, candidates)
    candidates = [one for one in candidates if not (one.places and _is_in_one(one, parts))]
    heard = _town_heard(words, parts)
    chosen, towns = _chosen(words, candidates, heard)
    read = [candidate for candidate in chosen if candidate.values]
    plain = [candidate for candidate in chosen if candidate.what is What.TEXT]
    beside = places_beside(words, candidates, chosen)
    needs = needs_of(words, _taken(words, [*read, *plain, *beside, *parts]))
    sure = [*(need for need in needs if need.is_sure), *_families(words, read, needs)]
    if qualities := _qualities(words, read, sure):
        read = [one for one in read if one not in qualities]
        sure = [_with_its_own(need, qualities, sure) for need in sure]
    told = [*(_mention(words, c) for c in read), *(_need(words, n) for n in sure)]
    needed = {service for one in told if one.what is What.SERVICE for service in one.values}
    found = beside_needs(found, needed)
    mentions = [*(code.mention for code in found if code.is_sure), *told]
    others = [_mention(words, place) for place in beside]
    mentions = _said_once(_with_precise_kinds(_with_precise_frames(mentions)))
    mentions, elsewhere = with_one_place(words, mentions, others)
    said = place_in(mentions)
    place = place_at(said.values[0]) if said else None
    apart = places_apart(candidates, [*chosen, *beside], needs)
    telling = _telling(words, read, needs, sure)
    if needs or read:
        offered = _words_of(words, parts)
        telling = [word for word in telling if word not in offered]
    understood = Understood(
        typed=text,
        mentions=tuple(sorted(mentions, key=lambda mention: mention.spans[0])),
        text=_left(_not_refused(text, words, refused), telling, mentions, _words_of(words, plain)),
        asides=_asides(words, telling, [*mentions, *(_need(words, need) for need in needs)]),
        place=place,
        alternatives=(
            *elsewhere,
            *_heard_otherwise(words, heard, read, needs),
            *_read_otherwise(words, candidates, [*read, *beside], mentions),
            *_service_by_service(words, needs),
            *_places_offered(words, apart if place else towns),
            *_part_by_part(words, parts),
            *_counts_as_postcodes(words, candidates, place),
            *_code_by_code(found),
        ),
        refused=refused,
        radius_km=distance_in(text),
    )
    is_given = any(one.is_given and one.what is What.KIND for one in read)
    return understood if is_given else _without_a_way_of_speaking(understood)


def _words_read(
    text: str, codes: Sequence[Mention], given: GivenReadings
) -> tuple[list[Word], list[Candidate], tuple[Span, ...]]:
    """The words that are no codes, and what they may mean; what is refused is left out."""
    read = [span for code in codes for span in code.spans]
    words, candidates = _candidates(words_of(text, read), given)
    refused = tuple(refused_in(words, candidates))
    if refused:
        words, candidates = _candidates(words_of(text, (*read, *refused)), given)
    return words, candidates, refused


def _candidates(typed: list[Word], given: GivenReadings) -> tuple[list[Word], list[Candidate]]:
    """What is given is of the words as they are typed, whatever else they are heard as."""
    words = as_heard(with_sides(typed))
    return words, with_given(given, typed, candidates_in(words))


def _parts(words: list[Word], candidates: list[Candidate]) -> list[Candidate]:
    """Parts of the country, but within longer names: "Centre-Val de Loire", "cuisine des
    Antilles".
    """
    found = (Candidate(*run, What.TEXT, (), LIKELY, places) for run, places in parts_in(words))
    named = [one for one in candidates if one.places or one.what is What.SERVICE]
    return [part for part in found if not any(_is_longer(one, part) for one in named)]


def _is_longer(one: Candidate, part: Candidate) -> bool:
    return one.holds(part) and (bool(one.places) or not part.holds(one))


def _is_in_one(place: Candidate, parts: Sequence[Candidate]) -> bool:
    """ "Val de Loire" is no Loire."""
    return any(part.holds(place) for part in parts)


def _part_by_part(words: list[Word], parts: Sequence[Candidate]) -> Iterator[Alternative]:
    """A search is of one place: each of those that it is made of."""
    for part in parts:
        mention = _mention(words, part)
        for place in part.places:
            there = Mention(What.PLACE, (f"{place.level}:{place.code}",), mention.spans)
            yield Alternative(mention, there)


def _towns(words: list[Word], chosen: list[Candidate]) -> list[Candidate]:
    """Towns that bear a common word for a name, where no administrator says what it means, and
    where it is not the end of a longer term.
    """
    named = (PlaceNamed(*run, places, LIKELY) for run, places in towns_in(words))
    towns = map(of_place, named)
    return [town for town in towns if not any(_is_within(town, one) for one in chosen)]


def _is_within(town: Candidate, one: Candidate) -> bool:
    return town.overlaps(one) and (one.is_given or one.first < town.first)


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
    if not are_strange(words[town.first : town.last]) or not town.first:
        return False
    is_introduced = words[town.first - 1].surface in BEFORE_A_PLACE
    return is_introduced or _said_last(words, [town], chosen) is not None


def _heard_otherwise(
    words: list[Word], town: Candidate | None, read: list[Candidate], needs: list[Need]
) -> Iterator[Alternative]:
    """A big town that sounds like a village, or like words that tell nothing else: "lion"."""
    told = {position for need in needs for position in need.positions}
    if town is None or town in read or not told.isdisjoint(town.positions):
        return
    over = [one for one in read if one.overlaps(town)]
    if not over:
        yield from _places_offered(words, [town])
    elif len(over) == 1 and over[0].places and over[0].values != town.values:
        yield Alternative(_mention(words, over[0]), _mention(words, town))


def _places_offered(words: list[Word], places: list[Candidate]) -> Iterator[Alternative]:
    """Of words that are read as none."""
    for place in places:
        mention = _mention(words, place)
        yield Alternative(Mention(What.TEXT, (), mention.spans), mention)


def _without_a_way_of_speaking(understood: Understood) -> Understood:
    """ "L’association Vestali" asks for no kind, "association ESAT" for one; it is offered."""
    kinds = [mention for mention in understood.mentions if mention.what is What.KIND]
    vague = [kind for kind in kinds if kind.values == _A_WAY_OF_SPEAKING]
    says_more = understood.text or understood.values(What.SERVICE) or len(kinds) > len(vague)
    if not vague or not says_more:
        return understood
    others = (other for other in understood.alternatives if other.of not in vague)
    offered = (Alternative(Mention(What.TEXT, (), kind.spans), kind) for kind in vague)
    return replace(
        understood,
        mentions=tuple(mention for mention in understood.mentions if mention not in vague),
        alternatives=(*others, *offered),
    )


def _is_in(span: Span, mentions: Sequence[Mention]) -> bool:
    spans = (span for mention in mentions for span in mention.spans)
    return any(start <= span.start < end for start, end in spans)


def _taken(words: list[Word], read: list[Candidate]) -> set[int]:
    """The positions of words that are read otherwise than as a need."""
    beginnings = ((_introduced(words, c.first) if c.places else c.first, c.last) for c in read)
    return {position for first, last in beginnings for position in range(first, last)}


def _words_of(words: list[Word], candidates: list[Candidate]) -> list[Word]:
    return [words[position] for candidate in candidates for position in candidate.positions]


def _mention(words: list[Word], candidate: Candidate) -> Mention:
    first = candidate.first
    if candidate.places:
        first = _introduced(words, first)
    last = _with_distance(words, candidate.last) if candidate.places else candidate.last
    span = Span(words[first].span.start, words[last - 1].span.end)
    return Mention(candidate.what, candidate.values, (span,))


def _introduced(words: list[Word], first: int) -> int:
    """Where the small words that introduce a place begin: "près d’Angers", "ancienne région"."""
    while first and not words[first].is_apart and _introduces(words, first - 1):
        first -= 1
    is_former = first and words[first - 1].surface in _FORMERLY
    return first - 1 if is_former and words[first].surface == "region" else first


def _introduces(words: list[Word], at: int) -> bool:
    """ "À moins de 30 km de"; not the "et" of "Vannes et Lorient", nor "m" after 50."""
    word = words[at]
    is_small = word.is_stop and word.surface not in AND | {"m"}
    return word.introduces_a_place or is_small


def _with_distance(words: list[Word], last: int) -> int:
    """Where the distance said after a place ends: "Tours 30 km", "Tours à moins de 30 km"."""
    end = last
    for at in range(last, len(words)):
        if words[at].is_distance:
            end = at + 1
        elif words[at].surface not in BEFORE_A_PLACE:
            break
    return end


def _need(words: list[Word], need: Need) -> Mention:
    spans = tuple(words[position].span for position in sorted(need.positions))
    return Mention(What.SERVICE, need.services, spans, need.less_sure)


def _families(words: list[Word], read: list[Candidate], needs: list[Need]) -> Iterator[Need]:
    """Beside a kind, the word of a whole family is what its bearers do: "GEIQ du bâtiment"."""
    kinds = (candidate for candidate in read if candidate.what is What.KIND)
    if any(kind.values != _A_WAY_OF_SPEAKING for kind in kinds):
        yield from filter(None, (family_told(words, need) for need in needs))


def _with_precise_frames(mentions: list[Mention]) -> list[Mention]:
    """ "Marché réservé" says no more than the article that goes with it."""
    frames = [mention for mention in mentions if mention.what is What.LEGAL]
    precise = tuple(dict.fromkeys(v for m in frames if len(m.values) <= 2 for v in m.values))
    if len(frames) < 2 or not precise:
        return mentions
    spans = tuple(span for mention in frames for span in mention.spans)
    return [*(m for m in mentions if m not in frames), Mention(What.LEGAL, precise, spans)]


def _with_precise_kinds(mentions: list[Mention]) -> list[Mention]:
    """ "Coopérative (Scop)" is a Scop, and said in the words of both."""
    kinds = [mention for mention in mentions if mention.what is What.KIND]
    return [
        replace(one, values=_narrowest(one, kinds)) if one in kinds else one for one in mentions
    ]


def _narrowest(kind: Mention, kinds: Sequence[Mention]) -> tuple[str, ...]:
    """Those of the kinds said that are some of its own, else its own."""
    narrower = [one.values for one in kinds if set(one.values) < set(kind.values)]
    return min(narrower, key=len, default=kind.values)


def _said_once(mentions: list[Mention]) -> list[Mention]:
    """ "Entreprise adaptée (EA)" is one reading, in the words of both."""
    spans: defaultdict[tuple[What, tuple[str, ...]], list[Span]] = defaultdict(list)
    for mention in mentions:
        spans[mention.what, mention.values] += mention.spans
    first = {(mention.what, mention.values): mention for mention in reversed(mentions)}
    return [replace(first[read], spans=tuple(said)) for read, said in spans.items()]


def _qualities(words: list[Word], read: list[Candidate], needs: list[Need]) -> list[Candidate]:
    """Labels said by a word that only tells how a need is done: "un traiteur bio"."""
    labels = [one for one in read if one.what is What.LABEL and not one.is_given] if needs else []
    return [
        one
        for one in labels
        if one.last - one.first == 1 and words[one.first].surface == _A_QUALITY
    ]


def _with_its_own(need: Need, qualities: list[Candidate], needs: list[Need]) -> Need:
    """With the qualities said of it: those nearest to its words."""
    own = {at for one in qualities if _nearest(one.first, needs) is need for at in one.positions}
    return replace(need, positions=need.positions | own)


def _nearest(position: int, needs: list[Need]) -> Need:
    """Of the needs, the one whose words stand nearest."""
    return min(needs, key=lambda need: min(abs(position - at) for at in need.positions))


def _names_a_service(read: list[Candidate]) -> bool:
    return any(candidate.what is What.SERVICE for candidate in read)


def _telling(
    words: list[Word], read: list[Candidate], needs: list[Need], sure: list[Need]
) -> list[Word]:
    """Those that may say who answers: beside a need, neither how many nor when.

    Beside one that is sure, nor does a word that is known and tells nothing of it: "décrocher le
    téléphone à notre place".
    """
    is_sure = bool(sure) or _names_a_service(read)
    return [
        word
        for at, word in enumerate(words)
        if not word.says_nothing
        and not (word.is_circumstance and (needs or is_sure))
        and not (word.is_vague and read)
        and not ((needs or read) and _is_of_any_sentence(words, at))
        and not (word.form in known_words() and is_sure)
    ]


def _is_of_any_sentence(words: list[Word], at: int) -> bool:
    """ "Uniquement", "on n’a pas trouvé", "EA ou non"; not the "sans" of "sans tutelle"."""
    if words[at].surface in REFUSALS:
        return all(word.says_nothing for word in words[at + 1 : at + 2])
    return words[at].surface in OF_ANY_SENTENCE


def _asides(words: list[Word], telling: list[Word], read: Sequence[Mention]) -> tuple[Span, ...]:
    """Words that say neither what is needed nor where: how many, when."""
    told = {word.span for word in telling}
    aside = (word.span for word in words if not (word.says_nothing or word.span in told))
    return tuple(span for span in aside if not _is_in(span, read))


def _not_refused(text: str, words: list[Word], refused: Sequence[Span]) -> str:
    """Nothing, when but how one asks stands beside: "surtout pas d’ESAT, merci"."""
    only_asks = all(word.says_nothing or word.surface in OF_ANY_SENTENCE for word in words)
    is_all = refused and only_asks and not literal_parts(text)
    return "" if is_all else blanked(text, refused)


def _left(text: str, telling: list[Word], mentions: list[Mention], plain: list[Word]) -> str:
    """The words that nothing reads, as typed; all of them when nothing is understood.

    What is quoted stays in any case, and what is said to be `plain`.
    """
    if not mentions:
        return " ".join(text.split())
    kept = {word.span for word in telling if not _is_in(word.span, mentions)}
    kept.update(word.span for word in plain)
    kept.update(Span(*part) for part in literal_parts(text))
    return " ".join(text[start:end] for start, end in sorted(kept))


def _read_otherwise(
    words: list[Word],
    candidates: list[Candidate],
    read: list[Candidate],
    mentions: Collection[Mention],
) -> Iterator[Alternative]:
    """What an administrator gave words as reading is the only one that they have.

    So has a place that tells which of another name is meant.
    """
    said = place_in(mentions)
    for one in (one for one in read if not one.is_given):
        mention = _mention(words, one)
        if said and one.places and one.values == said.values:
            mention = said  # with the words of those that stand beside
        if mention not in mentions:
            continue
        for place in one.places[1:]:
            other = Mention(What.PLACE, (f"{place.level}:{place.code}",), mention.spans)
            yield Alternative(mention, other)
        if mention == _mention(words, one):
            yield from _beaten(words, candidates, one)
            if _may_be_a_word(words, one):
                yield Alternative(mention, None)


def _service_by_service(words: list[Word], needs: list[Need]) -> Iterator[Alternative]:
    for need in needs:
        told = _need(words, need)
        accepted = (*need.services, *need.less_sure)
        if need.is_sure and len(accepted) == 1:
            continue
        of = told if need.is_sure else Mention(What.TEXT, (), told.spans)
        for service in accepted:
            yield Alternative(of, Mention(What.SERVICE, (service,), told.spans))


def _counts_as_postcodes(
    words: list[Word], candidates: list[Candidate], place: Place | None
) -> Iterator[Alternative]:
    """Where no other place is named."""
    given = {at for one in candidates if one.is_given for at in one.positions}
    if place is None:
        for at, postcode in counts_in(words):
            if at not in given:
                yield _as_postcode(words[at], postcode)


def _as_postcode(word: Word, place: Place) -> Alternative:
    spans = (word.span,)
    postcode = Mention(What.PLACE, (f"postcode:{place.code}",), spans)
    return Alternative(Mention(What.TEXT, (), spans), postcode)


def _code_by_code(codes: Sequence[Code]) -> Iterator[Alternative]:
    """Each of the services that a number stands for; the first of those that it may stand for."""
    for code in codes:
        spans, services = code.mention.spans, code.mention.values
        of = code.mention if code.is_sure else Mention(What.TEXT, (), spans)
        if code.mention.what is What.SERVICE and len(services) > 1:
            for service in services if code.is_sure else services[:MAX_SERVICES]:
                yield Alternative(of, Mention(What.SERVICE, (service,), spans))


def _may_be_a_word(words: list[Word], one: Candidate) -> bool:
    """ "Creuse", "tours", "AI"."""
    telling = [words[position] for position in one.positions if not words[position].is_stop]
    if len(telling) > 1:
        return False
    said = telling[0].surface
    return said in ambiguous_names() or said in known_words() or len(said) <= LONGEST_INITIALS


def _beaten(
    words: list[Word], candidates: list[Candidate], one: Candidate
) -> Iterator[Alternative]:
    """What the same words also mean: the "Lot" of "lot réservé"."""
    for other in candidates:
        if other.overlaps(one) and other.what not in (one.what, What.SERVICE):
            yield Alternative(_mention(words, one), _mention(words, other))
