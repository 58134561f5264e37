"""Who is gone from a newer list leaves the network, and what it vouched for ends."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.networks.lists.choices import AS_READ, SKIP
from app.networks.lists.members import kept_for_their_name
from app.networks.lists.models import ListState
from app.networks.lists.refused import refused_rows
from app.networks.models import MemberNote
from app.networks.place.vouching import vouch_for
from app.structures.facts import MODERATION, Origin
from app.structures.reverting import revert
from domain.models import HistoryEntry, Network, ProofDegree, Supplier
from tests.app.networks.lists.desk import (
    NETWORK,
    PRUNIER,
    TITLES,
    VERGER,
    applied,
    choose,
    listed,
    on_sqlite,
    outcomes,
    read,
    rows_of,
    supplier,
    undo,
    work,
)
from tests.app.networks.lists.dropping import act, dropped, matched
from tests.app.people import Person


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


WAITS = "LE VERGER;;;Angerss;Repassage;"


def test_a_member_whose_name_a_waiting_row_bears_does_not_leave(session: Session) -> None:
    applied(session, VERGER, PRUNIER)
    newer = read(session, WAITS, PRUNIER)
    assert outcomes(session, newer) == {"doubtful": 1, "unchanged": 1}
    work(session, newer, ListState.APPLYING)
    assert supplier(session, "Le Verger").memberships != []


@on_sqlite
def test_nor_one_whose_name_a_row_left_out_bears(session: Session) -> None:
    applied(session, VERGER, PRUNIER)
    newer = read(session, "Le Verger;;44000;Nantes;Repassage;", PRUNIER)
    assert outcomes(session, newer) == {"created": 1, "unchanged": 1, "gone": 1}
    choose(session, newer, rows_of(session, newer)[0], SKIP)
    assert outcomes(session, newer) == {"skipped": 1, "unchanged": 1}


@on_sqlite
def test_however_many_there_are(session: Session) -> None:
    """More than one query may name."""
    rows = [f"Atelier {rank};;49000;Angers;Repassage;" for rank in range(1_100)]
    applied(session, *rows)
    newer = read(session, *(row.replace(";49000;Angers", ";;Angerss") for row in rows))
    assert outcomes(session, newer) == {"doubtful": 1_100}
    assert len(kept_for_their_name(session, newer)) == 1_100


@on_sqlite
def test_once_a_person_has_it_written_the_other_leaves(session: Session) -> None:
    applied(session, VERGER, PRUNIER)
    newer = read(session, WAITS, PRUNIER)
    choose(session, newer, rows_of(session, newer)[0], AS_READ)
    assert outcomes(session, newer) == {"created": 1, "unchanged": 1, "gone": 1}


@on_sqlite
def test_the_preview_says_why_they_stay(manager: Person) -> None:
    page = dropped(manager, "\n".join([TITLES, VERGER, PRUNIER]))
    matched(manager, page)
    act(manager, page, "appliquer")
    newer = dropped(manager, "\n".join([TITLES, WAITS, PRUNIER]))
    matched(manager, newer)
    assert "une ligne qui n’est pas écrite porte son nom ou son SIRET : Le Verger" in manager.page(
        newer
    )


def test_after_an_undoing_nobody_is_gone(session: Session) -> None:
    undo(session, applied(session, VERGER, PRUNIER))
    assert outcomes(session, read(session, VERGER)) == {"created": 1}


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
