"""Two suppliers made one, and two again."""

import random
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import Editorship
from app.db import db
from app.directory.queries import kept_in_place_of
from app.importing.loading import known_supplier
from app.moderation.merging import CannotMergeError, merge, unmerge
from app.structures.facts import STRUCTURE
from app.structures.models import Claim, ClaimProof, ClaimStatus
from domain.models import (
    DuplicateStatus,
    HistoryEntry,
    Membership,
    Network,
    OutboxEntry,
    ProbableDuplicate,
    ProofDegree,
    Provenance,
    Supplier,
    SupplierKind,
)
from tests.app.cast import TODAY, make_supplier
from tests.app.dumping import dump
from tests.app.moderation.drawing import Drawer
from tests.app.pages import on_sqlite
from tests.app.people import editor_of, make_user

ACTOR = "user:1"
ROUNDS = 40
# What tells of the merge itself: the rest is as if it had never been.
TOLD = ("history_entry", "outbox", "merge", "probable_duplicate")


def stored(*suppliers: Supplier) -> tuple[Supplier, ...]:
    db.session.add_all(suppliers)
    db.session.commit()
    return suppliers


def merged_pair(**merged: Any) -> tuple[Supplier, Supplier, int]:
    """One that says nothing of what it does, and one that became part of it."""
    kept, other = stored(
        make_supplier("Les Ateliers du Verger", services=[]),
        make_supplier("Ateliers Verger", **merged),
    )
    made = merge(kept.id, other.id, ACTOR)
    db.session.commit()
    return kept, other, made.id


def take_apart(merge_id: int) -> tuple[str, ...]:
    spared = unmerge(merge_id, ACTOR)
    db.session.commit()
    return spared


def test_the_kept_supplier_receives_what_it_lacks(app: Flask) -> None:
    kept, other, _ = merged_pair(services=["imprimerie"], description="Bons bois.")
    assert [activity.service for activity in kept.activities] == ["imprimerie"]
    assert kept.description == "Bons bois."
    assert {record.source_key for record in kept.records} == {kept.name, other.name}
    assert (other.merged_into_id, other.is_listed) == (kept.id, False)


def test_merging_then_unmerging_changes_nothing(app: Flask) -> None:
    drawer = Drawer(random.Random(7))
    for _ in range(ROUNDS):
        kept, merged = drawer.supplier(), drawer.supplier()
        before = told_apart(dump(db.session))
        made = merge(kept.id, merged.id, ACTOR)
        db.session.commit()
        assert take_apart(made.id) == ()
        assert told_apart(dump(db.session)) == before


def told_apart(rows: dict[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    """Versions apart: they only grow."""
    kept = {name: found for name, found in rows.items() if name not in TOLD}
    kept["supplier"] = [row | {"version": None} for row in kept["supplier"]]
    return kept


@on_sqlite
def test_what_it_says_already_stays(app: Flask) -> None:
    kept, _, _ = merged_pair(brand="Verger", kinds=["EA"], code_insee="44109", city="Nantes")
    assert (kept.display_name, kept.city) == ("Les Ateliers du Verger", "Angers")
    assert {kind.code for kind in kept.kinds} == {"ESAT", "EA"}


@on_sqlite
def test_what_changed_since_is_spared_and_named(app: Flask) -> None:
    kept, other, merge_id = merged_pair(services=["imprimerie"], description="Bons bois.")
    kept.description = "Beaux bois."
    db.session.commit()
    assert take_apart(merge_id) == ("description",)
    assert kept.description == "Beaux bois."
    assert (kept.activities, other.description) == ([], "Bons bois.")


def members_pair(kept: ProofDegree | None, merged: ProofDegree | None) -> tuple[Supplier, Supplier]:
    """Two members of one network, vouched for as told."""
    db.session.add(Network(slug="vergers", name="Vergers"))
    pair = stored(make_supplier("Verger"), make_supplier("Ateliers Verger"))
    for supplier, degree in zip(pair, (kept, merged), strict=True):
        since = TODAY if degree else None
        said = {"source": "test", "as_of": TODAY, "degree": degree, "vouched_on": since}
        supplier.memberships.append(Membership(network_slug="vergers", **said))
    db.session.commit()
    return pair[0], pair[1]


@on_sqlite
@pytest.mark.parametrize(
    ("kept", "merged", "left"),
    [
        (None, ProofDegree.VERIFIED, ProofDegree.VERIFIED),
        (ProofDegree.CHARTER, ProofDegree.VERIFIED, ProofDegree.CHARTER),
        (ProofDegree.CHARTER, None, ProofDegree.CHARTER),
    ],
)
def test_what_a_network_vouches_for_stays_and_goes_back(
    app: Flask, kept: ProofDegree | None, merged: ProofDegree | None, left: ProofDegree
) -> None:
    one, other = members_pair(kept, merged)
    made = merge(one.id, other.id, ACTOR)
    db.session.commit()
    assert one.memberships[0].degree is left
    assert take_apart(made.id) == ()
    assert (one.memberships[0].degree, other.memberships[0].degree) == (kept, merged)


@on_sqlite
def test_what_the_network_has_said_since_is_spared_and_named(app: Flask) -> None:
    one, other = members_pair(None, ProofDegree.CHARTER)
    made = merge(one.id, other.id, ACTOR)
    one.memberships[0].degree = ProofDegree.VERIFIED
    db.session.commit()
    assert take_apart(made.id) == ("vouchings",)
    assert one.memberships[0].degree is ProofDegree.VERIFIED


@on_sqlite
def test_a_merge_of_before_rows_had_more_columns_is_undone(app: Flask) -> None:
    db.session.add(Network(slug="vergers", name="Vergers"))
    kept, other = stored(make_supplier("Verger"), make_supplier("Ateliers Verger"))
    other.memberships.append(Membership(network_slug="vergers", source="test", as_of=TODAY))
    made = merge(kept.id, other.id, ACTOR)
    moved = {name: value for name, value in made.moved.items() if name != "vouchings"}
    (copied,) = moved["copies"]["memberships"]
    told = {name: copied[name] for name in ("network_slug", "source", "as_of")}
    made.moved = moved | {"copies": moved["copies"] | {"memberships": [told]}}
    db.session.commit()
    assert take_apart(made.id) == ()
    assert kept.memberships == []


@on_sqlite
def test_both_are_told_to_the_index(app: Flask) -> None:
    db.session.execute(select(1))
    kept, other, _ = merged_pair()
    last = db.session.scalars(select(OutboxEntry.supplier_id).order_by(OutboxEntry.id)).all()
    assert {kept.id, other.id} <= set(last[2:])


@on_sqlite
def test_both_histories_tell_it(app: Flask) -> None:
    kept, other, _ = merged_pair(services=["imprimerie"])
    told = {entry.supplier_id: entry.changes for entry in db.session.scalars(select(HistoryEntry))}
    assert told[other.id] == {"merged_into": [None, kept.id]}
    assert told[kept.id].keys() == {"activities", "merged"}


@on_sqlite
def test_its_editors_join_and_leave(app: Flask) -> None:
    kept, other = stored(make_supplier("Verger"), make_supplier("Ateliers Verger"))
    owner, newcomer = editor_of(kept, app).user, editor_of(other, app, "b@atelier.example").user
    assert owner is not None
    assert newcomer is not None
    made = merge(kept.id, other.id, ACTOR)
    db.session.commit()
    assert editors() == {(owner.id, kept.id, True), (newcomer.id, kept.id, False)}
    take_apart(made.id)
    assert editors() == {(owner.id, kept.id, True), (newcomer.id, other.id, True)}


def editors() -> set[tuple[int, int, bool]]:
    return {(e.user_id, e.supplier_id, e.is_owner) for e in db.session.scalars(select(Editorship))}


@on_sqlite
def test_chains_are_followed_and_undone_from_the_last(app: Flask) -> None:
    first, second, third = stored(*(make_supplier(name) for name in ("A", "B", "C")))
    inner = merge(second.id, first.id, ACTOR)
    outer = merge(third.id, second.id, ACTOR)
    db.session.commit()
    assert kept_in_place_of(first.id) is third
    with pytest.raises(CannotMergeError, match="d’abord"):
        unmerge(inner.id, ACTOR)
    take_apart(outer.id)
    take_apart(inner.id)
    assert [s.merged_into_id for s in (first, second, third)] == [None, None, None]
    assert all(len(supplier.records) == 1 for supplier in (first, second, third))


@on_sqlite
def test_a_supplier_is_merged_once_and_not_into_itself(app: Flask) -> None:
    kept, other, _ = merged_pair()
    with pytest.raises(CannotMergeError, match="déjà réunie"):
        merge(kept.id, other.id, ACTOR)
    with pytest.raises(CannotMergeError, match="deux fiches différentes"):
        merge(kept.id, kept.id, ACTOR)


@on_sqlite
def test_a_merge_is_undone_once(app: Flask) -> None:
    *_, merge_id = merged_pair()
    take_apart(merge_id)
    with pytest.raises(CannotMergeError, match="déjà défaite"):
        unmerge(merge_id, ACTOR)


@on_sqlite
def test_doubts_about_the_merged_one_follow(app: Flask) -> None:
    kept, other, third = stored(*(make_supplier(name) for name in ("A", "B", "C")))
    db.session.add(ProbableDuplicate(first_id=other.id, second_id=third.id, reason="X"))
    made = merge(kept.id, other.id, ACTOR)
    db.session.commit()
    assert statuses() == {
        (kept.id, third.id): DuplicateStatus.OPEN,
        (kept.id, other.id): DuplicateStatus.CONFIRMED,
    }
    take_apart(made.id)
    assert statuses() == {
        (other.id, third.id): DuplicateStatus.OPEN,
        (kept.id, other.id): DuplicateStatus.REJECTED,
    }


def statuses() -> dict[tuple[int, int], DuplicateStatus]:
    pairs = db.session.scalars(select(ProbableDuplicate))
    return {(pair.first_id, pair.second_id): pair.status for pair in pairs}


@on_sqlite
def test_the_word_of_the_merged_structure_holds_against_imports(app: Flask) -> None:
    kept, other = stored(make_supplier("Verger", services=[]), make_supplier("Ateliers Verger"))
    other.provenances.append(Provenance(field="activities", source=STRUCTURE, as_of=TODAY))
    made = merge(kept.id, other.id, ACTOR)
    db.session.commit()
    assert {"services", "zone"} <= known_supplier(kept, TODAY).held.keys()
    take_apart(made.id)
    assert not known_supplier(kept, TODAY).held
    assert {"services", "zone"} <= known_supplier(other, TODAY).held.keys()


@on_sqlite
def test_a_claim_decided_since_stays_where_it_was(app: Flask) -> None:
    """The merged page has its own settled claim: it can have no second one."""
    kept, other = stored(make_supplier("Verger"), make_supplier("Ateliers Verger"))
    user = make_user()

    def claim(supplier: Supplier, status: ClaimStatus) -> Claim:
        proof = ClaimProof.DOCUMENT
        return Claim(supplier_id=supplier.id, user_id=user.id, proof=proof, status=status)

    first, rival = claim(kept, ClaimStatus.SETTLED), claim(other, ClaimStatus.OPEN)
    db.session.add_all([first, rival, claim(other, ClaimStatus.SETTLED)])
    made = merge(kept.id, other.id, ACTOR)
    first.status = ClaimStatus.WITHDRAWN
    db.session.flush()
    rival.status = ClaimStatus.SETTLED
    db.session.commit()
    take_apart(made.id)
    assert rival.supplier_id == kept.id


@on_sqlite
def test_a_kind_that_was_dated_since_is_spared(app: Flask) -> None:
    kept, _, merge_id = merged_pair(kinds=["EA"])
    received: SupplierKind = next(kind for kind in kept.kinds if kind.code == "EA")
    received.starts_on = TODAY
    db.session.commit()
    assert take_apart(merge_id) == ("kinds",)
    assert {kind.code for kind in kept.kinds} == {"ESAT", "EA"}
