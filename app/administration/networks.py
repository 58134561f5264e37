"""Networks: named, and given people who manage their members."""

from collections.abc import Mapping

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Select, func, select
from sqlalchemy.exc import IntegrityError

from app.accounts.models import NetworkManager
from app.accounts.sessions import user_for
from app.administration.forms import ManagerForm, NetworkForm
from app.administration.noting import note_change
from app.db import db
from app.forms import refuse, text_of
from app.importing.running import slugify
from app.networks.letters import tell_manager
from app.networks.queries import network_or_404
from app.networks.team import managing
from domain.models import Membership, Network, Supplier, enqueue

TAKEN = "Un réseau porte déjà ce nom."


def networks() -> ResponseReturnValue:
    form = NetworkForm()
    if form.validate_on_submit() and (made := _made(form)):
        flash(f"Réseau créé : {made.name}.")
        return redirect(url_for("administration.network", network=made.slug))
    known = db.session.scalars(select(Network).order_by(func.lower(Network.name))).all()
    return render_template(
        "administration/networks.html",
        form=form,
        networks=known,
        members=_counts(_listed_members()),
        managers=_counts(select(NetworkManager.network_slug.label("slug"))),
    )


def _made(form: NetworkForm) -> Network | None:
    """The network, whose slug it keeps for ever; None when another has it."""
    name = text_of(form.name)
    slug = slugify(name)
    if not slug:
        refuse(form.name, "Ce nom n’a aucune lettre.")
        return None
    if db.session.get(Network, slug) is not None:
        refuse(form.name, TAKEN)
        return None
    made = Network(slug=slug, name=name)
    db.session.add(made)
    note_change(f"network {slug}", f"créé : {made.name}")
    try:
        db.session.commit()
    except IntegrityError:  # somebody has just created it
        db.session.rollback()
        refuse(form.name, TAKEN)
        return None
    return made


def _listed_members() -> Select[str]:
    """The network of each membership that the directory shows."""
    slug = Membership.network_slug.label("slug")
    return select(slug).join(Supplier).where(Supplier.is_listed)


def _counts(slugs: Select[str]) -> Mapping[str, int]:
    """How many rows of that query each network has."""
    found = slugs.subquery().c.slug
    return dict(db.session.execute(select(found, func.count()).group_by(found)).all())


def network(network: str) -> ResponseReturnValue:
    known = network_or_404(network)
    form = NetworkForm(data={"name": known.name})
    if form.validate_on_submit():
        _rename(known, text_of(form.name))
        flash("Nom enregistré.")
        return redirect(url_for("administration.network", network=network))
    return _page(known, form, ManagerForm(formdata=None))


def _rename(known: Network, name: str) -> None:
    """Its members are found by its name too: their documents change."""
    if name == known.name:
        return
    note_change(f"network {known.slug}", f"renommé : {known.name} → {name}")
    known.name = name
    members = select(Membership.supplier_id).where(Membership.network_slug == known.slug)
    enqueue(db.session, db.session.scalars(members))
    db.session.commit()


def add_manager(network: str) -> ResponseReturnValue:
    """By address: an account is made for one that has none, which a code opens."""
    known, form = network_or_404(network), ManagerForm()
    if not form.validate():
        return _page(known, NetworkForm(formdata=None, data={"name": known.name}), form)
    try:
        _give(known, text_of(form.email))
        db.session.commit()
    except IntegrityError:  # pressed twice: the first time did it
        db.session.rollback()
    flash("Responsable enregistré : un e-mail lui dit comment ouvrir les pages du réseau.")
    return redirect(url_for("administration.network", network=network))


def _give(known: Network, email: str) -> None:
    user = user_for(email)
    if managing.give(user, known, "responsable ajouté"):
        tell_manager(user.email, known)


def remove_manager(network: str, user_id: int) -> ResponseReturnValue:
    managed = db.session.get(NetworkManager, (user_id, network)) or abort(404)
    managing.take(managed, "responsable retiré")
    db.session.commit()
    flash("Cette personne ne gère plus ce réseau.")
    return redirect(url_for("administration.network", network=network))


def _page(known: Network, form: NetworkForm, manager: ManagerForm) -> str:
    return render_template(
        "administration/network.html",
        network=known,
        form=form,
        manager_form=manager,
        managers=[managed.user for managed in managing.managers(known.slug)],
        members=_counts(_listed_members()).get(known.slug, 0),
    )
