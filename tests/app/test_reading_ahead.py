"""What first searches would wait for is read before anybody asks; what none needs is not."""

import os
import subprocess
import sys
from pathlib import Path

READ_AHEAD = """
from pathlib import Path
from app.directory.reading_ahead import read_ahead
from app.directory.completing import needs, places, services
from search.understanding import understand

def opened(*_said, **_options):
    raise AssertionError("a file is read while somebody waits")

read_ahead()
Path.open = Path.read_text = Path.read_bytes = opened
__builtins__.open = opened
for typed in ("repassage limoges", "ea imprimerie paca", "espces verts nante", "90910000-9"):
    understand(typed)
    print(len(services(typed) + needs(typed) + places(typed, 5)))
"""


def test_no_file_is_read_by_a_search_that_comes_after() -> None:
    done = subprocess.run(
        [sys.executable, "-c", READ_AHEAD], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("\n") == 4


UNUSED = "alembic", "meilisearch", "requests", "xlsxwriter"

STARTED = f"""
import sys
import app.web
from app import create_app
from app.directory.reading_ahead import read_ahead
from domain import coverage

read_ahead()
create_app()
print([name for name in {UNUSED} if name in sys.modules], coverage._map.cache_info().currsize)
"""


def test_a_web_worker_has_the_tree_of_communes_and_no_library_that_pages_never_use(
    tmp_path: Path,
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", STARTED],
        env=os.environ | {"INSTANCE_PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "[] 1\n"
