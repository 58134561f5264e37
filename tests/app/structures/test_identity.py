"""Identity: the name in use, the address and its commune, the kinds that are declared."""

import re

import pytest
from flask import Flask

from app.db import db
from domain.models import SupplierKind
from tests.app.cast import TODAY, make_supplier
from tests.app.pages import on_sqlite, page, plain, publish
from tests.app.structures.desk import Desk, make_desk, rows

pytestmark = on_sqlite

HERE = {"postcode": "49000", "city": "Angers"}


def place(desk: Desk) -> tuple[str | None, str | None, str | None]:
    supplier = desk.now()
    return supplier.postcode, supplier.city, supplier.code_insee


def kinds(desk: Desk) -> list[tuple[str, str]]:
    return [(kind.code, kind.source) for kind in desk.now().kinds]


def test_a_name_a_site_and_a_form_are_saved(app: Flask) -> None:
    desk = make_desk(app)
    form = {"brand": "Le Verger", "website": "www.verger.example", "legal_form": "Fondation"}
    saved = desk.save("identite", HERE | form)
    assert (saved.brand, saved.website, saved.legal_form) == (
        "Le Verger",
        "www.verger.example",
        "Fondation",
    )


def test_a_form_that_the_list_has_not_is_written(app: Flask) -> None:
    desk = make_desk(app)
    other = HERE | {"legal_form": "autre", "other_form": "Société à mission"}
    assert desk.save("identite", other).legal_form == "Société à mission"
    assert 'value="Société à mission"' in desk.open("identite")


def test_the_address_leads_to_its_commune_and_to_its_point(app: Flask) -> None:
    desk = make_desk(app)
    desk.save("identite", postcode="44000", city="nantes", address="1 quai de la Fosse")
    assert place(desk) == ("44000", "Nantes", "44109")
    supplier = desk.now()
    assert supplier.point is not None
    assert round(supplier.point.latitude) == 47
    assert supplier.point_precision == "commune"


def test_an_address_left_as_it_was_is_not_rewritten(app: Flask) -> None:
    desk = make_desk(app, city="ANGERS CEDEX 9", postcode="49009", point_precision="address")
    desk.save("identite", postcode="49009", city="ANGERS CEDEX 9", brand="Le Verger")
    supplier = desk.now()
    assert (supplier.city, supplier.code_insee) == ("ANGERS CEDEX 9", "49007")
    assert supplier.point_precision == "address"


def test_of_several_communes_one_is_chosen(app: Flask) -> None:
    desk = make_desk(app)
    doubt = {"postcode": "49250", "city": "Le Bourg"}
    page = desk.refusal("identite", doubt)
    assert "Laquelle de ces communes" in page
    assert "La Ménitré (49)" in page
    desk.save("identite", doubt | {"commune": "49201"})
    assert place(desk) == ("49250", "La Ménitré", "49201")


def test_a_postcode_of_one_commune_is_enough(app: Flask) -> None:
    desk = make_desk(app, postcode=None, city=None, code_insee=None)
    desk.save("identite", postcode="49100", city="")
    assert place(desk) == ("49100", "Angers", "49007")


def test_a_name_that_the_only_commune_of_a_postcode_has_not_is_asked(app: Flask) -> None:
    desk = make_desk(app)
    odd = {"postcode": "31400", "city": "Trifouillis-les-Oies"}
    assert "Toulouse (31)" in desk.refusal("identite", odd)
    assert place(desk) == ("49000", "Angers", "49007")
    desk.save("identite", odd | {"commune": "31555"})
    assert place(desk) == ("31400", "Toulouse", "31555")


@pytest.mark.parametrize(
    "same", [{"postcode": "49000", "city": "ANGERS"}, {"postcode": "49100", "city": "Angers"}]
)
def test_the_same_place_written_another_way_keeps_its_point(
    app: Flask, same: dict[str, str]
) -> None:
    desk = make_desk(app, latitude=47.48, longitude=-0.55, point_precision="address")
    desk.save("identite", same)
    assert (desk.now().latitude, desk.now().point_precision) == (47.48, "address")
    desk.save("identite", same | {"address": "2 rue du Mail"})
    assert desk.now().point_precision == "commune"


@pytest.mark.parametrize(
    "nowhere", [{"postcode": "99999"}, {"postcode": "49250"}, {"postcode": "", "city": "Atlantide"}]
)
def test_a_place_that_is_none_is_refused(app: Flask, nowhere: dict[str, str]) -> None:
    desk = make_desk(app)
    page = desk.refusal("identite", HERE | nowhere)
    assert "city-erreur" in page
    assert place(desk) == ("49000", "Angers", "49007")


def test_a_point_set_by_hand_stays_when_the_street_changes(app: Flask) -> None:
    desk = make_desk(app)
    by_hand = {"latitude": "47,48", "longitude": "-0.55"}
    desk.save("identite", HERE | by_hand)
    assert (desk.now().latitude, desk.now().point_precision) == (47.48, "hand")
    desk.save("identite", HERE | by_hand | {"address": "2 rue du Mail"})
    assert (desk.now().latitude, desk.now().point_precision) == (47.48, "hand")
    desk.save("identite", HERE | {"address": "2 rue du Mail"})
    assert desk.now().point_precision == "commune"


@pytest.mark.parametrize(
    ("latitude", "longitude"), [("48.85", "2.35"), ("47.4", ""), ("nan", "0"), ("1e9", "0")]
)
def test_a_point_that_cannot_be_is_refused(app: Flask, latitude: str, longitude: str) -> None:
    desk = make_desk(app)
    point = {"latitude": latitude, "longitude": longitude}
    desk.refusal("identite", HERE | point)
    assert desk.now().point_precision == "commune"


def test_a_point_far_from_its_commune_is_asked_once(app: Flask) -> None:
    """Large communes, and what stands apart from its own."""
    desk = make_desk(app)
    far = HERE | {"latitude": "47.8", "longitude": "-0.55"}
    asked = desk.refusal("identite", far)
    assert "Ce point est à 36 km de la commune (Angers)" in plain(asked)
    desk.refusal("identite", far | {"latitude": "47.9", "seen_far": "47.8,-0.55"})
    desk.save("identite", far | {"seen_far": "47.8,-0.55"})
    assert desk.now().point_precision == "hand"


def test_a_point_in_france_is_not_abroad(app: Flask) -> None:
    desk = make_desk(app, country="BE", postcode="1000", city="Bruxelles", code_insee=None)
    point = {"latitude": "47.48", "longitude": "-0.55"}
    told = desk.refusal("identite", {"postcode": "1000", "city": "Bruxelles"} | point)
    assert "Ce point est en France" in told


def test_abroad_any_city_will_do(app: Flask) -> None:
    desk = make_desk(app, country="BE", postcode="1000", city="Bruxelles", code_insee=None)
    desk.save("identite", postcode="4000", city="Liège")
    assert place(desk) == ("4000", "Liège", None)


def test_what_is_wrong_is_listed_as_the_page_has_it(app: Flask) -> None:
    desk = make_desk(app)
    wrong = {"website": "ni site ni page", "postcode": "99999", "brand": "x" * 201, "latitude": "4"}
    told = desk.refusal("identite", HERE | wrong)
    assert re.findall('<li><a href="#([^"]+)"', told) == ["brand", "website", "city", "longitude"]


# Kinds


def test_a_kind_that_no_list_certifies_is_declared_with_its_dates(app: Flask) -> None:
    desk = make_desk(app)
    scop = {"code": "SCOP", "starts_on": "2019-03-01", "ends_on": ""}
    desk.save("identite", HERE | rows("kinds", scop))
    assert kinds(desk) == [("ESAT", "test"), ("SCOP", "structure")]
    assert desk.now().kinds[1].starts_on is not None


def test_one_that_a_source_certifies_is_shown_with_it_and_stays(app: Flask) -> None:
    desk = make_desk(app)
    assert "accompagnement par le travail (ESAT)" in desk.open("identite")
    desk.save("identite", HERE | {"brand": "Le Verger"})
    assert kinds(desk) == [("ESAT", "test")]


def test_nobody_declares_what_only_a_list_certifies(app: Flask) -> None:
    desk = make_desk(app, kinds=[])
    desk.refusal("identite", HERE | rows("kinds", {"code": "EI"}))
    assert kinds(desk) == []


def test_a_kind_that_the_page_has_is_not_offered_again(app: Flask) -> None:
    desk = make_desk(app, kinds=["ASSO"])
    desk.supplier.kinds.append(SupplierKind(code="SCOP", source="structure", as_of=TODAY))
    db.session.commit()
    one = {"code": "SCOP"}
    added = desk.refusal("identite", HERE | rows("kinds", one), add="kinds")
    first, second = re.findall(r'<select[^>]*id="kinds-\d-code".*?</select>', added, re.DOTALL)
    assert 'value="SCOP"' in first
    assert 'value="SCOP"' not in second
    assert 'value="ASSO"' not in first + second


def test_a_kind_declared_may_be_taken_back(app: Flask) -> None:
    desk = make_desk(app)
    desk.supplier.kinds.append(SupplierKind(code="SCOP", source="structure", as_of=TODAY))
    db.session.commit()
    desk.save("identite", HERE)
    assert kinds(desk) == [("ESAT", "test")]


@pytest.mark.parametrize(
    "wrong",
    [
        [{"code": "SCOP"}, {"code": "SCOP"}],
        [{"code": "SCOP", "starts_on": "2020-01-01", "ends_on": "2019-01-01"}],
        [{"code": "SCOP", "starts_on": "0001-01-01"}],
        [{"code": "", "starts_on": "2020-01-01"}],
        [{"code": "SCOP", "starts_on": "hier"}],
    ],
)
def test_a_kind_half_said_is_refused(app: Flask, wrong: list[dict[str, str]]) -> None:
    desk = make_desk(app)
    desk.refusal("identite", HERE | rows("kinds", *wrong))
    assert kinds(desk) == [("ESAT", "test")]


# A structure that waits to be accepted


def test_one_that_waits_corrects_its_own_name_and_siret(app: Flask) -> None:
    desk = make_desk(app, awaits_review=True)
    desk.save("identite", HERE | {"name": "Ateliers du Vergé", "siret": "443 061 841 00047"})
    saved = desk.now()
    assert (saved.name, saved.siret) == ("Ateliers du Vergé", "44306184100047")


@pytest.mark.parametrize("wrong", [{"name": " "}, {"siret": "123"}])
def test_its_name_and_siret_are_checked(app: Flask, wrong: dict[str, str]) -> None:
    desk = make_desk(app, awaits_review=True)
    desk.refusal("identite", HERE | {"name": "Ateliers du Vergé"} | wrong)
    assert desk.now().name == "Les Ateliers du Verger"


def test_once_accepted_its_name_is_the_source_s(app: Flask) -> None:
    desk = make_desk(app)
    assert desk.save("identite", HERE | {"name": "Autre"}).name != "Autre"


# SIRET

SIRET = "44306184100047"


def test_a_siret_that_no_source_gives_is_declared(app: Flask) -> None:
    desk = make_desk(app)
    for typed in ("443 061 841 00047", SIRET):
        assert desk.save("identite", HERE | {"siret": typed}).siret == SIRET
    assert "443 061 841 00047Dit par la structure" in re.sub(
        "<[^>]+>", "", page(app, f"/fournisseur/{desk.supplier.id}")
    ).replace("  ", "")
    assert desk.save("identite", HERE | {"siret": ""}).siret is None


def test_that_of_a_source_stays(app: Flask) -> None:
    desk = make_desk(app, siret=SIRET)
    assert 'name="siret"' not in desk.open("identite")
    assert desk.save("identite", HERE | {"siret": ""}).siret == SIRET


@pytest.mark.parametrize("wrong", ["123", "44306184100040"])
def test_a_siret_declared_is_checked(app: Flask, wrong: str) -> None:
    assert "siret-erreur" in make_desk(app).refusal("identite", HERE | {"siret": wrong})


def test_a_siret_is_not_that_of_another_page(app: Flask) -> None:
    publish(app, make_supplier("Une autre", siret=SIRET))
    refused = make_desk(app).refusal("identite", HERE | {"siret": SIRET})
    assert "Une autre fiche porte ce SIRET" in refused
