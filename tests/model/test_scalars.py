from __future__ import annotations

from datetime import date

import pytest

from opbook.model.scalars import Span


@pytest.mark.parametrize(
    ("span", "day", "over"),
    [
        (Span(10, "day"), date(2026, 11, 22), date(2026, 12, 2)),
        (Span(2, "week"), date(2026, 11, 22), date(2026, 12, 6)),
        (Span(6, "month"), date(2026, 5, 22), date(2026, 11, 22)),
        (Span(1, "month"), date(2026, 1, 31), date(2026, 2, 28)),
        (Span(9999, "month"), date(9990, 1, 1), date.max),
        (Span(9999, "week"), date(9990, 1, 1), date.max),
    ],
)
def test_when_a_length_of_time_is_over(span: Span, day: date, over: date):
    assert span.after(day) == over
