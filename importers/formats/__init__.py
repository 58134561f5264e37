"""The formats, in the order in which a header is tried against them; the guesses come last."""

from importers.formats import (
    adapted,
    data_inclusion,
    emplois,
    esat,
    ess_france,
    finess,
    geiq,
    generic,
    labels,
    marche,
    own,
    siae,
    sirets,
)
from importers.formats.base import Binding, Format

FORMATS: tuple[Format, ...] = (
    own.FORMAT,
    emplois.FORMAT,
    marche.API,  # before the list of SIAE, whose titles it has too
    siae.FORMAT,
    marche.EXPORT,
    esat.FORMAT,
    finess.FORMAT,
    geiq.FORMAT,
    ess_france.FORMAT,
    data_inclusion.FORMAT,
    labels.ESUS,
    labels.RSEI,
    labels.RFAR,
    *adapted.FORMATS,
    sirets.FORMAT,
    generic.FORMAT,
)

__all__ = ["FORMATS", "Binding", "Format"]
