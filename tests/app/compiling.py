"""Templates, routes and statements, compiled once for all the applications that the tests make.

Each test has an application of its own. Compiling these was most of what one costs.
"""

from types import CodeType

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import Compiled
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule


class Codes(BytecodeCache):
    """The code of templates, in memory, by the name and the text of each."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._codes[bucket.key, bucket.checksum] = bucket.code


TEMPLATES = Codes()
STATEMENTS: LRUCache[object, Compiled] = LRUCache(5_000)


def compile_routes_once() -> None:
    """Werkzeug compiles each route from nothing but what it says."""
    compile_route = Rule.compile
    written = ("_parts", "_trace", "_converters", "arguments", "_build", "_build_unknown")
    compiled: dict[object, Rule] = {}

    def compile_once(rule: Rule) -> None:
        said = (rule.host, rule.subdomain, rule.rule, str(rule.defaults), rule.merge_slashes)
        if said not in compiled:
            compile_route(rule)
            compiled[said] = rule
        vars(rule).update({name: getattr(compiled[said], name) for name in written})

    Rule.compile = compile_once


def compile_statements_once() -> None:
    """SQLAlchemy keeps a statement compiled for one dialect: two of a kind are the same here."""
    DefaultDialect.__eq__ = lambda self, other: type(self) is type(other)
    DefaultDialect.__hash__ = lambda self: hash(type(self))
