"""What the coordinator types, as paragraphs and lists. Plain text in, no mark-up, no database."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

POINT = "- "  # begins each line of what is filled in as points
BULLET = re.compile(r"[-–•]\s+(.*)")
NUMBER = re.compile(r"\d+[.)]\s+")
REFERENCE = re.compile(r"\{([^{}\n]+)\}")
MISSING = "anges inte"


@dataclass(frozen=True)
class Block:
    """One paragraph, or one list of points."""

    kind: str  # "paragraph" or "list"
    lines: tuple[str, ...]


def blocks(text: str) -> list[Block]:
    """Return the blocks of ``text``: an empty line ends a paragraph, "- " begins a point.

    A line without "- " straight after a point belongs to that point.
    """
    found: list[Block] = []
    for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip()):
        kind, lines = "", list[str]()
        for line in filter(None, (line.strip() for line in part.split("\n"))):
            bullet = BULLET.fullmatch(line)
            if bullet and kind != "list":
                found += _block(kind, lines)
                kind, lines = "list", []
            if bullet:
                lines.append(bullet.group(1))
            elif lines:
                lines[-1] = f"{lines[-1]} {line}"
            else:
                kind, lines = "paragraph", [line]
        found += _block(kind, lines)
    return found


def items(text: str) -> list[str]:
    """Return the lines of ``text`` as items; a number that was typed before one is left out."""
    lines = (line.strip() for line in text.splitlines())
    return [NUMBER.sub("", line, count=1) for line in lines if line]


def names_in(text: str) -> list[str]:
    """Return the names in braces, as they are looked up."""
    return [_name(found) for found in REFERENCE.finditer(text)]


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return ``text`` with what each name in braces stands for.

    Points that stand alone on a line become points, in a sentence they are set one after another.
    What nobody knows is printed as not stated. A value is never read for names in turn.
    """
    return "\n".join(_filled(line, values) for line in text.replace("\r\n", "\n").split("\n"))


def _filled(line: str, values: Mapping[str, str]) -> str:
    if alone := REFERENCE.fullmatch(line.strip()):
        return values.get(_name(alone)) or MISSING
    return REFERENCE.sub(lambda found: _in_line(values.get(_name(found), "")), line)


def _in_line(value: str) -> str:
    lines = [line.removeprefix(POINT).strip() for line in value.splitlines()]
    return (", " if value.startswith(POINT) else " ").join(filter(None, lines)) or MISSING


def _name(found: re.Match) -> str:
    return " ".join(found.group(1).split()).casefold()


def _block(kind: str, lines: list[str]) -> list[Block]:
    return [Block(kind, tuple(lines))] if lines else []
