import pickle
from functools import cache

import pytest

from reports.loading import load_facts
from tests.reports.papers import Paper, build_paper


@pytest.fixture
def facts(db):
    """The districts, organisations and facts of the source documents."""
    load_facts()


@pytest.fixture(scope="session")
def paper(django_db_setup, django_db_blocker, tmp_path_factory, worker_id):
    """Return a function that gives a paper by its name, built once for all workers of the run."""
    own = tmp_path_factory.getbasetemp()
    kept = own if worker_id == "master" else own.parent

    @cache
    def paper(name: str) -> Paper:
        file = kept / f"{name}.paper"
        if not file.exists():
            with django_db_blocker.unblock():
                built = build_paper(name)
            unfinished = own / f"{name}.unfinished"
            unfinished.write_bytes(pickle.dumps(built))
            unfinished.replace(file)
        return pickle.loads(file.read_bytes())  # noqa: S301 - our own

    return paper
