"""The service, on this machine."""

from collections.abc import Iterator

import pytest

from tests.app.geocoding.stub import Stub, serving


@pytest.fixture
def stub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stub]:
    for name in ("http_proxy", "HTTP_PROXY"):  # geopy would ask it for this machine too
        monkeypatch.delenv(name, raising=False)
    with serving() as stub:
        yield stub
