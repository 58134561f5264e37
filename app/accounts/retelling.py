"""What a form posts, said in the words of our forms, whichever of them it came from."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import wtforms
from wtforms.fields.choices import SelectFieldBase
from wtforms.fields.core import UnboundField

Fields = Sequence[Sequence[str]]


def shown_fields(fields: Fields) -> list[tuple[str, str]]:
    """Of what was typed, what can be told apart from its form: the label and the value in words."""
    told = [(_labels().get(_bare(name)), _said(_bare(name), value)) for name, value in fields]
    return [(label, said) for label, said in told if label and said]


def is_typed(fields: Fields) -> bool:
    """Whether somebody filled any of it: a button alone, or a hidden field, is easily redone."""
    return any(value.strip() and _labels().get(_bare(name)) is not None for name, value in fields)


def _bare(name: str) -> str:
    """Without the row that the field is of: "contacts-0-email"."""
    return name.rpartition("-")[2]


def _said(name: str, value: str) -> str:
    """The words of what was chosen in a list, "" where they are not always the same."""
    words = _choices().get(name)
    if words is None:
        return value.strip()
    said = words[value]
    return next(iter(said)) if len(said) == 1 else ""


@cache
def _labels() -> Mapping[str, str | None]:
    """Of each field of our forms; None when nobody fills it, "" when two forms differ."""
    found: dict[str, set[str | None]] = defaultdict(set)
    for name, field in _fields():
        found[name].add(_label(field))
    return {name: labels.pop() if len(labels) == 1 else "" for name, labels in found.items()}


@cache
def _choices() -> Mapping[str, Mapping[str, set[str]]]:
    """Field of which one is chosen → key of a choice → its words, where a form lists them."""
    found: dict[str, dict[str, set[str]]] = {}
    for name, field in _fields():
        if issubclass(field.field_class, wtforms.BooleanField):
            found.setdefault(name, defaultdict(set))["y"].add("Oui")
        elif issubclass(field.field_class, SelectFieldBase):
            words = found.setdefault(name, defaultdict(set))
            for value, label in _listed(field):
                words[value].add(label)
    return found


def _listed(field: "UnboundField[Any]") -> Iterator[tuple[str, str]]:
    """The choices of a list that are the same for all."""
    choices = field.kwargs.get("choices") or ()
    for option in () if callable(choices) else choices:
        if isinstance(option, wtforms.SelectChoice):  # type: ignore[attr-defined]  # its types are of 3.2
            yield str(option.value), str(option.label)


def _fields() -> Iterator[tuple[str, "UnboundField[Any]"]]:
    """Of all our forms, by name."""
    for form in _kinds_of(wtforms.Form):
        for name, field in vars(form).items():
            if isinstance(field, UnboundField):
                yield name, field


def _kinds_of(form: type[wtforms.Form]) -> Iterator[type[wtforms.Form]]:
    yield form
    for kind in form.__subclasses__():
        yield from _kinds_of(kind)


def _label(field: "UnboundField[Any]") -> str | None:
    if issubclass(field.field_class, wtforms.HiddenField):
        return None
    return str(field.args[0]) if field.args else str(field.kwargs.get("label", ""))
