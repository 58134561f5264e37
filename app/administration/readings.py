"""What words mean in a search, when administrators say so: a service, a kind, a place, nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select

from app.accounts.sessions import signed_in
from app.administration.following import as_given, follow_readings
from app.administration.foreseeing import MAX_TRIALS, Foreseen, foresee
from app.administration.forms import ReadingForm
from app.administration.journal import names_of, who
from app.administration.models import WordReading
from app.administration.noting import note_change
from app.administration.words import fault_of
from app.db import commit_change, db
from app.directory.places import PlaceReading, read_place
from app.directory.presenters.understanding import reading_label
from app.forms import refuse, text_of
from domain.taxonomy import GivenReading, GivenReadings, given_readings
from search.understanding import Mention, What, form_of, understand_given

SHOWN = 100


@dataclass(frozen=True, slots=True)
class Line:
    """One of the list."""

    id: int
    words: str
    meaning: str
    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Preview:
    """What a reading changes. `seal` tells it from any other: what is saved is what was seen."""

    words: str
    meaning: str
    seal: str
    place: PlaceReading
    foreseen: Sequence[Foreseen]


def readings() -> ResponseReturnValue:
    """The list, and a form: what a reading changes is shown before it is saved."""
    form = ReadingForm(data={"words": request.args.get("mots", "")})
    form.offer()
    preview = None
    if form.validate_on_submit() and (asked := _asked(form)):
        preview = _preview(form, asked)
        if request.form.get("save") == preview.seal:
            commit_change(lambda: _give(asked))
            follow_readings(db.session)
            flash(f"C’est enregistré : « {asked.words} » est lu comme {meaning_of(asked)}.")
            return redirect(url_for("administration.readings"))
    return _page(form, preview)


def _asked(form: ReadingForm) -> GivenReading | None:
    """The reading that the form says, if it can be, and changes something."""
    words, what = text_of(form.words), What(text_of(form.what))
    asked = GivenReading(words, what.value, _values(form, what))
    if len(form.searches) > MAX_TRIALS:
        refuse(form.trials, f"{MAX_TRIALS} recherches au plus, une par ligne.")
    if fault := fault_of(words):
        refuse(form.words, fault)
    elif not form.wrong and not _can_be(asked):
        refuse(form.words, "Un code se lit toujours comme tel : il ne peut pas être lu autrement.")
    elif not form.wrong and _is_read_so(asked):
        refuse(form.words, f"Ce mot est déjà lu comme {meaning_of(asked)}.")
    return None if form.wrong else asked


def _can_be(asked: GivenReading) -> bool:
    """Whether the words are then read so; those of a code are not ("43.32A", "L2113-12")."""
    then = understand_given(asked.words, _others(asked) | {asked}).mentions
    if asked.what == What.TEXT:
        return not then
    return any(one.what == asked.what and set(asked.values) <= set(one.values) for one in then)


def _is_read_so(asked: GivenReading) -> bool:
    """By the directory itself, or because somebody said so."""
    same = next((known for known in given_readings() if _same_words(known, asked)), None)
    if same or asked.what == What.TEXT:
        return same is not None and same[1:] == asked[1:]
    now, then = (
        understand_given(asked.words, given)
        for given in (given_readings(), given_readings() | {asked})
    )
    return now.mentions == then.mentions


def _same_words(one: GivenReading, other: GivenReading) -> bool:
    return form_of(one.words) == form_of(other.words)


def _values(form: ReadingForm, what: What) -> tuple[str, ...]:
    match what:
        case What.SERVICE:
            if not form.services:
                refuse(form.service, "Choisissez un service.")
            return form.services
        case What.KIND:
            if not form.kinds:
                refuse(form.kind, "Choisissez un type de structure.")
            return form.kinds
        case What.PLACE:
            return _place(form)
        case _:
            return ()


def _place(form: ReadingForm) -> tuple[str, ...]:
    """Only one that bears the name as it is written."""
    read = read_place(text_of(form.place))
    if read.place and read.exact:
        return (f"{read.place.level}:{read.place.code}",)
    near = [read.place, *read.others] if read.place else read.others
    hint = f" Est-ce {near[0].label} ?" if near and near[0] else ""
    refuse(
        form.place,
        f"Ce lieu n’est pas connu.{hint} Écrivez le nom d’une commune, d’un département ou d’une"
        " région, ou un code postal.",
    )
    return ()


def _preview(form: ReadingForm, asked: GivenReading) -> Preview:
    return Preview(
        asked.words,
        meaning_of(asked),
        _seal(asked),
        read_place(text_of(form.place) if asked.what == What.PLACE else ""),
        foresee(asked, _others(asked) | {asked}, form.searches),
    )


def _others(asked: GivenReading) -> GivenReadings:
    """The readings of other words."""
    return frozenset(known for known in given_readings() if not _same_words(known, asked))


def _seal(asked: GivenReading) -> str:
    return "|".join((asked.words, asked.what, *asked.values))


def meaning_of(reading: GivenReading) -> str:
    what = What(reading.what)
    if what is What.TEXT:
        return "un simple mot"
    return " ou ".join(reading_label(Mention(what, (value,), ()), {}) for value in reading.values)


def _give(asked: GivenReading) -> None:
    """In place of the one that these words had. The caller commits."""
    form = " ".join(form_of(asked.words))
    known = db.session.scalar(select(WordReading).filter_by(form=form)) or WordReading(form=form)
    known.words, known.what, known.means = asked.words, asked.what, list(asked.values)
    known.given_by = signed_in().actor
    db.session.add(known)
    note_change(f"reading {asked.words}", f"lu comme {meaning_of(asked)}")


def remove(reading_id: int) -> ResponseReturnValue:
    """What it changes, then, once seen, the reading taken back."""
    known = db.session.get(WordReading, reading_id) or abort(404)
    given, words = as_given(known), known.words
    if request.form.get("remove") != _seal(given):
        return _removal(given)
    note_change(f"reading {words}", f"n’est plus lu comme {meaning_of(given)}")
    db.session.delete(known)
    db.session.commit()
    follow_readings(db.session)
    flash(f"« {words} » se lit de nouveau comme l’annuaire le comprend.")
    return redirect(url_for("administration.readings"))


def _removal(given: GivenReading) -> str:
    return render_template(
        "administration/reading_removal.html",
        words=given.words,
        meaning=meaning_of(given),
        seal=_seal(given),
        foreseen=foresee(given, _others(given), ()),
    )


def _page(form: ReadingForm, preview: Preview | None) -> str:
    typed = " ".join(request.args.get("q", "").replace("\0", "").split())[:100]
    found = _found(typed)
    return render_template(
        "administration/readings.html",
        form=form,
        preview=preview,
        typed=typed,
        lines=_lines(found[:SHOWN]),
        is_cut=len(found) > SHOWN,
        max_trials=MAX_TRIALS,
        count=db.session.scalar(select(func.count()).select_from(WordReading)),
    )


def _found(typed: str) -> Sequence[WordReading]:
    query = select(WordReading).order_by(WordReading.form).limit(SHOWN + 1)
    if typed:
        query = query.where(WordReading.words.icontains(typed, autoescape=True))
    return db.session.scalars(query).all()


def _lines(found: Sequence[WordReading]) -> list[Line]:
    names = names_of(known.given_by for known in found)
    return [
        Line(
            known.id,
            known.words,
            meaning_of(as_given(known)),
            who(known.given_by, names),
            known.given_at,
        )
        for known in found
    ]
