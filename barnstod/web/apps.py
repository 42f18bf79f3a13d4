from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig


class WebConfig(AppConfig):
    name = "barnstod.web"
    default = True


class StaticFiles(StaticFilesConfig):
    """Collect what the pages ask for; the packages carry ten times as many files."""

    default = False
    ignore_patterns = [
        "ext",  # htmx extensions
        "htmx*.js.map",
        *("*-italic.*", "*-ext-*", "*-cyrillic-*", "*-greek-*", "*-vietnamese-*"),
        "*-latin-[23589]00-*",
        *("index.global.js", "*.cjs", "*.d.ts", "*.md"),
    ]
