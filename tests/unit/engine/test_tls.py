"""TLS: good certificates, settings that cannot be used, and one context for many requests."""

import asyncio
import os
import ssl
import subprocess
import sys
import threading

import pytest
from server.chaos import ChaosServer

from hooknb.core.exchange import Request
from hooknb.engine import loop
from hooknb.engine.tls import AuthorityError, Contexts
from hooknb.engine.transport import SendSettings


def test_a_good_certificate_is_taken(chaos: ChaosServer, exchange, authority_file):
    settings = SendSettings(verify=str(authority_file))
    for _ in range(2):
        sent = exchange(Request("GET", chaos.url("tls_good")), settings=settings)
        assert (sent.failure, sent.response.body) == (None, b'{"ok": true}')


def test_a_file_in_ones_home_is_found(chaos: ChaosServer, exchange, authority_file, monkeypatch):
    monkeypatch.setenv("HOME", str(authority_file.parent))
    settings = SendSettings(verify=f"~/{authority_file.name}")
    assert exchange(Request("GET", chaos.url("tls_good")), settings=settings).failure is None


def test_an_empty_folder_of_authorities_trusts_nobody(chaos: ChaosServer, exchange, tmp_path):
    sent = exchange(Request("GET", chaos.url("tls_good")), settings=SendSettings(verify=str(tmp_path)))
    assert sent.failure.kind == "tls"
    assert "an authority that this computer does not know" in sent.failure.message


def test_the_environment_names_authorities_too(chaos: ChaosServer, authority_file):
    script = (
        "import sys, hooknb; "
        "s = hooknb.Session(settings=hooknb.Settings(history='off')); "
        "r = s.run(hooknb.Node(sys.argv[1])); print(r.status, r.failure and r.failure.kind)"
    )
    answers = []
    for extra in ({}, {"SSL_CERT_FILE": str(authority_file)}):
        environment = {key: value for key, value in os.environ.items() if not key.startswith("SSL_")} | extra
        done = subprocess.run(
            [sys.executable, "-c", script, chaos.url("tls_good")],
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
        )
        answers.append(done.stdout.strip())
    assert answers == ["None tls", "200 None"]


@pytest.mark.parametrize("place", ["tls_self_signed", "tls_unknown", "tls_expired", "tls_wrong_name"])
def test_nothing_is_verified_when_that_is_asked_for(chaos: ChaosServer, exchange, place):
    sent = exchange(Request("GET", chaos.url(place)), settings=SendSettings(verify=False))
    assert sent.failure is None


@pytest.mark.parametrize(
    ("content", "says"), [(None, "cannot be read: No such file"), (b"nonsense", "it holds no certificate")]
)
def test_a_file_that_cannot_be_used_is_a_failure(chaos: ChaosServer, exchange, tmp_path, content, says):
    path = tmp_path / "authority.pem"
    if content is not None:
        path.write_bytes(content)
    sent = exchange(Request("GET", chaos.url("tls_good")), settings=SendSettings(verify=str(path)))
    assert sent.failure.kind == "tls"
    assert says in sent.failure.message
    assert sent.sent == 0


def test_plain_http_needs_no_context(exchange):
    with ChaosServer() as server:
        settings = SendSettings(verify="/there/is/no/such/file.pem")
        assert exchange(Request("GET", server.url()), settings=settings).failure is None


def test_a_context_is_made_once_and_off_the_loop():
    made = []

    def default():
        made.append(threading.current_thread().name)
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)

    async def ten():
        contexts = Contexts(default)
        return set(await asyncio.gather(*(contexts.get(True) for _ in range(10)))) | {
            await contexts.get(True)
        }

    assert len(loop.wait(loop.submit(ten()))) == 1
    assert len(made) == 1
    assert made[0] != "hooknb-loop"


def test_a_file_that_changed_is_read_again(authority_file, tmp_path):
    path = tmp_path / "authority.pem"
    contexts = Contexts(ssl.create_default_context)

    async def get():
        return await contexts.get(str(path))

    path.write_bytes(b"nonsense")
    with pytest.raises(AuthorityError):
        loop.wait(loop.submit(get()))
    path.write_bytes(authority_file.read_bytes())
    assert loop.wait(loop.submit(get())).verify_mode == ssl.CERT_REQUIRED
