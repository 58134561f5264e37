"""What is written to those whom a claim concerns."""

from sqlalchemy import select

from app.accounts.models import NetworkManager, User
from app.administration.texts import site_name
from app.db import db
from app.mailing.letters import Letter, address_of, date_of, send_letter
from app.structures.models import Claim, ClaimProof
from domain.models import Membership, Network, Supplier

PROVED_BY = {
    ClaimProof.SOURCE_EMAIL: "par un code envoyé à l’adresse que donne sa source",
    ClaimProof.DOMAIN_EMAIL: "par une adresse à son propre nom de domaine",
    ClaimProof.INVITATION: "par l’invitation d’un réseau",
    ClaimProof.DOCUMENT: "par un justificatif qu’un modérateur a lu",
}


def _proved_by(claim: Claim) -> str:
    if claim.proof is ClaimProof.DOCUMENT and claim.document_id is None:
        return "par une déclaration qu’un modérateur a lue"
    return PROVED_BY[claim.proof]


def tell_author_settled(claim: Claim, author: User, reason: str) -> None:
    """`reason` is what the moderator or the network writes to them, if anything."""
    name = claim.supplier.display_name
    is_proposal = claim.proof is ClaimProof.PROPOSAL
    opening = (
        f"Votre proposition est acceptée : « {name} » est en ligne, et les acheteurs la trouvent"
        " déjà."
        if is_proposal
        else f"Vous tenez désormais la fiche « {name} » sur {site_name()}."
    )
    send_letter(
        author.email,
        Letter(
            f"« {name} » est en ligne" if is_proposal else f"La fiche « {name} » est à vous",
            (opening,),
            "Compléter la fiche",
            address_of("structures.dashboard", supplier_id=claim.supplier_id),
            quote=reason,
            then=(
                "En quelques minutes, dites ce que vous faites et où vous intervenez : c’est ce"
                " que les acheteurs cherchent d’abord.",
            ),
        ),
    )


def tell_networks(claim: Claim, *more: str, is_taken_over: bool = False) -> None:
    """Those who listed the structure know it best: a stranger's claim would surprise them.

    `more` is what follows, in French: another person may still say that the page is theirs.
    """
    for manager, network in managers_of(claim.supplier):
        if manager.id != claim.user_id:
            letter = _network_letter(claim, network, more, is_taken_over=is_taken_over)
            send_letter(manager.email, letter)


def managers_of(supplier: Supplier) -> list[tuple[User, Network]]:
    """The managers of the networks that it belongs to, each once, with one of these networks."""
    rows = db.session.execute(
        select(User, Network)
        .join(NetworkManager, NetworkManager.user_id == User.id)
        .join(Network, Network.slug == NetworkManager.network_slug)
        .join(Membership, Membership.network_slug == Network.slug)
        .where(Membership.supplier_id == supplier.id, User.active)
        .order_by(User.id, Network.slug)
    )
    return list({user.id: (user, network) for user, network in rows}.values())


def _network_letter(
    claim: Claim, network: Network, more: tuple[str, ...], *, is_taken_over: bool
) -> Letter:
    name = claim.supplier.display_name
    listed = f"« {name} », que votre réseau ({network.name}) référence,"
    proved = f"La demande a été prouvée {_proved_by(claim)}."
    taken = (
        f"{listed} change de mains : la modération en a retiré la fiche à la personne qui la"
        f" tenait, qui a pu donner sa version, et l’a confiée à une autre. {proved}"
        if is_taken_over
        else f"{listed} vient de prendre en main sa fiche. {proved}"
    )
    return Letter(
        f"La fiche « {name} » change de mains"
        if is_taken_over
        else f"« {name} » tient désormais sa fiche",
        (
            taken,
            *more,
            "Vous n’avez rien à faire. Si cela vous étonne, signalez-le depuis la fiche.",
        ),
        "Voir la fiche",
        address_of("directory.supplier_by_id", supplier_id=claim.supplier_id),
    )


def tell_author_received(claim: Claim, author: User, *heard: str) -> None:
    """`heard` tells, in French, who else says that the page is theirs."""
    assert claim.decide_by is not None
    send_letter(
        author.email,
        Letter(
            f"Votre demande pour « {claim.supplier.display_name} » est reçue",
            (
                "Un modérateur la lira, et vous répondra au plus tard le"
                f" {date_of(claim.decide_by)}.",
                *heard,
            ),
            "Suivre ma demande",
            address_of("structures.claim", supplier_id=claim.supplier_id),
        ),
    )


def claimant_name(claim: Claim) -> str:
    """Who asks, as shown to who keeps the page; an account may be gone since."""
    if claim.user is None:
        return "Une personne dont le compte est supprimé"
    author = claim.user
    return f"{author.name} ({author.email})" if author.name else author.email


def tell_author_answered(claim: Claim) -> None:
    if claim.user is None:
        return
    send_letter(
        claim.user.email,
        Letter(
            f"Votre demande pour « {claim.supplier.display_name} » : une réponse",
            ("La personne qui tient la fiche a donné sa version.",),
            "Suivre ma demande",
            address_of("structures.claim", supplier_id=claim.supplier_id),
            quoting="Elle écrit :",
            quote=claim.answer or "",
        ),
    )


def tell_author_refused(claim: Claim) -> None:
    if claim.user is None:
        return
    send_letter(
        claim.user.email,
        Letter(
            f"Votre demande pour « {claim.supplier.display_name} » n’est pas acceptée",
            ("Un modérateur a lu votre demande, et ne peut pas l’accepter.",),
            "Revenir à la demande",
            address_of("structures.claim", supplier_id=claim.supplier_id),
            quoting="Il écrit :",
            quote=claim.reason or "",
            then=("Si vous avez une autre preuve, vous pouvez demander la fiche de nouveau.",),
        ),
    )
