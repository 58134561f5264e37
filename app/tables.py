"""Every table of the site beside the directory's own: migrations compare them with the database."""

from app.accounts.models import User
from app.administration.models import AdminEntry, SiteText, WordReading
from app.api.models import ApiKey
from app.audience.models import SearchCount, SupplierCount, UnmetNeed, UnreadWord
from app.geocoding.models import GeocodedAddress
from app.jobs.models import ConfirmationRequest, DailyJob
from app.mailing.models import OutgoingMail
from app.meetings.models import Appointment, Attendee, Meeting, MeetingEntry, Participant, Wish
from app.moderation.models import ErasedValue, Report, TaggedSupplier, Tagging
from app.networks.lists.models import ListPiece, ListRow, MemberList
from app.networks.models import ManagerInvitation, MemberNote, NetworkMonth
from app.networks.place.models import NetworkPlace
from app.structures.models import Claim, Invitation

__all__ = [
    "AdminEntry",
    "ApiKey",
    "Appointment",
    "Attendee",
    "Claim",
    "ConfirmationRequest",
    "DailyJob",
    "ErasedValue",
    "GeocodedAddress",
    "Invitation",
    "ListPiece",
    "ListRow",
    "ManagerInvitation",
    "Meeting",
    "MeetingEntry",
    "MemberList",
    "MemberNote",
    "NetworkMonth",
    "NetworkPlace",
    "OutgoingMail",
    "Participant",
    "Report",
    "SearchCount",
    "SiteText",
    "SupplierCount",
    "TaggedSupplier",
    "Tagging",
    "UnmetNeed",
    "UnreadWord",
    "User",
    "Wish",
    "WordReading",
]
