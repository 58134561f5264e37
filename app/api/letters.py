"""What is written of a network's programs: to its managers, and to whom one acts for."""

from app.accounts.models import User
from app.mailing.letters import Letter, address_of, send_letter
from app.networks.lists.models import MemberList
from app.networks.queries import network_or_404
from app.networks.team.managing import managers


def tell_key_made(network: str, name: str, by: User) -> None:
    """To every manager: who holds it changes members in their network's name."""
    named = network_or_404(network).name
    letter = Letter(
        f"Une clé d’accès du réseau « {named} » vient d’être créée",
        (
            f"{by.shown_name} a créé la clé « {name} » : le programme qui l’a dépose les listes"
            " du réseau, les applique et les annule.",
            "Si personne ne l’attendait, retirez-la : le programme n’entrera plus.",
        ),
        "Voir les clés d’accès",
        address_of("keys.keys", network=network),
    )
    for held in managers(network):
        send_letter(held.user.email, letter)


def tell_columns_wait(one: MemberList, to: User) -> None:
    """A program drops lists when nobody looks at their page."""
    letter = Letter(
        f"Une liste du réseau « {one.network.name} » attend que vous disiez ses colonnes",
        (
            f"Votre programme a déposé la liste « {one.filename} ». Personne n’a encore dit ce que"
            " ses colonnes contiennent : elle attend, et rien de l’annuaire n’a changé.",
            "Une fois dit, les listes de mêmes titres seront lues d’elles-mêmes.",
        ),
        "Voir ses colonnes",
        address_of("networks.member_list", network=one.network_slug, list_id=one.id),
    )
    send_letter(to.email, letter)
