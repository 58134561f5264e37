"""What to ask for an address, and whether an answer is certain enough to place a page there."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from app.geocoding.asking import Found
from domain.geography import Commune, Point, distance_km, gazetteer
from domain.models import PointPrecision, Supplier
from domain.text import fold
from importers.personal import is_personal

# Below, what the service found may have another name than the street that was asked for.
SURE_SCORE = 0.7
# Two streets of one name, in a commune made of several: neither is certain.
ALIKE_SCORES = 0.05
SAME_PLACE_KM = 1.0
# The largest commune reaches some 45 km from its centre.
FARTHEST_KM = 50
LONGEST_QUESTION = 200  # the service refuses more
SHORTEST_STREET = 3

PRECISIONS: Mapping[str, PointPrecision] = {
    "housenumber": PointPrecision.ADDRESS,
    "street": PointPrecision.STREET,
    "locality": PointPrecision.STREET,
}

# "12, rue Haute": the comma parts nothing.
_NUMBER_COMMA = re.compile(
    r"(^|[,;\n]\s*)(\d{1,4}\s?(?:bis|ter|quater|[a-d])?)\s*,\s*", re.IGNORECASE
)
_PART_ENDS = re.compile(r"[,;\n]|\s[–-]\s")
# What a letter needs and a street does not know.
_POSTAL = re.compile(r"\b(?:(?:BP|CS|TSA)\s?\d{1,5}(?:\s\d{3})?|CEDEX(?:\s\d+)?)\b", re.IGNORECASE)
# Whose letter box it is: nobody's name leaves the site.
_CARE_OF = re.compile(r"(?:\b(?:chez|c/o)\s|\b[àa] l[’']attention\s).*", re.IGNORECASE)
_TITLED = re.compile(r"(?:M\.|MM\.|Mr\b|Mme\b|Mlle\b|Monsieur\b|Madame\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Question:
    """An address: its `words` are asked, within the commune; `key` is the same however written."""

    words: str
    commune: Commune

    @property
    def key(self) -> str:
        return f"{fold(self.words)} {self.commune.code_insee}"


class Place(NamedTuple):
    """A point, and how it was found."""

    point: Point
    precision: PointPrecision

    @property
    def fact(self) -> Any:
        """As app.structures.facts says it."""
        return [*self.point, self.precision.value]


def question(supplier: Supplier) -> Question | None:
    """None for an address that says no street, or that holds an e-mail or a mobile number."""
    commune = gazetteer().commune(supplier.code_insee) if supplier.code_insee else None
    written = supplier.address or ""
    street = street_of(written)
    if commune is None or is_personal(written) or len(fold(street)) < SHORTEST_STREET:
        return None
    words = " ".join(filter(None, (street, supplier.postcode, commune.name)))
    return Question(words[-LONGEST_QUESTION:], commune)


def street_of(address: str) -> str:
    """Without the names of people, post boxes nor CEDEX: "BP 12, 3, rue Haute" → "3 rue Haute"."""
    parts = _PART_ENDS.split(_NUMBER_COMMA.sub(r"\1\2 ", _POSTAL.sub(",", address)))
    told = (_CARE_OF.sub("", part).strip() for part in parts)
    return " ".join(" ".join(part.split()) for part in told if part and not _TITLED.match(part))


def certain_place(answers: Iterable[Found], asked: Question) -> Place | None:
    """Where the address is, if one answer is sure, in the commune, and has no rival elsewhere."""
    sure = [found for found in answers if _is_sure(found, asked)]
    if not sure:
        return None
    best = max(sure, key=lambda found: found.score)
    if any(_rivals(found, best) for found in sure):
        return None
    return Place(best.point, PRECISIONS[best.kind])


def _is_sure(found: Found, asked: Question) -> bool:
    # A number is of a street: a hamlet of that name is another place.
    is_other = found.kind == "locality" and asked.words[0].isdigit()
    return (
        found.kind in PRECISIONS
        and not is_other
        and found.score >= SURE_SCORE
        and _is_in(found, asked.commune)
    )


def _is_in(found: Found, commune: Commune) -> bool:
    """The gazetteer reads the codes of arrondissements and of former communes."""
    is_near = commune.point is None or distance_km(found.point, commune.point) <= FARTHEST_KM
    return is_near and gazetteer().commune(found.code_insee) == commune


def _rivals(found: Found, best: Found) -> bool:
    is_alike = best.score - found.score < ALIKE_SCORES
    return is_alike and distance_km(found.point, best.point) > SAME_PLACE_KM
