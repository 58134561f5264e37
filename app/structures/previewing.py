"""The public page of a supplier, as its editors see it while they change it."""

from app.directory.presenters.supplier import SupplierPage, present_supplier
from domain.models import Supplier, Visibility


def page_of(supplier: Supplier) -> SupplierPage:
    """Made from the session's own rows: those not saved yet are shown as if they were."""
    public = [row for row in supplier.contacts if row.visibility is Visibility.PUBLIC]
    return present_supplier(supplier, sorted(public, key=lambda row: row.kind))
