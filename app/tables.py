"""Every table of the site beside the directory's own: migrations compare them with the database."""

from app.accounts.models import User
from app.administration.models import AdminEntry, SiteText, Synonym
from app.audience.models import SearchCount, SupplierCount
from app.mailing.models import OutgoingMail
from app.moderation.models import Report
from app.structures.models import Claim, Invitation

__all__ = [
    "AdminEntry",
    "Claim",
    "Invitation",
    "OutgoingMail",
    "Report",
    "SearchCount",
    "SiteText",
    "SupplierCount",
    "Synonym",
    "User",
]
