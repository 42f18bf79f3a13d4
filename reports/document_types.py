"""The document types of the office: the headings of each, and what stands below them.

The headings are those of the city's board papers and forms (the spelling is theirs) and exist in
Swedish only. A clause of ``clauses`` is offered to whoever writes; the immediate approval is last.
"""

from groups.choices import Need
from reports.choices import ReportType
from reports.common_sections import (
    APPLICANT,
    AT_ONCE,
    PLAN,
    PROJECT,
    attachments,
    decisions,
    line,
)
from reports.sections import Document, Kind, Section

COMPUTED = "computed"
STATEMENT = "Tjänsteutlåtande"
APPLICATION = "Ansökan"


APPENDIX = Section(COMPUTED, "Beräknade uppgifter ur Barnstöd", Kind.COMPUTED, tables=("computed",))
DOCUMENTS = {
    ReportType.INTERIM_REPORT: Document(
        name="delrapport",
        label=STATEMENT,
        lead="Delrapport för perioden {perioden}.",
        clauses=(
            "{nämnden} godkänner projektets fortsatta inriktning.",
            "{nämnden} godkänner att tjänsteutlåtandet avges som delrapport till {bidragsgivare}.",
            "{nämnden} ansöker hos {bidragsgivare} om fortsatt utvecklingsbidrag för ett andra år "
            "till projektet {projekt}, enligt bilagda förslag till ansökan.",
            "{nämnden} godkänner förvaltningens tjänsteutlåtande som svar på skrivelsen.",
            AT_ONCE,
        ),
        sections=(
            *decisions(
                "{nämnden} godkänner att tjänsteutlåtandet avges som delrapport till "
                "{bidragsgivare}."
            ),
            Section("summary", "Sammanfattning"),
            Section("preparation", "Ärendets beredning"),
            Section(
                "background",
                "Bakgrund",
                tables=("training", "coverage", "grant", "project_groups"),
            ),
            Section("situation", "Aktuell situation för utsatta barn och ungdomar i Stockholm"),
            Section(
                Need.SUBSTANCE_USE,
                "1. Alkohol- eller drogproblem",
                level=3,
                tables=("offers_substance_use", "follow_up"),
            ),
            Section(
                Need.MENTAL_ILLNESS, "Psykiska problem", level=3, tables=("offers_mental_illness",)
            ),
            Section(
                Need.FAMILY_VIOLENCE,
                "Familjevåld",
                level=3,
                tables=("offers_family_violence", "care"),
            ),
            Section("outlook", "Utblick i några andra kommuner"),
            Section("results", "Mål och måluppfyllelse", tables=("results",), optional=True),
            Section("economy", "Ekonomi", tables=("money", "account"), optional=True),
            Section("proposal", "Förvaltningens förslag"),
            attachments("Förslag till ansökan om fortsatt utvecklingsbidrag"),
            APPENDIX,
        ),
    ),
    ReportType.FINAL_GRANT_REPORT: Document(
        name="återrapport",
        label=STATEMENT,
        clauses=(
            "{nämnden} godkänner återrapporteringen till {bidragsgivare} av projektet {projekt}.",
            "{nämnden} överlämnar återrapporteringen till {bidragsgivare}.",
            "{nämnden} beslutar att {att återbetala} betalas tillbaka till {bidragsgivare}.",
            "{nämnden} beslutar om omedelbar justering av ärendet.",
            AT_ONCE,
        ),
        sections=(
            *decisions(
                "{nämnden} godkänner återrapporteringen till {bidragsgivare} av projektet "
                "{projekt}.",
                heading="Förvaltningens förslag till beslut",
            ),
            Section(
                "summary",
                "Sammanfattning",
                begins="{sökande} ansökte {ansökan beslutad} om {sökt belopp} hos {bidragsgivare} "
                "för projektet {projekt}. {bidragsgivare} beviljade {beviljat belopp} för "
                "projekttiden {projekttid}.",
            ),
            Section("case", "Ärendet"),
            Section("preparation", "Ärendets beredning"),
            Section("proposal", "Förvaltningens förslag"),
            attachments(optional=True),
            Section("annex", "Återrapportering av projekt", Kind.ANNEX),
            Section(
                "facts",
                "Projektet",
                level=3,
                tables=("grant",),
                begins="Projekttid: {projekttid}.",
            ),
            Section(
                "partners",
                "Deltagande parter och styrgrupp",
                level=3,
                begins="{samverkan}",
            ),
            Section(
                "results",
                "Mål, resultat och avvikelser",
                level=3,
                tables=("results",),
                begins="{syfte}",
            ),
            Section(
                "reached",
                "Målgrupp som nåtts",
                level=3,
                tables=("reached",),
                begins="{målgrupp}\n\n{målgrupp som nåtts}",
            ),
            Section(
                "done",
                "Genomförda insatser",
                level=3,
                tables=("project_groups",),
                begins="{genomförda aktiviteter}",
            ),
            Section("method", "Metoder", level=3, begins="{genomförande}"),
            Section("dropped", "Ej genomfört", level=3, tables=("dropped",), optional=True),
            Section("evaluation", "Utvärdering", level=3, optional=True),
            Section(
                "after",
                "Fortsättning och implementering",
                level=3,
                begins="{efter projektet}",
            ),
            Section(
                "economy",
                "Ekonomisk redovisning",
                level=3,
                tables=("money", "account"),
                begins="Beloppen är hela kronor.",
            ),
            Section("signature", "Underskrift", Kind.SIGNATURE, level=3),
        ),
    ),
    ReportType.GRANT_APPLICATION: Document(
        name="ansökan",
        label=APPLICATION,
        heading="Ansökan om utvecklingsbidrag",
        sums_agree=True,
        sections=(
            *APPLICANT,
            *PROJECT,
            Section("background", "Bakgrund och behov"),
            *PLAN,
        ),
    ),
    ReportType.CONTINUED_APPLICATION: Document(
        name="ansökan-år-2",
        label=APPLICATION,
        heading="Ansökan om fortsatt utvecklingsbidrag",
        sums_agree=True,
        sections=(
            *APPLICANT,
            *PROJECT,
            Section("background", "Bakgrund och behov"),
            Section(
                "earlier",
                "Resultat av det första året",
                tables=("results_before",),
                begins="{förra årets aktiviteter}",
            ),
            *PLAN,
        ),
    ),
    ReportType.SUBURB_APPLICATION: Document(
        name="ytterstadsansökan",
        label=APPLICATION,
        heading="Ansökan om medel för ytterstadsprojekt",
        sums_agree=True,
        sections=(
            Section("name", "Namn på projekt:", Kind.LINE, begins="{projekt}"),
            Section("applicant", "Sökande", Kind.GROUP),
            line("board", "Nämnd:", "{sökande}"),
            line("contact", "Kontaktperson:"),
            line("address", "Adress:"),
            line("postal_address", "Postadress:"),
            line("mail", "Epost:"),
            line("phone", "Telefon:"),
            Section("project", "Projekt", Kind.GROUP),
            line("time", "Tidplan (datum för start och slut)", "{projekttid}"),
            line("sum", "Sökt summa (ska stämma överrens med beslutssatsen):", "{sökt belopp}"),
            Section(
                "budget",
                "Budget (specificera):",
                level=3,
                tables=("budget",),
                begins="Finns övriga intäkter: {övriga intäkter}.",
            ),
            Section("goals", "Mål:", level=3, begins="{mål}"),
            Section("purpose", "Syfte:", level=3, begins="{syfte}"),
            Section("method", "Genomförande:", level=3, begins="{genomförande}"),
            Section(
                "after",
                "Plan för implementering efter avslut:",
                level=3,
                begins="{efter projektet}",
            ),
            Section("other", "Övriga upplysningar", begins="Inga."),
            Section("signature", "Underskrift", Kind.SIGNATURE, begins="Förvaltningschef"),
        ),
    ),
    ReportType.OFFICIAL_STATEMENT: Document(
        name="tjänsteutlåtande",
        label=STATEMENT,
        clauses=(
            "{nämnden} godkänner förvaltningens förslag.",
            "{nämnden} ger förvaltningen i uppdrag att …",
            "{nämnden} ansöker hos … om utvecklingsbidrag enligt bilagda förslag till ansökan.",
            "{nämnden} godkänner förvaltningens tjänsteutlåtande som svar på remissen.",
            AT_ONCE,
        ),
        sections=(
            *decisions(),
            Section("summary", "Sammanfattning"),
            Section("background", "Bakgrund"),
            Section("case", "Ärendet"),
            Section("preparation", "Ärendets beredning"),
            Section("proposal", "Förvaltningens synpunkter och förslag"),
            Section("equality", "Jämställdhetsanalys", optional=True),
            Section("children", "Konsekvenser för barn", optional=True),
            attachments(optional=True),
        ),
    ),
    ReportType.LETTER_ANSWER: Document(
        name="svar-på-skrivelse",
        label=STATEMENT,
        clauses=(
            "{nämnden} godkänner förvaltningens tjänsteutlåtande som svar på skrivelsen.",
            "{nämnden} ger förvaltningen i uppdrag att …",
            AT_ONCE,
        ),
        sections=(
            *decisions(
                "{nämnden} godkänner förvaltningens tjänsteutlåtande som svar på skrivelsen."
            ),
            Section("summary", "Sammanfattning"),
            Section("preparation", "Ärendets beredning"),
            Section(
                "background",
                "Bakgrund",
                tables=("letter", "training", "coverage"),
                begins="Skrivelsen vill att förvaltningen får i uppdrag att\n\n{uppdragen}",
            ),
            Section("proposal", "Förvaltningens förslag", begins="{svaret}"),
            attachments("{skrivelsen}"),
        ),
    ),
    ReportType.TERM_REPORT: Document(
        name="terminsrapport",
        label="Terminsrapport",
        lead="Rapporten gäller {perioden}.",
        sections=(
            Section(
                "summary",
                "Sammanfattning",
                begins="Under terminen började {grupper som har börjat} grupper, och "
                "{inställda grupper} ställdes in.",
            ),
            Section(
                "offer",
                "Grupper och platser",
                tables=("offer", "groups_started"),
                begins="Grupperna hade {platser} platser. {tagna platser} av dem var tagna.",
            ),
            Section(
                "children",
                "Barnen",
                tables=("children", "children_started"),
                begins="Siffror om barn trycks när terminens nyckeltal är publicerade.",
            ),
            Section(
                "coverage",
                "Utbud i stadsdelarna",
                tables=("coverage_now",),
                begins="Tabellerna visar var i staden det fanns grupper.",
            ),
            Section("difficult", "Vad som inte blev som planerat", optional=True),
            Section("next", "Nästa termin", optional=True),
            Section(
                "counting",
                "Så är siffrorna räknade",
                tables=("counting",),
                begins="Varje nyckeltal kan öppnas i portalen, med sin definition och sin "
                "uträkning.",
            ),
            attachments(optional=True),
        ),
    ),
    ReportType.ANNUAL_REPORT: Document(
        name="verksamhetsberättelse",
        label="Verksamhetsberättelse",
        lead="Verksamhetsberättelsen gäller {perioden}.",
        sections=(
            Section("summary", "Sammanfattning"),
            Section(
                "offer",
                "Grupper och platser",
                tables=("offer", "groups_started", "groups_cancelled", "seats"),
                begins="Tabellerna visar vad som erbjöds under årets terminer.",
            ),
            Section(
                "children",
                "Barnen",
                tables=("children", "children_asked", "children_started", "needs_started"),
                begins="Siffror om barn trycks för terminer vars nyckeltal är publicerade.",
            ),
            Section(
                "waiting",
                "Väntan på plats",
                tables=("wait_offer", "wait_session", "children_refused"),
                optional=True,
            ),
            Section(
                "coverage",
                "Utbud i stadsdelarna",
                tables=("coverage_now", "unmet"),
                begins="Tabellerna visar var i staden det fanns grupper och var de saknades.",
            ),
            Section(
                "grants",
                "Bidrag",
                tables=("grants_of_period",),
                begins="Här redovisas de bidrag, om det finns några, vars projekttid berör året.",
            ),
            Section(
                "letters",
                "Skrivelser till nämnden",
                tables=("letters_of_period",),
                optional=True,
            ),
            Section("next", "Nästa år", optional=True),
            Section(
                "counting",
                "Så är siffrorna räknade",
                tables=("counting",),
                begins="Varje nyckeltal kan öppnas i portalen, med sin definition och sin "
                "uträkning.",
            ),
            attachments(optional=True),
        ),
    ),
}
