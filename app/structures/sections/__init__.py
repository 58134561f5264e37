"""The sections of a page, in the order in which they are offered."""

from collections.abc import Mapping

from app.structures.sections.activities import ACTIVITIES
from app.structures.sections.base import Section, SectionForm
from app.structures.sections.cocontracting import COCONTRACTING
from app.structures.sections.contacts import CONTACTS
from app.structures.sections.description import DESCRIPTION
from app.structures.sections.figures import FIGURES
from app.structures.sections.identity import IDENTITY
from app.structures.sections.pictures import PICTURES
from app.structures.sections.proofs import PROOFS
from app.structures.sections.references import REFERENCES

SECTIONS: Mapping[str, Section] = {
    section.slug: section
    for section in (
        ACTIVITIES,
        DESCRIPTION,
        CONTACTS,
        IDENTITY,
        PROOFS,
        FIGURES,
        REFERENCES,
        PICTURES,
        COCONTRACTING,
    )
}

__all__ = ["SECTIONS", "Section", "SectionForm"]
