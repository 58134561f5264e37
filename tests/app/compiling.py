"""Templates and routes, compiled once for all the applications that the tests make.

Each test has an application of its own. Compiling these was most of what one costs.
"""

from types import CodeType
from typing import Any

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule


class Compiled(BytecodeCache):
    """The code of templates, in memory, by the name and the text of each."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._codes[bucket.key, bucket.checksum] = bucket.code


TEMPLATES = Compiled()


def compile_routes_once() -> None:
    """Werkzeug writes two functions for each route, from nothing but what the route says."""
    compile_builder = Rule._compile_builder
    compiled: dict[object, Any] = {}

    def compile_once(rule: Rule, append_unknown: bool = True) -> Any:
        said = (rule.host, rule.subdomain, rule.rule, str(rule.defaults), append_unknown)
        if said not in compiled:
            compiled[said] = compile_builder(rule, append_unknown)
        return compiled[said]

    Rule._compile_builder = compile_once
