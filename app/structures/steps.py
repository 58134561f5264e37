"""First steps: what to fill, in order, for a page to be found and answered."""

from app.structures.sections import SECTIONS, Section
from domain.models import Supplier

FIRST_STEPS = ("activites", "description", "contacts")


def next_step(done: Section, supplier: Supplier) -> Section | None:
    """The first step after `done` that the page says nothing of; None past the steps."""
    if done.slug not in FIRST_STEPS:
        return None
    after = FIRST_STEPS[FIRST_STEPS.index(done.slug) + 1 :]
    sections = (SECTIONS[slug] for slug in after)
    return next((section for section in sections if not section.is_filled(supplier)), None)
