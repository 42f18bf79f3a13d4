"""``./portal run``: the whole portal in one terminal, until Ctrl-C."""

import argparse
import contextlib
import ctypes
import socket
import sys
import time
from collections.abc import Iterator

from barnstod.local.assets import make_assets
from barnstod.local.cluster import Cluster
from barnstod.local.console import Refused, say, step
from barnstod.local.locks import try_lock
from barnstod.local.places import Places, own_places
from barnstod.local.prepare import prepare
from barnstod.local.services import Services, stop_leftovers

ACCOUNTS = {
    "samordnare": "coordinator",
    "enhetschef": "head of unit",
    "handlaggare.farsta": "social worker in Farsta",
    "handlaggare.jarva": "social worker in Järva",
    "gruppledare.vandpunkten": "group leader",
    "forening": "sender in an organisation",
    "namnd": "board",
    "admin": "administrator",
}


def run(*, port: int, demo: bool) -> None:
    """Start everything, say where it is, and keep it up until a signal asks to stop."""
    begun = time.monotonic()
    places = own_places().make()
    url = f"http://localhost:{port}"
    with the_only_portal(places, url):
        stop_leftovers(places)
        refuse_taken_port(port)
        warn_of_missing_libraries()
        cluster = Cluster(places)
        with cluster.running() as env:
            env.setdefault("BARNSTOD_BASE_URL", url)
            make_assets(env)
            prepare(env, demo=demo)
            services = Services(port, places, env)
            try:
                with step("Starting the portal"):
                    services.start()
                welcome(url, env, demo=demo, seconds=time.monotonic() - begun)
                while True:
                    services.tend()
                    cluster.tend()
                    time.sleep(0.2)
            finally:
                say("\nStopping ...")
                services.stop()


@contextlib.contextmanager
def the_only_portal(places: Places, url: str) -> Iterator[None]:
    """Hold the lock of this state folder; its file says where the portal is that holds it."""
    with open(places.portal_lock, "a+") as lock:
        if not try_lock(lock):
            lock.seek(0)
            raise Refused(f"The portal is already running: {lock.read().strip()}/")
        lock.truncate(0)
        lock.write(url)
        lock.flush()
        yield


def refuse_taken_port(port: int) -> None:
    if not is_free(port):
        other = next(number for number in range(port + 1, 65536) if is_free(number))
        raise Refused(
            f"Port {port} is taken by another program. Choose another: ./portal run --port {other}"
        )


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def warn_of_missing_libraries() -> None:
    """Say what makes PDF impossible; everything else works without it."""
    try:
        if sys.platform == "linux":
            ctypes.CDLL("libpango-1.0.so.0"), ctypes.CDLL("libharfbuzz-subset.so.0")
    except OSError:
        say(
            "Pango is missing, so no PDF can be made. Install it: sudo apt-get install"
            " libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
        )


def welcome(url: str, env: dict[str, str], *, demo: bool, seconds: float) -> None:
    print(f"\nBarnstöd runs at {url}/   (started in {seconds:.1f} s; Ctrl-C stops it)", flush=True)
    if demo and env.get("BARNSTOD_ENV") != "production":
        print(
            f"Staff sign in at {url}/konto/login/ with the password", env["BARNSTOD_DEMO_PASSWORD"]
        )
        for name, what in ACCOUNTS.items():
            print(f"  {name}@barnstod.example".ljust(46), what)
    else:
        print("The first administrator is invited by: ./portal manage invite ADDRESS NAME")
    sys.stdout.flush()


def main(rest: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="./portal run", description=run.__doc__)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--no-demo", dest="demo", action="store_false", help="no demo data")
    chosen = parser.parse_args(rest)
    run(port=chosen.port, demo=chosen.demo)
