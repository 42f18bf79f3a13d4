"""How a page reads: its sentences, how heavy they are, and the words that no dictionary has."""

import re
import shutil
import subprocess
from html.parser import HTMLParser

# After these, and before them, one sentence is over, whatever sign it ends with.
BLOCKS = {"p", "li", "h1", "h2", "h3", "h4", "dt", "dd", "div", "legend", "label", "option",
          "button", "td", "th", "summary", "figcaption", "br", "title"}  # fmt: skip
SILENT = {"script", "style", "svg"}
WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
SENTENCE_ENDS = re.compile(r"[.!?:](?=\s|$)|\n")
LONG = 6  # letters; a longer word is a long word


class _Text(HTMLParser):
    """Collects the text of a page in one language; ``inside`` is the one element to read."""

    def __init__(self, html: str, inside: str | None, language: str):
        super().__init__()
        self.inside, self.language, self.parts = inside, language, []
        self._depth, self._silent, self._foreign = 0 if inside else 1, 0, []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        if tag == self.inside:
            self._depth += 1
        if tag in SILENT:
            self._silent += 1
        if dict(attributes).get("lang", self.language) != self.language:
            self._foreign.append(tag)
        if tag in BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag):
        if tag == self.inside:
            self._depth -= 1
        if tag in SILENT:
            self._silent -= 1
        if self._foreign and self._foreign[-1] == tag:
            self._foreign.pop()
        if tag in BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data):
        if self._depth and not self._silent and not self._foreign:
            # Where the source breaks a line, no sentence ends.
            self.parts.append(re.sub(r"\s+", " ", data))


def text_of(html: str, inside: str | None = None, language: str = "sv") -> str:
    """Return the visible text of the page, or of its element ``inside``, block by block.

    What is marked as another ``language`` is left out.
    """
    return "".join(_Text(html, inside, language).parts)


def lix(text: str) -> float:
    """Return the readability index of Björnsson: words a sentence and the share of long words.

    A sentence ends with . ! ? : or with the block it stands in. Under 30 is very easy, 30-40 easy.
    """
    words = WORD.findall(text)
    sentences = [part for part in SENTENCE_ENDS.split(text) if WORD.search(part)]
    long_words = [word for word in words if len(word) > LONG]
    return len(words) / len(sentences) + 100 * len(long_words) / len(words)


def unknown_words(text: str) -> set[str]:
    """Return the words of ``text`` that the Swedish dictionary does not have."""
    assert shutil.which("hunspell"), "hunspell is missing: apt-get install hunspell hunspell-sv"
    result = subprocess.run(
        ["hunspell", "-d", "sv_SE", "-i", "utf-8", "-l"],
        input="\n".join(WORD.findall(text)),
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stderr  # the dictionary hunspell-sv is missing
    return set(result.stdout.split())
