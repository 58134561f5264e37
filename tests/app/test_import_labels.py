"""Public lists of labels in the database: dated, beside what others say, on those known."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.importing import ImportRequest
from domain.models import ProofDegree, Supplier, SupplierLabel
from tests.app.test_import_running import PRUNIER, VERGER, counts, report_of, run, verger

pytestmark = pytest.mark.usefixtures("app")

LIST = "numero_siren;Date de décision;Date de fin;Préfecture\n"


def label(folder: Path, *rows: str) -> dict[str, Any]:
    path = folder / "liste.csv"
    path.write_text(LIST + "".join(rows))
    return report_of(ImportRequest(path))


ROW = "123456782;01/01/2024;31/12/2099;Préfet de Maine-et-Loire\n"


def labels(session: Session) -> dict[str, SupplierLabel]:
    session.expire_all()
    return {row.source: row for row in verger(session).labels}


def test_it_works(tmp_path: Path, session: Session) -> None:
    run(tmp_path, VERGER + PRUNIER)
    assert counts(label(tmp_path, ROW, "552100554;;;\n")) == {"updated": 1, "rejected": 1}
    assert len(session.scalars(select(Supplier)).all()) == 2
    given, declared = labels(session)["esus"], labels(session)["membres"]
    assert (given.degree, declared.degree) == (ProofDegree.LABELLED, ProofDegree.DECLARED)
    assert (given.issuer, given.starts_on) == ("Préfet de Maine-et-Loire", date(2024, 1, 1))


def test_a_second_run_changes_nothing(tmp_path: Path, session: Session) -> None:
    run(tmp_path, VERGER)
    label(tmp_path, ROW)
    version = verger(session).version
    assert counts(label(tmp_path, ROW)) == {"unchanged": 1}
    session.expire_all()
    assert verger(session).version == version


def test_a_label_renewed_keeps_one_row_with_its_new_dates(tmp_path: Path, session: Session) -> None:
    run(tmp_path, VERGER)
    label(tmp_path, ROW)
    assert counts(label(tmp_path, ROW.replace("2099", "2104"))) == {"updated": 1}
    assert labels(session)["esus"].ends_on == date(2104, 12, 31)
    assert len(verger(session).labels) == 2


def test_a_hand_made_list_that_says_it_no_more_leaves_the_official_word(
    tmp_path: Path, session: Session
) -> None:
    run(tmp_path, VERGER)
    label(tmp_path, ROW)
    run(tmp_path, VERGER.replace("ESUS", ""))
    assert ProofDegree.LABELLED in {row.degree for row in labels(session).values()}


def test_a_body_known_by_its_siren_joins_its_establishment(
    tmp_path: Path, session: Session
) -> None:
    run(tmp_path, VERGER)
    path = tmp_path / "ess.csv"
    path.write_text(
        "SIREN,Nom ou raison sociale de l'entreprise,Famille juridique de l'entreprise,"
        "Code postal,Libellé de la commune de l'établissement,"
        "Code du département de l'établissement\n"
        "123456782,VERGER SOLIDAIRE,Associations,49000,ANGERS,49\n"
    )
    assert counts(report_of(ImportRequest(path))) == {"updated": 1}
    session.expire_all()
    assert {kind.code for kind in verger(session).kinds} == {"EI", "ASSO"}
