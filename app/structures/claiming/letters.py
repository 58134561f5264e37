"""What is written to those whom a claim concerns."""

from sqlalchemy import select

from app.accounts.models import Editorship, NetworkManager, User
from app.administration.texts import site_name
from app.db import db
from app.structures.letters import Letter, address_of, date_of, send_letter
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


def tell_networks(claim: Claim) -> None:
    """Those who listed the structure know it best: a stranger's claim would surprise them."""
    for manager, network in managers_of(claim.supplier):
        if manager.id != claim.user_id:
            send_letter(manager.email, _network_letter(claim, network))


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


def _network_letter(claim: Claim, network: Network) -> Letter:
    name = claim.supplier.display_name
    return Letter(
        f"« {name} » tient désormais sa fiche",
        (
            f"« {name} », que votre réseau ({network.name}) référence, vient de prendre en main sa"
            f" fiche. La demande a été prouvée {_proved_by(claim)}.",
            "Vous n’avez rien à faire. Si cela vous étonne, signalez-le depuis la fiche.",
        ),
        "Voir la fiche",
        address_of("directory.supplier_by_id", supplier_id=claim.supplier_id),
    )


def tell_author_received(claim: Claim, author: User, *, is_dispute: bool) -> None:
    heard = (
        (
            "Quelqu’un tient déjà cette fiche. Nous l’avons averti de votre demande, pour que"
            " les deux parties soient entendues.",
        )
        if is_dispute
        else ()
    )
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


def tell_owner_of_rival(claim: Claim, owner: Editorship) -> None:
    """Somebody else says that the page is theirs; what they wrote is read on its page alone."""
    assert claim.decide_by is not None
    send_letter(
        owner.user.email,
        Letter(
            f"Quelqu’un demande la fiche « {claim.supplier.display_name} »",
            (f"{claimant_name(claim)} dit que la fiche que vous tenez est la sienne.",),
            "Lire la demande et répondre",
            address_of("structures.answer_claim", supplier_id=claim.supplier_id, claim_id=claim.id),
            then=(
                "Si vous travaillez ensemble, ajoutez cette personne à votre équipe : la demande"
                " est alors réglée.",
                "Sinon, donnez votre version. Un modérateur lira les deux, et décidera au plus"
                f" tard le {date_of(claim.decide_by)}. D’ici là, rien ne change.",
            ),
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
            ("Un modérateur a lu votre demande, et ne peut pas l’accepter. Il écrit :",),
            "Revenir à la demande",
            address_of("structures.claim", supplier_id=claim.supplier_id),
            quote=claim.reason or "",
            then=("Si vous avez une autre preuve, vous pouvez demander la fiche de nouveau.",),
        ),
    )


def tell_owner_kept(claim: Claim, owner: Editorship) -> None:
    """The reason is for who is refused: it may tell of them."""
    send_letter(
        owner.user.email,
        Letter(
            f"La fiche « {claim.supplier.display_name} » reste la vôtre",
            ("Un modérateur n’a pas accepté la demande d’une autre personne. Rien ne change.",),
            "Ouvrir la fiche",
            address_of("structures.dashboard", supplier_id=claim.supplier_id),
        ),
    )


def tell_lost(claim: Claim, editors: list[User], reason: str) -> None:
    """To those who kept the page until a moderator gave it to somebody else."""
    letter = Letter(
        f"La fiche « {claim.supplier.display_name} » est confiée à une autre personne",
        (
            "Après avoir entendu les deux parties, la modération a confié cette fiche à une"
            " autre personne : vous ne pouvez plus la modifier. Le modérateur écrit :",
        ),
        "Voir la fiche",
        address_of("directory.supplier_by_id", supplier_id=claim.supplier_id),
        quote=reason,
        then=(
            "Si vous travaillez ensemble, la personne qui tient désormais la fiche peut vous"
            " inviter dans son équipe.",
        ),
    )
    for editor in editors:
        send_letter(editor.email, letter)
