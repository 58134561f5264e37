"""Copy what the pages need of published packages to app/static/vendor.

`python -m tools.vendor_static`. Each file is listed in manifest.json with its
package, version, licence and hash.
"""

import hashlib
import json
import tarfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.geodata_sources import Source

VENDOR = Path(__file__).resolve().parents[1] / "app" / "static" / "vendor"


@dataclass(frozen=True, slots=True)
class Package:
    """One npm package, and which of its files become which of ours."""

    name: str
    version: str
    licence: str
    sha256: str
    files: dict[str, str]

    @property
    def source(self) -> Source:
        stem = self.name.removeprefix("@").replace("/", "-")
        return Source(
            archive=f"{stem}-{self.version}.tgz",
            sha256=self.sha256,
            command=("npm", "pack", "--silent", f"{self.name}@{self.version}"),
        )


def _font(name: str, sha256: str) -> Package:
    return Package(
        name=f"@fontsource-variable/{name}",
        version="5.3.0",
        licence="OFL-1.1",
        sha256=sha256,
        files={
            f"files/{name}-latin-wght-normal.woff2": f"{name}.woff2",
            "LICENSE": f"{name}.LICENSE.txt",
        },
    )


PACKAGES = (
    _font(
        "atkinson-hyperlegible-next",
        "75d5156505841b7dd4251398f0a5ff9e44120c87c2e388e9a108879b4def23a6",
    ),
    _font(
        "bricolage-grotesque",
        "6e99e0d844f7bc152bb3b007f9b1493c53e60cc0744cc681bb744e0b5f14665e",
    ),
    Package(
        name="modern-normalize",
        version="3.0.1",
        licence="MIT",
        sha256="0f95ba08572a9b74e277fb26c08751e92d9d48fe153f14553adadcf2ac070927",
        files={
            "modern-normalize.css": "modern-normalize.css",
            "license": "modern-normalize.LICENSE.txt",
        },
    ),
    Package(
        name="leaflet",
        version="1.9.4",
        licence="BSD-2-Clause",
        sha256="84c65a256e50657896f54c33bd857b6849ebe94c817803be818bf32a3dde0b77",
        files={
            "dist/leaflet.js": "leaflet.js",
            "dist/leaflet.css": "leaflet.css",
            "LICENSE": "leaflet.LICENSE.txt",
        },
    ),
)


def main() -> None:
    VENDOR.mkdir(parents=True, exist_ok=True)
    manifest = [entry for package in PACKAGES for entry in _copy(package)]
    text = json.dumps(manifest, ensure_ascii=False, indent=1)
    (VENDOR / "manifest.json").write_text(text + "\n", encoding="utf-8")
    print(f"{len(manifest)} files in {VENDOR.name}/")


def _copy(package: Package) -> list[dict[str, Any]]:
    with tarfile.open(package.source.fetch()) as archive:
        return [
            _write(package, ours, _read(archive, theirs)) for theirs, ours in package.files.items()
        ]


def _read(archive: tarfile.TarFile, name: str) -> bytes:
    member = archive.extractfile(f"package/{name}")
    assert member is not None, f"{name}: not a file"
    return member.read()


def _write(package: Package, name: str, content: bytes) -> dict[str, Any]:
    (VENDOR / name).write_bytes(content)
    return {
        "file": name,
        "package": package.name,
        "version": package.version,
        "licence": package.licence,
        "sha256": hashlib.sha256(content).hexdigest(),
    }


if __name__ == "__main__":
    main()
