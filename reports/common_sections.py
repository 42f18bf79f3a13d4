"""Sections that several document types have: head of a statement, plan of an application."""

from reports.sections import Kind, Section

AT_ONCE = "Paragrafen justeras omedelbart."


def decisions(begins: str = "", heading: str = "Förslag till beslut") -> tuple[Section, ...]:
    """Return the head of a statement: what is to be decided, and who signs that."""
    return (
        Section("decisions", heading, Kind.CLAUSES, begins=f"{begins}\n{AT_ONCE}"),
        Section("signatories", "Undertecknas av", Kind.TITLES),
    )


def attachments(begins: str = "", *, optional: bool = False) -> Section:
    return Section("attachments", "Bilagor", Kind.ATTACHMENTS, begins=begins, optional=optional)


def line(code: str, heading: str, begins: str = "") -> Section:
    return Section(code, heading, Kind.LINE, level=3, begins=begins)


APPLICANT = (
    Section("applicant", "Sökande", Kind.GROUP),
    line("board", "Nämnd", "{sökande}"),
    line("organisation_number", "Organisationsnummer", "212000-0142"),
    line("contact", "Kontaktperson"),
    line("phone", "Telefon"),
    line("mail", "E-post"),
)
PROJECT = (
    Section("project", "Projekt", Kind.GROUP),
    line("name", "Projektets namn", "{projekt}"),
    line("year", "Ny eller fortsatt", "År {projektår}"),
    line("time", "Projekttid", "{projekttid}"),
)
PLAN = (
    Section("purpose", "Syfte", begins="{syfte}"),
    Section("goals", "Mål", tables=("goals",), begins="{målen enligt tabellen}"),
    Section("target_group", "Målgrupp", begins="{målgrupp}"),
    Section("method", "Metod och genomförande", begins="{genomförande}"),
    Section("partners", "Samverkan", begins="{samverkan}"),
    Section("organisation", "Organisation"),
    Section("schedule", "Tidplan", tables=("activities",), begins="{tidplanen enligt tabellen}"),
    Section(
        "budget",
        "Budget",
        tables=("budget",),
        begins="Nämnden söker {sökt belopp}. Egen insats: {egen insats}. "
        "Övriga intäkter: {övriga intäkter}.",
    ),
    Section("evaluation", "Uppföljning och utvärdering", begins="{utvärdering}"),
    Section("after", "Plan för implementering efter avslut", begins="{efter projektet}"),
    Section("children", "Barnperspektiv och jämställdhet", optional=True),
    Section(
        "decision",
        "Beslut i nämnden",
        tables=("decisions",),
        begins="Ansökan lämnas enligt nämndens beslut.",
    ),
    attachments(optional=True),
    Section("signature", "Underskrift", Kind.SIGNATURE, begins="Behörig företrädare"),
)
