"""What maps are drawn on without a tile server: outlines and towns; tiles where they are set."""

import json
import re
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from app.config import Settings
from tests.app.cast import make_supplier
from tests.app.pages import on_sqlite, page, publish

pytestmark = on_sqlite

ANJOU = "47,-1,48,0.2"


def test_it_works(app: Flask) -> None:
    publish(app, make_supplier())
    html = page(app, "/fournisseur/1")
    address = re.search(r'data-departements="([^"]+)"', html)
    assert address
    answer = app.test_client().get(address[1], headers={"Accept-Encoding": "gzip"})
    assert answer.content_encoding == "gzip"
    assert "max-age=31536000" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("name", ["departements", "departements-fine", "regions", "neighbours"])
def test_outlines_are_geojson_zipped_or_not(app: Flask, name: str) -> None:
    answer = app.test_client().get(f"/contours/{name}.geojson")
    assert answer.content_type == "application/geo+json"
    assert json.loads(answer.data)["type"] == "FeatureCollection"
    assert answer.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("name", ["communes", "..", "regions.geojson"])
def test_there_is_no_other_outline(app: Flask, name: str) -> None:
    assert app.test_client().get(f"/contours/{name}.geojson").status_code == 404


def test_the_towns_of_a_frame_come_the_largest_first(app: Flask) -> None:
    towns = app.test_client().get(f"/contours/communes?cadre={ANJOU}").get_json()
    assert [town["name"] for town in towns[:2]] == ["Angers", "Cholet"]
    assert towns[0]["at"] == pytest.approx([47.47, -0.56], abs=0.02)


def test_a_frame_that_is_none_has_no_towns(app: Flask) -> None:
    assert app.test_client().get("/contours/communes?cadre=x").status_code == 400


def test_an_open_sea_has_none(app: Flask) -> None:
    assert app.test_client().get("/contours/communes?cadre=43,-5,44,-4").get_json() == []


class TestTiles:
    """The administrator may set a server of tiles; then, and only then, pages load from it."""

    @pytest.fixture
    def tiled(self, tmp_path: Path, database_url: str) -> Flask:
        settings = Settings(
            instance_path=tmp_path,
            database_url=database_url,
            map_tiles_url="https://tuiles.example/{z}/{x}/{y}.png",
            map_tiles_attribution="© Tuiles d’exemple",
        )
        return create_app(settings)

    def test_by_default_nothing_is_loaded_from_elsewhere(self, app: Flask) -> None:
        answer = app.test_client().get("/mentions-legales")
        assert "img-src 'self' data:;" in answer.headers["Content-Security-Policy"]
        assert "adresse IP" not in page(app, "/donnees-personnelles")

    def test_the_policy_allows_their_images_and_nothing_else(self, tiled: Flask) -> None:
        policy = tiled.test_client().get("/mentions-legales").headers["Content-Security-Policy"]
        assert "img-src 'self' data: https://tuiles.example;" in policy
        assert policy.count("tuiles.example") == 1

    def test_a_page_says_who_sees_what(self, tiled: Flask) -> None:
        notice = tiled.test_client().get("/donnees-personnelles").text
        assert "https://tuiles.example" in notice
        assert "adresse IP" in notice
