"""The shorter sections: presentation, figures, references, co-contracting."""

import pytest
from flask import Flask

from app.structures.sections.description import LONGEST
from tests.app.pages import on_sqlite, page
from tests.app.structures.desk import Desk, make_desk, rows

pytestmark = on_sqlite

YEAR_TO_COME = "2999"


# Presentation


def test_a_presentation_in_markdown_is_shown_formatted(app: Flask) -> None:
    desk = make_desk(app)
    desk.save("description", description="Nous **lavons** :\n\n- des draps\n- des nappes")
    shown = page(app, f"/fournisseur/{desk.supplier.id}")
    assert "<strong>lavons</strong>" in shown
    assert "<li>des nappes</li>" in shown


def test_what_a_presentation_may_not_hold_is_shown_as_typed(app: Flask) -> None:
    desk = make_desk(app)
    desk.save("description", description="<script>alert(1)</script> <img src=x onerror=y>")
    html = desk.person.open(f"/fournisseur/{desk.supplier.id}", follow_redirects=True).text
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert "&lt;script&gt;" in html


def test_a_presentation_is_of_4000_characters_at_most(app: Flask) -> None:
    desk = make_desk(app)
    assert "4 000 caractères au plus : retirez 12 caractères." in desk.refusal(
        "description", description="é" * 4012
    )
    form = desk.open("description")
    assert 'data-longest="4000"' in form
    assert "maxlength" not in form.partition("<textarea")[2].partition(">")[0]
    assert len(desk.save("description", description="é" * LONGEST).description or "") == LONGEST


@pytest.mark.parametrize("personal", ["marie@verger.example", "06 12 34 56 78"])
def test_what_is_a_person_s_own_has_its_place_elsewhere(app: Flask, personal: str) -> None:
    desk = make_desk(app)
    for section, field in (("description", "description"), ("cotraitance", "note")):
        page = desk.refusal(section, {field: f"Appelez-nous : {personal}"})
        assert "écrivez-le dans les contacts" in page


@pytest.mark.parametrize(
    ("section", "field"),
    [
        ("activites", "words"),
        ("references", "references-0-work"),
        ("contacts", "contacts-0-whose"),
        ("preuves", "labels-0-issuer"),
    ],
)
def test_nor_has_it_in_any_other_text_that_all_may_read(
    app: Flask, section: str, field: str
) -> None:
    page = make_desk(app).refusal(section, {field: "Marie, 06 12 34 56 78"})
    assert "écrivez-le dans les contacts" in page


def test_an_emptied_presentation_says_nothing(app: Flask) -> None:
    desk = make_desk(app, description="Nous lavons.")
    assert desk.save("description", description="  \r\n ").description is None


# Figures


def test_figures_are_saved_as_people_write_them(app: Flask) -> None:
    desk = make_desk(app)
    saved = desk.save("chiffres", staff="1 200", insertion_jobs="80", figures_year="2025")
    assert (saved.staff, saved.insertion_jobs, saved.figures_year) == (1200, 80, 2025)


@pytest.mark.parametrize("part", ["insertion_jobs", "disabled_workers"])
def test_a_part_is_not_more_than_the_whole(app: Flask, part: str) -> None:
    desk = make_desk(app)
    refused = desk.refusal("chiffres", {"staff": "10", part: "11"})
    assert "plus que l’effectif entier (10)" in refused


@pytest.mark.parametrize("odd", ["-1", "1e9", "9" * 30, "dix", "1.5", "100001"])
def test_a_number_of_people_is_one(app: Flask, odd: str) -> None:
    desk = make_desk(app)
    assert f'value="{odd}"' in desk.refusal("chiffres", staff=odd)
    assert desk.now().staff is None


def test_figures_are_of_a_year_that_was(app: Flask) -> None:
    desk = make_desk(app)
    assert "Une année entre" in desk.refusal("chiffres", figures_year=YEAR_TO_COME)


@pytest.mark.parametrize(
    ("section", "typed", "said"),
    [
        ("chiffres", {"staff": "douze"}, "Écrivez un nombre entier, en chiffres."),
        ("chiffres", {"staff": "1e9"}, "Écrivez un nombre entier, en chiffres."),
        ("identite", {"latitude": "nord"}, "Écrivez un nombre, en chiffres."),
        ("identite", {"kinds-0-starts_on": "hier"}, "Écrivez une date, comme 31/12/2025."),
        ("identite", {"legal_form": "SPQR"}, "Choisissez une réponse de la liste."),
        ("cotraitance", {"answer": "peut-être"}, "Choisissez une réponse de la liste."),
    ],
)
def test_what_no_field_can_read_is_told_in_french(
    app: Flask, section: str, typed: dict[str, str], said: str
) -> None:
    assert said in make_desk(app).refusal(section, typed)


@pytest.mark.parametrize(
    ("section", "typed", "is_read"),
    [
        ("references", {"references-0-client": "Ville", "references-0-work": "Tonte"}, True),
        ("chiffres", {"staff": "12"}, False),
        ("cotraitance", {"note": "Avec des voisins"}, False),
    ],
)
def test_the_search_is_said_to_follow_where_it_does(
    app: Flask, section: str, typed: dict[str, str], *, is_read: bool
) -> None:
    desk = make_desk(app)
    desk.save(section, typed)
    told = desk.person.page(f"/structure/{desk.supplier.id}")
    assert ("la recherche en tient compte" in told) is is_read


# References


def references(desk: Desk) -> list[tuple[str, str | None, int | None]]:
    return [(row.client, row.work, row.year) for row in desk.now().references]


def test_references_are_saved(app: Flask) -> None:
    desk = make_desk(app)
    city = {"client": "Ville d’Angers", "work": "Tonte des parcs", "year": "2024"}
    blank = {"client": "", "work": "", "year": ""}
    school = {"client": "Lycée Renoir", "work": "", "year": ""}
    desk.save("references", rows("references", city, blank, school))
    assert references(desk) == [
        ("Ville d’Angers", "Tonte des parcs", 2024),
        ("Lycée Renoir", None, None),
    ]


@pytest.mark.parametrize("rest", [{"work": "Tonte"}, {"year": "2024"}])
def test_a_reference_names_its_client(app: Flask, rest: dict[str, str]) -> None:
    desk = make_desk(app)
    refused = desk.refusal("references", rows("references", {"client": ""} | rest))
    assert "Nommez le client" in refused


def test_a_reference_is_of_a_year_that_was(app: Flask) -> None:
    desk = make_desk(app)
    row = {"client": "Ville d’Angers", "year": YEAR_TO_COME}
    assert "Une année entre" in desk.refusal("references", rows("references", row))


def test_of_two_wrong_rows_each_is_told_by_its_number(app: Flask) -> None:
    desk = make_desk(app)
    right, wrong = {"client": "Ville d’Angers"}, {"client": "", "work": "Tonte"}
    refused = desk.refusal("references", rows("references", wrong, right, wrong))
    assert "Client (n° 1)" in refused
    assert "Client (n° 3)" in refused


# Co-contracting


@pytest.mark.parametrize(("answer", "said"), [("oui", True), ("non", False), ("", None)])
def test_co_contracting_is_said_or_not(app: Flask, answer: str, *, said: bool | None) -> None:
    desk = make_desk(app)
    saved = desk.save("cotraitance", answer=answer, note="Avec des ESAT voisins")
    assert saved.open_to_cocontracting is said
    assert saved.cocontracting_note == "Avec des ESAT voisins"
