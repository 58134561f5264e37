"""`compose.yaml` and `Dockerfile`, read: no engine runs here, so what they name must exist."""

import re
import stat
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.config import Settings, load_settings
from tests.commands import REPERESS, reperess

ROOT = Path(__file__).resolve().parents[2]
FOUND = yaml.safe_load((ROOT / "compose.yaml").read_text())
SERVICES: dict[str, dict[str, Any]] = FOUND["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
OPERATIONS = (ROOT / "docs" / "operations.md").read_text()
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]

ONE_SHOT = {"secrets", "keys"}
OURS = {"secrets", "keys", "worker", "web"}
# Read by gunicorn: whom it believes about the scheme of a request.
BESIDE_SETTINGS = {"SECRETS_PATH", "FORWARDED_ALLOW_IPS"}
# The options of v1.50 that a service may need, from crates/meilisearch/src/option.rs.
KNOWN_TO_MEILISEARCH = {
    *("MEILI_MASTER_KEY", "MEILI_ENV", "MEILI_HTTP_ADDR", "MEILI_DB_PATH", "MEILI_NO_ANALYTICS"),
    *("MEILI_MAX_INDEXING_MEMORY", "MEILI_MAX_INDEXING_THREADS", "MEILI_HTTP_PAYLOAD_SIZE_LIMIT"),
    *("MEILI_SCHEDULE_SNAPSHOT", "MEILI_SNAPSHOT_DIR", "MEILI_DUMP_DIR", "MEILI_LOG_LEVEL"),
}


def environment_of(service: str) -> dict[str, str]:
    return SERVICES[service].get("environment", {})


def script_of(service: str) -> str:
    """What its command or its health check runs, as its shell or its Python reads it."""
    return str(SERVICES[service]["command"][-1]).replace("$$", "$")


def mounts_of(service: str) -> dict[str, tuple[str, bool]]:
    """Each volume: where it is, and whether it may be written."""
    parts = [volume.split(":") for volume in SERVICES[service]["volumes"]]
    return {name: (where, not rights) for name, where, *rights in parts}


class TestServices:
    def test_they_are_those_of_the_documentation(self) -> None:
        assert {*SERVICES} == OURS | {"database", "meilisearch"}
        assert all(f"`{service}`" in OPERATIONS for service in SERVICES)

    @pytest.mark.parametrize("service", SERVICES)
    def test_its_image_is_of_one_exact_version(self, service: str) -> None:
        assert re.search(r":v?\d+\.\d+(\.\d+)?(-\w+)?$", SERVICES[service]["image"])

    def test_those_of_the_site_are_of_its_version_and_never_fetched(self) -> None:
        for service in OURS:
            assert SERVICES[service]["image"] == f"reperess:{PROJECT['version']}"
            assert SERVICES[service]["pull_policy"] == "never"

    def test_the_first_to_start_builds_the_image(self) -> None:
        assert [name for name in SERVICES if "build" in SERVICES[name]] == ["secrets"]
        assert "depends_on" not in SERVICES["secrets"]

    @pytest.mark.parametrize("service", SERVICES)
    def test_it_is_checked_or_runs_once(self, service: str) -> None:
        once = service in ONE_SHOT
        assert ("healthcheck" in SERVICES[service]) != once
        assert SERVICES[service]["restart"] == ("no" if once else "unless-stopped")

    @pytest.mark.parametrize("service", SERVICES)
    def test_it_may_do_little(self, service: str) -> None:
        assert SERVICES[service]["read_only"]
        assert SERVICES[service]["cap_drop"] == ["ALL"]
        assert SERVICES[service]["security_opt"] == ["no-new-privileges:true"]

    def test_what_one_waits_for_can_be_waited_for(self) -> None:
        for service in SERVICES.values():
            for awaited, how in service.get("depends_on", {}).items():
                once = awaited in ONE_SHOT
                expected = "service_completed_successfully" if once else "service_healthy"
                assert how["condition"] == expected

    def test_the_site_starts_without_the_server(self) -> None:
        assert "meilisearch" not in {
            *SERVICES["web"]["depends_on"],
            *SERVICES["worker"]["depends_on"],
        }
        assert SERVICES["keys"]["depends_on"]["meilisearch"]["required"] is False

    def test_the_site_alone_is_published_and_on_this_machine_only(self) -> None:
        published = {name: s["ports"] for name, s in SERVICES.items() if "ports" in s}
        assert published == {"web": ["127.0.0.1:8000:8000"]}


class TestSettings:
    @pytest.mark.parametrize("service", sorted(OURS))
    def test_each_is_one_of_the_site(self, service: str) -> None:
        known = {name.upper() for name in Settings.model_fields} | BESIDE_SETTINGS
        assert {*environment_of(service)} <= known

    def test_each_of_the_server_is_one_that_it_knows(self) -> None:
        named = {
            *environment_of("meilisearch"),
            *re.findall(r"MEILI_\w+", script_of("meilisearch")),
        }
        assert {name for name in named if name.startswith("MEILI_")} <= KNOWN_TO_MEILISEARCH

    @pytest.mark.parametrize("service", ["web", "worker"])
    def test_the_site_can_be_started_with_them(
        self, service: str, volumes: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """With nothing in .env, the secrets of the first start and the keys of the server."""
        for name in ("meili_search_key", "meili_index_key"):
            (volumes / "site" / name).write_text("key")
        for name, value in environment_of(service).items():
            monkeypatch.setenv(name, re.sub(r"\$\{\w+:-(.*)\}", r"\1", value))
        monkeypatch.setenv("SECRETS_PATH", str(volumes / "site"))
        settings = load_settings()
        assert settings.environment == "production"
        assert settings.database.startswith("postgresql+psycopg://reperess:")
        assert settings.meili_url == "http://meilisearch:7700"
        assert settings.site_url == "http://127.0.0.1:8000"

    def test_what_env_may_tell_goes_by_the_name_of_its_setting(self) -> None:
        for name, value in environment_of("web").items():
            assert "$" not in value or value.startswith(f"${{{name}:-")

    def test_the_web_and_the_worker_have_the_same(self) -> None:
        alike = environment_of("web").items() - {("FORWARDED_ALLOW_IPS", "*")}
        assert {*alike} == {*environment_of("worker").items()}


class TestVolumes:
    def test_each_is_declared_and_used(self) -> None:
        assert {*FOUND["volumes"]} == {name for service in SERVICES for name in mounts_of(service)}

    def test_the_master_key_reaches_only_the_server_and_what_makes_the_keys(self) -> None:
        reached = {name for name in SERVICES if "server-secrets" in mounts_of(name)}
        assert reached == {"secrets", "meilisearch", "keys"}
        assert not any("MEILI_MASTER_KEY" in environment_of(name) for name in SERVICES)

    def test_the_password_of_the_database_reaches_only_it_and_the_site(self) -> None:
        reached = {name for name in SERVICES if "database-secrets" in mounts_of(name)}
        assert reached == {"secrets", "database"}

    def test_secrets_are_written_only_where_they_are_made(self) -> None:
        written = {
            (service, name)
            for service in SERVICES
            for name, (_, writable) in mounts_of(service).items()
            if name.endswith("-secrets") and writable
        }
        assert {service for service, _ in written} == ONE_SHOT
        assert {name for service, name in written if service == "keys"} == {"site-secrets"}

    def test_those_of_the_site_have_their_folder_in_the_image(self) -> None:
        """From which an empty volume takes its owner."""
        made = re.search(r"install --directory [^/]*(/[^&\n]*)", DOCKERFILE.replace("\\\n", ""))
        assert made
        for service in OURS:
            assert {where for where, _ in mounts_of(service).values()} <= {*made[1].split()}

    def test_that_of_the_server_is_of_its_version(self) -> None:
        version = SERVICES["meilisearch"]["image"].partition(":")[2]
        assert f"meilisearch-{version}" in mounts_of("meilisearch")
        assert f"meilisearch:{version}" in OPERATIONS


class TestCommands:
    @pytest.mark.parametrize("service", ["web", "worker"])
    def test_what_serves_is_a_command_of_ours(self, service: str, tmp_path: Path) -> None:
        program, *arguments = SERVICES[service]["command"]
        assert program == REPERESS.name
        assert arguments[-1] == service
        assert reperess(tmp_path, *arguments, "--help").returncode == 0

    def test_what_makes_the_keys_is_a_command_of_ours(self, tmp_path: Path) -> None:
        called = re.search(r"reperess (index keys --into) /secrets/site", script_of("keys"))
        assert called
        assert reperess(tmp_path, *called[1].split(), "x", "--help").returncode == 0

    def test_what_checks_their_health_is_python(self) -> None:
        for service in ("web", "worker"):
            program, option, code = SERVICES[service]["healthcheck"]["test"][1:]
            assert (program, option) == ("python", "-c")
            compile(code, service, "exec")

    def test_shell_scripts_can_be_read(self) -> None:
        for service in ("meilisearch", "keys"):
            assert SERVICES[service]["command"][:2] == ["sh", "-ec"]
            subprocess.run(["sh", "-n", "-c", script_of(service)], check=True)

    def test_every_command_of_the_documentation_names_a_service(self) -> None:
        called = re.findall(
            r"docker compose (?:exec(?: -T)?|logs --follow|up -d) (\w+)", OPERATIONS
        )
        assert called
        assert {*called} <= {*SERVICES}


@pytest.fixture
def volumes(tmp_path: Path) -> Path:
    """Those of the secrets, after the first start."""
    for name in ("site", "database", "server"):
        (tmp_path / name).mkdir()
    make_secrets(tmp_path)
    return tmp_path


def make_secrets(folder: Path) -> None:
    program, option, code = SERVICES["secrets"]["command"]
    assert (program, option) == ("python", "-c")
    subprocess.run([sys.executable, option, code], cwd=folder, check=True)


def read(volumes: Path) -> dict[str, str]:
    return {
        str(path.relative_to(volumes)): path.read_text()
        for path in volumes.rglob("*")
        if path.is_file()
    }


class TestSecrets:
    def test_they_are_made_where_each_is_looked_for(self, volumes: Path) -> None:
        assert {*read(volumes)} == {
            *("site/secret_key", "site/database_url", "database/password", "server/master_key")
        }
        assert environment_of("database")["POSTGRES_PASSWORD_FILE"] == "/secrets/password"
        assert "cat /secrets/master_key" in script_of("meilisearch")
        assert "cat /secrets/server/master_key" in script_of("keys")

    def test_their_owner_alone_reads_them(self, volumes: Path) -> None:
        for name in read(volumes):
            assert stat.S_IMODE((volumes / name).stat().st_mode) == 0o400

    def test_they_are_long_and_all_different(self, volumes: Path) -> None:
        made = read(volumes)
        assert all(len(secret) >= 64 for secret in made.values())
        assert len({*made.values()}) == 4

    def test_the_address_of_the_database_holds_its_password_and_user(self, volumes: Path) -> None:
        told = environment_of("database")
        user, base = told["POSTGRES_USER"], told["POSTGRES_DB"]
        password = read(volumes)["database/password"]
        address = read(volumes)["site/database_url"]
        assert address == f"postgresql://{user}:{password}@database/{base}"

    def test_they_are_never_made_again(self, volumes: Path) -> None:
        first = read(volumes)
        make_secrets(volumes)
        assert read(volumes) == first

    def test_a_first_start_cut_short_is_completed(self, volumes: Path) -> None:
        first = read(volumes)
        (volumes / "site" / "database_url").rename(volumes / "site" / "database_url.draft")
        make_secrets(volumes)
        assert read(volumes) == first


class TestImage:
    def test_its_python_is_exact_and_one_that_we_support(self) -> None:
        version = re.search(r"^FROM python:(\d+)\.(\d+)\.\d+-slim-bookworm$", DOCKERFILE, re.M)
        oldest = re.search(r">=(\d+)\.(\d+)$", PROJECT["requires-python"])
        assert version
        assert oldest
        assert tuple(map(int, version.groups())) >= tuple(map(int, oldest.groups()))

    def test_it_copies_what_exists_and_is_not_left_out(self) -> None:
        copied = {
            source
            for line in re.findall(r"^COPY (.*)$", DOCKERFILE, re.M)
            for source in line.split()[:-1]
        }
        assert all((ROOT / source).exists() for source in copied)
        kept = re.findall(r"^!(\S+)$", (ROOT / ".dockerignore").read_text(), re.M)
        assert copied == {*kept}

    def test_what_it_installs_is_locked(self) -> None:
        for line in re.findall(r"pip install (.*)", DOCKERFILE):
            assert "--require-hashes" in line or "--no-deps" in line

    def test_it_does_not_run_as_root(self) -> None:
        assert "\nUSER reperess\n" in DOCKERFILE
        assert not any("user" in SERVICES[service] for service in OURS)

    def test_its_variables_are_settings(self) -> None:
        ours = re.findall(
            r"^(?:ENV|   ) (\w+)=(\S+?)(?: \\)?$", DOCKERFILE.partition("\nUSER ")[2], re.M
        )
        assert dict(ours) == {"INSTANCE_PATH": "/data", "HOST": "0.0.0.0"}
        assert {name.lower() for name, _ in ours} <= {*Settings.model_fields}
