"""Where the index lies: builds side by side, and a pointer to the one that is read.

    CURRENT         the name of the build that is read; replaced in one step
    write.lock      held by the process that writes
    build-…/        the text index of tantivy, the columns as built, and what they were built with

A later write is one commit of tantivy: the new text, and beside it the new columns, stored with
the document. So a reader always finds the text and the columns of the same moment, and a killed
writer leaves nothing half done.
"""

import json
import os
import shutil
from pathlib import Path
from uuid import uuid4

import tantivy

from search.documents import FIELDS, settings_hash
from search.port import IndexUnavailableError

FORMAT = 3  # raised when what lies in a build changes
TEXT_FIELDS = {field.name: field.weight for field in FIELDS if field.weight}
CODE_FIELD = "codes"  # SIRET and SIREN: found whole, never by a typo or a beginning
NAME_FIELD = "name_words"  # what names are compared by

UNREADABLE = "L’index est abîmé ou illisible\u00a0: lancez «\u00a0reperess index rebuild\u00a0»."


def schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for field in TEXT_FIELDS:
        builder.add_text_field(field, tokenizer_name="whitespace")
    for field in (CODE_FIELD, NAME_FIELD):
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="basic")
    builder.add_integer_field("supplier", indexed=True)
    builder.add_integer_field("row", indexed=True, fast=True)
    builder.add_bytes_field("columns", stored=True)
    return builder.build()


def new_build(root: Path) -> Path:
    folder = root / f"build-{uuid4().hex}"
    folder.mkdir(parents=True)
    return folder


def seal(folder: Path) -> None:
    """Say what a build was built with: what has no seal, or another one, is not read."""
    (folder / "seal.json").write_text(json.dumps(_seal()), encoding="utf-8")
    for path in (*folder.iterdir(), folder):
        _sync(path)


def publish(root: Path, folder: Path) -> None:
    """Have readers read `folder` from now on."""
    draft = root / "CURRENT.new"
    draft.write_text(folder.name, encoding="utf-8")
    _sync(draft)
    draft.replace(root / "CURRENT")
    _sync(root)


def remove_others(root: Path, kept: Path | None) -> None:
    """Remove former and unfinished builds; a reader that still has one open keeps its files."""
    for folder in root.glob("build-*"):
        if folder != kept:
            shutil.rmtree(folder, ignore_errors=True)


def current_build(root: Path) -> Path:
    """The build to read. Raises IndexUnavailableError when there is none."""
    try:
        return root / (root / "CURRENT").read_text(encoding="utf-8")
    except OSError as error:
        raise IndexUnavailableError(
            "Il n’y a pas encore d’index\u00a0: lancez «\u00a0reperess index rebuild\u00a0»."
        ) from error


def check_seal(folder: Path) -> None:
    """Raises IndexUnavailableError when the build was made with other settings; OSError."""
    if json.loads((folder / "seal.json").read_text(encoding="utf-8")) != _seal():
        raise IndexUnavailableError(
            "L’index a été construit avec d’autres réglages\u00a0: "
            "lancez «\u00a0reperess index rebuild\u00a0»."
        )


def _seal() -> dict[str, object]:
    return {"format": FORMAT, "settings": settings_hash()}


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
