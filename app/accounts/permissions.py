"""Who may do what: one line a route. A route that is not here is open to nobody.

tests/app/accounts/test_permissions.py asks every route in every role, and reads this table.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    VISITOR = "visitor"  # anybody
    BUYER = "buyer"  # anybody who has signed in
    EDITOR = "editor"  # of the supplier in the address
    OWNER = "owner"  # the editor who invites, and hands over
    MANAGER = "manager"  # of the network in the address
    MODERATOR = "moderator"
    ADMIN = "admin"  # a moderator too


@dataclass(frozen=True, slots=True)
class Rule:
    """Those who may, and whether the others may know that there is such a page.

    A visitor is asked to sign in. Others get 404 where it is hidden, 403 where it is not.
    """

    allowed: frozenset[Role]
    hidden: bool = False

    @property
    def is_open(self) -> bool:
        return Role.VISITOR in self.allowed


def only(*roles: Role) -> Rule:
    return Rule(frozenset(roles))


def hidden(*roles: Role) -> Rule:
    return Rule(frozenset(roles), hidden=True)


EVERYBODY = only(*Role)
SIGNED_IN = only(Role.BUYER)
EDITORS = only(Role.EDITOR, Role.MODERATOR)
OWNER = only(Role.OWNER, Role.MODERATOR)
MODERATORS = hidden(Role.MODERATOR)
ADMINS = hidden(Role.ADMIN)
NETWORKS = hidden(Role.MANAGER, Role.MODERATOR)

PERMISSIONS: Mapping[str, Rule] = {
    "static": EVERYBODY,
    # The directory
    "directory.home": EVERYBODY,
    "directory.results": EVERYBODY,
    "directory.results_map": EVERYBODY,
    "directory.results_for_programs": EVERYBODY,
    "directory.suggestions": EVERYBODY,
    "directory.service_words": EVERYBODY,
    "directory.supplier_by_id": EVERYBODY,
    "directory.supplier": EVERYBODY,
    "directory.follow_website": EVERYBODY,
    "directory.follow_contact": EVERYBODY,
    "directory.picture": EVERYBODY,
    "directory.glossary": EVERYBODY,
    "directory.about": EVERYBODY,
    "directory.legal": EVERYBODY,
    "directory.privacy": EVERYBODY,
    "directory.outlines": EVERYBODY,
    "directory.towns": EVERYBODY,
    "directory.robots": EVERYBODY,
    "directory.favicon": EVERYBODY,
    # Accounts
    "accounts.sign_in": EVERYBODY,
    "accounts.type_code": EVERYBODY,
    "accounts.send_again": EVERYBODY,
    "accounts.type_password": EVERYBODY,
    "accounts.sign_out": EVERYBODY,
    "accounts.resume": SIGNED_IN,
    "accounts.account": SIGNED_IN,
    "accounts.prove": SIGNED_IN,
    "accounts.close_session": SIGNED_IN,
    "accounts.close_other_sessions": SIGNED_IN,
    "accounts.change_email": SIGNED_IN,
    "accounts.type_email_code": SIGNED_IN,
    "accounts.change_password": SIGNED_IN,
    "accounts.delete_account": SIGNED_IN,
    # A structure's desk
    "structures.dashboard": EDITORS,
    "structures.edit": EDITORS,
    # The paper that proves a label: the view looks closer
    "structures.document": hidden(Role.EDITOR, Role.MODERATOR),
    # Claiming a page
    "structures.find": EVERYBODY,
    "structures.claim": SIGNED_IN,
    "structures.claim_code": SIGNED_IN,
    "structures.plead": SIGNED_IN,
    "structures.withdraw_claim": SIGNED_IN,
    "structures.answer_claim": only(Role.OWNER),  # the other side is theirs to give
    "structures.welcome_claimant": OWNER,
    # Colleagues
    "structures.colleagues": EDITORS,
    "structures.invite_colleague": OWNER,
    "structures.resend_invitation": OWNER,
    "structures.cancel_invitation": OWNER,
    "structures.remove_colleague": OWNER,
    "structures.hand_over": OWNER,
    "structures.leave": EDITORS,
    "structures.confirm_leaving": EDITORS,
    "structures.invitation": EVERYBODY,
    "structures.accept_invitation": SIGNED_IN,
    # Proposals
    "structures.propose": SIGNED_IN,
    "structures.network_proposals": NETWORKS,
    "structures.network_proposal": NETWORKS,
    # Networks
    "networks.home": NETWORKS,
    "networks.needs": NETWORKS,
    "networks.growth": NETWORKS,
    "networks.members": NETWORKS,
    "networks.invite_all": NETWORKS,
    "networks.export": NETWORKS,
    "networks.export_for_directories": NETWORKS,
    "networks.find_member": NETWORKS,
    "networks.add_member": NETWORKS,
    "networks.member": NETWORKS,
    "networks.invite": NETWORKS,
    "networks.remove_member": NETWORKS,
    "networks.taggings": NETWORKS,
    "networks.give": NETWORKS,
    "networks.tagging": NETWORKS,
    "networks.apply_tagging": NETWORKS,
    "networks.undo_tagging": NETWORKS,
    "networks.team": NETWORKS,
    "networks.invite_manager": NETWORKS,
    "networks.resend_invitation": NETWORKS,
    "networks.cancel_invitation": NETWORKS,
    "networks.remove_manager": NETWORKS,
    "networks.leave": NETWORKS,
    "networks.manager_invitation": EVERYBODY,
    "networks.accept_manager_invitation": SIGNED_IN,
    "networks.vouch": NETWORKS,
    "networks.presentation": NETWORKS,
    "networks.embedding": NETWORKS,
    # What everybody sees of a network
    "network_page.listing": EVERYBODY,
    "network_page.page": EVERYBODY,
    "network_page.page_marks": EVERYBODY,
    "network_page.embedded": EVERYBODY,
    "network_page.embedded_marks": EVERYBODY,
    "network_page.export": EVERYBODY,
    # Lists of members
    "networks.lists": NETWORKS,
    "networks.member_list": NETWORKS,
    "networks.list_columns": NETWORKS,
    "networks.list_reading": NETWORKS,
    "networks.list_words": NETWORKS,
    "networks.list_progress": NETWORKS,
    "networks.decide_all_rows": NETWORKS,
    "networks.read_list_again": NETWORKS,
    "networks.apply_list": NETWORKS,
    "networks.stop_list": NETWORKS,
    "networks.take_up_rows": NETWORKS,
    "networks.undo_list": NETWORKS,
    "networks.delete_list": NETWORKS,
    "networks.refused_rows": NETWORKS,
    "networks.list_file": NETWORKS,
    "networks.list_row": NETWORKS,
    "networks.correct_row": NETWORKS,
    "networks.choose_row": NETWORKS,
    # Programs, which send a key: app/api/lists.py asks for it
    "api.document": EVERYBODY,
    "api.lists": EVERYBODY,
    "api.drop_list": EVERYBODY,
    "api.member_list": EVERYBODY,
    "api.rows": EVERYBODY,
    "api.apply_list": EVERYBODY,
    "api.undo_list": EVERYBODY,
    "api.read_list_again": EVERYBODY,
    "api.delete_list": EVERYBODY,
    "keys.keys": NETWORKS,
    "keys.remove": NETWORKS,
    # Meetings
    "meetings.meetings": EVERYBODY,
    "meetings.meeting": EVERYBODY,
    "meetings.ics": EVERYBODY,
    "meetings.register": SIGNED_IN,
    "meetings.leave": SIGNED_IN,
    "meetings.mine": SIGNED_IN,
    "meetings.invite": SIGNED_IN,
    "meetings.uninvite": SIGNED_IN,
    "meetings.wishes": SIGNED_IN,
    "meetings.outcomes": SIGNED_IN,
    "meetings.network_meetings": NETWORKS,
    "meetings.create": NETWORKS,
    "meetings.manage": NETWORKS,
    "meetings.edit": NETWORKS,
    "meetings.change": NETWORKS,
    "meetings.cancel": NETWORKS,
    "meetings.people": NETWORKS,
    "meetings.export_people": NETWORKS,
    "meetings.enrol": NETWORKS,
    "meetings.print_one": NETWORKS,
    "meetings.remove": NETWORKS,
    "meetings.wishes_for": NETWORKS,
    "meetings.schedule": NETWORKS,
    "meetings.add": NETWORKS,
    "meetings.move": NETWORKS,
    "meetings.remove_appointment": NETWORKS,
    "meetings.send": NETWORKS,
    "meetings.print_all": NETWORKS,
    "meetings.follow": NETWORKS,
    "meetings.export_outcomes": NETWORKS,
    # The section of activities: places of the gazetteer by their name
    "structures.territories": EVERYBODY,
    # A structure's figures
    "structures.audience": EDITORS,
    # "Toujours exact ?": nobody says it in the structure's place
    "structures.confirm": only(Role.EDITOR),
    # Administration
    "administration.home": ADMINS,
    "administration.journal": ADMINS,
    "administration.people": ADMINS,
    "administration.person": ADMINS,
    "administration.set_roles": ADMINS,
    "administration.close": ADMINS,
    "administration.reopen": ADMINS,
    "administration.networks": ADMINS,
    "administration.network": ADMINS,
    "administration.add_manager": ADMINS,
    "administration.remove_manager": ADMINS,
    "administration.texts": ADMINS,
    "administration.text": ADMINS,
    "administration.needs": ADMINS,
    "administration.forget_word": ADMINS,
    "administration.words": ADMINS,
    "administration.remove_word": ADMINS,
    "administration.readings": ADMINS,
    "administration.remove_reading": ADMINS,
    # History and moderation
    "structures.history": EDITORS,
    "networks.own_networks": EDITORS,
    "networks.leave_as_member": only(Role.EDITOR),
    "structures.revert": EDITORS,
    "moderation.report": EVERYBODY,
    "moderation.queue": MODERATORS,
    "moderation.item": MODERATORS,
    "moderation.merges": MODERATORS,
    "moderation.unmerge": MODERATORS,
    "moderation.compare": MODERATORS,
    "moderation.archives": MODERATORS,
    "moderation.archive": MODERATORS,
    "moderation.erase": MODERATORS,
    "moderation.taggings": MODERATORS,
    "moderation.tagging": MODERATORS,
    "moderation.apply_tagging": MODERATORS,
    "moderation.undo_tagging": MODERATORS,
}
