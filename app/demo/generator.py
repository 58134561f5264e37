"""Invented suppliers, one after the other: pure, and the same for the same seed.

Each supplier is drawn from its own number alone, so that a larger directory starts with the
smaller one. No SIRET is given: every well-formed one is, or may become, a real establishment's.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from app.demo.blocks import blocks, chance, draw
from app.demo.describing import Subject, description
from app.demo.naming import contacts, names, website
from app.demo.offering import activities, services
from app.demo.placing import country, foreign_address, french_address, zones
from app.demo.proving import kinds, labels, networks
from app.demo.values import DemoSupplier
from domain.models import Delivery
from domain.taxonomy import taxonomy

DEFAULT_SIZE = 3000
DEFAULT_SEED = 2015  # the year of the study that the directory answers

# The directory's own "today": a real clock would make two runs differ.
TODAY = date(2026, 11, 1)

ABROAD = 0.015
ARCHIVED = 0.02

# How a supplier tells what it does, in hundredths.
MANNERS = {
    "own words": 55,  # services declared; the description uses their words
    "other words": 33,  # services declared; the description uses none of their words
    "only said": 6,  # none declared; the description says them
    "silent": 6,  # none declared, none said
}
DECLARING = {"own words", "other words"}
OWN_WORDS = {"own words", "only said"}


def generate(size: int = DEFAULT_SIZE, seed: int = DEFAULT_SEED) -> Iterator[DemoSupplier]:
    """`size` suppliers, each with a key, a name and a description of 30 to 80 words."""
    told: set[str] = set()
    for number in range(1, size + 1):
        # A string seed is hashed by the library itself: the same on every version of Python.
        rng = Random(f"{seed}:{number}")  # noqa: S311 nothing here is secret
        yield supplier(rng, f"demo-{number:06}", told)


def supplier(rng: Random, key: str, told: set[str]) -> DemoSupplier:
    commune = None if chance(rng, ABROAD) else country().draw_commune(rng)
    kind = draw(rng, kind_weights()) if commune else None
    profile = profile_of(kind)
    offered = services(rng, profile["groups"])
    manner = draw(rng, MANNERS)
    declared = offered if manner in DECLARING else ()
    reach = zones(rng, commune, len(declared))
    done = activities(rng, declared, profile["staffing"], len(reach))
    address = french_address(rng, commune) if commune else foreign_address(rng)
    legal_name, name = names(rng, profile["names"], offered[0] if manner in OWN_WORDS else None)
    subject = Subject(
        kind=kind,
        commune=address.city,
        founded=rng.randint(1985, 2023),
        people=rng.randint(*profile["people"]),
        services=() if manner == "silent" else offered,
        staffing=bool(done) and done[0].delivery is Delivery.STAFFING,
        own_words=manner in OWN_WORDS,
    )
    as_of = TODAY - timedelta(days=rng.randint(0, 720))
    return DemoSupplier(
        key=key,
        name=legal_name,
        brand=name if name != legal_name else None,
        naf=rng.choice(taxonomy().services[offered[0]].naf) if commune else None,
        legal_form=rng.choice(profile["forms"]),
        capacity=subject.people if kind == "ESAT" else None,
        description=new_description(rng, subject, told),
        website=website(rng, name),
        address=address,
        kinds=kinds(rng, kind, subject.founded) if kind else (),
        zones=reach,
        activities=done,
        labels=labels(rng, kind, [taxonomy().services[s].group for s in offered], TODAY),
        networks=networks(rng, kind, declared, commune),
        contacts=contacts(rng, name, commune.departement if commune else None),
        archived_at=midnight(as_of) if chance(rng, ARCHIVED) else None,
        as_of=as_of,
    )


def kind_weights() -> dict[str, float]:
    return {code: profile["weight"] for code, profile in blocks("kinds").items()}


def profile_of(kind: str | None) -> dict[str, Any]:
    """How suppliers of this kind (None: beyond the border) are named and what they do."""
    found: dict[str, Any] = blocks("kinds")[kind] if kind else blocks("abroad")["profile"]
    return found


def new_description(rng: Random, subject: Subject, told: set[str]) -> str:
    """A description that no supplier before this one has."""
    text = description(rng, subject)
    while text in told:
        text = description(rng, subject)
    told.add(text)
    return text


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
