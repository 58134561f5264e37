"""Runs the `reperess` command, as a person would."""

import atexit
import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

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
    """What a command says, and its exit status, from a process of its own.

    It has imported the site already: that is most of what a short command takes.
    """
    words = [*map(str, arguments)]
    with TemporaryDirectory(prefix="reperess-command-") as told:
        asked = {
            "arguments": words,
            "settings": environment(instance, **settings),
            "told": told,
        }
        stdin, stdout = forking().stdin, forking().stdout
        assert stdin is not None
        assert stdout is not None
        print(json.dumps(asked), file=stdin, flush=True)
        return subprocess.CompletedProcess(
            words,
            int(stdout.readline()),
            (Path(told) / "stdout").read_text(),
            (Path(told) / "stderr").read_text(),
        )


@cache
def forking() -> subprocess.Popen[str]:
    """The process that the commands are forks of, until pytest ends."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.forking"],
        env=environment(Path()),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    atexit.register(process.communicate)
    return process
