"""What the coordinator types, as paragraphs and lists. Plain text in, no mark-up, no database."""

import re
from dataclasses import dataclass

BULLET = re.compile(r"[-–•]\s+(.*)")
NUMBER = re.compile(r"\d+[.)]\s+")


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


def _block(kind: str, lines: list[str]) -> list[Block]:
    return [Block(kind, tuple(lines))] if lines else []
