"""Files of known formats, dropped by a network."""

import io
import json

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from app.networks.lists.dropping import drop_file
from app.networks.lists.models import ListState, MemberList
from domain.models import Membership, Network
from tests.app.networks.lists.desk import NETWORK, listed, outcomes, rows_of, undo, work
from tests.importers.formats.test_data_inclusion import STRUCTURE
from tests.importers.formats.test_emplois import SIAE as EMPLOIS
from tests.importers.formats.test_marche import SIAE

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def read(session: Session, content: str, name: str) -> MemberList:
    if session.get(Network, NETWORK) is None:
        session.add(Network(slug=NETWORK, name="CRESS"))
        session.flush()
    one = drop_file(session, NETWORK, FileStorage(io.BytesIO(content.encode()), name), "user:0")
    session.commit()
    work(session, one, ListState.READING)
    assert (one.state, one.problem) == (ListState.READ, None)
    return one


def memberships(session: Session) -> list[str]:
    return list(session.scalars(select(Membership.network_slug).distinct()))


@on_sqlite
@pytest.mark.parametrize("structure", [STRUCTURE, SIAE], ids=["data-inclusion", "marche"])
def test_records_go_there_and_back(session: Session, structure: dict[str, object]) -> None:
    one = read(session, json.dumps([structure]), "structures.json")
    work(session, one, ListState.APPLYING)
    assert one.state is ListState.APPLIED
    assert len(listed(session)) == 1
    undo(session, one)
    assert listed(session) == []


@on_sqlite
def test_a_list_says_who_its_own_members_are_and_no_other_networks(session: Session) -> None:
    one = read(session, "Nom;Ville;Réseaux\nLe Verger;Angers;COORACE, UNEA\n", "membres.csv")
    (row,) = rows_of(session, one)
    assert "autres réseaux laissés de côté" in row.told[0]["message"]
    work(session, one, ListState.APPLYING)
    assert outcomes(session, one) == {"created": 1}
    assert memberships(session) == [NETWORK]
    assert list(session.scalars(select(Network.slug))) == [NETWORK]


@on_sqlite
def test_the_same_number_in_two_publishers_lists_is_two_structures(session: Session) -> None:
    elsewhere = {"siret": "44229377500031", "raison_sociale": "Le Prunier", "enseigne": ""}
    one = read(session, json.dumps([SIAE | {"id": 1}]), "marche.json")
    work(session, one, ListState.APPLYING)
    other = read(session, json.dumps([EMPLOIS | elsewhere | {"id": "1"}]), "emplois.json")
    assert outcomes(session, other) == {"created": 1, "gone": 1}
    again = read(session, json.dumps([SIAE | {"id": 1}]), "marche.json")
    assert outcomes(session, again) == {"unchanged": 1}
