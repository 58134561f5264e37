"""Accents spoilt by a program that opened UTF-8 as Windows' encoding, and saved it so."""

import io
import json
from pathlib import Path

import pytest

from importers.decoding import SAMPLE
from importers.misreading import LONGEST_RUN, pieces
from importers.reading import MISREAD, open_pasted, open_table
from tests.importers.writing import rows_of, write, write_workbook

NAMES = ["Café Crème", "Œuvre d’ÉLAN", "À l’Íle", "« N° 1 » – 5 €"]
LIST = "Nom;Ville\n" + "".join(f"{name};Nantes\n" for name in NAMES)


def spoilt(text: str) -> str:
    """Also by those of Windows' bytes that are no letter."""
    letters = (
        bytes([byte]).decode("cp1252", errors="ignore") or chr(byte) for byte in text.encode()
    )
    return "".join(letters)


def names(path: Path) -> list[str]:
    return [row.cells[0] for row in rows_of(path)[1:]]


def remarks(path: Path) -> tuple[str, ...]:
    with open_table(path) as table:
        return table.found.remarks


def test_it_works(tmp_path: Path) -> None:
    path = write(tmp_path, spoilt(LIST))
    assert "CafÃ© CrÃ¨me" in path.read_text(encoding="utf-8")
    assert names(path) == NAMES
    assert remarks(path) == (MISREAD,)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_mark_before_the_text_is_no_hindrance(tmp_path: Path, encoding: str) -> None:
    for text in (LIST, f"\ufeff{LIST}"):
        rows = rows_of(write(tmp_path, spoilt(text).encode(encoding)))
        assert rows[0].cells == ("Nom", "Ville")
        assert rows[1].cells == ("Café Crème", "Nantes")


def test_so_are_workbooks_json_and_what_is_pasted(tmp_path: Path) -> None:
    cells = [["Nom", "Ville"], *([spoilt(name), "Nantes"] for name in NAMES)]
    workbook = write_workbook(tmp_path, cells)
    assert (names(workbook), remarks(workbook)) == (NAMES, (MISREAD,))
    records = [{"nom": spoilt(name), "ville": "Nantes"} for name in NAMES]
    assert names(write(tmp_path, json.dumps(records, ensure_ascii=False))) == NAMES
    with open_pasted(spoilt(LIST)) as table:
        assert [row.cells[0] for row in table][1:] == NAMES


@pytest.mark.parametrize(
    "text",
    [
        LIST,
        "Nom;Ville\nAtelier;Angers\n",
        f"{LIST}{spoilt(LIST)}",  # what one hand spoilt, and another did not
        f"{spoilt(LIST)}Bis;Orléans\n",
        "Nom;Ville\nSÃO PAULO;Nantes\n",
    ],
)
def test_a_file_that_has_an_accent_in_its_place_is_left_as_it_is(tmp_path: Path, text: str) -> None:
    path = write(tmp_path, text)
    assert names(path) == [line.partition(";")[0] for line in text.splitlines()[1:]]
    assert remarks(path) == ()


def test_a_line_may_be_the_whole_file_and_is_read_piece_by_piece() -> None:
    text = "é" * 10 + "a" * (2 * SAMPLE) + "œ" * (2 * LONGEST_RUN) + "b"
    cut = list(pieces(io.StringIO(text)))
    assert "".join(cut) == text
    assert max(map(len, cut)) <= SAMPLE + LONGEST_RUN + 1
    assert cut[0].startswith("é" * 10)
