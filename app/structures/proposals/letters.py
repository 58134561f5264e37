"""What is written about a proposal: to its author, and to who may accept it."""

from app.accounts.models import User
from app.mailing.letters import Letter, address_of, date_of, send_letter
from app.structures.claiming.letters import managers_of
from app.structures.models import Claim
from domain.models import Supplier


def tell_received(claim: Claim, author: User) -> None:
    assert claim.decide_by is not None
    name = claim.supplier.display_name
    has_network = bool(managers_of(claim.supplier))
    readers = "par un modérateur ou par son réseau" if has_network else "par un modérateur"
    send_letter(
        author.email,
        Letter(
            f"Votre proposition est reçue : « {name} »",
            (
                f"Votre proposition, « {name} », sera lue {readers}."
                f" Vous aurez une réponse au plus tard le {date_of(claim.decide_by)}.",
                "En attendant, vous pouvez remplir la fiche : elle sera complète le jour où elle"
                " paraît. D’ici là, personne d’autre que vous et ceux qui vous répondent ne la"
                " voit. Si la proposition n’est pas acceptée, la fiche se ferme : gardez une copie"
                " de vos textes.",
            ),
            "Remplir la fiche",
            address_of("structures.dashboard", supplier_id=claim.supplier_id),
        ),
    )


def tell_networks(claim: Claim) -> None:
    for manager, network in managers_of(claim.supplier):
        send_letter(
            manager.email,
            Letter(
                f"« {claim.supplier.display_name} » se dit membre de votre réseau",
                (
                    f"« {claim.supplier.display_name} » demande à paraître dans l’annuaire, et se"
                    f" dit membre de votre réseau ({network.name}).",
                ),
                "Lire la proposition",
                address_of(
                    "structures.network_proposal",
                    network=network.slug,
                    supplier_id=claim.supplier_id,
                ),
                quoting="Son auteur écrit :",
                quote=claim.statement or "",
                then=("Vous pouvez l’accepter ou la refuser ; un modérateur le peut aussi.",),
            ),
        )


def tell_refused(supplier: Supplier, author: User, reason: str) -> None:
    send_letter(
        author.email,
        Letter(
            f"Votre proposition n’est pas acceptée : « {supplier.display_name} »",
            (f"« {supplier.display_name} » ne paraîtra pas dans l’annuaire.",),
            "Proposer de nouveau",
            address_of("structures.propose"),
            quoting="Voici pourquoi :",
            quote=reason,
            then=(
                "La fiche que vous aviez commencée est fermée : vous ne pouvez plus la lire.",
                "Si quelque chose a été mal compris, proposez-la de nouveau en l’expliquant.",
            ),
        ),
    )
