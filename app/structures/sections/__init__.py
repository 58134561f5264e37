"""The sections of a page, in the order in which they are offered."""

from collections.abc import Mapping

from app.structures.sections.base import Section, SectionForm
from app.structures.sections.figures import FIGURES

SECTIONS: Mapping[str, Section] = {section.slug: section for section in (FIGURES,)}

__all__ = ["SECTIONS", "Section", "SectionForm"]
