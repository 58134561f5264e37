"""JSON → rows, one record at a time."""

import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from importers.limits import Limits, UnreadableFileError
from importers.reading import Row, open_table
from importers.records import CHUNK, LONGEST_RECORD, records
from tests.importers.writing import rows_of, told, write

TWO = [{"id": 1, "nom": "Biscornu"}, {"id": 2, "nom": "Le Verger", "siret": "12345678200010"}]
ROWS = [
    Row(0, ("id", "nom", "siret")),
    Row(1, ("1", "Biscornu", "")),
    Row(2, ("2", "Le Verger", "12345678200010")),
]


def read(folder: Path, content: Any) -> list[Row]:
    return rows_of(write(folder, json.dumps(content, ensure_ascii=False), "liste.json"))


def test_it_works(tmp_path: Path) -> None:
    assert read(tmp_path, TWO) == ROWS


@pytest.mark.parametrize("name", ["results", "items", "data"])
def test_records_are_found_in_an_envelope(tmp_path: Path, name: str) -> None:
    assert read(tmp_path, {"count": 2, "next": None, name: TWO, "pages": [1, 2]}) == ROWS


def test_records_may_be_one_a_line(tmp_path: Path) -> None:
    assert rows_of(write(tmp_path, "\n".join(map(json.dumps, TWO)))) == ROWS


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_every_encoding_is_read_as_of_a_table(tmp_path: Path, encoding: str) -> None:
    content = json.dumps([{"nom": "Régie d’Orléans"}], ensure_ascii=False)
    assert rows_of(write(tmp_path, content.encode(encoding)))[1].cells == ("Régie d’Orléans",)


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""),
        (True, "oui"),
        (False, "non"),
        (["aci", None, "ei"], "aci\nei"),
        ([{"name": "Traiteur", "slug": "t"}], "Traiteur"),
        ([{"rome": "K2204"}], '{"rome": "K2204"}'),
        ("\ud83d", "\ufffd"),
    ],
)
def test_each_kind_of_value_becomes_text(tmp_path: Path, value: Any, cell: str) -> None:
    path = write(tmp_path, json.dumps([{"nom": "x", "champ": value}]))
    assert rows_of(path)[1].cells == ("x", cell)


def test_an_object_inside_becomes_columns(tmp_path: Path) -> None:
    assert read(tmp_path, [{"nom": "x", "lieu": {"ville": "Angers"}}])[0].cells == (
        "nom",
        "lieu.ville",
    )


def test_numbers_stay_as_they_are_written(tmp_path: Path) -> None:
    path = write(tmp_path, '[{"siret": 12345678200010, "latitude": 47.470, "n": 1e400}]')
    assert rows_of(path)[1].cells == ("12345678200010", "47.470", "1e400")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ('[{"nom": "x"}', "abîmé ou incomplet"),
        ('[{"nom": "x"', "abîmé ou incomplet"),
        ('[{"nom": "x"} {"nom": "y"}]', "abîmé ou incomplet"),
        ('[{"nom": NaN}]', "abîmé ou incomplet"),
        ('{"count": 1, "results": [{"nom": "x"}], "next"', "abîmé ou incomplet"),
        ('[{"nom": ' + "[" * 100_000, "abîmé ou incomplet"),
        ('[{"nom": "x"}, 3]', "pas une liste de structures"),
        ("[]", "pas une liste de structures"),
        ('{"results": []}', "pas une liste de structures"),
    ],
)
def test_a_fault_is_one_sentence(tmp_path: Path, content: str, expected: str) -> None:
    assert expected in told(write(tmp_path, content))


def test_an_endless_record_is_refused_before_it_fills_the_memory(tmp_path: Path) -> None:
    path = write(tmp_path, '[{"nom": "' + "x" * (3 * LONGEST_RECORD))
    tracemalloc.start()
    assert "abîmé ou incomplet" in told(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8 * LONGEST_RECORD


def test_records_of_ever_other_fields_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path, json.dumps([{f"champ {n}": n} for n in range(20)]))
    with (
        pytest.raises(UnreadableFileError, match="plus de 10 champs"),
        open_table(path, Limits(columns=10)),
    ):
        pass


def test_a_table_whose_first_title_has_a_bracket_stays_a_table(tmp_path: Path) -> None:
    assert rows_of(write(tmp_path, "[nom],ville\nx,y\n"))[0].cells == ("[nom]", "ville")


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=CHUNK // 1000),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.lists(st.dictionaries(st.text(), VALUES, max_size=4), max_size=20),
    st.sampled_from([None, 2]),
    st.integers(0, 2 * CHUNK),
)
def test_records_come_out_as_they_went_in(
    tmp_path: Path, content: list[dict[str, Any]], indent: int | None, blanks: int
) -> None:
    """Wherever the end of what was read falls: blanks shift it."""
    path = write(tmp_path, " " * blanks + json.dumps(content, indent=indent))
    expected = json.loads(json.dumps(content), parse_int=str)
    assert list(records(path, "utf-8")) == expected
