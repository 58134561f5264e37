"""What a program asks by its parameters: understood, or refused, never left aside."""

from collections.abc import Collection, Mapping

from flask.typing import ResponseReturnValue

from app.api.answering import problem
from app.forms import number_in

YES = "oui"
Parameters = Mapping[str, str]


class AmissError(Exception):
    """What a parameter says is none of its values. The message says so, in French."""

    def __init__(self, name: str, said: str, values: str) -> None:
        super().__init__(f"« {name}={said[:40]} » n’est pas compris : {values}, ou rien.")


def amiss(error: AmissError) -> ResponseReturnValue:
    return problem(400, str(error))


def page_asked(said: Parameters) -> int:
    """Raises AmissError."""
    number = number_said(said, "page", 1)
    if number == 0:
        raise AmissError("page", "0", "un nombre à partir de 1")
    return number


def number_said(said: Parameters, name: str, usual: int) -> int:
    """Raises AmissError."""
    value = said.get(name, "")
    number = number_in(value) if value else usual
    if number is None:
        raise AmissError(name, value, "un nombre")
    return number


def said_yes(said: Parameters, name: str) -> bool:
    """Raises AmissError."""
    return one_of(said, name, [YES]) == YES


def one_of(said: Parameters, name: str, values: Collection[str]) -> str:
    """One of these, or "". Raises AmissError."""
    value = said.get(name, "")
    if value and value not in values:
        raise AmissError(name, value, ", ".join(f"« {known} »" for known in values))
    return value
