"""A throw-away PostgreSQL server for the tests, from the machine's own binaries."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: path.parent.name)

# Those who are still there from the test before would keep its rows from being deleted. Each number
# is given again, so that a test reads the same whichever came before.
EMPTY_TABLES = """
DO $$
DECLARE one record;
BEGIN
    PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid();
    SET LOCAL session_replication_role = replica;  -- in any order: no key holds a row back
    FOR one IN SELECT tablename FROM pg_tables
        WHERE schemaname = 'public' AND tablename <> 'alembic_version'
    LOOP
        EXECUTE format('DELETE FROM %I', one.tablename);
    END LOOP;
    PERFORM setval(seqrelid, seqstart, false) FROM pg_sequence;
END $$
"""

KEEP_ROWS = """
DO $$
DECLARE one record;
BEGIN
    DROP SCHEMA IF EXISTS kept CASCADE;
    CREATE SCHEMA kept;
    CREATE TABLE kept.numbers AS
        SELECT sequencename, coalesce(last_value, start_value) AS number,
            last_value IS NOT NULL AS is_given
        FROM pg_sequences WHERE schemaname = 'public';
    FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('CREATE TABLE kept.%1$I AS TABLE public.%1$I', one.tablename);
    END LOOP;
END $$
"""

# The rows kept, and the numbers next to be given.
PUT_ROWS_BACK = """
DO $$
DECLARE one record;
BEGIN
    PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid();
    SET LOCAL session_replication_role = replica;
    FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('DELETE FROM public.%I', one.tablename);
        EXECUTE format('INSERT INTO public.%1$I TABLE kept.%1$I', one.tablename);
    END LOOP;
    PERFORM setval(format('public.%I', sequencename), number, is_given) FROM kept.numbers;
END $$
"""


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
        # Durability is of no use to data that dies with the tests, nor is room made in its files.
        options = f"-k {folder} -c listen_addresses='' -c autovacuum=off"
        options += " -c fsync=off -c synchronous_commit=off"
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
