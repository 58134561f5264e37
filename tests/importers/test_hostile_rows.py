"""Whatever the cells hold, a row is read, decided and told: never an exception."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importers.deciding import decide
from importers.facts import RowFacts
from importers.formats import FORMATS, adapted, data_inclusion, emplois, ess_france, finess, own
from importers.formats.esat import REQUIRED as ESAT
from importers.formats.geiq import COLUMNS as GEIQ
from importers.formats.siae import REQUIRED as SIAE
from importers.known import Known, facts_of
from importers.reading import Row
from importers.report import entry_of

HEADERS = {
    "siae": (*SIAE, "naf", "latitude", "longitude", "department", "website"),
    "esat": (*ESAT, "ET-Adresse", "ET-Téléphone 1", "Capacité autorisée agrégée"),
    "geiq": GEIQ,
    "sirets": ("SIRET",),
    "reperess": own.TITLES,
    "emplois": (*emplois.REQUIRED, *emplois.USED),
    "marche": (
        *("id", "siret", "kind", "name", "post_code", "city", "sectors", "presta_types"),
        *("networks", "labels_old", "department", "nature"),
    ),
    "marche-export": (
        *("Raison sociale", "Enseigne", "Type de structure", "Ville", "Référence client 1"),
        *("Code postal", "E-mail", "Téléphone"),
    ),
    "finess": finess.OPENING,
    "ess-france": ess_france.REQUIRED,
    "data-inclusion": (*data_inclusion.REQUIRED, *data_inclusion.USED),
    "esus": ("numero_siren", "Date de fin", "Autorité"),
    "rsei": ("Numéro de SIRET", "SIREN", "Niveau RSEi", "Date d'attribution"),
    "rfar": ("SIREN", "PERIMETRE"),
    "ea2": (*adapted.EA2_REQUIRED, *adapted.EA2_USED),
    "gesat": (
        *("Raison Sociale", "Siret", "Code Postal", "Ville", "Pôles de compétences", "Domaine 1"),
        *("Tel", "Email", "Capacité d'accueil (nombre de TH total)"),
    ),
    "handeco": (
        *("Raison sociale", "Siret", "Type de structure", "Métiers proposés", "Ville"),
        "Nombre de travailleurs dans la structure (en ETP)",
    ),
    "hosmoz": (
        *("Id", "Raison Sociale", "Siret", "Catégorie", "Adhérent Hosmoz", "Ville", "URL"),
        "Pôles de compétences",
    ),
    "generic": (
        *("Nom", "SIRET", "Type", "Code postal", "Ville", "Activités", "Labels", "Latitude"),
        *("Zone d'intervention", "Tél", "Email", "Site web", "NAF", "Effectif", "Longitude"),
    ),
}
CELLS = st.one_of(
    st.text(max_size=30),
    st.from_regex(r"[0-9., +-]{0,16}", fullmatch=True),
    st.sampled_from(["49000", "Angers", "EI", "30 km", "9" * 20, "France", "=1+1", "١٢٣", "²"]),
)
BINDINGS = {f.name: f.bind(HEADERS[f.name]) for f in FORMATS if f.name in HEADERS}


def test_every_format_is_tried() -> None:
    assert HEADERS.keys() == {known.name for known in FORMATS}


@pytest.mark.parametrize("name", HEADERS)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_row_has_its_result(name: str, data: st.DataObject) -> None:
    binding = BINDINGS[name]
    assert binding is not None
    size = len(finess.TITLES if name == "finess" else HEADERS[name])
    known = Known("test")
    for line in (2, 3):
        cells = data.draw(st.lists(CELLS, min_size=size, max_size=size))
        row = Row(line, tuple(cells))
        if binding.concerns and not binding.concerns(row):
            continue
        result = binding.read(row)
        if isinstance(result, RowFacts):
            facts = facts_of(result)
            assert json.loads(json.dumps(facts)) == facts
        json.dumps(entry_of(decide(result, known)))


def test_an_endless_cell_is_read_in_no_time() -> None:
    binding = BINDINGS["generic"]
    assert binding is not None
    endless = {"Activités": "mot " * 25_000, "Zone d'intervention": "lieu " * 20_000}
    cells = [endless.get(title, "Angers") for title in HEADERS["generic"]]
    entry = entry_of(decide(binding.read(Row(2, tuple(cells))), Known("test")))
    assert entry is not None


def test_a_thousand_remarks_on_one_row_stay_readable() -> None:
    binding = BINDINGS["generic"]
    assert binding is not None
    labels = ", ".join(f"x{number}" for number in range(1000))
    cells = ["Angers" if t != "Labels" else labels for t in HEADERS["generic"]]
    entry = entry_of(decide(binding.read(Row(2, tuple(cells))), Known("test")))
    assert entry is not None
    assert len(entry["message"]) < 2000
