import sys
from types import ModuleType

import pytest

from hooknb.core.secrets import SOURCES, Secret, resolve, stand_in
from hooknb.errors import MissingParameterError, NodeError, ParameterError

LITERAL = "hunter2-Zq81"


def parsed(text):
    return Secret.parse("TOKEN", text)


@pytest.mark.parametrize(
    ("written", "secret", "text"),
    [
        ("env ORDERS_TOKEN", Secret("TOKEN", "env", ("ORDERS_TOKEN",)), "env ORDERS_TOKEN"),
        ("  ENV   X ", Secret("TOKEN", "env", ("X",)), "env X"),
        ("Prompt", Secret("TOKEN", "prompt"), "prompt"),
        ("dotenv api.key-2", Secret("TOKEN", "dotenv", ("api.key-2",)), "dotenv api.key-2"),
        ("keyring orders ada", Secret("TOKEN", "keyring", ("orders", "ada")), "keyring orders ada"),
        ("keyring 'a b' ada", Secret("TOKEN", "keyring", ("a b", "ada")), "keyring 'a b' ada"),
        (r"keyring x CORP\ada", Secret("TOKEN", "keyring", ("x", r"CORP\ada")), r"keyring x 'CORP\ada'"),
        ('keyring "it\'s" ada', Secret("TOKEN", "keyring", ("it's", "ada")), "keyring 'it'\"'\"'s' ada"),
        ("keyring #1 ada", Secret("TOKEN", "keyring", ("#1", "ada")), "keyring '#1' ada"),
    ],
)
def test_a_source_is_read_and_written_back(written, secret, text):
    assert parsed(written) == secret
    assert secret.text == text
    assert parsed(text) == secret
    assert eval(repr(secret)) == secret


@pytest.mark.parametrize(
    ("written", "message", "hint"),
    [
        (LITERAL, "a secret's value cannot stand in a cell", "`env NAME`, `prompt`, `keyring SERVICE USER`"),
        (f"Bearer {LITERAL}", "a secret's value cannot stand in a cell", "`env NAME`"),
        (f"'{LITERAL} x", "a secret's value cannot stand in a cell", "`env NAME`"),
        ("", "a secret needs a source", "`env NAME`"),
        ("''", "a secret's value cannot stand in a cell", "`env NAME`"),
        (f"environ {LITERAL}", "not a source", "did you mean `env NAME`?"),
        (f"environment {LITERAL}", "not a source", "did you mean `env NAME`?"),
        (f"env:{LITERAL}", "not a source", "did you mean `env NAME`?"),
        (f"env={LITERAL}", "not a source", "did you mean `env NAME`?"),
        (f"os.environ['{LITERAL}']", "not a source", "did you mean `env NAME`?"),
        (f"promt {LITERAL}", "not a source", "did you mean `prompt`?"),
        (f"key-ring {LITERAL}", "not a source", "did you mean `keyring SERVICE USER`?"),
        (f".env {LITERAL}", "not a source", "did you mean `dotenv KEY`?"),
        ("env", "not how 'env' is written", "write `env NAME`"),
        (f"env {LITERAL}", "not how 'env' is written", "write `env NAME`"),
        (f"env A {LITERAL}", "not how 'env' is written", "write `env NAME`"),
        (f"prompt {LITERAL}", "not how 'prompt' is written", "write `prompt`"),
        (f"keyring {LITERAL}", "not how 'keyring' is written", "write `keyring SERVICE USER`"),
        (f"dotenv {LITERAL}!", "not how 'dotenv' is written", "write `dotenv KEY`"),
    ],
)
def test_a_literal_is_refused_and_never_quoted(written, message, hint):
    with pytest.raises(NodeError) as caught:
        parsed(written)
    (problem,) = caught.value.problems
    assert message in problem.message
    assert hint in problem.hint
    assert "hunter2" not in f"{problem!r} {caught.value} {caught.value.__cause__} {caught.value.__context__}"


def test_a_secret_that_exists_is_valid():
    with pytest.raises(NodeError, match="cannot stand in a cell"):
        Secret("TOKEN", LITERAL)
    with pytest.raises(NodeError, match="how 'env' is written"):
        Secret("TOKEN", "env", ("A B",))


@pytest.mark.parametrize(
    ("held", "value"),
    [
        ("s3cret", "s3cret"),
        (" s3cret ", " s3cret "),
        ("s3cret\n", "s3cret"),
        ("s3cret\r\n", "s3cret"),
        ("s3cret\n\n", "s3cret\n"),
        ("two\nlines", "two\nlines"),
    ],
    ids=repr,
)
def test_one_line_break_at_the_end_is_dropped(held, value):
    assert resolve(parsed("env X"), environ={"X": held}) == value
    assert resolve(parsed("prompt"), ask=lambda prompt: held) == value
    assert resolve(parsed("keyring s u"), vault=lambda service, user: held) == value


def test_the_process_environment_is_the_default(monkeypatch):
    monkeypatch.setenv("HOOKNB_TEST_TOKEN", "s3cret")
    assert resolve(parsed("env HOOKNB_TEST_TOKEN")) == "s3cret"


@pytest.mark.parametrize(
    ("environ", "message", "hint"),
    [
        ({}, "the environment variable ORDERS_TOKEN is not set", "set it where the kernel is started"),
        ({"ORDER_TOKEN": LITERAL}, "ORDERS_TOKEN is not set", "did you mean ORDER_TOKEN?"),
        ({"ORDERS_TOKEN": ""}, "the environment variable ORDERS_TOKEN is empty", "give it a value"),
        ({"ORDERS_TOKEN": "\n"}, "the environment variable ORDERS_TOKEN is empty", "give it a value"),
    ],
    ids=["unset", "near", "empty", "only a line break"],
)
def test_a_missing_environment_variable_is_named(environ, message, hint):
    with pytest.raises(MissingParameterError) as caught:
        resolve(parsed("env ORDERS_TOKEN"), environ=environ)
    assert caught.value.message.startswith("secret TOKEN: ")
    assert message in caught.value.message
    assert hint in caught.value.hint
    assert caught.value.names == ("TOKEN",)
    assert LITERAL not in str(caught.value)


def test_a_prompt_asks_under_the_parameters_name():
    asked = []
    assert resolve(parsed("prompt"), ask=lambda prompt: asked.append(prompt) or "1234") == "1234"
    assert asked == ["TOKEN: "]


def test_a_prompt_that_nobody_can_answer_is_missing():
    with pytest.raises(MissingParameterError, match="nobody can be asked here") as caught:
        resolve(parsed("prompt"))
    assert "env NAME" in caught.value.hint


def test_an_empty_answer_is_missing():
    with pytest.raises(MissingParameterError, match="the answer is empty"):
        resolve(parsed("prompt"), ask=lambda prompt: "")


@pytest.mark.parametrize(
    "content",
    [b"ORDERS=s3cret", b"\xef\xbb\xbfORDERS='s3cret'\r\n", b'A=1\nexport ORDERS="s3cret" # here\n'],
    ids=["plain", "byte order mark", "export"],
)
def test_a_dotenv_file_gives_the_value(tmp_path, content):
    (tmp_path / ".env").write_bytes(content)
    (tmp_path / "deep").mkdir()
    assert resolve(parsed("dotenv ORDERS"), directory=tmp_path / "deep") == "s3cret"


@pytest.mark.parametrize(
    ("content", "error", "message", "hint"),
    [
        (b"A=1", MissingParameterError, "has no ORDERS", "add a line ORDERS=…"),
        (b"ORDER=hunter2", MissingParameterError, "has no ORDERS", "did you mean ORDER?"),
        (b"ORDERS=", MissingParameterError, "is empty", "give it a value"),
        (b"ORDERS='hunter2", ParameterError, "the value of ORDERS in", "close its quotes"),
        (b"ORDERS=\xffhunter2", ParameterError, "it is not UTF-8", ""),
    ],
    ids=["no key", "near key", "empty", "open quote", "latin-1"],
)
def test_a_dotenv_file_without_the_value_is_named(tmp_path, content, error, message, hint):
    (tmp_path / ".env").write_bytes(content)
    with pytest.raises(error) as caught:
        resolve(parsed("dotenv ORDERS"), directory=tmp_path)
    assert message in caught.value.message
    assert str(tmp_path / ".env") in caught.value.message
    assert hint in caught.value.hint
    assert "hunter2" not in f"{caught.value}{caught.value.__cause__}{caught.value.__context__}"


def test_no_dotenv_file_at_all_says_where_it_was_looked_for(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    with pytest.raises(MissingParameterError, match=r"there is no \.env file") as caught:
        resolve(parsed("dotenv ORDERS"), directory=tmp_path)
    assert str(tmp_path) in caught.value.hint


def test_a_vault_is_asked_for_service_and_user():
    asked = []
    secret = parsed("keyring orders ada")
    assert resolve(secret, vault=lambda *pair: asked.append(pair) or "s3cret") == "s3cret"
    assert asked == [("orders", "ada")]


def test_a_password_that_is_not_there_says_how_to_store_it():
    with pytest.raises(MissingParameterError, match="no password of ada for my orders") as caught:
        resolve(parsed("keyring 'my orders' ada"), vault=lambda service, user: None)
    assert caught.value.hint == "store it once with: keyring set 'my orders' ada"


def test_a_missing_keyring_package_says_how_to_install_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(ParameterError, match="the package keyring is not installed") as caught:
        resolve(parsed("keyring s u"))
    assert "pip install 'hooknb[keyring]'" in caught.value.hint


@pytest.fixture
def keyring(monkeypatch):
    """Stand in for the optional package: the least of its interface."""
    package, errors = ModuleType("keyring"), ModuleType("keyring.errors")
    errors.KeyringError = type("KeyringError", (Exception,), {})
    errors.KeyringLocked = type("KeyringLocked", (errors.KeyringError,), {})
    package.get_password = lambda service, user: f"{service}/{user}"
    package.errors = errors
    monkeypatch.setitem(sys.modules, "keyring", package)
    monkeypatch.setitem(sys.modules, "keyring.errors", errors)
    return package


def test_the_systems_keyring_is_the_default_vault(keyring):
    assert resolve(parsed("keyring s u")) == "s/u"


@pytest.mark.parametrize(("args", "said"), [(("no backend",), "no backend"), ((), "KeyringLocked")])
def test_a_keyring_that_fails_is_a_parameter_error(keyring, args, said):
    def locked(service, user):
        raise keyring.errors.KeyringLocked(*args)

    keyring.get_password = locked
    with pytest.raises(ParameterError, match=f"the keyring cannot be used: {said}"):
        resolve(parsed("keyring s u"))


def test_every_source_has_a_usage_that_begins_with_its_name():
    assert all(form.usage.split()[0] == source for source, form in SOURCES.items())
    assert all(len(form.usage.split()) == form.words + 1 for form in SOURCES.values())


@pytest.mark.parametrize("name", ["T", "API_TOKEN", "x y"])
def test_a_stand_in_fits_every_place_and_tells_only_the_name(name):
    text = stand_in(name)
    assert text.replace("-", "").isalnum()
    assert len(text) >= 6
    assert stand_in(name, base=True) == f"https://{text.lower()}.invalid"
