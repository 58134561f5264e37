"""Claiming a page on a phone, with its taps counted; its team; a structure placed on a map."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.conftest import DESKTOP, PHONE, OpenPage, settled
from tests.browser.letters import code_sent, link_sent
from tests.browser.test_pages import violations

pytestmark = pytest.mark.browser


class Taps:
    """A finger that is counted; what is typed is not."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, touched: Locator) -> None:
        touched.click()
        self.count += 1


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name)


def sign_in_here(page: Page, instance: Path, email: str, tap: Taps) -> None:
    """From the sign-in page; each field is already where one types."""
    expect(page.get_by_label("Votre adresse e-mail")).to_be_focused()
    page.keyboard.type(email)
    tap(button(page, "Recevoir un code"))
    expect(page.get_by_label("Code reçu par e-mail")).to_be_focused()
    page.keyboard.type(code_sent(instance, email))
    tap(button(page, "Continuer"))


def address_given(page: Page) -> str:
    """The public e-mail of the supplier shown."""
    return page.locator('a[href^="mailto:"]').first.inner_text()


def open_supplier(open_page: OpenPage, number: int, viewport: dict[str, int] = PHONE) -> Page:
    page = open_page(f"/fournisseur/{number}", viewport)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    return page


def test_the_address_of_the_structure_claims_it_in_four_taps(
    open_page: OpenPage, instance: Path
) -> None:
    page, tap = open_supplier(open_page, 11), Taps()
    address = address_given(page)
    tap(page.get_by_role("link", name="C’est ma structure").first)
    sign_in_here(page, instance, address, tap)
    tap(button(page, "Oui, tenir cette fiche"))
    expect(page.get_by_role("status")).to_contain_text("Cette fiche est désormais la vôtre")
    assert tap.count == 4


def test_a_code_to_the_structure_claims_it_in_five_taps(
    open_page: OpenPage, instance: Path
) -> None:
    page, tap = open_supplier(open_page, 12), Taps()
    address = address_given(page)
    tap(page.get_by_role("link", name="C’est ma structure").first)
    sign_in_here(page, instance, "dominique@courriel.example", tap)
    tap(button(page, "Recevoir un code"))
    expect(page.get_by_label("Code reçu par e-mail")).to_be_focused()
    page.keyboard.type(code_sent(instance, address))
    tap(button(page, "C’est ma structure"))
    expect(page.get_by_role("status")).to_contain_text("Cette fiche est désormais la vôtre")
    assert tap.count == 5


def signed_in(
    open_page: OpenPage, instance: Path, email: str, path: str, viewport: dict[str, int]
) -> Page:
    page = open_page(path, viewport)
    sign_in_here(page, instance, email, Taps())
    settled(page)
    return page


def check(page: Page, title: str) -> None:
    """The page asked, accessible, that scrolls one way only."""
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    settled(page)
    assert violations(page) == []
    assert page.viewport_size is not None
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def test_every_page_of_a_demand_is_accessible(
    open_page: OpenPage, instance: Path, viewport: dict[str, int]
) -> None:
    number = 14 if viewport == PHONE else 15
    path = f"/structure/{number}/revendiquer"
    email = f"demande{number}@courriel.example"
    page = signed_in(open_page, instance, email, path, viewport)
    check(page, "C’est votre structure ?")
    button(page, "Recevoir un code").click()
    check(page, "Le code de la structure")
    page.goto(f"{path}/moderation")
    button(page, "Envoyer la demande").click()
    check(page, "Demander cette fiche")
    page.get_by_label("Qui êtes-vous dans la structure ?").fill("Je la dirige.")
    button(page, "Envoyer la demande").click()
    check(page, "Votre demande attend une réponse")
    page.goto("/ma-structure?q=atelier")
    check(page, "Trouver ma structure")


def test_every_page_of_a_team_is_accessible(
    open_page: OpenPage, instance: Path, viewport: dict[str, int]
) -> None:
    number = 16 if viewport == PHONE else 17
    address = address_given(open_supplier(open_page, number))
    path = f"/structure/{number}/revendiquer"
    page = signed_in(open_page, instance, address, path, viewport)
    button(page, "Oui, tenir cette fiche").click()
    page.goto(f"/structure/{number}/equipe")
    page.get_by_label("Son adresse e-mail").fill("collegue@courriel.example")
    button(page, "Envoyer l’invitation").click()
    check(page, "Qui tient cette fiche")
    page.get_by_role("link", name="Ne plus tenir cette fiche").click()
    check(page, "Ne plus tenir cette fiche")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_colleague_comes_in_by_the_link_of_a_letter(
    open_page: OpenPage, instance: Path, scripts: bool
) -> None:
    number, guest = 18 + scripts, f"invitee{scripts:d}@courriel.example"
    address = address_given(open_supplier(open_page, number))
    owner = signed_in(open_page, instance, address, f"/structure/{number}/revendiquer", PHONE)
    button(owner, "Oui, tenir cette fiche").click()
    owner.goto(f"/structure/{number}/equipe")
    owner.get_by_label("Son adresse e-mail").fill(guest)
    button(owner, "Envoyer l’invitation").click()
    expect(owner.get_by_role("status")).to_contain_text("L’invitation part")
    page = open_page(link_sent(instance, guest, "/invitation/"), PHONE, scripts=scripts)
    page.get_by_role("main").get_by_role("link", name="Se connecter").click()
    sign_in_by_code(page, instance, guest)
    button(page, "Accepter").click()
    expect(page.get_by_role("status")).to_contain_text("Vous tenez maintenant cette fiche")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_what_was_typed_survives_a_cookie_that_is_gone(
    open_page: OpenPage, instance: Path, scripts: bool
) -> None:
    number = 20 + scripts
    address = address_given(open_supplier(open_page, number))
    page = open_page(f"/structure/{number}/revendiquer", PHONE, scripts=scripts)
    sign_in_by_code(page, instance, address)
    button(page, "Oui, tenir cette fiche").click()
    page.goto(f"/structure/{number}/fiche/description")
    page.get_by_label("Votre présentation").fill("Des tables en chêne, et des bancs.")
    page.context.clear_cookies()
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.get_by_text("Ce que vous aviez saisi est gardé")).to_be_visible()
    sign_in_by_code(page, instance, address)
    page.get_by_role("link", name="Reprendre dans le formulaire").click()
    typed = page.get_by_label("Votre présentation")
    expect(typed).to_have_value("Des tables en chêne, et des bancs.")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("c’est enregistré")


def sign_in_by_code(page: Page, instance: Path, email: str) -> None:
    page.get_by_label("Votre adresse e-mail").fill(email)
    button(page, "Recevoir un code").click()
    page.get_by_label("Code reçu par e-mail").fill(code_sent(instance, email))
    button(page, "Continuer").click()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_an_unlisted_structure_proposes_itself_from_abroad(
    open_page: OpenPage, instance: Path, scripts: bool
) -> None:
    page = open_page("/proposer", PHONE, scripts=scripts)
    email = f"proposante{scripts:d}@courriel.example"
    page.get_by_label("Votre adresse e-mail").fill(email)
    button(page, "Recevoir un code").click()
    page.get_by_label("Code reçu par e-mail").fill(code_sent(instance, email))
    button(page, "Continuer").click()
    page.get_by_label("Nom de la structure").fill("Het Atelier")
    page.get_by_label("Pays").select_option(label="Belgique")
    page.get_by_label("Commune").fill("Gent")
    page.get_by_label("Qui êtes-vous dans la structure").fill("Je la dirige.")
    if scripts:
        page.locator("[data-map-canvas]").click()  # its middle: the map shows the country chosen
        expect(page.get_by_label("Latitude")).to_have_value(re.compile(r"^(49|50|51)\.\d{5}$"))
    else:
        page.get_by_text("Placer sur la carte").click()
        page.get_by_label("Latitude").fill("51.0543")
        page.get_by_label("Longitude").fill("3.7174")
    button(page, "Proposer la structure").click()
    expect(page.get_by_role("status")).to_contain_text("Votre proposition est reçue")


def test_a_country_chosen_before_the_scripts_are_there_opens_the_map(
    open_page: OpenPage, instance: Path
) -> None:
    page = signed_in(open_page, instance, "pressee@courriel.example", "/proposer", PHONE)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/point-map.js*", hold)
    with page.expect_request("**/point-map.js*"):
        page.goto("/proposer", wait_until="commit")
    page.get_by_label("Pays").select_option(label="Belgique")
    expect(page.locator("[data-map-canvas]")).not_to_be_visible()
    held[0].continue_()
    expect(page.locator("[data-map-canvas]")).to_be_visible()


def test_the_page_of_proposals_is_accessible(
    open_page: OpenPage, instance: Path, viewport: dict[str, int]
) -> None:
    email = f"lectrice{viewport['width']}@courriel.example"
    page = signed_in(open_page, instance, email, "/proposer", viewport)
    page.get_by_text("Placer sur la carte").click()
    check(page, "Proposer ma structure")
    button(page, "Proposer la structure").click()
    check(page, "Proposer ma structure")


def test_a_desk_has_the_same_way_in(open_page: OpenPage) -> None:
    page = open_page("/", DESKTOP)
    page.get_by_role("link", name="Tenir la fiche de ma structure").click()
    check(page, "Trouver ma structure")
