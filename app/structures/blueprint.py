"""The route table of the pages where structures keep theirs."""

from flask import Blueprint, Flask, request

from app.audience.views import audience
from app.directory.blueprint import SUPPLIER_ID
from app.directory.presenters.common import commune_of, shown_name
from app.limits import GUESSES, LETTERS, MAX_PICTURES_BYTES, UPLOADS, limiter
from app.structures import documents, editing, history, views
from app.structures.activities.views import territories
from app.structures.claiming import views as claims
from app.structures.colleagues import views as team
from app.structures.confirming import confirm
from app.structures.proposals import views as proposals
from app.uploads import DOCUMENT_LIMIT

structures = Blueprint("structures", __name__, template_folder="templates")
WORDS = {
    "shown_name": shown_name,
    "commune_of": commune_of,
    "document_limit": DOCUMENT_LIMIT,
    "pictures_limit": MAX_PICTURES_BYTES,
}
structures.context_processor(lambda: WORDS)

PAGE = f"/structure/{SUPPLIER_ID}"

GET_POST = ("GET", "POST")
NUMBER = "int(max=2147483647)"
letters = limiter.limit(LETTERS, methods=["POST"])
guesses = limiter.limit(GUESSES, methods=["POST"])
some_uploads = limiter.limit(
    UPLOADS, methods=["POST"], exempt_when=lambda: not any(request.files.values())
)

structures.add_url_rule(PAGE, "dashboard", views.dashboard)
structures.add_url_rule(
    f"{PAGE}/fiche/<section>", "edit", some_uploads(editing.edit), methods=GET_POST
)
structures.add_url_rule(f"{PAGE}/document/<{NUMBER}:document_id>", "document", documents.document)
structures.add_url_rule("/structure/territoires", "territories", territories)
structures.add_url_rule(f"{PAGE}/audience", "audience", audience)
structures.add_url_rule(f"{PAGE}/toujours-exact", "confirm", confirm, methods=GET_POST)

# Claiming
CLAIM = f"{PAGE}/revendiquer"
ASKED = f"{PAGE}/demande/<{NUMBER}:claim_id>"
structures.add_url_rule("/ma-structure", "find", claims.find)
structures.add_url_rule(CLAIM, "claim", letters(claims.claim), methods=GET_POST)
structures.add_url_rule(f"{CLAIM}/code", "claim_code", guesses(claims.claim_code), methods=GET_POST)
structures.add_url_rule(
    f"{CLAIM}/moderation", "plead", letters(claims.plead_claim), methods=GET_POST
)
structures.add_url_rule(
    f"{CLAIM}/retirer", "withdraw_claim", claims.withdraw_claim, methods=["POST"]
)
structures.add_url_rule(ASKED, "answer_claim", letters(claims.answer_claim), methods=GET_POST)
structures.add_url_rule(
    f"{ASKED}/equipe", "welcome_claimant", claims.welcome_claimant, methods=["POST"]
)

# Colleagues
TEAM = f"{PAGE}/equipe"
INVITED = f"{TEAM}/invitation/<{NUMBER}:invitation_id>"
COLLEAGUE = f"{TEAM}/<{NUMBER}:user_id>"
structures.add_url_rule(TEAM, "colleagues", team.colleagues)
structures.add_url_rule(
    f"{TEAM}/inviter", "invite_colleague", letters(team.invite_colleague), methods=GET_POST
)
structures.add_url_rule(
    f"{INVITED}/renvoyer", "resend_invitation", letters(team.resend_invitation), methods=["POST"]
)
structures.add_url_rule(
    f"{INVITED}/annuler", "cancel_invitation", team.cancel_invitation, methods=["POST"]
)
structures.add_url_rule(
    f"{COLLEAGUE}/retirer", "remove_colleague", team.remove_colleague, methods=["POST"]
)
structures.add_url_rule(f"{COLLEAGUE}/ceder", "hand_over", team.hand_over_page, methods=["POST"])
structures.add_url_rule(f"{TEAM}/quitter", "leave", team.leave_page)
structures.add_url_rule(
    f"{TEAM}/quitter", "confirm_leaving", team.confirm_leaving, methods=["POST"]
)
structures.add_url_rule("/invitation/<key>", "invitation", team.invitation)
structures.add_url_rule(
    "/invitation/<key>", "accept_invitation", team.accept_invitation, methods=["POST"]
)

# Proposals
PROPOSALS = "/reseau/<network>/propositions"
structures.add_url_rule(
    "/proposer", "propose", letters(proposals.propose_structure), methods=GET_POST
)
structures.add_url_rule(PROPOSALS, "network_proposals", proposals.network_proposals)
structures.add_url_rule(
    f"{PROPOSALS}/{SUPPLIER_ID}",
    "network_proposal",
    proposals.network_proposal,
    methods=GET_POST,
)

# History
HISTORY = f"{PAGE}/historique"
structures.add_url_rule(HISTORY, "history", history.history)
structures.add_url_rule(
    f"{HISTORY}/<{NUMBER}:entry_id>/annuler", "revert", history.undo, methods=["POST"]
)


def configure_structures(app: Flask) -> None:
    app.register_blueprint(structures)
