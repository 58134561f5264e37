"""The list of the enterprises of the ESS: a million rows, of which a territory wants some."""

import tracemalloc
from pathlib import Path

import pytest

from importers.facts import Rejected, RowFacts, RowResult
from importers.limits import UnreadableFileError
from importers.mapping import map_table
from importers.narrowing import within
from importers.reading import open_table
from tests.importers.writing import results_of, write

HEADER = (
    "SIREN,Nom ou raison sociale de l'entreprise,Famille juridique de l'entreprise,Code postal,"
    "Libellé de la commune de l'établissement,Code du département de l'établissement,"
    "Département de l'établissement,Région de l'établissement\n"
)
ABBEVILLE = "5720610,PICARDIE HABITAT,Coopératives,80100,ABBEVILLE,80,SOMME,HAUTS DE FRANCE\n"
AMIENS = "123456782,LE VERGER,Associations,80000,AMIENS,80,SOMME,HAUTS DE FRANCE\n"
PARIS = "123456782,LA RUCHE,Associations,75013,PARIS 13,75,PARIS,ILE DE FRANCE\n"
BOURG = "123456782,LE PRUNIER,Fondations,1000,BOURG EN BRESSE,1,AIN,AUVERGNE RHONE ALPES\n"


def read(folder: Path, *rows: str, territories: tuple[str, ...] = ()) -> list[RowResult]:
    path = write(folder, HEADER + "".join(rows))
    with open_table(path) as table:
        return list(map_table(table, within=within(territories) if territories else None))


def facts(folder: Path, row: str) -> RowFacts:
    (result,) = read(folder, row)
    assert isinstance(result, RowFacts)
    return result


def test_it_works(tmp_path: Path) -> None:
    row = facts(tmp_path, ABBEVILLE)
    assert (row.source_key, row.siren, row.siret) == ("005720610", "005720610", None)
    assert (row.name, row.kinds) == ("Picardie Habitat", ("COOP",))
    assert row.place.code_insee == "80001"
    assert [note.rule for note in row.notes] == ["siren_zero"]


def test_a_city_with_its_arrondissement_is_placed(tmp_path: Path) -> None:
    assert facts(tmp_path, PARIS).place.city == "Paris"


def test_a_zero_lost_is_given_back(tmp_path: Path) -> None:
    assert facts(tmp_path, BOURG).place.code_insee == "01053"


@pytest.mark.parametrize(
    ("family", "kinds"),
    [
        ("Associations", ("ASSO",)),
        ("Mutuelles", ("MUTUELLE",)),
        ("Fondations", ("FONDATION",)),
        ("Sociétés commerciales de l'ESS", ("SOC_ESS",)),
        ("", ()),
    ],
)
def test_the_legal_family_is_a_kind(tmp_path: Path, family: str, kinds: tuple[str, ...]) -> None:
    row = facts(tmp_path, AMIENS.replace("Associations", family))
    assert (row.kinds, row.notes) == (kinds, ())


def test_a_wrong_siren_is_rejected(tmp_path: Path) -> None:
    (row,) = read(tmp_path, AMIENS.replace("123456782", "123456789"))
    assert isinstance(row, Rejected)
    assert row.field == "SIREN"


# Of a territory


def lines(folder: Path, *territories: str) -> list[int]:
    rows = read(folder, ABBEVILLE, AMIENS, PARIS, BOURG, territories=territories)
    return [row.line for row in rows]


@pytest.mark.parametrize(
    ("territories", "kept"),
    [
        (("region:32",), [2, 3]),
        (("departement:80",), [2, 3]),
        (("departement:01",), [5]),
        (("commune:80021",), [3]),
        (("commune:80021", "region:11"), [3, 4]),
        (("epci:200070993",), [2]),
    ],
)
def test_only_the_rows_of_the_territory_are_read(
    tmp_path: Path, territories: tuple[str, ...], kept: list[int]
) -> None:
    assert lines(tmp_path, *territories) == kept


def test_they_are_counted_before_they_are_read(tmp_path: Path) -> None:
    with open_table(write(tmp_path, HEADER + ABBEVILLE + PARIS)) as table:
        assert map_table(table, within=within(["departement:80"])).row_count == 1


def test_a_territory_without_a_row_is_said(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="dans ce territoire"):
        lines(tmp_path, "departement:974")


def test_an_unknown_territory_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="departement:999"):
        within(["departement:999"])


def test_a_list_of_any_format_is_kept_to_a_territory(tmp_path: Path) -> None:
    path = write(tmp_path, "Nom;Ville\nBiscornu;Angers\nLe Verger;Nantes\n;Angers\n")
    with open_table(path) as table:
        rows = list(map_table(table, within=within(["departement:49"])))
    assert [row.line for row in rows] == [2, 4]  # what is rejected is told, wherever it sits


def test_memory_does_not_grow_with_the_list(tmp_path: Path) -> None:
    path = write(tmp_path, HEADER + PARIS * 60_000 + ABBEVILLE)
    results_of(write(tmp_path, HEADER + PARIS, "une.csv"))  # loads the gazetteer
    tracemalloc.start()
    with open_table(path) as table:
        assert len(list(map_table(table, within=within(["departement:80"])))) == 1
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 10 * 1024**2
