"""Passwords, for those who want one: which are refused, and how one is checked.

A code by e-mail is enough; a password adds a way in, so it must not be a weak one.
"""

import re
import unicodedata

from flask_security import hash_password, verify_password

from app.accounts.models import User

MIN_LENGTH = 12
# Hashing is slow on purpose: a text of a megabyte would keep the site busy.
MAX_LENGTH = 200
# Characters that must be left once what everybody types is taken out.
MIN_OWN = 6
MIN_DISTINCT = 5
MIN_WORD = 3
# What passwords are made of in every list of those that leaked, the French ones included.
_COMMON = (
    *("motdepasse", "password", "passw0rd", "p@ssw0rd", "azertyuiop", "qwertyuiop", "azerty"),
    *("qwerty", "qsdfghjklm", "wxcvbn", "asdfgh", "zxcvbn", "1q2w3e4r", "1a2b3c", "abcdef", "abc"),
    *("bonjour", "bienvenue", "welcome", "soleil", "doudou", "chouchou", "jetaime", "iloveyou"),
    *("loulou", "marseille", "football", "princess", "dragon", "monkey", "letmein", "secret"),
    *("administrateur", "admin", "changeme", "reperess", "association"),
)
_YEARS_AND_RUNS = re.compile(r"(?:19|20)\d\d|0?1234*5*6*7*8*9*0*|987654*3*2*1*0*")
_REPEATED = re.compile(r"(.+?)\1+")


def fault_of(password: str, email: str) -> str | None:
    """Why this password is refused, in French; None when it will do."""
    if len(password) < MIN_LENGTH:
        return f"{MIN_LENGTH} caractères au moins : quelques mots à vous font très bien l’affaire."
    if len(password) > MAX_LENGTH:
        return f"{MAX_LENGTH} caractères au plus."
    own = _own_part(password, email)
    if len(own) < MIN_OWN or len(set(own)) < MIN_DISTINCT:
        return (
            "Ce mot de passe se devine trop vite : il est fait de ce que tout le monde essaie"
            " d’abord. Choisissez quelques mots sans rapport entre eux."
        )
    return None


def _own_part(password: str, email: str) -> str:
    """What is left of a password without what an attacker tries first."""
    left = _bare(password)
    known = {*re.split(r"\W+", _bare(email)), *_COMMON}
    for word in sorted(known, key=len, reverse=True):
        if len(word) >= MIN_WORD:
            left = left.replace(word, "")
    return _REPEATED.sub(r"\1", _YEARS_AND_RUNS.sub("", left))


def _bare(text: str) -> str:
    """In lower case, without accents nor spaces."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in letters if not unicodedata.combining(c) and not c.isspace())


def hashed(password: str) -> str:
    return str(hash_password(_normal(password)))


def is_password_of(user: User | None, password: str) -> bool:
    """Whether this is the account's password; for no account the same work is done."""
    if len(password) > MAX_LENGTH:
        return False
    if user is None or user.password is None:
        hash_password(_normal(password))
        return False
    return bool(verify_password(_normal(password), user.password))


def _normal(password: str) -> str:
    """ "é" is one character or two, as keyboards will have it."""
    return unicodedata.normalize("NFKC", password)
