"""Pages of moderation beside the queue: merges, archives, erasure."""

from collections import Counter, defaultdict

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import aliased

from app.accounts.actors import shown_actors
from app.accounts.sessions import signed_in
from app.administration.models import AdminEntry
from app.db import db
from app.directory.presenters.common import shown_name
from app.forms import refuse, text_of
from app.moderation.archiving import archive, restore
from app.moderation.comparing import compare
from app.moderation.erasing import Place, erase_personal, erase_picture
from app.moderation.forms import SAME_PAGE, ErasureForm, MergeForm, ReasonForm
from app.moderation.joining import join_pages, part_pages
from app.moderation.weighing import better_filled
from app.moderation.wording import PLACES
from app.structures.claiming.settling import UndecidableError
from app.structures.wording import fact_name
from app.templating import counted
from domain.models import Merge, Supplier

LATEST = 100


# Merges


def choose() -> ResponseReturnValue:
    """Two pages that nobody had brought together, by their addresses."""
    form = MergeForm()
    if form.validate_on_submit():
        one, other = form.chosen()
        return redirect(url_for("moderation.compare", supplier_id=one, other_id=other))
    return render_template("moderation/merges.html", form=form, merges=_merges())


def _merges() -> list[dict[str, object]]:
    """The latest, in words; those that hold can be undone."""
    kept, merged = aliased(Supplier), aliased(Supplier)
    query = select(Merge, kept, merged).join(kept, kept.id == Merge.kept_id)
    query = query.join(merged, merged.id == Merge.merged_id).order_by(Merge.id.desc())
    rows = db.session.execute(query.limit(LATEST)).all()
    names = shown_actors(made.actor for made, *_ in rows)
    return [
        {
            "made": made,
            "who": names[made.actor],
            "kept": _told(one),
            "merged": _told(other),
        }
        for made, one, other in rows
    ]


def _told(supplier: Supplier) -> str:
    """ "Le Verger (Nantes, n° 12)": two that were one often have one name."""
    where = ", ".join(filter(None, (supplier.city, f"n°\u00a0{supplier.id}")))
    return f"{shown_name(supplier)} ({where})"


def compare_two(supplier_id: int, other_id: int) -> ResponseReturnValue:
    """Side by side, and made one: `keep` is the number of the one to keep."""
    one, other = _supplier(supplier_id), _supplier(other_id)
    if one is other:
        flash(SAME_PAGE, "error")
        return redirect(url_for("moderation.merges"))
    form = ReasonForm()
    if form.validate_on_submit() and _join(form, one, other):
        return redirect(url_for("moderation.merges"))
    comparison = compare(*better_filled(one, other))
    return render_template("moderation/compare.html", comparison=comparison, form=form)


def _join(form: ReasonForm, one: Supplier, other: Supplier) -> bool:
    kept, merged = (one, other) if request.form.get("keep") == str(one.id) else (other, one)
    try:
        join_pages(kept.id, merged.id, text_of(form.reason), signed_in().actor)
    except UndecidableError as error:
        refuse(form.reason, str(error))
        return False
    flash(f"Les deux fiches n’en font plus qu’une : « {shown_name(kept)} ».")
    return True


def unmerge(merge_id: int) -> ResponseReturnValue:
    try:
        undone, spared = part_pages(merge_id, signed_in().actor)
    except UndecidableError as error:
        flash(str(error), "error")
        return redirect(url_for("moderation.merges"))
    flash("Ce sont de nouveau deux fiches.")
    if spared:
        told = ", ".join(map(fact_name, spared))
        flash(f"Modifié depuis la fusion, et laissé à la fiche gardée : {told}.", "error")
    return redirect(url_for("structures.history", supplier_id=undone.kept_id))


# Archives


def archives() -> ResponseReturnValue:
    put_away = select(Supplier).where(
        Supplier.archived_at.is_not(None), Supplier.merged_into_id.is_(None)
    )
    suppliers = db.session.scalars(put_away.order_by(Supplier.archived_at.desc()).limit(LATEST))
    return render_template("moderation/archives.html", suppliers=suppliers.all())


def archive_one(supplier_id: int) -> ResponseReturnValue:
    """Archive a supplier, or bring it back: what the button says, however the page is by now."""
    supplier = _supplier(supplier_id)
    form, change = ReasonForm(), restore if "restore" in request.form else archive
    if form.validate_on_submit():
        change(supplier_id, text_of(form.reason), signed_in().actor)
        flash(f"« {shown_name(supplier)} » est {_verdict(supplier)}.")
        return redirect(url_for("moderation.archives"))
    return render_template("moderation/archive.html", supplier=supplier, form=form)


def _verdict(supplier: Supplier) -> str:
    """A proposal that was refused is read again, not listed."""
    if supplier.archived_at is not None:
        return "retirée de l’annuaire"
    return "de nouveau à décider" if supplier.awaits_review else "de nouveau dans l’annuaire"


def _supplier(supplier_id: int) -> Supplier:
    """Listed or not; one that was merged is no page any more."""
    supplier = db.session.get(Supplier, supplier_id)
    if supplier is None or supplier.merged_into_id is not None:
        abort(404)
    return supplier


# Personal data


def erase() -> ResponseReturnValue:
    """Looked for first, then erased: it cannot be undone, so what is erased is what was shown."""
    form, found = ErasureForm(), None
    if form.validate_on_submit():
        found = _erase(form)
        if "erase" in request.form and found:
            return _erased(len(found))
        db.session.rollback()
    return render_template(
        "moderation/erase.html", form=form, found=found, lines=_erasure_lines(found or [])
    )


def _erase(form: ErasureForm) -> list[Place]:
    picture = form.picture()
    if picture is not None:
        return erase_picture(db.session, picture)
    return erase_personal(db.session, text_of(form.value))


def _erasure_lines(found: list[Place]) -> list[dict[str, object]]:
    """A supplier each, with where it is there: "contact, historique (3)"."""
    by_supplier: dict[int, Counter[str]] = defaultdict(Counter)
    for place in found:
        by_supplier[place.supplier_id][PLACES[place.table]] += 1
    return [
        {
            "supplier": db.session.get(Supplier, supplier_id),
            "where": ", ".join(
                f"{where} ({count})" if count > 1 else where for where, count in places.items()
            ),
        }
        for supplier_id, places in sorted(by_supplier.items())
    ]


def _erased(found: int) -> ResponseReturnValue:
    """The record tells that it was done, and not what."""
    told = f"effacée de {counted(found, 'endroit')}"
    record = {"actor": signed_in().actor, "subject": "donnée personnelle", "change": told}
    db.session.add(AdminEntry(**record))
    db.session.commit()
    flash(f"Cette donnée personnelle est effacée de {counted(found, 'endroit')}.")
    return redirect(url_for("moderation.erase"))
