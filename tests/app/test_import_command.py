"""`reperess import`: what is said, what is written, and the exit status."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app.commands.networks import LONGEST_NETWORK
from importers.reading import HIDDEN_SHEETS, OTHER_SHEETS
from tests.commands import reperess
from tests.importers.writing import ods_sheet, write_ods

LIST = (
    "Nom;SIRET;Ville;Activités;Couleur\nLE VERGER;123 456 782 00010;Angers;Menuiserie;vert\n;;;;\n"
)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance with its tables and nothing in them."""
    made = tmp_path_factory.mktemp("empty")
    assert reperess(made, "db", "upgrade").returncode == 0
    return made


@pytest.fixture
def instance(empty: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(empty, tmp_path / "instance"))


@pytest.fixture
def members(tmp_path: Path) -> Path:
    path = tmp_path / "Membres 2026.csv"
    path.write_text(LIST)
    return path


def suppliers(instance: Path) -> int:
    with closing(sqlite3.connect(instance / "reperess.sqlite3")) as database:
        (count,) = database.execute("SELECT count(*) FROM supplier").fetchone()
        return int(count)


def test_it_works(instance: Path, members: Path) -> None:
    told = reperess(instance, "import", members)
    assert told.returncode == 0, told.stderr
    assert "Liste faite à la main, source « membres-2026 »" in told.stdout
    assert "Créée : 1" in told.stdout
    assert "Colonne ignorée : Couleur" in told.stdout
    assert "SIRET débarrassé de ses espaces (1)" in told.stdout
    assert suppliers(instance) == 1


def test_counts_agree_in_number(instance: Path, tmp_path: Path) -> None:
    path = tmp_path / "l.csv"
    path.write_text("Nom;Ville;Rang;Couleur\n" + "".join(f"N{n};Angers;;\n" for n in range(1200)))
    told = reperess(instance, "import", path, "--dry-run").stdout
    assert "Colonnes ignorées : Rang, Couleur" in told
    assert "Lignes lues : 1\u202f200\n  Créées : 1\u202f200\n  Mise à jour : 0\n" in told


def test_columns_of_ticks_are_read_as_on_the_page(instance: Path, tmp_path: Path) -> None:
    path = tmp_path / "l.csv"
    path.write_text("Nom;Ville;Repassage;Menuiserie\nA;Angers;x;\nB;Angers;;oui\n")
    assert "ignorée" not in reperess(instance, "import", path).stdout
    found = reperess(instance, "search", "repassage", "--near", "Angers", "--json")
    assert [hit["name"] for hit in json.loads(found.stdout)["hits"]] == ["A"]


def test_what_is_to_be_checked_and_why_rows_are_refused_is_said(
    instance: Path, tmp_path: Path
) -> None:
    path = tmp_path / "l.csv"
    path.write_text("Nom;Code postal;Ville\n;49000;Angers\nA;49000;Lille\n")
    told = reperess(instance, "import", path, "--dry-run").stdout
    assert "Refusée : 1\n    nom absent : 1\n" in told
    assert "Ligne à vérifier : 1\n" in told
    assert "--report compte-rendu.json" in told


def test_what_is_imported_can_be_searched(instance: Path, members: Path) -> None:
    reperess(instance, "import", members)
    found = reperess(instance, "search", "menuiserie", "--near", "Angers", "--json")
    assert [hit["name"] for hit in json.loads(found.stdout)["hits"]] == ["Le Verger"]


def test_a_dry_run_writes_nothing(instance: Path, members: Path) -> None:
    told = reperess(instance, "import", members, "--dry-run")
    assert told.returncode == 0
    assert "rien n’a été écrit" in told.stdout
    assert suppliers(instance) == 0


def test_a_source_named_after_the_file_is_told_when_it_exists(
    instance: Path, members: Path
) -> None:
    warning = "existait déjà"
    assert warning not in reperess(instance, "import", members).stdout
    assert warning in reperess(instance, "import", members, "--dry-run").stdout
    named = reperess(instance, "import", members, "--dry-run", "--source", "membres-2026")
    assert warning not in named.stdout


def test_the_report_is_written(instance: Path, members: Path, tmp_path: Path) -> None:
    told = reperess(instance, "import", members, "--report", tmp_path / "out.json")
    assert told.returncode == 0
    report = json.loads((tmp_path / "out.json").read_text())
    assert report["counts"]["rows"] == sum(
        report["counts"][name]
        for name in ("created", "updated", "unchanged", "conflict", "rejected")
    )
    assert set(report["rows"][0]) == {
        *("line", "outcome", "field", "value", "message", "suggestion")
    }


def test_rejected_rows_are_told_and_the_import_has_succeeded(
    instance: Path, tmp_path: Path
) -> None:
    path = tmp_path / "l.csv"
    path.write_text("Nom;Ville\n;Angers\nLe Verger;Angers\n")
    told = reperess(instance, "import", path)
    assert told.returncode == 0
    assert "Refusée : 1" in told.stdout


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n\x00\x00", b"couleur;forme\n1;2\n"])
def test_a_file_that_is_no_list_fails_in_one_sentence(
    instance: Path, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "l.csv"
    path.write_bytes(content)
    told = reperess(instance, "import", path)
    assert told.returncode == 1
    assert told.stdout == ""
    assert len(told.stderr.strip().splitlines()) == 1
    assert suppliers(instance) == 0


def test_a_missing_file_fails(instance: Path, tmp_path: Path) -> None:
    told = reperess(instance, "import", tmp_path / "absent.csv")
    assert told.returncode == 1
    assert "ne peut pas être lu : il n’existe pas." in told.stderr


@pytest.mark.parametrize(
    "options",
    [
        ("--format", "excel"),
        ("--source", ""),
        ("--network", "!"),
        ("--report", "/nowhere/at/all/out.json"),
        ("--surprise",),
    ],
)
def test_a_wrong_use_is_told_and_nothing_done(
    instance: Path, members: Path, options: tuple[str, ...]
) -> None:
    told = reperess(instance, "import", members, *options)
    assert told.returncode == 2
    assert suppliers(instance) == 0


@pytest.mark.parametrize("link", [None, "symlink_to", "hardlink_to"])
def test_the_report_never_takes_the_place_of_the_list(
    instance: Path, members: Path, tmp_path: Path, link: str | None
) -> None:
    report = members
    if link:
        report = tmp_path / "lien.json"
        getattr(report, link)(members)
    told = reperess(instance, "import", members, "--report", report)
    assert told.returncode == 2
    assert "effacerait la liste" in told.stderr
    assert members.read_text() == LIST
    assert suppliers(instance) == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="pas de /dev/full sur ce système")
@pytest.mark.parametrize(("options", "done"), [((), "L’import"), (("--dry-run",), "L’essai")])
def test_a_report_that_cannot_be_written_is_told(
    instance: Path, members: Path, options: tuple[str, ...], done: str
) -> None:
    told = reperess(instance, "import", members, "--report", "/dev/full", *options)
    assert told.returncode == 1
    assert f"{done} est fait, mais le compte rendu n’a pas pu être écrit" in told.stderr


def test_a_list_of_sirets_needs_a_network(instance: Path, tmp_path: Path) -> None:
    path = tmp_path / "sirets.csv"
    path.write_text("SIRET\n12345678200010\n")
    told = reperess(instance, "import", path)
    assert told.returncode == 2
    assert "--network" in told.stderr


def test_a_network_may_be_named_in_words(instance: Path, members: Path) -> None:
    told = reperess(instance, "import", members, "--network", "UNEA")
    assert "nouveau" not in told.stdout
    found = reperess(instance, "search", "--network", "unea", "--json")
    assert json.loads(found.stdout)["total"] == 1


def test_the_longest_network_can_be_searched_and_a_longer_one_is_refused(
    instance: Path, members: Path
) -> None:
    told = reperess(instance, "import", members, "--network", "n" * (LONGEST_NETWORK + 1))
    assert told.returncode == 2
    assert "80 lettres au plus, et non 81" in told.stderr
    assert suppliers(instance) == 0
    longest = "n" * LONGEST_NETWORK
    reperess(instance, "import", members, "--network", longest)
    found = reperess(instance, "search", "--network", longest, "--json")
    assert json.loads(found.stdout)["total"] == 1


def test_a_new_network_is_said_to_be_with_the_nearest_known(instance: Path, members: Path) -> None:
    told = reperess(instance, "import", members, "--network", "coorase")
    assert "Le réseau « coorase » est nouveau" in told.stdout
    assert "Vouliez-vous dire « coorace »" in told.stdout


def test_a_new_network_keeps_the_name_that_it_was_given(instance: Path, members: Path) -> None:
    told = reperess(instance, "import", members, "--network", "Réseau  Ça")
    assert "« reseau-ca » est nouveau dans l’annuaire, sous le nom « Réseau Ça »." in told.stdout
    with closing(sqlite3.connect(instance / "reperess.sqlite3")) as database:
        assert database.execute("SELECT slug, name FROM network").fetchall() == [
            ("reseau-ca", "Réseau Ça")
        ]


def test_the_sheet_that_is_read_is_said_and_those_that_are_not(
    instance: Path, tmp_path: Path
) -> None:
    members = [["Nom", "Ville"], ["Le Verger", "Angers"]]
    sheets = [
        ods_sheet([["Remplissez la feuille suivante."]], "Lisez-moi"),
        ods_sheet(members, "Adhérents"),
        ods_sheet(members, "Anciens"),
        ods_sheet(members, "Secret", style="hidden"),
    ]
    told = reperess(instance, "import", write_ods(tmp_path, "".join(sheets))).stdout
    assert "Liste faite à la main, feuille « Adhérents », source" in told
    assert f"{OTHER_SHEETS} : « Lisez-moi », « Anciens »." in told
    assert f"{HIDDEN_SHEETS} : « Secret »." in told


def test_another_sheet_may_be_chosen(instance: Path, tmp_path: Path) -> None:
    sheets = [
        ods_sheet([["Nom", "Ville"], [name, "Angers"]], name) for name in ("Verger", "Prunier")
    ]
    path = write_ods(tmp_path, "".join(sheets))
    told = reperess(instance, "import", path, "--sheet", "Prunier", "--dry-run").stdout
    assert "feuille « Prunier »" in told
    refused = reperess(instance, "import", path, "--sheet", "Cerisier")
    assert refused.returncode == 1
    assert "choisissez parmi « Verger », « Prunier »" in refused.stderr


def test_personal_contacts_are_never_said(instance: Path, tmp_path: Path) -> None:
    path = tmp_path / "l.csv"
    path.write_text("Nom;Ville;Email;Tél\nLe Verger;Angers;jeanne@verger.example, x@;0612345678\n")
    told = reperess(instance, "import", path, "--report", tmp_path / "out.json", LOG_LEVEL="debug")
    said = told.stdout + told.stderr + (tmp_path / "out.json").read_text()
    assert told.returncode == 0
    assert "jeanne" not in said
    assert "34 56" not in said.replace("123456", "34 56")


def test_before_there_are_tables_it_says_what_to_do(members: Path, tmp_path: Path) -> None:
    told = reperess(tmp_path / "new", "import", members)
    assert told.returncode == 1
    assert "reperess db upgrade" in told.stderr


def test_a_national_list_is_kept_to_a_territory(instance: Path, tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_text("Nom;Ville\nLe Verger;Angers\nBiscornu;Nantes\n")
    told = reperess(instance, "import", path, "--territory", "Maine-et-Loire")
    assert "Créée : 1" in told.stdout
    assert suppliers(instance) == 1


def test_a_territory_that_nothing_names_is_refused(instance: Path, members: Path) -> None:
    told = reperess(instance, "import", members, "--territory", "Syldavie")
    assert told.returncode == 2
    assert "« Syldavie » n’est pas un lieu connu" in told.stderr
