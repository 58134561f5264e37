"""Keys and codes: made here, kept as digests, compared in constant time."""

import hashlib
import hmac
import secrets

from flask import current_app

CODE_DIGITS = 6


def new_key() -> str:
    """A key too long to guess, to go in a cookie or a letter."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"


def digest(secret: str, *bound_to: str) -> str:
    """What is kept of a secret. A six-digit code is guessed from a plain hash: ours is keyed."""
    key = current_app.config["SECRET_KEY"].encode()
    said = "\0".join((secret, *bound_to))
    return hmac.new(key, said.encode(), hashlib.sha256).hexdigest()


def is_same(kept: str, secret: str, *bound_to: str) -> bool:
    return hmac.compare_digest(kept, digest(secret, *bound_to))
