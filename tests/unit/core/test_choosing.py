"""The choice of values: a fixed order, every value with its source, every missing one in one error."""

import pytest

from hooknb.core.choosing import Sources, choose, spelled, to_ask
from hooknb.core.node import Node
from hooknb.core.parameters import Parameters
from hooknb.errors import EntityError, MissingParameterError, ParameterError

URL = "https://api.example.com/$X"


def stored(by_hand=None, mapped=None):
    store = Parameters()
    for name, value in (by_hand or {}).items():
        store[name] = value
    for name, value in (mapped or {}).items():
        store.map(name, value, source="mapped by login")
    return store


@pytest.mark.parametrize(
    ("node", "call", "by_hand", "variables", "mapped", "value", "source", "hides"),
    [
        pytest.param(
            {"X": 1},
            {"X": 0},
            {"X": 2},
            {"X": 3},
            {"X": 4},
            0,
            "call",
            "node, session, notebook variable, mapped by login",
            id="call",
        ),
        pytest.param(
            {"X": 1},
            {},
            {"X": 2},
            {"X": 3},
            {"X": 4},
            1,
            "node",
            "session, notebook variable, mapped by login",
            id="node",
        ),
        pytest.param(
            {},
            {},
            {"X": 2},
            {"X": 3},
            {"X": 4},
            2,
            "session",
            "notebook variable, mapped by login",
            id="session",
        ),
        pytest.param(
            {}, {}, {}, {"X": 3}, {"X": 4}, 3, "notebook variable", "mapped by login", id="variable"
        ),
        pytest.param({}, {}, {}, {}, {"X": 4}, 4, "mapped by login", "", id="mapped"),
    ],
)
def test_the_first_source_that_has_a_value_wins(node, call, by_hand, variables, mapped, value, source, hides):
    made = Node(URL, parameters=node)
    sources = Sources(call=call, store=stored(by_hand, mapped), variables=variables.__getitem__)
    chosen = choose(made, sources)["X"]
    assert (chosen.value, chosen.source, chosen.hides) == (value, source, hides)


def test_an_unset_parameter_is_asked_for():
    asked = []

    def ask(prompt, *, secret=False):
        asked.append((prompt, secret))
        return "42"

    node = Node(URL, parameters=[{"name": "X", "entity": "sys.number"}])
    chosen = choose(node, Sources(ask=ask))["X"]
    assert (chosen.value, chosen.source) == (42, "answer")
    assert asked == [("X (sys.number): ", False)]


def test_an_answer_that_does_not_fit_is_asked_for_again():
    answers = iter(["abc", "7"])
    prompts = []

    def ask(prompt, *, secret=False):
        prompts.append(prompt)
        return next(answers)

    node = Node(URL, parameters=[{"name": "X", "entity": "sys.number"}])
    assert choose(node, Sources(ask=ask))["X"].value == 7
    assert prompts == ["X (sys.number): ", "'abc' is not a number. X (sys.number): "]


def test_people_are_asked_in_the_order_of_the_declarations():
    asked = []

    def ask(prompt, *, secret=False):
        asked.append(prompt)
        return "1"

    node = Node(
        "https://api.example.com/$LAST",
        headers={"X-Key": "$KEY"},
        query={"page": None},
        parameters=[{"name": "FIRST"}, {"name": "LAST"}],
        secrets=[{"name": "KEY", "source": "prompt"}],
        body={"format": "json", "text": '{"a": $FIRST}'},
    )
    assert list(choose(node, Sources(ask=ask))) == ["LAST", "page", "KEY", "FIRST"]
    assert [prompt.partition(":")[0] for prompt in asked] == ["FIRST", "LAST", "KEY", "page"]


def test_a_secret_parameter_is_asked_for_in_secret():
    node = Node(URL, parameters=[{"name": "X", "secret": True}])
    chosen = choose(node, Sources(ask=lambda prompt, secret=False: "hush" if secret else "loud"))["X"]
    assert (chosen.value, chosen.secret, chosen.shown) == ("hush", True, "•••••")


def test_an_empty_query_value_is_asked_for_under_its_own_text():
    node = Node("https://api.example.com/", query={"filter[name]": None})
    assert choose(node, Sources(ask=lambda prompt, secret=False: "Ada"))["filter[name]"].value == "Ada"


def test_a_variable_that_merely_has_the_name_of_an_empty_query_value_is_not_sent():
    node = Node("https://api.example.com/", query={"page": None})
    with pytest.raises(MissingParameterError):
        choose(node, Sources(variables={"page": 3}.__getitem__))


def test_all_missing_parameters_are_named_in_one_error_with_their_mends():
    node = Node("https://api.example.com/$A/$B", query={"q": "$C"}, parameters=[{"name": "A"}])
    with pytest.raises(MissingParameterError) as caught:
        choose(node, Sources())
    assert caught.value.names == ("A", "B", "C")
    for part in ("$A (URL path)", "$B (URL path)", "$C (query q)", "--set A=VALUE", "$$B", "fill: declared"):
        assert part in str(caught.value)


def test_an_unknown_name_is_an_error_even_where_somebody_could_answer():
    with pytest.raises(MissingParameterError, match=r"\$X \(URL path\) is unknown"):
        choose(Node(URL), Sources(ask=lambda prompt, secret=False: "x"))


def test_a_value_that_does_not_fit_names_the_parameter_its_entity_and_its_source():
    node = Node(URL, parameters=[{"name": "X", "entity": "sys.number"}])
    with pytest.raises(EntityError, match=r"parameter X \(sys.number, from call\)"):
        choose(node, Sources(call={"X": "abc"}))


def test_a_variable_that_is_no_value_is_told_with_its_type():
    with pytest.raises(ParameterError, match="parameter X is a object"):
        choose(Node(URL), Sources(variables={"X": object()}.__getitem__))


def test_a_name_that_the_node_does_not_use_is_refused_in_a_call():
    with pytest.raises(ParameterError, match="uses no parameter Y"):
        choose(Node(URL), Sources(call={"X": 1, "Y": 2}))


@pytest.mark.parametrize(
    ("entity", "written", "value", "text"),
    [
        pytest.param("sys.any", "2.50", 2.5, "2.50", id="digits-are-kept-in-text"),
        pytest.param("sys.any", "01234", "01234", "01234", id="leading-zero"),
        pytest.param("sys.number", "2.50", 2.5, "2.50", id="number"),
        pytest.param(
            "sys.date", "2026-11-24T10:00:00", "2026-11-24", "2026-11-24", id="date-in-its-own-form"
        ),
        pytest.param("sys.time", "evening", "18:00", "18:00", id="time-in-its-own-form"),
    ],
)
def test_text_places_get_what_was_written_or_the_entitys_own_form(entity, written, value, text):
    node = Node(URL, parameters=[{"name": "X", "entity": entity}])
    chosen = choose(node, Sources(call={"X": spelled(written)}))["X"]
    assert (chosen.value, chosen.text) == (value, text)


def test_a_secret_comes_from_its_source_and_is_masked(tmp_path):
    node = Node(URL, secrets={"X": "env API_TOKEN"})
    chosen = choose(node, Sources(environ={"API_TOKEN": "s3cret-value"}, directory=tmp_path))["X"]
    assert (chosen.text, chosen.source, chosen.shown) == ("s3cret-value", "env API_TOKEN", "•••••")
    with pytest.raises(ParameterError, match="API_TOKEN"):
        choose(node, Sources(environ={}, directory=tmp_path))


def test_sources_show_neither_given_values_nor_the_environment():
    shown = repr(Sources(call={"T": "given-secret"}, environ={"TOKEN": "environment-secret"}))
    assert "secret" not in shown


def test_a_variable_with_a_near_name_is_suggested():
    class Variables(dict):
        __call__ = dict.__getitem__

        def names(self):
            return list(self)

    with pytest.raises(MissingParameterError, match=r"did you mean \$API\?"):
        choose(Node("$APi/users"), Sources(variables=Variables(API="https://api.example.com", other=1)))


def test_where_nothing_is_sent_no_secret_is_looked_up_or_asked_for():
    node = Node(
        "https://api.example.com/$X",
        headers={"A": "$ENV", "B": "$RING", "C": "$PROMPT", "D": "$ASKED"},
        parameters=[{"name": "ASKED", "secret": True, "entity": "sys.number"}, {"name": "X", "value": 1}],
        secrets={"ENV": "env NO_SUCH", "RING": "keyring no-such ada", "PROMPT": "prompt"},
    )
    chosen = choose(node, Sources(environ={}, stand_ins=True))
    assert chosen["X"].value == 1
    for name in ("ENV", "RING", "PROMPT", "ASKED"):
        assert (chosen[name].text, chosen[name].secret) == (f"stands-in-for-{name}", True)
    assert chosen["ENV"].source == "env NO_SUCH, not looked up"


def test_a_secret_that_was_given_is_taken_also_where_nothing_is_sent():
    node = Node(URL, secrets={"X": "prompt"})
    assert choose(node, Sources(call={"X": "given"}, stand_ins=True))["X"].text == "given"


def test_a_mask_stands_for_a_secret_only_where_nothing_is_sent():
    store = Parameters()
    store.map("X", "«X»", source="mapped by login", secret=True)
    assert choose(Node(URL), Sources(store=store, stand_ins=True))["X"].text == "stands-in-for-X"
    with pytest.raises(ParameterError, match=r"X is only the mask «X» \(mapped by login\)") as caught:
        choose(Node(URL), Sources(store=store))
    assert "--record" in str(caught.value)
    store.map("X", "«bonjour»")
    assert choose(Node(URL), Sources(store=store))["X"].text == "«bonjour»"


def test_what_was_answered_before_is_not_asked_again():
    node = Node(URL, query={"city": None}, parameters=[{"name": "X", "entity": "sys.number"}])
    answers = {"X": spelled("2.50"), "city": spelled("Graz")}
    chosen = choose(node, Sources(answers=answers))
    assert [(each.value, each.text, each.source) for each in chosen.values()] == [
        (2.5, "2.50", "answer of then"),
        ("Graz", "Graz", "answer of then"),
    ]
    with pytest.raises(MissingParameterError, match="city"):
        choose(node, Sources(answers={"X": spelled("1")}))


@pytest.mark.parametrize(
    ("sources", "names"),
    [
        pytest.param({}, ("X", "city", "PIN"), id="nothing-is-known"),
        pytest.param({"stand_ins": True}, ("X", "city"), id="nothing-is-sent"),
        pytest.param({"call": {"X": 1, "city": "Graz"}}, ("PIN",), id="given"),
        pytest.param({"store": stored({"X": 1, "PIN": 2}, {"city": 3})}, (), id="known"),
    ],
)
def test_only_what_has_no_value_is_to_be_asked_for(sources, names):
    parameters = [{"name": "X"}, {"name": "PIN", "secret": True}, {"name": "UNUSED"}]
    node = Node(
        URL,
        headers={"A": "$PIN$ENV$unknown"},
        query={"city": None},
        parameters=parameters,
        secrets={"ENV": "env A"},
    )
    assert to_ask(node, Sources(**sources)) == names
