"""The route table of meetings."""

from functools import partial
from http import HTTPStatus

from flask import Blueprint, Flask

from app.accounts.purposes import tell_purpose
from app.directory.presenters.common import commune_of, supplier_url
from app.directory.presenters.contacts import shown_phone
from app.limits import LETTERS, LETTERS_TO_ALL, limiter
from app.markdown import render
from app.meetings import managing, own_views, people_views, schedule_views, views, wish_views
from app.meetings.models import Side, Standing
from app.meetings.views import purpose_at
from app.meetings.wording import (
    NOT_TOLD,
    OUTCOMES,
    SIDES,
    STANDINGS,
    called,
    name_parts,
    ordinal,
    place_of,
    sector_name,
    when,
    who_meet,
    why_closed,
)

meetings = Blueprint("meetings", __name__, template_folder="templates")
WORDS = {
    "called": called,
    "name_parts": name_parts,
    "ordinal": ordinal,
    "rendered": render,
    "commune_of": commune_of,
    "shown_phone": shown_phone,
    "supplier_url": supplier_url,
    "when": when,
    "who_meet": who_meet,
    "why_closed": why_closed,
    "place_of": place_of,
    "sector_name": sector_name,
    "SIDES": SIDES,
    "STANDINGS": STANDINGS,
    "OUTCOMES": OUTCOMES,
    "NOT_TOLD": NOT_TOLD,
    "Side": Side,
    "Standing": Standing,
}
meetings.context_processor(lambda: WORDS)

GET_POST = ("GET", "POST")
NUMBER = "int(max=2147483647)"
letters = limiter.limit(LETTERS, methods=["POST"])
# What is refused, and shown again with its errors, has written to nobody.
letters_to_all = limiter.limit(
    LETTERS_TO_ALL,
    methods=["POST"],
    deduct_when=lambda answer: answer.status_code == HTTPStatus.FOUND,
)

# For all
MEETING = f"/rencontres/<{NUMBER}:meeting_id>"
meetings.add_url_rule("/rencontres", "meetings", views.meetings)
meetings.add_url_rule(MEETING, "meeting", views.meeting)
meetings.add_url_rule(f"{MEETING}.ics", "ics", views.ics)

# For those who come
meetings.add_url_rule(
    f"{MEETING}/inscription", "register", letters(own_views.register), methods=GET_POST
)
meetings.add_url_rule(f"{MEETING}/annuler", "leave", letters(own_views.leave), methods=["POST"])
meetings.add_url_rule(f"{MEETING}/ma-participation", "mine", own_views.mine)
meetings.add_url_rule(f"{MEETING}/inviter", "invite", letters(own_views.invite), methods=["POST"])
meetings.add_url_rule(
    f"{MEETING}/retirer-invitation", "uninvite", own_views.uninvite, methods=["POST"]
)
meetings.add_url_rule(f"{MEETING}/souhaits", "wishes", wish_views.wishes, methods=GET_POST)
meetings.add_url_rule(f"{MEETING}/suites", "outcomes", own_views.outcomes, methods=GET_POST)

# For the network that holds it
ALL = "/reseau/<network>/rencontres"
ONE = f"{ALL}/<{NUMBER}:meeting_id>"
KIND = "<any(csv, xlsx):kind>"
PARTICIPANT = f"{ONE}/participants/<{NUMBER}:participant_id>"
APPOINTMENT = f"{ONE}/rendez-vous/<{NUMBER}:appointment_id>"
meetings.add_url_rule(ALL, "network_meetings", managing.network_meetings)
meetings.add_url_rule(f"{ALL}/nouvelle", "create", managing.create, methods=GET_POST)
meetings.add_url_rule(ONE, "manage", managing.manage)
meetings.add_url_rule(f"{ONE}/modifier", "edit", letters_to_all(managing.edit), methods=GET_POST)
meetings.add_url_rule(f"{ONE}/etape", "change", managing.change, methods=["POST"])
meetings.add_url_rule(f"{ONE}/annuler", "cancel", letters_to_all(managing.cancel), methods=GET_POST)
meetings.add_url_rule(f"{ONE}/participants", "people", people_views.people)
meetings.add_url_rule(f"{ONE}/participants.{KIND}", "export_people", people_views.export_people)
meetings.add_url_rule(
    f"{ONE}/participants/inscrire", "enrol", letters(people_views.register), methods=GET_POST
)
meetings.add_url_rule(f"{PARTICIPANT}/imprimer", "print_one", people_views.print_one)
meetings.add_url_rule(
    f"{PARTICIPANT}/retirer", "remove", letters(people_views.remove), methods=["POST"]
)
meetings.add_url_rule(
    f"{PARTICIPANT}/souhaits", "wishes_for", wish_views.wishes_for, methods=GET_POST
)
meetings.add_url_rule(f"{ONE}/rendez-vous", "schedule", schedule_views.schedule, methods=GET_POST)
meetings.add_url_rule(f"{ONE}/rendez-vous/ajouter", "add", schedule_views.add, methods=["POST"])
meetings.add_url_rule(APPOINTMENT, "move", schedule_views.move, methods=GET_POST)
meetings.add_url_rule(
    f"{APPOINTMENT}/retirer", "remove_appointment", schedule_views.remove, methods=["POST"]
)
meetings.add_url_rule(
    f"{ONE}/rendez-vous/envoyer", "send", letters_to_all(schedule_views.send), methods=["POST"]
)
meetings.add_url_rule(f"{ONE}/imprimer", "print_all", people_views.print_all)
meetings.add_url_rule(f"{ONE}/suites", "follow", schedule_views.outcomes, methods=GET_POST)
meetings.add_url_rule(f"{ONE}/suites.{KIND}", "export_outcomes", schedule_views.export_outcomes)


# What visitors read when one of these asks them to sign in.
PURPOSES = {
    "register": "vous inscrire à",
    "mine": "voir votre participation à",
    "wishes": "dire qui vous voulez rencontrer à",
    "outcomes": "dire ce qui a suivi",
}


def configure_meetings(app: Flask) -> None:
    app.register_blueprint(meetings)
    for endpoint, to_do in PURPOSES.items():
        tell_purpose(f"meetings.{endpoint}", partial(purpose_at, to_do))
