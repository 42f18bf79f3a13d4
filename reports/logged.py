"""What the log says of reports, grants and key figures."""

from django.utils.translation import gettext_lazy as _

from barnstod.audit.words import Detail
from reports.choices import ReportType, State
from reports.grants.choices import GrantState
from reports.grants.workflow import MOVES

ACTIONS = {
    "report.create": _("the report was begun"),
    "report.draft": _("the report was begun by the portal"),
    "report.rewrite": _("the report's texts were changed"),
    "report.order": _("the report was ordered"),
    "report.start": _("the building of the report began"),
    "report.finish": _("the report was built"),
    "report.fail": _("the report could not be built"),
    "report.send_back": _("the report was sent back"),
    "report.approve": _("the report was approved"),
    "report.put_on_agenda": _("the report was put on the agenda"),
    "report.decide": _("the board's decision was noted"),
    "report.send": _("the report was noted as sent"),
    "report.correct": _("a corrected version was begun"),
    "figures.publish": _("the key figures were published"),
    "grant.add": _("a grant was entered"),
    "grant.change": _("the grant was changed"),
    "grant.apply": _("the grant was applied for"),
    "grant.grant": _("the grant was noted as granted"),
    "grant.refuse": _("the grant was noted as not granted"),
    "grant.report": _("the grant was reported back"),
    "grant.close": _("the grant was closed"),
    "grant.next_year": _("the next year's application was begun"),
    "budgetline.add": _("a row of the budget was entered"),
    "budgetline.change": _("a row of the budget was changed"),
    "budgetline.remove": _("a row of the budget was removed"),
    "ledgerline.add": _("a cost was entered"),
    "ledgerline.change": _("a cost was changed"),
    "ledgerline.remove": _("a cost was removed"),
    "goal.add": _("a goal was entered"),
    "goal.change": _("a goal was changed"),
    "goal.remove": _("a goal was removed"),
    "activity.add": _("an activity was entered"),
    "activity.change": _("an activity was changed"),
    "activity.remove": _("an activity was removed"),
    "deadline.add": _("a day to keep was entered"),
    "deadline.change": _("a day to keep was changed"),
    "deadline.remove": _("a day to keep was removed"),
    "decision.add": _("a decision was entered"),
    "decision.change": _("a decision was changed"),
    "decision.remove": _("a decision was removed"),
    "ledgerline.import": _("costs were read from a file"),
    "grantgroup.add": _("a group was named as the project's"),
    "grantgroup.remove": _("a group is no longer the project's"),
    "letter.add": _("a letter was entered"),
    "letter.change": _("a letter was changed"),
    "letter.answer": _("an answer to the letter was begun"),
}
ACTORS = {
    "system:demo": _("the portal, which loads example data"),
    "system:facts": _("the portal, which loads facts"),
    "system:figures": _("the portal, which counts figures"),
    "system:term_reports": _("the portal, which begins term reports"),
    "system:reports": _("the portal, which builds reports"),
}
DETAILS = {
    "type": Detail(_("type"), (ReportType,)),
    "grant": Detail(_("grant")),
    "term": Detail(_("term")),
    "tables": Detail(_("tables")),
    "report": Detail(_("report")),
    "before": Detail(_("before"), (State,)),
    "after": Detail(_("after"), (State,)),
    **{f"grant.{name}.before": Detail(_("before"), (GrantState,)) for name in MOVES},
    **{f"grant.{name}.after": Detail(_("after"), (GrantState,)) for name in MOVES},
    "rows": Detail(_("rows")),
    "group": Detail(_("group")),
    "continues": Detail(_("continues")),
    "corrects": Detail(_("corrects")),
}
