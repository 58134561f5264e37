"""What was found out about a file before reading it, and what a person chose instead."""

from dataclasses import dataclass, fields
from typing import Any, Literal, Self

from importers.limits import UnreadableFileError

Packing = Literal["texte", "json", "xlsx", "ods"]

_UNKNOWN = "Un choix de lecture est inconnu : revenez aux choix proposés."


@dataclass(frozen=True, slots=True)
class ReadingChoices:
    """How to read a file, where a person knows better; None leaves what is found.

    `header_line` is the line of the titles as a person sees it, 0 when the file has none.
    """

    encoding: str | None = None
    separator: str | None = None
    sheet: str | None = None
    header_line: int | None = None

    def as_json(self) -> dict[str, Any]:
        """Only what was chosen."""
        said = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in said.items() if value is not None}

    @classmethod
    def from_json(cls, said: object) -> Self:
        """Raises UnreadableFileError: what comes back from a browser may be anything."""
        names = {field.name for field in fields(cls)}
        if not isinstance(said, dict) or not said.keys() <= names:
            raise UnreadableFileError(_UNKNOWN)
        line = said.get("header_line")
        is_line = line is None or (type(line) is int and line >= 0)
        words = (said.get(name) for name in names - {"header_line"})
        if not is_line or not all(word is None or isinstance(word, str) for word in words):
            raise UnreadableFileError(_UNKNOWN)
        return cls(**said)


@dataclass(frozen=True, slots=True)
class SheetFound:
    """A sheet of a workbook; a hidden one is never taken unless it is chosen."""

    name: str
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """How the file is read: what was chosen, else what was found, and what else may be chosen.

    A text has an encoding and a separator, a workbook sheets. `remarks` are French sentences.
    """

    packing: Packing = "texte"
    encoding: str | None = None
    encodings: tuple[str, ...] = ()
    separator: str | None = None
    separators: tuple[str, ...] = ()
    sheet: str | None = None
    sheets: tuple[SheetFound, ...] = ()
    remarks: tuple[str, ...] = ()
