"""What a result answers when it is asked for a path."""

import pytest

import hooknb


@pytest.fixture
def result(playground):
    return hooknb.Session().run(f"GET {playground.url}/user")


def test_a_path_is_looked_up(result):
    assert result.find("data.userId") == 1
    assert result.find("$..userId") == [1]


def test_where_nothing_stands_the_error_says_what_is_near(result):
    with pytest.raises(LookupError) as caught:
        result.find("data.usrId")
    assert isinstance(caught.value, hooknb.PathNotFoundError)
    assert str(caught.value) == "'data' has no 'usrId'; nearest is 'userId'"
    assert caught.value.path == "data.usrId"


@pytest.mark.parametrize(
    ("path", "lines"),
    [
        ("data.usrId", ["PathNotFoundError", "'data' has no 'usrId'; nearest is 'userId'"]),
        (
            "data.",
            [
                "ObjectPathError",
                "the path ends where a name is expected (remove the last dot)",
                "  data.",
                "       ^",
            ],
        ),
    ],
)
def test_a_notebook_shows_the_message_alone(result, path, lines):
    with pytest.raises(hooknb.HooknbError) as caught:
        result.find(path)
    assert caught.value._render_traceback_() == lines


def test_the_message_tells_no_secret(playground):
    session = hooknb.Session()
    session.parameters["KEY"] = "s3cret-token-42"
    result = session.run(f'POST {playground.url}/echo\n[Params]\nKEY!:\n[Body json]\n{{"$KEY": 1}}')
    with pytest.raises(hooknb.PathNotFoundError) as caught:
        result.find("json.s3cret")
    assert "s3cret-token" not in str(caught.value)
    assert "«KEY»" in str(caught.value)
