"""What buyers search and find nobody for, in the whole directory, and the words nothing reads."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.audience.storing import UNREAD_DAYS, UNREAD_KEPT_FOR
from app.audience.unmet import unmet_needs
from app.audience.unread import forget_unread, often_unread
from app.db import db
from domain.models import today


def needs() -> ResponseReturnValue:
    return render_template(
        "administration/needs.html",
        needs=unmet_needs(today()),
        unread=often_unread(),
        unread_days=UNREAD_DAYS,
        kept_days=UNREAD_KEPT_FOR.days,
    )


def forget_word(digest: str) -> ResponseReturnValue:
    forget_unread(digest)
    db.session.commit()
    flash(f"Ce mot est oublié. Tapé de nouveau sur {UNREAD_DAYS} jours, il reviendrait.")
    return redirect(url_for("administration.needs"))
