"""Parts of a need half typed: how each is told, and the words put in the box for it."""

import re
from dataclasses import dataclass

from app.directory.places import address_of
from app.directory.presenters.common import service_name
from app.directory.presenters.understanding import reading_label
from app.templating import typo
from domain.geography import Place
from domain.taxonomy import derived, taxonomy
from domain.text import without_brackets
from search.understanding import Begun, Called, Mention, Understood, What, understand

_AFTER_APOSTROPHE = re.compile(r"(?<=['’]) ")


@dataclass(frozen=True, slots=True)
class Part:
    """What some words say: how it is told, and words that are read so."""

    label: str
    text: str
    says_what: bool = False
    says_where: bool = False
    term: Mention | None = None
    by: str = ""  # the other name of a service that the words begin

    def is_read(self) -> bool:
        """Whether its term still is, beside other words: "traiteur bio" names no label."""
        term = self.term
        return term is None or set(term.values) <= set(understand(self.text).values(term.what))

    def goes_with(self, other: "Part", *, is_listed: bool) -> bool:
        """`is_listed`: the other is one more thing, "nettoyage et vit"."""
        say_what = self.says_what and other.says_what and not is_listed
        return not (say_what or (self.says_where and other.says_where))


def joined(first: Part, last: Part) -> Part:
    return Part(
        f"{first.label}, {last.label}",
        _AFTER_APOSTROPHE.sub("", f"{first.text} {last.text}"),
        says_where=first.says_where or last.says_where,
        term=last.term,
        by=last.by,
    )


def place_part(place: Place) -> Part:
    return Part(typo(place.label), words_for_place(place), says_where=True)


def term_part(begun: Begun) -> Part:
    """A label in its own words, which a need beside them does not take: "traiteur bio"."""
    mention = begun.mention
    text = begun.term
    if mention.what is What.LABEL:
        label = without_brackets(taxonomy().labels[mention.values[0]].label)
        text = label if understand(label).values(What.LABEL) == mention.values else text
    return Part(_told_of(mention, begun.term), text, term=mention)


def service_part(called: Called) -> Part:
    service = called.service
    by = "" if called.is_by_label else typo(called.name)
    return Part(service_name(service.id), words_for(service.id), says_what=True, by=by)


def part_understood(understood: Understood) -> Part:
    return Part(
        ", ".join(_told(understood, mention) for mention in understood.mentions),
        understood.typed,
        says_what=bool(understood.values(What.SERVICE)),
        says_where=understood.place is not None,
    )


def _told(understood: Understood, mention: Mention) -> str:
    return _told_of(mention, understood.words_of(mention))


def _told_of(mention: Mention, words: str) -> str:
    """How it is read; as typed when that may be many things ("marché réservé")."""
    if len(mention.values) + len(mention.less_sure) > 1:
        return f"« {words} »"
    names = {network.id: network.label for network in taxonomy().networks.values()}
    return reading_label(mention, names)


@derived()
def words_for(service: str) -> str:
    """Words that are read as this very service: its label or, failing that, a synonym."""
    known = taxonomy().services[service]
    names = (known.label, *known.synonyms)
    return next((name for name in names if _is_read_as(name, service)), known.label)


def _is_read_as(name: str, service: str) -> bool:
    understood = understand(name)
    is_one = len(understood.mentions) == 1 and not understood.less_sure
    return is_one and understood.values(What.SERVICE) == (service,)


def words_for_place(place: Place) -> str:
    return address_of(place).replace("'", "’")
