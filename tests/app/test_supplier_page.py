"""A supplier's page: activity, proofs, coverage, legal frame, sources; nothing private."""

import json
import re
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.audience.counting import counts
from app.audience.models import Event, SupplierCount
from app.db import db
from app.structures.facts import ADDRESS_BASE, MODERATION, STRUCTURE
from app.templating import day
from domain.models import (
    Activity,
    ClientReference,
    Contact,
    ContactKind,
    Delivery,
    Membership,
    Network,
    ProofDegree,
    Provenance,
    Supplier,
    SupplierLabel,
    Visibility,
    Zone,
    today,
    utcnow,
)
from domain.taxonomy import taxonomy
from tests.app.cast import TODAY, make_supplier
from tests.app.pages import counted_queries, on_sqlite, page, publish
from tests.app.people import buyer, editor_of, moderator, visitor

pytestmark = on_sqlite

FACT: dict[str, Any] = {"source": "test", "as_of": TODAY}


def joiner(name: str = "Les Ateliers du Verger", **values: Any) -> Supplier:
    return make_supplier(name, **({"services": ["menuiserie-batiment"]} | values))


def contact(kind: ContactKind, value: str, visibility: Visibility) -> Contact:
    return Contact(kind=kind, value=value, visibility=visibility, **FACT)


def test_it_works(app: Flask) -> None:
    publish(app, joiner(description="Portes et fenêtres."))
    html = page(app, "/fournisseur/1-les-ateliers-du-verger")
    assert "<h1>Les Ateliers du Verger</h1>" in html
    assert "Menuiserie et agencement" in html
    assert "Portes et fenêtres." in html
    assert "<title>Les Ateliers du Verger, Angers (49) – Repèr’ESS</title>" in html


@pytest.mark.parametrize("path", ["1", "1-ancien-nom"])
def test_other_addresses_lead_to_the_page(app: Flask, path: str) -> None:
    publish(app, joiner())
    response = app.test_client().get(f"/fournisseur/{path}")
    assert response.status_code == 301
    assert response.location == "/fournisseur/1-les-ateliers-du-verger"


def test_a_name_without_letters_has_an_address_too(app: Flask) -> None:
    publish(app, joiner("!!!"))
    assert "<h1>!!!</h1>" in page(app, "/fournisseur/1")


@pytest.mark.parametrize("path", ["2-inconnu", "99999999999999999999", "abc"])
def test_an_unknown_supplier_is_not_found(app: Flask, path: str) -> None:
    publish(app, joiner())
    assert app.test_client().get(f"/fournisseur/{path}").status_code == 404


def test_an_archived_supplier_is_not_found(app: Flask) -> None:
    publish(app, joiner(archived_at=utcnow()))
    assert app.test_client().get("/fournisseur/1").status_code == 404


def test_activity_comes_before_proofs_and_the_law(app: Flask) -> None:
    publish(app, joiner())
    html = page(app, "/fournisseur/1")
    assert html.index("Ce qu’elle fait") < html.index("Labels et réseaux") < html.index("L2113-12")


def test_each_service_tells_how_and_where(app: Flask) -> None:
    supplier = joiner()
    supplier.zones = [Zone(position=0, radius_km=30, territories=["departement:72"], **FACT)]
    supplier.activities[0].zone = supplier.zones[0]
    supplier.activities[0].delivery = Delivery.MAKING
    publish(app, supplier)
    html = page(app, "/fournisseur/1")
    assert "Fabrication" in html
    assert "30 km autour de l’adresse ; Département : Sarthe (72)" in html


@pytest.mark.parametrize(
    ("coverage", "words"),
    [
        ({"whole_country": True}, "France entière"),
        (
            {"territories": ["departement:62", "region:52", "departement:59"]},
            "Région : Pays de la Loire ; Départements : Pas-de-Calais (62), Nord (59)",
        ),
        ({"territories": ["commune:49007"]}, "Commune : Angers (49)"),
        ({"territories": [f"departement:{n}" for n in range(40, 52)]}, "et 4 autres"),
    ],
)
def test_coverage_is_told_in_words(app: Flask, coverage: dict[str, Any], words: str) -> None:
    supplier = joiner()
    supplier.zones = [Zone(position=0, **coverage, **FACT)]
    supplier.activities[0].zone = supplier.zones[0]
    publish(app, supplier)
    assert words in page(app, "/fournisseur/1")


def drawing(html: str) -> Any:
    """What the script of the map is told."""
    found = re.search(r'data-coverage-map="([^"]*)"', html)
    assert found
    return json.loads(unescape(found[1]))


def drawn(app: Flask) -> Any:
    return drawing(app.test_client().get("/fournisseur/1", follow_redirects=True).text)


def test_its_map_draws_where_it_sits_and_each_zone(app: Flask) -> None:
    supplier = joiner()
    supplier.zones = [
        Zone(position=0, radius_km=30, territories=["departement:72", "region:53"], **FACT),
        Zone(position=1, territories=["commune:44109", "epci:244900015"], **FACT),
        Zone(position=2, whole_country=True, **FACT),
    ]
    supplier.activities[0].zone = supplier.zones[0]
    publish(app, supplier)
    told = drawn(app)
    assert told["centre"] == [47.4736, -0.5542]
    near, towns, country = told["zones"]
    assert near["radius_km"] == 30
    assert near["outlines"] == {"departements": ["72"], "regions": ["53"]}
    assert near["label"].startswith("Menuiserie et agencement\u00a0: 30\u00a0km autour")
    assert len(towns["spots"]) > 20
    assert country["whole_country"] is True


def test_its_map_says_how_exact_the_position_is(app: Flask) -> None:
    publish(
        app,
        joiner(),
        joiner("À son adresse", point_precision="address", address="2 rue des Lilas"),
        joiner("Sans rue", point_precision="address", address=None),
        placed_by_its_address("Au numéro", "address"),
        placed_by_its_address("Dans la rue", "street"),
    )
    assert "Placée au centre de sa commune" in page(app, "/fournisseur/1")
    assert "Placée à son adresse." in page(app, "/fournisseur/2")
    assert "Placée à la position que donne sa source." in page(app, "/fournisseur/3")
    assert "Placée à son adresse (Base Adresse Nationale)." in page(app, "/fournisseur/4")
    assert "Placée dans sa rue ou son lieu-dit, sans le numéro (Base" in page(app, "/fournisseur/5")


def placed_by_its_address(name: str, precision: str) -> Supplier:
    said = Provenance(field="point", source=ADDRESS_BASE, as_of=date(2026, 11, 20))
    return joiner(name, point_precision=precision, address="2 rue des Lilas", provenances=[said])


def test_a_point_found_by_its_address_is_among_its_sources_and_makes_it_no_fresher(
    app: Flask,
) -> None:
    publish(app, placed_by_its_address("Au numéro", "address"))
    html = page(app, "/fournisseur/1")
    assert 'Base Adresse Nationale, 20 novembre 2026</dt><dd class="small">position sur' in html
    assert "Informations du 20 novembre 2026" not in html


def test_a_supplier_that_is_nowhere_has_no_map(app: Flask) -> None:
    publish(app, joiner(latitude=None, longitude=None, code_insee=None))
    assert "data-coverage-map" not in page(app, "/fournisseur/1")


def test_a_zone_that_the_gazetteer_does_not_know_is_not_drawn(app: Flask) -> None:
    supplier = joiner()
    supplier.zones = [Zone(position=0, territories=["commune:00000", "departement:49"], **FACT)]
    publish(app, supplier)
    (zone,) = drawn(app)["zones"]
    assert (zone["outlines"]["departements"], zone["spots"]) == (["49"], [])


def test_an_unknown_coverage_is_a_state_that_is_shown(app: Flask) -> None:
    publish(app, joiner())
    assert "Non renseignée : trouvée dans sa commune seulement." in page(app, "/fournisseur/1")


def test_services_nobody_told_are_a_state_with_a_way_out(app: Flask) -> None:
    publish(app, make_supplier(services=[]))
    assert "Services non renseignés." in page(app, "/fournisseur/1")


def test_a_structure_that_proposed_itself_has_neither_source_nor_street(app: Flask) -> None:
    supplier = make_supplier(services=[], country="IE", city="Cork", code_insee=None)
    supplier.records[0].source = STRUCTURE
    publish(app, supplier)
    html = page(app, "/fournisseur/1")
    assert "Elle n’a pas encore dit ce qu’elle fait." in html
    assert "Les sources disent" not in html
    assert "écrivez à son adresse" not in html


def test_services_only_said_tell_where_they_were_read(app: Flask) -> None:
    publish(app, make_supplier("Repassage du Maine", services=[]))
    html = page(app, "/fournisseur/1")
    said = html.index('<span class="said">d’après son nom</span>')
    assert html.index("<strong>Repassage</strong>") < said
    assert "Services non renseignés" not in html


def test_a_label_gives_its_degree_issuer_and_dates(app: Flask) -> None:
    label = SupplierLabel(
        label="esus",
        degree=ProofDegree.LABELLED,
        issuer="Préfecture",
        starts_on=date(2024, 3, 1),
        ends_on=date(2029, 2, 28),
        **FACT,
    )
    publish(app, joiner(labels=[label]))
    html = page(app, "/fournisseur/1")
    assert "Labellisé" in html
    assert "Émetteur : Préfecture. Du 1er mars 2024 au 28 février 2029." in html


def test_an_official_label_that_was_verified_is_not_told_without_one(app: Flask) -> None:
    label = SupplierLabel(label="iso-9001", degree=ProofDegree.VERIFIED, **FACT)
    publish(app, joiner(labels=[label]))
    html = page(app, "/fournisseur/1")
    assert "Un tiers a vérifié que la structure le détient." in html
    assert "sans label" not in html


def test_a_page_asks_who_works_there_near_its_top(app: Flask) -> None:
    publish(app, joiner())
    html = page(app, "/fournisseur/1")
    assert html.index("C’est ma structure") < html.index("Ce qu’elle fait")


def test_a_label_that_ended_is_not_shown(app: Flask) -> None:
    old = SupplierLabel(label="esus", degree=ProofDegree.DECLARED, ends_on=date(2020, 1, 1), **FACT)
    publish(app, joiner(labels=[old]))
    assert "ESUS" not in page(app, "/fournisseur/1")


def test_networks_are_named(app: Flask) -> None:
    network = Network(slug="anjou-solidaire", name="Anjou solidaire")
    publish(app, joiner(memberships=[Membership(network=network, **FACT)]))
    assert "Anjou solidaire" in page(app, "/fournisseur/1")


def test_the_law_is_explained_as_help(app: Flask) -> None:
    publish(app, joiner(kinds=["EATT"]))
    html = page(app, "/fournisseur/1")
    assert (
        'Marché réservé au handicap (L2113-12)</span> <span class="frame-answer">Possible' in html
    )
    assert "Condition (EATT) :</strong> À vérifier au cas par cas" in html
    assert "pas un conseil juridique" in html


def test_a_kind_that_opens_nothing_says_so(app: Flask) -> None:
    publish(app, joiner(kinds=["GEIQ"]))
    assert "Aucun marché réservé ni déduction" in page(app, "/fournisseur/1")


def test_public_contacts_can_be_used(app: Flask) -> None:
    publish(
        app,
        joiner(
            website="https://verger.example/",
            contacts=[
                contact(ContactKind.PHONE, "0241000000", Visibility.PUBLIC),
                contact(ContactKind.EMAIL, "contact@verger.example", Visibility.PUBLIC),
            ],
        ),
    )
    html = page(app, "/fournisseur/1")
    assert '<a href="tel:0241000000" rel="noopener nofollow"' in html
    assert ">02 41 00 00 00</a>" in html
    assert 'href="mailto:contact@verger.example"' in html
    assert (
        '<a href="/fournisseur/1/joindre/site" rel="noopener nofollow">verger.example</a>' in html
    )


def contacted(app: Flask) -> int:
    """How many times the supplier was contacted, as its figures tell."""
    counts().write()
    query = select(func.sum(SupplierCount.count)).filter_by(event=Event.CONTACTED)
    return db.session.scalar(query) or 0


def a_reader(app: Flask) -> FlaskClient:
    client = app.test_client()
    client.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 Firefox/140.0"
    return client


def test_its_site_is_followed_and_counted(app: Flask) -> None:
    publish(app, joiner(website="verger.example/boutique"))
    answer = a_reader(app).get("/fournisseur/1/joindre/site")
    assert (answer.status_code, answer.location) == (302, "https://verger.example/boutique")
    assert contacted(app) == 1


def test_a_telephone_followed_is_counted(app: Flask) -> None:
    publish(app, joiner(contacts=[contact(ContactKind.PHONE, "0241000000", Visibility.PUBLIC)]))
    assert 'data-follow="/fournisseur/1/joindre/1"' in page(app, "/fournisseur/1")
    assert a_reader(app).get("/fournisseur/1/joindre/1").status_code == 204
    assert contacted(app) == 1


@pytest.mark.parametrize("path", ["1/joindre/site", "1/joindre/1", "2/joindre/2", "2/joindre/site"])
def test_what_is_not_shown_cannot_be_followed(app: Flask, path: str) -> None:
    hidden = contact(ContactKind.PHONE, "0600000000", Visibility.PRIVATE)
    public = contact(ContactKind.PHONE, "0241000000", Visibility.PUBLIC)
    publish(
        app,
        joiner(contacts=[hidden], website="javascript:alert(1)"),
        joiner("Retirée", contacts=[public], website="retiree.example", archived_at=utcnow()),
    )
    assert a_reader(app).get(f"/fournisseur/{path}").status_code == 404
    assert contacted(app) == 0


@pytest.mark.parametrize("visibility", [Visibility.PRIVATE, Visibility.MEMBERS])
def test_private_data_never_reaches_the_page(app: Flask, visibility: Visibility) -> None:
    hidden = [
        contact(ContactKind.EMAIL, "camille.exemple@verger.example", visibility),
        contact(ContactKind.PHONE, "0600000000", visibility),
    ]
    publish(app, joiner(contacts=hidden))
    html = app.test_client().get("/fournisseur/1", follow_redirects=True).text
    assert "camille" not in html
    assert "0600000000" not in html.replace("\u00a0", "")


def test_contacts_for_members_are_counted_then_shown_to_who_signs_in(app: Flask) -> None:
    for_members = contact(ContactKind.PHONE, "0241999999", Visibility.MEMBERS)
    private = contact(ContactKind.EMAIL, "camille@verger.example", Visibility.PRIVATE)
    publish(app, joiner(contacts=[for_members, private]))
    assert "1 coordonnée de plus une fois connecté" in page(app, "/fournisseur/1")
    seen = buyer(app).page("/fournisseur/1")
    assert "02 41 99 99 99" in seen
    assert "de plus une fois connecté" not in seen
    assert "camille" not in seen


def test_a_contact_says_whose_it_is(app: Flask) -> None:
    line = contact(ContactKind.PHONE, "0241000000", Visibility.PUBLIC)
    line.label = "Service commercial"
    publish(app, joiner(contacts=[line]))
    assert "<dt>Téléphone, Service commercial</dt>" in page(app, "/fournisseur/1")


@pytest.mark.parametrize(
    "url", ["http://[::1", "javascript:alert(1)", "data:text/html,x", "n'existe pas"]
)
def test_a_website_that_is_no_page_is_not_a_link(app: Flask, url: str) -> None:
    publish(app, joiner(website=url))
    html = app.test_client().get("/fournisseur/1", follow_redirects=True).text
    assert 'href="javascript' not in html
    assert 'href="data' not in html
    assert 'href="https://n' not in html


def test_the_original_name_and_the_sources_are_given(app: Flask) -> None:
    supplier = joiner("ESAT Envol")
    supplier.records[0].original_name = "E.S.A.T. ENVOL"
    supplier.provenances = [Provenance(field="name", source="esat", as_of=date(2026, 5, 1))]
    publish(app, supplier)
    html = page(app, "/fournisseur/1")
    assert "<dt>Nom d’origine</dt><dd>E.S.A.T. ENVOL</dd>" in html
    assert "Liste officielle des ESAT, 1er mai 2026" in html
    assert "test, 22 novembre 2026" in html


@pytest.mark.parametrize("source", ["reseau:vergers", "network:vergers"])
def test_what_a_network_says_is_told_by_its_name(app: Flask, source: str) -> None:
    db.session.add(Network(slug="vergers", name="Réseau des Vergers"))
    supplier = joiner("ESAT Envol")
    supplier.records[0].source = source
    publish(app, supplier)
    assert "Réseau des Vergers, 22 novembre 2026" in page(app, "/fournisseur/1")


def test_a_network_is_named_once_whether_its_list_or_its_managers_speak(app: Flask) -> None:
    db.session.add(Network(slug="vergers", name="Réseau des Vergers"))
    supplier = joiner("ESAT Envol")
    supplier.activities.append(
        Activity(service="nettoyage-locaux", source="network:vergers", as_of=TODAY)
    )
    supplier.records[0].source = supplier.activities[0].source = "reseau:vergers"
    publish(app, supplier)
    html = page(app, "/fournisseur/1")
    assert html.count("Source : Réseau des Vergers") == 1
    assert html.count("<dt>Réseau des Vergers, 22 novembre 2026</dt>") == 1


def test_each_block_says_whose_word_it_is(app: Flask) -> None:
    supplier = joiner(description="Portes et fenêtres.")
    supplier.provenances = [
        Provenance(field="description", source=STRUCTURE, as_of=date(2026, 3, 1))
    ]
    supplier.activities[0].source = MODERATION
    publish(app, supplier)
    html = page(app, "/fournisseur/1")
    assert "Dit par la structure le 1er mars 2026." in html
    assert "Complété par l’équipe de l’annuaire le 22 novembre 2026." in html
    assert "La structure elle-même, 1er mars 2026" in html


def test_a_block_of_an_official_list_names_it(app: Flask) -> None:
    supplier = joiner(capacity=40)
    supplier.provenances = [Provenance(field="capacity", source="esat", as_of=date(2026, 5, 1))]
    publish(app, supplier)
    assert "Source : Liste officielle des ESAT, 1er mai 2026." in page(app, "/fournisseur/1")


def test_the_identity_says_which_line_is_whose_word(app: Flask) -> None:
    supplier = joiner(siret="44306184100047", legal_form="Fondation")
    supplier.kinds[0].source, supplier.kinds[0].starts_on = "esat", date(2019, 3, 1)
    supplier.provenances = [
        Provenance(field="siret", source="esat", as_of=date(2026, 5, 1)),
        Provenance(field="legal_form", source=STRUCTURE, as_of=date(2026, 3, 1)),
    ]
    publish(app, supplier)
    identity = page(app, "/fournisseur/1").partition('id="identite"')[2].partition("</section>")[0]
    kind, siret, form = re.findall(r"<dd>(.*?)</dd>", identity, re.DOTALL)
    assert "ESAT, depuis le 1er mars 2019" in kind
    assert "Source : Liste officielle des ESAT, 22 novembre 2026." in kind
    assert "Source : Liste officielle des ESAT, 1er mai 2026." in siret
    assert "Dit par la structure le 1er mars 2026." in form


def said_by_the_structure(on: date) -> Supplier:
    return joiner(
        description="Portes.",
        provenances=[Provenance(field="description", source=STRUCTURE, as_of=on)],
    )


def test_a_page_nobody_confirmed_says_since_when(app: Flask) -> None:
    publish(app, joiner())
    html = page(app, "/fournisseur/1")
    assert "Informations du 22 novembre 2026 : la structure ne les a pas encore confirmées" in html


def test_a_page_confirmed_says_when(app: Flask) -> None:
    publish(app, joiner(confirmed_on=today()))
    assert f"Fiche confirmée par la structure le {day(today())}." in page_as_html(app)


def test_a_page_written_since_it_was_confirmed_says_so(app: Flask) -> None:
    supplier = said_by_the_structure(today())
    supplier.confirmed_on = today() - timedelta(days=30)
    publish(app, supplier)
    editor_of(supplier, app)
    assert f"Fiche tenue par la structure, modifiée le {day(today())}." in page_as_html(app)


def test_a_page_that_nobody_keeps_any_more_is_not_said_to_be_kept(app: Flask) -> None:
    publish(app, said_by_the_structure(today()))
    assert f"Fiche écrite par la structure, modifiée le {day(today())}." in page_as_html(app)


def test_a_word_given_long_ago_is_told_as_such(app: Flask) -> None:
    publish(app, said_by_the_structure(date(2020, 1, 1)))
    assert "elle ne l’a pas confirmée depuis" in page(app, "/fournisseur/1")


def page_as_html(app: Flask) -> str:
    return app.test_client().get("/fournisseur/1", follow_redirects=True).text


def test_its_presentation_is_read_as_markdown(app: Flask) -> None:
    publish(app, joiner(description="**Portes** sur mesure.<script>alert(1)</script>"))
    html = page_as_html(app)
    assert "<strong>Portes</strong> sur mesure." in html
    assert "<script>alert" not in html


def test_figures_are_given_with_their_year(app: Flask) -> None:
    publish(app, joiner(staff=42, insertion_jobs=0, figures_year=2025))
    html = page(app, "/fournisseur/1")
    assert '<span class="figures-year">de 2025</span>' in html
    assert "<dt>Effectif</dt><dd>42</dd>" in html
    assert "<dt>Salariés en insertion</dt><dd>0</dd>" in html


def test_references_name_clients_work_and_year(app: Flask) -> None:
    done = ClientReference(client="Ville d'Angers", work="Bancs publics", year=2024, **FACT)
    publish(app, joiner(references=[done]))
    html = page(app, "/fournisseur/1")
    assert (
        '<strong>Ville d’Angers</strong> <span class="quiet">2024</span><br>Bancs publics' in html
    )


@pytest.mark.parametrize(
    ("says", "words"),
    [(True, "prête à répondre à un marché avec d’autres"), (False, "Elle répond seule")],
)
def test_it_says_whether_it_answers_with_others(app: Flask, says: bool, words: str) -> None:
    publish(app, joiner(open_to_cocontracting=says))
    assert words in page(app, "/fournisseur/1")


def test_what_it_does_not_say_takes_no_room(app: Flask) -> None:
    publish(app, joiner())
    html = page(app, "/fournisseur/1")
    for title in ("Présentation", "En images", "Références", "Chiffres", "Répondre à plusieurs"):
        assert title not in html


def test_a_reader_may_claim_the_page_or_report_an_error(app: Flask) -> None:
    publish(app, joiner())
    html = page(app, "/fournisseur/1")
    assert 'href="/structure/1/revendiquer">C’est ma structure</a>' in html
    assert 'href="/fournisseur/1/signaler">Signaler une erreur</a>' in html


def test_its_editors_are_led_to_their_desk(app: Flask) -> None:
    supplier = joiner()
    publish(app, supplier)
    html = editor_of(supplier, app).page("/fournisseur/1")
    assert 'href="/structure/1">Modifier la fiche</a>' in html
    assert "C’est ma structure" not in html


def test_one_that_awaits_review_is_seen_by_those_who_keep_it_alone(app: Flask) -> None:
    supplier = joiner(awaits_review=True)
    publish(app, supplier)
    notice = "Cette fiche attend d’être acceptée."
    assert notice in editor_of(supplier, app).page("/fournisseur/1")
    assert notice in moderator(app).page("/fournisseur/1")
    assert buyer(app).open("/fournisseur/1").status_code == 404
    assert visitor(app).open("/fournisseur/1").status_code == 404


def test_merged_suppliers_answer_at_the_address_of_the_one_kept(app: Flask) -> None:
    publish(app, joiner(), joiner("Doublon"), joiner("Doublon du doublon"))
    merge(2, into=1)
    merge(3, into=2)
    for path in ("2-doublon", "2", "3-doublon-du-doublon"):
        answer = app.test_client().get(f"/fournisseur/{path}")
        assert (answer.status_code, answer.location) == (
            301,
            "/fournisseur/1-les-ateliers-du-verger",
        )
        assert answer.cache_control.max_age == 3600, "a merge may be undone"


def test_one_merged_into_one_that_is_gone_is_not_found(app: Flask) -> None:
    publish(app, joiner(archived_at=utcnow()), joiner("Doublon"))
    merge(2, into=1)
    assert app.test_client().get("/fournisseur/2").status_code == 404


def test_merges_that_turn_in_circles_are_not_followed_for_ever(app: Flask) -> None:
    publish(app, joiner(), joiner("Doublon"))
    merge(2, into=1)
    merge(1, into=2)
    assert app.test_client().get("/fournisseur/2").status_code == 404


def merge(merged_id: int, *, into: int) -> None:
    merged = db.session.get_one(Supplier, merged_id)
    merged.merged_into_id, merged.archived_at = into, utcnow()
    db.session.commit()


def test_a_wrong_siret_is_said_to_be_wrong_and_not_shown(app: Flask) -> None:
    publish(app, joiner(siret="2023-05-04", siret_problem="date à la place du SIRET"))
    html = page(app, "/fournisseur/1")
    assert "2023-05-04" not in html
    assert "À vérifier : celui de sa source n’en est pas un" in html


def test_a_brand_is_shown_with_the_name_behind_it(app: Flask) -> None:
    supplier = joiner("Association Le Verger", brand="Le Verger Bois")
    supplier.records[0].original_name = "ASSOCIATION LE VERGER"
    publish(app, supplier)
    html = page(app, "/fournisseur/1")
    assert "<h1>Le Verger Bois</h1>" in html
    assert "<dt>Nom d’origine</dt><dd>ASSOCIATION LE VERGER</dd> <dt>SIRET</dt>" in html


def test_a_name_is_set_in_french_and_its_original_kept(app: Flask) -> None:
    publish(app, joiner("ESAT L'Envol"))
    html = page(app, "/fournisseur/1")
    assert "<h1>ESAT L’Envol</h1>" in html


def test_a_siret_is_grouped_for_reading(app: Flask) -> None:
    publish(app, joiner(siret="12345678900012"))
    assert "123 456 789 00012" in page(app, "/fournisseur/1")


def test_an_invented_supplier_says_so(app: Flask) -> None:
    publish(app, joiner(invented=True))
    assert "Structure inventée." in page(app, "/fournisseur/1")


def test_a_real_supplier_does_not(app: Flask) -> None:
    publish(app, joiner())
    assert "inventée" not in page(app, "/fournisseur/1")


def test_the_way_back_leads_to_the_results_one_comes_from(app: Flask) -> None:
    publish(app, joiner())
    results = "http://localhost/recherche?q=menuiserie&lieu=Angers"
    client = app.test_client()
    response = client.get("/fournisseur/1-les-ateliers-du-verger", headers={"Referer": results})
    assert 'href="http://localhost/recherche?q=menuiserie&amp;lieu=Angers"' in response.text


def test_the_way_back_never_leads_to_another_site(app: Flask) -> None:
    publish(app, joiner())
    elsewhere = {"Referer": "http://ailleurs.example/recherche?q=x"}
    response = app.test_client().get("/fournisseur/1-les-ateliers-du-verger", headers=elsewhere)
    assert "ailleurs.example" not in response.text


def test_a_supplier_abroad_gives_its_city_and_country(app: Flask) -> None:
    publish(app, joiner(country="BE", city="Liège", code_insee=None, postcode="4000"))
    assert "Liège (BE)" in page(app, "/fournisseur/1")


@pytest.mark.parametrize("services", [1, 20])
def test_its_queries_do_not_grow_with_its_facts(app: Flask, services: int) -> None:
    publish(app, joiner(services=list(taxonomy().services)[:services]))
    with counted_queries(app) as queries:
        page(app, "/fournisseur/1-les-ateliers-du-verger")
    assert len(queries) <= 14
