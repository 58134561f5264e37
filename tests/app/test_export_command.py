"""`reperess export`: what is said, what is written, and the exit status."""

import csv
import shutil
import sqlite3
from contextlib import closing
from io import StringIO
from pathlib import Path

import pytest

from importers.formats.own import TITLES
from tests.commands import reperess

LIST = (
    "Nom;SIRET;Ville;Activités;E-mail\n"
    "=LE VERGER;123 456 782 00010;Angers;Menuiserie;contact@verger.example, jeanne@verger.example\n"
    "Le Prunier;;Nantes;Repassage;\n"
)


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance of two suppliers, the first a member of a network."""
    made = tmp_path_factory.mktemp("directory")
    assert reperess(made, "db", "upgrade").returncode == 0
    for name, rows, options in (
        ("a.csv", LIST, ()),
        ("b.csv", "SIRET\n12345678200010\n", ("--network", "coorace")),
    ):
        path = made / name
        path.write_text(rows)
        assert reperess(made, "import", path, *options).returncode == 0
    return made


def rows_of(path: Path) -> list[dict[str, str]]:
    text = path.read_bytes().decode("utf-8-sig")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(StringIO(text), delimiter=";"))


def test_it_works(directory: Path, tmp_path: Path) -> None:
    told = reperess(directory, "export", tmp_path / "annuaire.csv")
    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout == f"2 structures exportées : {tmp_path / 'annuaire.csv'}\n"
    first, second = rows_of(tmp_path / "annuaire.csv")
    assert tuple(first) == TITLES
    assert (first["Nom"], second["Nom"]) == ("'=Le Verger", "Le Prunier")
    assert (first["E-mails"], first["E-mails privés"]) == ("contact@verger.example", "")
    assert list(tmp_path.iterdir()) == [tmp_path / "annuaire.csv"]


@pytest.mark.parametrize("name", ["annuaire.xlsx", "ANNUAIRE.CSV"])
def test_the_name_says_the_kind_of_file(directory: Path, tmp_path: Path, name: str) -> None:
    assert reperess(directory, "export", tmp_path / name).returncode == 0
    other = tmp_path / "ailleurs"
    assert reperess(other, "db", "upgrade").returncode == 0
    assert "Créées : 2" in reperess(other, "import", tmp_path / name).stdout


def test_the_directory_is_known_again_in_its_own_file(directory: Path, tmp_path: Path) -> None:
    same = Path(shutil.copytree(directory, tmp_path / "instance"))
    path = tmp_path / "annuaire.csv"
    reperess(same, "export", path)
    for _ in range(2):
        told = reperess(same, "import", path)
        assert "Export de l’annuaire, source « export »" in told.stdout
        assert "Déjà à jour : 2" in told.stdout
    with closing(sqlite3.connect(same / "reperess.sqlite3")) as database:
        assert database.execute("SELECT count(*) FROM supplier").fetchone() == (2,)


def test_the_members_of_a_network_alone(directory: Path, tmp_path: Path) -> None:
    told = reperess(directory, "export", tmp_path / "membres.csv", "--network", "COORACE")
    assert "1 structure exportée" in told.stdout
    assert [row["SIRET"] for row in rows_of(tmp_path / "membres.csv")] == ["12345678200010"]


def test_private_contacts_are_written_apart_when_asked_and_said_to_be(
    directory: Path, tmp_path: Path
) -> None:
    told = reperess(directory, "export", tmp_path / "tout.csv", "--private")
    assert "contacts que le public ne voit pas" in told.stdout
    assert "données personnelles" in reperess(directory, "export", "--help").stdout
    first, _ = rows_of(tmp_path / "tout.csv")
    assert first["E-mails privés"] == "jeanne@verger.example"
    assert (tmp_path / "tout.csv").stat().st_mode & 0o077 == 0


def test_an_unknown_network_is_told_with_the_nearest(directory: Path, tmp_path: Path) -> None:
    told = reperess(directory, "export", tmp_path / "a.csv", "--network", "coorase")
    assert told.returncode == 2
    assert "aucun réseau « coorase » dans cet annuaire" in told.stderr
    assert "Vouliez-vous dire « coorace »" in told.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_exists_is_never_replaced(directory: Path, tmp_path: Path) -> None:
    path = tmp_path / "annuaire.csv"
    path.write_text("précieux")
    told = reperess(directory, "export", path)
    assert (told.returncode, path.read_text()) == (2, "précieux")
    assert "existe déjà : donnez un autre nom" in told.stderr


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("annuaire.ods", ".csv ou .xlsx"),
        ("annuaire", ".csv ou .xlsx"),
        ("absent/annuaire.csv", "n’existe pas"),
    ],
)
def test_a_wrong_name_is_told(directory: Path, tmp_path: Path, name: str, told: str) -> None:
    answer = reperess(directory, "export", tmp_path / name)
    assert answer.returncode == 2
    assert told in answer.stderr


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="pas de /proc sur ce système")
def test_a_folder_where_nothing_can_be_written_is_told(directory: Path) -> None:
    answer = reperess(directory, "export", "/proc/annuaire.csv")
    assert answer.returncode in {1, 2}
    assert "écrit" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_an_empty_directory_has_nothing_to_export(tmp_path: Path) -> None:
    reperess(tmp_path / "vide", "db", "upgrade")
    told = reperess(tmp_path / "vide", "export", tmp_path / "annuaire.csv")
    assert (told.returncode, told.stderr) == (1, "Erreur : Aucune structure à exporter.\n")
