"""The pages of a list: dropped, matched, looked at, applied, undone by a network's manager."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.db import db
from app.networks.lists import dropping, keeping, views
from app.networks.lists.models import ListRow, ListState, MemberList, RowOutcome
from app.networks.lists.queries import list_or_404
from app.networks.lists.showing import shown_changes
from domain.models import (
    Contact,
    ContactKind,
    Membership,
    Network,
    ProofDegree,
    Supplier,
    Visibility,
    utcnow,
)
from importers.headers import WHY
from importers.limits import DROPPED
from tests.app.networks.lists.desk import PRUNIER, TITLES, VERGER, listed
from tests.app.networks.lists.dropping import (
    LISTS,
    act,
    dropped,
    matched,
    number_of,
    rows_of,
    work,
)
from tests.app.pages import on_sqlite, plain
from tests.app.people import Person, letters, manager_of

pytestmark = on_sqlite

CONFIRMED = {"confirm": "oui"}


def read(manager: Person, *rows: str) -> str:
    page = dropped(manager, "\n".join([TITLES, *rows]))
    matched(manager, page)
    return page


def one_of(page: str) -> MemberList:
    db.session.expire_all()
    return db.session.get_one(MemberList, number_of(page))


def first_row(page: str) -> ListRow:
    return rows_of(page)[0]


def test_it_works(manager: Person) -> None:
    page = read(manager, VERGER, PRUNIER)
    assert "2 structures à créer" in manager.page(page)
    act(manager, page, "appliquer")
    assert "La liste est appliquée" in manager.page(page)
    assert listed(db.session) == ["Le Prunier", "Le Verger"]
    act(manager, page, "annuler")
    assert "L’import est annulé" in manager.page(page)
    assert listed(db.session) == []


def test_cells_are_pasted_from_a_spreadsheet(manager: Person) -> None:
    pasted = "\n".join([TITLES, VERGER]).replace(";", "\t")
    answer = manager.send(LISTS, {"pasted": pasted, "extent": "complete"})
    page = answer.location.removesuffix("/colonnes")
    matched(manager, page)
    assert "Le Verger" in manager.page(page)


def test_nothing_dropped_says_what_to_do(manager: Person) -> None:
    assert "Choisissez un fichier, ou collez" in manager.send(LISTS, {}).text


def test_columns_are_guessed_with_three_values(manager: Person) -> None:
    rows = [
        VERGER.replace("Repassage", activity) for activity in ("Tri", "Tri", "Couture", "Linge")
    ]
    page = dropped(manager, "\n".join([TITLES, VERGER, *rows]))
    assert "Repassage · Tri · Couture" in manager.page(f"{page}/colonnes")
    assert "Linge" not in manager.page(f"{page}/colonnes")


def test_a_siret_is_one_whatever_its_title(manager: Person) -> None:
    page = dropped(manager, "Nom;N° adhérent\nLe Verger;44229377500031\nLe Prunier;41816609600069")
    matched(manager, page)
    assert first_row(page).changes["siret"][1][0] == "44229377500031"


def test_a_mapping_is_remembered_for_the_same_titles(manager: Person) -> None:
    matched(manager, dropped(manager, "Quoi;Où\nLe Verger;Angers\nLe Prunier;Nantes"), Quoi="name")
    again = dropped(manager, "Quoi;Où\nLe Noyer;Angers\nLe Tilleul;Nantes")
    one = db.session.get_one(MemberList, number_of(again))
    assert one.mapping is not None
    assert one.mapping["fields"]["quoi"] == "name"


def test_two_columns_for_one_field_are_refused_beside_them(manager: Person) -> None:
    page = dropped(manager, "Nom;Ville;Localité\nLe Verger;Angers;Angers")
    sent = {"columns-0-title": "Nom", "columns-0-held": "name"}
    for rank, title in ((1, "Ville"), (2, "Localité")):
        sent |= {f"columns-{rank}-title": title, f"columns-{rank}-held": "city"}
    answer = manager.send(f"{page}/colonnes", sent)
    assert answer.status_code == 200
    assert "Gardez-en une" in answer.text


def test_another_reading_is_chosen(manager: Person) -> None:
    page = dropped(manager, "Liste\nNom;Ville\nLe Verger;Angers\n")
    manager.send(f"{page}/lecture", {"encoding": "utf-8", "separator": ";", "header_line": "2"})
    assert "titres à la ligne 2" in manager.page(f"{page}/colonnes")


# Words


def test_words_that_match_nothing_are_settled_once_for_every_row(manager: Person) -> None:
    strange = [
        row.replace("Repassage", "Zigouillis") for row in (VERGER, VERGER.replace("Le", "Un"))
    ]
    page = read(manager, *strange)
    shown = manager.page(f"{page}/mots")
    assert "« Zigouillis »" in shown
    assert "colonne « Activités », 2 lignes" in shown
    manager.send(f"{page}/mots", {"each-0-words": "Zigouillis", "each-0-other": "Repassage"})
    work(page)
    assert first_row(page).changes["services"][1] == ["repassage"]
    assert db.session.get_one(MemberList, number_of(page)).words == []


def test_what_a_word_may_mean_is_proposed(manager: Person) -> None:
    page = read(manager, VERGER.replace("Repassage", "Menuisserie"))
    assert 'value="service:menuiserie-batiment"' in manager.page(f"{page}/mots")


def test_what_means_nothing_is_refused_beside_its_field_with_what_is_near(
    manager: Person,
) -> None:
    page = read(manager, VERGER.replace("Repassage", "Zigouillis"))
    sent = {"each-0-words": "Zigouillis"}
    assert "Choisissez dans la liste proposée." in plain(
        manager.send(f"{page}/mots", sent | {"each-0-other": "Zut"}).text
    )
    assert "par exemple « activité : Conseil RSE" in plain(
        manager.send(f"{page}/mots", sent | {"each-0-other": "conseil"}).text
    )


# Rows


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


def test_the_page_of_a_row_that_is_no_more_leads_to_the_list(manager: Person) -> None:
    page = read(manager, VERGER)
    for answer in (manager.open(f"{page}/lignes/99"), manager.send(f"{page}/lignes/99/choisir")):
        assert (answer.status_code, answer.location) == (302, page)
    assert "n’est plus, dans cette liste" in manager.page(page)


def test_a_row_is_corrected_in_place(manager: Person) -> None:
    page = read(manager, ";;49000;Angers;Repassage;")
    row = first_row(page)
    correct(manager, page, row, ["Le Verger", *row.cells[1:]])
    assert "1 structure à créer" in manager.page(page)


def test_a_list_whose_columns_are_to_be_matched_is_deleted_from_there(manager: Person) -> None:
    page = dropped(manager, "\n".join([TITLES, VERGER]))
    assert f"{page}/supprimer" in manager.open(f"{page}/colonnes").text
    assert manager.send(f"{page}/supprimer", CONFIRMED).location == LISTS
    assert manager.open(page).status_code == 404


def test_a_network_that_leaves_lists_behind_it_is_asked_to_tidy_up(
    manager: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "MOST_WAITING", 1)
    page = dropped(manager, "\n".join([TITLES, VERGER]))
    told = plain(dropped(manager, "\n".join([TITLES, PRUNIER])))
    assert "Votre réseau a déjà 1 listes qui attendent" in told
    matched(manager, page)
    act(manager, page, "appliquer")
    assert dropped(manager, "\n".join([TITLES, PRUNIER])).startswith(LISTS)


def test_the_oldest_files_go_and_what_became_of_their_rows_stays(
    manager: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "FILES_KEPT", 2)
    first, second, last = (read(manager, VERGER) for _ in range(3))
    act(manager, first, "appliquer")
    act(manager, last, "appliquer")
    dropped(manager, "\n".join([TITLES, PRUNIER]))
    answers = {p: manager.open(f"{p}/fichier").status_code for p in (first, second, last)}
    assert answers == {first: 404, second: 200, last: 200}
    assert "Le Verger" in manager.page(first)


def correct(manager: Person, page: str, row: ListRow, cells: list[str]) -> None:
    answer = send_cells(manager, page, row, cells, opened(manager, page, row))
    assert answer.status_code == 302
    db.session.expire_all()


def opened(manager: Person, page: str, row: ListRow) -> str:
    """What the form of the row tells that it was opened on."""
    return seen_in(manager.open(f"{page}/lignes/{row.id}").text)


def seen_in(html: str) -> str:
    return unescape(re.findall(r'name="seen" type="hidden" value="([^"]*)"', html)[0])


def send_cells(
    manager: Person, page: str, row: ListRow, cells: list[str], seen: str
) -> TestResponse:
    sent = {f"cells-{rank}": cell for rank, cell in enumerate(cells)} | {"seen": seen}
    address = f"{page}/lignes/{row.id}/corriger"
    return manager.send(address, sent, content_type="multipart/form-data")


def test_two_colleagues_who_correct_one_row_both_count(manager: Person) -> None:
    page = read(manager, ";;49000;Angers;Repassage;")
    row, (_, siret, postcode, city, *rest) = first_row(page), first_row(page).cells
    seen = opened(manager, page, row)
    correct(manager, page, row, ["Le Verger", siret, postcode, city, *rest])
    cells = ["", siret, "44000", "Nantes", *rest]
    assert send_cells(manager, page, row, cells, seen).status_code == 302
    db.session.expire_all()
    assert first_row(page).said == ["Le Verger", siret, "44000", "Nantes", *rest]


def test_a_cell_that_a_colleague_has_corrected_is_not_written_over(manager: Person) -> None:
    page = read(manager, ";;49000;Angers;Repassage;")
    row, (_, *rest) = first_row(page), first_row(page).cells
    seen = opened(manager, page, row)
    correct(manager, page, row, ["Le Verger", *rest])
    answer = send_cells(manager, page, row, ["Le Prunier", *rest], seen)
    assert answer.status_code == 409
    assert ">Nom</a> : Un collègue vient d’écrire ici « Le Verger »" in plain(answer.text)
    assert "Le Prunier</textarea>" in answer.text
    db.session.expire_all()
    assert first_row(page).said[0] == "Le Verger"
    again = send_cells(manager, page, row, ["Le Prunier", *rest], seen_in(answer.text))
    assert again.status_code == 302


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_row_that_is_sent_back_as_it_was_is_not_corrected(manager: Person, ends: str) -> None:
    page = dropped(manager, f'Nom;Ville;Description\nLe Verger;Angers;"a{ends}b"\nLe Noyer;Nantes')
    matched(manager, page)
    long, short = rows_of(page)
    correct(manager, page, long, ["Le Verger", "Angers", "a\r\nb"])  # as browsers send it
    correct(manager, page, short, ["Le Noyer", "Nantes", ""])
    assert [row.corrected for row in rows_of(page)] == [None, None]


def test_a_row_with_a_long_cell_is_corrected(manager: Person) -> None:
    cell = "é" * 100_000
    page = dropped(manager, f"Nom;Ville;Description\n;Angers;{cell}")
    matched(manager, page)
    correct(manager, page, first_row(page), ["Le Verger", "Angers", cell])
    assert first_row(page).said == ["Le Verger", "Angers", cell]


def test_refused_rows_are_downloaded_corrected_and_dropped_again(manager: Person) -> None:
    page = read(manager, VERGER, ";;44000;Nantes;Menuiserie;=1+1")
    act(manager, page, "appliquer")
    content = manager.open(f"{page}/a-corriger.csv").get_data(as_text=True)
    assert content.startswith(f"\ufeff{WHY};")
    assert ";'=1+1" in content
    corrected = content.replace(";;;44000", ";Le Prunier;;44000").replace(
        ";3;;;", ";3;Le Prunier;;"
    )
    again = dropped(manager, corrected)
    assert db.session.get_one(MemberList, number_of(again)).is_partial
    matched(manager, again)
    act(manager, again, "appliquer")
    assert listed(db.session) == ["Le Prunier", "Le Verger"]
    assert all(s.memberships for s in db.session.scalars(select(Supplier)))


NAMES = ("-Emploi", "@lters", "'-Emploi", "+33 2 41 00 00 00")


def test_a_cell_that_looks_like_a_formula_comes_back_as_it_was(manager: Person) -> None:
    rows = [["", "", "49000", "Angers", name, ""] for name in NAMES]
    page = read(manager, *map(";".join, rows))
    again = dropped(manager, manager.open(f"{page}/a-corriger.csv").data)
    matched(manager, again)
    assert [row.cells[2:] for row in rows_of(again)] == rows


def test_the_file_is_given_back_as_it_was(manager: Person) -> None:
    page = read(manager, VERGER)
    answer = manager.open(f"{page}/fichier")
    assert answer.data.decode() == "\n".join([TITLES, VERGER])
    assert "attachment" in answer.headers["Content-Disposition"]


def test_a_doubt_is_decided_on_the_row(manager: Person) -> None:
    known = Supplier(name="Association Le Verger", city="Angers", code_insee="49007")
    db.session.add(known)
    db.session.commit()
    page = read(manager, VERGER)
    manager.send(f"{page}/lignes/{first_row(page).id}/choisir", {"choice": str(known.id)})
    assert "1 fiche à modifier" in manager.page(page)


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


# Rows left out


def answer(manager: Person, page: str, row: ListRow, said: str, asked: str = "") -> str:
    """Where it leads."""
    sent = manager.send(f"{page}/lignes/{row.id}/choisir{asked}", {"choice": said})
    db.session.expire_all()
    return sent.location


def test_a_row_is_left_out_and_taken_back_on_its_page(manager: Person) -> None:
    page = read(manager, VERGER, PRUNIER)
    row = first_row(page)
    shown = manager.page(answer(manager, page, row, "skip"))
    assert "rien n’en sera écrit" in shown
    assert "1 laissée de côté" in manager.page(page)
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
    assert [row.outcome for row in rows_of(page)] == before


def test_a_row_left_out_is_not_written_and_is_told(manager: Person) -> None:
    page = read(manager, VERGER, PRUNIER)
    answer(manager, page, first_row(page), "skip")
    act(manager, page, "appliquer")
    assert listed(db.session) == ["Le Prunier"]
    assert "Laissées de côté <strong>1</strong>" in manager.page(page)


@pytest.mark.parametrize(("sent", "count"), [({}, 1), ({"left_out": "oui"}, 2)])
def test_rows_left_out_are_taken_up_when_they_are_asked_for(
    manager: Person, sent: dict[str, str], count: int
) -> None:
    page = read(manager, VERGER, ";;49000;Angers;Menuiserie;")
    answer(manager, page, first_row(page), "skip")
    act(manager, page, "appliquer")
    taken_up = manager.send(f"{page}/reprendre", sent).location.removesuffix("/colonnes")
    matched(manager, taken_up)
    assert len(rows_of(taken_up)) == count


def test_rows_taken_up_twice_make_one_list(manager: Person) -> None:
    page = read(manager, ";;49000;Angers;Menuiserie;")
    act(manager, page, "appliquer")
    first, second = (manager.send(f"{page}/reprendre").location for _ in range(2))
    assert first == second
    matched(manager, first)
    act(manager, first, "appliquer")
    act(manager, first, "annuler")
    assert manager.send(f"{page}/reprendre").location != first


def test_no_row_left_makes_no_list(manager: Person) -> None:
    page = read(manager, VERGER)
    act(manager, page, "appliquer")
    assert manager.send(f"{page}/reprendre").location == page
    assert "Aucune ligne n’est à reprendre" in manager.page(page)


def test_rows_too_wide_to_be_taken_up_are_told(manager: Person) -> None:
    titles = ";".join(["Nom", "Ville", *(f"Truc {rank}" for rank in range(498))])
    page = dropped(manager, f"{titles}\n;Angers{';x' * 498}\n")
    matched(manager, page)
    act(manager, page, "appliquer")
    assert manager.send(f"{page}/reprendre").location == page
    assert "502 colonnes, pour 500 au plus" in manager.page(page)


def test_rows_too_long_to_be_taken_up_are_told(
    manager: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = read(manager, f";;49000;Angers;{'Menuiserie' * 100};")
    act(manager, page, "appliquer")
    monkeypatch.setattr(dropping, "DROPPED", replace(DROPPED, file_size=1000))
    assert manager.send(f"{page}/reprendre").location == page
    assert "téléchargez-les, et déposez-les" in manager.page(page)


def test_rows_with_a_remark_are_counted_and_shown_apart(manager: Person) -> None:
    page = read(manager, VERGER.replace("49000", "49xxx"), PRUNIER)
    assert "Avec une remarque <strong>1</strong>" in manager.page(page)
    shown = manager.page(f"{page}?remarques=oui")
    assert "Le Verger" in shown
    assert "Le Prunier" not in shown


def test_rows_that_were_not_written_are_taken_up_once_the_others_are(manager: Person) -> None:
    act(manager, read(manager, VERGER), "appliquer")
    one = read(manager, PRUNIER, ";;49000;Angers;Menuiserie;", VERGER.replace("Le V", "Le v"))
    act(manager, one, "appliquer")
    assert "Reprendre les lignes laissées" in manager.page(one)
    taken_up = manager.send(f"{one}/reprendre").location.removesuffix("/colonnes")
    assert one_of(taken_up).is_partial
    matched(manager, taken_up)
    (row,) = rows_of(taken_up)
    assert (row.outcome, row.cells[2:]) == (
        RowOutcome.REJECTED,
        ["", "", "49000", "Angers", "Menuiserie", ""],
    )


def test_the_list_names_what_a_row_would_change(manager: Person) -> None:
    act(manager, read(manager, VERGER), "appliquer")
    page = read(manager, VERGER.replace("Repassage", "Menuiserie"))
    assert re.findall('<p class="row-why[^>]*>(.*?)</p>', manager.page(page)) == ["Activités"]


def known_member(name: str, source: str = "siae") -> None:
    known = Supplier(name=name, city="Angers", code_insee="49007")
    known.memberships.append(
        Membership(network_slug="cress", source=source, as_of=date(2026, 5, 3))
    )
    db.session.add(known)
    db.session.commit()


def test_a_complete_list_tells_which_members_of_other_sources_it_does_not_name(
    manager: Person,
) -> None:
    known_member("La Mésange")
    known_member("Le Verger")
    page = read(manager, VERGER)
    told = "n’est pas dans ce fichier et reste membre : La Mésange"
    assert told in plain(manager.page(page))
    act(manager, page, "appliquer")
    assert told in plain(manager.page(page))
    db.session.expire_all()
    assert db.session.scalars(select(Supplier).filter_by(name="La Mésange")).one().memberships


def test_a_member_that_a_list_only_says_again_is_not_told_missing(manager: Person) -> None:
    known_member("Le Verger")
    first = read(manager, VERGER)
    (row,) = rows_of(first)
    manager.send(f"{first}/lignes/{row.id}/choisir", {"choice": str(row.candidates[0]["id"])})
    act(manager, first, "appliquer")
    again = read(manager, VERGER, "")
    assert [row.outcome for row in rows_of(again)] == [RowOutcome.UNCHANGED]
    assert "pas dans ce fichier" not in plain(manager.page(again))


def test_a_complement_tells_nothing_of_other_members(manager: Person) -> None:
    known_member("La Mésange")
    page = read(manager, VERGER)
    one_of(page).is_partial = True
    db.session.commit()
    assert "reste membre" not in plain(manager.page(page))


def test_who_leaves_is_shown_with_what_leaving_ends(manager: Person) -> None:
    act(manager, read(manager, VERGER, PRUNIER), "appliquer")
    prunier = db.session.scalars(select(Supplier).where(Supplier.name == "Le Prunier")).one()
    prunier.memberships[0].degree = ProofDegree.VERIFIED
    prunier.memberships[0].vouched_on = date(2026, 5, 3)
    db.session.commit()
    page = read(manager, VERGER)
    assert "quitter le réseau y met fin" in manager.page(page)
    gone = db.session.scalars(select(ListRow).where(ListRow.outcome == RowOutcome.GONE)).one()
    shown = manager.page(f"{page}/lignes/{gone.id}")
    assert "Garanties des réseaux" in shown
    assert "Cette structure</legend>" in shown
    manager.send(f"{page}/lignes/{gone.id}/choisir", {"choice": "stays"})
    assert "Reste membre, comme vous l’avez dit" in manager.page(page)


# The report


def test_the_structures_of_an_import_are_invited_from_its_report(manager: Person) -> None:
    act(manager, read(manager, PRUNIER), "appliquer")
    page = read(manager, VERGER, "Le Tilleul;;35000;Rennes;Menuiserie;")
    act(manager, page, "appliquer")
    invite = f"/reseau/cress/membres/inviter?liste={number_of(page)}"
    assert invite in manager.page(page)
    asked = manager.page(invite)
    assert "1 structure peut être invitée" in asked
    assert "Laissées de côté : 1 sans adresse connue" in asked
    answer = manager.send(invite)
    assert answer.location == page
    assert "Invitations envoyées : 1." in manager.page(page)
    assert [letter.recipient for letter in letters("contact@verger.example")]
    assert not letters("contact@prunier.example")


def test_the_members_of_another_networks_list_are_not_told(manager: Person, app: Flask) -> None:
    page = read(manager, VERGER)
    act(manager, page, "appliquer")
    other = manager_of("autre", app, "autre@reseau.example")
    verger = db.session.scalars(select(Supplier)).one()
    verger.memberships.append(
        Membership(network_slug="autre", source="autre", as_of=date(2026, 5, 3))
    )
    db.session.commit()
    assert "Le Verger" in other.page("/reseau/autre/membres")
    assert "Le Verger" not in other.page(f"/reseau/autre/membres?liste={number_of(page)}")


def test_a_report_tells_what_was_written_and_what_was_left(manager: Person) -> None:
    page = read(manager, VERGER, ";;49000;Angers;Menuiserie;")
    act(manager, page, "appliquer")
    shown = manager.page(page)
    assert "1 structure créée" in shown
    assert "Laissé sans être écrit : 1 ligne refusée." in shown


# Work


def test_work_is_followed_and_stopped(manager: Person) -> None:
    page = read(manager, VERGER)
    manager.send(f"{page}/appliquer")
    assert manager.open(f"{page}/avancement").get_json()["at_work"]
    manager.send(f"{page}/arreter")
    assert "Application arrêtée" in manager.page(page)
    act(manager, page, "appliquer")
    assert listed(db.session) == ["Le Verger"]


def test_a_list_that_waits_for_others_says_for_how_many(manager: Person) -> None:
    first, page = read(manager, VERGER), read(manager, PRUNIER)
    for one in (first, page):
        manager.send(f"{one}/appliquer")
    assert "1 liste avant la vôtre" in manager.page(page)
    assert manager.open(f"{first}/avancement").get_json()["waits_for"] == ""
    one_of(page).held_until = utcnow() + timedelta(seconds=30)
    db.session.commit()
    assert manager.open(f"{page}/avancement").get_json()["waits_for"] == ""
    assert "1 liste avant la vôtre" in plain(manager.page(first))


def test_a_network_is_called_as_it_calls_itself(manager: Person) -> None:
    db.session.get_one(Network, "cress").name = "CRESS du Littoral"
    page = read(manager, VERGER)
    assert 'change-line">CRESS du Littoral<' in manager.page(f"{page}/lignes/{first_row(page).id}")


def test_what_is_not_written_yet_is_counted_apart(manager: Person) -> None:
    page = read(manager, VERGER, PRUNIER)
    manager.send(f"{page}/appliquer")
    manager.send(f"{page}/arreter")
    assert "À créer <strong>2</strong>" in manager.page(page)
    first_row(page).is_applied = True
    db.session.commit()
    assert "Créées <strong>1</strong>" in manager.page(page)
    assert "À créer <strong>1</strong>" in manager.page(page)
    assert "Le Prunier" not in manager.page(f"{page}?lignes=created&ecrites=oui")
    assert "Le Prunier" in manager.page(f"{page}?lignes=created&ecrites=non")


def test_what_was_undone_is_said_so(manager: Person) -> None:
    page = read(manager, VERGER)
    act(manager, page, "appliquer")
    assert "Créées <strong>1</strong>" in manager.page(page)
    act(manager, page, "annuler")
    assert "Créées, puis retirées <strong>1</strong>" in manager.page(page)
    assert "Ce qui avait changé" in manager.page(f"{page}/lignes/{first_row(page).id}")


def test_a_row_that_was_not_written_does_not_tell_what_has_changed(manager: Person) -> None:
    db.session.add(Supplier(name="Association Le Verger", city="Angers", code_insee="49007"))
    db.session.commit()
    page = read(manager, VERGER, PRUNIER)
    act(manager, page, "appliquer")
    doubtful, written = rows_of(page)
    assert "Ce qui aurait changé" in manager.page(f"{page}/lignes/{doubtful.id}")
    assert "Ce qui a changé" in manager.page(f"{page}/lignes/{written.id}")


def test_a_list_that_would_write_nothing_is_not_to_be_applied(manager: Person) -> None:
    shown = manager.page(read(manager, ";;49000;Angers;Repassage;"))
    assert "Il n’y a rien à appliquer pour l’instant" in shown
    assert "Appliquer cette liste" not in shown


def test_members_who_would_leave_are_told_before_a_list_is_applied(manager: Person) -> None:
    act(manager, read(manager, VERGER, PRUNIER), "appliquer")
    page = read(manager, VERGER)
    shown = plain(manager.send(f"{page}/appliquer").text)
    assert "1 membre n’y est plus et quittera le réseau" in shown
    assert one_of(page).state is ListState.READ
    act(manager, page, "appliquer")
    assert one_of(page).state is ListState.APPLIED


def test_undoing_is_asked_first(manager: Person) -> None:
    page = read(manager, VERGER)
    act(manager, page, "appliquer")
    assert "1 structure créée en sort" in plain(manager.send(f"{page}/annuler").text)
    assert one_of(page).state is ListState.APPLIED


def test_a_search_that_finds_no_row_can_be_changed(manager: Person) -> None:
    shown = manager.page(f"{read(manager, VERGER)}?q=introuvable")
    assert 'value="introuvable"' in shown


@pytest.mark.parametrize("step", ["arreter", "appliquer", "annuler", "supprimer", "relire"])
def test_what_is_asked_as_the_work_ends_says_where_the_list_is(
    manager: Person, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    page = read(manager, VERGER)
    if step == "arreter":
        manager.send(f"{page}/appliquer")
    monkeypatch.setattr(views, "list_or_404", ended_meanwhile(page))
    assert manager.send(f"{page}/{step}", CONFIRMED).status_code == 302
    assert "a changé d’état" in manager.page(page)
    assert one_of(page).state is ListState.UNDONE


def ended_meanwhile(page: str) -> Callable[[str, int], MemberList]:
    """The work ends just after the page has read where the list is."""

    def meanwhile(network: str, list_id: int) -> MemberList:
        found = list_or_404(network, list_id)
        with db.sessionmaker.begin() as other:
            other.get_one(MemberList, number_of(page)).state = ListState.UNDONE
        return found

    return meanwhile


def test_a_reading_that_is_stopped_says_that_nothing_was_written(manager: Person) -> None:
    page = read(manager, VERGER)
    manager.send(f"{page}/relire")
    manager.send(f"{page}/arreter")
    assert "rien n’a été écrit" in manager.page(page)
    assert one_of(page).state is ListState.DROPPED


def test_a_list_of_which_nothing_was_written_is_deleted(manager: Person) -> None:
    page = read(manager, VERGER)
    assert "Supprimer cette liste ?" in manager.send(f"{page}/supprimer").text
    manager.send(f"{page}/supprimer", CONFIRMED)
    assert manager.open(page).status_code == 404
    assert db.session.scalars(select(ListRow)).all() == []


def test_a_list_that_was_applied_stays(manager: Person) -> None:
    page = read(manager, VERGER)
    act(manager, page, "appliquer")
    assert manager.send(f"{page}/supprimer").status_code == 404


def test_the_list_of_another_network_is_nowhere(manager: Person, app: Flask) -> None:
    page = read(manager, VERGER)
    other = manager_of("autre", app, "autre@reseau.example")
    assert other.open(page.replace("cress", "autre")).status_code == 404
    assert other.open(page).status_code == 404


def test_a_list_in_another_state_says_so(manager: Person) -> None:
    page = read(manager, VERGER)
    manager.send(f"{page}/annuler")
    assert "a changé d’état" in manager.page(page)
    assert db.session.get_one(MemberList, number_of(page)).state is ListState.READ


# What cannot be read says what to do, and leaves nothing


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "vide"),
        (b"\x00\x01\x02\xff" * 100, "n’est pas une liste lisible"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 100, "ancien format"),
        (b'Nom;Ville\n"Le Verger;Angers\nLe Prunier;Nantes\n', "guillemet"),
        (b"PK\x03\x04torn", "abîmé"),
    ],
)
def test_a_file_that_is_no_list_is_refused_beside_its_field(
    manager: Person, content: bytes, told: str
) -> None:
    shown = dropped(manager, content)
    assert "Quelques points" in shown or "Une chose est à corriger" in shown
    assert told in shown
    assert db.session.scalars(select(MemberList)).all() == []
