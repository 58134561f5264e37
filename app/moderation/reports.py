""" "Signaler une erreur": anybody says what is wrong with a page, and is answered if they wish."""

from http import HTTPStatus

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from wtforms import (
    RadioField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length

from app.accounts.addresses import MAX_LENGTH
from app.db import db
from app.directory.presenters.common import shown_name, supplier_url
from app.directory.queries import kept_in_place_of
from app.forms import EmailField, Form, choice, strip
from app.mailing.letters import Letter, address_of, send_letter
from app.moderation.models import Report
from app.moderation.wording import REPORT_SUBJECTS
from domain.models import Supplier, utcnow

MAX_MESSAGE = 2000
THANKS = "Merci. Une personne lira votre signalement et vérifiera la fiche."


class ReportForm(Form):
    subject = RadioField(
        "Qu’est-ce qui ne va pas ?",
        [DataRequired("Choisissez ce qui ne va pas.")],
        choices=[choice(key, words) for key, words in REPORT_SUBJECTS.items()],
    )
    message = TextAreaField(
        "Dites-nous en plus",
        [
            DataRequired("Dites en quelques mots ce qui est faux, ou ce qu’il faudrait lire."),
            Length(max=MAX_MESSAGE, message=f"Restez sous {MAX_MESSAGE} caractères."),
        ],
        filters=[strip],
        render_kw={"rows": 5},
    )
    email = EmailField("Votre adresse e-mail", [Length(max=MAX_LENGTH)], filters=[strip])
    # No person sees it: who fills it in is a program.
    nickname = StringField("Ne remplissez pas ce champ")


def report(supplier_id: int) -> ResponseReturnValue:
    listed = select(Supplier).where(Supplier.id == supplier_id, Supplier.is_listed)
    supplier = db.session.scalar(listed)
    if supplier is None:
        return _at_its_new_address(supplier_id)
    form = ReportForm()
    if not form.validate_on_submit():
        return render_template("moderation/report.html", form=form, supplier=supplier)
    if not form.nickname.data:
        _keep(form, supplier_id)
    flash(THANKS)
    return redirect(supplier_url(supplier))


def _at_its_new_address(supplier_id: int) -> ResponseReturnValue:
    """One that was merged is another page by now: what was typed is sent there again."""
    kept = kept_in_place_of(supplier_id) or abort(404)
    there = url_for("moderation.report", supplier_id=kept.id)
    sent = request.method == "POST"
    return redirect(there, HTTPStatus.PERMANENT_REDIRECT if sent else HTTPStatus.MOVED_PERMANENTLY)


def _keep(form: ReportForm, supplier_id: int) -> None:
    db.session.add(
        Report(
            supplier_id=supplier_id,
            subject=form.subject.data,
            message=form.message.data,
            email=form.email.data or None,
        )
    )
    db.session.commit()


def close_report(report: Report, *, mended: bool, reason: str, actor: str) -> None:
    """Close it, answer whoever left an address, and forget that address. Commits."""
    report.closed_at, report.closed_by = utcnow(), actor
    report.outcome = " : ".join(filter(None, ("corrigé" if mended else "sans suite", reason)))
    if report.email:
        send_letter(report.email, _answer(report, mended=mended, reason=reason))
    report.email = None
    db.session.commit()


def _answer(report: Report, *, mended: bool, reason: str) -> Letter:
    name = shown_name(report.supplier)
    done = (
        "Nous avons vérifié, et la fiche est corrigée. Merci de votre aide."
        if mended
        else "Nous avons vérifié, et la fiche reste telle quelle."
    )
    return Letter(
        subject=f"Votre signalement sur « {name} »",
        paragraphs=(f"Vous nous avez signalé une erreur sur la fiche « {name} ».", done),
        quote=reason,
        then=("Votre adresse n’est plus conservée avec ce signalement.",),
        link_words="Voir la fiche",
        link=address_of("directory.supplier_by_id", supplier_id=report.supplier_id),
    )
