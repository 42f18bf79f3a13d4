"""Public pages: rendered once a version, never stale under a new one, the same for everybody."""

import gzip
import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.utils import timezone, translation

from barnstod.security.actor import acting_as
from barnstod.web import public
from barnstod.web.models import PublicVersion
from barnstod.web.public import cached_page
from districts.models import Organisation

BARRIER_SECONDS = 10


@pytest.fixture(autouse=True)
def believe_half_a_second(settings):
    settings.PUBLIC_VERSION_SECONDS = 0.5


@pytest.fixture
def page():
    """Return a page that shows the names of the organisations and counts its renderings."""

    class Page:
        renderings = 0
        request = RequestFactory().get("/")

        def render(self):
            self.renderings += 1
            return HttpResponse(",".join(Organisation.objects.values_list("name", flat=True)))

        def __call__(self, request=None, codes=()):
            return cached_page(self.render, request or self.request, codes)

    return Page()


def add_organisation(name):
    with acting_as("system:test"):
        Organisation.objects.create(code=name.lower(), name=name)


def half_a_second_passes():
    public._version._asked_at = float("-inf")


def versions():
    return PublicVersion.objects.get().number


@pytest.mark.django_db
def test_page_is_rendered_once_for_each_path_language_day_and_codes(page, monkeypatch):
    page(), page()
    assert page.renderings == 1

    page(RequestFactory().get("/annan/"))
    page(codes=("b", 1))
    with translation.override("en"):
        page()
    assert page.renderings == 4

    tomorrow = timezone.localdate() + timedelta(days=1)
    monkeypatch.setattr(timezone, "localdate", lambda: tomorrow)
    page()
    assert page.renderings == 5


@pytest.mark.django_db
def test_page_ignores_a_query_that_is_not_among_its_codes(page):
    page(RequestFactory().get("/?utm=1")), page(RequestFactory().get("/?utm=2"))

    assert page.renderings == 1


@pytest.mark.django_db
def test_page_costs_no_query_while_the_version_is_believed(page, django_assert_num_queries):
    page()

    with django_assert_num_queries(0):
        page()
    half_a_second_passes()
    with django_assert_num_queries(1):
        page()


@pytest.mark.django_db
def test_page_shows_a_change_when_the_version_is_asked_again(page):
    assert page().text == ""

    add_organisation("Vändpunkten")

    assert page().text == ""
    half_a_second_passes()
    assert page().text == "Vändpunkten"


@pytest.mark.django_db
def test_missing_page_and_refusal_are_not_kept(page):
    answers = [Http404, Http404, HttpResponse("no", status=503), HttpResponse("yes")]

    def render():
        answer = answers.pop(0)
        if answer is Http404:
            raise Http404
        return answer

    for _ in range(2):
        with pytest.raises(Http404):
            cached_page(render, page.request)
    assert cached_page(render, page.request).status_code == 503
    assert cached_page(render, page.request).text == "yes"
    assert cached_page(render, page.request).text == "yes"


@pytest.mark.django_db
def test_page_is_compressed_for_those_who_take_it(page):
    add_organisation("Ersta")

    plain = page()
    zipped = page(RequestFactory().get("/", headers={"Accept-Encoding": "br, gzip"}))

    assert (plain.text, plain["Vary"]) == ("Ersta", "Accept-Encoding")
    assert gzip.decompress(zipped.content) == b"Ersta"
    assert (zipped["Content-Encoding"], zipped["Vary"]) == ("gzip", "Accept-Encoding")
    assert page.renderings == 1


@pytest.mark.django_db
def test_store_is_bounded_and_forgets_what_was_least_recently_asked_for(page, monkeypatch):
    monkeypatch.setattr(public, "BODIES", 2)
    page(codes=1), page(codes=2), page(codes=1), page(codes=3)
    assert page.renderings == 3

    page(codes=1), page(codes=3)
    assert page.renderings == 3
    page(codes=2)
    assert page.renderings == 4


@pytest.mark.django_db(transaction=True)
def test_page_rendered_while_a_writer_commits_is_not_kept_under_the_newer_version(page):
    """The reader has read its data, then the writer commits, then the reader's page is kept."""
    data_is_read, writer_committed = threading.Event(), threading.Event()

    def slow_render():
        response = page.render()
        data_is_read.set()
        assert writer_committed.wait(BARRIER_SECONDS)
        return response

    def write():
        assert data_is_read.wait(BARRIER_SECONDS)
        add_organisation("Maskrosbarn")
        connection.close()
        writer_committed.set()

    writer = threading.Thread(target=write)
    writer.start()
    assert cached_page(slow_render, page.request).text == ""
    writer.join()

    half_a_second_passes()
    assert page().text == "Maskrosbarn"


@pytest.mark.django_db(transaction=True)
def test_version_seen_late_by_a_slow_thread_does_not_replace_a_newer_one(page):
    first = public._version.now()
    add_organisation("Bris")
    half_a_second_passes()

    assert public._version.now() == first + 1
    with acting_as("system:test"):
        PublicVersion.objects.update(number=first)  # what a replica that lags would answer
    half_a_second_passes()
    assert public._version.now() == first + 1


@pytest.mark.django_db(transaction=True)
def test_page_asked_for_by_many_at_once_is_rendered_by_one(page):
    page.request = RequestFactory().get("/trangsel/")
    public._version.now()
    rendering, let_go = threading.Event(), threading.Event()

    def slow_render():
        rendering.set()
        assert let_go.wait(BARRIER_SECONDS)
        return page.render()

    texts = []
    visitors = [
        threading.Thread(target=lambda: texts.append(cached_page(slow_render, page.request).text))
        for _ in range(8)
    ]
    visitors[0].start()
    assert rendering.wait(BARRIER_SECONDS)
    for visitor in visitors[1:]:
        visitor.start()
    let_go.set()
    for visitor in visitors:
        visitor.join()

    assert (texts, page.renderings) == ([""] * 8, 1)


@pytest.mark.django_db(transaction=True)
def test_version_is_raised_once_a_transaction_and_only_if_it_commits():
    before = versions()

    with acting_as("system:test"):
        Organisation.objects.create(code="a", name="A")
        Organisation.objects.create(code="b", name="B")
    assert versions() == before + 1

    with acting_as("system:test"):
        Organisation.objects.create(code="c", name="C")
        transaction.set_rollback(True)
    assert versions() == before + 1


@pytest.mark.django_db(transaction=True)
def test_two_writers_who_need_one_anothers_rows_do_not_wait_for_the_version():
    """One has changed A and then asks for B, which the other holds and has not yet changed."""
    add_organisation("A")
    add_organisation("B")
    b_is_held, a_is_changed = threading.Event(), threading.Event()
    done = []

    def change(code):
        Organisation.objects.filter(code=code).update(note="changed")

    def first():
        assert b_is_held.wait(BARRIER_SECONDS)
        with acting_as("system:test"):
            change("a")
            a_is_changed.set()
            Organisation.objects.select_for_update().get(code="b")
        done.append("first")
        connection.close()

    def second():
        with acting_as("system:test"):
            Organisation.objects.select_for_update().get(code="b")
            b_is_held.set()
            assert a_is_changed.wait(BARRIER_SECONDS)
            change("b")
        done.append("second")
        connection.close()

    writers = [threading.Thread(target=first), threading.Thread(target=second)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert sorted(done) == ["first", "second"]
