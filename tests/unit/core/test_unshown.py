"""Containers that show nothing: they do what others do, and their repr, which a traceback prints, says how many."""

import pytest

from hooknb.core.unshown import UnshownMap, UnshownPairs


@pytest.mark.parametrize(
    ("container", "shown"),
    [
        (UnshownPairs(), "<0 secrets>"),
        (UnshownPairs([("T", "s3cret")]), "<1 secret>"),
        (UnshownPairs([("T", "s3cret"), ("U", "s3cret")]), "<2 secrets>"),
        (UnshownMap({}), "<0 values>"),
        (UnshownMap({"T": "s3cret"}), "<1 value>"),
    ],
)
def test_the_repr_says_how_many(container, shown):
    assert (repr(container), str(container), f"{container}") == (shown, shown, shown)


def test_pairs_are_a_list():
    assert [*UnshownPairs([("T", "s3cret")]), ("U", "x")] == [("T", "s3cret"), ("U", "x")]


def test_a_map_follows_what_it_looks_into():
    values = {"T": "s3cret"}
    unshown = UnshownMap(values)
    values["U"] = "other"
    assert (dict(unshown), "U" in unshown, len(unshown), unshown.get("V")) == (values, True, 2, None)
    with pytest.raises(KeyError):
        unshown["V"]
