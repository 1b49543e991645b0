"""The log of the packages below: nothing of what a server sends, everything else as before."""

import logging
import threading

from server.chaos import ChaosServer, answer, says

from hooknb.core.exchange import Request

ECHO = says(answer(b"{}", "Set-Cookie: sid=s3cret-cookie", "X-Echo: s3cret-token"))
BROKEN = says(b"HTTP/1.1 200 OK\r\ns3cret-token without a colon\r\n\r\n", then="close")


def test_no_header_of_an_answer_is_logged(exchange, caplog):
    with ChaosServer(echo=ECHO, broken=BROKEN) as server, caplog.at_level(logging.DEBUG):
        exchange(Request("GET", server.url(path="echo")))
        exchange(Request("GET", server.url(path="broken")))
    assert "s3cret" not in caplog.text
    assert "send_request_headers.started" in caplog.text


def test_what_others_do_with_the_same_package_is_logged_as_before(exchange, caplog):
    import httpx

    with ChaosServer(echo=ECHO) as server, caplog.at_level(logging.DEBUG):
        exchange(Request("GET", server.url(path="echo")))
        caplog.clear()
        thread = threading.Thread(target=httpx.get, args=(server.url(path="echo"),))
        thread.start()
        thread.join(10)
    assert "s3cret-cookie" in caplog.text
