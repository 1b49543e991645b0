from datetime import UTC, date, datetime, time

import pytest

from hooknb.core.moments import read_date, read_time
from hooknb.errors import EntityError

TODAY = date(2026, 11, 24)  # a Tuesday


@pytest.mark.parametrize(
    ("written", "becomes"),
    [
        (date(2026, 1, 2), "2026-01-02"),
        (datetime(2026, 1, 2, 23, 59, tzinfo=UTC), "2026-01-02"),
        (date(9, 1, 2), "0009-01-02"),
        ("2026-02-28", "2026-02-28"),
        (" 2026-02-28 ", "2026-02-28"),
        ("2026-02-28T23:30:00.1234567+02:00", "2026-02-28"),
        ("2026-02-28 23:30", "2026-02-28"),
        ("today", "2026-11-24"),
        ("Tomorrow", "2026-11-25"),
        ("YESTERDAY", "2026-11-23"),
        ("the day after tomorrow", "2026-11-26"),
        ("day before yesterday", "2026-11-22"),
        ("tuesday", "2026-11-24"),
        ("this tuesday", "2026-11-24"),
        ("next tuesday", "2026-12-01"),
        ("last tuesday", "2026-11-17"),
        ("monday", "2026-11-30"),
        ("on Monday", "2026-11-30"),
        ("next monday", "2026-11-30"),
        ("last monday", "2026-11-23"),
        ("wednesday", "2026-11-25"),
        ("last  Friday", "2026-11-20"),
        ("sunday", "2026-11-29"),
        ("in 3 days", "2026-11-27"),
        ("in 0 days", "2026-11-24"),
        ("in a week", "2026-12-01"),
        ("in two weeks", "2026-12-08"),
        ("in 1 month", "2026-12-24"),
        ("in 14 months", "2028-01-24"),
        ("3 days ago", "2026-11-21"),
        ("a year ago", "2025-11-24"),
        ("11 months ago", "2025-12-24"),
        ("2 days from now", "2026-11-26"),
        ("2 days from today", "2026-11-26"),
        ("next week", "2026-12-01"),
        ("last week", "2026-11-17"),
        ("next month", "2026-12-24"),
        ("last year", "2025-11-24"),
    ],
    ids=str,
)
def test_a_date_is_read(written, becomes):
    assert read_date(written, TODAY) == becomes


@pytest.mark.parametrize(
    ("today", "written", "becomes"),
    [
        (date(2026, 1, 31), "next month", "2026-02-28"),
        (date(2028, 1, 31), "next month", "2028-02-29"),
        (date(2028, 2, 29), "next year", "2029-02-28"),
        (date(2026, 3, 31), "last month", "2026-02-28"),
        (date(2026, 12, 30), "in 3 days", "2027-01-02"),
        (date(9998, 12, 31), "next year", "9999-12-31"),
        (date(1, 12, 31), "11 months ago", "0001-01-31"),
    ],
    ids=str,
)
def test_months_keep_the_day_where_they_are_long_enough(today, written, becomes):
    assert read_date(written, today) == becomes


@pytest.mark.parametrize(
    ("written", "message", "hint"),
    [
        ("", "'' is not a date", "YYYY-MM-DD"),
        ("someday", "'someday' is not a date", "'next monday'"),
        ("20261124", "'20261124' is not a date", ""),
        ("2026-11", "'2026-11' is not a date", ""),
        ("2026-11-24Tnever", "'2026-11-24Tnever' is not a date", ""),
        ("24/11/2026", "'24/11/2026' is not a date", "two ways"),
        ("24.11.2026", "'24.11.2026' is not a date", "two ways"),
        ("3 days", "'3 days' is not a date", ""),
        ("in 3 days ago", "'in 3 days ago' is not a date", ""),
        ("next today", "'next today' is not a date", ""),
        ("2026-02-29", "'2026-02-29' is not in the calendar", ""),
        ("2026-13-01", "'2026-13-01' is not in the calendar", ""),
        ("in 999999999 weeks", "'in 999999999 weeks' is not in the calendar", ""),
        ("in 8000 years", "'in 8000 years' is not in the calendar", ""),
        ("2026 years ago", "'2026 years ago' is not in the calendar", ""),
    ],
)
def test_what_is_no_date_is_refused_with_a_hint(written, message, hint):
    with pytest.raises(EntityError) as caught:
        read_date(written, TODAY)
    assert caught.value.message == message
    assert hint in caught.value.hint


@pytest.mark.parametrize(
    ("written", "becomes"),
    [
        (time(17, 30), "17:30"),
        (time(17, 30, 5, 999), "17:30:05"),
        (datetime(2026, 1, 2, 7, 5, tzinfo=UTC), "07:05"),
        ("morning", "06:00"),
        ("Noon", "12:00"),
        ("in the afternoon", "13:00"),
        ("this evening", "18:00"),
        ("at noon", "12:00"),
        ("17:30", "17:30"),
        ("7:05", "07:05"),
        ("at 17:30", "17:30"),
        ("17:30:00", "17:30:00"),
        ("17:30:05.25", "17:30:05"),
        ("17:30Z", "17:30"),
        ("17:30:05+02:00", "17:30:05"),
        ("5pm", "17:00"),
        ("5 PM", "17:00"),
        ("5:30 p.m.", "17:30"),
        ("12am", "00:00"),
        ("12:15 pm", "12:15"),
        ("2026-11-24T07:05:09Z", "07:05:09"),
        ("2026-11-24 7:05 pm", "19:05"),
    ],
    ids=str,
)
def test_a_time_of_day_is_read(written, becomes):
    assert read_time(written) == becomes


@pytest.mark.parametrize(
    "written",
    ["", "17", "24:00", "17:60", "17:30:60", "13pm", "0am", "5:30:10.5.5", "midnight", "17.30", "2026-11-24"],
)
def test_what_is_no_time_of_day_is_refused_with_a_hint(written):
    with pytest.raises(EntityError) as caught:
        read_time(written)
    assert caught.value.message == f"{written!r} is not a time of day"
    assert "morning, noon, afternoon, evening" in caught.value.hint
