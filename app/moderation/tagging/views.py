"""Bulk tagging at the screen: choose, preview, apply, undo."""

from collections.abc import Sequence
from functools import partial
from http.client import TEMPORARY_REDIRECT
from textwrap import shorten

from flask import abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import joinedload
from wtforms import SelectMultipleField
from wtforms.validators import DataRequired, Length

from app.accounts.actors import shown_actor
from app.accounts.sessions import signed_in
from app.db import db
from app.directory.presenters.common import KindTag, kind_tag, kinds_of, service_name
from app.directory.queries import suppliers_found
from app.forms import Form, choice, number_in, refuse
from app.moderation.models import TaggedSupplier, Tagging
from app.moderation.places import departement_names
from app.moderation.tagging.applying import apply, prepare, services_of, undo, why_spared
from app.moderation.tagging.choosing import MOST, all_found, found, read_asked
from app.moderation.tagging.scope import Scope, scope_of
from app.vocabulary import network_names
from domain.kinds import KINDS
from domain.markdown import plain
from domain.models import Supplier
from domain.taxonomy import taxonomy

MOST_SERVICES = 10
LATEST = 20
FIRST_WORDS = 140  # characters


def _number(typed: str) -> int:
    """Raises ValueError for what numbers no structure."""
    if (number := number_in(typed)) is None:
        raise ValueError(typed)
    return number


class TaggingForm(Form):
    """`chosen` are the structures ticked; the button says whether they all are."""

    chosen = SelectMultipleField("Structures", coerce=_number, validate_choice=False)
    services = SelectMultipleField(
        "Services à leur donner",
        [
            DataRequired("Choisissez au moins un service."),
            Length(max=MOST_SERVICES, message=f"Choisissez {MOST_SERVICES} services au plus."),
        ],
        choices=[choice(service.id, service.label) for service in taxonomy().services.values()],
    )


def choose(network: str | None = None) -> ResponseReturnValue:
    scope = scope_of(network)
    asked, form = read_asked(request.args, scope), TaggingForm()
    if form.validate_on_submit():
        is_all = "all" in request.form
        ids = all_found(asked) if is_all else (form.chosen.data or [])[:MOST]
        if ids:
            told = asked.chosen_in_words(found(asked, 1).total if is_all else None)
            made = prepare(form.services.data or [], ids, told, signed_in().actor, scope)
            return redirect(scope.address("tagging", tagging_id=made.id))
        refuse(form.chosen, "Cochez au moins une structure.")
    results = found(asked, request.args.get("page", 1, int))
    return render_template(
        "moderation/tagging/choose.html",
        scope=scope,
        network=scope.network,
        asked=asked,
        results=results,
        suppliers=suppliers_found([hit.id for hit in results.hits]),
        presented=presented,
        kind_tags=kind_tags,
        form=form,
        most=MOST,
        groups=taxonomy().groups.values(),
        services=taxonomy().services.values(),
        kinds=KINDS.values(),
        networks=network_names(db.session),
        departements=departement_names(),
        latest=_latest(scope),
        named=named,
    )


def presented(supplier: Supplier) -> str:
    """The first words of its description, without its Markdown marks."""
    return shorten(plain(supplier.description or ""), FIRST_WORDS, placeholder="…")


def kind_tags(supplier: Supplier) -> list[KindTag]:
    return [kind_tag(kind) for kind in kinds_of(supplier)]


def _latest(scope: Scope) -> list[Tagging]:
    begun = select(Tagging).where(Tagging.applied_at.is_not(None), scope.taggings)
    return list(db.session.scalars(begun.order_by(Tagging.id.desc()).limit(LATEST)))


def _made(tagging_id: int, scope: Scope) -> Tagging:
    known = select(Tagging).where(Tagging.id == tagging_id, scope.taggings)
    return db.session.scalar(known) or abort(404)


def show(tagging_id: int, network: str | None = None) -> ResponseReturnValue:
    """Before: what will change. After: what did, and the way back."""
    scope = scope_of(network)
    made = _made(tagging_id, scope)
    query = select(TaggedSupplier).where(TaggedSupplier.tagging_id == tagging_id)
    said = joinedload(TaggedSupplier.supplier)
    parts = (Supplier.activities, Supplier.memberships, Supplier.provenances)
    whole = [said.selectinload(part) for part in parts]
    shown = query.options(*whole, joinedload(TaggedSupplier.entry))
    tagged = db.session.scalars(shown).all()
    return render_template(
        "moderation/tagging/show.html",
        scope=scope,
        network=scope.network,
        made=made,
        tagged=tagged,
        before=before,
        after=partial(_after, made),
        who=shown_actor(made.actor, network),
        services=[service_name(service) for service in made.services],
        left=sum(not one.is_done for one in tagged),
        given=sum(one.entry_id is not None for one in tagged),
        left_alone=sum(one.is_spared and one.entry_id is None for one in tagged),
        changed_since=sum(one.is_spared and one.entry_id is not None for one in tagged),
        to_undo=sum(not one.is_undone for one in tagged),
    )


def before(tagged: TaggedSupplier) -> list[str]:
    """What was said of its services before they were given; what is, until then."""
    if tagged.entry is None:
        return [service_name(activity.service) for activity in tagged.supplier.activities]
    return list(map(service_name, services_of(tagged.entry.changes["activities"][0])))


def _after(made: Tagging, tagged: TaggedSupplier) -> str:
    """What becomes of it, or became."""
    if tagged.is_undone and tagged.entry_id and not tagged.is_spared:
        return "Annulé"
    if tagged.is_spared and tagged.entry_id:
        return "Modifiée depuis : laissée telle quelle"
    if tagged.entry:
        return _given(services_of(tagged.entry.changes["activities"][1]), before(tagged))
    if why := why_spared(tagged.supplier, made):
        return f"{why} : laissée telle quelle"
    if tagged.is_spared:
        return "Rien à ajouter"
    return _given(made.services, before(tagged))


def _given(services: Sequence[str], known: Sequence[str]) -> str:
    new = [name for name in map(service_name, services) if name not in known]
    if not new:
        return "Rien à ajouter"
    return f"{'En plus : ' if known else ''}{', '.join(new)}"


def named(made: Tagging) -> str:
    """By the services that it gave."""
    return shorten(", ".join(map(service_name, made.services)), FIRST_WORDS, placeholder="…")


def apply_one(tagging_id: int, network: str | None = None) -> ResponseReturnValue:
    scope = scope_of(network)
    made = _made(tagging_id, scope)
    if made.undone_at is not None:
        abort(404)
    if not apply(made):
        return _go_on()
    flash("C’est fait : ces structures se trouvent maintenant par leurs services.")
    return redirect(scope.address("tagging", tagging_id=tagging_id))


def undo_one(tagging_id: int, network: str | None = None) -> ResponseReturnValue:
    scope = scope_of(network)
    made = _made(tagging_id, scope)
    if made.applied_at is None:
        abort(404)
    if not undo(made, signed_in().actor):
        return _go_on()
    flash("C’est annulé. Ce que quelqu’un a modifié depuis est resté tel quel.")
    return redirect(scope.address("tagging", tagging_id=tagging_id))


def _go_on() -> ResponseReturnValue:
    """The browser sends the same form again by itself, for the next batch; with no script too."""
    return redirect(request.path, TEMPORARY_REDIRECT)
