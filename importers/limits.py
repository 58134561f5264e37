"""How large a file may be. Beyond, it is refused before being unpacked or kept in memory."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes; `cells` bounds what a workbook's reader keeps in memory."""

    file_size: int = 300 * 1024**2
    unpacked_size: int = 600 * 1024**2
    workbook_size: int = 200 * 1024**2
    rows: int = 2_000_000
    columns: int = 500
    cells: int = 5_000_000
    cell_length: int = 100_000


LIMITS = Limits()
# What somebody drops on a page.
DROPPED = Limits(file_size=50 * 1024**2, unpacked_size=200 * 1024**2, rows=100_000)
# Titles, and what is written above and below them, are no rows of the list.
HEADING_ROWS = 20


class UnreadableFileError(Exception):
    """The file cannot be imported; the message is one French sentence for its owner."""


class TooManyRowsError(UnreadableFileError):
    def __init__(self, most: int) -> None:
        told = f"{most:,}".replace(",", "\u202f")
        super().__init__(
            f"Le fichier dépasse {told} lignes : n’y gardez que celles de votre territoire, ou"
            " partagez-le en plusieurs fichiers (d’un réseau : chacun déposé comme un complément)."
        )
