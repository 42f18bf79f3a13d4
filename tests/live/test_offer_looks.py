"""Pages of the office on a narrow phone and at twice the size: axe clean, nothing cut off."""

from tests.live.browser import OF_A_LOOK
from tests.live.planning import fits

NARROW = {"width": 320, "height": 640}
TWICE = {"width": 720, "height": 450}  # what a desk of 1440 pixels shows at 200 %
AT_TWICE = [rule for rule in OF_A_LOOK if rule != "target-size"]  # asked for by name alone
PAGES = (
    "/kontor/grupper/",
    "/kontor/grupper/ny/",
    "/kontor/grupper/ny/?program=demo-barngrupp",
    "/kontor/grupper/import/",
    "/kontor/grupper/{group}/",
    "/kontor/grupper/{group}/andra/",
    "/kontor/grupper/{group}/nasta-termin/",
    "/kontor/grupper/{group}/dela/",
    "/kontor/grupper/{group}/kvalitet/",
    "/kontor/grupper/{proposal}/",
    "/kontor/grupper/{proposal}/lamna-tillbaka/",
    "/kontor/grupper/{proposal}/traff/1/flytta/",
    "/kontor/grupper/{proposal}/traff/1/stall-in/",
    "/kontor/grupper/{violence}/oppna/",
    "/kontor/kalender/",
    "/kontor/kalender/?vy=vecka",
    "/kontor/kalender/?vy=lista",
    "/kontor/kalender/prenumerera/",
    "/kontor/kalender/termin/",
    "/kontor/lov/",
    "/kontor/ledare/",
    "/kontor/ledare/{leader}/",
    "/kontor/ledare/{leader}/andra/",
    "/kontor/ledare/{leader}/utdrag/",
    "/kontor/ledare/{leader}/borta/ny/",
    "/kontor/program/",
    "/kontor/program/demo-barngrupp/",
    "/kontor/program/demo-barngrupp/teman/",
    "/kontor/program/demo-barngrupp/beslut/ny/",
    "/kontor/program/demo-barngrupp/manualer/ny/",
    "/kontor/organisationer/",
    "/kontor/organisationer/ny/",
    "/kontor/organisationer/demo-vandpunkten/",
    "/kontor/organisationer/demo-vandpunkten/kontakt/ny/",
    "/kontor/organisationer/demo-vandpunkten/avtal/ny/",
    "/kontor/stadsdelar/",
    "/kontor/stadsdelar/farsta/",
    "/kontor/saknas/",
    "/kontor/hinder/",
    "/kontor/nyckeltal/",
    "/kontor/nyckeltal/children_asked/",
    "/kontor/nyckeltal/coverage/",
    "/kontor/nyckeltal/wait_offer/",
    "/kontor/bidrag/",
    "/kontor/bidrag/stodgrupper-narmare-hemmet/",
    "/kontor/bidrag/central-samordning-ar-2/",
    "/kontor/bidrag/fler-gruppledare-i-ytterstaden/",
    "/kontor/bidrag/fler-gruppledare-i-ytterstaden/grupper/",
    "/kontor/beslut/",
    "/kontor/skrivelser/",
)
FIND_EXAMPLES = """
    SELECT (SELECT slug FROM groups_supportgroup WHERE parallel_group_id IS NOT NULL
                AND state = 'planned' ORDER BY id LIMIT 1),
        (SELECT slug FROM groups_supportgroup AS one JOIN groups_proposal ON group_id = one.id
            WHERE state = 'draft' AND first_on IS NOT NULL ORDER BY one.id LIMIT 1),
        (SELECT slug FROM groups_supportgroup
            WHERE 'family_violence' = ANY(needs) AND state = 'planned' ORDER BY id LIMIT 1),
        (SELECT min(id) FROM groups_leader WHERE user_id IS NOT NULL)
"""


def test_no_page_is_cut_off_or_has_a_fault_that_axe_finds(portal, people):
    names = ("group", "proposal", "violence", "leader")
    examples = dict(zip(names, portal.sql(FIND_EXAMPLES)[0], strict=True))
    office = people("samordnare", size=NARROW)

    cut_off = []
    for address in (page.format(**examples) for page in PAGES):
        page = office.open(address)  # which looks, by all rules
        cut_off += [] if fits(page) else [(address, NARROW)]
        page.set_viewport_size(TWICE)
        office.look(AT_TWICE)
        cut_off += [] if fits(page) else [(address, TWICE)]
        page.set_viewport_size(NARROW)

    assert cut_off == []
