from __future__ import annotations

import gzip
import shutil
import ssl
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler
from importlib import metadata
from ipaddress import IPv4Address
from pathlib import Path

import httpcore
import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.ingest.addresses import Deadline, GuardedBackend, is_public, resolve
from onrecord.ingest.fetch import Fetcher, FetchLimits
from onrecord.model.errors import FetchError

from .helpers import Answer, answer, bomb, serve

OPEN = FetchLimits(allow_private_addresses=True, timeout=5.0)
PAGE = b"<html><body><p>The pier is closed.</p></body></html>"


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.9.9.9", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254"),
        *("100.64.0.1", "192.0.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255"),
        *("::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "fec0::1", "ff02::1", "2001:db8::1"),
        *("::ffff:127.0.0.1", "::ffff:93.184.215.14", "64:ff9b::7f00:1", "64:ff9b::5db8:d70e", "64:ff9b:1::1"),
        *("2002:7f00:1::", "2001:0:1::1", "::127.0.0.1", "::ffff:0:127.0.0.1", "localhost", ""),
    ],
)
def test_addresses_that_are_not_of_the_open_internet(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "8.8.8.8", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "172.32.0.1"]
)
def test_addresses_of_the_open_internet(address: str) -> None:
    assert is_public(address)


@given(st.ip_addresses(v=4))
def test_no_mapped_address_is_let_through(address: IPv4Address) -> None:
    assert not is_public(f"::ffff:{address}")
    assert not is_public(f"64:ff9b::{address}")
    assert not (address.is_private and is_public(str(address)))


def test_a_page_is_fetched() -> None:
    with serve({"/a": answer(PAGE, media_type="text/html; charset=utf-8")}) as site:
        fetched = Fetcher(OPEN).fetch(site.url("/a?b=c#d").replace("?b=c", ""))
        assert (fetched.body, fetched.media_type, fetched.charset) == (PAGE, "text/html", "utf-8")
        assert fetched.url == site.url("/a")
        assert site.asked == ["/robots.txt", "/a"]
        assert {headers["user-agent"].split()[0] for headers in site.headers} == {
            f"onrecord/{metadata.version('onrecord')}"
        }
        assert {headers["host"] for headers in site.headers} == {f"127.0.0.1:{site.port}"}
        assert {headers["accept-encoding"] for headers in site.headers} == {"gzip"}


def test_loopback_is_refused_without_the_option_and_nothing_is_asked() -> None:
    with serve({"/a": answer(PAGE)}) as site:
        for host in ("127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]", "[::1]", "0"):
            with pytest.raises(FetchError, match=r"not an address of the open internet|no such host") as caught:
                Fetcher().fetch(site.url("/a", host))
            assert caught.value.source == site.url("/a", host)
        assert site.asked == []


def test_the_address_checked_is_the_address_connected_to() -> None:
    answers = iter([["127.0.0.1"]] * 2)
    asked: list[str] = []

    def rebinding(host: str, port: int) -> list[str]:
        asked.append(host)
        return next(answers)

    with serve({"/a": answer(PAGE)}) as site:
        fetched = Fetcher(OPEN, resolver=rebinding).fetch(site.url("/a", "courier.example"))
        assert fetched.body == PAGE
        assert asked == ["courier.example"] * 2  # once for robots.txt, once for the page: no second look-up to rebind
        assert {headers["host"] for headers in site.headers} == {f"courier.example:{site.port}"}


def test_only_the_allowed_ones_of_several_addresses_are_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []

    class Inner:
        def connect_tcp(self, host: str, *args: object) -> object:
            tried.append(host)
            return object()

    backend = GuardedBackend(
        Deadline(5), allow_private=False, resolver=lambda host, port: ["10.0.0.1", "::1", "93.184.215.14"]
    )
    monkeypatch.setattr(backend, "_inner", Inner())
    backend.connect_tcp("courier.example", 80)
    assert tried == ["93.184.215.14"]
    with pytest.raises(FetchError, match="refused"):
        backend.connect_unix_socket("/run/docker.sock")


def test_a_redirect_is_followed_and_held_to_the_same_rules() -> None:
    pages = {
        "/a": answer(status=302, headers={"Location": "/b"}),
        "/b": answer(PAGE, media_type="text/html"),
        "/file": answer(status=301, headers={"Location": "file:///etc/passwd"}),
        "/user": answer(status=301, headers={"Location": "http://a:b@127.0.0.1/"}),
        "/inner": answer(status=307, headers={"Location": "http://inner.example/x"}),
        "/nowhere": answer(status=302),
        "/odd": answer(status=302, headers={"Location": "http://[::1"}),
        "/loop": answer(status=302, headers={"Location": "/loop"}),
    }
    with serve(pages) as site:
        fetcher = Fetcher(OPEN)
        assert fetcher.fetch(site.url("/a")).url == site.url("/b")
        for path, problem in (
            ("/file", "refused: file scheme"),
            ("/user", "user name in the address"),
            ("/nowhere", "without a place to go"),
            ("/odd", "no valid address|could not be fetched: Invalid URL"),
            ("/loop", "more than 5 redirects"),
        ):
            with pytest.raises(FetchError, match=problem):
                fetcher.fetch(site.url(path))
        assert site.asked.count("/loop") == 6
        assert site.asked.count("/robots.txt") == 1


def local_backend(port: int, connected: list[str]) -> type[httpcore.SyncBackend]:
    """The last step of connecting, which plays every address by the local server."""

    class Local(httpcore.SyncBackend):
        def connect_tcp(self, host: str, *args: object, **kwargs: object) -> httpcore.NetworkStream:
            connected.append(host)
            return super().connect_tcp("127.0.0.1", port, timeout=5)

    return Local


def test_a_redirect_to_a_private_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    connected: list[str] = []

    def names(host: str, port: int) -> list[str]:
        return {"courier.example": ["93.184.215.14"], "inner.example": ["10.0.0.7"]}[host]

    with serve({"/a": answer(status=307, headers={"Location": "http://inner.example/x"})}) as site:
        monkeypatch.setattr(httpcore, "SyncBackend", local_backend(site.port, connected))
        with pytest.raises(FetchError, match=r"inner\.example is at 10\.0\.0\.7"):
            Fetcher(FetchLimits(timeout=5), resolver=names).fetch("http://courier.example/a")
        assert site.asked == ["/robots.txt", "/a"]
    assert connected == ["93.184.215.14"] * 2


@pytest.mark.skipif(shutil.which("openssl") is None, reason="makes its certificate by openssl")
def test_the_certificate_is_that_of_the_name_not_of_the_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, certificate = str(tmp_path / "key.pem"), str(tmp_path / "cert.pem")
    name = ["-subj", "/CN=courier.example", "-addext", "subjectAltName=DNS:courier.example"]
    made = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-keyout",
        key,
        "-out",
        certificate,
    ]
    subprocess.run([*made, *name], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    monkeypatch.setattr(httpx, "create_ssl_context", lambda: ssl.create_default_context(cafile=certificate))
    with serve({"/a": answer(PAGE)}, context) as site:
        fetcher = Fetcher(OPEN, resolver=lambda host, port: ["127.0.0.1"])
        assert fetcher.fetch(f"https://courier.example:{site.port}/a").body == PAGE
        with pytest.raises(FetchError, match="CERTIFICATE_VERIFY_FAILED"):
            fetcher.fetch(f"https://other.example:{site.port}/a")


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("ftp://courier.example/a", "ftp scheme"),
        ("file:///etc/passwd", "file scheme"),
        ("http://", "no host"),
        ("http:///a", "no host"),
        ("https://me:secret@courier.example/", "user name"),
        ("http://me@courier.example/", "user name"),
        ("http://[::1", "not a valid address"),
        ("http://a b/", "not a valid address|no such host"),
        ("http://" + "a" * 70_000, "not a valid address"),
    ],
)
def test_addresses_that_are_refused_unasked(url: str, problem: str) -> None:
    with pytest.raises(FetchError, match=problem) as caught:
        Fetcher(resolver=lambda host, port: []).fetch(url)
    assert str(caught.value).removeprefix(url).isprintable()


def test_robots_are_honoured() -> None:
    rules = b"User-agent: *\nDisallow: /private\nUser-agent: onrecord\nDisallow: /no\nAllow: /no/yes\n"
    pages = {name: answer(PAGE) for name in ("/private", "/no", "/no/yes")} | {"/robots.txt": answer(rules)}
    pages["/hop"] = answer(status=302, headers={"Location": "/no"})
    with serve(pages) as site:
        fetcher = Fetcher(OPEN)
        assert fetcher.fetch(site.url("/private")).body == PAGE
        assert fetcher.fetch(site.url("/no/yes")).body == PAGE
        for path in ("/no", "/hop"):
            with pytest.raises(FetchError, match="does not allow"):
                fetcher.fetch(site.url(path))
        assert "/no" not in site.asked
        assert site.asked.count("/robots.txt") == 1
        own = FetchLimits(allow_private_addresses=True, respect_robots=False)
        assert Fetcher(own).fetch(site.url("/no")).body == PAGE


@pytest.mark.parametrize(
    ("robots", "allowed"),
    [
        (answer(b"no", 403), True),
        (answer(b"no", 404), True),
        (answer(b"no", 500), False),
        (answer(b"no", 503), False),
        (answer(status=302, headers={"Location": "/robots.txt"}), True),
        (answer(status=302, headers={"Location": "/other"}), False),
        (answer(b"User-agent: *\nDisallow: /\n" + b"# x\n" * 300_000), False),
        (answer(PAGE, media_type="image/png"), True),
    ],
)
def test_a_robots_file_that_fails(robots: Answer, allowed: bool) -> None:
    with serve({"/robots.txt": robots, "/a": answer(PAGE), "/other": answer(b"User-agent: *\nDisallow: /a")}) as site:
        if allowed:
            assert Fetcher(OPEN).fetch(site.url("/a")).body == PAGE
        else:
            with pytest.raises(FetchError, match=r"robots\.txt"):
                Fetcher(OPEN).fetch(site.url("/a"))
            assert "/a" not in site.asked


def test_packed_bodies_are_unpacked_within_bounds() -> None:
    pages = {
        "/a": answer(gzip.compress(PAGE), headers={"Content-Encoding": "gzip"}),
        "/bomb": answer(bomb(40), headers={"Content-Encoding": "gzip"}),
        "/br": answer(b"x", headers={"Content-Encoding": "br"}),
        "/cut": answer(gzip.compress(PAGE)[:-9], headers={"Content-Encoding": "gzip"}),
    }
    with serve(pages) as site:
        fetcher = Fetcher(OPEN)
        assert fetcher.fetch(site.url("/a")).body == PAGE
        for path, problem in (("/bomb", "bomb"), ("/br", "content encoding br"), ("/cut", "truncated gzip")):
            with pytest.raises(FetchError, match=problem):
                fetcher.fetch(site.url(path))


def test_what_is_too_large_is_refused() -> None:
    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while True:
            handler.wfile.write(b"x" * 10_000)

    with serve({"/stated": answer(b"x" * 2_000), "/endless": endless}) as site:
        fetcher = Fetcher(FetchLimits(allow_private_addresses=True, max_bytes=1_000, timeout=5))
        for path in ("/stated", "/endless"):
            with pytest.raises(FetchError, match="larger than 1,000 bytes"):
                fetcher.fetch(site.url(path))


@pytest.mark.parametrize("part", ["header", "body"])
def test_a_slow_drip_ends_at_the_deadline(part: str) -> None:
    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n" + (b"X: " if part == "header" else b"\r\n")
        )
        for _ in range(200):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.03)

    with serve({"/a": drip}) as site:
        begun = time.monotonic()
        with pytest.raises(FetchError, match=r"no complete answer within 0\.4 s"):
            Fetcher(FetchLimits(allow_private_addresses=True, timeout=0.4)).fetch(site.url("/a"))
        assert time.monotonic() - begun < 2


def test_a_slow_resolver_ends_at_the_deadline() -> None:
    stop = threading.Event()

    def slow(host: str, port: int) -> list[str]:
        stop.wait(5)
        return ["127.0.0.1"]

    begun = time.monotonic()
    with pytest.raises(FetchError, match="no complete answer"):
        Fetcher(FetchLimits(timeout=0.2), resolver=slow).fetch("http://courier.example/")
    stop.set()
    assert time.monotonic() - begun < 2


def test_other_answers_are_one_line_errors() -> None:
    def rude(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"\x00\x01 not http\r\n\r\n")

    pages = {
        "/image": answer(b"x", media_type="image/png"),
        "/gone": answer(b"x", 410),
        "/empty": answer(b""),
        "/rude": rude,
        "/plain": answer(PAGE, media_type=""),
    }
    with serve(pages) as site:
        fetcher = Fetcher(OPEN)
        assert fetcher.fetch(site.url("/plain")).media_type == ""
        for path, problem in (
            ("/image", "content type image/png"),
            ("/gone", "status 410"),
            ("/empty", "empty"),
            ("/rude", "could not be fetched"),
        ):
            with pytest.raises(FetchError, match=problem) as caught:
                fetcher.fetch(site.url(path))
            assert str(caught.value).isprintable()
    with pytest.raises(FetchError, match="could not be fetched"):
        Fetcher(OPEN).fetch(site.url("/plain"))  # the server is gone


def test_a_host_without_an_address_is_named() -> None:
    with pytest.raises(FetchError, match=r"no such host: courier\.invalid"):
        Fetcher(resolver=lambda host, port: []).fetch("http://courier.invalid/")
    with pytest.raises(OSError, match="host name"):
        resolve("a" * 70 + ".example", 80)


def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    with serve({"/a": answer(PAGE)}) as site:
        assert Fetcher(OPEN).fetch(site.url("/a")).body == PAGE
