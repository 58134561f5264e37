"""A stand-in for the service, on this machine: the shapes are those of data.geopf.fr/geocodage."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from app.geocoding.asking import AddressBase

QUAY = [-0.5631, 47.4721]


def feature(**told: Any) -> dict[str, Any]:
    """12 quai Gambetta in Angers, unless told otherwise. Coordinates: longitude, latitude."""
    coordinates = told.pop("coordinates", QUAY)
    properties = {
        "label": "12 Quai Gambetta 49100 Angers",
        "score": 0.9727,
        "housenumber": "12",
        "id": "49007_3160_00012",
        "banId": None,
        "name": "12 Quai Gambetta",
        "postcode": "49100",
        "citycode": "49007",
        "x": 431871.5,
        "y": 6713502.9,
        "city": "Angers",
        "context": "49, Maine-et-Loire, Pays de la Loire",
        "type": "housenumber",
        "importance": 0.7,
        "street": "Quai Gambetta",
        "_type": "address",
    }
    geometry = {"type": "Point", "coordinates": coordinates}
    return {"type": "Feature", "geometry": geometry, "properties": properties | told}


@dataclass
class Stub:
    """Answers `features` to whatever is asked, or what stands first in `script`: status, body.

    A body is JSON, or text sent as it is.
    """

    port: int = 0
    features: list[dict[str, Any]] = field(default_factory=lambda: [feature()])
    script: list[tuple[int, Any]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    def client(self) -> AddressBase:
        return AddressBase("reperess (tests)", f"127.0.0.1:{self.port}/geocodage", "http")

    def answer(self) -> tuple[int, Any]:
        if self.script:
            return self.script.pop(0)
        return 200, {"type": "FeatureCollection", "features": self.features, "query": "…"}


@contextmanager
def serving() -> Iterator[Stub]:
    stub = Stub()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            address = urlsplit(self.path)
            assert address.path == "/geocodage/search"
            stub.asked.append(parse_qs(address.query)["q"][0])
            stub.headers.append(dict(self.headers))
            status, body = stub.answer()
            sent = (body if isinstance(body, str) else json.dumps(body)).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(sent)))
            if status == 429:
                self.send_header("Retry-After", "90")
            self.end_headers()
            self.wfile.write(sent)

        def log_message(self, *_told: object) -> None:
            """What is asked is in `asked`."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        stub.port = server.server_port
        thread = threading.Thread(target=server.serve_forever, args=[0.01])
        thread.start()
        try:
            yield stub
        finally:
            server.shutdown()
            thread.join()
