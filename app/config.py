"""The settings, read once from the environment; a bad value stops the start.

docs/operations.md documents each of them in one table, held against this class by a test.
"""

import os
import re
import secrets
import tempfile
from contextlib import suppress
from email.utils import parseaddr
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

# How a mail server is spoken to: in clear, in clear then encrypted, encrypted.
MAIL_SCHEMES = ("smtp", "smtp+starttls", "smtps")
# Will do as long as letters are files.
NO_SENDER = "Repèr’ESS <ne-pas-repondre@localhost>"
SECRET_KEY_FILE = "secret_key"  # noqa: S105 the name of a file, not a secret


class SettingsError(Exception):
    """The environment cannot be used as it is; the message says why, in French."""


class Environment(StrEnum):
    DEVELOPMENT = "development"
    PRODUCTION = "production"


class LogLevel(StrEnum):
    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class Engine(StrEnum):
    EMBEDDED = "embedded"
    MEILISEARCH = "meilisearch"


class Geocoder(StrEnum):
    BAN = "ban"  # the Base Adresse Nationale


def _known_database(url: str) -> str:
    try:
        known = not url or make_url(url).get_backend_name() in {"sqlite", "postgresql"}
    except ArgumentError:
        known = False
    if not known:
        raise PydanticCustomError("database", "unknown database")
    return url


def _tile_address(url: str) -> str:
    parts = urlsplit(url)
    is_page = parts.scheme in ("http", "https") and re.fullmatch(r"[\w.-]+(:\d+)?", parts.netloc)
    if url and not (is_page and all(name in url for name in ("{z}", "{x}", "{y}"))):
        raise PydanticCustomError("tiles", "not the address of tiles")
    return url


def _server_address(url: str) -> str:
    parts = urlsplit(url)
    try:
        known = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is none
        known = False
    if url and not (known and not parts.query):
        raise PydanticCustomError("server", "not the address of a server")
    return url


def _site_address(url: str) -> str:
    parts = urlsplit(url)
    if url and not (parts.scheme in ("http", "https") and parts.netloc and not parts.query):
        raise PydanticCustomError("site", "not the address of a site")
    return url.rstrip("/")


def _mail_address(url: str) -> str:
    parts = urlsplit(url)
    try:
        known = parts.scheme in MAIL_SCHEMES and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is none
        known = False
    if url and not known:
        raise PydanticCustomError("mail", "not the address of a mail server")
    return url


def _sender(written: str) -> str:
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", parseaddr(written)[1]) or "\n" in written:
        raise PydanticCustomError("sender", "not a sender")
    return written


def _server_key(key: str) -> str:
    if not re.fullmatch(r"[!-~]*", key):
        raise PydanticCustomError("key", "not a key")
    return key


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_ignore_empty=True, frozen=True)

    environment: Environment = Environment.DEVELOPMENT
    instance_path: Path = Path("instance")
    database_url: Annotated[str, AfterValidator(_known_database)] = ""
    secret_key: Annotated[str, Field(min_length=32)] | None = None
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535)] = 8000
    web_workers: Annotated[int, Field(ge=1, le=64)] = 1
    web_threads: Annotated[int, Field(ge=1, le=64)] = 4
    log_level: LogLevel = LogLevel.INFO
    site_url: Annotated[str, AfterValidator(_site_address)] = ""
    trusted_proxies: Annotated[int, Field(ge=0, le=5)] = 0
    mail_url: Annotated[str, AfterValidator(_mail_address)] = ""
    mail_from: Annotated[str, AfterValidator(_sender)] = NO_SENDER
    search_engine: Engine = Engine.EMBEDDED
    meili_url: Annotated[str, AfterValidator(_server_address)] = ""
    meili_search_key: Annotated[str, AfterValidator(_server_key)] = ""
    meili_index_key: Annotated[str, AfterValidator(_server_key)] = ""
    meili_index_prefix: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{0,100}$")] = ""
    map_tiles_url: Annotated[str, AfterValidator(_tile_address)] = ""
    map_tiles_attribution: str = ""
    geocoder: Geocoder | None = None
    legal_publisher: str = ""
    legal_director: str = ""
    legal_host: str = ""
    legal_contact: str = ""

    @property
    def instance(self) -> Path:
        return self.instance_path.resolve()

    @property
    def map_tiles_origin(self) -> str:
        """Where the background of maps is loaded from; "" when it is the site's own outlines."""
        parts = urlsplit(self.map_tiles_url)
        return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""

    @property
    def address(self) -> str:
        """Where the site is found, as letters say it; without a slash at its end."""
        return self.site_url or f"http://{self.host}:{self.port}"

    @property
    def mail_path(self) -> Path:
        """The folder of letters when there is no mail server to send them."""
        return self.instance / "courriels"

    @property
    def index_path(self) -> Path:
        return self.instance / "index"

    @property
    def worker_lock_path(self) -> Path:
        return self.instance / "worker.lock"

    @property
    def preparation_lock_path(self) -> Path:
        return self.instance / "preparation.lock"

    @property
    def database(self) -> str:
        """The SQLAlchemy URL, by default a SQLite file in the instance folder."""
        if not self.database_url:
            return f"sqlite:///{self.instance / 'reperess.sqlite3'}"
        # The bare scheme names a driver that is not installed; psycopg 3 is ours.
        return self.database_url.replace("postgresql://", "postgresql+psycopg://", 1)


def load_settings(**overrides: Any) -> Settings:
    """Read the environment, and the files of SECRETS_PATH for what is not in it.

    Raises SettingsError when a value cannot be used.
    """
    secrets_path = os.environ.get("SECRETS_PATH") or None
    if secrets_path and not Path(secrets_path).is_dir():
        raise SettingsError(f"SECRETS_PATH : {secrets_path} n’est pas un dossier.")
    try:
        settings = Settings(**{"_secrets_dir": secrets_path, **overrides})
    except ValidationError as error:
        raise SettingsError(_told(error)) from error
    if settings.environment is Environment.PRODUCTION:
        _check_production(settings)
    if settings.mail_url and settings.mail_from == NO_SENDER:
        raise SettingsError(
            "MAIL_FROM est obligatoire avec MAIL_URL : donnez l’expéditeur des e-mails, par"
            " exemple « Repèr’ESS <annuaire@exemple.fr> »."
        )
    _check_server(settings)
    if settings.map_tiles_url and not settings.map_tiles_attribution:
        raise SettingsError(
            "MAP_TILES_ATTRIBUTION est obligatoire avec MAP_TILES_URL : donnez la mention"
            " que demande le fournisseur du fond de carte, par exemple « © OpenStreetMap »."
        )
    return settings


def _check_production(settings: Settings) -> None:
    if settings.secret_key is None:
        raise SettingsError(
            "SECRET_KEY est obligatoire en production : donnez-lui au moins 32 caractères"
            " tirés au hasard, et gardez-la secrète."
        )
    if not settings.site_url:
        raise SettingsError(
            "SITE_URL est obligatoire en production : donnez l’adresse publique du site, que"
            " portent ses e-mails, par exemple https://annuaire.exemple.fr."
        )


def _check_server(settings: Settings) -> None:
    if settings.search_engine is not Engine.MEILISEARCH:
        return
    if not settings.meili_url:
        raise SettingsError(
            "MEILI_URL est obligatoire avec SEARCH_ENGINE=meilisearch : donnez l’adresse du"
            " serveur, par exemple http://127.0.0.1:7700."
        )
    keys = settings.meili_search_key and settings.meili_index_key
    if not keys and settings.environment is Environment.PRODUCTION:
        raise SettingsError(
            "MEILI_SEARCH_KEY et MEILI_INDEX_KEY sont obligatoires en production :"
            " « reperess index keys » les fait à partir de la clé maîtresse du serveur."
        )


def prepare_instance(settings: Settings) -> None:
    """Make the instance folder. Raises SettingsError when it cannot be one."""
    try:
        settings.instance.mkdir(parents=True, exist_ok=True)
        usable = os.access(settings.instance, os.W_OK | os.X_OK)
    except OSError:
        usable = False
    if not usable:
        raise SettingsError(
            f"Réglage impossible. INSTANCE_PATH : le dossier {settings.instance} ne peut pas être"
            " créé, ou rien ne peut y être écrit. Voir docs/operations.md."
        )


def secret_key(settings: Settings) -> str:
    """The configured key or, in development, one made at first start and kept."""
    if settings.secret_key is not None:
        return settings.secret_key
    path = settings.instance / SECRET_KEY_FILE
    if not path.exists():
        _make_secret_key(path)
    return path.read_text()


def _make_secret_key(path: Path) -> None:
    """Whole or not at all, and once: two processes may start together."""
    # Readable by its owner alone.
    descriptor, draft = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(48))
    with suppress(FileExistsError):
        os.link(draft, path)
    Path(draft).unlink()


def _told(error: ValidationError) -> str:
    faults = (
        f"{str(fault['loc'][0]).upper()} : valeur refusée"
        f" ({_FAULTS.get(fault['type'], fault['msg']).format(**_bounds(fault))})"
        for fault in error.errors(include_url=False, include_input=False)
    )
    return "Réglage impossible. " + " ; ".join(faults) + ". Voir docs/operations.md."


def _bounds(fault: ErrorDetails) -> dict[str, str]:
    """What the fault names, in French: pydantic joins the values of a choice with "or"."""
    return {name: str(told).replace(" or ", " ou ") for name, told in fault.get("ctx", {}).items()}


# What pydantic says in English, for the faults our types can meet.
_FAULTS = {
    "enum": "valeurs possibles : {expected}",
    "int_parsing": "un nombre entier est attendu",
    "greater_than_equal": "au moins {ge}",
    "less_than_equal": "au plus {le}",
    "key": "une clé telle que la donne « reperess index keys » est attendue",
    "server": "une adresse http://… ou https://… est attendue",
    "string_pattern_mismatch": "des lettres sans accent, des chiffres, - ou _, 100 au plus",
    "tiles": "une adresse https://… qui contient {{z}}, {{x}} et {{y}} est attendue",
    "site": "une adresse https://… est attendue",
    "mail": "une adresse smtp://, smtp+starttls:// ou smtps:// est attendue",
    "sender": "une adresse est attendue, par exemple Repèr’ESS <annuaire@exemple.fr>",
    "database": "une adresse sqlite:///… ou postgresql://… est attendue",
    "string_too_short": "au moins {min_length} caractères",
}
