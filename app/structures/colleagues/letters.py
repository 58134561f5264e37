"""What is written to colleagues, present, invited and gone."""

from app.accounts.models import User
from app.administration.texts import site_name
from app.mailing.letters import Letter, address_of, date_of, send_letter
from app.structures.models import Invitation
from domain.models import Network, Supplier


def tell_invited(invitation: Invitation, key: str, inviter: str) -> None:
    """`inviter` names who invites, as the letter says it."""
    name = invitation.supplier.display_name
    send_letter(
        invitation.email,
        Letter(
            f"Invitation à tenir la fiche « {name} »",
            (
                f"{inviter} vous invite à tenir la fiche « {name} » sur {site_name()},"
                " l’annuaire où les acheteurs trouvent les fournisseurs de l’économie sociale"
                " et solidaire.",
                *_of_network(invitation),
                "Ouvrez l’invitation, connectez-vous avec cette adresse, puis acceptez. Elle"
                f" vaut jusqu’au {date_of(invitation.expires_at)}.",
            ),
            "Ouvrir l’invitation",
            address_of("structures.invitation", key=key),
            then=("Si vous n’attendiez rien, ignorez ce message : rien ne se fera sans vous.",),
        ),
    )


def _of_network(invitation: Invitation) -> tuple[str, ...]:
    """What a structure that asked for nothing needs to know."""
    if invitation.network_slug is None:
        return ()
    return (
        "Votre structure y figure déjà, parmi les membres de ce réseau. En tenant sa fiche, vous y"
        " dites ce que vous faites, où vous intervenez et comment vous joindre.",
    )


def inviter_named(user: User, network: Network | None) -> str:
    return f"Le réseau « {network.name} »" if network else user.shown_name


def tell_accepted(invitation: Invitation, guest: User, inviter: User) -> None:
    name = invitation.supplier.display_name
    send_letter(
        inviter.email,
        Letter(
            f"{guest.shown_name} tient maintenant la fiche « {name} »",
            (f"{guest.shown_name} a accepté votre invitation.",),
            "Ouvrir la fiche",
            address_of("directory.supplier_by_id", supplier_id=invitation.supplier_id),
        ),
    )


def tell_added(supplier: Supplier, user: User) -> None:
    send_letter(
        user.email,
        Letter(
            f"Vous tenez la fiche « {supplier.display_name} »",
            (
                "La personne qui tient cette fiche vous a ajouté à son équipe : vous pouvez la"
                " modifier dès maintenant.",
            ),
            "Ouvrir la fiche",
            address_of("structures.dashboard", supplier_id=supplier.id),
        ),
    )


def tell_owns(supplier: Supplier, user: User, giver: str) -> None:
    """`giver` names who did until now, as the letter says it."""
    send_letter(
        user.email,
        Letter(
            f"La fiche « {supplier.display_name} » vous est confiée",
            (
                f"{giver} vous confie cette fiche. C’est vous, désormais, qui invitez"
                " des collègues, les retirez, et pouvez la céder à votre tour.",
            ),
            "Voir l’équipe",
            address_of("structures.colleagues", supplier_id=supplier.id),
        ),
    )


def tell_left(supplier: Supplier, owner: User, colleague: str) -> None:
    send_letter(
        owner.email,
        Letter(
            f"Un départ dans l’équipe de la fiche « {supplier.display_name} »",
            (
                f"{colleague} ne tient plus cette fiche avec vous. Ce que cette personne y avait"
                " écrit reste.",
            ),
            "Voir l’équipe",
            address_of("structures.colleagues", supplier_id=supplier.id),
        ),
    )


def tell_removed(supplier: Supplier, user: User) -> None:
    send_letter(
        user.email,
        Letter(
            f"Vous ne tenez plus la fiche « {supplier.display_name} »",
            (
                "La personne qui tient cette fiche vous a retiré de son équipe. Votre compte et"
                " ce que vous aviez écrit sur la fiche restent.",
            ),
            "Voir la fiche",
            address_of("directory.supplier_by_id", supplier_id=supplier.id),
        ),
    )
