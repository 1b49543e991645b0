"""The dtype of a column."""

import pytest

from hooknb.core.objectpath.missing import MISSING
from hooknb.core.survey.dtypes import dtype_of, numbers_of


@pytest.mark.parametrize(
    ("cells", "dtype"),
    [
        ([1, 2], "int64"),
        ([1, None], "Int64"),
        ([1, MISSING], "Int64"),
        ([2**63], "object"),
        ([1.5], "float64"),
        ([1, 1.5, None], "float64"),
        ([2**53 + 1, 1.5], "object"),
        ([True, False], "bool"),
        ([True, None], "boolean"),
        ([True, 1], "object"),
        (["a", None], "string"),
        (["a", 1], "object"),
        ([[1]], "object"),
        ([None], "object"),
        ([], "object"),
    ],
    ids=repr,
)
def test_a_dtype_loses_nothing(cells, dtype):
    assert dtype_of(cells) == dtype


@pytest.mark.parametrize(
    ("cells", "numbers"),
    [
        (["7", "-2.50", None, MISSING], [7, -2.5, None, MISSING]),
        (["7", "007"], ["7", "007"]),
        (["1" * 19], ["1" * 19]),
        (["7", ["8"]], ["7", ["8"]]),
        (["", "7"], ["", "7"]),
        ([None], [None]),
    ],
    ids=repr,
)
def test_texts_of_xml_become_numbers_when_all_are(cells, numbers):
    assert numbers_of(cells) == numbers
