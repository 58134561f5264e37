"""A throw-away PostgreSQL server for the tests, from the machine's own binaries."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: path.parent.name)


def is_installed() -> bool:
    return bool(BINARIES) and (BINARIES[-1] / "initdb").exists()


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """Start a server whose socket is in `folder`; give the URL of its first database."""
    data = folder / "data"
    if os.geteuid() == 0:
        # PostgreSQL refuses to run as root.
        subprocess.run(["chown", "postgres", str(folder)], check=True)
        # Those of pytest, and the one that pytest-xdist adds; the rest lets anybody through.
        for parent in folder.parents[:3]:
            parent.chmod(parent.stat().st_mode | 0o111)
    run("initdb", "--pgdata", data, "--auth", "trust", "--username", "postgres", "--encoding=UTF8")
    # Durability is of no use to data that dies with the tests.
    options = f"-k {folder} -c listen_addresses='' -c fsync=off -c synchronous_commit=off"
    run("pg_ctl", "start", "--wait", "--pgdata", data, "--log", folder / "log", "-o", options)
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
