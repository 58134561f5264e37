"""The formats, in the order in which a header is tried against them; the guesses come last."""

from importers.formats import esat, geiq, generic, siae, sirets
from importers.formats.base import Binding, Format

FORMATS: tuple[Format, ...] = (
    siae.FORMAT,
    esat.FORMAT,
    geiq.FORMAT,
    sirets.FORMAT,
    generic.FORMAT,
)

__all__ = ["FORMATS", "Binding", "Format"]
