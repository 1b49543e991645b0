"""Made-up data, the same on every machine and every day.

Nothing here is random and nothing looks at the clock, so that a lesson can print what it received.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from zlib import crc32

TODO_COUNT = 200
PRODUCT_COUNT = 57
RECORD_BYTES = 123

NOTE = (
    "<note><to>Tove</to><from>Jani</from><heading>Reminder</heading>"
    "<body>Don't forget me this weekend!</body></note>"
)

CATALOG = """<c:catalog xmlns:c="https://hooknb.example/catalog" xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns="https://hooknb.example/prices" edition="7">
  <!-- two books, three namespaces -->
  <c:book id="b1" lang="en">
    <dc:title>Notes on the Engine</dc:title>
    <dc:creator role="author">Ada Lovelace</dc:creator>
    <price currency="GBP">12.50</price>
  </c:book>
  <c:book id="b2" lang="fr">
    <dc:title>Les <em>petites</em> machines</dc:title>
    <dc:creator role="author">Blaise Pascal</dc:creator>
    <dc:creator role="editor">Émilie du Châtelet</dc:creator>
    <price currency="EUR">9.00</price>
    <blurb><![CDATA[Plus & minus < times]]></blurb>
  </c:book>
</c:catalog>
"""

PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>A page</title></head>
<body>
<h1>A page</h1>
<p>Not every API answers with data. This has <b>bold text</b>, a <a href="/user">link</a> &amp; an entity.</p>
<ul><li>one</li><li>two</li><li>three</li></ul>
</body>
</html>
"""

_TODO_VERBS = (
    "water",
    "repair",
    "paint",
    "sell",
    "photograph",
    "sort",
    "borrow",
    "return",
    "polish",
    "measure",
)
_TODO_THINGS = (
    "the lemon tree",
    "a bicycle",
    "the garden fence",
    "old records",
    "the telescope",
    "seven chairs",
    "a kite",
)

_PRODUCT_KINDS = ("kettle", "lamp", "notebook", "scarf", "teapot", "clock", "basket", "stool")
_PRODUCT_LOOKS = ("blue", "folding", "paper", "copper", "striped", "tall", "second-hand")
_PRODUCT_TAGS = ("kitchen", "home", "office", "gift", "outdoor")

_PEOPLE = ("Ada", "Grace", "Alan", "Katherine", "Edsger", "Barbara", "Donald")
_TOWNS = ("Lisbon", "Oslo", "Nairobi", "Lima", "Kyoto", "Zürich")

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_SKIES = ("sunny", "partly cloudy", "cloudy", "light rain", "showers", "fog")
_WINDS = ("N", "NE", "E", "SE", "S", "SW", "W", "NW")

# name: country, latitude, longitude, typical temperature in °C
_CITIES: dict[str, tuple[str, float, float, float]] = {
    "Kyoto": ("Japan", 35.01, 135.77, 17.0),
    "Lima": ("Peru", -12.05, -77.04, 19.5),
    "Lisbon": ("Portugal", 38.72, -9.14, 18.5),
    "Nairobi": ("Kenya", -1.29, 36.82, 20.0),
    "Oslo": ("Norway", 59.91, 10.75, 8.0),
    "Reykjavík": ("Iceland", 64.15, -21.94, 6.0),
    "São Paulo": ("Brazil", -23.55, -46.63, 21.0),
    "Zürich": ("Switzerland", 47.37, 8.54, 11.0),
}

UTF8_LINES = (
    "English: The quick brown fox jumps over the lazy dog.",
    "Deutsch: Zwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich.",
    "Français: Dès Noël, un zéphyr haï me vêt de glaçons würmiens.",
    "Ελληνικά: Γαζέες καὶ μυρτιὲς δὲν θὰ βρῶ πιὰ στὸ χρυσαφὶ ξέφωτο.",
    "Русский: Съешь ещё этих мягких французских булок, да выпей чаю.",
    "עברית: דג סקרן שט בים מאוכזב ולפתע מצא חברה.",
    "العربية: صِف خَلقَ خَودِ كَمِثلِ الشَمسِ إِذ بَزَغَت.",
    "हिन्दी: ऋषियों को सताने वाले दुष्ट राक्षसों के राजा रावण का सर्वनाश।",
    "ไทย: เป็นมนุษย์สุดประเสริฐเลิศคุณค่า",
    "日本語: いろはにほへと ちりぬるを",
    "中文: 天地玄黃 宇宙洪荒",
    "한국어: 키스의 고유조건은 입술끼리 만나야 하고",
    "Combining: e\u0301 is é, and a\u030a is å.",
    "Beyond the basic plane: 𝒳 𐍈 👩‍🚀 🇵🇹",
)

LATIN1_PAGE = (
    '<!doctype html><html lang="fr"><head><title>Café Zürich</title></head>'
    "<body><h1>Café Zürich</h1><p>Crème brûlée £5, jalapeño ½ portion, façade à gauche.</p></body></html>"
)

# Texts that something on their way will get wrong: quotes, markup, backslashes, line breaks, many scripts.
SEARCHED = (
    ("Ada said “hello”", 'She wrote "note G", and meant it.'),
    ("Tom & Jerry's <best> moments", "<b>Not bold</b> &amp; not an entity, just text."),
    ("C:\\new\\table", "Backslashes that are no escapes: \\n \\t \\u0041."),
    ("Two lines", "first line\nsecond line\twith a tab"),
    ("Straße nach Zürich", "Grüße aus Köln — 5 € für ½ Stunde."),
    ("東京の天気", "晴れ、時々くもり。"),
    ("Привет, мир", "Ёлки-палки!"),
    ("مرحبا بالعالم", "نص من اليمين إلى اليسار"),
    ("Emoji 👩‍🚀", "One astronaut, three code points: 👩 + ZWJ + 🚀."),
    ("$NAME costs $5", "Dollar signs, {{braces}} and %20 percent signs."),
    ("null", "The text null, not the value."),
    ("", "A result without a title."),
)


def todo(number: int) -> dict[str, Any]:
    """Return one of the 200 to-dos; twenty belong to each of ten users.

    Args:
        number: 1 to `TODO_COUNT`.

    Example:
        >>> todo(1)
        {'userId': 1, 'id': 1, 'title': 'repair a bicycle', 'completed': False}
    """
    verb, thing = _TODO_VERBS[number % len(_TODO_VERBS)], _TODO_THINGS[number % len(_TODO_THINGS)]
    return {
        "userId": (number - 1) // 20 + 1,
        "id": number,
        "title": f"{verb} {thing}",
        "completed": number % 3 == 0,
    }


def product(number: int) -> dict[str, Any]:
    """Return one of the 57 products; every eleventh is sold out, every thirteenth has no weight.

    Args:
        number: 1 to `PRODUCT_COUNT`.
    """
    kind, look = _PRODUCT_KINDS[number % len(_PRODUCT_KINDS)], _PRODUCT_LOOKS[number % len(_PRODUCT_LOOKS)]
    return {
        "id": number,
        "name": f"{look} {kind}",
        "price": {"amount": round(4.5 + number * 1.37, 2), "currency": "EUR"},
        "tags": [tag for index, tag in enumerate(_PRODUCT_TAGS) if (number + index) % 3 == 0],
        "stock": 0 if number % 11 == 0 else number * 7 % 40 + 1,
        "weight_kg": None if number % 13 == 0 else round(number % 9 * 0.35 + 0.2, 2),
    }


def order_items(count: int) -> Iterator[tuple[int, str, int]]:
    """Yield the id, customer and quantity of as many made-up orders."""
    for number in range(1, count + 1):
        yield number, _PEOPLE[(number - 1) % len(_PEOPLE)], number * 3 % 7 + 1


def record(number: int) -> str:
    """Return one record of a long list, as JSON text of about 150 characters."""
    return (
        f'{{"id": {number}, "name": "{_PEOPLE[number % len(_PEOPLE)]} {number}", '
        f'"town": "{_TOWNS[number % len(_TOWNS)]}", "active": {"true" if number % 3 else "false"}, '
        f'"score": {number % 1000 / 10}, "tags": ["t{number % 7}", "t{number % 11}"], '
        f'"parent": {number // 2 or "null"}}}'
    )


def found(query: str) -> list[dict[str, Any]]:
    """Return the texts in which a query occurs, compared without case; all of them for an empty query."""
    wanted = query.casefold()
    rows = enumerate(SEARCHED, start=1)
    return [
        {"id": number, "title": title, "snippet": snippet}
        for number, (title, snippet) in rows
        if wanted in f"{title}\n{snippet}".casefold()
    ]


def weather(city: str) -> dict[str, Any]:
    """Return the made-up weather of a city: nested, with lists, nulls and units.

    Any name has a weather, always the same one; a city that is not on the list has no country or place.
    """
    name = next((known for known in _CITIES if known.casefold() == city.casefold()), city)
    country, latitude, longitude, usual = _CITIES.get(name, (None, None, None, 15.0))
    return {
        "city": {
            "name": name,
            "country": country,
            "coordinates": None if latitude is None else {"lat": latitude, "lon": longitude},
        },
        "units": {"temperature": "°C", "wind": "m/s", "rain": "mm"},
        "current": {
            "temperature": round(usual + _spread(name, "now", 6), 1),
            "sky": _chosen(name, "now", _SKIES),
            "wind": {
                "speed": round(4 + _spread(name, "wind", 3), 1),
                "direction": _chosen(name, "wind", _WINDS),
                "gust": None,
            },
        },
        "forecast": [_day(name, usual, index) for index in range(len(_DAYS))],
        "alerts": [],
    }


def _day(name: str, usual: float, index: int) -> dict[str, Any]:
    day = _DAYS[index]
    sky = _chosen(name, day, _SKIES)
    high = round(usual + 3 + _spread(name, day, 4), 1)
    return {
        "day": day,
        "sky": sky,
        "high": high,
        "low": round(high - 5 - abs(_spread(name, f"{day} low", 4)), 1),
        "rain": round(abs(_spread(name, f"{day} rain", 9)), 1) if sky in ("light rain", "showers") else None,
        "hours": [
            {"hour": hour, "temperature": round(high - abs(hour - 15) * 0.6, 1)} for hour in (9, 12, 15, 18)
        ],
    }


def _spread(name: str, what: str, width: float) -> float:
    """Return a number between -width and +width that belongs to a city and a purpose."""
    return (_hash(name, what) % 2001 / 1000 - 1) * width


def _chosen(name: str, what: str, among: tuple[str, ...]) -> str:
    return among[_hash(name, f"which {what}") % len(among)]


def _hash(name: str, what: str) -> int:
    return crc32(f"{name}/{what}".encode("utf-8", "backslashreplace"))
