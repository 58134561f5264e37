"""What moderation writes to those whom a decision concerns."""

from collections.abc import Iterable

from app.accounts.actors import account_of
from app.db import db
from app.directory.presenters.common import label_name, shown_name
from app.mailing.letters import Letter, address_of, send_letter
from app.structures.colleagues.team import editors
from app.structures.documents import labels_proved
from domain.models import Document, Supplier


def addresses_of_editors(*supplier_ids: int) -> list[str]:
    """Each once."""
    people = (editor.user for id_ in supplier_ids for editor in editors(id_))
    return list(dict.fromkeys(user.email for user in people if user.active))


def tell_archived(supplier: Supplier, reason: str) -> None:
    name = shown_name(supplier)
    letter = Letter(
        subject=f"La fiche « {name} » n’est plus dans l’annuaire",
        paragraphs=(f"La fiche « {name} », que vous tenez, a été retirée de l’annuaire.",),
        quote=reason,
        then=("Rien n’est effacé : si c’est une erreur, écrivez-nous, et elle sera rétablie.",),
        link_words="Voir l’annuaire",
        link=address_of("directory.home"),
    )
    _send(addresses_of_editors(supplier.id), letter)


def tell_restored(supplier: Supplier, reason: str) -> None:
    name = shown_name(supplier)
    letter = Letter(
        subject=f"La fiche « {name} » est de nouveau dans l’annuaire",
        paragraphs=(f"La fiche « {name} », que vous tenez, est rétablie.",),
        quote=reason,
        link_words="Voir la fiche",
        link=address_of("directory.supplier_by_id", supplier_id=supplier.id),
    )
    _send(addresses_of_editors(supplier.id), letter)


def tell_merged(recipients: Iterable[str], kept: Supplier, merged: Supplier, reason: str) -> None:
    name, other = shown_name(kept), shown_name(merged)
    letter = Letter(
        subject=f"Deux fiches n’en font plus qu’une : « {name} »",
        paragraphs=(
            f"« {name} » et « {other} » étaient deux fiches d’une même structure."
            f" Elles n’en font plus qu’une, « {name} », qui a reçu ce que l’autre disait de plus.",
        ),
        quote=reason,
        then=(
            "Les personnes qui tenaient l’une ou l’autre tiennent maintenant celle-ci ensemble."
            " Si ce sont bien deux structures, dites-le-nous : elles seront séparées de nouveau.",
        ),
        link_words="Voir la fiche",
        link=address_of("directory.supplier_by_id", supplier_id=kept.id),
    )
    _send(recipients, letter)


def tell_unmerged(kept: Supplier, merged: Supplier) -> None:
    name, other = shown_name(kept), shown_name(merged)
    letter = Letter(
        subject=f"Deux fiches séparées de nouveau : « {name} » et « {other} »",
        paragraphs=(
            f"« {name} » et « {other} » avaient été réunies par erreur : ce sont de nouveau deux"
            " fiches, chacune avec ce qui était à elle.",
        ),
        link_words="Voir la fiche",
        link=address_of("directory.supplier_by_id", supplier_id=kept.id),
    )
    _send(addresses_of_editors(kept.id, merged.id), letter)


def tell_document_checked(document: Document, *, accepted: bool, reason: str) -> None:
    """To who sent it, if they still have an account."""
    sender = account_of(document.added_by)
    if sender is None:
        return
    supplier = db.session.get_one(Supplier, document.supplier_id)
    labels = ", ".join(map(label_name, labels_proved(document.id)))
    verdict = "est vérifié" if accepted else "n’a pas été retenu"
    letter = Letter(
        subject=f"« {shown_name(supplier)} », {labels} : votre document {verdict}",
        paragraphs=(
            f"Le document « {document.filename} », envoyé pour prouver un label ({labels}) de la"
            f" fiche « {shown_name(supplier)} », {verdict}.",
        ),
        quote=reason,
        link_words="Voir la fiche",
        link=address_of("structures.dashboard", supplier_id=document.supplier_id),
    )
    _send([sender.email], letter)


def _send(recipients: Iterable[str], letter: Letter) -> None:
    for recipient in recipients:
        send_letter(recipient, letter)
