""" "C'est ma structure": the shortest way that proves it, and the pages of what is disputed."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.accounts.addresses import masked
from app.accounts.asking import MINUTES, ask, asked_for, proved, too_many
from app.accounts.codes import TooManyCodesError
from app.accounts.forms import CodeForm
from app.accounts.models import User
from app.accounts.sessions import has_read_address, signed_in
from app.db import db
from app.forms import refuse, text_of
from app.structures.claiming.deciding import ANSWERED_WITHIN, heard_on
from app.structures.claiming.finding import AT_MOST, find_structures, is_number
from app.structures.claiming.forms import AddressForm, AnswerForm, FindForm, PleaForm
from app.structures.claiming.letters import claimant_name, tell_author_answered
from app.structures.claiming.proofs import proofs_of
from app.structures.claiming.settling import (
    AlreadyHeldError,
    close,
    open_claims,
    plead,
    rivals_of,
    take,
    why_too_many,
)
from app.structures.colleagues.letters import tell_added
from app.structures.colleagues.team import editorship, make_colleague, owner, told
from app.structures.files import document_of
from app.structures.models import Claim, ClaimProof, ClaimStatus
from app.structures.queries import edited_supplier, hold_supplier
from app.templating import typo
from app.uploads import RefusedUploadError, read_document
from domain.models import Document, Supplier


def find() -> ResponseReturnValue:
    form = FindForm(request.args)
    words = text_of(form.q)
    found = find_structures(words) if words and form.validate() else []
    known = {"siret": words} if is_number(words) else {"nom": words}
    return render_template(
        "structures/claims/find.html",
        form=form,
        words=words,
        found=found,
        is_cut=len(found) == AT_MOST,
        known=known,
    )


def claim(supplier_id: int) -> ResponseReturnValue:
    """The shortest way that this person has to prove that the page is theirs."""
    supplier, user = _claimable(supplier_id), signed_in()
    if editorship(user, supplier.id):
        return redirect(url_for("structures.dashboard", supplier_id=supplier.id))
    if waiting := _own_claim(user, supplier.id, ClaimStatus.OPEN):
        return _waiting(waiting)
    if owner(supplier.id):
        return redirect(url_for("structures.plead", supplier_id=supplier.id))
    proofs = proofs_of(supplier)
    if proof := proofs.of(user.email):
        return _confirm(supplier, user, proof)
    if not proofs.addresses and not proofs.domains:
        return redirect(url_for("structures.plead", supplier_id=supplier.id))
    return _send_code(supplier, user, AddressForm(proofs))


def _claimable(supplier_id: int) -> Supplier:
    """A page that the public sees: 404 for the others."""
    supplier = edited_supplier(supplier_id)
    return supplier if supplier.is_listed else abort(404)


def _own_claim(user: User, supplier_id: int, status: ClaimStatus) -> Claim | None:
    """The last one; that of a proposal goes with it."""
    own = select(Claim).where(
        Claim.supplier_id == supplier_id,
        Claim.user_id == user.id,
        Claim.status == status,
        Claim.proof != ClaimProof.PROPOSAL,
    )
    return db.session.scalar(own.order_by(Claim.id.desc()).limit(1))


def _waiting(waiting: Claim) -> ResponseReturnValue:
    document = db.session.get(Document, waiting.document_id) if waiting.document_id else None
    return render_template(
        "structures/claims/waiting.html",
        claim=waiting,
        document=document.filename if document else "",
        has_owner=owner(waiting.supplier_id) is not None,
        is_asked_too=bool(rivals_of(waiting)),
    )


def _confirm(supplier: Supplier, user: User, proof: ClaimProof) -> ResponseReturnValue:
    """The address of the account proves it: one button, and a code if it was not read lately."""
    if request.method == "POST":
        if has_read_address():
            return _taken(supplier, user, proof)
        try:
            return _code_sent(supplier, user, user.email)
        except TooManyCodesError as error:
            flash(too_many(error), "error")
    return render_template(
        "structures/claims/confirm.html",
        supplier=supplier,
        user=user,
        has_read_address=has_read_address(),
    )


def _taken(supplier: Supplier, user: User, proof: ClaimProof) -> ResponseReturnValue:
    supplier_id = supplier.id
    try:
        take(supplier, user, proof)
    except AlreadyHeldError as error:
        if editorship(user, supplier_id) is None:  # else pressed twice: the first time did it
            flash(f"{error} Un modérateur peut vous départager.", "error")
            return redirect(url_for("structures.plead", supplier_id=supplier_id))
    flash("Cette fiche est désormais la vôtre.")
    return redirect(url_for("structures.dashboard", supplier_id=supplier_id))


def _send_code(supplier: Supplier, user: User, form: AddressForm) -> ResponseReturnValue:
    if form.validate_on_submit():
        try:
            return _code_sent(supplier, user, form.recipient)
        except TooManyCodesError as error:
            refuse(form.to, too_many(error))
    return render_template("structures/claims/address.html", supplier=supplier, form=form)


def _code_sent(supplier: Supplier, user: User, address: str) -> ResponseReturnValue:
    """Raises TooManyCodesError."""
    opens = typo(f"à tenir la fiche « {supplier.display_name} »")
    ask(address, _purpose(user, supplier.id), opens=opens)
    return redirect(url_for("structures.claim_code", supplier_id=supplier.id))


def _purpose(user: User, supplier_id: int) -> str:
    return f"claim:{supplier_id}:{user.id}"


def claim_code(supplier_id: int) -> ResponseReturnValue:
    """Where one types the code that went to the structure's address."""
    supplier, user = _claimable(supplier_id), signed_in()
    asked = asked_for(_purpose(user, supplier.id))
    if asked is None:
        return redirect(url_for("structures.claim", supplier_id=supplier.id))
    form = CodeForm()
    address = proved(form, asked)
    if address is None:
        return render_template(
            "structures/claims/code.html",
            supplier=supplier,
            form=form,
            to=masked(asked.email),
            minutes=MINUTES,
        )
    if proof := proofs_of(supplier).of(address):
        return _taken(supplier, user, proof)
    db.session.commit()  # the code was used, and its address is no longer the structure's
    return redirect(url_for("structures.claim", supplier_id=supplier.id))


def plead_claim(supplier_id: int) -> ResponseReturnValue:
    """What a moderator is to read: who one is, and a document."""
    supplier, user = _claimable(supplier_id), signed_in()
    if editorship(user, supplier.id) or _own_claim(user, supplier.id, ClaimStatus.OPEN):
        return redirect(url_for("structures.claim", supplier_id=supplier.id))
    form = PleaForm()
    if form.validate_on_submit() and _plead(form, supplier, user):
        return redirect(url_for("structures.claim", supplier_id=supplier.id))
    return render_template(
        "structures/claims/plead.html",
        supplier=supplier,
        form=form,
        has_owner=owner(supplier.id) is not None,
        refused=_own_claim(user, supplier.id, ClaimStatus.REFUSED),
    )


def _plead(form: PleaForm, supplier: Supplier, user: User) -> bool:
    if too_many := why_too_many(user, supplier):
        refuse(form.statement, too_many)
        return False
    try:
        document = _document(form, supplier, user)
    except RefusedUploadError as error:
        refuse(form.document, str(error))
        return False
    proof = proofs_of(supplier).of(user.email) or ClaimProof.DOCUMENT
    plead(supplier, user, proof, text_of(form.statement), document)
    return True


def _document(form: PleaForm, supplier: Supplier, user: User) -> Document | None:
    """Raises RefusedUploadError."""
    if not form.document.data:
        return None
    return document_of(read_document(form.document.data), supplier.id, user.actor)


def withdraw_claim(supplier_id: int) -> ResponseReturnValue:
    user = signed_in()
    hold_supplier(supplier_id)
    waiting = _own_claim(user, supplier_id, ClaimStatus.OPEN) or abort(404)
    close(waiting, ClaimStatus.WITHDRAWN, user.actor)
    db.session.commit()
    flash("Votre demande est retirée.")
    return redirect(url_for("directory.supplier_by_id", supplier_id=supplier_id))


def answer_claim(supplier_id: int, claim_id: int) -> ResponseReturnValue:
    """Where the owner of a page reads who else asks for it, and gives their version."""
    # Held while it is written: a claim that is being decided is not answered any more.
    read = hold_supplier if request.method == "POST" else edited_supplier
    supplier = read(supplier_id)
    asked = next((it for it in open_claims(supplier.id) if it.id == claim_id), None)
    held = owner(supplier.id)
    if asked is None or held is None:
        flash("Cette demande est réglée.")
        return redirect(url_for("structures.colleagues", supplier_id=supplier.id))
    form = AnswerForm(answer=asked.answer)
    if form.validate_on_submit():
        asked.answer = text_of(form.answer)
        tell_author_answered(asked)
        db.session.commit()
        flash("Votre réponse est transmise au modérateur et à la personne qui demande la fiche.")
        return redirect(url_for("structures.colleagues", supplier_id=supplier.id))
    return render_template(
        "structures/claims/answer.html",
        supplier=supplier,
        claim=asked,
        who=claimant_name(asked),
        form=form,
        heard_on=heard_on(asked, held),
        days=ANSWERED_WITHIN.days,
    )


def welcome_claimant(supplier_id: int, claim_id: int) -> ResponseReturnValue:
    """They work together: who asked for the page joins its team."""
    supplier, user = hold_supplier(supplier_id), signed_in()
    asked = next((it for it in open_claims(supplier.id) if it.id == claim_id), None)
    if asked is not None and asked.user is not None:
        with told(supplier, user.actor):
            make_colleague(supplier.id, asked.user)
            close(asked, ClaimStatus.WITHDRAWN, user.actor)
        tell_added(supplier, asked.user)
        db.session.commit()
        flash(f"{asked.user.shown_name} fait maintenant partie de votre équipe.")
    return redirect(url_for("structures.colleagues", supplier_id=supplier_id))
