"""The board's own page."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from barnstod.security.access import allow
from reports.board.policies import can_read_board
from reports.board.queries import papers
from reports.board.trends import trends


@require_GET
@allow(can_read_board)
def board(request):
    return render(request, "reports/board.html", {"papers": papers(), "trends": trends()})
