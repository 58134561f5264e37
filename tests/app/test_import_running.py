"""An import in the database: what is written, and what a second run leaves alone."""

import gzip
import json
import threading
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db import db
from app.importing import ImportRequest, NetworkNeededError, batches, import_file
from app.importing.rehearsing import Rehearsal
from domain.models import (
    Contact,
    HistoryAction,
    HistoryEntry,
    ImportRun,
    Network,
    OutboxEntry,
    ProbableDuplicate,
    ProofDegree,
    SourceRecord,
    Supplier,
    SupplierKind,
    Visibility,
)
from importers.decisions import Outcome
from importers.limits import UnreadableFileError
from importers.report import Report
from tests.app.dumping import dump

pytestmark = pytest.mark.usefixtures("app")

# What the other tests do without.
PAUSE_SECONDS = batches.LONGEST_PAUSE_SECONDS
TITLES = "Nom;SIRET;Type;Adresse;Code postal;Ville;Activités;Labels;Zone d'intervention;Email;Tél\n"
VERGER = (
    "LE VERGER;12345678200010;EI;3 rue Haute;49000;Angers;Menuiserie, repassage, dressage;ESUS;"
    "30 km;jeanne@verger.example, contact@verger.example;0241000000, 0612345678\n"
)
PRUNIER = "Le Prunier;;ESAT;;44000;Nantes;;;;;\n"


def run(folder: Path, rows: str = VERGER + PRUNIER, **request: Any) -> dict[str, Any]:
    """Import a hand-made list of these rows; return the report."""
    path = folder / "membres.csv"
    path.write_text(TITLES + rows)
    return report_of(ImportRequest(path, **request))


def report_of(request: ImportRequest) -> dict[str, Any]:
    path = request.path.with_suffix(".json")
    with Report() as report:
        import_file(db.sessionmaker, request, report)
        report.write(path)
    written: dict[str, Any] = json.loads(path.read_text())
    return written


def counts(report: dict[str, Any]) -> dict[str, int]:
    """The outcomes that occurred."""
    outcomes = {outcome.value for outcome in Outcome}
    return {name: n for name, n in report["counts"].items() if n and name in outcomes}


def verger(session: Session) -> Supplier:
    return session.scalars(select(Supplier).where(Supplier.siret == "12345678200010")).one()


def test_it_works(tmp_path: Path, session: Session) -> None:
    assert counts(run(tmp_path)) == {"created": 2}
    supplier = verger(session)
    assert (supplier.name, supplier.code_insee) == ("Le Verger", "49007")
    assert [kind.code for kind in supplier.kinds] == ["EI"]
    assert [label.label for label in supplier.labels] == ["esus"]
    assert {a.service for a in supplier.activities} == {"menuiserie-batiment", "repassage"}


def test_services_share_the_coverage_of_the_row(tmp_path: Path, session: Session) -> None:
    run(tmp_path)
    supplier = verger(session)
    (zone,) = supplier.zones
    assert zone.radius_km == 30
    assert {activity.zone for activity in supplier.activities} == {zone}


def test_each_fact_keeps_its_source_and_date(tmp_path: Path, session: Session) -> None:
    run(tmp_path)
    supplier = verger(session)
    fields = {provenance.field: provenance.source for provenance in supplier.provenances}
    assert fields["name"] == fields["siret"] == fields["address"] == "membres"
    assert supplier.kinds[0].source == "membres"
    assert supplier.records[0].original_name == "LE VERGER"


def test_what_may_be_a_person_s_is_private(tmp_path: Path, session: Session) -> None:
    run(tmp_path)
    seen = {c.value: c.visibility for c in session.scalars(select(Contact))}
    assert seen == {
        "jeanne@verger.example": Visibility.PRIVATE,
        "contact@verger.example": Visibility.PUBLIC,
        "02 41 00 00 00": Visibility.PUBLIC,
        "06 12 34 56 78": Visibility.PRIVATE,
    }


def test_unmatched_words_are_kept_with_the_record(tmp_path: Path, session: Session) -> None:
    run(tmp_path)
    assert verger(session).records[0].facts["unmatched"] == {"Activités": ["dressage"]}


def test_every_index_is_told(tmp_path: Path, session: Session) -> None:
    run(tmp_path)
    told = set(session.scalars(select(OutboxEntry.supplier_id)))
    assert told == set(session.scalars(select(Supplier.id)))


def test_a_second_run_of_the_same_file_changes_nothing(tmp_path: Path, session: Session) -> None:
    run(tmp_path)
    before = dump(session)
    assert counts(run(tmp_path)) == {"unchanged": 2}
    assert dump(session) == before


def test_the_order_of_rows_changes_nothing(tmp_path: Path, session: Session) -> None:
    run(tmp_path)
    before = dump(session)
    assert counts(run(tmp_path, PRUNIER + VERGER)) == {"unchanged": 2}
    assert dump(session) == before


def test_a_change_is_written_with_its_history(tmp_path: Path, session: Session) -> None:
    run(tmp_path)
    assert counts(run(tmp_path, VERGER.replace("3 rue", "5 rue"))) == {"updated": 1}
    assert verger(session).address == "5 rue Haute"
    entry = session.scalars(
        select(HistoryEntry).where(HistoryEntry.action == HistoryAction.UPDATED)
    ).one()
    assert entry.changes == {"address": ["3 rue Haute", "5 rue Haute"]}
    assert entry.actor == "import:membres"


def test_every_kind_of_fact_can_change(tmp_path: Path, session: Session) -> None:
    run(tmp_path)
    changed = "Le Verger;12345678200010;ACI;;49000;Angers;traiteur;;Nord;info@verger.example;\n"
    assert counts(run(tmp_path, changed)) == {"updated": 1}
    supplier = verger(session)
    assert [kind.code for kind in supplier.kinds] == ["ACI"]
    assert [activity.service for activity in supplier.activities] == ["traiteur"]
    assert supplier.zones[0].territories == ["departement:59"]
    assert [contact.value for contact in supplier.contacts] == ["info@verger.example"]
    assert supplier.labels == []


def test_a_person_s_change_is_a_conflict_and_stands(tmp_path: Path, session: Session) -> None:
    run(tmp_path)
    verger(session).address = "1 quai Neuf"
    session.commit()
    changed = VERGER.replace("3 rue", "5 rue")
    for _ in range(2):
        assert counts(run(tmp_path, changed)) == {"conflict": 1}
    session.expire_all()
    assert verger(session).address == "1 quai Neuf"


def test_another_source_joins_the_same_supplier(tmp_path: Path, session: Session) -> None:
    run(tmp_path)
    assert counts(run(tmp_path, VERGER.replace("LE VERGER", "Verger"), source="autre")) == {
        "updated": 1
    }
    records = {record.source: record.match_reason for record in verger(session).records}
    assert records == {
        "membres": None,
        "autre": "même SIRET, même commune, types compatibles",
    }


def test_another_source_s_services_have_its_coverage(tmp_path: Path, session: Session) -> None:
    run(tmp_path)
    elsewhere = VERGER.replace("Menuiserie, repassage", "traiteur").replace("30 km", "France")
    assert counts(run(tmp_path, elsewhere, source="autre")) == {"updated": 1}
    zones = {a.service: a.zone for a in verger(session).activities if a.zone}
    assert zones["traiteur"].whole_country
    assert (zones["repassage"].radius_km, zones["repassage"].position) == (30, 0)
    assert zones["repassage"] is zones["menuiserie-batiment"]
    before = dump(session)
    assert counts(run(tmp_path, elsewhere, source="autre")) == {"unchanged": 1}
    assert dump(session) == before


def test_a_service_handed_over_takes_its_new_source_s_coverage_and_date(
    tmp_path: Path, session: Session
) -> None:
    run(tmp_path)
    theirs = VERGER.replace("Menuiserie,", "traiteur,").replace("30 km", "France")
    run(tmp_path, theirs, source="autre")
    (record,) = (r for r in verger(session).records if r.source == "autre")
    record.as_of = date(2020, 1, 1)
    session.commit()
    run(tmp_path, VERGER.replace("Menuiserie, repassage", "Menuiserie"))
    session.expire_all()
    (kept,) = (a for a in verger(session).activities if a.service == "repassage")
    assert (kept.source, kept.as_of) == ("autre", date(2020, 1, 1))
    assert kept.zone is not None
    assert kept.zone.whole_country


def test_a_coverage_left_aside_serves_once_the_service_is_handed_over(
    tmp_path: Path, session: Session
) -> None:
    run(tmp_path)
    theirs = VERGER.replace("Menuiserie, repassage", "repassage").replace("30 km", "France")
    run(tmp_path, theirs, source="autre")
    run(tmp_path, VERGER.replace("Menuiserie, repassage", "Menuiserie"))
    assert counts(run(tmp_path, theirs, source="autre")) == {"updated": 1}
    session.expire_all()
    zones = {a.service: a.zone for a in verger(session).activities if a.zone}
    assert zones["repassage"].whole_country
    assert zones["menuiserie-batiment"].radius_km == 30


def test_an_emptied_cell_withdraws_what_it_said(tmp_path: Path, session: Session) -> None:
    run(tmp_path)
    emptied = VERGER.replace("Menuiserie, repassage, dressage", "")
    assert counts(run(tmp_path, emptied)) == {"updated": 1}
    session.expire_all()
    assert verger(session).activities == []
    assert counts(run(tmp_path, emptied)) == {"unchanged": 1}


def test_a_fifth_coverage_is_told_and_the_service_kept(tmp_path: Path, session: Session) -> None:
    services = ("Menuiserie", "repassage", "traiteur", "blanchisserie", "maçonnerie")
    for number, service in enumerate(services):
        said = VERGER.replace("Menuiserie, repassage", service).replace("30 km", f"{number + 1} km")
        last = run(tmp_path, said, source=f"source {number}")
    assert counts(last) == {"conflict": 1}
    told = "le fichier dit « 5 km », l’annuaire « 1 km + 2 km + 3 km + 4 km », 4 zones au plus"
    assert told in last["rows"][0]["message"]
    supplier = verger(session)
    assert [zone.position for zone in supplier.zones] == [0, 1, 2, 3]
    assert len(supplier.activities) == 5


def test_two_lists_by_the_same_file_name_do_not_overwrite_each_other(
    tmp_path: Path, session: Session
) -> None:
    for folder, name, city in (("a", "Alpha", "Angers"), ("b", "Ferme Zeta", "Marseille")):
        path = tmp_path / folder / "adherents.csv"
        path.parent.mkdir()
        path.write_text(f"Id;Nom;Ville\n1;{name};{city}\n")
        last = report_of(ImportRequest(path))
    assert counts(last) == {"conflict": 1}
    assert "« Alpha, Angers »" in last["rows"][0]["message"]
    assert [supplier.name for supplier in session.scalars(select(Supplier))] == ["Alpha"]


def test_probable_duplicates_are_listed(tmp_path: Path, session: Session) -> None:
    run(tmp_path)
    elsewhere = VERGER.replace("49000;Angers", "44000;Nantes")
    result = run(tmp_path, elsewhere, source="autre")
    assert counts(result) == {"created": 1}
    assert "doublon probable de « Le Verger, Angers »" in result["rows"][0]["message"]
    pair = session.scalars(select(ProbableDuplicate)).one()
    assert pair.first_id < pair.second_id
    assert pair.reason == "même SIRET dans une autre commune"


def test_a_network_is_made_and_joined(tmp_path: Path, session: Session) -> None:
    run(tmp_path, network="club-49")
    assert session.get_one(Network, "club-49").name == "Club 49"
    assert counts(run(tmp_path, network="club-49")) == {"unchanged": 2}
    assert counts(run(tmp_path, network="coorace")) == {"updated": 2}
    assert {m.network_slug for m in verger(session).memberships} == {"club-49", "coorace"}


def test_what_a_network_vouches_for_survives_its_next_lists(
    tmp_path: Path, session: Session
) -> None:
    run(tmp_path, network="club-49")
    (membership,) = verger(session).memberships
    membership.degree, membership.vouched_on = ProofDegree.VERIFIED, date(2026, 5, 3)
    session.commit()
    for network, street in (("club-49", "4 rue Haute"), ("coorace", "5 rue Haute")):
        run(tmp_path, VERGER.replace("3 rue Haute", street) + PRUNIER, network=network)
    run(tmp_path, PRUNIER, network="club-49")
    session.expire_all()
    degrees = {row.network_slug: row.degree for row in verger(session).memberships}
    assert degrees == {"club-49": ProofDegree.VERIFIED, "coorace": None}


def test_a_list_of_sirets_attaches_known_suppliers(tmp_path: Path, session: Session) -> None:
    run(tmp_path)
    path = tmp_path / "reseau.csv"
    path.write_text("SIRET\n12345678200010\n12345678200028\n")
    with pytest.raises(NetworkNeededError):
        report_of(ImportRequest(path))
    request = ImportRequest(path, network="coorace")
    assert counts(report_of(request)) == {"updated": 1, "rejected": 1}
    assert counts(report_of(request)) == {"unchanged": 1, "rejected": 1}


def test_a_run_is_kept_with_its_counts(tmp_path: Path, session: Session) -> None:
    run(tmp_path)
    kept = session.scalars(select(ImportRun)).one()
    assert (kept.source, kept.format, kept.filename) == ("membres", "generic", "membres.csv")
    assert kept.counts["created"] == 2
    assert kept.finished_at is not None
    assert len(kept.file_sha256) == 64


@pytest.mark.parametrize("batch", [1, 2, 500])
def test_a_dry_run_writes_nothing_and_tells_the_same(
    tmp_path: Path, session: Session, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    monkeypatch.setattr(batches, "BATCH_ROWS", batch)
    run(tmp_path, VERGER, source="autre")
    second_kind = VERGER.replace("LE VERGER;", "Verger chantier;").replace(";EI;", ";ACI;")
    rows = PRUNIER + VERGER + second_kind + PRUNIER + ";;;;;;;;;;\nX;1;;;;;;;;;;trop\n"
    before = dump(session)
    dry = run(tmp_path, rows, dry_run=True)
    assert dump(session) == before
    assert len(list(session.scalars(select(ImportRun)))) == 1
    real = run(tmp_path, rows)
    assert dry == real
    assert real["counts"]["rows"] == 5


def test_a_dry_run_keeps_only_what_a_later_row_may_meet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing of suppliers without a SIRET, some 1 kB of the others."""
    monkeypatch.setattr(batches, "BATCH_ROWS", 10)
    kept = []
    rehearse = Rehearsal.decide

    def rehearsed(own: Any, batch: Any) -> Any:
        decisions = rehearse(own, batch)
        kept.append((len(own._known.suppliers), len(own._known.by_siret), len(own._rehearsed)))
        return decisions

    monkeypatch.setattr(Rehearsal, "decide", rehearsed)
    many = "".join(f"Structure {n};;ESAT;;44000;Nantes;;;;;\n" for n in range(30))
    assert counts(run(tmp_path, many + VERGER, dry_run=True)) == {"created": 31}
    assert kept == [(0, 0, 0)] * 3 + [(0, 0, 1)]


@pytest.mark.parametrize("batch", [1, 2, 3, 500])
def test_the_size_of_batches_changes_nothing(
    tmp_path: Path, session: Session, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    monkeypatch.setattr(batches, "BATCH_ROWS", batch)
    second_kind = VERGER.replace("LE VERGER;", "Verger chantier;").replace(";EI;", ";ACI;")
    result = run(tmp_path, VERGER + PRUNIER + second_kind + PRUNIER)
    assert counts(result) == {"created": 2, "updated": 1, "unchanged": 1}
    assert {kind.code for kind in verger(session).kinds} == {"EI", "ACI"}
    assert len(list(session.scalars(select(SourceRecord)))) == 3


def test_a_torn_file_leaves_no_trace(tmp_path: Path, session: Session) -> None:
    path = tmp_path / "liste.csv.gz"
    path.write_bytes(gzip.compress((TITLES + VERGER * 2000).encode())[:-10])
    with pytest.raises(UnreadableFileError):
        report_of(ImportRequest(path))
    assert not any(dump(session).values())
    assert session.scalars(select(ImportRun)).all() == []


# On PostgreSQL the rows that were read are locked: the other waits.
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_change_made_meanwhile_is_seen_and_kept(
    tmp_path: Path, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Someone saves a page between the moment a batch is read and the moment it is written."""
    run(tmp_path)
    edits = iter([True])
    decide = batches.decide

    def decide_after_an_edit(row: Any, known: Any) -> Any:
        if next(edits, False):
            edited = threading.Thread(target=edit_address)
            edited.start()
            edited.join()
        return decide(row, known)

    def edit_address() -> None:
        with sessions.begin() as other:
            verger(other).address = "1 quai Neuf"

    sessions = db.sessionmaker
    monkeypatch.setattr(batches, "decide", decide_after_an_edit)
    assert counts(run(tmp_path, VERGER.replace("3 rue", "5 rue"))) == {"conflict": 1}
    assert verger(session).address == "1 quai Neuf"


def test_others_can_write_between_batches(
    tmp_path: Path, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "BATCH_ROWS", 25)
    monkeypatch.setattr(batches, "LONGEST_PAUSE_SECONDS", PAUSE_SECONDS)
    run(tmp_path)
    sessions, waits, finished = db.sessionmaker, [], threading.Event()

    def edit() -> None:
        while not finished.is_set():
            started = time.monotonic()
            with sessions.begin() as other:
                verger(other).description = f"Menuiserie {started}"
            waits.append(time.monotonic() - started)

    editor = threading.Thread(target=edit)
    editor.start()
    try:
        run(tmp_path, "".join(f"Structure {n};;ESAT;;44000;Nantes;;;;;\n" for n in range(300)))
    finally:
        finished.set()
        editor.join()
    assert len(waits) > 10
    assert max(waits) < 2


def test_provenance_follows_the_value(tmp_path: Path, session: Session) -> None:
    run(tmp_path)
    supplier = verger(session)
    supplier.address = None
    for provenance in supplier.provenances:
        provenance.source = "person"
    session.commit()
    run(tmp_path, VERGER.replace("3 rue", "5 rue"))
    session.expire_all()
    sources = {p.field: p.source for p in verger(session).provenances}
    assert (sources["name"], sources["address"]) == ("person", "membres")


def test_a_coverage_said_later_is_that_of_the_services_said_before(
    tmp_path: Path, session: Session
) -> None:
    run(tmp_path, VERGER.replace("30 km", ""))
    run(tmp_path, VERGER)
    supplier = verger(session)
    assert {activity.zone for activity in supplier.activities} == set(supplier.zones)


def test_a_new_service_counts_as_a_change_of_the_supplier(tmp_path: Path, session: Session) -> None:
    run(tmp_path)
    before = verger(session).version, verger(session).updated_at
    run(tmp_path, VERGER.replace("repassage", "repassage, traiteur"))
    session.expire_all()
    after = verger(session).version, verger(session).updated_at
    assert after > before
    assert after[1] > before[1]


def test_a_kind_that_ended_is_history(tmp_path: Path, session: Session) -> None:
    run(tmp_path)
    ended = SupplierKind(
        code="EI", source="person", as_of=date(2020, 1, 1), ends_on=date(2020, 12, 31)
    )
    supplier = verger(session)
    supplier.kinds.append(ended)
    session.commit()
    run(tmp_path, VERGER.replace(";EI;", ";ACI;"))
    session.expire_all()
    assert {(kind.code, kind.source) for kind in verger(session).kinds} == {
        ("EI", "person"),
        ("ACI", "membres"),
    }


def test_an_ended_kind_makes_nobody_compatible(tmp_path: Path, session: Session) -> None:
    run(tmp_path)
    verger(session).kinds[0].ends_on = date(2020, 12, 31)
    session.commit()
    other = VERGER.replace("LE VERGER", "LES HALLES")
    assert counts(run(tmp_path, other, source="autre")) == {"created": 1}
