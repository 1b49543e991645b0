from pathlib import Path

import pytest

from hooknb.core.dotenv import find_dotenv, read_dotenv


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("", {}),
        ("\n  # comment\nnothing here\n=x\n1A=x\n", {}),
        ("A=1", {"A": "1"}),
        ("A=1\nB=2\n", {"A": "1", "B": "2"}),
        ("A=1\r\nB=2\r\n", {"A": "1", "B": "2"}),
        ("  export\tA = 1  ", {"A": "1"}),
        ("export A", {}),
        ("A=", {"A": ""}),
        ("A=\nB=2", {"A": "", "B": "2"}),
        ("A= # only a comment\nB=2", {"A": "", "B": "2"}),
        ("A=one two", {"A": "one two"}),
        ("A=one # two", {"A": "one"}),
        ("A=one#two", {"A": "one#two"}),
        ("A=#one", {"A": "#one"}),
        ("A=b=c==", {"A": "b=c=="}),
        ("A=it's", {"A": "it's"}),
        ("A=$HOME/${B}", {"A": "$HOME/${B}"}),
        ("A='one # two'", {"A": "one # two"}),
        ("A='back\\n' # after", {"A": "back\\n"}),
        ("A=''", {"A": ""}),
        ("A='two\nlines'\nB=2", {"A": "two\nlines", "B": "2"}),
        ('A="two\nlines"\nB=2', {"A": "two\nlines", "B": "2"}),
        (r'A="\n\r\t\"\\\$\q"', {"A": '\n\r\t"\\$\\q'}),
        ('A="C:\\\\"', {"A": "C:\\"}),
        ("A=1\nA=2", {"A": "2"}),
        ("a.b-c=1", {"a.b-c": "1"}),
        ("A='open\nB=2", {"A": None, "B": "2"}),
        ('A="open\nB=2', {"A": None, "B": "2"}),
        ("A='one' two\nB=2", {"A": None, "B": "2"}),
        ("A=ключ", {"A": "ключ"}),
    ],
    ids=repr,
)
def test_the_lines_of_a_dotenv_file(text, values):
    assert read_dotenv(text) == values


def test_the_nearest_file_wins(tmp_path):
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    (tmp_path / ".env").write_text("A=1")
    assert find_dotenv(deep) == tmp_path / ".env"
    (tmp_path / "a" / ".env").write_text("A=2")
    assert find_dotenv(deep) == tmp_path / "a" / ".env"


def test_a_directory_of_that_name_is_no_file(tmp_path):
    (tmp_path / "a" / ".env").mkdir(parents=True)
    (tmp_path / ".env").write_text("A=1")
    assert find_dotenv(tmp_path / "a") == tmp_path / ".env"


def test_the_search_stays_in_the_home_directory(tmp_path, monkeypatch):
    home = tmp_path / "home"
    (home / "work").mkdir(parents=True)
    (tmp_path / ".env").write_text("A=1")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    assert find_dotenv(home / "work") is None
    assert find_dotenv(tmp_path) == tmp_path / ".env"


def test_a_relative_directory_has_parents_too(tmp_path, monkeypatch):
    (tmp_path / "a").mkdir()
    (tmp_path / ".env").write_text("A=1")
    monkeypatch.chdir(tmp_path / "a")
    assert find_dotenv(Path()) == tmp_path / ".env"
