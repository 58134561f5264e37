"""The site itself: where to administer what, and its texts."""

from flask import abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts.sessions import signed_in
from app.administration.forms import LineForm, ProseForm
from app.administration.models import SiteText
from app.administration.noting import note_change
from app.administration.texts import TEXTS, site_text
from app.db import commit_change, db
from app.forms import text_of
from app.markdown import render


def home() -> ResponseReturnValue:
    return render_template("administration/home.html")


def texts() -> ResponseReturnValue:
    said = {key: site_text(key) for key in TEXTS}
    return render_template("administration/texts.html", texts=TEXTS, said=said)


def text(key: str) -> ResponseReturnValue:
    """An emptied text is again the one that the site comes with."""
    asked = TEXTS.get(key) or abort(404)
    form = (ProseForm if asked.is_prose else LineForm)(data={"value": site_text(key)})
    form.value.label.text = asked.label
    if form.validate_on_submit():
        commit_change(lambda: _replace(key, text_of(form.value)))
        g.pop("site_texts", None)
        flash(f"{asked.label} : c’est enregistré.")
        return redirect(url_for("administration.texts"))
    preview = render(text_of(form.value)) if asked.is_prose else ""
    return render_template("administration/text.html", text=asked, form=form, preview=preview)


def _replace(key: str, value: str) -> None:
    """The caller commits."""
    known = db.session.get(SiteText, key) or SiteText(key=key)
    if value == site_text(key):
        return
    note_change(f"text {key}", f"{site_text(key)} → {value}")
    known.value, known.changed_by = value, signed_in().actor
    db.session.add(known)
