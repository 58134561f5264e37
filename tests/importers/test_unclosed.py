"""A quote that nobody closed joins the rows below it: they are read apart, and it is told."""

import time
from pathlib import Path

import pytest

from importers.choices import Found
from importers.reading import open_table
from importers.unclosed import DOUBTFUL_CELLS, UNCLOSED, Mending
from tests.importers.writing import write

TITLES = "Nom;Ville;Activité"
RUCHE, VERGER, POTAGER = "La Ruche;Lens;Couture", "Le Verger;Arras;Peinture", "Le Potager;Douai;Tri"


def read(folder: Path, *lines: str) -> tuple[list[tuple[str, ...]], Found]:
    """The rows below the titles, and how they are read."""
    with open_table(write(folder, "\n".join([*lines, ""]))) as table:
        return [row.cells for row in table][1:], table.found


@pytest.mark.parametrize(
    ("below", "names", "told"),
    [
        ([f'"{RUCHE}', '"Le Verger";Arras;Peinture', POTAGER], ["La Ruche", "Le Verger"], "2"),
        ([f'"{RUCHE}', VERGER, 'Le "3" bis;Lens;Tri'], ["La Ruche", "Le Verger", 'Le "3"'], "2"),
        ([RUCHE, 'L;Lens;"Tri, don', VERGER, 'P;Douai;"Don, tri"'], ["La Ruche", "L", "Le V"], "3"),
        ([RUCHE, f'"{VERGER}', POTAGER], ["La Ruche", "Le Verger", "Le Potager"], "3"),
        ([f'"{RUCHE}', *[VERGER] * 40, POTAGER], ["La Ruche", *["Le Verger"] * 40], "2"),
        ([f'"{RUCHE}', *[VERGER] * 40, 'Le "3";Lens;Tri'], ["La Ruche", *["Le V"] * 40], "2"),
    ],
)
def test_rows_below_an_open_quote_are_read(
    tmp_path: Path, below: list[str], names: list[str], told: str
) -> None:
    rows, found = read(tmp_path, TITLES, *below)
    assert len(rows) == len(below)
    assert all(len(cells) == 3 for cells in rows)
    assert all(cells[0].startswith(name) for cells, name in zip(rows, names, strict=False))
    assert found.remarks == (UNCLOSED.format(f"Ligne {told}"),)


def test_each_open_quote_is_named_by_its_row(tmp_path: Path) -> None:
    lines = ['A;"Lens\nLiévin";Tri', f'"{RUCHE}', '"B";Lens;Tri', f'"{POTAGER}', 'C "3";Lens;Tri']
    rows, found = read(tmp_path, TITLES, *lines)
    assert [cells[0] for cells in rows] == ["A", "La Ruche", "B", "Le Potager", 'C "3"']
    assert found.remarks == (UNCLOSED.format("Lignes 3 et 5"),)


def test_a_quote_too_many_at_the_end_joins_no_rows_of_a_wide_list(tmp_path: Path) -> None:
    lines = ['A;1;Lens;62300;"Tri', "B;2;Arras;62000;Don", 'C;3;Douai;59500;Tri"', "D;4;Lens;6;D"]
    rows, found = read(tmp_path, "Nom;N°;Ville;CP;Activité", *lines)
    assert [cells[0] for cells in rows] == ["A", "B", "C", "D"]
    assert found.remarks == (UNCLOSED.format("Ligne 2"),)


def test_what_may_be_one_cell_of_a_narrow_list_is_told(tmp_path: Path) -> None:
    rows, found = read(tmp_path, TITLES, 'A;Lens;"Tri', "B;Arras;Don", 'C;Douai;Tri"')
    assert len(rows) == 1
    assert found.remarks == (DOUBTFUL_CELLS.format("Ligne 2"),)


@pytest.mark.parametrize(
    "row",
    [
        'A;"12 rue Foch\n62300 Lens";Tri',
        'A;"ZI Nord ; bât. B ; porte 3\nBP 12 ; 62300 Lens CEDEX ; France";Tri',
        'A;Lens;"Tri;don\n\nSee ""us"";soon\nPapier"',
        '"A";"12 rue Foch\n62300 Lens";"Tri\ndon"',
        'A;Lens;"' + "Une ligne, une autre ; et la suite\n" * 30 + '"',
        'A;Lens;"Horaires\n' + "lundi\n" * 30 + '"',
    ],
)
def test_a_cell_of_several_lines_is_whole(tmp_path: Path, row: str) -> None:
    rows, found = read(tmp_path, TITLES, row, VERGER)
    assert [cells[0] for cells in rows] == ["A", "Le Verger"]
    assert found.remarks == ()


def test_prose_between_commas_is_no_row(tmp_path: Path) -> None:
    services = '"Nous faisons :\ncouture, retouche, broderie, tricot, crochet\nlin, laine, a, b, c"'
    titles, row = "Nom,N°,Ville,CP,Activité", f"A,1,Lens,62300,{services}"
    rows, found = read(tmp_path, titles, row, "B,C,D,E,F")
    assert [cells[0] for cells in rows] == ["A", "B"]
    assert found.remarks == ()


def test_quotes_everywhere_take_no_time() -> None:
    lines = [*['x"y;z;"t\n', 'a;"b;c\n', 'a;"""b;c\n'] * 3000]
    begun = time.perf_counter()
    assert len(list(Mending(";", 3).lines(lines))) == len(lines)
    assert time.perf_counter() - begun < 5
