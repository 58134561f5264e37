"""The directory's own export: what is written is read back, whatever it holds."""

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.geography import Point, gazetteer
from domain.identifiers import check_siret
from domain.kinds import KINDS
from domain.models import PointPrecision, ProofDegree
from domain.taxonomy import taxonomy
from domain.text import fold
from importers.cells import Cells
from importers.facts import DEGREES, LabelFacts, PlaceFacts, RowFacts, ServedZone, ZoneFacts
from importers.formats import own
from importers.formats.own import Exported, exported, neutralised, restored, rows
from importers.formulas import is_formula
from importers.personal import is_personal
from importers.reading import open_table
from tests.importers.writing import results_of, write_workbook

ANGERS = PlaceFacts("49000", "Angers", None, "49007", Point(47.4784, -0.5632), "hand")
VERGER = RowFacts(
    line=2,
    source_key="12",
    name="Les Ateliers du Verger",
    original_name="Les Ateliers du Verger",
    siret="12345678200010",
    kinds=("EI", "ASSO"),
    description="=Menuiserie.\nRepassage ; et le reste",
    phones=("+32 2 555 55 55", "02 41 00 00 00"),
    place=ANGERS,
    services=("traiteur", "repassage"),
    labels=(LabelFacts("esus", "labellise", "Préfet | DDETS ; 49", date(2024, 1, 1), None),),
    networks=("coorace", "reseau-local"),
)
ZONES = (
    ServedZone(ZoneFacts(radius_km=30), ("traiteur",)),
    ServedZone(ZoneFacts(territories=("departement:49", "epci:244900015"))),
)


def written(folder: Path, *suppliers: Exported) -> Path:
    """With the mark of UTF-8, as every CSV of the directory is."""
    path = folder / "export.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows(suppliers))
    return path


def read_back(path: Path) -> list[Exported]:
    """As it was exported, without the lines and the notes."""
    with open_table(path) as table:
        titles, *others = table
        cells = [Cells(0, titles.cells, map(restored, row.cells)) for row in others]
    found = [exported(row) for row in cells]
    assert all(isinstance(supplier, Exported) for supplier in found)
    return [without_notes(supplier) for supplier in found if isinstance(supplier, Exported)]


def without_notes(supplier: Exported) -> Exported:
    return replace(supplier, facts=replace(supplier.facts, line=0, notes=()))


def test_it_works(tmp_path: Path) -> None:
    supplier = Exported(VERGER, ZONES, ("jeanne@verger.example",), ("06 12 34 56 78",))
    assert read_back(written(tmp_path, supplier)) == [without_notes(supplier)]


def test_a_workbook_gives_the_same(tmp_path: Path) -> None:
    supplier = Exported(VERGER, ZONES)
    path = write_workbook(tmp_path, rows([supplier]))
    assert read_back(path) == [without_notes(supplier)]


def test_words_are_for_people(tmp_path: Path) -> None:
    titles, row = rows([Exported(VERGER, ZONES)])
    said = dict(zip(titles, row, strict=True))
    assert said["Zone d’intervention 1"] == "30 km | Traiteur et réceptions"
    assert said["Zone d’intervention 2"].startswith("Maine-et-Loire [departement:49] ; ")
    assert said["Types"] == "EI ; ASSO"
    assert said["Réseaux"].endswith(" ; [reseau-local]")
    assert said["Labels"].endswith(" | labellise | Préfet \\| DDETS \\; 49 | 2024-01-01")


# What an import takes of it


def imported(folder: Path, supplier: Exported) -> RowFacts:
    (row,) = results_of(written(folder, supplier))
    assert isinstance(row, RowFacts)
    return row


def test_it_is_recognised_and_imported(tmp_path: Path) -> None:
    row = imported(tmp_path, Exported(VERGER, ZONES[1:]))
    assert (row.source_key, row.number, row.notes) == ("12", 12, ())
    assert (row.zone, row.zones) == (ZONES[1].zone, ())
    assert row.description == VERGER.description


def test_a_file_proves_no_label(tmp_path: Path) -> None:
    """Anybody may write "labellise" in a cell."""
    (label,) = imported(tmp_path, Exported(VERGER)).labels
    assert (label.degree, label.starts_on) == ("declare", date(2024, 1, 1))


@pytest.mark.parametrize("zones", [ZONES, ZONES[:1], (ServedZone(ZONES[1].zone, ()),)])
def test_zones_are_taken_each_with_its_services(
    tmp_path: Path, zones: tuple[ServedZone, ...]
) -> None:
    row = imported(tmp_path, Exported(VERGER, zones))
    assert (row.zone, row.zones, row.notes) == (None, zones, ())


def test_private_contacts_are_taken_as_private(tmp_path: Path) -> None:
    row = imported(tmp_path, Exported(VERGER, (), ("contact@verger.example",)))
    assert row.emails == row.private == ("contact@verger.example",)


def test_a_cell_that_somebody_emptied_is_told_from_an_absent_column(tmp_path: Path) -> None:
    assert imported(tmp_path, Exported(VERGER)).emptied == {"emails"}
    titles, row = rows([Exported(VERGER)])
    at = titles.index("E-mails")
    without = [(*cells[:at], *cells[at + 1 :]) for cells in (titles, row)]
    (result,) = results_of(write_workbook(tmp_path, without))
    assert isinstance(result, RowFacts)
    assert result.emptied == frozenset()


@pytest.mark.parametrize("key", ["siae-12", "0", "012", "9" * 10, "१२"])
def test_another_s_identifier_is_no_number(tmp_path: Path, key: str) -> None:
    assert imported(tmp_path, Exported(replace(VERGER, source_key=key))).number is None


def test_a_city_that_somebody_changed_is_placed_again(tmp_path: Path) -> None:
    moved = replace(ANGERS, postcode="44000", city="Nantes", point=None)
    row = imported(tmp_path, Exported(replace(VERGER, place=moved)))
    assert row.place.city in {"Angers", "Nantes"}
    assert row.notes or row.place.code_insee != "49007"


@pytest.mark.parametrize(
    ("title", "cell", "told"),
    [
        ("Activités", "Traiteur ; Dressage de puces", "Dressage de puces"),
        ("Zone d’intervention 1", "Syldavie", "Syldavie"),
        ("Types", "EI ; Moulin", "Moulin"),
        ("Réseaux", "COORACE ; Club [../club]", "Club [../club]"),
        ("Coordonnées", "ici", "coordonnées illisibles"),
        ("Coordonnées", "147, 200", "coordonnées illisibles"),
    ],
)
def test_what_somebody_wrote_wrongly_is_told(
    tmp_path: Path, title: str, cell: str, told: str
) -> None:
    titles, row = rows([Exported(VERGER)])
    changed = [cell if name == title else said for name, said in zip(titles, row, strict=True)]
    (result,) = results_of(write_workbook(tmp_path, [titles, changed]))
    assert told in " ".join(note.message for note in result.notes)


def test_a_mobile_number_that_somebody_added_to_a_text_is_taken_out(tmp_path: Path) -> None:
    said = replace(VERGER, description="Jeanne, 06 12 34 56 78")
    row = imported(tmp_path, Exported(said))
    assert row.description == "Jeanne, [téléphone retiré]"
    assert "06 12 34 56 78" in row.phones


# Formulas


SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@pytest.mark.parametrize("sign", SIGNS)
def test_no_cell_begins_as_a_formula(sign: str) -> None:
    supplier = replace(VERGER, name=f"{sign}1+1", brand=f"'{sign}x")
    for cell in list(rows([Exported(supplier)]))[1]:
        assert not cell.startswith(SIGNS)


@given(st.text())
def test_what_is_neutralised_comes_back(cell: str) -> None:
    assert restored(neutralised(cell)) == cell
    assert neutralised(cell)[:1] not in SIGNS


# Whatever it holds


def is_kept(text: str) -> bool:
    """What every reading keeps: a text on its own, without odd blanks or anybody's number."""
    return bool(text) and text == " ".join(text.split()) and not is_personal(text)


LETTERS = st.characters(
    codec="utf-8", exclude_categories=["C", "Zs", "Zl", "Zp"], include_characters=" ;|\\='[]-+"
)
TEXTS = st.text(LETTERS, max_size=30).map(lambda text: " ".join(text.split())).filter(is_kept)
NAMES = TEXTS.filter(lambda name: not is_formula(name))  # refused in any list
MAYBE = st.none() | TEXTS
SIRETS = st.sampled_from([None, "12345678200010", "12345678200011", "939301412*****"])
COMMUNES = [gazetteer().commune(code) for code in ("49007", "2A004", "97411", "75056", "62041")]
PRECISIONS = st.sampled_from([precision.value for precision in PointPrecision])
EMAILS = st.sampled_from([(), ("a@verger.example", "b@verger.example")])
PHONES = st.sampled_from([(), ("02 41 00 00 00", "+32 2 555 55 55"), ("+352 26 84 80",)])
SERVICES = st.lists(st.sampled_from(sorted(taxonomy().services)), unique=True, max_size=4)


@st.composite
def places(draw: st.DrawFn) -> PlaceFacts:
    commune = draw(st.sampled_from([*COMMUNES, None]))
    if commune is None:
        return PlaceFacts()
    point = draw(st.none() | st.builds(Point, st.floats(-90, 90), st.floats(-180, 180)))
    precision = draw(PRECISIONS) if point else None
    return PlaceFacts(
        draw(st.sampled_from(commune.postcodes)),
        commune.name,
        None,
        commune.code_insee,
        point,
        precision,
    )


LABELS = st.builds(
    LabelFacts,
    st.sampled_from([*sorted(taxonomy().labels), "label-disparu"]),
    st.sampled_from(DEGREES),
    MAYBE,
    st.none() | st.dates(),
    st.none() | st.dates(),
)
REACHES = st.builds(
    ZoneFacts,
    st.booleans(),
    st.none() | st.integers(1, 500),
    st.lists(
        st.sampled_from(["departement:62", "region:32", "commune:62041", "epci:244900015"]),
        unique=True,
        max_size=3,
    ).map(tuple),
).filter(lambda zone: zone != ZoneFacts())


@st.composite
def suppliers(draw: st.DrawFn) -> Exported:
    name, siret = draw(NAMES), draw(SIRETS)
    facts = RowFacts(
        line=0,
        source_key=str(draw(st.integers(1))),
        name=name,
        original_name=name,
        brand=draw(MAYBE),
        siret=siret,
        siret_problem=check_siret(siret).problem if siret else None,
        kinds=tuple(draw(st.lists(st.sampled_from(sorted(KINDS)), unique=True, max_size=3))),
        naf=draw(st.sampled_from([None, "81.21Z"])),
        legal_form=draw(MAYBE),
        is_secondary_site=draw(st.none() | st.booleans()),
        capacity=draw(st.none() | st.integers(0, 999_999)),
        description=draw(st.none() | st.lists(TEXTS, min_size=1, max_size=3).map("\n".join)),
        website=draw(st.sampled_from([None, "https://verger.example/a?b=1", "verger.example"])),
        emails=draw(EMAILS),
        phones=draw(PHONES),
        address=draw(MAYBE),
        place=draw(places()),
        services=tuple(draw(SERVICES)),
        labels=tuple(draw(st.lists(LABELS, unique=True, max_size=3))),
        networks=draw(st.sampled_from([(), ("coorace",), ("reseau-local", "hosmoz")])),
    )
    zones = st.builds(ServedZone, REACHES, st.none() | SERVICES.map(tuple))
    return Exported(facts, tuple(draw(st.lists(zones, max_size=4))), draw(EMAILS), draw(PHONES))


@settings(suppress_health_check=list(HealthCheck), deadline=None, max_examples=200)
@given(st.lists(suppliers(), min_size=1, max_size=3))
def test_every_supplier_comes_back_as_it_went(tmp_path: Path, given_ones: list[Exported]) -> None:
    assert read_back(written(tmp_path, *given_ones)) == given_ones


# What is said twice must agree


def test_degrees_and_precisions_are_those_of_the_directory() -> None:
    assert [degree.value for degree in ProofDegree] == list(DEGREES)
    assert {precision.value for precision in PointPrecision} == set(own.PRECISIONS)


def test_every_title_is_one_column_of_its_own() -> None:
    assert len(set(map(fold, own.TITLES))) == len(own.TITLES)


def test_every_fact_of_a_supplier_has_its_column() -> None:
    """But for what only an import knows of a row."""
    of_a_row: set[Any] = {"line", "original_name", "siret_problem", "siren", "unmatched", "emptied"}
    of_a_row |= {
        "notes",
        "number",
        "page",
        "completes",
        "is_joined",
        "has_unknown_services",
        "lacks_private",
        "place",
        "private",
        "zone",
        "zones",
    }
    fields = set(RowFacts.__slots__) | set(PlaceFacts.__slots__) - {"original_city"}
    columns = {column.field for column in own.COLUMNS}
    assert fields - of_a_row == columns - {"private_emails", "private_phones"}
