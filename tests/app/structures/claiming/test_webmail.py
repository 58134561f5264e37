"""Domains that prove nothing: those where anybody may have an address or a page."""

import re

import pytest

from app.structures.claiming.proofs import site_domain
from app.structures.claiming.webmail import NOBODYS_OWN


@pytest.mark.parametrize(
    "domain", ["gmail.com", "orange.fr", "wanadoo.fr", "free.fr", "laposte.net", "hotmail.fr"]
)
def test_what_most_people_use_is_known(domain: str) -> None:
    assert domain in NOBODYS_OWN


def test_every_entry_is_a_domain_in_lower_case() -> None:
    assert all(re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", domain) for domain in NOBODYS_OWN)


@pytest.mark.parametrize(
    ("website", "domain"),
    [
        ("https://www.verger.example/", "verger.example"),
        ("verger.example", "verger.example"),
        ("HTTP://WWW.Verger.example:8080", "verger.example"),
        ("https://xn--mtier-bsa.example", "métier.example"),
        ("https://métier.example", "métier.example"),
    ],
)
def test_a_site_has_a_domain(website: str, domain: str) -> None:
    assert list(site_domain(website)) == [domain]


@pytest.mark.parametrize(
    "website", ["", "https://ville.example/atelier", "localhost", "http://[", "x y"]
)
def test_others_have_none(website: str) -> None:
    assert list(site_domain(website)) == []
