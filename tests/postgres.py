"""A throw-away PostgreSQL server for the tests, from the machine's own binaries."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: path.parent.name)


def is_installed() -> bool:
    return bool(BINARIES) and (BINARIES[-1] / "initdb").exists()


@contextmanager
def server() -> Iterator[str]:
    """Start a server in a folder of its own, with its socket; give the URL of its first database.

    Not in pytest's folders: each run of pytest closes them to others than its user.
    """
    with TemporaryDirectory(prefix="reperess-postgres-") as folder:
        data = Path(folder) / "data"
        if os.geteuid() == 0:
            # PostgreSQL refuses to run as root.
            shutil.chown(folder, "postgres")
        given = ("--auth", "trust", "--username", "postgres", "--encoding=UTF8")
        run("initdb", "--pgdata", data, *given)
        # Durability is of no use to data that dies with the tests.
        options = f"-k {folder} -c listen_addresses='' -c fsync=off -c synchronous_commit=off"
        log = Path(folder) / "log"
        run("pg_ctl", "start", "--wait", "--pgdata", data, "--log", log, "-o", options)
        try:
            yield f"postgresql://postgres@/postgres?host={folder}"
        finally:
            run("pg_ctl", "stop", "--pgdata", data, "--mode", "immediate")


def run(program: str, *arguments: object) -> None:
    subprocess.run(
        [BINARIES[-1] / program, *map(str, arguments)],
        check=True,
        stdout=subprocess.DEVNULL,
        user="postgres" if os.geteuid() == 0 else None,
        cwd="/",
    )
