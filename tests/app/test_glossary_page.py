"""The glossary: every kind, every legal frame, and what links them."""

import pytest
from flask import Flask

from domain.kinds import CAUTION, KINDS, LEGAL_FRAMES
from tests.app.pages import counted_queries, on_sqlite, page, plain

pytestmark = on_sqlite


def test_it_works(app: Flask) -> None:
    assert "<h1>Glossaire</h1>" in page(app, "/glossaire")


@pytest.mark.parametrize("code", KINDS)
def test_every_kind_is_defined_and_leads_to_its_structures(app: Flask, code: str) -> None:
    glossary = page(app, "/glossaire")
    assert plain(KINDS[code].definition) in glossary
    assert f'href="/recherche?type={code}"' in glossary


@pytest.mark.parametrize("frame", LEGAL_FRAMES)
def test_every_frame_gives_its_rule_and_an_anchor(app: Flask, frame: str) -> None:
    glossary = page(app, "/glossaire")
    assert plain(LEGAL_FRAMES[frame].rule) in glossary
    assert f'id="{frame}"' in glossary


def test_it_is_help_and_not_legal_advice(app: Flask) -> None:
    assert plain(CAUTION) in page(app, "/glossaire")


def test_a_conditional_frame_gives_its_condition(app: Flask) -> None:
    assert "demandez l’attestation de la structure" in page(app, "/glossaire")


def test_a_kind_that_ends_gives_its_last_day(app: Flask) -> None:
    assert "22 décembre 2026" in page(app, "/glossaire")


def test_it_asks_the_database_for_the_texts_of_the_site_alone(app: Flask) -> None:
    with counted_queries(app) as queries:
        page(app, "/glossaire")
    assert len(queries) == 1
    assert "FROM site_text" in queries[0]
