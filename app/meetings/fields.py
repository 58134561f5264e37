"""Fields that the forms of meetings share."""

from datetime import date, datetime

from wtforms import TimeField
from wtforms.validators import InputRequired, NumberRange

from app.forms import WholeNumber


def number(label: str, least: int, most: int, *validators: object) -> WholeNumber:
    bounds = NumberRange(least, most, f"Un nombre entre {least} et {most}.")
    needed = validators or (InputRequired("Donnez un nombre."),)
    short = {"inputmode": "numeric", "class": "input input-short", "maxlength": 6}
    return WholeNumber(label, [*needed, bounds], render_kw=short)


def time_of_day(label: str) -> TimeField:
    return TimeField(
        label,
        [InputRequired("Donnez une heure, comme 14:00.")],
        render_kw={"class": "input input-short"},
    )


def moment(day: date, field: TimeField) -> datetime:
    """That hour of that day, where the site is."""
    assert field.data is not None
    return datetime.combine(day, field.data).astimezone()
