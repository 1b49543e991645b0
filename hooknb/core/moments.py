"""Dates and times of day as people write and say them, read into ISO text.

Only reading, for `sys.date` and `sys.time`; which entity types exist is `core/entities.py`. Nothing here
looks at the clock: a relative date resolves against the day it is given.

    >>> read_date("next monday", date(2026, 11, 24))
    '2026-11-30'
    >>> read_time("5:30 pm")
    '17:30'
"""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime, time, timedelta

from hooknb.errors import EntityError, quoted

# The words that are documented for the product's time entity, and what they stand for.
TIMES_OF_DAY = {"morning": "06:00", "noon": "12:00", "afternoon": "13:00", "evening": "18:00"}

DATE_HINT = "write YYYY-MM-DD, a weekday, or words such as 'tomorrow', 'next monday', 'in 3 days'"
TIME_HINT = "write HH:MM, HH:MM:SS, '5pm', or one of " + ", ".join(TIMES_OF_DAY)

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NEAR_DAYS = {
    "day before yesterday": -2,
    "yesterday": -1,
    "today": 0,
    "tomorrow": 1,
    "day after tomorrow": 2,
}
_COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
_DAYS_IN = {"day": 1, "week": 7}
_MONTHS_IN = {"month": 1, "year": 12}

_WEEKDAY = re.compile(rf"(?:on )?(?:(?P<which>this|next|last) )?(?P<day>{'|'.join(_WEEKDAYS)})")
_NEIGHBOUR = re.compile(r"(?P<which>next|last) (?P<unit>week|month|year)")
_DISTANCE = re.compile(
    rf"(?P<ahead>in )?(?P<count>[0-9]{{1,9}}|{'|'.join(_COUNTS)}) (?P<unit>day|week|month|year)s?"
    r"(?P<tail> ago| from now| from today)?"
)
_DATED = re.compile(r"(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})(?:[t ](?P<clock>.+))?")
_CLOCK = re.compile(
    r"(?P<hour>[0-9]{1,2})(?P<minute>:[0-5][0-9](?P<second>:[0-5][0-9](?:[.,][0-9]+)?)?)?"
    r"(?: ?(?P<half>am|pm)| ?(?:z|[+-][0-9]{2}:?[0-9]{2}))?"
)
_TIME_WORD = re.compile(rf"(?:in the |this |at )?(?P<word>{'|'.join(TIMES_OF_DAY)})")
_READ_TWO_WAYS = re.compile(r"[0-9]{1,4}([/.])[0-9]{1,2}\1[0-9]{1,4}")


def read_date(value: date | str, today: date) -> str:
    """Return the ISO date (`YYYY-MM-DD`) that a value means.

    A weekday alone, or with "this", is its next occurrence, which may be today; "next" is after today and
    "last" before it. "next week" is in 7 days; a month from the 31st is the last day of a shorter month. Of a
    date with a time only the date is kept, as it is written: no time zone is applied.

    Args:
        value: a `date`, a `datetime`, or text: an ISO date or datetime, a weekday, or relative English words.
        today: the day that relative words start from.

    Raises:
        EntityError: when the value means no date, or one outside the years 1 to 9999.

    Example:
        >>> read_date("in 3 days", date(2026, 12, 30))
        '2027-01-02'
    """
    if isinstance(value, date):
        return date(value.year, value.month, value.day).isoformat()
    text = _folded(value)
    try:
        found = _iso_date(text) or _relative_date(text.removeprefix("the "), today)
    except (OverflowError, ValueError):
        raise EntityError(f"{quoted(value)} is not in the calendar", hint=DATE_HINT) from None
    if found is None:
        ambiguous = _READ_TWO_WAYS.fullmatch(text)
        hint = "day and month could be read two ways: write YYYY-MM-DD" if ambiguous else DATE_HINT
        raise EntityError(f"{quoted(value)} is not a date", hint=hint)
    return found.isoformat()


def read_time(value: datetime | time | str) -> str:
    """Return the ISO time of day that a value means: `HH:MM`, or `HH:MM:SS` where seconds are written.

    Fractions of a second and time zones are not kept: it is the clock as it is written.

    Args:
        value: a `time`, a `datetime`, or text: a 24-hour or am/pm clock, an ISO datetime, or one of the
            documented words morning (06:00), noon (12:00), afternoon (13:00) and evening (18:00).

    Raises:
        EntityError: when the value means no time of day.

    Example:
        >>> read_time("evening"), read_time("2026-11-24T07:05:09Z")
        ('18:00', '07:05:09')
    """
    if isinstance(value, (datetime, time)):
        return f"{value:%H:%M:%S}" if value.second else f"{value:%H:%M}"
    text = _folded(value)
    if word := _TIME_WORD.fullmatch(text):
        return TIMES_OF_DAY[word["word"]]
    dated = _DATED.fullmatch(text)
    found = _clock((dated["clock"] or "") if dated else text.removeprefix("at "))
    if found is None:
        raise EntityError(f"{quoted(value)} is not a time of day", hint=TIME_HINT)
    return found


def _folded(text: str) -> str:
    """Return text in lower case, with single spaces and without the points of "p.m."."""
    return " ".join(text.casefold().replace("a.m.", "am").replace("p.m.", "pm").split())


def _iso_date(text: str) -> date | None:
    """Read `YYYY-MM-DD`, alone or before a time; ValueError for a day that is not in the calendar."""
    match = _DATED.fullmatch(text)
    if match is None or (match["clock"] and _clock(match["clock"]) is None):
        return None
    return date.fromisoformat(match["date"])


def _relative_date(text: str, today: date) -> date | None:
    """Read words that mean a day seen from today."""
    if text in _NEAR_DAYS:
        return today + timedelta(days=_NEAR_DAYS[text])
    if match := _WEEKDAY.fullmatch(text):
        return _weekday(_WEEKDAYS.index(match["day"]), match["which"] or "this", today)
    if match := _NEIGHBOUR.fullmatch(text):
        return _moved(today, 1 if match["which"] == "next" else -1, match["unit"])
    match = _DISTANCE.fullmatch(text)
    if match is None or bool(match["ahead"]) == bool(match["tail"]):
        return None
    count = _COUNTS.get(match["count"]) or int(match["count"])
    return _moved(today, -count if match["tail"] == " ago" else count, match["unit"])


def _weekday(day: int, which: str, today: date) -> date:
    """Return the day of the week (0 is Monday) nearest to today in the direction that `which` says."""
    if which == "last":
        return today - timedelta(days=(today.weekday() - day - 1) % 7 + 1)
    if which == "next":
        return today + timedelta(days=(day - today.weekday() - 1) % 7 + 1)
    return today + timedelta(days=(day - today.weekday()) % 7)


def _moved(day: date, count: int, unit: str) -> date:
    """Return the day that lies a number of days, weeks, months or years away."""
    if unit in _DAYS_IN:
        return day + timedelta(days=count * _DAYS_IN[unit])
    year, month = divmod(day.year * 12 + day.month - 1 + count * _MONTHS_IN[unit], 12)
    if not 1 <= year <= 9999:
        raise OverflowError(year)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _clock(text: str) -> str | None:
    """Read a clock such as `17:30`, `5pm`, `07:05:09.25Z`."""
    match = _CLOCK.fullmatch(text)
    if match is None or not (match["minute"] or match["half"]):
        return None
    hour = int(match["hour"])
    if match["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match["half"] == "pm" else 0)
    return f"{hour:02}{(match['minute'] or ':00')[:6]}" if hour < 24 else None
