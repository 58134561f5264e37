"""Rows and values as plain JSON: what a merge remembers."""

from collections.abc import Iterable
from datetime import date
from enum import Enum
from typing import Any

from sqlalchemy import inspect


def plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def columns_of(row: Any, without: Iterable[str] = ("supplier_id",)) -> dict[str, Any]:
    """The row's own columns, by name."""
    names = (column.key for column in inspect(row).mapper.column_attrs)
    return {name: getattr(row, name) for name in names if name not in without}


def snapshot(row: Any) -> dict[str, Any]:
    return {name: plain(value) for name, value in columns_of(row).items()}
