"""Runs the installed `reperess` command, as a person would."""

import os
import subprocess
import sys
from pathlib import Path

REPERESS = Path(sys.executable).with_name("reperess")


def environment(instance: Path, **settings: str) -> dict[str, str]:
    """A clean environment whose data are in `instance`."""
    return {
        "PATH": os.environ["PATH"],
        "INSTANCE_PATH": str(instance),
        "LANG": "C.UTF-8",
    } | settings


def reperess(
    instance: Path, *arguments: object, **settings: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [REPERESS, *map(str, arguments)],
        env=environment(instance, **settings),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
