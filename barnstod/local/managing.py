"""``./portal manage``: Django's commands with the servers running and the data prepared."""

import subprocess

from barnstod.local.assets import compile_catalogues
from barnstod.local.cluster import Cluster
from barnstod.local.places import PYTHON, ROOT, own_places
from barnstod.local.prepare import prepare
from barnstod.local.processes import die_with_parent


def manage(arguments: list[str]) -> int:
    """Run ``manage.py``, beside a running portal or with servers of its own."""
    places = own_places()
    cluster = Cluster(places)
    with cluster.running() as env:
        if places.portal_lock.exists() and (url := places.portal_lock.read_text()):
            env.setdefault("BARNSTOD_BASE_URL", url)  # what is printed can be opened there
        compile_catalogues()
        prepare(env)
        command = [PYTHON, "manage.py", *arguments]
        return subprocess.run(command, cwd=ROOT, env=env, preexec_fn=die_with_parent).returncode
