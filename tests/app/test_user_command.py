"""`reperess user`: accounts from the command line, beginning with the first administrator."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import select

from app.accounts.charges import administrators
from app.administration.models import AdminEntry
from app.cli import reperess as command
from app.config import Settings
from app.db import db
from tests.app.people import Person, make_user
from tests.commands import reperess


def user(instance: Path, *arguments: str) -> Result:
    """`reperess user`, in this process: starting one each time is slow."""
    return CliRunner().invoke(command, ["user", *arguments], env={"INSTANCE_PATH": str(instance)})


@pytest.fixture
def database_url() -> str:
    return ""


@pytest.fixture
def instance(app: Flask) -> Path:
    """The folder of an application that tests look into."""
    settings: Settings = app.config["SETTINGS"]
    return settings.instance


def test_the_first_administrator_is_made_on_an_empty_folder(tmp_path: Path) -> None:
    made = reperess(tmp_path, "user", "create", "Ana@Exemple.FR", "--role", "admin")
    assert made.returncode == 0, made.stderr
    assert "Compte créé : ana@exemple.fr (administration)." in made.stdout
    assert "http://127.0.0.1:8000/connexion (ou le port que PORT donne" in made.stdout
    assert f"{tmp_path}/courriels" in made.stdout
    assert "ana@exemple.fr | administration | jamais" in reperess(tmp_path, "user", "list").stdout


def test_an_administrator_who_signs_in_is_one(app: Flask, instance: Path) -> None:
    user(instance, "create", "ana@exemple.fr", "--role", "admin")
    assert [user.email for user in administrators()] == ["ana@exemple.fr"]


def test_an_address_that_has_an_account_is_refused_and_told_what_to_do(
    app: Flask, instance: Path
) -> None:
    make_user("ana@exemple.fr")
    told = user(instance, "create", "ana@exemple.fr", "--role", "admin")
    assert told.exit_code == 1
    assert "« reperess user role ana@exemple.fr admin »" in told.output
    assert administrators() == []


def test_an_address_that_is_none_is_a_wrong_use(tmp_path: Path) -> None:
    told = user(tmp_path, "create", "ana")
    assert told.exit_code == 2
    assert "« ana » n’est pas une adresse e-mail" in told.output


def test_a_role_is_given_and_taken(app: Flask, instance: Path) -> None:
    account = make_user("ana@exemple.fr")
    assert user(instance, "role", "ana@exemple.fr", "moderator").exit_code == 0
    db.session.refresh(account)
    assert [role.name for role in account.roles] == ["moderator"]
    assert user(instance, "role", "ana@exemple.fr", "none").exit_code == 0
    db.session.refresh(account)
    assert account.roles == []


def test_what_is_changed_leaves_an_entry_that_names_nobody(app: Flask, instance: Path) -> None:
    account = make_user("ana@exemple.fr")
    user(instance, "role", "ana@exemple.fr", "moderator")
    entry = db.session.scalars(select(AdminEntry)).one()
    assert (entry.actor, entry.subject) == ("reperess user", f"{account.actor} role moderator")


def test_an_account_is_closed_and_opened_again(app: Flask, instance: Path) -> None:
    person = Person(app, make_user("ana@exemple.fr"))
    assert user(instance, "close", "ana@exemple.fr").exit_code == 0
    assert person.open("/compte").status_code == 302
    assert "fermé" in user(instance, "list").output
    assert user(instance, "reopen", "ana@exemple.fr").exit_code == 0
    assert person.user is not None
    assert Person(app, person.user).open("/compte").status_code == 200


@pytest.mark.parametrize(
    "arguments", [("close", "ana@exemple.fr"), ("role", "ana@exemple.fr", "none")]
)
def test_the_last_administrator_stays(
    app: Flask, instance: Path, arguments: tuple[str, ...]
) -> None:
    make_user("ana@exemple.fr", "admin")
    told = user(instance, *arguments)
    assert told.exit_code == 1
    assert "dernier compte d’administration" in told.output
    assert len(administrators()) == 1


def test_an_address_without_an_account_is_told_how_to_have_one(app: Flask, instance: Path) -> None:
    told = user(instance, "close", "inconnue@exemple.fr")
    assert told.exit_code == 1
    assert "reperess user create inconnue@exemple.fr" in told.output
