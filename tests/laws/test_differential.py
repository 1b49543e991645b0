"""Many random paths on random documents: what do others find there?

    HOOKNB_EXAMPLES=4000 pytest -o timeout=0 tests/laws/test_differential.py    (200,000 cases)

Each example of HOOKNB_EXAMPLES is one path of each dialect, looked up in 25 documents.
"""

from __future__ import annotations

import json
import os
import random
import warnings
from collections import Counter

import jsonpath_rfc9535
import pytest
from laws.random_paths import JsonpathNg, Rfc9535, document

from hooknb.core.objectpath.path import ObjectPath

PATHS = int(os.environ.get("HOOKNB_EXAMPLES", "60"))
DOCUMENTS = 25
SEED = 0 if "CI" in os.environ else random.randrange(2**32)
# A pool that is drawn once: the paths differ, and making documents costs more than looking into them.
POOL = 2_000


@pytest.fixture(scope="module")
def pool():
    draw = random.Random(SEED)
    return [document(draw) for _ in range(POOL)]


def spelled(found) -> list[str]:
    return [json.dumps(value, sort_keys=True) for value in found]


def test_rfc_9535_means_what_jsonpath_rfc9535_finds(pool):
    draw = random.Random(SEED + 1)
    paths, counts = Rfc9535(draw), Counter()
    for _ in range(PATHS):
        text = paths.path()
        ours, theirs = ObjectPath(text, strict=True), jsonpath_rfc9535.compile(text)
        for data in draw.choices(pool, k=DOCUMENTS):
            found, expected = spelled(ours.find(data)), spelled(theirs.find(data).values())
            assert found == expected, f"seed {SEED}: {text!r} in {json.dumps(data)}"
            counts[bool(found)] += 1
    told(counts)


def test_the_shared_dialect_means_what_jsonpath_ng_finds(pool):
    from jsonpath_ng.ext import parse

    draw = random.Random(SEED + 2)
    paths, counts = JsonpathNg(draw), Counter()
    for _ in range(PATHS):
        text = paths.path()
        ours = ObjectPath(text)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            theirs = parse(text)
        for data in draw.choices(pool, k=DOCUMENTS):
            found = spelled(ours.find(data))
            try:
                expected = spelled(match.value for match in theirs.find(data))
            except NotImplementedError:
                # `@.a & …` in a filter: it takes `&` for the intersection of paths, which it does not have.
                assert " & " in text
                counts["jsonpath-ng raises", bool(found)] += 1
                continue
            # Below `..` its order is its own: docs/object-paths.md.
            alike = sorted(found) == sorted(expected) if ".." in text else found == expected
            assert alike, f"seed {SEED}: {text!r} in {json.dumps(data)}: {found}, not {expected}"
            counts[ours.dialect, bool(found)] += 1
    told(counts)


def told(counts) -> None:
    """Say how many cases there were, and fail when hardly any of them found anything."""
    print(f"{sum(counts.values()):,} cases: {dict(counts)}")
    found = sum(count for key, count in counts.items() if key is True or (isinstance(key, tuple) and key[1]))
    assert found > sum(counts.values()) / 50
