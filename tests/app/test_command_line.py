"""The `reperess` command: French, and an exit status that scripts can trust."""

import json
import shutil
import sqlite3
import subprocess
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.cli import tell_french_time
from app.templating import NBSP, day, hour
from tests.commands import REPERESS, environment, reperess


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance that holds sixty invented suppliers and their index."""
    instance = tmp_path_factory.mktemp("demo")
    made = reperess(instance, "demo", "--size", 60, "--no-serve")
    assert made.returncode == 0, made.stderr
    return instance


def test_it_works(demo: Path) -> None:
    found = reperess(demo, "search", "--json")
    assert found.returncode == 0
    assert json.loads(found.stdout)["total"] > 0


@pytest.mark.parametrize(
    "command",
    [
        ("demo",),
        ("serve",),
        ("db", "upgrade"),
        ("import",),
        ("search",),
        ("index", "rebuild"),
        ("index", "check"),
        ("index", "status"),
        ("index", "keys"),
        ("user", "create"),
        ("user", "list"),
        ("user", "role"),
        ("user", "close"),
        ("user", "reopen"),
    ],
    ids=" ".join,
)
def test_every_command_has_its_help_in_french(tmp_path: Path, command: tuple[str, ...]) -> None:
    told = reperess(tmp_path, *command, "--help")
    assert told.returncode == 0
    assert told.stdout.startswith(f"Usage : reperess {' '.join(command)}")
    assert "Affiche cette aide." in told.stdout


@pytest.mark.parametrize(("zone", "told"), [(None, "1 h 30"), ("Indian/Reunion", "3 h 30")])
def test_hours_are_those_of_france_whatever_the_machine_says(
    monkeypatch: pytest.MonkeyPatch, zone: str | None, told: str
) -> None:
    monkeypatch.setenv("TZ", zone or "")
    if zone is None:
        monkeypatch.delenv("TZ")
    try:
        tell_french_time()
        moment = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
        assert hour(moment).replace(NBSP, " ") == told
        assert day(moment).replace(NBSP, " ") == "2 juillet 2026"
    finally:
        monkeypatch.undo()
        time.tzset()


def test_help_needs_no_database(tmp_path: Path) -> None:
    reperess(tmp_path, "--help")
    assert not list(tmp_path.iterdir())


def test_a_misspelt_command_is_a_wrong_use_and_says_so(tmp_path: Path) -> None:
    told = reperess(tmp_path, "serach")
    assert told.returncode == 2
    assert "La commande serach n’existe pas." in told.stderr
    assert "search" in told.stderr


def test_an_unknown_option_is_a_wrong_use(tmp_path: Path) -> None:
    told = reperess(tmp_path, "search", "--rayon", "3")
    assert told.returncode == 2
    assert "n’existe pas" in told.stderr


def test_searching_before_there_is_an_index_fails_and_says_what_to_do(tmp_path: Path) -> None:
    told = reperess(tmp_path, "search", "menuiserie")
    assert told.returncode == 1
    assert "reperess" in told.stderr


def test_a_bad_setting_fails_and_names_it(tmp_path: Path) -> None:
    told = reperess(tmp_path, "db", "upgrade", PORT="99999")
    assert told.returncode == 1
    assert "PORT : valeur refusée" in told.stderr


def test_a_database_that_does_not_answer_fails_without_a_trace(tmp_path: Path) -> None:
    told = reperess(tmp_path, "db", "upgrade", DATABASE_URL="postgresql://127.0.0.1:1/reperess")
    assert told.returncode == 1
    assert "La base de données ne répond pas" in told.stderr
    assert "Traceback" not in told.stderr


@pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)
def test_a_database_without_its_tables_is_told_what_it_lacks(
    tmp_path: Path, database_url: str
) -> None:
    told = reperess(tmp_path, "search", DATABASE_URL=database_url)
    assert told.returncode == 1
    assert "lancez « reperess db upgrade »" in told.stderr
    assert "Traceback" not in told.stderr


def test_the_demo_is_not_loaded_twice(demo: Path) -> None:
    again = reperess(demo, "demo", "--no-serve")
    assert again.returncode == 0
    assert json.loads(reperess(demo, "search", "--json").stdout)["total"] <= 60


def test_another_size_over_a_loaded_demo_is_refused(demo: Path) -> None:
    told = reperess(demo, "demo", "--size", 61, "--no-serve")
    assert told.returncode == 1
    assert "60 structures inventées" in told.stderr


def test_two_demos_started_together_make_one_directory(tmp_path: Path) -> None:
    command = [REPERESS, "demo", "--size", "300", "--no-serve"]
    both = [subprocess.Popen(command, env=environment(tmp_path)) for _ in range(2)]
    assert [process.wait(60) for process in both] == [0, 0]
    assert stored_suppliers(tmp_path / "reperess.sqlite3") == 300


def test_a_demo_killed_while_loading_is_completed_at_the_next_start(tmp_path: Path) -> None:
    loading = subprocess.Popen(
        [REPERESS, "demo", "--size", "5000", "--no-serve"], env=environment(tmp_path)
    )
    database = tmp_path / "reperess.sqlite3"
    while loading.poll() is None and stored_suppliers(database) == 0:
        time.sleep(0.01)
    loading.kill()
    loading.wait()
    assert 0 < stored_suppliers(database) < 5000
    assert reperess(tmp_path, "demo", "--no-serve").returncode == 0
    assert stored_suppliers(database) == 5000


def stored_suppliers(database: Path) -> int:
    try:
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
            return int(connection.execute("SELECT count(*) FROM supplier").fetchone()[0])
    except sqlite3.OperationalError:  # not made yet
        return 0


def test_a_place_may_be_words_or_a_code(demo: Path) -> None:
    totals = {
        json.loads(reperess(demo, "search", "--near", place, "--json").stdout)["total"]
        for place in ("Pays de la Loire", "pays-de-la-loire")
    }
    assert len(totals) == 1


def test_the_place_understood_is_told_apart_from_the_answer(demo: Path) -> None:
    told = reperess(demo, "search", "--near", "Saint-Martin", "--json")
    assert json.loads(told.stdout)
    assert "Lieu compris : Saint-Martin" in told.stderr
    assert "ou bien : Saint-Martin (65)" in told.stderr


def test_the_text_is_understood_as_in_the_box_of_the_site(demo: Path) -> None:
    told = reperess(demo, "search", "espaces verts loire atlantique", "--json")
    assert "Compris : Entretien d’espaces verts, Loire-Atlantique" in told.stderr
    answer = json.loads(told.stdout)
    assert answer["understood"]["place"] == "departement:44"
    assert answer["total"] > 0


def test_an_unknown_place_is_a_wrong_use_and_says_so(demo: Path) -> None:
    told = reperess(demo, "search", "--near", "Xyzzyville")
    assert told.returncode == 2
    assert "Xyzzyville" in told.stderr


def test_a_part_of_the_country_names_its_places(demo: Path) -> None:
    told = reperess(demo, "search", "--near", "Antilles")
    assert told.returncode == 2
    assert "donnez « Guadeloupe (971) » ou « Martinique (972) »" in told.stderr


def test_a_radius_without_a_place_is_a_wrong_use(demo: Path) -> None:
    told = reperess(demo, "search", "--radius", 30)
    assert told.returncode == 2
    assert "ajoutez --near" in told.stderr


def test_an_unknown_kind_is_a_wrong_use_and_is_given_a_hint(demo: Path) -> None:
    told = reperess(demo, "search", "--kind", "ESATT")
    assert told.returncode == 2
    assert "Vouliez-vous dire « ESAT »" in told.stderr


def test_the_json_answer_has_the_promised_shape(demo: Path) -> None:
    answer = json.loads(reperess(demo, "search", "--near", "Paris", "--json").stdout)
    assert set(answer) == {"understood", "total", "took_ms", "facets", "hits"}
    assert set(answer["hits"][0]) == {
        *("id", "name", "siret", "kinds", "services", "services_said", "labels", "networks"),
        *("commune", "code_insee", "departement", "distance_km"),
    }
    assert set(answer["facets"]["kind"][0]) == {"value", "label", "count"}


def test_a_rebuilt_index_says_how_many_it_holds(demo: Path) -> None:
    total = json.loads(reperess(demo, "search", "--json").stdout)["total"]
    told = reperess(demo, "index", "rebuild").stdout
    assert told == f"L’index de cette machine est refait : {total} structures.\n"


def test_an_index_that_is_gone_is_said_to_be_made_again(tmp_path: Path) -> None:
    reperess(tmp_path, "demo", "--size", 20, "--no-serve")
    shutil.rmtree(tmp_path / "index")
    checked = reperess(tmp_path, "index", "check")
    assert checked.returncode == 0
    assert "il a été refait" in checked.stdout


def test_a_sound_index_is_said_to_be(demo: Path) -> None:
    checked = reperess(demo, "index", "check")
    assert checked.returncode == 0
    assert "disent la même chose" in checked.stdout
