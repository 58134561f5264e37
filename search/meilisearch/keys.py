"""The two keys of the site, each with the rights that it needs and no other."""

from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from search.meilisearch.server import NotFoundError, Server

SEARCHING = ("search",)
INDEXING = (
    *("documents.add", "documents.get", "documents.delete"),
    *("settings.get", "settings.update", "stats.get", "tasks.get"),
    *("indexes.create", "indexes.get", "indexes.delete", "indexes.swap"),
)


@dataclass(frozen=True, slots=True)
class Keys:
    search: str
    index: str


def make_keys(server: Server, prefix: str) -> Keys:
    """Those of the indexes that begin with `prefix`: made, or found as they were made before.

    `server` has the master key. Raises SearchError.
    """
    searched = {"actions": [*SEARCHING], "indexes": [f"{prefix}suppliers*"]}
    # The task of an exchange of indexes belongs to none of them: only a key over all may see it.
    written = {"actions": [*INDEXING], "indexes": ["*"]}
    return Keys(
        search=_key(server, f"Repèr’ESS : recherche ({prefix})", searched),
        index=_key(server, f"Repèr’ESS : indexation ({prefix})", written),
    )


def _key(server: Server, name: str, rights: dict[str, Any]) -> str:
    """The server makes the same key for the same uid: who has it keeps it."""
    uid = str(uuid5(NAMESPACE_URL, name))
    try:
        found = server.key(uid)
    except NotFoundError:
        return server.create_key({"uid": uid, "name": name, "expiresAt": None, **rights})
    if all(sorted(found[part]) == sorted(rights[part]) for part in rights):
        return str(found["key"])
    server.delete_key(uid)  # rights cannot be changed
    return server.create_key({"uid": uid, "name": name, "expiresAt": None, **rights})
