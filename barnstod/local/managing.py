"""``./portal manage``: Django's commands with the servers running and the data prepared."""

import subprocess

from barnstod.local.cluster import Cluster
from barnstod.local.places import PYTHON, ROOT, own_places


def manage(arguments: list[str]) -> int:
    with Cluster(own_places()).running() as env:
        return subprocess.run([PYTHON, "manage.py", *arguments], cwd=ROOT, env=env).returncode
