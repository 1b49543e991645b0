"""A history that lasts: two kernels with one file, a kernel that is restarted, a kernel that is killed."""

import os
import signal
import time
from contextlib import contextmanager

import pytest
from kernel.conftest import started

pytestmark = pytest.mark.kernel


@contextmanager
def ready(folder, **environ):
    """Start a kernel of its own in a folder, with the extension and the playground's address as `API`."""
    with started(folder, **environ) as kernel:
        prepare(kernel)
        yield kernel


def prepare(kernel):
    begun = kernel.run("%load_ext hooknb\nimport hooknb, os\nAPI = os.environ['API']")
    assert begun.status == "ok", begun.text


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("lessons")


@pytest.fixture(scope="module")
def environ(folder, _shared_playground):
    return {"API": _shared_playground.url, "HOOKNB_HISTORY": str(folder / "data" / "history.sqlite")}


@pytest.fixture(scope="module")
def one(folder, environ):
    with ready(folder, **environ) as kernel:
        yield kernel


def test_two_kernels_share_a_history_and_keep_their_own_lines(one, folder, environ):
    with ready(folder, **environ) as two:
        cells = [f"for _ in range(40): hooknb.run(f'GET {{API}}/user?who={name}')" for name in ("one", "two")]
        messages = [(kernel, kernel.start(cell)) for kernel, cell in zip((one, two), cells, strict=True)]
        assert [kernel.finish(message).status for kernel, message in messages] == ["ok", "ok"]
        lines = "(lambda f: (len(f), f['id'].is_unique, f['session'].nunique()))(hooknb.history())"
        # Looking writes what is waiting in one's own kernel, so the first look is for that.
        assert "True" in one.value(lines) + two.value(lines)
        assert one.value(lines) == two.value(lines) == "(80, True, 2)"
        assert one.value("len(hooknb.default_session().history)") == "40"
        assert one.value("set(hooknb.history()['directory'])") == f"{{{str(folder)!r}}}"


def test_a_line_lists_opens_and_compares_old_runs(one):
    one.run("%%webhook shown\nGET $API/user\n[Mapping]\nUSER_ID: data.userId")
    one.run("%%webhook shown\nGET $API/status/404")
    number = int(one.value("hooknb.history(node='shown')['id'].iloc[0]"))
    assert len([line for line in one.run("%webhook history 2").text.splitlines() if "shown" in line]) == 2
    opened = one.run(f"%webhook history show {number}").text
    assert "nothing was sent" in opened
    assert "USER_ID" in opened
    compared = one.run(f"%webhook compare {number} shown").text
    assert "Two runs compared" in compared
    assert "404" in compared
    assert "HistoryError" in one.run("%webhook history show 99999999").text
    assert one.run("%webhook history show 99999999").status == "error"


def test_a_restarted_kernel_opens_what_was_before(one):
    one.run("%%webhook before\nGET $API/user\n[Mapping]\nUSER_ID: data.userId")
    one.manager.restart_kernel(now=False)
    one.client.wait_for_ready(timeout=60)
    prepare(one)
    assert one.value("len(hooknb.default_session().history)") == "0"
    assert one.value("hooknb.past('before').data['data']['userId'], hooknb.past('before').values") == (
        "(1, {'USER_ID': 1})"
    )


def test_a_killed_kernel_leaves_a_readable_history(one, folder, environ):
    with ready(folder, **environ) as two:
        two.run("%%webhook doomed\nGET $API/user")
        message = two.start("while True: hooknb.run(f'GET {API}/user?who=doomed')")
        deadline = time.monotonic() + 30
        while "who=doomed" not in one.value("hooknb.history(last=3)['url'].tolist()"):
            assert time.monotonic() < deadline
        os.kill(two.manager.provisioner.pid, signal.SIGKILL)
        assert message
    text = "hooknb.history().pipe(lambda f: [hooknb.past(int(i)).status for i in f['id'][f['url'].str.contains('doomed')]])"
    statuses = one.value(f"set({text})")
    assert statuses == "{200}"
    assert one.value("hooknb.past('doomed').ok") == "True"
    assert one.run("%%webhook --quiet\nGET $API/user").status == "ok"


def test_the_place_is_a_setting(one, tmp_path):
    other = tmp_path / "other.sqlite"
    one.run(f"%config Webhook.history = {str(other)!r}")
    one.run("%%webhook --quiet\nGET $API/user")
    assert one.value("len(hooknb.history()), hooknb.past().id") == "(1, 1)"
    assert other.exists()
    one.run("%config Webhook.history = 'off'")
    assert "off" in one.run("%webhook history --all").text
    one.run("%config Webhook.history = ''")
    assert int(one.value("len(hooknb.history())")) > 80


def test_clear_deletes_the_runs_of_all_sessions(one):
    assert "runs were deleted" in one.run("%webhook history --clear").text
    assert one.value("len(hooknb.history()), len(hooknb.default_session().history)") == "(0, 0)"
