"""Twelve canaries in two children, and everybody looks everywhere, on the running portal.

The addresses are all that the URL resolver knows, with the examples of tests/architecture: a new
page is looked at without a word here. What is looked for, and how, stands in tests/leak.py.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import quote

import pytest
from django.http import HttpResponse
from django.utils import timezone

from barnstod.local.processes import wait_until
from tests.leak import CANARIES, FIRST, NAMES, NEVER_FOLLOWED, NUMBER, TYPED, Walk, every_row, seen
from tests.live.people import Answer, Person
from tests.live.portal import DATABASE, Portal

PATIENCE = 240  # seconds, on a machine with much else to do
CASES = "/kontor/forfragningar"
NEW = f"{CASES}/ny/pa-en-sida/"
MOST = 2  # pages of a kind that one person opens, the two children's among them
WEB_WORKERS = 4
NOBODY = "nobody"
SENDER, COLLEAGUE = "the sender", "a colleague of the sender"
OFFICE, NAMED = "the office", "the office, named on the protected case"
LEADER = "the leader of the group"
CHILDS_NAME = {"Kanarina", "Fågelburström"}
UNIT_SEES = {
    "referrals:detail": NAMES,
    "referrals:amend": NAMES,
    "referrals:file_text": CHILDS_NAME,
}
# Who sees which of the canaries on which page. Nobody else sees any, and these nowhere else.
MAY_SEE = {
    SENDER: UNIT_SEES,
    COLLEAGUE: UNIT_SEES,
    LEADER: dict.fromkeys(
        (f"referrals:{page}" for page in ("children", "talks", "told_in_group", "tonight")), FIRST
    ),
}
NEED_WORDS = {"missbruk", "alkohol", "psykisk", "våld", "skadligt bruk"}


@dataclass
class Child:
    reference: str
    spoken: str

    @property
    def url(self) -> str:
        return f"{CASES}/{self.reference}/"

    @property
    def words(self) -> set[str]:
        return {self.reference, self.spoken}


class City:
    """An ordinary and a protected child who were given places in one group, by all involved."""

    def __init__(self, portal: Portal):
        self.portal = portal
        self.told = portal.play("city")
        self.people = {NOBODY: portal.visitor()} | {
            who: Person(portal.url, cookies={"barnstod": session})
            for who, session in self.told["sessions"].items()
        }
        hidden = {"protection": "confidentiality_mark", "office_reader": self.told["named"]}
        self.ordinary = self.child_of(self.send(**TYPED))
        self.refused = self.send(**TYPED, **hidden)
        self.protected = self.child_of(self.send(**hidden))
        for child, office in ((self.ordinary, OFFICE), (self.protected, NAMED)):
            self.press(office, f"{child.url}flytta/wait/")
            place = {"group": self.told["group"], "deadline": timezone.localdate()}
            self.press(office, f"{child.url}erbjud/", **place)
            self.press(SENDER, f"{child.url}flytta/accept/")
        built = "SELECT 1 FROM reports_report WHERE reference = %s AND state = 'built'"
        assert wait_until(lambda: portal.sql(built, [self.told["report"]]), PATIENCE)
        self.urls: list[str] = portal.play("addresses")["addresses"]

    def send(self, **answers) -> Answer:
        page = self.people[SENDER].get(NEW)
        assert page.status == 200
        form = page.hidden | {
            "unit": "farsta",
            "protection": "none",
            "child_birth_year": timezone.localdate().year - 8,
            "child_district": "jarva",
            "needs": ["substance_use"],
            "contact_ways": ["ring"],
            "disclosure_ground": "consent_guardians",
            "feedback_level": "place_or_not",
            "send": "1",
        }
        return self.people[SENDER].post(NEW, form | answers)

    def child_of(self, answer: Answer) -> Child:
        assert answer.status == 302, answer.text
        reference = answer.headers["Location"].rstrip("/").rpartition("/")[2]
        spoken = "SELECT spoken FROM referrals_referral WHERE reference = %s"
        return Child(reference, self.portal.sql(spoken, [reference])[0][0])

    def press(self, who: str, url: str, **answers) -> None:
        answer = self.people[who].post(url, self.people[who].get(url).hidden | answers)
        assert answer.status == 302, answer.text

    def walk(self, who: str) -> Walk:
        """Let somebody open every address there is, and follow what links lead on from there."""
        calendar = self.told["calendars"].get(who)
        start = [*([f"/lank/{calendar}/kalender.ics"] if calendar else []), *self.urls, "/nej/"]
        return Walk(Window(self.people[who]), *start, most=MOST)


@dataclass
class Window:
    """A person's browser as a walk knows one."""

    person: Person

    def get(self, url: str) -> HttpResponse:
        answer = self.person.get(quote(url, safe="/?&=%:+,;~"))
        response = HttpResponse(answer.body, status=answer.status)
        for name in answer.headers:
            response[name] = ", ".join(answer.headers.get_all(name))
        return response


@pytest.fixture(scope="module")
def city(portal):
    anybody = portal.visitor()
    assert wait_until(lambda: anybody.get("/healthz/").status == 200, PATIENCE)
    return City(portal)


@pytest.fixture(scope="module")
def walks(city) -> dict[str, Walk]:
    with ThreadPoolExecutor(WEB_WORKERS) as pool:
        return dict(zip(city.people, pool.map(city.walk, city.people), strict=True))


def test_everybody_opened_every_address(city, walks):
    asked = {url for url in city.urls if not url.startswith(NEVER_FOLLOWED)}

    assert not {who: left for who, w in walks.items() if (left := asked - w.pages.keys())}
    statuses = {status for walk in walks.values() for status in walk.pages.values()}
    assert statuses >= {200, 302, 403, 404, 405}
    assert not {url for walk in walks.values() for url in walk.pages if walk.pages[url] == 500}
    read = {who: walk.pages[f"/lank/{token}/kalender.ics"] for who, walk in walks.items()
            if (token := city.told["calendars"].get(who))}  # fmt: skip
    assert read == dict.fromkeys(city.told["calendars"], 200)
    assert "BEGIN:VEVENT" in "".join(walks[LEADER].texts_of["groups:personal_feed"])
    assert "TJÄNSTEUTLÅTANDE" in "".join(walks["the board"].texts_of["reports:pdf"])


def test_each_canary_is_seen_by_those_who_may_and_where_they_may(walks):
    found = {who: where for who, walk in walks.items() if (where := walk.where(CANARIES))}

    assert found == MAY_SEE


def test_cases_are_known_to_those_who_work_with_them(city, walks):
    ordinary, protected = city.ordinary.words, city.protected.words
    works_with = {
        SENDER: ordinary | protected,
        COLLEAGUE: ordinary,
        OFFICE: ordinary,
        NAMED: ordinary | protected,
        LEADER: {city.protected.spoken},
        # The head names the readers of protected cases, and reviews the log.
        "the head": protected | {city.ordinary.reference},
    }

    found = {who: walk.seen(ordinary | protected) for who, walk in walks.items()}

    assert not {who: more for who in found if (more := found[who] - works_with.get(who, set()))}
    at_work = (SENDER, COLLEAGUE, OFFICE, NAMED, LEADER)
    assert {who: found[who] for who in at_work} == {who: works_with[who] for who in at_work}


def test_the_office_sees_names_while_it_has_opened_them(city):
    office, url = city.people[OFFICE], city.ordinary.url

    office.post(f"{url}namn/", office.get(url).hidden | {"why": "call"})
    opened = Walk(Window(office), url, most=1).where(CANARIES)
    office.post(f"{url}namn/dolj/", office.get(url).hidden)

    assert opened == UNIT_SEES
    assert seen([office.get(url).text], CANARIES) == set()


def test_no_error_page_says_what_was_typed(city):
    sender, board, visitor = (city.people[who] for who in (SENDER, "the board", NOBODY))
    name, form = TYPED["last_name"], sender.get(NEW).hidden | TYPED
    asked = visitor.request_bytes("GET", "/")
    answers = [
        raw(visitor, asked.replace(b"Host: localhost", b"Host: kanarina.example")),
        raw(visitor, asked.replace(b"GET / ", b"GET /?q=" + b"Kanarina" * 2000 + b" ")),
        raw(visitor, visitor.request_bytes("PUT", "/", b"name=Kanarina")),
        raw(sender, too_long(sender.request_bytes("POST", NEW, b"first_name=Kanarina"))),
        sender.post(NEW, [*form.items(), *[("first_name", "Kanarina")] * 1001]),
        sender.post(NEW, {**TYPED, "csrfmiddlewaretoken": "x"}),
        board.post(NEW, board.get("/kontor/").hidden | TYPED),
        visitor.post(NEW, TYPED),
        visitor.post("/", TYPED),
        *(sender.get(quote(f"{place}{name}/")) for place in ("/grupper/", f"{CASES}/", "/lank/")),
        *(board.post(url, form) for url in city.urls if "/forfragningar/" in url),
    ]

    assert city.refused.status == 200
    statuses = {answer.status for answer in answers}
    assert {400, 403, 404, 405} <= statuses
    assert 500 not in statuses
    said = [f"{answer.headers}\n{answer.text}" for answer in (*answers, city.refused)]
    said = [text for text in said if "Location: /konto/login/" not in text]
    assert seen(said, CANARIES) == set()


def test_without_a_database_only_the_sender_gets_back_what_was_typed(city):
    sender, form = city.people[SENDER], city.people[SENDER].get(NEW).hidden | TYPED
    urls = [city.ordinary.url, city.protected.url, f"/kontor/grupper/{city.told['group']}/barn/"]
    city.portal.stop_postgres()
    try:
        kept = sender.post(NEW, form)
        others = [person.get(url) for person in city.people.values() for url in urls]
        others.append(sender.post("/konto/login/", form | {"login": "Kanarina"}))
    finally:
        city.portal.start_postgres()

    assert kept.status == 503
    # Whoever has no session is asked to sign in, for which no database is needed.
    assert {answer.status for answer in others} == {302, 503}
    assert seen([kept.text], CANARIES) == NAMES | NUMBER - {"200001052380"}
    assert seen([answer.text for answer in others], CANARIES) == set()


def test_no_letter_says_more_than_where_to_read(city):
    owed = "SELECT count(*) FROM notifications_notice WHERE sent_at IS NULL"
    assert wait_until(lambda: city.portal.sql(owed) == [(0,)], PATIENCE)

    letters = [
        "\n".join([*(f"{name}: {value}" for name, value in letter.items()), letter.get_content()])
        for letter in city.portal.mail
    ]

    for child in (city.ordinary, city.protected):
        assert len([text for text in letters if child.url in text]) >= 2
    spoken = {city.ordinary.spoken, city.protected.spoken}
    assert seen(letters, CANARIES | spoken | NEED_WORDS) == set()


def test_nothing_that_is_kept_or_logged_can_be_read(city):
    """Last of all: whatever went wrong above has been logged by then."""
    rows = list(every_row(DATABASE))
    files = [*city.portal.places.log.iterdir(), *city.portal.places.state.glob("valkey/**/*.aof")]

    kept = [file.read_text(errors="replace") for file in files if file.is_file()]

    assert any(city.ordinary.reference in row for row in rows)
    assert {"web.log", "worker.log", "report-worker.log", "beat.log"} <= {f.name for f in files}
    assert any("kontor/forfragningar/<reference:reference>/" in text for text in kept)
    assert any(file.suffix == ".aof" for file in files)
    assert seen([*rows, *kept], CANARIES) == set()
    assert seen(kept, {city.ordinary.spoken, city.protected.spoken}) == set()


def raw(person: Person, request: bytes) -> Answer:
    """Send a request as no browser would."""
    with person.connect() as connection:
        connection.sendall(request)
        return person.read(connection)


def too_long(request: bytes) -> bytes:
    """Announce more than a form may be; the rest never comes."""
    return request.replace(b"Content-Length: 19", b"Content-Length: 9999999")
