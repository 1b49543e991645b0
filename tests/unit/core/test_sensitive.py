import pytest

from hooknb.core.sensitive import hide_in_header, hide_in_url, hide_within, is_sensitive


def hide(text):
    return "…"


@pytest.mark.parametrize(
    "name",
    [
        "Authorization", "Proxy-Authorization", "X-Api-Key", "api_key", "apikey", "API-KEY", "apiKey", "DD-API-KEY",
        "DD-APPLICATION-KEY", "Ocp-Apim-Subscription-Key", "x-functions-key", "X-Auth-Token", "PRIVATE-TOKEN",
        "X-Goog-Api-Key", "X-Amz-Security-Token", "X-Amz-Signature", "X-Amz-Credential", "X-RapidAPI-Key",
        "token", "access_token", "refresh_token", "id_token", "jwt", "auth", "client_secret", "clientSecret",
        "secret", "password", "user[password]", "pwd", "signature", "sig", "X-Hub-Signature-256", "X-Auth-Key",
        "otp", "sessionid", "JSESSIONID", "PHPSESSID", "backendtoken",
    ],
)  # fmt: skip
def test_a_name_that_means_a_credential(name):
    assert is_sensitive(name)


@pytest.mark.parametrize(
    "name",
    [
        "Accept", "Content-Type", "ETag", "Idempotency-Key", "Sec-WebSocket-Key", "Signature-Input", "page",
        "page_token", "nextPageToken", "continuation_token", "next_token", "syncToken", "max_tokens", "tokens",
        "key", "keyword", "sort_key", "code", "author", "compass", "design", "monkey", "",
        "Access-Control-Allow-Credentials", "X-RateLimit-Remaining",
    ],
)  # fmt: skip
def test_a_name_that_means_none(name):
    assert not is_sensitive(name)


def test_more_names_can_be_given():
    assert is_sensitive("X-Customer-Number", also=["customer_number"])
    assert not is_sensitive("X-Customer-Number")


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("Authorization", "Bearer abc.def", "Bearer …"),
        ("authorization", "basic  dTpw", "basic  …"),
        ("Authorization", 'Digest username="ada", response="1"', "Digest …"),
        ("Authorization", "AWS4-HMAC-SHA256 Credential=A/b, Signature=c", "AWS4-HMAC-SHA256 …"),
        ("Authorization", "hunter2", "…"),
        ("Authorization", "my secret words", "…"),
        ("Authorization", "Bearer", "…"),
        ("Authorization", "", ""),
        ("Proxy-Authorization", "Basic dTpw", "Basic …"),
        ("X-Api-Key", "abc", "…"),
        ("X-Api-Key", "Bearer abc", "…"),
        ("Cookie", "sid=31; theme=dark", "sid=…; theme=…"),
        ("Cookie", "sid=a=b==;x", "sid=…;…"),
        ("Cookie", "sid=", "sid="),
        ("Set-Cookie", "sid=31; Path=/; HttpOnly", "sid=…; Path=/; HttpOnly"),
        ("Set-Cookie", "31; Path=/", "…; Path=/"),
        ("set-cookie", "sid=; Max-Age=0", "sid=; Max-Age=0"),
        ("Accept", "text/html", "text/html"),
        ("Location", "https://ada:pw@h/cb?code=4&token=abc#top", "https://…@h/cb?code=4&token=…#top"),
        ("Link", '<https://h/?token=abc>; rel="next"', '<https://h/?token=…>; rel="next"'),
        ("WWW-Authenticate", 'Bearer realm="orders"', 'Bearer realm="orders"'),
    ],
)
def test_a_header_shows_no_credential(name, value, shown):
    assert hide_in_header(name, value, hide) == shown


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://h/?page=2", "https://h/?page=2"),
        ("https://h/?token=abc&page=2", "https://h/?token=…&page=2"),
        ("https://h/?page=2&api%5Fkey=abc", "https://h/?page=2&api%5Fkey=…"),
        ("https://h/?token=a;b", "https://h/?token=…"),
        ("https://h/?a=1;token=b", "https://h/?a=1;token=…"),
        ("https://h/?token=", "https://h/?token="),
        ("https://h/?token", "https://h/?token"),
        ("https://h/?token=a=b?c/d", "https://h/?token=…"),
        ("https://h/?token=a&token=b", "https://h/?token=…&token=…"),
        ("https://h/cb#access_token=a&state=x", "https://h/cb#access_token=…&state=x"),
        ("https://h/;jsessionid=31?a=1", "https://h/;jsessionid=…"),
        ("https://h/?next=/cb?token=a", "https://h/?next=/cb?token=…"),
        ("/cb?sig=a", "/cb?sig=…"),
        ("token=a&b=c", "token=…&b=c"),
        ("https://ada@h/", "https://…@h/"),
        ("https://ada:p@w@h:80/@x", "https://…@h:80/@x"),
        ("//ada:pw@h/", "//…@h/"),
        ("https://h/@ada/x", "https://h/@ada/x"),
        ("https://h/?next=https://ada:pw@h/", "https://h/?next=https://…@h/"),
        ("https://h/?key=colour", "https://h/?key=colour"),
        ("https://h/?key=AIzaSyD-9tSrke72PouQMnMX", "https://h/?key=…"),
        ("https://h/?code=DE", "https://h/?code=DE"),
        ("https://h/?code=4%2F0AX4XfWh2yQb8c9d", "https://h/?code=…"),
        ("https://h/?state=California-and-Nevada", "https://h/?state=California-and-Nevada"),
        ("", ""),
    ],
)
def test_a_url_shows_no_credential(url, shown):
    assert hide_in_url(url, hide) == shown


def test_a_value_within_text_ends_where_the_url_does():
    assert hide_within("see https://h/?token=a b", hide) == "see https://h/?token=… b"


def test_more_names_count_in_queries_and_headers():
    assert hide_in_url("https://h/?customer=7", hide, also=["customer"]) == "https://h/?customer=…"
    assert hide_in_header("X-Customer", "7", hide, also=["customer"]) == "…"
