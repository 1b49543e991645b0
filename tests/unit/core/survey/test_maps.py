"""Which names are words that somebody chose, and which objects are maps."""

from collections import Counter
from itertools import chain

import pytest

from hooknb.core.survey.maps import is_map, key_kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("2026-11-24", "date"),
        ("2026-11", "date"),
        ("2026-11-24T10:00:00Z", "date"),
        ("2026-13-24", None),
        ("1042", "number"),
        ("-3", "number"),
        ("usr_10042", "id"),
        ("A-1023", "id"),
        ("3f2504e0-4f89-41d3-9a0c-0305e82c3301", "id"),
        ("507f1f77bcf86cd799439011", "id"),
        ("ada@example.com", "id"),
        ("userId", None),
        ("sha256", None),
        ("p95", None),
        ("address1", None),
        ("x-request-id", None),
        ("deadbeefcafe", None),
        ("", None),
        ("1" * 1000, None),
    ],
)
def test_a_name_is_a_word_or_data(name, kind):
    assert key_kind(name) == kind


RECORD = {"name": "x", "price": 1, "stock": 2}
CODES = "AT BE BG CH CY CZ DE DK EE ES".split()


@pytest.mark.parametrize(
    ("objects", "answer"),
    [
        pytest.param([{"id": 1, "name": "Ann"}], False, id="a record"),
        pytest.param([{"2026-11-24": 1}], True, id="one date"),
        pytest.param([{"0": "zero"}], False, id="one digit may be a name"),
        pytest.param([{"1042": {}}], True, id="one long number"),
        pytest.param([{"1": {}, "2": {}}], True, id="numbers"),
        pytest.param([{"1042": 1, "1043": 1, "total": 2}], False, id="as many words as not"),
        pytest.param([{**{str(n): n for n in range(20)}, "total": 2}], True, id="a word among many numbers"),
        pytest.param([{code: {"rate": 1.0} for code in CODES}], True, id="country codes"),
        pytest.param(
            [dict.fromkeys("USD EUR CHF GBP SEK NOK DKK PLN".split(), 1.0)], True, id="currency codes"
        ),
        pytest.param(
            [dict.fromkeys("ID URL NAME CODE SKU QTY TAX NET".split(), 1)], False, id="short upper-case names"
        ),
        pytest.param([{"billing": RECORD, "shipping": RECORD}], False, id="two records alike"),
        pytest.param([{f"thing{chr(97 + n)}": RECORD for n in range(12)}], True, id="a dozen records alike"),
        pytest.param([{f"field{chr(97 + n)}": n for n in range(26)}], False, id="many numbers with names"),
        pytest.param([{f"k{n}x": n for n in range(250)}], True, id="hundreds of one kind"),
        pytest.param(
            [{f"k{n}x": n if n % 2 else "x" for n in range(250)}], False, id="hundreds of two kinds"
        ),
        pytest.param([{f"k{n}x": n if n % 2 else "x" for n in range(1001)}], True, id="a thousand"),
        pytest.param(
            [{f"label{chr(97 + n)}{chr(97 + m)}": 1} for n in range(6) for m in range(6)], True, id="labels"
        ),
        pytest.param([{1: "a"}], True, id="a name that is no text"),
        pytest.param([{}], False, id="empty"),
    ],
)
def test_an_object_is_a_record_or_a_map(objects, answer):
    assert is_map(Counter(chain.from_iterable(objects)), objects) is answer
