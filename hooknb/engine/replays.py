"""Remember which tokens have arrived, for as long as they could be taken for new ones.

>>> replays = Replays()
>>> replays.accept("abcd1234", "one", until=400.0, now=100.0)
True
>>> replays.accept("abcd1234", "one", until=400.0, now=101.0)
False
"""

from __future__ import annotations

import hashlib
import threading

_SWEEP_SECONDS = 60.0


class Replays:
    """Keep the token ids (`jti`) of accepted deliveries, so that a repeated one is refused; thread-safe.

    Give one to every `verify` of the same receiver. Only deliveries that pass all other checks are
    remembered, each until it would be too old anyway, so a stranger can neither fill this nor use up
    somebody's token.

    Example:
        >>> replays = Replays()
        >>> hooknb.verify(headers, body, secrets=SECRET, replay=replays).ok  # doctest: +SKIP
        True
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._until: dict[bytes, float] = {}
        self._swept = float("-inf")

    def seen(self, api_key: str, jti: str, now: float) -> bool:
        """Tell whether a token is remembered."""
        with self._lock:
            return self._until.get(_digest(api_key, jti), float("-inf")) >= now

    def accept(self, api_key: str, jti: str, *, until: float, now: float) -> bool:
        """Remember a token; False when it was there already.

        Args:
            api_key: the account, whose ids are its own.
            jti: the token's id.
            until: the Unix second after which the token is too old in any case.
            now: the Unix time.
        """
        digest = _digest(api_key, jti)
        with self._lock:
            if self._until.get(digest, float("-inf")) >= now:
                return False
            self._sweep(now)
            self._until[digest] = until
            return True

    def __len__(self) -> int:
        return len(self._until)

    def __repr__(self) -> str:
        return f"<Replays of {len(self)} tokens>"

    def _sweep(self, now: float) -> None:
        if abs(now - self._swept) >= _SWEEP_SECONDS:
            self._until = {digest: until for digest, until in self._until.items() if until >= now}
            self._swept = now


def _digest(api_key: str, jti: str) -> bytes:
    """Return 32 bytes whatever the length of the id; the key's length keeps the two apart."""
    text = f"{len(api_key)} {api_key} {jti}"
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
