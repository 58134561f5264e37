"""The report adds up, and tells each row that was not simply created."""

import json
from pathlib import Path
from typing import Any

from importers.changes import Conflict
from importers.deciding import decide
from importers.decisions import Decision, Outcome
from importers.facts import Note, Rejected
from importers.known import Known
from importers.report import Report, entry_of
from tests.importers.runs import as_source, imported, row


def report_of(folder: Path, *decisions: Decision) -> dict[str, Any]:
    with Report() as report:
        for decision in decisions:
            report.add(decision)
        report.write(folder / "report.json")
    written: dict[str, Any] = json.loads((folder / "report.json").read_text())
    return written


def test_it_works(tmp_path: Path) -> None:
    known = Known("siae")
    rejected = Rejected(3, "nom", "", "nom absent", "donner le nom de la structure")
    report = report_of(tmp_path, decide(row(), known), decide(rejected, known))
    assert report == {
        "counts": {
            "rows": 2,
            "created": 1,
            "updated": 0,
            "unchanged": 0,
            "conflict": 0,
            "rejected": 1,
            "repaired": {},
        },
        "rows": [
            {
                "line": 3,
                "outcome": "rejected",
                "field": "nom",
                "value": "",
                "message": "nom absent",
                "suggestion": "donner le nom de la structure",
            }
        ],
    }


def test_an_empty_report_is_still_json(tmp_path: Path) -> None:
    assert report_of(tmp_path)["rows"] == []


def test_repairs_are_counted_by_rule(tmp_path: Path) -> None:
    notes = (Note("CP", "1150", "zéro de tête rendu", rule="code_postal_zero"),) * 2
    report = report_of(tmp_path, Decision(2, Outcome.CREATED, notes=notes))
    assert report["counts"]["repaired"] == {"code_postal_zero": 2}


def test_a_row_simply_created_is_not_told() -> None:
    assert entry_of(decide(row(), Known("siae"))) is None


def test_a_row_created_with_a_repair_is_told() -> None:
    note = Note("CP", "1150", "zéro de tête rendu : 01150", rule="code_postal_zero")
    entry = entry_of(decide(row(notes=(note,)), Known("siae")))
    assert entry is not None
    assert (entry["outcome"], entry["field"], entry["value"]) == ("created", "CP", "1150")


def test_a_row_with_several_remarks_names_each_field_and_value() -> None:
    notes = (
        Note("Type", "Machin", "Type : « Machin » ne correspond à rien de connu"),
        Note("Activités", "accueil", "Activités : « accueil » ne…", "vouliez-vous dire « B » ?"),
        Note("Activités", "truc", "Activités : « truc » ne…"),
    )
    entry = entry_of(decide(row(notes=notes), Known("siae")))
    assert entry is not None
    assert (entry["field"], entry["value"]) == ("Type, Activités", "Machin, accueil, truc")
    assert entry["message"].count(" ; ") == 2
    assert entry["suggestion"] == "vouliez-vous dire « B » ?"


def test_a_conflict_shows_both_sides() -> None:
    conflict = Conflict("address", "4 rue Haute", "9 rue Basse")
    entry = entry_of(Decision(2, Outcome.CONFLICT, conflicts=(conflict,)))
    assert entry is not None
    assert "le fichier dit « 4 rue Haute », l’annuaire « 9 rue Basse »" in entry["message"]


def test_a_match_says_with_whom_and_why() -> None:
    entry = entry_of(decide(row(), as_source(imported(row()), "liste")))
    assert entry is not None
    assert entry["message"].startswith("rattachée à « Le Verger, Angers » (même SIRET")


def test_contacts_are_never_quoted() -> None:
    known = imported(row())
    entry = entry_of(decide(row(emails=("jeanne@verger.example",)), known))
    assert entry is not None
    assert entry["message"] == "mis à jour : adresse e-mail"
    assert "@" not in json.dumps(entry)
