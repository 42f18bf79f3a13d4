"""A leader's evening on a phone: tonight, the roll, a while without network; and without a script.

On every page axe finds nothing, nothing is asked of another site and no rule of the CSP is broken.
What the browser keeps is looked into while it waits: keys and codes, no name.
"""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.live.browser import PHONE, walker

PERSON = "gruppledare.vandpunkten@barnstod.example"
CONSENTS = """
    UPDATE referrals_consent SET withdrawn_on = {} WHERE withdrawn_on IS {} NULL AND referral_id = (
        SELECT referral.id FROM referrals_referral AS referral
        JOIN groups_session AS session ON session.group_id = referral.group_id
        WHERE session.id = %s AND referral.state = 'started' AND referral.protection = 'none'
        ORDER BY referral.id LIMIT 1)
    RETURNING id
"""
NOTHING_WAITS = re.compile("Sparat|Listan över barn har ändrats")
STORE = "localStorage.getItem('barnstod-narvaro')"
# A session of the leader's own group that is to come meets now instead.
TONIGHT = """
    UPDATE groups_session SET during =
        tstzrange(now() - interval '10 minutes', now() + interval '1 hour')
    WHERE id = (
        SELECT session.id FROM groups_session AS session
        JOIN groups_supportgroup AS led ON led.id = session.group_id
        JOIN groups_programme AS programme ON programme.id = led.programme_id
        JOIN groups_supportgroup_leaders AS link ON link.supportgroup_id = led.id
        JOIN groups_leader AS leader ON leader.id = link.leader_id
        JOIN accounts_user AS account ON account.id = leader.user_id
        WHERE account.email = %s AND led.state = 'running' AND led.audience = 'children'
            AND programme.documentation_mode = 'identified' AND session.active
            AND (lower(session.during) AT TIME ZONE 'Europe/Stockholm')::date
                >= (now() AT TIME ZONE 'Europe/Stockholm')::date
        ORDER BY lower(session.during) DESC LIMIT 1)
    RETURNING id
"""
ADDRESS = """
    SELECT led.slug, session.number FROM groups_session AS session
    JOIN groups_supportgroup AS led ON led.id = session.group_id WHERE session.id = %s
"""
# A session of a programme that writes no child down; it can be corrected after the evening.
COUNTED = """
    SELECT led.slug, session.number, session.id, count.children FROM groups_session AS session
    JOIN referrals_headcount AS count ON count.session_id = session.id
    JOIN groups_supportgroup AS led ON led.id = session.group_id
    JOIN groups_programme AS programme ON programme.id = led.programme_id
    WHERE programme.documentation_mode = 'de_identified' AND session.active
    ORDER BY session.id DESC LIMIT 1
"""
COUNT = "SELECT children, version FROM referrals_headcount WHERE session_id = %s"
MARKS = "SELECT presence, reason FROM referrals_attendance WHERE session_id = %s ORDER BY id"


@pytest.fixture(scope="module")
def tonight(portal):
    """Return the id of a session that meets now, and where its pages are."""
    [(session,)] = portal.sql(TONIGHT, [PERSON])
    [(slug, number)] = portal.sql(ADDRESS, [session])
    return session, f"/kontor/grupper/{slug}/traff/{number}"


def pill(page, child, words):
    return page.locator(".roll-child").nth(child).get_by_text(words, exact=True)


def test_an_evening_on_a_phone_with_a_while_out_of_reach(portal, browser, tonight):
    session, address = tonight

    with walker(browser, portal.url, size=PHONE) as leader:
        leader.sign_in(PERSON, portal.password)
        page = leader.follow("I kväll: vilka kommer")
        assert page.url.endswith(f"{address}/ikvall/")
        leader.follow("Någon obehörig är här")
        expect(page.get_by_role("heading", name="Någon obehörig är här")).to_be_in_viewport()
        leader.follow("Närvaro")
        state = page.locator("#roll-state")

        pill(page, 0, "kom").click()
        expect(state).to_have_text("Sparat")
        assert portal.sql(MARKS, [session]) == [("present", "")]

        leader.context.set_offline(True)
        pill(page, 0, "kom sent").click()
        pill(page, 1, "kom inte").click()
        page.locator(".roll-child").nth(1).get_by_label("Varför?").select_option("ill")
        expect(state).to_have_text("Väntar på nät – 2 kvar")
        leader.look()
        kept = json.loads(page.evaluate(STORE))
        [waiting] = kept.values()
        assert {key for one in waiting["taps"] for key in one} <= {
            "child", "key", "presence", "reason", "seen", "tried"
        }  # fmt: skip
        names = page.locator(".roll-child legend").all_inner_texts()
        assert not any(word in json.dumps(kept) for name in names for word in name.split())
        assert portal.sql(MARKS, [session]) == [("present", "")]

        leader.context.set_offline(False)
        expect(state).to_have_text("Sparat")
        assert portal.sql(MARKS, [session]) == [("late", ""), ("absent", "ill")]
        assert page.evaluate(STORE) is None


def test_what_waits_outlives_the_page_and_nothing_outlives_half_a_day(portal, browser, tonight):
    session, address = tonight

    with walker(browser, portal.url, size=PHONE) as leader:
        leader.sign_in(PERSON, portal.password)
        page = leader.open(f"{address}/narvaro/")
        page.route("**/narvaro/tryck/", lambda route: route.abort())
        pill(page, 1, "gick tidigt").click()
        expect(page.locator("#roll-state")).to_have_text("Väntar på nät – 1 kvar")
        page.unroute("**/narvaro/tryck/")
        page.goto(portal.url + "/kontor/")
        leader.open(f"{address}/narvaro/")
        expect(page.locator("#roll-state")).to_have_text("Sparat")
        assert ("left_early", "") in portal.sql(MARKS, [session])

        page.evaluate(
            "localStorage.setItem('barnstod-narvaro', JSON.stringify({old: {taps: [{}],"
            " at: Date.now() - 12 * 3600 * 1000 - 1}}))"
        )
        leader.open(f"{address}/narvaro/")
        assert page.evaluate(STORE) is None


def test_the_colleague_who_was_first_is_named_and_not_overwritten(portal, browser, tonight):
    session, address = tonight

    with (
        walker(browser, portal.url, size=PHONE) as leader,
        walker(browser, portal.url) as office,
    ):
        leader.sign_in(PERSON, portal.password)
        office.sign_in("samordnare@barnstod.example", portal.password)
        theirs = leader.open(f"{address}/narvaro/")
        child = theirs.locator(".roll-child:not(:has(legend .why))").last.get_attribute(
            "data-child"
        )
        ours = office.open(f"{address}/narvaro/")
        ours.locator(f'[data-child="{child}"]').get_by_text("kom inte", exact=True).click()
        expect(ours.locator("#roll-state")).to_have_text("Sparat")

        box = theirs.locator(f'[data-child="{child}"]')
        box.get_by_text("kom", exact=True).click()
        expect(box.get_by_role("alert")).to_contain_text("var först")
        expect(box.get_by_label("kom inte")).to_be_checked()
        leader.look()
        box.get_by_text("kom", exact=True).click()
        expect(theirs.locator("#roll-state")).to_have_text("Sparat")

    assert ("absent", "unknown") not in portal.sql(MARKS, [session])


def test_a_child_who_leaves_is_gone_from_the_open_page_and_no_other_tap_with_it(
    portal, browser, tonight
):
    session, address = tonight

    with walker(browser, portal.url, size=PHONE) as leader:
        leader.sign_in(PERSON, portal.password)
        leader.page.clock.install()
        page = leader.open(f"{address}/narvaro/")
        page.route("**/narvaro/tryck/", without_posts)
        names = page.locator(".roll-child legend")
        before = names.all_inner_texts()
        for child in range(len(before)):
            pill(page, child, "kom inte").click()

        assert portal.sql(CONSENTS.format("current_date", ""), [session])
        page.clock.run_for(30_000)
        expect(names).to_have_count(len(before) - 1)
        shown = page.locator(".roll-child").evaluate_all("all => all.map(one => one.dataset.child)")
        [waiting] = json.loads(page.evaluate(STORE)).values()
        assert {one["child"] for one in waiting["taps"]} == set(shown)
        for child in range(len(shown)):
            expect(page.locator(".roll-child").nth(child).get_by_label("kom inte")).to_be_checked()

        assert portal.sql(CONSENTS.format("NULL", "NOT"), [session])
        page.unroute("**/narvaro/tryck/")
        page.clock.run_for(30_000)
        expect(names).to_have_text(before)
        expect(page.locator("#roll-state")).to_have_text(NOTHING_WAITS)
        assert page.evaluate(STORE) is None


def test_a_number_of_children_waits_for_the_network_as_the_taps_do(portal, browser):
    [(slug, number, session, before)] = portal.sql(COUNTED)
    told = [before + 1, before + 2]

    with walker(browser, portal.url, size=PHONE) as office:
        office.sign_in("samordnare@barnstod.example", portal.password)
        page = office.open(f"/kontor/grupper/{slug}/traff/{number}/narvaro/")
        state, came = page.locator("#roll-state"), page.get_by_label("Hur många barn kom?")
        office.context.set_offline(True)
        for children in told:
            came.fill(str(children))
            page.get_by_role("button", name="Spara").click()
            expect(state).to_contain_text("Väntar på nät")
        office.look()
        [waiting] = json.loads(page.evaluate(STORE)).values()
        assert [one["children"] for one in waiting["taps"]] == [str(one) for one in told]
        assert {key for one in waiting["taps"] for key in one} == {
            "key", "children", "seen", "tried"
        }  # fmt: skip
        [(_children, version)] = portal.sql(COUNT, [session])

        office.context.set_offline(False)
        expect(state).to_have_text("Sparat")
        assert portal.sql(COUNT, [session]) == [(told[-1], version + 2)]
        assert page.evaluate(STORE) is None


def test_tonight_left_open_shows_who_came_in_and_nobody_after_signing_out(portal, browser, tonight):
    session, address = tonight

    with walker(browser, portal.url, size=PHONE) as leader:
        leader.sign_in(PERSON, portal.password)
        leader.page.clock.install()
        page = leader.open(f"{address}/ikvall/")
        names = page.locator(".evening h3")
        before = names.all_inner_texts()

        assert portal.sql(CONSENTS.format("current_date", ""), [session])
        page.clock.run_for(31_000)
        expect(names).to_have_count(len(before) - 1)
        assert portal.sql(CONSENTS.format("NULL", "NOT"), [session])
        page.clock.run_for(31_000)
        expect(names).to_have_text(before)

        leader.context.clear_cookies()
        page.clock.run_for(31_000)
        expect(page.get_by_role("button", name="Logga in")).to_be_visible()
        expect(names).to_have_count(0)


def without_posts(route):
    if route.request.method == "POST":
        route.abort()
    else:
        route.continue_()


def test_the_whole_evening_without_a_script(portal, browser, tonight):
    session, address = tonight

    with walker(browser, portal.url, size=PHONE, javascript=False) as leader:
        leader.sign_in(PERSON, portal.password)
        page = leader.open("/kontor/ikvall/")
        assert page.url.endswith(f"{address}/ikvall/")
        leader.follow("Närvaro")
        for child in range(page.locator(".roll-child").count()):
            pill(page, child, "kom").click()
        leader.press("Spara")
        expect(page.get_by_role("status")).to_contain_text("Sparat")

    marks = portal.sql(MARKS, [session])
    assert set(marks) == {("present", "")}
    assert len(marks) > 1
