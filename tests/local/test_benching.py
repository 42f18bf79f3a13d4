"""What ``./portal bench`` says about a ratio."""

from barnstod.local.benching import print_table


def test_ratio_is_met_up_to_its_target_in_the_direction_that_is_better(capsys):
    rows = [
        {"key": "cached_vs_bare", "ratio": 0.7, "target": 0.7, "better": "max", "rows": 60},
        {"key": "cpu_vs_weasyprint", "ratio": 1.31, "target": 1.3, "better": "min", "rows": 3},
        {"key": "queries_10000_vs_10", "ratio": 1, "target": 1, "better": "min", "rows": 60},
    ]

    missed = print_table("public", rows)

    assert missed == 1
    assert [line.split() for line in capsys.readouterr().out.splitlines()] == [
        ["public", "cached_vs_bare", "0.700", "at", "least", "0.7", "met", "60", "rows"],
        ["public", "cpu_vs_weasyprint", "1.310", "at", "most", "1.3", "MISSED", "3", "rows"],
        ["public", "queries_10000_vs_10", "1.000", "at", "most", "1", "met", "60", "rows"],
    ]
