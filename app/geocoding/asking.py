"""The Base Adresse Nationale, asked through geopy: one address, the places that may be it."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from geopy.adapters import RequestsAdapter
from geopy.exc import GeocoderQueryError, GeocoderRateLimited, GeopyError
from geopy.geocoders import BANFrance
from geopy.location import Location

from domain.geography import Point

# geopy's own default is an address that the IGN has replaced by this one.
DOMAIN = "data.geopf.fr/geocodage"
PATIENCE_SECONDS = 5
MOST_ANSWERS = 5


class UnavailableError(Exception):
    """The service refuses, is away or cannot be read.

    `retry_after`: how many seconds it asks to be left alone, if it says so.
    """

    def __init__(self, why: str, retry_after: float = 0) -> None:
        super().__init__(why)
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Found:
    """A place as the service gives it.

    `kind` is "housenumber", "street", "locality" or "municipality"; `score` goes from 0 to 1.
    """

    point: Point
    kind: str
    score: float
    code_insee: str


class AddressBase:
    """`caller` tells who asks; `domain` and `scheme` are the public service's, but for tests."""

    def __init__(self, caller: str, domain: str = DOMAIN, scheme: str = "https") -> None:
        self._ban = BANFrance(
            domain=domain,
            scheme=scheme,
            timeout=PATIENCE_SECONDS,
            user_agent=caller,
            adapter_factory=_once,
        )

    def ask(self, address: str) -> list[Found]:
        """The places that may be it, likeliest first. Raises UnavailableError."""
        try:
            answers = self._ban.geocode(address, exactly_one=False, limit=MOST_ANSWERS)
            return [_found(answer) for answer in answers or ()]
        except GeocoderQueryError:  # not an address that the service reads: it finds nothing
            return []
        except GeocoderRateLimited as error:
            raise UnavailableError("too many requests", error.retry_after or 0) from None
        # geopy lets out what an answer of another shape makes it stumble on. Neither is kept as
        # the cause: they repeat the address, and causes reach the log.
        except (GeopyError, LookupError, TypeError, AttributeError, ValueError) as error:
            raise UnavailableError(type(error).__name__) from None


# By itself it asks three times and sleeps for as long as a refusal wants, which nothing cuts short.
_once = partial(RequestsAdapter, max_retries=0)


def _found(answer: Location) -> Found:
    told: dict[str, Any] = answer.raw["properties"]
    point = Point(answer.latitude, answer.longitude)
    return Found(point, str(told["type"]), float(told["score"]), str(told["citycode"]))
