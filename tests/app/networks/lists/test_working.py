"""A network's list, from its file to the directory and back."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db import db
from app.mailing.models import OutgoingMail
from app.networks.lists.choices import APART, AS_READ, SKIP, attach, choose, choose_for_all, correct
from app.networks.lists.models import ListState, RowOutcome
from app.networks.lists.refused import refused_rows
from app.networks.models import MemberNote
from app.networks.place.vouching import vouch_for
from app.structures.facts import ADDRESS_BASE, MODERATION, Origin
from app.structures.reverting import revert
from app.structures.saving import write_facts
from domain.models import (
    Delivery,
    DuplicateStatus,
    HistoryEntry,
    Network,
    PointPrecision,
    ProbableDuplicate,
    ProofDegree,
    Supplier,
)
from tests.app.dumping import dump
from tests.app.networks.lists.desk import (
    NETWORK,
    PRUNIER,
    TITLES,
    VERGER,
    applied,
    drop,
    listed,
    outcomes,
    read,
    rows_of,
    supplier,
    undo,
    work,
)

AT_ADDRESS = "Le Verger;44229377500031;49000;Angers;Repassage;;3 rue Haute"
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_it_works(session: Session) -> None:
    one = read(session, VERGER, PRUNIER)
    assert outcomes(session, one) == {"created": 2}
    assert listed(session) == []
    work(session, one, ListState.APPLYING)
    assert listed(session) == ["Le Prunier", "Le Verger"]
    assert [m.network_slug for m in supplier(session, "Le Verger").memberships] == ["cress"]
    undo(session, one)
    assert listed(session) == []


@on_sqlite
def test_who_asked_is_written_to_when_all_is_written(session: Session) -> None:
    applied(session, VERGER)
    letter = session.scalars(select(OutgoingMail)).one()
    assert letter.recipient == "gerante@cress.example"
    assert "1 structure créée" in letter.text.replace("\u00a0", " ")


@on_sqlite
def test_the_same_list_again_writes_nothing(session: Session) -> None:
    applied(session, VERGER, PRUNIER)
    before = {name: rows for name, rows in dump(session).items() if "list" not in name}
    again = applied(session, PRUNIER, VERGER)
    assert outcomes(session, again) == {"unchanged": 2}
    after = {name: rows for name, rows in dump(session).items() if "list" not in name}
    assert {n for n in after if after[n] != before[n]} == {"outgoing_mail"}


def test_who_is_gone_from_a_newer_list_leaves_the_network(session: Session) -> None:
    applied(session, VERGER, PRUNIER)
    newer = read(session, VERGER)
    assert outcomes(session, newer) == {"unchanged": 1, "gone": 1}
    assert supplier(session, "Le Prunier").memberships != []
    work(session, newer, ListState.APPLYING)
    assert supplier(session, "Le Prunier").memberships == []
    assert listed(session) == ["Le Prunier", "Le Verger"]
    undo(session, newer)
    assert supplier(session, "Le Prunier").memberships != []


@on_sqlite
def test_who_came_back_is_a_member_again(session: Session) -> None:
    applied(session, VERGER, PRUNIER)
    applied(session, VERGER)
    applied(session, VERGER, PRUNIER)
    assert supplier(session, "Le Prunier").memberships != []


@on_sqlite
def test_a_person_may_keep_who_is_gone(session: Session) -> None:
    applied(session, VERGER, PRUNIER)
    newer = read(session, VERGER)
    choose(session, newer, rows_of(session, newer)[-1], SKIP)
    session.commit()
    work(session, newer, ListState.APPLYING)
    assert supplier(session, "Le Prunier").memberships != []


@on_sqlite
def test_whom_a_person_keeps_is_kept_when_the_list_is_read_again(session: Session) -> None:
    applied(session, VERGER, PRUNIER)
    newer = read(session, VERGER)
    choose(session, newer, rows_of(session, newer)[-1], SKIP)
    session.commit()
    work(session, newer, ListState.READING)
    work(session, newer, ListState.APPLYING)
    assert supplier(session, "Le Prunier").memberships != []


@on_sqlite
def test_a_member_whose_row_is_refused_does_not_leave(session: Session) -> None:
    verger = VERGER.replace(";;", ";12345678200010;", 1)
    applied(session, verger, PRUNIER)
    nameless = read(session, verger.replace("Le Verger", ""), PRUNIER)
    assert outcomes(session, nameless) == {"rejected": 1, "unchanged": 1}


def test_a_complement_says_nothing_of_the_others(session: Session) -> None:
    applied(session, VERGER)
    more = applied(session, PRUNIER, is_partial=True)
    assert outcomes(session, more) == {"created": 1}
    assert supplier(session, "Le Verger").memberships != []


# What the network vouched for


SINCE = date(2026, 5, 3)


def vouch(session: Session, degree: ProofDegree = ProofDegree.VERIFIED) -> Supplier:
    """The network vouches for Le Prunier."""
    network, page = session.get_one(Network, NETWORK), supplier(session, "Le Prunier")
    vouch_for(network, [page.id], degree, SINCE, "user:1")
    return page


@on_sqlite
def test_leaving_ends_what_the_network_vouched_for_and_the_preview_says_so(
    session: Session,
) -> None:
    applied(session, VERGER, PRUNIER)
    page = vouch(session)
    newer = read(session, VERGER)
    row = rows_of(session, newer)[-1]
    assert "vérifiée par CRESS le 3\u00a0mai\u00a02026" in row.told[0]["message"]
    work(session, newer, ListState.APPLYING)
    told = {"network": NETWORK, "degree": "verifie", "on": "2026-05-03"}
    left = session.scalars(select(HistoryEntry).order_by(HistoryEntry.id)).all()[-1].changes
    assert left == row.changes == {"networks": [[NETWORK], []], "vouchings": [[told], []]}
    assert page.memberships == []


def test_undoing_gives_back_a_membership_with_what_was_vouched_for(session: Session) -> None:
    applied(session, VERGER, PRUNIER)
    page = vouch(session, ProofDegree.CHARTER)
    newer = applied(session, VERGER)
    assert page.memberships == []
    undo(session, newer)
    (row,) = page.memberships
    assert (row.degree, row.vouched_on) == (ProofDegree.CHARTER, SINCE)


@on_sqlite
def test_who_is_kept_stays_vouched_for(session: Session) -> None:
    applied(session, VERGER, PRUNIER)
    page = vouch(session)
    newer = read(session, VERGER)
    choose(session, newer, rows_of(session, newer)[-1], SKIP)
    session.commit()
    work(session, newer, ListState.APPLYING)
    assert [row.vouched_on for row in page.memberships] == [SINCE]


@on_sqlite
def test_who_is_vouched_for_since_the_preview_stays(session: Session) -> None:
    applied(session, VERGER, PRUNIER)
    newer = read(session, VERGER)
    page = vouch(session)
    work(session, newer, ListState.APPLYING)
    row = rows_of(session, newer)[-1]
    assert (row.outcome, row.stage) == ("conflict", "applying")
    assert [row.vouched_on for row in page.memberships] == [SINCE]
    assert list(refused_rows(session, newer))[1:] == []  # no line of the file


@on_sqlite
def test_a_moderator_puts_back_what_leaving_ended(session: Session) -> None:
    applied(session, VERGER, PRUNIER)
    page = vouch(session)
    applied(session, VERGER)
    left = session.scalars(select(HistoryEntry).order_by(HistoryEntry.id)).all()[-1]
    done = revert(page.id, left, Origin.now(MODERATION), "user:1", certifies=True)
    assert (done.put_back, done.left) == (["networks", "vouchings"], {})
    assert [row.vouched_on for row in page.memberships] == [SINCE]


@on_sqlite
def test_the_note_that_leaving_erases_is_told(session: Session) -> None:
    applied(session, VERGER, PRUNIER)
    note = {"text": "À rappeler", "changed_by": "user:1"}
    page = supplier(session, "Le Prunier")
    session.add(MemberNote(supplier_id=page.id, network_slug=NETWORK, **note))
    session.commit()
    row = rows_of(session, read(session, VERGER))[-1]
    assert "la note de votre réseau sur elle sera effacée" in row.told[0]["message"]


# Doubts


def known_verger(session: Session) -> Supplier:
    """In the directory already, by another source."""
    found = Supplier(name="Association Le Verger", city="Angers", code_insee="49007")
    session.add(found)
    session.commit()
    return found


@on_sqlite
def test_a_row_that_may_be_a_structure_of_the_directory_waits_for_a_person(
    session: Session,
) -> None:
    known = known_verger(session)
    one = read(session, VERGER)
    assert outcomes(session, one) == {"doubtful": 1}
    assert rows_of(session, one)[0].candidates[0]["id"] == known.id
    work(session, one, ListState.APPLYING)
    assert listed(session) == ["Association Le Verger"]


def test_a_person_says_that_it_is_the_same(session: Session) -> None:
    known = known_verger(session)
    one = read(session, VERGER)
    choose(session, one, rows_of(session, one)[0], attach(known.id))
    session.commit()
    work(session, one, ListState.APPLYING)
    assert listed(session) == ["Association Le Verger"]
    assert [row.service for row in known.activities] == ["repassage"]
    undo(session, one)
    assert (known.activities, known.memberships, known.records) == ([], [], [])


@on_sqlite
def test_a_row_found_to_be_a_page_gives_it_what_it_lacks_and_says_what_differs(
    session: Session,
) -> None:
    known = known_verger(session)
    known.address = "5 rue Basse"
    session.commit()
    one = drop(session, AT_ADDRESS, titles=f"{TITLES};Adresse")
    work(session, one, ListState.READING)
    (row,) = rows_of(session, one)
    choose(session, one, row, attach(known.id))
    session.commit()
    work(session, one, ListState.APPLYING)
    assert (known.name, known.siret) == ("Association Le Verger", "44229377500031")
    assert [told["message"] for told in row.told] == [
        "adresse : le fichier dit « 3 rue Haute », l’annuaire « 5 rue Basse »,"
        " que dit une autre source",
        "rattachée à « Association Le Verger, Angers » (rapprochée par une personne)",
        "la fiche garde le nom « Association Le Verger », et donne aussi celui de la liste",
    ]
    assert (row.outcome, known.address) == ("conflict", "5 rue Basse")


@on_sqlite
def test_a_row_found_to_be_a_page_does_not_write_over_its_siret(session: Session) -> None:
    known = known_verger(session)
    known.siret = "55208131766522"
    session.commit()
    one = read(session, AT_SIRET)
    (row,) = rows_of(session, one)
    choose(session, one, row, attach(known.id))
    assert row.outcome is RowOutcome.CONFLICT
    assert "SIRET : le fichier dit « 44229377500031 »" in row.told[0]["message"]


def test_a_person_says_that_they_are_two_and_is_not_asked_again(session: Session) -> None:
    known_verger(session)
    one = read(session, VERGER)
    choose(session, one, rows_of(session, one)[0], APART)
    session.commit()
    work(session, one, ListState.APPLYING)
    assert listed(session) == ["Association Le Verger", "Le Verger"]
    pair = session.scalars(select(ProbableDuplicate)).one()
    assert pair.status is DuplicateStatus.REJECTED
    assert outcomes(session, read(session, VERGER)) == {"unchanged": 1}


@on_sqlite
def test_one_answer_settles_every_row_of_a_doubt(session: Session) -> None:
    known_verger(session)
    one = read(session, VERGER, PRUNIER)
    reason = rows_of(session, one)[0].candidates[0]["reason"]
    assert choose_for_all(session, one, reason, RowOutcome.UPDATED) == 1
    session.commit()
    work(session, one, ListState.READING)
    assert outcomes(session, one) == {"created": 1, "updated": 1}


@on_sqlite
def test_whom_a_doubtful_row_may_be_is_not_gone_until_a_person_says_that_it_is_another(
    session: Session,
) -> None:
    applied(session, VERGER)
    newer = read(session, VERGER.replace("Le Verger", "Association Le Verger"))
    assert outcomes(session, newer) == {"doubtful": 1}
    row = rows_of(session, newer)[0]
    for choice, left in ((SKIP, {"skipped": 1}), (APART, {"created": 1, "gone": 1})):
        choose(session, newer, row, choice)
        assert outcomes(session, newer) == left
    choose(session, newer, row, attach(supplier(session, "Le Verger").id))
    assert outcomes(session, newer) == {"updated": 1}


def test_a_person_says_that_a_member_has_taken_another_name(session: Session) -> None:
    applied(session, VERGER)
    before = pages(session)
    newer = read(session, VERGER.replace("Le Verger", "Association Le Verger"))
    choose(session, newer, rows_of(session, newer)[0], attach(supplier(session, "Le Verger").id))
    session.commit()
    work(session, newer, ListState.APPLYING)
    page = supplier(session, "Association Le Verger")
    assert listed(session) == ["Association Le Verger"]
    assert [row.network_slug for row in page.memberships] == [NETWORK]
    assert len(page.records) == 1
    undo(session, newer)
    assert pages(session) == before


@on_sqlite
def test_a_row_beside_the_one_that_names_a_member_renames_nobody(session: Session) -> None:
    applied(session, VERGER)
    newer = read(session, VERGER, VERGER.replace("Le Verger", "Association Le Verger"))
    page = supplier(session, "Le Verger")
    choose(session, newer, rows_of(session, newer)[1], attach(page.id))
    session.commit()
    work(session, newer, ListState.APPLYING)
    assert (page.name, len(page.records)) == ("Le Verger", 2)


# Another name under the same SIRET


AT_SIRET = "Le Verger;44229377500031;49000;Angers;Repassage;contact@verger.example"


def called(*names: str) -> list[str]:
    return [AT_SIRET.replace("Le Verger", name) for name in names]


def test_a_member_renamed_is_updated_and_nobody_is_gone(session: Session) -> None:
    applied(session, AT_SIRET, PRUNIER)
    before, page = pages(session), supplier(session, "Le Verger")
    newer = read(session, *called("Pomme et Compagnie"), PRUNIER)
    assert outcomes(session, newer) == {"updated": 1, "unchanged": 1}
    (row, _) = rows_of(session, newer)
    assert row.changes == {"name": ["Le Verger", "Pomme et Compagnie"]}
    assert row.told[0]["message"] == "renommée : même SIRET, même commune"
    work(session, newer, ListState.APPLYING)
    assert (page.name, len(page.records)) == ("Pomme et Compagnie", 1)
    assert listed(session) == ["Le Prunier", "Pomme et Compagnie"]
    again = read(session, *called("Pomme et Compagnie"), PRUNIER)
    assert outcomes(session, again) == {"unchanged": 2}
    undo(session, newer)
    assert pages(session) == before


@on_sqlite
def test_a_name_that_somebody_gave_the_page_stays(session: Session) -> None:
    applied(session, AT_SIRET)
    supplier(session, "Le Verger").name = "Le Vieux Verger"
    session.commit()
    newer = applied(session, *called("Pomme et Compagnie"))
    assert outcomes(session, newer) == {"conflict": 1}
    assert listed(session) == ["Le Vieux Verger"]


@on_sqlite
@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("Pomme et Compagnie", "Cidrerie"), {"doubtful": 2}),
        (("Le Verger", "Cidrerie"), {"unchanged": 1, "doubtful": 1}),
    ],
)
def test_two_rows_of_one_siret_rename_nobody(
    session: Session, names: tuple[str, ...], expected: dict[str, int]
) -> None:
    applied(session, AT_SIRET)
    assert outcomes(session, read(session, *called(*names))) == expected


@on_sqlite
def test_two_sites_of_one_siret_are_not_renamed_by_one(session: Session) -> None:
    one = read(session, *called("Le Verger", "Cidrerie"))
    choose(session, one, rows_of(session, one)[1], AS_READ)
    session.commit()
    work(session, one, ListState.APPLYING)
    assert listed(session) == ["Cidrerie", "Le Verger"]
    newer = read(session, *called("Pomme et Compagnie"))
    assert outcomes(session, newer) == {"doubtful": 1}


@on_sqlite
def test_a_row_that_a_person_said_to_be_another_renames_nobody(session: Session) -> None:
    applied(session, AT_SIRET)
    newer = read(session, *called("Association Le Verger", "Cidrerie"))
    one, other = rows_of(session, newer)
    choose(session, newer, one, APART)
    correct(session, newer, other, PRUNIER.split(";"))
    session.commit()
    work(session, newer, ListState.READING)
    assert outcomes(session, newer) == {"created": 2, "gone": 1}


@on_sqlite
def test_a_complement_renames_nobody(session: Session) -> None:
    applied(session, AT_SIRET)
    more = read(session, *called("Cidrerie"), is_partial=True)
    assert outcomes(session, more) == {"doubtful": 1}


@on_sqlite
def test_a_member_at_another_address_keeps_its_page(session: Session) -> None:
    applied(session, AT_SIRET, PRUNIER)
    before, page = pages(session), supplier(session, "Le Verger")
    newer = applied(session, AT_SIRET.replace("49000;Angers", "44000;Nantes"), PRUNIER)
    assert outcomes(session, newer) == {"updated": 1, "unchanged": 1}
    assert rows_of(session, newer)[0].told[0]["message"] == "autre commune : même SIRET, même nom"
    assert (page.city, len(page.records), len(page.memberships)) == ("Nantes", 1, 1)
    undo(session, newer)
    assert pages(session) == before


@on_sqlite
def test_an_address_that_somebody_else_gave_stays(session: Session) -> None:
    applied(session, AT_SIRET)
    page = supplier(session, "Le Verger")
    page.city, page.postcode, page.code_insee = "Rennes", "35000", "35238"
    session.commit()
    newer = applied(session, AT_SIRET.replace("49000;Angers", "44000;Nantes"))
    assert outcomes(session, newer) == {"conflict": 1}
    assert page.city == "Rennes"


@on_sqlite
def test_a_renamed_row_corrected_in_place_is_still_that_member(session: Session) -> None:
    applied(session, AT_SIRET)
    newer = read(session, *called("Pomme et Compagnie"))
    (row,) = rows_of(session, newer)
    correct(session, newer, row, called("Pomme et Cie")[0].split(";"))
    assert row.changes == {"name": ["Le Verger", "Pomme et Cie"]}
    session.commit()
    work(session, newer, ListState.APPLYING)
    assert listed(session) == ["Pomme et Cie"]


# Corrections


@on_sqlite
def test_who_is_named_again_by_a_correction_is_not_gone(session: Session) -> None:
    applied(session, VERGER, PRUNIER)
    newer = read(session, VERGER, ";;44000;Nantes;Menuiserie;")
    assert outcomes(session, newer) == {"unchanged": 1, "rejected": 1, "gone": 1}
    correct(session, newer, rows_of(session, newer)[1], PRUNIER.split(";"))
    session.commit()
    assert outcomes(session, newer) == {"unchanged": 2}
    work(session, newer, ListState.APPLYING)
    assert supplier(session, "Le Prunier").memberships != []


@on_sqlite
def test_a_refused_row_is_corrected_in_place(session: Session) -> None:
    one = read(session, VERGER, ";;44000;Nantes;Menuiserie;")
    assert outcomes(session, one) == {"created": 1, "rejected": 1}
    bad = rows_of(session, one)[1]
    correct(session, one, bad, ["Le Prunier", *bad.cells[1:]])
    session.commit()
    assert bad.outcome is RowOutcome.CREATED
    work(session, one, ListState.READING)
    work(session, one, ListState.APPLYING)
    assert listed(session) == ["Le Prunier", "Le Verger"]
    assert rows_of(session, one)[1].cells[0] == ""  # the file's own word is kept


@on_sqlite
def test_a_correction_that_repeats_another_row_is_refused(session: Session) -> None:
    one = read(session, VERGER, PRUNIER)
    second = rows_of(session, one)[1]
    correct(session, one, second, VERGER.replace("Repassage", "Menuiserie").split(";"))
    assert second.outcome is RowOutcome.REJECTED
    assert "ligne 2" in second.told[0]["message"]


# What changes meanwhile


def test_what_changed_since_the_preview_comes_back_as_a_conflict(session: Session) -> None:
    applied(session, VERGER)
    newer = read(session, VERGER.replace("Repassage", "Menuiserie"))
    supplier(session, "Le Verger").activities[0].source = "structure"
    session.commit()
    work(session, newer, ListState.APPLYING)
    (row,) = rows_of(session, newer)
    assert (row.outcome, row.stage) == ("conflict", "applying")
    assert [a.service for a in supplier(session, "Le Verger").activities] == ["repassage"]


@on_sqlite
def test_a_list_stopped_goes_on_where_it_was(session: Session) -> None:
    one = read(session, VERGER, PRUNIER)
    one.state = ListState.STOPPED
    session.commit()
    work(session, one, ListState.APPLYING)
    assert outcomes(session, one) == {"created": 2}


# Undoing


def test_undoing_leaves_everything_as_it_was(session: Session) -> None:
    applied(session, VERGER, PRUNIER)
    before = pages(session)
    newer = applied(session, VERGER.replace("Repassage;contact", "Menuiserie;bureau"), "Autre;;;;;")
    assert pages(session) != before
    undo(session, newer)
    assert pages(session) == before


def pages(session: Session) -> dict[str, list[dict[str, object]]]:
    """What the directory says, without numbers, versions or moments; archived pages left out."""
    left = ("id", "supplier_id", "zone_id", "version")
    tables = (
        "supplier",
        "activity",
        "contact",
        "membership",
        "source_record",
        "provenance",
        "zone",
    )
    found = dump(session)
    gone = {row["id"] for row in found["supplier"] if row["archived_at"]}
    return {
        name: sorted(
            (
                {column: value for column, value in row.items() if column not in left}
                for row in found[name]
                if row.get("supplier_id", row.get("id")) not in gone
            ),
            key=repr,
        )
        for name in tables
    }


@on_sqlite
def test_undoing_spares_later_edits_and_says_which(session: Session) -> None:
    applied(session, VERGER)
    newer = applied(session, VERGER.replace("Angers;Repassage", "Angers;Menuiserie"))
    kept = supplier(session, "Le Verger")
    kept.activities[0].delivery = Delivery.SERVICE
    session.commit()
    undo(session, newer)
    (row,) = rows_of(session, newer)
    assert row.spared == ["activities"]
    assert [a.service for a in kept.activities] == ["menuiserie-batiment"]


@on_sqlite
def test_undoing_keeps_a_page_that_somebody_has_written_on(session: Session) -> None:
    one = applied(session, VERGER)
    page, said = supplier(session, "Le Verger"), {"description": "Nous repassons."}
    write_facts(page, said, Origin.now("moderation"), "user:9")
    session.commit()
    undo(session, one)
    assert rows_of(session, one)[0].spared == ["page"]
    assert listed(session) == ["Le Verger"]


@on_sqlite
def test_undoing_a_page_that_its_address_placed_since_spares_nothing(session: Session) -> None:
    one = applied(session, VERGER)
    place_by_address(supplier(session, "Le Verger"))
    undo(session, one)
    assert rows_of(session, one)[0].spared is None
    assert listed(session) == []


@on_sqlite
def test_undoing_takes_back_a_point_that_followed_from_the_address(session: Session) -> None:
    known = known_verger(session)
    known.latitude = known.longitude = known.point_precision = None
    session.commit()
    one = read(session, VERGER)
    choose(session, one, rows_of(session, one)[0], attach(known.id))
    session.commit()
    work(session, one, ListState.APPLYING)
    assert known.point is not None
    place_by_address(known)
    undo(session, one)
    assert (rows_of(session, one)[0].spared, known.point) == (None, None)


def place_by_address(page: Supplier) -> None:
    """As the address base does, in its own time."""
    fact = {"point": [47.4, -0.5, PointPrecision.ADDRESS]}
    write_facts(page, fact, Origin.now(ADDRESS_BASE), ADDRESS_BASE)
    db.session.commit()


@on_sqlite
def test_undoing_is_in_the_history(session: Session) -> None:
    one = applied(session, VERGER)
    undo(session, one)
    actions = session.scalars(select(HistoryEntry.action).order_by(HistoryEntry.id))
    assert list(actions) == ["created", "archived"]


@on_sqlite
def test_a_list_undone_may_be_applied_anew(session: Session) -> None:
    undo(session, applied(session, VERGER))
    applied(session, VERGER)
    assert listed(session) == ["Le Verger"]


@on_sqlite
def test_a_file_that_cannot_be_read_says_why_and_writes_nothing(session: Session) -> None:
    one = drop(session, VERGER)
    one.mapping = {"fields": {"siret": "siret"}}
    session.commit()
    work(session, one, ListState.READING)
    assert one.state is ListState.DROPPED
    assert one.problem is not None
    assert "nom" in one.problem


def test_after_an_undoing_nobody_is_gone(session: Session) -> None:
    undo(session, applied(session, VERGER, PRUNIER))
    assert outcomes(session, read(session, VERGER)) == {"created": 1}
