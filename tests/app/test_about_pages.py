"""About, the legal notice, and the small files that machines ask for."""

from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from app.administration.models import SiteText
from app.config import Geocoder, Settings
from app.db import db
from tests.app.cast import make_supplier
from tests.app.pages import on_sqlite, page, plain, publish

pytestmark = on_sqlite

STATIC_PAGES = (
    "/",
    "/recherche",
    "/glossaire",
    "/a-propos",
    "/mentions-legales",
    "/donnees-personnelles",
)


def test_about_tells_how_results_are_ordered(app: Flask) -> None:
    publish(app, make_supplier())
    about = page(app, "/a-propos")
    assert "Comment les résultats sont rangés" in about
    assert "1 structure dans 1 commune" in about


def test_the_legal_notice_admits_what_is_not_filled(app: Flask) -> None:
    notice = page(app, "/mentions-legales")
    assert "n’a pas encore renseigné toutes ses mentions légales" in notice
    assert "Non renseigné" in notice


def test_the_legal_notice_gives_what_the_settings_say(tmp_path: Path, database_url: str) -> None:
    settings = Settings(
        instance_path=tmp_path,
        legal_publisher="Réseau d’Anjou",
        legal_director="Camille Exemple",
        legal_host="Hébergeur du Val",
        legal_contact="contact@reseau.example",
    )
    notice = plain(create_app(settings).test_client().get("/mentions-legales").text)
    assert all(text in notice for text in ("Réseau d’Anjou", "Camille Exemple", "Hébergeur du Val"))
    assert "pas encore renseigné" not in notice


def test_what_is_kept_of_people_is_told_whatever_the_legal_notice_says(app: Flask) -> None:
    db.session.add(SiteText(key="legal_notice", value="Tout est dit.", changed_by="user:1"))
    db.session.commit()
    assert 'href="/donnees-personnelles"' in page(app, "/mentions-legales")
    told = page(app, "/donnees-personnelles")
    assert "Une session inutilisée finit après 30 jours" in told
    assert "valables 15 minutes" in told
    assert "Une liste jamais appliquée est effacée après 90 jours" in told
    assert "« session »" in told


@pytest.mark.parametrize("geocoder", [None, Geocoder.BAN])
def test_the_service_that_finds_addresses_is_named_where_it_is_asked(
    tmp_path: Path, database_url: str, geocoder: Geocoder | None
) -> None:
    client = create_app(Settings(instance_path=tmp_path, geocoder=geocoder)).test_client()
    privacy = plain(client.get("/donnees-personnelles").text)
    assert ("géocodage de la Géoplateforme de l’IGN" in privacy) is (geocoder is not None)


def test_the_licence_of_addresses_is_told(app: Flask) -> None:
    told = "Base Adresse Nationale, publiée sous Licence Ouverte 2.0"
    assert told not in page(app, "/a-propos")
    app.jinja_env.globals["settings"] = Settings(geocoder=Geocoder.BAN)
    assert told in page(app, "/a-propos")


def test_a_visitor_who_only_reads_has_no_cookie(app: Flask) -> None:
    publish(app, make_supplier())
    for path in ("/fournisseur/1", *STATIC_PAGES):
        answer = app.test_client().get(path, follow_redirects=True)
        assert "Set-Cookie" not in answer.headers


def test_every_page_has_a_title_of_its_own(app: Flask) -> None:
    publish(app, make_supplier())
    titles = {page(app, path).split("<title>")[1].split("</title>")[0] for path in STATIC_PAGES}
    assert len(titles) == len(STATIC_PAGES)
    assert all(title.endswith("– Repèr’ESS") for title in titles)


@pytest.mark.parametrize("path", STATIC_PAGES)
def test_every_page_is_in_french_with_one_title_and_a_way_past_the_menu(
    app: Flask, path: str
) -> None:
    publish(app, make_supplier())
    html = page(app, path)
    assert '<html lang="fr">' in html
    assert html.count("<h1") == 1
    assert html.count('href="#contenu"') == html.count('id="contenu"') == 1


def test_robots_read_pages_and_not_endless_searches(app: Flask) -> None:
    response = app.test_client().get("/robots.txt")
    assert response.mimetype == "text/plain"
    assert "Disallow: /recherche?" in response.text


def test_there_is_an_icon(app: Flask) -> None:
    response = app.test_client().get("/favicon.ico", follow_redirects=True, buffered=True)
    assert response.status_code == 200
    assert response.mimetype == "image/svg+xml"
