"""Several connections to the database of a test, each of its own, committing."""

import threading

import psycopg
from django.db import connection, connections


def dsn() -> str:
    """Return where the database of this test is, for a connection beside Django's."""
    found = connection.get_connection_params()
    names = ("dbname", "user", "host", "port")
    return psycopg.conninfo.make_conninfo(**{name: found[name] for name in names if name in found})


def in_threads(*calls):
    """Run each call in a thread with its own connection; return what they returned or raised."""
    results = [None] * len(calls)
    ready = threading.Barrier(len(calls))

    def run(index, call):
        try:
            ready.wait()
            results[index] = call()
        except Exception as error:
            results[index] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
