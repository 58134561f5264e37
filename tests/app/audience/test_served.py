"""A site that is served writes what it counted, at the latest when it stops."""

from pathlib import Path
from urllib.request import Request, urlopen

from sqlalchemy import select

from app.audience.models import Event, SupplierCount
from tests.app.running import BOUND_SECONDS, running_site, sessions_of

BROWSER = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Firefox/130.0"}


def test_it_works(tmp_path: Path) -> None:
    with running_site(tmp_path / "instance", "demo", "--size", "20") as site:
        address = f"http://127.0.0.1:{site.port}/fournisseur/2"
        with urlopen(Request(address, headers=BROWSER), timeout=BOUND_SECONDS) as answer:
            assert answer.status == 200
    with sessions_of(site.settings) as sessions, sessions() as session:
        (row,) = session.scalars(select(SupplierCount).where(SupplierCount.event == Event.READ))
    assert (row.supplier_id, row.count) == (2, 1)
