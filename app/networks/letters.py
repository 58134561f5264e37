"""What is written of a network: to those who keep its members' pages, and to its managers."""

from collections.abc import Iterable

from app.accounts.models import User
from app.administration.texts import site_name
from app.mailing.letters import Letter, address_of, date_of, send_letter
from app.networks.models import ManagerInvitation
from app.structures.colleagues.team import editors
from domain.models import Network, Supplier


def tell_joined(supplier: Supplier, network: Network) -> None:
    _tell_editors(
        supplier,
        f"« {supplier.display_name} », membre du réseau « {network.name} »",
        f"Le réseau « {network.name} » compte votre structure parmi ses membres : la fiche le dit,"
        " et on la trouve aussi parmi les siens.",
        "Si ce n’est pas le cas, quittez ce réseau vous-même : la fiche ne le citera plus, et ses"
        " responsables en seront prévenus.",
        link=("Voir les réseaux de la structure", "networks.own_networks"),
    )


def tell_left(supplier: Supplier, network: Network) -> None:
    _tell_editors(
        supplier,
        f"« {supplier.display_name} » n’est plus membre du réseau « {network.name} »",
        f"Le réseau « {network.name} » ne compte plus votre structure parmi ses membres. Rien"
        " d’autre ne change : la fiche reste dans l’annuaire, et vous la tenez toujours.",
        "Si c’est une erreur, écrivez à ce réseau : sa page est"
        f" {address_of('network_page.page', network=network.slug)}.",
    )


def tell_departed(supplier: Supplier, network: Network, managers: Iterable[User]) -> None:
    letter = Letter(
        f"« {supplier.display_name} » a quitté le réseau « {network.name} »",
        (
            "Les personnes qui tiennent la fiche de cette structure disent qu’elle n’est plus"
            f" membre du réseau « {network.name} ». Sa fiche ne le cite plus, et ce dont le réseau"
            " se portait garant n’y est plus.",
            "Une liste que vous déposeriez ne l’y remettra pas. Si c’est une erreur, écrivez-lui ;"
            " vous pouvez l’ajouter de nouveau parmi vos membres.",
        ),
        "Voir les membres du réseau",
        address_of("networks.members", network=network.slug),
    )
    for manager in managers:
        send_letter(manager.email, letter)


def _tell_editors(
    supplier: Supplier,
    subject: str,
    *paragraphs: str,
    link: tuple[str, str] = ("Ouvrir la fiche", "directory.supplier_by_id"),
) -> None:
    """`link`: words, and the endpoint of a page of the supplier."""
    words, endpoint = link
    for held in editors(supplier.id):
        letter = Letter(subject, paragraphs, words, address_of(endpoint, supplier_id=supplier.id))
        send_letter(held.user.email, letter)


def tell_manager(email: str, network: Network) -> None:
    """They need no account yet: the code that opens one goes to this address."""
    letter = Letter(
        subject=f"Vous êtes responsable du réseau « {network.name} »",
        paragraphs=(
            f"L’équipe de l’annuaire vous a confié le réseau « {network.name} » : vous décidez des"
            " structures qui demandent à y paraître, et vous invitez ses membres à tenir leur"
            " fiche.",
            f"Connectez-vous avec cette adresse, {email} : un code vous y est envoyé, il n’y a pas"
            " de mot de passe à choisir.",
        ),
        then=("Si ce n’est pas vous, ignorez ce message : sans ce code, personne n’entre.",),
        link_words="Ouvrir les pages du réseau",
        link=address_of("networks.home", network=network.slug),
    )
    send_letter(email, letter)


def tell_invited(invitation: ManagerInvitation, key: str, inviter: User) -> None:
    network = invitation.network
    letter = Letter(
        f"Invitation à gérer le réseau « {network.name} »",
        (
            f"{inviter.shown_name} vous invite à gérer avec lui ou elle le réseau"
            f" « {network.name} » sur {site_name()} : ses membres, leurs fiches, et ce que les"
            " acheteurs cherchent sur son territoire.",
            "Ouvrez l’invitation, connectez-vous avec cette adresse, puis acceptez. Elle vaut"
            f" jusqu’au {date_of(invitation.expires_at)}.",
        ),
        "Ouvrir l’invitation",
        address_of("networks.manager_invitation", key=key),
        then=("Si vous n’attendiez rien, ignorez ce message : rien ne se fera sans vous.",),
    )
    send_letter(invitation.email, letter)


def tell_accepted(network: Network, guest: User, inviter: User) -> None:
    letter = Letter(
        f"{guest.shown_name} gère maintenant le réseau « {network.name} »",
        (f"{guest.shown_name} a accepté votre invitation.",),
        "Voir l’équipe",
        address_of("networks.team", network=network.slug),
    )
    send_letter(inviter.email, letter)


def tell_removed(network: Network, user: User) -> None:
    letter = Letter(
        f"Vous ne gérez plus le réseau « {network.name} »",
        (
            f"Vous n’êtes plus parmi les responsables du réseau « {network.name} ». Votre compte"
            " et ce que vous avez fait pour ses membres restent.",
        ),
        "Ouvrir votre compte",
        address_of("accounts.account"),
    )
    send_letter(user.email, letter)
