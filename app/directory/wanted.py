"""From what was typed, understood, to what the engine is asked."""

from collections.abc import Mapping
from dataclasses import replace

from domain.geography import is_called
from search.documents import code_word
from search.french import parse
from search.port import Facet, Need, SearchQuery
from search.understanding import Understood, What, is_precise, services_named, well_written

_FACETS: Mapping[What, Facet] = {What.KIND: Facet.KIND, What.LEGAL: Facet.LEGAL_FRAME}
# Their words are in the texts of those who have them, and in the names of some who do not say so.
_IN_TEXTS = frozenset({What.LABEL, What.NETWORK})


def wanted(query: SearchQuery, understood: Understood) -> SearchQuery:
    """`query` with what was typed; what is ticked counts before it.

    A place asked apart binds names too, as the words of one in the text do: "menuiserie" at Lyon
    is nobody called so elsewhere. What is left without the words of the place is a name there.
    The place is not there: whoever asks says which, that of the text or another.
    """
    said = filters_said(understood)
    # Alone, a kind is of no name; with a place it may be, "Coopérative de Nacre".
    is_alone = _says_only(understood, What.KIND) and _is_read_whole(understood)
    kinds = () if is_alone else said.pop(Facet.KIND, ())
    return replace(
        query,
        text=_text(understood),
        need=_need(understood),
        name=_name(understood) if understood.place or not query.near else "",
        name_there=_name_there(understood) if understood.place or query.near else "",
        name_is_whole=_is_a_kind_somewhere(understood),
        filters={**said, **query.filters},
        kinds_said=() if Facet.KIND in query.filters else kinds,
    )


def filters_said(understood: Understood) -> dict[Facet, tuple[str, ...]]:
    """The kinds and the legal frames that the words name."""
    return {facet: values for what, facet in _FACETS.items() if (values := understood.values(what))}


def text_read(understood: Understood) -> str:
    """What is read and looked for in the texts: the names of labels and networks, and numbers."""
    numbers = (code_word(value.partition(":")[2]) for value in understood.values(What.CODE))
    named = (
        well_written(mention, understood.words_of(mention))
        for mention in understood.mentions
        if mention.what in _IN_TEXTS
    )
    return " ".join((*numbers, *named))


def _text(understood: Understood) -> str:
    """The same, and what is left over: beside a need, whole words, for "AO" begins many."""
    text = " ".join(filter(None, (text_read(understood), understood.text)))
    return f"{text} " if understood.text and understood.values(What.SERVICE) else text


def _need(understood: Understood) -> Need | None:
    services = understood.values(What.SERVICE)
    if not services:
        return None
    said = (understood.words_of(m) for m in understood.mentions if m.what is What.SERVICE)
    return Need(services, " ".join(said), is_precise(understood), understood.less_sure)


def _name(understood: Understood) -> str:
    """What may be a name: all that was typed, unless every word is read as a place or numbers."""
    if _says_only(understood, What.PLACE, What.CODE, What.LEGAL) and _is_read_whole(understood):
        return ""
    return understood.typed


def _is_read_whole(understood: Understood) -> bool:
    """Whether no word is beside what is read: "Grand Matin" is, in "La Garenne du Grand Matin"."""
    read = [span for mention in understood.mentions for span in mention.spans]
    words = parse(understood.typed).words
    return all(any(s.start <= word.start < s.end for s in read) for word in words)


def _name_there(understood: Understood) -> str:
    """The same without the words of the place, but for a trade or a kind alone: who does it, or is
    one, is asked for. Of those of a kind, who has the words of the place in its name comes first.

    One everyday word is a trade too, and several may be a name: "oiseau mouche".
    """
    if _is_a_kind_somewhere(understood):
        return understood.typed
    if _says_only(understood, What.KIND, What.PLACE):
        return ""
    name, is_of_a_kind = _without_where(understood), bool(understood.values(What.KIND))
    if understood.text or (is_of_a_kind and understood.values(What.SERVICE)):
        return name
    return name if len(parse(name).words) > 1 and not services_named(name) else ""


def _is_a_kind_somewhere(understood: Understood) -> bool:
    """ "ESAT Nord": all is read, and names that hold its words elsewhere are not meant."""
    is_said = bool(understood.values(What.KIND) and understood.place)
    return is_said and _says_only(understood, What.KIND, What.PLACE)


def _without_where(understood: Understood) -> str:
    """The text typed less the words of the place; of several places said, less those of the one
    that is searched: others may be of the name, "Gohelle Environnement Liévin".
    """
    said, typed = understood.mention(What.PLACE), understood.typed
    if said is None or understood.place is None:
        return typed
    called = [s for s in said.spans if is_called(understood.place, typed[s.start : s.end])]
    return understood.without(replace(said, spans=tuple(called) or said.spans))


def _says_only(understood: Understood, *whats: What) -> bool:
    """Not when all is refused: "Hors les murs" is a name too."""
    read = {mention.what for mention in understood.mentions}
    return bool(read) and not understood.text and read <= {*whats}
