"""How near names are to one another."""

import pytest

from hooknb.core.survey.naming import is_plural, nearness, words_of


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("userId", ("user", "id")),
        ("USER_IDS", ("user", "id")),
        ("HTTPStatus", ("http", "status")),
        ("first-name", ("first", "name")),
        ("line2", ("line", "2")),
        ("categories", ("category",)),
        ("größe", ("größe",)),
        ("address", ("address",)),
        ("", ()),
        ("__", ()),
    ],
)
def test_a_name_has_words(name, words):
    assert words_of(name) == words


@pytest.mark.parametrize(
    ("name", "answer"),
    [("IDS", True), ("ITEM_NAMES", True), ("STATUS", False), ("BUS", False), ("X", False), ("", False)],
)
def test_a_name_is_that_of_one_or_of_several(name, answer):
    assert is_plural(name) is answer


@pytest.mark.parametrize(
    ("name", "nearer", "farther"),
    [
        ("USER_ID", "data.userId", "data.id"),
        ("USER_ID", "user.id", "order.id"),
        ("ORDER_ID", "order.id", "order.user"),
        ("ORDER_ID", "id", "order.total"),
        ("EMAIL", "contact.mail", "contact.name"),
        ("QTY", "line.quantity", "line.sku"),
        ("DUE_DATE", "payment.dueDate", "payment.paidDate"),
        ("NAME", "name", "username"),
        ("TEMPRATURE", "current.temperature", "current.sky"),
    ],
)
def test_one_place_is_nearer_than_another(name, nearer, farther):
    def score(path):
        *above, last = path.split(".")
        return nearness(words_of(name), above, last)

    assert score(nearer) > score(farther)
    assert 0 <= score(farther) <= score(nearer) <= 1


def test_nothing_is_near_to_nothing():
    assert nearness((), ["a"], "a") == nearness(("a",), [], "") == 0
