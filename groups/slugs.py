"""Addresses of groups that tell nothing: whom it is for, an area, a term, four characters."""

import secrets
from collections.abc import Callable, Sequence

from groups.choices import Audience, Precision
from groups.terms import Term

KINDS = {
    Audience.CHILDREN: "barngrupp",
    Audience.TEENAGERS: "tonarsgrupp",
    Audience.PARENTS: "foraldragrupp",
    Audience.RELATIVES: "anhoriggrupp",
}
WHOLE_CITY = "hela-staden"
TAIL = "bcdfghjkmnpqrstvwxz23456789"  # no vowels: no words by chance; no letter like a figure


def new_slug(group, district_code: str = "", choose: Callable[[Sequence[str]], str] | None = None):
    """Return an address for the group, saying no more of the place than its precision allows.

    ``district_code`` is the only hosting district, if there is one. ``choose`` picks a character
    (the demo data picks the same every time; otherwise chance does).
    """
    choose = choose or secrets.choice
    if group.precision == Precision.REGION:
        area = group.region
    elif group.is_city_wide:
        area = WHOLE_CITY
    else:
        area = district_code or group.region
    tail = "".join(choose(TAIL) for _ in range(4))
    return f"{KINDS[group.audience]}-{area}-{Term.of(group.year, group.season).code}-{tail}"
