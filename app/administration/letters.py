"""What administration writes to those whom it gives something to do."""

from app.mailing.letters import Letter, address_of, send_letter
from domain.models import Network


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
        link=address_of("structures.network_proposals", network=network.slug),
    )
    send_letter(email, letter)
