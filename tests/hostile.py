"""What a hostile or broken client may send: any public address, any method, any bytes; from one seed."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import unquote, urlencode

from django.urls import URLPattern, URLResolver, get_resolver

from contacts import forms

ODD = (
    "",
    "%00",
    "a%00b",
    "%ED%A0%80",  # half of a surrogate pair
    "%FF%FE",
    "%E2%80%AE%D7%90",  # turns the direction of reading
    "%0D%0ASet-Cookie:%20a=b",
    "%0ABcc:%20x@y.example",
    "..%2F..%2Fetc%2Fpasswd",
    "%27%20OR%201=1%20--",
    "%7B%7B7*7%7D%7D",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "%F0%9F%92%89" * 40,
    "x" * 3_000,
    "-1",
    "99999999999999999999",
    "0000-00-00",
    "9999-12-31",
    "0001-01-01",
    "2026-02-30",
    "NaN",
    "1e400",
    "%C2%B2",
    "%25%32%35",
    "+",
)
QUERY = "pole thema bron as_of q theme region given corrected send page format themes link lang e".split()
METHODS = ("GET",) * 10 + ("POST",) * 7 + ("HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "FOO", "get")
PREFIXES = (*("",) * 8, *("/en", "/fr") * 4, "/nl", "/de", "/EN", "//", "/en/fr")
FIELDS = (
    "organisation kvk organisation_kind person email phone text themes region_wish partner_kind link pole "
    "french_establishment siren release token confidential homepage kind reason other_cluster note"
).split()
HEADERS: dict[str, tuple[str, ...]] = {
    "HTTP_HOST": ("evil.example", "testserver:99999", "", "a b", "[::1"),
    "HTTP_ACCEPT_LANGUAGE": ("fr", "de;q=9", "*" * 4_000, "\xff", "nl-NL,en;q=0.x", "en" + ",en" * 900),
    "HTTP_COOKIE": (
        "sessionid=%00",
        "csrftoken=" + "x" * 4_000,
        "=;=;=",
        "django_language=../../x",
        "\xff=\xfe",
    ),
    "HTTP_X_FORWARDED_FOR": ("\x00", "1.2.3", "::1, ::2", "203.0.113.9, x", "," * 3_000, "203.0.113.7:1:2"),
    "HTTP_IF_NONE_MATCH": ("*", '"', 'W/"', "x" * 5_000),
    "HTTP_IF_MODIFIED_SINCE": ("yesterday", "Thu, 99 Nov 2026 99:99:99 GMT", "Mon, 01 Jan 0001 00:00:00 GMT"),
    "HTTP_RANGE": ("bytes=0-", "bytes=9-1", "lines=1"),
    "HTTP_ACCEPT": ("application/json", "image/*", "\xff/\xfe", ""),
    "HTTP_REFERER": ("javascript:alert(1)", "\xff", "http://["),
    "HTTP_ORIGIN": ("null", "http://["),
    "HTTP_X_FORWARDED_PROTO": ("https", "gopher"),
    "HTTP_X_HTTP_METHOD_OVERRIDE": ("DELETE",),
    "CONTENT_LENGTH": ("-1", "abc", "", "10000001", "9" * 30, "²"),
    "HTTP_CONTENT_ENCODING": ("gzip", "br"),
    "HTTP_TRANSFER_ENCODING": ("chunked",),
}
TYPES = (
    "application/x-www-form-urlencoded",
    "application/x-www-form-urlencoded; charset=utf-16",
    "application/x-www-form-urlencoded; charset=no-such",
    "multipart/form-data; boundary=x",
    "multipart/form-data",
    "multipart/form-data; boundary=" + "x" * 300,
    "application/json",
    "text/plain",
    "",
    "\xff",
)
BODIES = (
    b"",
    b"\x00" * 50,
    b"\xff\xfe\xfd",
    b"text=%ED%A0%80&person=%00",
    b"&" * 1_500,
    b"=&=&=",
    b'{"text": 1}',
    b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\nabc\x00\r\n--x--',
    b'--x\r\nContent-Disposition: form-data; name="themes"; filename="../a"\r\n\r\nabc\r\n--x--',
    b"--x\r\nContent-Disposition: form-data\r\nContent-Transfer-Encoding: base64\r\n\r\n%%%\r\n--x--",
    b"--x\r\nbroken",
)


@dataclass(frozen=True)
class Sent:
    """One request as it goes to the site; `route` is the address it was made for."""

    route: str
    method: str
    path: str
    body: bytes
    content_type: str
    headers: dict[str, Any] = field(default_factory=dict)


def routes() -> list[str]:
    """Every public address as its pattern says it, without the language before it and the staff site."""
    return sorted(set(_routes(get_resolver().url_patterns, "")))


def _routes(patterns: list[Any], before: str) -> Iterator[str]:
    for pattern in patterns:
        own = getattr(pattern.pattern, "_route", None)
        # The language before an address has no route of its own.
        here = before + (own if own is not None else "")
        if here.startswith("admin"):
            continue
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns, here)
        elif isinstance(pattern, URLPattern):
            yield here


def requests(number: int, *, seed: int, known: dict[str, list[str]]) -> Iterator[Sent]:
    """`number` requests; `known` are good values for the parameters of an address, by name."""
    rng = Random(seed)
    every = routes()
    for _ in range(number):
        route = rng.choice(every)
        method = rng.choice(METHODS)
        body, content_type = _body(rng) if method not in ("GET", "HEAD", "get") else (b"", "")
        yield Sent(route, method, _address(rng, route, known), body, content_type, _headers(rng))


def _address(rng: Random, route: str, known: dict[str, list[str]]) -> str:
    path = ""
    for piece in route.split("<"):
        name, closed, rest = piece.rpartition(">")
        path += (_value(rng, name.rpartition(":")[2], known) if closed else "") + rest
    path = f"{rng.choice(PREFIXES)}/{path}"
    match rng.randrange(30):
        case 0:
            path = path.rstrip("/")
        case 1:
            path += rng.choice(("/", "%2e%2e/", "%00/", "x" * 500, "?", "%"))
        case 2:
            path = path.upper()
    return path + (f"?{_query(rng)}" if rng.random() < 0.5 else "")


def _value(rng: Random, name: str, known: dict[str, list[str]]) -> str:
    good = known.get(name, [])
    if good and rng.random() < 0.85:
        value = rng.choice(good)
        if rng.random() < 0.8:
            return value
        place = rng.randrange(len(value))
        return value[:place] + rng.choice("xX.:%-") + value[place + rng.choice((0, 1)) :]
    return rng.choice(ODD)


def _query(rng: Random) -> str:
    if rng.random() < 0.1:
        return rng.choice(("&" * 1_200, "%", "=", "%ff", "a" * 5_000, ";;;"))
    values = (*ODD, "imaging", "biopole-nord", "2026-07-01")
    return "&".join(f"{rng.choice(QUERY)}={rng.choice(values)}" for _ in range(rng.randint(1, 4)))


def _headers(rng: Random) -> dict[str, str]:
    chosen = rng.sample(list(HEADERS), rng.choice((0, 0, 1, 1, 2, 4)))
    headers = {
        "REMOTE_ADDR": f"198.51.100.{rng.randrange(250)}",
        **{name: rng.choice(HEADERS[name]) for name in chosen},
    }
    if "HTTP_TRANSFER_ENCODING" in headers:
        headers["CONTENT_LENGTH"] = ""  # a web server lets no request through that has both
    return headers


def _body(rng: Random) -> tuple[bytes, str]:
    if rng.random() < 0.3:
        return rng.choice(BODIES), rng.choice(TYPES)
    token = forms.sign_token(uuid.UUID(int=rng.getrandbits(128)))
    filled = {
        "organisation": "Ortholink B.V.",
        "organisation_kind": "sme",
        "person": "Sanne Bakker",
        "email": "sanne@ortholink.example",
        "text": "Wij zoeken een ziekenhuis voor onze MRI-software.",
        "token": token,
    }
    for name in rng.sample(list(filled), rng.choice((0, 0, 0, 1, 2))):
        filled[name] = unquote(rng.choice(ODD), errors="replace")
    more = [f"{rng.choice(FIELDS)}={rng.choice(ODD)}" for _ in range(rng.choice((0, 0, 1, 3)))]
    return "&".join([urlencode(filled), *more]).encode("ascii"), TYPES[0]
