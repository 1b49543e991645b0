"""What texts look like."""

import pytest

from hooknb.core.survey.forms import form_of


@pytest.mark.parametrize(
    ("texts", "form"),
    [
        (["2026-11-24", "2026-02-28"], "date"),
        (["2026-13-24"], ""),
        (["2026-11-24T10:00:00Z", "2026-11-24 10:00", "2026-11-24T10:00:00.123+01:00"], "date and time"),
        (["2026-11-24", "2026-11-24T10:00Z"], ""),
        (["10:00", "23:59:59"], "time"),
        (["24:00"], ""),
        (["7", "-0.5", "1e3"], "number"),
        (["007"], ""),
        (["3f2504e0-4f89-41d3-9a0c-0305e82c3301"], "UUID"),
        (["ada@example.com"], "mail"),
        (["https://example.com/a?b"], "URL"),
        (["https://example.com", "a word"], ""),
        (["", "7"], "number"),
        ([""], ""),
        ([], ""),
        (["7" * 301], ""),
        (["٣"], ""),
    ],
)
def test_texts_look_like(texts, form):
    assert form_of(texts) == form
