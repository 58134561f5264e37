"""Settings come from the environment; a bad one stops the start and says why."""

import re
import stat
from pathlib import Path

import pytest

from app import create_app
from app.config import Environment, Settings, SettingsError, load_settings, secret_key

OPERATIONS = Path(__file__).resolve().parents[2] / "docs" / "operations.md"


def test_it_works_with_nothing_set() -> None:
    settings = load_settings()
    assert settings.environment is Environment.DEVELOPMENT
    assert settings.database.endswith("instance/reperess.sqlite3")


def test_the_environment_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "8042")
    assert load_settings().port == 8042


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("PORT", "99999", "PORT : valeur refusée (au plus 65535)"),
        ("PORT", "huit", "PORT : valeur refusée (un nombre entier est attendu)"),
        ("ENVIRONMENT", "prod", "(valeurs possibles : 'development' ou 'production')"),
        ("SECRET_KEY", "courte", "SECRET_KEY : valeur refusée (au moins 32 caractères)"),
        ("DATABASE_URL", "reperess.db", "DATABASE_URL : valeur refusée"),
        ("DATABASE_URL", "mysql://localhost/r", "DATABASE_URL : valeur refusée"),
        ("SEARCH_ENGINE", "meilisearch", "MEILI_URL est obligatoire"),
        ("MEILI_URL", "127.0.0.1:7700", "une adresse http://… ou https://… est attendue"),
        ("MEILI_URL", "http://127.0.0.1:99999", "MEILI_URL : valeur refusée"),
        ("SITE_URL", "annuaire.exemple.fr", "SITE_URL : valeur refusée (une adresse https://…"),
        ("MAIL_URL", "mail.exemple.fr", "une adresse smtp://, smtp+starttls:// ou smtps:// est"),
        ("MAIL_URL", "smtp://mail.exemple.fr", "MAIL_FROM est obligatoire avec MAIL_URL"),
        ("MAIL_FROM", "Repèr’ESS", "MAIL_FROM : valeur refusée (une adresse est attendue"),
        ("TRUSTED_PROXIES", "-1", "TRUSTED_PROXIES : valeur refusée (au moins 0)"),
        ("MEILI_SEARCH_KEY", "clé", "telle que la donne « reperess index keys »"),
        ("MEILI_INDEX_PREFIX", "été-", "MEILI_INDEX_PREFIX : valeur refusée"),
        ("SECRETS_PATH", "/introuvable", "SECRETS_PATH : /introuvable n’est pas un dossier"),
        ("GEOCODER", "google", "GEOCODER : valeur refusée (valeurs possibles : 'ban')"),
        ("MAP_TILES_URL", "https://a.example/", "qui contient {z}, {x} et {y} est attendue"),
        ("MAP_TILES_URL", "ftp://a.example/{z}/{x}/{y}", "MAP_TILES_URL : valeur refusée"),
        ("MAP_TILES_URL", "https://a.b; script-src *;/{z}/{x}/{y}", "MAP_TILES_URL : valeur"),
        ("MAP_TILES_URL", "https://{s}.a.example/{z}/{x}/{y}", "MAP_TILES_URL : valeur refusée"),
        ("MAP_TILES_URL", "https://a.example/{z}/{x}/{y}", "MAP_TILES_ATTRIBUTION est oblig"),
    ],
)
def test_a_bad_value_is_refused_in_french(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, told: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=re.escape(told)):
        load_settings()


def test_an_instance_folder_that_cannot_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SettingsError, match="INSTANCE_PATH : le dossier"):
        create_app(Settings(instance_path=tmp_path / "file"))


def test_a_refusal_never_repeats_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "tres-courte")
    with pytest.raises(SettingsError) as refused:
        load_settings()
    assert "tres-courte" not in str(refused.value)


def test_production_requires_a_secret_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENVIRONMENT", "production")
    with pytest.raises(SettingsError, match="SECRET_KEY est obligatoire"):
        load_settings()


def test_production_requires_the_address_that_letters_give(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ENVIRONMENT", "production")
    monkeypatch.setenv("SECRET_KEY", "x" * 32)
    with pytest.raises(SettingsError, match="SITE_URL est obligatoire"):
        load_settings()


def test_letters_give_the_address_of_the_site_without_a_slash() -> None:
    assert Settings(site_url="https://annuaire.exemple.fr/").address == (
        "https://annuaire.exemple.fr"
    )
    assert Settings(port=8042).address == "http://127.0.0.1:8042"


def test_development_makes_a_secret_key_and_keeps_it(tmp_path: Path) -> None:
    settings = Settings(instance_path=tmp_path)
    assert secret_key(settings) == secret_key(settings)
    assert len(secret_key(settings)) >= 32


def test_the_kept_secret_key_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    secret_key(Settings(instance_path=tmp_path))
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


def test_a_plain_postgresql_url_uses_the_installed_driver() -> None:
    settings = Settings(database_url="postgresql://localhost/reperess")
    assert settings.database == "postgresql+psycopg://localhost/reperess"


def test_every_setting_is_documented() -> None:
    documented = re.findall(r"^\| `([A-Z_]+)` \| `?([^|]*?)`? \|", OPERATIONS.read_text(), re.M)
    assert [name for name, _ in documented] == [name.upper() for name in Settings.model_fields]


def test_every_documented_default_is_the_code_s() -> None:
    documented = re.findall(r"^\| `([A-Z_]+)` \| `?([^|]*?)`? \|", OPERATIONS.read_text(), re.M)
    for name, default in documented:
        declared = Settings.model_fields[name.lower()].default
        shown = "" if declared is None else str(declared)
        assert default == (shown or "—"), name
