"""Invented names, and the ways to reach whoever bears them."""

from random import Random

from app.demo.blocks import blocks, chance
from app.demo.french import capitalised, de, without_article
from app.demo.values import DemoContact
from domain.models import ContactKind, Visibility
from domain.text import fold

# The numbers that Arcep keeps for works of fiction, by the area of the départements listed.
FICTION = {
    "01 99 00": "75 77 78 91 92 93 94 95",
    "02 61 91": "14 18 22 27 28 29 35 36 37 41 44 45 49 50 53 56 61 72 76 85",
    "03 53 01": "02 08 10 21 25 39 51 52 54 55 57 58 59 60 62 67 68 70 71 80 88 89 90",
    "04 65 71": "01 03 04 05 06 07 11 13 15 2A 2B 26 30 34 38 42 43 48 63 66 69 73 74 83 84",
    "05 36 49": "09 12 16 17 19 23 24 31 32 33 40 46 47 64 65 79 81 82 86 87 971 972 973 974 976",
}
FICTION_MOBILE = "06 39 98"
PREFIX = {departement: prefix for prefix, ones in FICTION.items() for departement in ones.split()}


def place_of_fancy(rng: Random) -> str:
    """ "le Verger aux Merles": never a real place, nor a real company."""
    return f"{rng.choice(blocks('names')['places'])} {rng.choice(blocks('names')['qualifiers'])}"


def names(rng: Random, patterns: list[str], trade: str | None) -> tuple[str, str]:
    """The legal name and the one it goes by; most often the same."""
    name = name_of(rng, patterns, trade)
    if chance(rng, 0.1):
        return f"Association {capitalised(place_of_fancy(rng))}", name
    return name, name


def name_of(rng: Random, patterns: list[str], trade: str | None) -> str:
    """A name in one of the kind's patterns; now and then by the trade, where one is given."""
    place = place_of_fancy(rng)
    trades = blocks("names")["trades"].get(trade)
    if trades and chance(rng, 0.6):
        return f"{rng.choice(trades)} {de(place)}"
    pattern: str = rng.choice(patterns)
    return pattern.format(Le=capitalised(place), of=de(place), bare=without_article(place))


def slug(name: str) -> str:
    """The name as one label of a host name (63 characters at most)."""
    return fold(name).replace(" ", "-")[:63].strip("-")


def website(rng: Random, name: str) -> str | None:
    return f"https://www.{slug(name)}.example" if chance(rng, 0.55) else None


def contacts(rng: Random, name: str, departement: str | None) -> tuple[DemoContact, ...]:
    """Role mailboxes and fiction numbers: nobody owns any of them."""
    host = f"{slug(name)}.example"
    found = [email(f"contact@{host}", Visibility.PUBLIC)]
    if departement is not None and chance(rng, 0.9):
        prefix = PREFIX.get(departement, "01 99 00")
        found.append(phone(rng, prefix, Visibility.PUBLIC))
    if chance(rng, 0.3):
        found.append(email(f"direction@{host}", Visibility.PRIVATE))
    if chance(rng, 0.2):
        found.append(email(f"commercial@{host}", Visibility.MEMBERS))
    if departement is not None and chance(rng, 0.25):
        found.append(phone(rng, FICTION_MOBILE, Visibility.PRIVATE))
    return tuple(found)


def email(address: str, visibility: Visibility) -> DemoContact:
    return DemoContact(ContactKind.EMAIL, address, visibility)


def phone(rng: Random, prefix: str, visibility: Visibility) -> DemoContact:
    number = f"{prefix} {rng.randrange(100):02} {rng.randrange(100):02}"
    return DemoContact(ContactKind.PHONE, number, visibility)
