"""The look keeps its promises: contrast in both schemes, no unknown class name, nothing inline."""

import re
from pathlib import Path

import pytest
from django.conf import settings

STATIC = Path(settings.BASE_DIR) / "static/barnstod"
TEMPLATES = Path(settings.BASE_DIR) / "templates"

TEXT = 4.5  # least contrast of text, WCAG 1.4.3
EDGE = 3.0  # least contrast of signs and the edges of fields, WCAG 1.4.11
GROUNDS = ("paper", "card", "sand", "pine-tint", "ok-tint", "wait-tint", "stop-tint", "info-tint")
ON_GROUNDS = [(ink, ground, TEXT) for ink in ("ink", "ink-soft", "link") for ground in GROUNDS]
PAIRS = [
    *ON_GROUNDS,
    *[(tone, f"{tone}-tint", TEXT) for tone in ("ok", "wait", "stop", "info")],
    *[(tone, ground, TEXT) for tone in ("pine", "stop") for ground in ("paper", "card")],
    ("pine-deep", "pine-tint", TEXT),
    ("on-pine", "pine", TEXT),
    ("on-pine", "pine-deep", TEXT),
    ("on-bar", "bar", TEXT),
    ("on-night", "night", TEXT),
    *[("line-strong", ground, EDGE) for ground in ("paper", "card", "sand")],
    ("sun", "bar", EDGE),
]


def colours(scheme: str) -> dict[str, str]:
    light, dark = re.findall(
        r":root \{(.*?)\n\s*\}", (STATIC / "theme.css").read_text(), re.DOTALL
    )[:2]
    chosen = dict(_colours_of(light))
    return chosen | dict(_colours_of(dark)) if scheme == "dark" else chosen


def _colours_of(block: str) -> list[tuple[str, str]]:
    return re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})\b", block)


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_and_edges_stand_out_from_their_ground(scheme):
    chosen = colours(scheme)

    weak = [
        (ink, ground, round(contrast(chosen[ink], chosen[ground]), 2))
        for ink, ground, least in PAIRS
        if contrast(chosen[ink], chosen[ground]) < least
    ]

    assert weak == []


def test_every_class_name_of_a_template_has_a_rule():
    styles = "".join(sheet.read_text() for sheet in STATIC.glob("*.css"))
    known = set(re.findall(r"\.([a-zA-Z][\w-]*)", styles))

    unknown = {
        (str(page.relative_to(TEMPLATES)), name)
        for page in TEMPLATES.rglob("*.html")
        for value in re.findall(r'class="([^"]*)"', page.read_text())
        for name in re.sub(r"\{[{%].*?[%}]\}", " ", value).split()
        if name not in known
    }

    assert unknown == set()


def test_no_template_carries_style_or_script_inline():
    inline = re.compile(
        r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*(\ssrc=|\stype=\"application/json\"))"
    )

    found = {
        (str(page.relative_to(TEMPLATES)), match.group())
        for page in TEMPLATES.rglob("*.html")
        if (match := inline.search(page.read_text()))
    }

    assert found == set()
