"""A table written to a file: whole, or not there at all."""

import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import IO

from app.spreadsheets import Row, csv_lines, workbook

Writer = Callable[[IO[bytes], Iterable[Row]], None]

FOR_ALL, FOR_ONESELF = 0o666, 0o600  # less what the system takes away


def _write_csv(file: IO[bytes], rows: Iterable[Row]) -> None:
    file.writelines(line.encode() for line in csv_lines(rows))


def _write_workbook(file: IO[bytes], rows: Iterable[Row]) -> None:
    with workbook(rows, "Annuaire") as made:
        shutil.copyfileobj(made, file)


# By the end of the file's name.
WRITERS: Mapping[str, Writer] = {".csv": _write_csv, ".xlsx": _write_workbook}


def write_table(path: Path, rows: Iterable[Row], mode: int = FOR_ALL) -> None:
    """Under a name of its own until it is whole: killed, it leaves nothing that looks done.

    Raises OSError.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}.partiel")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
            WRITERS[path.suffix.lower()](file, rows)
        draft.rename(path)
    finally:
        draft.unlink(missing_ok=True)
