"""What a person says of the rows of a list, and what it does to the others."""

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from app.db import db
from app.networks.lists import choices
from app.networks.lists.choices import APART, AS_READ, SKIP, Choice, anyway, attach
from app.networks.lists.doubts import reason_told
from app.networks.lists.models import ListRow, ListState, MemberList, RowOutcome
from importers.persons import PERSON as PERSONS_NAME
from tests.app.cast import make_supplier
from tests.app.networks.lists.desk import (
    PRUNIER,
    TITLES,
    VERGER,
    applied,
    choose,
    choose_for_all,
    correct,
    drop,
    listed,
    outcomes,
    read,
    rows_of,
    supplier,
    work,
)

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

SITE = "Le Verger {kind};12345678200010;49000;Angers;Repassage;;{kind};3 rue Haute"


def answer(session: Session, one: MemberList, row: ListRow, choice: Choice | None) -> None:
    """None takes the answer back."""
    choose(session, one, row, choice)
    session.commit()


def sites(session: Session, *kinds: str) -> MemberList:
    """Rows of one SIRET and address, a kind each, which are then one structure."""
    titles = f"{TITLES};Type;Adresse"
    one = drop(session, *(SITE.format(kind=kind) for kind in kinds), titles=titles)
    work(session, one, ListState.READING)
    return one


def test_a_row_may_be_answered_otherwise(session: Session) -> None:
    known = make_supplier("Le Verger", kinds=[])
    db.session.add(known)
    one = read(session, VERGER)
    (row,) = rows_of(session, one)
    candidates = row.candidates
    for choice in (attach(known.id), SKIP, attach(known.id)):
        answer(session, one, row, choice)
        assert row.candidates == candidates
    answer(session, one, row, None)
    assert outcomes(session, one) == {"doubtful": 1}


def test_rows_of_one_structure_are_read_together(session: Session) -> None:
    assert outcomes(session, sites(session, "EI", "ACI")) == {"created": 1, "updated": 1}


def test_a_row_left_out_is_not_met_by_the_others(session: Session) -> None:
    one = sites(session, "EI", "ACI")
    answer(session, one, rows_of(session, one)[0], SKIP)
    work(session, one, ListState.READING)
    assert outcomes(session, one) == {"skipped": 1, "created": 1}
    work(session, one, ListState.APPLYING)
    assert outcomes(session, one) == {"skipped": 1, "created": 1}


def test_the_next_of_identical_rows_counts_when_the_first_is_left_out(session: Session) -> None:
    one = read(session, VERGER, VERGER)
    choose(session, one, rows_of(session, one)[0], SKIP)
    assert one.state is ListState.READING
    work(session, one, ListState.READING)
    assert outcomes(session, one) == {"skipped": 1, "created": 1}


PERSON = "Mme Jeanne Dupont;;49000;Angers;Repassage;"


def test_a_row_that_bears_a_person_s_name_waits_for_a_word(session: Session) -> None:
    one = read(session, PERSON, VERGER)
    assert outcomes(session, one) == {"doubtful": 1, "created": 1}
    work(session, one, ListState.APPLYING)
    assert listed(session) == ["Le Verger"]
    again = read(session, PERSON, VERGER)
    answer(session, again, rows_of(session, again)[0], APART)
    work(session, again, ListState.APPLYING)
    assert listed(session) == ["Le Verger", "Mme Jeanne Dupont"]


def test_a_name_that_is_public_already_is_not_told_again(session: Session) -> None:
    one = read(session, PERSON)
    answer(session, one, rows_of(session, one)[0], AS_READ)
    assert [remark["message"] for remark in rows_of(session, one)[0].told] == [PERSONS_NAME]
    work(session, one, ListState.APPLYING)
    (again,) = rows_of(session, read(session, PERSON))
    assert (again.outcome, again.told) == (RowOutcome.UNCHANGED, [])


def test_a_row_whose_commune_is_unknown_waits_for_a_word(session: Session) -> None:
    one = read(session, "Le Verger;;99999;Nulle Part;Repassage;", "Le Prunier;;;;Menuiserie;")
    nowhere, not_said = rows_of(session, one)
    assert (nowhere.outcome, reason_told(nowhere.candidates)) == ("doubtful", "commune introuvable")
    assert not_said.outcome == "created"
    answer(session, one, nowhere, anyway(nowhere.candidates))
    assert nowhere.outcome is RowOutcome.CREATED


def test_a_row_whose_commune_is_of_another_postcode_waits_for_a_word(session: Session) -> None:
    one = read(session, "Ailleurs;;59000;Bourg-en-Bresse;Repassage;")
    (row,) = rows_of(session, one)
    assert row.outcome is RowOutcome.DOUBTFUL
    assert reason_told(row.candidates) == "la commune et le code postal se contredisent"
    answer(session, one, row, anyway(row.candidates))
    work(session, one, ListState.APPLYING)
    assert supplier(session, "Ailleurs").city == "Lille"


def test_so_does_one_that_would_move_a_member_there(session: Session) -> None:
    applied(session, "Ailleurs;12345678200010;01000;Bourg-en-Bresse;Repassage;")
    one = read(session, "Ailleurs;12345678200010;59000;Bourg-en-Bresse;Repassage;")
    (row,) = rows_of(session, one)
    assert row.outcome is RowOutcome.DOUBTFUL
    work(session, one, ListState.APPLYING)
    assert supplier(session, "Ailleurs").city == "Bourg-en-Bresse"


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        ("99999;Trifouillis-les-Oies", "commune introuvable"),
        (";Saint-Denis", "plusieurs communes portent ce nom"),
        ("B-8000;Bruges", "l’adresse semble à l’étranger"),
    ],
)
def test_so_does_one_that_would_put_a_member_nowhere(
    session: Session, place: str, reason: str
) -> None:
    applied(session, "Ailleurs;12345678200010;49400;Saumur;Repassage;")
    one = read(session, f"Ailleurs;12345678200010;{place};Repassage;")
    (row,) = rows_of(session, one)
    assert (row.outcome, reason_told(row.candidates)) == (RowOutcome.DOUBTFUL, reason)
    work(session, one, ListState.APPLYING)
    page = supplier(session, "Ailleurs")
    assert (page.postcode, page.city, page.code_insee) == ("49400", "Saumur", "49328")


def test_a_place_that_a_person_let_pass_is_not_asked_about_again(session: Session) -> None:
    applied(session, "Ailleurs;12345678200010;49400;Saumur;Repassage;")
    nowhere = "Ailleurs;12345678200010;99999;Trifouillis-les-Oies"
    one = read(session, f"{nowhere};Repassage;")
    answer(session, one, rows_of(session, one)[0], AS_READ)
    work(session, one, ListState.APPLYING)
    (row,) = rows_of(session, read(session, f"{nowhere};Menuiserie;"))
    assert row.outcome is RowOutcome.UPDATED


def test_one_word_settles_every_person_s_name(session: Session) -> None:
    one = read(session, PERSON, PERSON.replace("Jeanne", "Paul"))
    (reason,) = {reason_told(row.candidates) for row in rows_of(session, one)}
    assert choose_for_all(session, one, reason, RowOutcome.UPDATED) == 0  # of no page
    assert choose_for_all(session, one, reason, RowOutcome.SKIPPED) == 2
    session.commit()
    work(session, one, ListState.READING)
    assert outcomes(session, one) == {"skipped": 2}


def test_one_word_is_said_of_a_few_rows_at_a_time(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.add(make_supplier("Mme Jeanne Dupont", code_insee="49007"))
    session.commit()
    one = read(session, *(PERSON.replace("Jeanne", name) for name in ("Zoé", "Jeanne", "Luc")))
    reason = reason_told(rows_of(session, one)[0].candidates)
    monkeypatch.setattr(choices, "AT_ONCE", 1)
    commits: list[object] = []
    event.listen(session, "after_commit", commits.append)
    assert choose_for_all(session, one, reason, RowOutcome.CREATED) == 2
    assert len(commits) == 4  # the three rows, then the reading that is asked
    assert one.state is ListState.READING
    assert [row.choice for row in rows_of(session, one)] == [AS_READ, None, AS_READ]


AT_SIRET = "Le Verger;44229377500031;49000;Angers;Repassage;"
RENAMED = AT_SIRET.replace("Le Verger", "DUPONT Jeanne")


def test_a_member_waits_before_it_takes_a_person_s_name(session: Session) -> None:
    applied(session, AT_SIRET)
    one = read(session, RENAMED)
    work(session, one, ListState.APPLYING)
    assert (outcomes(session, one), listed(session)) == ({"doubtful": 1}, ["Le Verger"])


def test_a_member_takes_a_person_s_name_once_it_is_said_to_be_right(session: Session) -> None:
    applied(session, AT_SIRET)
    one = read(session, RENAMED)
    answer(session, one, rows_of(session, one)[0], anyway(rows_of(session, one)[0].candidates))
    assert outcomes(session, one) == {"updated": 1}
    work(session, one, ListState.APPLYING)
    assert listed(session) == ["DUPONT Jeanne"]
    assert outcomes(session, read(session, RENAMED)) == {"unchanged": 1}


def test_a_page_waits_before_it_also_bears_a_person_s_name(session: Session) -> None:
    session.add(make_supplier("Le Verger", siret="44229377500031", code_insee="49007"))
    session.commit()
    assert outcomes(session, read(session, RENAMED)) == {"doubtful": 1}


def test_one_word_on_persons_names_creates_none_that_is_like_a_page(session: Session) -> None:
    session.add(make_supplier("Mme Jeanne Dupont", code_insee="49007"))
    session.commit()
    one = read(session, PERSON, PERSON.replace("Jeanne", "Paul"))
    like, alone = rows_of(session, one)
    assert like.candidates[0]["id"] is not None
    assert choose_for_all(session, one, reason_told(alone.candidates), RowOutcome.CREATED) == 1
    session.commit()
    work(session, one, ListState.READING)
    assert outcomes(session, one) == {"created": 1, "doubtful": 1}


def test_an_answer_lasts_when_the_list_is_read_by_other_columns(session: Session) -> None:
    session.add(make_supplier("Verger de l’Ouest", siret=None, code_insee="49007"))
    session.commit()
    page = supplier(session, "Verger de l’Ouest")
    one = drop(session, AT_SIRET)
    mapping = dict(one.mapping or {})
    without = {title: held for title, held in mapping["fields"].items() if held != "siret"}
    one.mapping = mapping | {"fields": without}
    session.commit()
    work(session, one, ListState.READING)
    answer(session, one, rows_of(session, one)[0], attach(page.id))
    one.mapping = mapping
    session.commit()
    work(session, one, ListState.READING)
    (row,) = rows_of(session, one)
    assert (row.outcome, row.choice) == (RowOutcome.UPDATED, {"attach": page.id})


SECOND_SITE = AT_SIRET.replace("Le Verger", "Le Verger du Lac")


def test_a_second_row_of_a_siret_waits_whatever_its_name(session: Session) -> None:
    one = read(session, AT_SIRET, SECOND_SITE)
    first, second = rows_of(session, one)
    assert (first.outcome, second.outcome) == (RowOutcome.CREATED, RowOutcome.DOUBTFUL)
    assert second.told[0]["message"] == "même SIRET que la ligne 2"
    reason = reason_told(second.candidates)
    assert choose_for_all(session, one, reason, RowOutcome.CREATED) == 1
    session.commit()
    work(session, one, ListState.READING)
    assert outcomes(session, one) == {"created": 2}
    work(session, one, ListState.APPLYING)
    assert outcomes(session, read(session, AT_SIRET, SECOND_SITE)) == {"unchanged": 2}


def test_a_row_of_the_siret_of_a_page_waits_whatever_its_name(session: Session) -> None:
    applied(session, AT_SIRET)
    one = read(session, SECOND_SITE, is_partial=True)
    (row,) = rows_of(session, one)
    assert row.outcome is RowOutcome.DOUBTFUL
    assert row.candidates[0]["id"] == supplier(session, "Le Verger").id


@pytest.mark.parametrize("order", [1, -1])
def test_a_member_written_twice_once_without_its_siret_waits(session: Session, order: int) -> None:
    bare = AT_SIRET.replace("44229377500031", "").replace("Le Verger", "LE VERGER")
    one = read(session, *[AT_SIRET, bare][::order])
    assert sorted(outcomes(session, one)) == ["created", "doubtful"]
    asked = rows_of(session, one)[1]
    assert asked.told[0]["message"] == "même commune, même nom que la ligne 2"


def test_a_row_corrected_to_the_siret_of_another_waits_for_a_word(session: Session) -> None:
    one = read(session, AT_SIRET, PRUNIER)
    row = rows_of(session, one)[1]
    correct(session, one, row, PRUNIER.replace(";;", ";44229377500031;").split(";"))
    session.commit()
    assert row.told[0]["message"] == "même SIRET que la ligne 2"
    assert outcomes(session, one) == {"created": 1, "doubtful": 1}
    work(session, one, ListState.READING)
    assert outcomes(session, one) == {"created": 1, "doubtful": 1}
    work(session, one, ListState.APPLYING)
    assert listed(session) == ["Le Verger"]


def test_a_row_corrected_to_the_siret_of_a_member_may_be_that_member(session: Session) -> None:
    applied(session, AT_SIRET)
    one = read(session, AT_SIRET, PRUNIER)
    row = rows_of(session, one)[1]
    correct(session, one, row, PRUNIER.replace(";;", ";44229377500031;").split(";"))
    page = supplier(session, "Le Verger")
    assert row.candidates == [{"id": page.id, "reason": "même SIRET"}]


def test_rows_without_a_siret_have_none_in_common(session: Session) -> None:
    one = read(session, AT_SIRET, PRUNIER, "Le SIRET 44229377500031;;59000;Lille;Repassage;")
    first, second, _ = rows_of(session, one)
    for row in (first, second):  # one keeps its SIRET, the other has none
        correct(session, one, row, [f"{row.cells[0]} bis", *row.cells[1:]])
    session.commit()
    work(session, one, ListState.READING)
    assert outcomes(session, one) == {"created": 3}


def test_a_line_that_is_no_structure_as_columns_are_now_read_is_no_doubt(session: Session) -> None:
    one = drop(session, AT_SIRET, f"{PRUNIER};Le Prunier", titles=f"{TITLES};Appelée")
    work(session, one, ListState.READING)
    mended = f"{PRUNIER};Le Prunier".replace(";;", ";44229377500031;").split(";")
    correct(session, one, rows_of(session, one)[1], mended)
    fields = one.mapping["fields"] if one.mapping else {}
    others = {title: held for title, held in fields.items() if held != "name"}
    one.mapping = {**(one.mapping or {}), "fields": {**others, "appelee": "name"}}
    session.commit()
    assert outcomes(session, one) == {"created": 1, "doubtful": 1}
    work(session, one, ListState.READING)
    assert outcomes(session, one) == {"created": 1, "rejected": 1}


@pytest.mark.parametrize(
    "rows",
    [
        ["Le Tilleul;44229377500031;49000;Angers;Repassage;"],  # renamed
        ["Le Verger;44229377500031;44000;Nantes;Repassage;"],  # moved
        ["Le Tilleul;44229377500031;49000;Angers;;", "Le Noyer;44229377500031;49000;Angers;;"],
        [AT_SIRET, "Le Tilleul;44229377500031;49000;Angers;;"],
        ["Le Pommier;;49000;Angers;Repassage;"],
    ],
)
def test_a_row_is_decided_alone_as_it_was_among_the_others(
    session: Session, rows: list[str]
) -> None:
    applied(session, AT_SIRET, PRUNIER)
    one = read(session, *rows)
    before = [(row.outcome, row.changes, row.supplier_id) for row in rows_of(session, one)]
    for row in rows_of(session, one):
        if row.line:
            answer(session, one, row, SKIP)
            answer(session, one, row, None)
    now = [(row.outcome, row.changes, row.supplier_id) for row in rows_of(session, one)]
    assert now == before


def test_what_was_said_of_a_row_is_not_said_of_another_of_its_line(session: Session) -> None:
    one = read(session, VERGER)
    correct(session, one, rows_of(session, one)[0], PRUNIER.split(";"))
    session.commit()
    rows_of(session, one)[0].cells = ["Le Tilleul", "", "35000", "Rennes", "", ""]  # as before
    session.commit()
    work(session, one, ListState.READING)
    (row,) = rows_of(session, one)
    assert (row.name, row.corrected) == ("Le Verger", None)
