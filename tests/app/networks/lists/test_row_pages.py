"""The page of a row: what the file says, what the directory would, and what a person decides."""

import re
from datetime import date

import pytest
from sqlalchemy import select

from app.db import db
from app.networks.lists.models import ListRow, RowOutcome
from app.networks.lists.showing import shown_changes
from domain.models import (
    Contact,
    ContactKind,
    ProofDegree,
    Supplier,
    SupplierLabel,
    Visibility,
    Zone,
)
from tests.app.networks.lists.desk import PRUNIER, VERGER, listed
from tests.app.networks.lists.dropping import (
    act,
    answer,
    dropped,
    first_row,
    matched,
    read,
    rows_of,
    work,
)
from tests.app.pages import on_sqlite, plain
from tests.app.people import Person

pytestmark = on_sqlite


def changes_of(shown: str, field: str) -> list[str]:
    """What the page of a row says of it, before and after."""
    told = shown.split("Ce que l’annuaire dirait")[1].split(f"{field}</dt>")[1]
    each = (re.findall('change-line">(.*?)</span>', said) for said in told.split("</dd>", 2)[:2])
    return [" ".join(lines) for lines in each]


def test_a_row_shows_the_file_the_directory_and_the_reason(manager: Person) -> None:
    act(manager, read(manager, VERGER), "appliquer")
    page = read(manager, VERGER.replace("Repassage", "Menuiserie").replace("49000", "49xxx"))
    shown = manager.page(f"{page}/lignes/{first_row(page).id}")
    assert "49xxx</textarea>" in shown
    assert changes_of(shown, "Activités") == ["Repassage", "Menuiserie et agencement"]
    assert "code postal illisible, laissé de côté" in shown


def test_a_row_that_is_matched_shows_what_stays_beside_what_it_adds(manager: Person) -> None:
    page_of = Supplier(name="Association Le Verger", city="Angers", code_insee="49007")
    known = {"kind": ContactKind.EMAIL, "source": "siae", "as_of": date(2026, 5, 3)}
    for value, seen in (("bonjour@a.example", "PUBLIC"), ("jeanne.dupont@a.example", "PRIVATE")):
        page_of.contacts.append(Contact(value=value, visibility=Visibility[seen], **known))
    db.session.add(page_of)
    db.session.commit()
    page = read(manager, VERGER)
    manager.send(f"{page}/lignes/{first_row(page).id}/choisir", {"choice": str(page_of.id)})
    shown = manager.page(f"{page}/lignes/{first_row(page).id}")
    assert changes_of(shown, "Adresse e-mail") == [
        "bonjour@a.example",
        "bonjour@a.example (reste) contact@verger.example (public)",
    ]
    assert "jeanne.dupont" not in shown


def test_a_position_that_does_not_move_is_no_change(manager: Person) -> None:
    place = [47.47, -0.55, "commune"]
    row = ListRow(outcome=RowOutcome.UPDATED, changes={"point": [place, place]})
    assert shown_changes(row, "reseau:cress") == []


def test_a_row_tells_which_contacts_nobody_would_see(manager: Person) -> None:
    page = read(manager, VERGER.replace("contact@", "jeanne.dupont@"), PRUNIER)
    private, public = (manager.page(f"{page}/lignes/{row.id}") for row in rows_of(page))
    assert "jeanne.dupont@verger.example (privé : jamais sur sa page)" in plain(private)
    assert "contact@prunier.example (public)" in plain(public)


def test_the_page_of_a_row_keeps_its_address_when_the_list_is_read_again(manager: Person) -> None:
    page = read(manager, VERGER, PRUNIER)
    (_, prunier) = rows_of(page)
    address = f"{page}/lignes/{prunier.id}"
    act(manager, page, "relire")
    assert "Le Prunier" in manager.page(address)


# Doubts


def test_a_doubt_is_decided_on_the_row(manager: Person) -> None:
    known = Supplier(name="Association Le Verger", city="Angers", code_insee="49007")
    db.session.add(known)
    db.session.commit()
    page = read(manager, VERGER)
    manager.send(f"{page}/lignes/{first_row(page).id}/choisir", {"choice": str(known.id)})
    assert "1 fiche à modifier" in manager.page(page)


def test_of_two_namesakes_what_tells_them_apart_is_said(manager: Person) -> None:
    there = {"name": "Association Le Verger", "city": "Angers", "code_insee": "49007"}
    namesakes = [Supplier(**there, address="3 rue Haute"), Supplier(**there)]
    db.session.add_all(namesakes)
    db.session.commit()
    page = read(manager, VERGER)
    shown = plain(manager.page(f"{page}/lignes/{first_row(page).id}"))
    assert "« Association Le Verger », 3 rue Haute (" in shown
    assert f"« Association Le Verger », fiche n° {namesakes[1].id} (" in shown


def doubt(manager: Person, *rows: str) -> str:
    known = Supplier(name="Association Le Verger", city="Angers", code_insee="49007")
    for visibility in (Visibility.PUBLIC, Visibility.PRIVATE):
        known.contacts.append(
            Contact(
                kind=ContactKind.EMAIL,
                value=f"{visibility}@verger.example",
                visibility=visibility,
                source="source",
                as_of=date(2026, 5, 3),
            )
        )
    db.session.add(known)
    db.session.commit()
    return read(manager, *rows)


def test_a_doubt_is_shown_beside_the_page_that_it_may_be(manager: Person) -> None:
    page = doubt(manager, VERGER)
    shown = manager.page(f"{page}/lignes/{first_row(page).id}")
    told = re.findall(r'compare-field">([^<]+)<.*?compare-mark is-\w+">([^<]+)<', shown, re.DOTALL)
    assert dict(told) == {
        "Nom": "différent",
        "Code postal": "absent de la fiche",
        "Commune": "identique",
        "Adresse e-mail": "différent",
        "Activités": "absent de la fiche",
    }


def test_what_it_says_of_itself_its_labels_and_its_zone_stand_beside_too(manager: Person) -> None:
    page = doubt(manager, VERGER)
    known = db.session.scalars(select(Supplier)).one()
    known.description = "Repassage à la main."
    source = {"source": "source", "as_of": date(2026, 5, 3)}
    known.labels = [SupplierLabel(label="rge", degree=ProofDegree.DECLARED, **source)]
    known.zones = [Zone(position=0, whole_country=True, **source)]
    db.session.commit()
    shown = manager.page(f"{page}/lignes/{first_row(page).id}")
    for told in ("Repassage à la main.", "RGE", "France entière"):
        assert told in shown


def test_what_is_not_shown_to_all_is_not_shown_beside_a_row(manager: Person) -> None:
    page = doubt(manager, VERGER)
    shown = manager.page(f"{page}/lignes/{first_row(page).id}")
    assert "public@verger.example" in shown
    assert "private@verger.example" not in shown


def test_once_a_doubt_is_decided_the_next_one_comes(manager: Person) -> None:
    page = doubt(manager, VERGER, VERGER.replace("Le Verger", "Verger"))
    first, second = rows_of(page)
    assert answer(manager, page, first, "new").endswith(f"/lignes/{second.id}")
    assert answer(manager, page, second, "skip") == page


def test_the_list_says_why_one_doubts_before_any_remark(manager: Person) -> None:
    page = doubt(manager, VERGER.replace("Repassage", "Zigouillis"))
    (row,) = rows_of(page)
    said = re.findall('<p class="row-why[^>]*>(.*?)</p>', manager.page(page))
    assert said == [f'{row.candidates[0]["reason"]} <span class="quiet">et 1 autre remarque</span>']


def test_of_the_remarks_on_a_row_what_is_lost_comes_first_with_its_column(
    manager: Person,
) -> None:
    titles = "Nom;CP;Ville;Mail"
    page = dropped(manager, f"{titles}\nLe Verger;2100;Saint-Quentin;jeanne chez verger\n")
    matched(manager, page)
    (why,) = re.findall('<p class="row-why[^>]*>(.*?)</p>', manager.page(page))
    assert why.startswith("adresse e-mail illisible, laissée de côté (colonne « Mail »)")
    told = plain(manager.page(f"{page}/lignes/{first_row(page).id}"))
    assert "zéro de tête rendu : 02100 (colonne « CP »)" in told


def test_of_the_remarks_on_a_row_why_it_waits_comes_first(manager: Person) -> None:
    page = dropped(manager, "Mail;Nom;CP;Ville\njeanne;M. Jean Dupont;49000;Angers\n")
    matched(manager, page)
    (why,) = re.findall('<p class="row-why[^>]*>(.*?)</p>', manager.page(page))
    assert why.startswith("ce nom est peut-être celui d’une personne")


# Rows left out


def test_a_row_is_left_out_and_taken_back_on_its_page(manager: Person) -> None:
    page = read(manager, VERGER, PRUNIER)
    row = first_row(page)
    shown = manager.page(answer(manager, page, row, "skip"))
    assert "rien n’en sera écrit" in shown
    assert "1 ligne laissée de côté" in manager.page(page)
    assert 'value="undecided">Reprendre cette ligne' in shown
    answer(manager, page, row, "undecided")
    assert "2 structures à créer" in manager.page(page)


def test_a_row_left_out_among_others_stays_where_it_was(manager: Person) -> None:
    page = read(manager, VERGER, PRUNIER)
    assert "Laisser<span" in manager.page(f"{page}?lignes=created")
    back = answer(manager, page, first_row(page), "skip", "?liste=oui&lignes=created")
    assert back.endswith(f"#ligne-{first_row(page).id}")
    assert "Reprendre<span" in manager.page(back)


@pytest.mark.parametrize("same", [VERGER, VERGER.replace("Repassage", "Menuiserie")])
def test_a_row_taken_back_is_not_refused_for_one_after_it(manager: Person, same: str) -> None:
    page = read(manager, VERGER, same)
    before = [row.outcome for row in rows_of(page)]
    for said in ("skip", "undecided"):
        answer(manager, page, first_row(page), said)
        work(page)  # the row after it depends on it
    assert [row.outcome for row in rows_of(page)] == before


def test_a_row_left_out_is_not_written_and_is_told(manager: Person) -> None:
    page = read(manager, VERGER, PRUNIER)
    answer(manager, page, first_row(page), "skip")
    act(manager, page, "appliquer")
    assert listed(db.session) == ["Le Prunier"]
    assert "Laissées de côté <strong>1</strong>" in manager.page(page)


def test_a_page_that_went_with_its_list_is_not_linked(manager: Person) -> None:
    page = read(manager, VERGER)
    act(manager, page, "appliquer")
    address = f"{page}/lignes/{first_row(page).id}"
    assert "Voir sa fiche dans l’annuaire" in manager.page(address)
    act(manager, page, "annuler")
    assert "Voir sa fiche dans l’annuaire" not in manager.page(address)
