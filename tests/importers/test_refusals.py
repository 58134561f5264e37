"""A file that is not what it says gets one clear sentence, before anything is unpacked."""

import gzip
import io
import re
import struct
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from importers.limits import DROPPED, Limits, UnreadableFileError
from importers.reading import open_table
from tests.importers.writing import told, write, write_workbook

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"
OLD_XLS = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000)


def refusal(path: Path, **limits: int) -> str:
    with pytest.raises(UnreadableFileError) as refused, open_table(path, Limits(**limits)):
        pass
    return str(refused.value)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "vide"),
        (b"\n \n;;;\n", "vide"),
        (PNG, "c’est une image"),
        (b"nom,ville\nA\x00,Angers\n", "n’est pas une liste lisible"),
        (b"nom,ville\n\x01\x02,Angers\n", "n’est pas une liste lisible"),
        (bytes(range(256)) * 4, "n’est pas une liste lisible"),
        (b"%PDF-1.7\n\x00\x01\x02", "c’est un PDF"),
        (OLD_XLS, "ancien format (.xls) ou protégé par un mot de passe"),
        (b'nom,ville\n"A,Angers\nB,Nantes\n', "Ligne 2 : un guillemet ouvert"),
        (b"<!DOCTYPE html>\n<table><tr><td>Nom</td></tr></table>", "est une page web (HTML)"),
        (b"\xef\xbb\xbf\r\n<html xmlns:o='urn:x'><table>", "ouvrez-la dans un tableur"),
        (b"\x1f\x8b\x08\x00garbage", "abîmé ou incomplet"),
        (b"PK\x03\x04garbage", "Le classeur est abîmé"),
    ],
)
def test_each_fault_has_its_sentence(tmp_path: Path, content: bytes, sentence: str) -> None:
    assert sentence in refusal(write(tmp_path, content))


def test_a_missing_file_or_a_folder_is_told(tmp_path: Path) -> None:
    assert "ne peut pas être lu" in refusal(tmp_path / "absent.csv")
    assert "ne peut pas être lu" in refusal(tmp_path)


def test_a_torn_archive_is_refused_before_its_first_row(tmp_path: Path) -> None:
    packed = gzip.compress(b"nom,ville\n" + b"Biscornu,Angers\n" * 5000)
    assert "incomplet" in refusal(write(tmp_path, packed[:-20]))


def test_an_undecodable_byte_far_down_is_found_before_the_first_row(tmp_path: Path) -> None:
    content = b"\xef\xbb\xbfnom,ville\n" + b"Biscornu,Angers\n" * 10_000 + b"\xff\xff\n"
    assert "n’est pas une liste lisible" in refusal(write(tmp_path, content))


def test_sizes_are_bounded(tmp_path: Path) -> None:
    path = write(tmp_path, "nom,ville\n" + "Biscornu,Angers\n" * 100)
    longer = write(tmp_path, "nom,ville\n" + "Biscornu,Angers\n" * 1100, "longue.csv")
    assert "dépasse 0 Mo" in refusal(path, file_size=1000)
    assert "dépasse 50 lignes" in refusal(path, rows=50)
    assert "dépasse 1\u202f000 lignes" in refusal(longer, rows=1000)


def test_titles_are_no_rows_of_the_limit(tmp_path: Path) -> None:
    path = write(tmp_path, "nom,ville\n" + "Biscornu,Angers\n" * 100)
    with open_table(path, Limits(rows=100)) as table:
        assert table.row_count == 101


def test_ten_thousand_columns_are_too_many(tmp_path: Path) -> None:
    assert "10000 colonnes" in refusal(write(tmp_path, ",".join(["x"] * 10_000)))


def test_an_endless_cell_is_refused(tmp_path: Path) -> None:
    assert "cellule" in refusal(write(tmp_path, "nom,ville\n" + "x" * 200_000 + ",Angers\n"))
    assert "dépasse 100000 caractères" in refusal(write(tmp_path, "a,b\n" + "x" * 110_000))
    assert "cellule" in refusal(write(tmp_path, f'a,b\n"{"x" * 5_000_000}",c\n'))


def test_a_gzip_bomb_stops_at_the_limit(tmp_path: Path) -> None:
    bomb = write(tmp_path, gzip.compress(bytes(5_000_000)))
    assert "dépasse 1 Mo" in refusal(bomb, unpacked_size=1024**2)


def test_a_zip_bomb_is_refused_on_its_declared_size(tmp_path: Path) -> None:
    bomb = with_entry(tmp_path, "xl/worksheets/sheet2.xml", b" " * 5_000_000)
    assert "dépasse 1 Mo" in refusal(bomb, workbook_size=1024**2)


def test_a_zip_bomb_that_lies_about_its_size_is_refused_too(tmp_path: Path) -> None:
    bomb = with_entry(tmp_path, "xl/worksheets/sheet2.xml", b" " * 5_000_000)
    content = bomb.read_bytes().replace(struct.pack("<I", 5_000_000), struct.pack("<I", 10))
    assert "ment sur la taille" in refusal(write(tmp_path, content), workbook_size=1024**2)


def test_a_sheet_with_one_cell_far_away_does_not_fill_the_memory(tmp_path: Path) -> None:
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1"><v>1</v></c></row>'
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    )
    assert "trop étendue" in refusal(with_entry(tmp_path, "xl/worksheets/sheet1.xml", sheet))


SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    "{}</sheetData></worksheet>"
)
STRINGS = (
    '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    "<si><t>nom</t></si><si><r><t>{}</t></r><r><t>{}</t></r></si></sst>"
)


def bomb(folder: Path, sheet: str, letters: int = 0) -> Path:
    """A workbook of this sheet, whose second shared string has so many letters."""
    made = with_entry(folder, "xl/worksheets/sheet1.xml", SHEET.format(sheet).encode())
    half = "x" * (letters // 2)
    strings = STRINGS.format(half, half).encode()
    return with_entry(folder, "xl/sharedStrings.xml", strings, base=made)


@pytest.mark.parametrize("cell", ['<c r="{}" t="s"><v>1</v></c>', "<c t='s'><f/><v> 1 </v></c>"])
def test_a_long_text_that_many_cells_share_does_not_fill_the_memory(
    tmp_path: Path, cell: str
) -> None:
    rows = "".join(f"<row>{cell.format(f'A{n}')}</row>" for n in range(1, 10_000))
    path = bomb(tmp_path, rows, letters=95_000)
    assert path.stat().st_size < 100_000
    assert "répète de trop longs textes" in refusal(path)


def test_a_long_text_shown_once_is_read(tmp_path: Path) -> None:
    cells = '<c t="s"><v>0</v></c>' * 100 + '<c t="s"><v>1</v></c>'
    assert told(bomb(tmp_path, f"<row>{cells}</row>", letters=95_000)) == "lu."


def test_shared_strings_that_say_nothing_do_not_fill_the_memory(tmp_path: Path) -> None:
    strings = b"<sst>" + b"<si/>" * 600 + b"</sst>"
    path = with_entry(tmp_path, "xl/sharedStrings.xml", strings)
    assert "trop de textes" in refusal(path, cells=500)


def test_cells_without_an_address_count_too(tmp_path: Path) -> None:
    far = '<row r="1"><c><v>1</v></c></row><row r="900000">' + "<c><v>1</v></c>" * 10 + "</row>"
    assert "trop étendue" in refusal(bomb(tmp_path, far))
    many = "<row>" + "<c><v>1</v></c>" * 600 + "</row>"
    assert "trop étendue" in refusal(bomb(tmp_path, many), cells=500)


@pytest.mark.parametrize(
    "content",
    [b"<!DOCTYPE a [<!ENTITY b 'c'>]><worksheet/>", b"<worksheet><sheetData>", b"\x89PNG"],
)
def test_a_sheet_that_is_no_plain_xml_is_damaged(tmp_path: Path, content: bytes) -> None:
    assert "abîmé" in refusal(with_entry(tmp_path, "xl/worksheets/sheet1.xml", content))


def test_a_sheet_under_another_name_is_measured_too(tmp_path: Path) -> None:
    far = SHEET.format('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>').encode()
    for content in (far, far.replace(b"<row", b"<row a=<>")):
        assert "classeur" in refusal(with_entry(tmp_path, "xl/media/image1.png", content))


def test_images_and_drawings_are_left_alone(tmp_path: Path) -> None:
    for content in (PNG, b"<!DOCTYPE svg><svg/>", b"<xml><br></xml>"):
        assert told(with_entry(tmp_path, "xl/media/image1.svg", content)) == "lu."


def archive(folder: Path, parts: dict[str, bytes]) -> Path:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return write(folder, packed.getvalue())


def test_an_archive_that_is_no_workbook_is_told_so(tmp_path: Path) -> None:
    told = refusal(archive(tmp_path, {"liste.csv": b"nom,ville\n"}))
    assert "une archive ZIP, pas un classeur XLSX" in told


@pytest.mark.parametrize(
    ("part", "called"),
    [
        ("word/document.xml", "un document Word"),
        ("Index/CalculationEngine.iwa", "un classeur Numbers"),
        ("ppt/presentation.xml", "une présentation PowerPoint"),
        ("xl/workbook.bin", "un classeur binaire (.xlsb)"),
    ],
)
def test_other_documents_are_called_by_their_name(tmp_path: Path, part: str, called: str) -> None:
    told = refusal(archive(tmp_path, {part: b"<a/>"}))
    assert f"Ce fichier est {called}" in told
    assert "enregistrez sa liste en .xlsx ou .csv" in told


def test_a_text_of_libreoffice_is_no_workbook(tmp_path: Path) -> None:
    parts = {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<a/>"}
    assert "un document de traitement de texte" in refusal(archive(tmp_path, parts))


def test_a_hundred_thousand_rows_may_be_dropped_and_no_more(tmp_path: Path) -> None:
    rows = "Biscornu,Angers\n" * 100_000
    with open_table(write(tmp_path, f"nom,ville\n{rows}"), DROPPED) as table:
        assert table.row_count == 100_001
    path = write(tmp_path, f"nom,ville\n{rows * 2}")
    too_many = pytest.raises(UnreadableFileError, match="partagez-le en plusieurs fichiers")
    with too_many, open_table(path, DROPPED):
        pass


@pytest.mark.parametrize("part", ["xl/workbook.bin", "content.xml"])
def test_a_workbook_of_two_formats_is_refused(tmp_path: Path, part: str) -> None:
    assert "pas un classeur XLSX" in refusal(with_entry(tmp_path, part, b"<a/>"))


@pytest.mark.parametrize("missing", ["xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels"])
def test_a_workbook_with_a_part_missing_is_damaged(tmp_path: Path, missing: str) -> None:
    whole = write_workbook(tmp_path, [["nom", "ville"], ["A", "Angers"]])
    with zipfile.ZipFile(whole) as archive, zipfile.ZipFile(tmp_path / "torn", "w") as torn:
        for name in archive.namelist():
            if name != missing:
                torn.writestr(name, archive.read(name))
    assert re.search("abîmé|aucune feuille", refusal(tmp_path / "torn"))


def test_a_workbook_in_an_unknown_encoding_is_damaged(tmp_path: Path) -> None:
    whole = write_workbook(tmp_path, [["nom", "ville"], ["A", "Angers"]])
    with zipfile.ZipFile(whole) as archive, zipfile.ZipFile(tmp_path / "other", "w") as other:
        for name in archive.namelist():
            other.writestr(name, archive.read(name).replace(b"UTF-8", b"UTF-C"))
    assert "abîmé" in refusal(tmp_path / "other")


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.9])
def test_a_truncated_workbook_is_damaged(tmp_path: Path, cut: float) -> None:
    whole = write_workbook(tmp_path, [["nom", "ville"]] * 200).read_bytes()
    assert "abîmé" in refusal(write(tmp_path, whole[: int(len(whole) * cut)]))


def test_a_workbook_with_any_byte_changed_is_read_or_refused(tmp_path: Path) -> None:
    whole = write_workbook(tmp_path, [["nom", "ville"], ["A", "Angers"]]).read_bytes()
    for position in range(0, len(whole), 97):
        damaged = bytearray(whole)
        damaged[position] ^= 0xFF
        assert told(write(tmp_path, bytes(damaged))).endswith(".")


def test_a_large_file_is_read_in_bounded_memory(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("w") as file:
        file.write("nom;ville;description\n")
        file.writelines(f"Structure {number};Angers;{'x' * 200}\n" for number in range(50_000))
    tracemalloc.start()
    with open_table(path) as table:
        assert sum(1 for _ in table) == 50_001
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < path.stat().st_size / 10


def with_entry(folder: Path, name: str, content: bytes, base: Path | None = None) -> Path:
    """A workbook with one entry added or replaced, compressed."""
    whole = base or write_workbook(folder, [["nom", "ville"], ["A", "Angers"]], name="whole.xlsx")
    made = folder / f"{whole.stem}-made.xlsx"
    with zipfile.ZipFile(whole) as archive, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out:
        for entry in archive.namelist():
            if entry != name:
                out.writestr(entry, archive.read(entry))
        out.writestr(name, content)
    return made
