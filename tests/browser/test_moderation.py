"""Reports, merges, reverts and the queue, on a phone and on a desk."""

import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from app.accounts.models import Editorship, Role, User
from app.config import Settings
from app.moderation.models import Report
from domain.models import Activity, HistoryAction, HistoryEntry, ProbableDuplicate, Supplier
from tests.app.cast import make_supplier
from tests.app.running import sessions_of
from tests.browser.conftest import DESKTOP, PHONE, OpenPage
from tests.browser.letters import code_sent, last_letter
from tests.browser.test_pages import violations

pytestmark = pytest.mark.browser

Sessions = sessionmaker[Session]
Moderator = Callable[..., Page]


@pytest.fixture
def sessions(instance: Path) -> Iterator[Sessions]:
    with sessions_of(Settings(instance_path=instance)) as sessions:
        yield sessions


@pytest.fixture
def as_moderator(open_page: OpenPage, instance: Path, sessions: Sessions) -> Moderator:
    """A page opened by a moderator, who signs in by a code."""
    # One a test: an address is sent a few codes an hour.
    email = f"moderation-{secrets.token_hex(4)}@atelier.example"
    with sessions.begin() as session:
        make_account(session, email).roles = [role(session, "moderator")]

    def open_(path: str, viewport: dict[str, int] = DESKTOP, *, scripts: bool = True) -> Page:
        return sign_in(open_page("/connexion", viewport, scripts=scripts), instance, email, path)

    return open_


def sign_in(page: Page, instance: Path, email: str, path: str) -> Page:
    page.get_by_label("Votre adresse e-mail").fill(email)
    page.get_by_role("button", name="Recevoir un code").click()
    page.get_by_label("Code reçu par e-mail").fill(code_sent(instance, email))
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mon compte")
    page.goto(path)
    return page


def make_account(session: Session, email: str) -> User:
    known = session.scalar(select(User).where(User.email == email))
    if known is None:
        known = User(email=email, fs_uniquifier=secrets.token_hex(32))
        session.add(known)
        session.flush()
    return known


def role(session: Session, name: str) -> Role:
    return session.scalar(select(Role).where(Role.name == name)) or Role(name=name)


def stored(sessions: Sessions, *suppliers: Supplier) -> list[int]:
    """Their numbers. A test that runs twice on one site stores them twice."""
    for supplier in suppliers:
        supplier.records[0].source_key = secrets.token_hex(8)
    with sessions.begin() as session:
        session.add_all(suppliers)
        session.flush()
        return [supplier.id for supplier in suppliers]


def test_a_visitor_reports_on_a_phone_and_is_answered(
    open_page: OpenPage, as_moderator: Moderator, instance: Path, sessions: Sessions
) -> None:
    (supplier_id,) = stored(sessions, make_supplier("Les Ateliers signalés"))
    page = open_page(f"/fournisseur/{supplier_id}/signaler", PHONE)
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_role("alert")).to_contain_text("Choisissez ce qui ne va pas")
    page.get_by_label("La structure a fermé").check()
    page.get_by_label("Dites-nous en plus").fill("Le portail est fermé.")
    page.get_by_label("Votre adresse e-mail").fill("voisine@rue.example")
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_role("status")).to_contain_text("Merci.")
    desk = as_moderator("/moderation?genre=signalement", PHONE)
    desk.get_by_role("link", name="Les Ateliers signalés").click()
    desk.get_by_label("Motif").fill("Nous avons appelé : elle a déménagé.")
    desk.get_by_role("button", name="Clore : corrigé").click()
    expect(desk.get_by_role("status")).to_contain_text("C’est fait.")
    assert "elle a déménagé" in last_letter(instance, "voisine@rue.example")[1]


def test_two_pages_are_made_one_and_two_again(as_moderator: Moderator, sessions: Sessions) -> None:
    kept, merged = stored(
        sessions,
        make_supplier("Les Ateliers gardés", description="Bons bois."),
        make_supplier("Les Ateliers réunis", services=["repassage"]),
    )
    with sessions.begin() as session:
        reason = "même SIRET, même commune"
        session.add(ProbableDuplicate(first_id=kept, second_id=merged, reason=reason))
    page = as_moderator("/moderation?genre=doublon")
    page.get_by_role("link", name="Les Ateliers gardés").click()
    expect(page.get_by_role("table")).to_contain_text("Bons bois.")
    page.get_by_role("button", name="Réunir", exact=True).click()
    page.goto(f"/fournisseur/{merged}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Les Ateliers gardés")
    expect(page.locator("main")).to_contain_text("Repassage")
    page.goto(f"/structure/{kept}/historique")
    page.get_by_role("button", name="Séparer de nouveau ces fiches").click()
    expect(page.get_by_role("status")).to_contain_text("de nouveau deux fiches")
    page.goto(f"/fournisseur/{merged}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Les Ateliers réunis")


def test_an_editor_takes_a_change_back_on_a_phone(
    open_page: OpenPage, instance: Path, sessions: Sessions
) -> None:
    (supplier_id,) = stored(sessions, make_supplier("Les Ateliers changés", staff=42))
    email = "page-changee@atelier.example"
    with sessions.begin() as session:
        user = make_account(session, email)
        session.add(Editorship(user_id=user.id, supplier_id=supplier_id, is_owner=True))
        told = {
            "actor": user.actor,
            "action": HistoryAction.UPDATED,
            "changes": {"staff": [12, 42]},
        }
        session.add(HistoryEntry(supplier_id=supplier_id, version=1, **told))
    page = open_page("/connexion", PHONE)
    sign_in(page, instance, email, f"/structure/{supplier_id}/historique")
    page.get_by_role("button", name="Annuler ce changement").click()
    expect(page.get_by_role("status")).to_contain_text("Remis comme avant : Effectif.")
    expect(page.locator(".entry").first).to_contain_text("Retour en arrière")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_several_are_decided_from_the_keyboard(
    as_moderator: Moderator, sessions: Sessions, scripts: bool
) -> None:
    (supplier_id,) = stored(sessions, make_supplier("Les Ateliers souvent signalés"))
    with sessions.begin() as session:
        said = {"subject": "autre", "message": "Rien."}
        session.add_all(Report(supplier_id=supplier_id, **said) for _ in range(2))
    page = as_moderator("/moderation?genre=signalement", scripts=scripts)
    boxes = page.get_by_role("checkbox").all()
    for box in boxes:
        box.focus()
        page.keyboard.press("Space")
    page.get_by_role("button", name="Clore : sans suite").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text(f"{len(boxes)}")
    expect(page.locator("main")).to_contain_text("Rien n’attend")


def test_services_are_given_to_several_and_taken_back(
    as_moderator: Moderator, sessions: Sessions
) -> None:
    page = as_moderator("/moderation/services?type=ESAT")
    page.get_by_role("button", name="Tout cocher sur cette page").click()
    page.get_by_text("Linge et textile").click()
    page.get_by_label("Repassage", exact=True).check()
    page.get_by_role("button", name="Voir ce qui change").click()
    page.get_by_role("button", name="Donner ces services").click()
    expect(page.get_by_role("status")).to_contain_text("C’est fait")
    given = select(Activity).where(Activity.source == "moderation")
    with sessions() as session:
        assert session.scalars(given).all()
    page.get_by_role("button", name="Tout annuler").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Services annulés")
    with sessions() as session:
        assert session.scalars(given).all() == []


PATHS = (
    "/moderation",
    "/moderation/signalement/{report}",
    "/moderation/comparer/{first}/{second}",
    "/moderation/fusions",
    "/moderation/archives",
    "/moderation/archives/{first}",
    "/moderation/effacer",
    "/moderation/services",
    "/structure/{first}/historique",
    "/fournisseur/{first}/signaler",
)


def test_axe_finds_nothing_and_a_phone_scrolls_one_way(
    as_moderator: Moderator, sessions: Sessions, viewport: dict[str, int]
) -> None:
    first, second = stored(sessions, make_supplier("Un Atelier"), make_supplier("Deux Ateliers"))
    with sessions.begin() as session:
        report = Report(supplier_id=first, subject="autre", message="Fermée ?")
        told = {"actor": "user:1", "action": HistoryAction.UPDATED, "changes": {"staff": [12, 42]}}
        session.add_all([report, HistoryEntry(supplier_id=first, version=1, **told)])
        session.flush()
        numbers = {"first": first, "second": second, "report": report.id}
    page = as_moderator("/moderation", viewport)
    for path in PATHS:
        page.goto(path.format(**numbers))
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true })")
        assert (path, violations(page)) == (path, [])
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
