"""What is written when two people say that one page is theirs."""

from collections.abc import Sequence

from app.accounts.models import Editorship, User
from app.mailing.letters import Letter, address_of, date_of, send_letter
from app.structures.claiming.letters import claimant_name, managers_of
from app.structures.models import Claim

ASKED_TOO = (
    "Une autre personne demande aussi cette fiche, que personne ne tient encore. Le modérateur lira"
    " les deux demandes ensemble."
)
HELD_ALREADY = (
    "Quelqu’un tient déjà cette fiche. Nous l’avons averti de votre demande, pour que les deux"
    " parties soient entendues."
)


def still_asked(rivals: Sequence[Claim]) -> tuple[str, ...]:
    """What a network is told when a page is settled that others ask for too; () without them."""
    if not rivals:
        return ()
    return (
        "Une autre personne demande aussi cette fiche : les deux parties sont entendues, et un"
        f" modérateur décide au plus tard le {_by_when(rivals[-1])}.",
    )


def tell_networks_disputed(claim: Claim) -> None:
    """Those who listed the structure may know who speaks for it."""
    name = claim.supplier.display_name
    for manager, network in managers_of(claim.supplier):
        letter = Letter(
            f"Deux personnes demandent la fiche « {name} »",
            (
                f"Deux personnes disent que la fiche « {name} », que votre réseau ({network.name})"
                " référence, est la leur. Les deux sont entendues, et un modérateur décide au plus"
                f" tard le {_by_when(claim)}.",
                "Vous n’avez rien à faire. Si vous savez qui parle pour cette structure, dites-le"
                " depuis la fiche, par « Signaler une erreur ».",
            ),
            "Voir la fiche",
            address_of("directory.supplier_by_id", supplier_id=claim.supplier_id),
        )
        if manager.id != claim.user_id:
            send_letter(manager.email, letter)


def tell_rival_asked(claim: Claim) -> None:
    """To who waits already: somebody else has just asked for the page that nobody keeps."""
    if claim.user is None:
        return
    send_letter(
        claim.user.email,
        Letter(
            f"Une autre personne demande aussi la fiche « {claim.supplier.display_name} »",
            (
                "Vous avez demandé cette fiche, et une autre personne vient de la demander aussi."
                " Un modérateur lira les deux demandes ensemble, et vous répondra comme promis, au"
                f" plus tard le {_by_when(claim)}.",
            ),
            "Suivre ma demande",
            address_of("structures.claim", supplier_id=claim.supplier_id),
        ),
    )


def tell_rival_settled(claim: Claim) -> None:
    """To who waits still: the page went to somebody else, and both are now heard."""
    if claim.user is None:
        return
    send_letter(
        claim.user.email,
        Letter(
            f"Votre demande pour « {claim.supplier.display_name} » : une autre personne tient la"
            " fiche",
            (
                "Cette fiche vient d’être confiée à une autre personne, qui l’avait demandée aussi."
                " Votre demande reste ouverte : cette personne est invitée à donner sa version, et"
                f" un modérateur décidera entre vous deux au plus tard le {_by_when(claim)}.",
            ),
            "Suivre ma demande",
            address_of("structures.claim", supplier_id=claim.supplier_id),
            then=(
                "Si vous travaillez ensemble, cette personne peut vous ajouter à son équipe : la"
                " demande est alors réglée.",
            ),
        ),
    )


def tell_owner_of_rival(claim: Claim, owner: Editorship, *, came_first: bool = False) -> None:
    """Somebody else says that the page is theirs; what they wrote is read on its page alone.

    `came_first`: they had asked before the page was given to this owner.
    """
    who, name = claimant_name(claim), claim.supplier.display_name
    send_letter(
        owner.user.email,
        Letter(
            f"Une autre personne avait demandé la fiche « {name} »"
            if came_first
            else f"Quelqu’un demande la fiche « {name} »",
            (
                f"{who} avait aussi demandé la fiche qui vient de vous être confiée, et attend"
                " encore une réponse : votre version est à entendre."
                if came_first
                else f"{who} dit que la fiche que vous tenez est la sienne.",
            ),
            "Lire la demande et répondre",
            address_of("structures.answer_claim", supplier_id=claim.supplier_id, claim_id=claim.id),
            then=(
                "Si vous travaillez ensemble, ajoutez cette personne à votre équipe : la demande"
                " est alors réglée.",
                "Sinon, donnez votre version. Un modérateur lira les deux, et décidera au plus"
                f" tard le {_by_when(claim)}. D’ici là, rien ne change.",
            ),
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
            " autre personne : vous ne pouvez plus la modifier.",
        ),
        "Voir la fiche",
        address_of("directory.supplier_by_id", supplier_id=claim.supplier_id),
        quoting="Le modérateur écrit :",
        quote=reason,
        then=(
            "Si vous travaillez ensemble, la personne qui tient désormais la fiche peut vous"
            " inviter dans son équipe.",
        ),
    )
    for editor in editors:
        send_letter(editor.email, letter)


def _by_when(claim: Claim) -> str:
    assert claim.decide_by is not None
    return date_of(claim.decide_by)
