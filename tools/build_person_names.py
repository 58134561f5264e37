"""Builds data/person_names.json.gz: python -m tools.build_person_names FIRST_NAMES FAKER

FIRST_NAMES is the wheel of nomquamgender 0.1.4 (MIT), first names counted in 36 public sources of
many countries; FAKER that of Faker 40.63.0 (MIT), of which the family names are taken. Kept: those
written in letters without accents once folded, the first names that several sources know.
"""

import argparse
import ast
import gzip
import hashlib
import json
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

from domain.person_names import PATH
from domain.text import fold

SHA256 = {
    "first_names": "55914319e0f40190683a7b93a4af781b38cfe4e56b617f7964956a5bd36396f6",
    "faker": "36627c20b575b4138f54b6c21f8703e9ab122fd487aca11319beec2aa6ca7232",
}
SOURCES, COUNTED = 3, 50  # at least
SHORTEST = 3  # letters: below, nothing is kept of what is typed


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in SHA256:
        parser.add_argument(name, type=Path)
    wheels = vars(parser.parse_args())
    for name, expected in SHA256.items():
        if hashlib.sha256(wheels[name].read_bytes()).hexdigest() != expected:
            sys.exit(f"{wheels[name]} is not the wheel expected as {name}")
    found = {*_first_names(wheels["first_names"]), *_family_names(wheels["faker"])}
    folded = {fold(name) for name in found}
    kept = sorted(name for name in folded if _is_one_word(name))
    with gzip.GzipFile(PATH, "wb", mtime=0) as file:
        file.write(json.dumps(kept, separators=(",", ":")).encode())


def _is_one_word(name: str) -> bool:
    return name.isascii() and name.isalpha() and len(name) >= SHORTEST


def _first_names(wheel: Path) -> Iterator[str]:
    with zipfile.ZipFile(wheel) as content:
        counted = json.loads(content.read("nomquamgender/name_data.json"))
    for name, (sources, count, *_) in counted.items():
        if sources >= SOURCES and count >= COUNTED:
            yield name


def _family_names(wheel: Path) -> Iterator[str]:
    """Of every country, as the source of Faker writes them: `last_names = (…)`."""
    with zipfile.ZipFile(wheel) as content:
        for path in content.namelist():
            if path.startswith("faker/providers/person/") and path.endswith(".py"):
                yield from _written_in(content.read(path).decode())


def _written_in(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Assign | ast.AnnAssign) and _is_of_family_names(node):
            leaves = ast.walk(node.value) if node.value else ()
            for leaf in leaves:
                if isinstance(leaf, ast.Constant) and isinstance(leaf.value, str):
                    yield leaf.value


def _is_of_family_names(node: ast.Assign | ast.AnnAssign) -> bool:
    target = node.target if isinstance(node, ast.AnnAssign) else node.targets[0]
    return isinstance(target, ast.Name) and "last_name" in target.id


if __name__ == "__main__":
    main()
