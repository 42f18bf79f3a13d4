"""The forms of a page as a browser finds them: where each goes, and what stands in its fields."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode, urljoin, urlsplit

NOT_SENT = ("submit", "button", "image", "reset", "file")
FREE = ("text", "search", "textarea", "tel", "password")  # where any text may be typed
LIKELY = {"number": "8", "time": "17:00", "email": "a@barnstod.example", "url": "https://a.example"}


@dataclass
class Field:
    name: str
    kind: str  # the type of an input, "textarea" or "select"
    value: str = ""


@dataclass
class Form:
    """One form that is sent by POST; ``values`` are what a browser would send untouched."""

    url: str
    fields: list[Field] = field(default_factory=list)
    values: dict[str, list[str]] = field(default_factory=dict)

    def named(self, *kinds: str) -> list[str]:
        return list(dict.fromkeys(one.name for one in self.fields if one.kind in kinds))


class _Forms(HTMLParser):
    def __init__(self, page: str):
        super().__init__()
        self.page, self.forms = page, []
        self.form = self.select = self.textarea = None

    def handle_starttag(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and given.get("method", "").lower() == "post":
            self.form = Form(urlsplit(urljoin(self.page, given.get("action") or self.page)).path)
        elif self.form is None or ("name" not in given and tag != "option"):
            return
        elif tag == "input":
            self._input(given)
        elif tag == "select":
            self.select = Field(given["name"], "select")
            self.form.fields.append(self.select)
        elif tag == "option" and self.select:
            self._option(given)
        elif tag == "textarea":
            self.textarea = Field(given["name"], "textarea")
            self.form.fields.append(self.textarea)
        elif tag == "button" and given.get("value"):
            self.form.values.setdefault(given["name"], [given["value"]])

    def _input(self, given):
        kind, name = given.get("type", "text"), given["name"]
        if kind in NOT_SENT:
            return
        self.form.fields.append(Field(name, kind, given.get("value", "")))
        values = self.form.values.setdefault(name, [])
        if kind in ("radio", "checkbox"):
            if "checked" in given or (kind == "radio" and not values):
                values[:] = [*(values if kind == "checkbox" else []), given.get("value", "on")]
        else:
            values.append(given.get("value") or LIKELY.get(kind, ""))

    def _option(self, given):
        kept = self.form.values.setdefault(self.select.name, [])
        if "selected" in given and given.get("value"):
            kept[:] = [given["value"]]
        elif not kept and given.get("value"):
            kept.append(given["value"])

    def handle_data(self, data):
        if self.textarea:
            self.textarea.value += data

    def handle_endtag(self, tag):
        if tag == "form" and self.form:
            self.forms.append(self.form)
            self.form = None
        elif tag == "select":
            self.select = None
        elif tag == "textarea" and self.textarea:
            self.form.values.setdefault(self.textarea.name, []).append(
                self.textarea.value.removeprefix("\n")
            )
            self.textarea = None


def forms_of(url: str, html: str) -> list[Form]:
    """Return the forms of the page at ``url`` that are sent by POST."""
    parser = _Forms(url)
    parser.feed(html)
    return parser.forms


def body_of(values: dict[str, list[str]]) -> str:
    """Return ``values`` as the body of a request; a lone surrogate goes as the bytes it is."""
    return urlencode(values, doseq=True, encoding="utf-8", errors="surrogatepass")
