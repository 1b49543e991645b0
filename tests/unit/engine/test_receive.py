"""Taking a body: caps to the byte, the loop kept turning, what arrived kept."""

import asyncio
import gzip

import pytest

from hooknb.engine.receive import Answer


async def pieces(*content: bytes):
    for piece in content:
        yield piece


def take(answer: Answer, *content: bytes, wire_cap: int = 1000, response_cap: int = 1000):
    return asyncio.run(answer.take(pieces(*content), wire_cap=wire_cap, response_cap=response_cap))


def answer_with(*headers: tuple[str, str]) -> Answer:
    return Answer(200, headers, "OK", "http://a.example/")


@pytest.mark.parametrize(
    ("headers", "content", "caps", "says"),
    [
        ((), b"x" * 1000, (1000, 1000), None),
        ((), b"x" * 1001, (1000, 1000), "received 1,001 bytes; the limit is 1,000 bytes"),
        ((), b"x" * 1001, (5000, 1000), "received 1,001 bytes; the limit is 1,000 bytes"),
        ((), b"x" * (2**20 + 1), (2**30, 2**20), "received 1,048,577 bytes; the limit is 1 MB"),
        ((("Content-Length", "1001"),), b"", (5000, 1000), "the answer announces 1,001 bytes"),
        ((("Content-Length", "1001"), ("Content-Encoding", "gzip")), gzip.compress(b"x"), (5000, 1000), None),
        (
            (("Content-Encoding", "gzip"),),
            gzip.compress(b"x" * 1001),
            (5000, 1000),
            "unpack to more than 1,000 bytes",
        ),
        (
            (("Content-Encoding", "gzip"),),
            gzip.compress(bytes(range(256))),
            (100, 1000),
            "the limit is 100 bytes",
        ),
        ((("Content-Length", "lots"),), b"x", (1000, 1000), None),
    ],
)
def test_caps_hold_to_the_byte(headers, content, caps, says):
    answer = answer_with(*headers)
    failure = take(answer, content, wire_cap=caps[0], response_cap=caps[1])
    assert (None if failure is None else failure.kind) == (None if says is None else "too_large")
    assert says is None or says in failure.message
    response = answer.response()
    assert response.complete == (says is None)
    assert len(response.body) <= caps[1]


def test_what_arrived_before_an_error_is_kept():
    async def breaking():
        yield b"half"
        raise OSError("gone")

    answer = answer_with()
    with pytest.raises(OSError, match="gone"):
        asyncio.run(answer.take(breaking(), wire_cap=9, response_cap=9))
    response = answer.response()
    assert (response.body, response.complete, response.wire_size) == (b"half", False, 4)


def test_the_loop_turns_while_a_big_body_is_unpacked():
    async def both():
        turns = 0

        async def turn():
            nonlocal turns
            while True:
                await asyncio.sleep(0)
                turns += 1

        turning = asyncio.ensure_future(turn())
        packed = gzip.compress(b"\0" * 20 * 2**20)
        answer = answer_with(("Content-Encoding", "gzip"))
        failure = await answer.take(pieces(packed), wire_cap=2**30, response_cap=2**30)
        turning.cancel()
        return failure, turns

    failure, turns = asyncio.run(both())
    assert failure is None
    assert turns >= 15


def test_too_many_headers_are_refused():
    answer = answer_with(*[("X", "y")] * 1001)
    assert take(answer).message == "the answer has 1,001 headers; at most 1,000 are taken"
