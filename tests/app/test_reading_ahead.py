"""What first searches would wait for is read before anybody asks; what none needs is not."""

import subprocess
import sys

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


def test_a_web_worker_does_not_load_what_its_pages_never_use() -> None:
    asked = f"import sys, app.web; print([name for name in {UNUSED} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
