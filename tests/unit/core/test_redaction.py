import copy
import json
import pickle

import pytest

from hooknb.core.redaction import MASK, Redactor, between_masks, is_masked

TOKEN = "s3cr3t/tok+en=Zq"
ONE = Redactor([("TOKEN", TOKEN)])


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (TOKEN, "«TOKEN»"),
        (f"a{TOKEN}b{TOKEN}", "a«TOKEN»b«TOKEN»"),
        ("s3cr3t%2Ftok%2Ben%3DZq", "«TOKEN»"),
        ("s3cr3t/tok%2ben=Zq", "«TOKEN»"),
        ("s3cr3t%252Ftok%252Ben%253DZq", "«TOKEN»"),
        ('{"t": "s3cr3t\\/tok+en=Zq"}', '{"t": "«TOKEN»"}'),
        ('{"t": "s3cr3t\\u002ftok\\u002Ben=Zq"}', '{"t": "«TOKEN»"}'),
        ("s3cr3t&#47;tok&#x2B;en=Zq", "«TOKEN»"),
        ("YTpzM2NyM3QvdG9rK2VuPVpx", "YT«TOKEN»"),
        ("7333637233742f746f6b2b656e3d5a71", "«TOKEN»"),
        ("s3cr3t/tok+en=Z", "s3cr3t/tok+en=Z"),
        ("S3CR3T/TOK+EN=ZQ", "S3CR3T/TOK+EN=ZQ"),
        ("", ""),
    ],
)
def test_a_secret_is_masked_in_every_form(text, shown):
    assert ONE.text(text) == shown
    assert ONE.contains(text) is (text != shown)


def test_a_host_name_is_found_in_lower_case():
    assert (
        Redactor([("SUB", "MySecretHost")]).url("https://mysecrethost.example.com/")
        == "https://«SUB».example.com/"
    )


def test_text_without_a_secret_is_the_same_object():
    text = "nothing " * 100
    assert ONE.text(text) is text
    assert Redactor().text(TOKEN) is TOKEN


@pytest.mark.parametrize(
    ("secrets", "text", "shown"),
    [
        ([("A", "abcdef"), ("B", "abcdefghij")], "abcdefghij abcdef", "«B» «A»"),
        ([("A", "abcdef"), ("B", "defghi")], "abcdefghi", "«A»"),
        ([("A", "abcdef"), ("B", "defghijk")], "abcdefghijk", "«B»"),
        ([("A", "abcdef"), ("B", "ghijkl")], "abcdefghijkl", "«A»«B»"),
        ([("A", "same-value"), ("B", "same-value")], "same-value", "«A»"),
        ([("A", ""), ("B", "abcdef")], "abcdef", "«B»"),
        ([("api key", "abcdef")], "abcdef", "«api_key»"),
    ],
    ids=["one in another", "overlapping", "longest names it", "touching", "same value", "empty", "odd name"],
)
def test_several_secrets_get_along(secrets, text, shown):
    assert Redactor(secrets).text(text) == shown


@pytest.mark.parametrize(
    ("secrets", "text", "shown"),
    [
        ([("TOKENS", "TOKENS")], "x TOKENS", "x •••••"),
        ([("PIN", "PIN")], "PIN", "•••••"),
        ([("PIN", "P")], "P", "«PIN»"),
        ([("A", "«abcdef»")], "x «abcdef»", "x ‹A›"),
        ([("A", "••••••")], "Bearer ••••••", "Bearer «A»"),
        ([("••••••", "••••••")], "••••••", "«______»"),
        ([("hunter2", "hunter2"), ("B", "••••••")], "hunter2", "«»"),
    ],
    ids=[
        "its own name",
        "its own short name",
        "part of its name",
        "guillemets",
        "bullets",
        "named by itself",
        "neither mask will do",
    ],
)
def test_a_mask_never_holds_what_it_hides(secrets, text, shown):
    redactor = Redactor(secrets)
    assert redactor.text(text) == shown
    assert redactor.text(shown) == shown
    assert is_masked(shown.split()[-1])


PIN = Redactor([("PIN", "1234")])


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("1234", "«PIN»"),
        ('{"pin": "1234"}', '{"pin": "«PIN»"}'),
        (r'"{\"pin\": \"1234\"}"', r'"{\"pin\": \"«PIN»\"}"'),
        ("{'pin': '1234'}", "{'pin': '«PIN»'}"),
        ("<pin>1234</pin>", "<pin>«PIN»</pin>"),
        ("pin=1234&a=1", "pin=«PIN»&a=1"),
        ("a=1&pin=1234", "a=1&pin=«PIN»"),
        ("12345", "12345"),
        ("in 1234 days", "in 1234 days"),
        ('"in 1234 days"', '"in 1234 days"'),
        ("pin=12345", "pin=12345"),
    ],
)
def test_a_short_secret_is_masked_only_where_it_stands_whole(text, shown):
    assert PIN.text(text) == shown


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://h/1234/x", "https://h/«PIN»/x"),
        ("https://h/x?pin=1234#top", "https://h/x?pin=«PIN»#top"),
        ("https://h/12345?n=x1234", "https://h/12345?n=x1234"),
    ],
)
def test_a_short_secret_is_masked_as_one_part_of_a_url(url, shown):
    assert PIN.url(url) == shown


def test_a_short_secret_is_masked_as_a_headers_value_and_as_a_leaf():
    assert PIN.headers([("X-Pin", "1234"), ("X-Id", "12345")]) == (("X-Pin", "«PIN»"), ("X-Id", "12345"))
    assert PIN.data({"pin": "1234", "id": "12345", "n": 1234}) == {"pin": "«PIN»", "id": "12345", "n": 1234}


def test_headers_are_masked_by_value_and_by_name():
    pairs = [
        ("Authorization", f"Bearer {TOKEN}"),
        ("Authorization", "Basic YTpzM2NyM3QvdG9rK2VuPVpx"),
        ("authorization", "Bearer other"),
        ("Cookie", f"sid={TOKEN}; theme=dark"),
        ("X-Api-Key", "other"),
        ("X-Echo", f"<{TOKEN}>"),
        ("Accept", "*/*"),
    ]
    assert ONE.headers(iter(pairs)) == (
        ("Authorization", "Bearer «TOKEN»"),
        ("Authorization", "Basic «TOKEN»"),
        ("authorization", "Bearer •••••"),
        ("Cookie", "sid=«TOKEN»; theme=•••••"),
        ("X-Api-Key", "•••••"),
        ("X-Echo", "<«TOKEN»>"),
        ("Accept", "*/*"),
    )


def test_a_url_is_masked_by_value_and_by_name():
    assert ONE.url("https://u:p@h/s3cr3t%2Ftok%2Ben%3DZq?sig=1&a=2#access_token=3") == (
        "https://•••••@h/«TOKEN»?sig=•••••&a=2#access_token=•••••"
    )


def test_more_names_are_always_masked():
    redactor = Redactor([("TOKEN", TOKEN)], also=["X-Customer"])
    shown = (("x-customer", MASK),)
    assert redactor.headers([("x-customer", "7")]) == shown
    assert redactor.adding("B", "abcdef").headers([("x-customer", "7")]) == shown
    assert redactor.url("/?customer=7") == f"/?customer={MASK}"


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        (b"plain", b"plain"),
        (TOKEN.encode() + b"\xff", "«TOKEN»".encode() + b"\xff"),
        (b"\xff\xfe" + TOKEN.encode("utf-16-le"), b"\xff\xfe" + "«TOKEN»".encode()),
        (TOKEN.encode("utf-16-be"), "«TOKEN»".encode()),
        (b"t=s3cr3t%2Ftok%2Ben%3DZq&a=1", "t=«TOKEN»&a=1".encode()),
    ],
    ids=repr,
)
def test_bytes_are_masked_and_others_kept(content, shown):
    assert ONE.bytes(content) == shown


@pytest.mark.parametrize("codec", ["utf-8", "latin-1", "utf-16-le"])
def test_bytes_are_masked_in_any_charset(codec):
    assert Redactor([("KEY", "schlüssel")]).bytes("schlüssel".encode(codec)) == "«KEY»".encode()


def test_data_is_masked_in_values_keys_numbers_and_bytes():
    redactor = ONE.adding("NUMBER", "123456")
    data = {TOKEN: [TOKEN, (f"a{TOKEN}", None)], "n": 123456, "f": 0.123456, "b": TOKEN.encode(), "ok": True}
    assert redactor.data(data) == {
        "«TOKEN»": ["«TOKEN»", ("a«TOKEN»", None)],
        "n": "«NUMBER»",
        "f": "0.«NUMBER»",
        "b": "«TOKEN»".encode(),
        "ok": True,
    }
    assert data["n"] == 123456


def test_keys_that_masking_makes_equal_are_all_kept():
    redactor = ONE.adding("TOKEN", "other-token")
    assert redactor.data({TOKEN: 1, "other-token": 2, "x": 3}) == {"«TOKEN»": 1, "«TOKEN» 2": 2, "x": 3}


def test_data_without_a_secret_is_the_same_object():
    data = {"a": [1, 2.5, None, True, "x", 10**5000, b"y", object()]}
    assert Redactor().data(data) is data
    assert ONE.data(data) == data
    data["a"].remove(b"y")
    assert ONE.data(data) is data


def test_a_secret_that_is_only_in_utf_16_bytes_of_data_is_found():
    assert ONE.data([TOKEN.encode("utf-16-le")]) == ["«TOKEN»".encode()]


def test_deep_data_is_masked():
    deep = [TOKEN]
    for _ in range(100_000):
        deep = [deep]
    shown = ONE.data(deep)
    for _ in range(100_000):
        (shown,) = shown
    assert shown == ["«TOKEN»"]


def test_shared_data_is_looked_through_once_and_a_loop_is_cut():
    shared = [TOKEN]
    for _ in range(60):
        shared = [shared, shared]
    shown = ONE.data(shared)
    for _ in range(60):
        assert shown[0] is shown[1]
        shown = shown[1]
    assert shown == ["«TOKEN»"]
    loop = [TOKEN]
    loop.append(loop)
    assert ONE.data(loop) == ["«TOKEN»", "…"]


@pytest.mark.parametrize("value", ["a\\", "\\b", '"q"', "x/y", "0000", "n\\u00"], ids=repr)
def test_masked_json_is_still_json(value):
    redactor = Redactor([("TOKEN", value * 3)])
    for before in ("", "\\", "\\\\", '"', "\x00", "\n", "é"):
        text = json.dumps([before + value * 3 + before])
        assert json.loads(redactor.text(text))
        assert redactor.contains(text)


def test_adding_gives_another_redactor_and_keeps_the_first():
    more = ONE.adding("OTHER", "abcdef")
    assert more.text("abcdef") == "«OTHER»"
    assert ONE.text("abcdef") == "abcdef"
    assert more.adding("AGAIN", "abcdef") is more
    assert more.adding("EMPTY", "") is more


def test_a_redactor_shows_and_gives_away_nothing():
    assert repr(ONE) == "<Redactor of TOKEN>"
    assert repr(Redactor()) == "<Redactor of nothing>"
    with pytest.raises(TypeError, match="cannot be pickled"):
        pickle.dumps(ONE)
    assert copy.copy(ONE) is ONE
    assert copy.deepcopy([ONE])[0] is ONE
    assert not hasattr(ONE, "__dict__")


def test_redactors_are_equal_by_value():
    same = Redactor([("TOKEN", TOKEN)])
    same.text("used")
    assert same == ONE
    assert hash(same) == hash(ONE)
    assert ONE.adding("B", "abcdef") != ONE
    assert ONE != TOKEN


@pytest.mark.parametrize(
    ("value", "masked"),
    [
        (MASK, True),
        ("«TOKEN»", True),
        ("‹A›", True),
        ("«»", True),
        ("«bon mot»", False),
        ("TOKEN", False),
        (5, False),
    ],
)
def test_a_mask_that_comes_back_is_recognised(value, masked):
    assert is_masked(value) is masked


@pytest.mark.parametrize(
    ("end", "shown"),
    [
        (b"", ""),
        (b"echo s3cret-token-Valu", "echo «TOKEN»"),
        (b"s3cret", "«TOKEN»"),
        (b"s3cre", "s3cre"),
        (b"s3cret-s3cret-t", "s3cret-«TOKEN»"),
        (b"s3cret-token-Value99", "«TOKEN»"),
        (b"\xa9 aaaaaaaab-aaaaaaa", "\ufffd «A»-«A»"),
        (b"s3cret- and something more", "s3cret- and something more"),
        (b'quoted\\\\"value', "«Q»"),
        (b"quoted\\u0022val\\u0", "«Q»\\u0"),
        (b"quoted%22value%2", "«Q»%2"),
        (b"Basic YWRhOnMzY3JldC10b2tlbi1W", "Basic YWRhO«TOKEN»"),
    ],
)
def test_a_secret_that_bytes_end_in_the_middle_of_is_known(end, shown):
    secrets = {"TOKEN": "s3cret-token-Value99", "A": "aaaaaaaab", "SHORT": "pin", "Q": 'quoted"value/1'}
    redactor = Redactor(secrets.items())
    assert redactor.knowing_end(end).text(end.decode(errors="replace")) == shown


def test_the_longer_secrets_alone_are_found_in_old_texts():
    redactor = Redactor([("PIN", "1234"), ("TOKEN", TOKEN)], also=["X-Own"]).longer()
    assert redactor.text(f'"1234" {TOKEN}') == '"1234" «TOKEN»'
    assert redactor.headers([("X-Own", "a")]) == (("X-Own", MASK),)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [("a", ["a"]), ("«T»", ["", ""]), (f"a={MASK}&b=‹B›", ["a=", "&b=", ""]), ("«not one»", ["«not one»"])],
)
def test_a_text_is_taken_apart_at_its_masks(text, pieces):
    assert between_masks(text) == pieces
