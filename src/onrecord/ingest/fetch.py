"""Pages and feeds from the web, guarded: where to, how long, how much, how many redirects, what robots.txt allows.

Only what the user named is fetched, and what its server redirects to; nothing that a report contains.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata

import httpcore
import httpx

from onrecord.ingest import robots
from onrecord.ingest.addresses import Deadline, GuardedBackend, Resolver, resolve
from onrecord.ingest.stream import gunzip, read_all
from onrecord.model.errors import FetchError, InputError

AGENT = "onrecord"
"""The product token that robots.txt files name."""

MAX_ROBOTS_REDIRECTS = 5
"""Redirects of a robots.txt that are followed (RFC 9309, 2.3.1.2)."""

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MEDIA_TYPES = frozenset({
    "text/html", "application/xhtml+xml", "text/plain", "text/markdown", "application/pdf",
    "text/xml", "application/xml", "application/rss+xml", "application/atom+xml", "application/rdf+xml",
    "application/json", "text/json", "application/feed+json", "application/ld+json",
    "application/x-ndjson", "application/jsonl", "application/x-jsonlines",
    "application/gzip", "application/x-gzip", "application/octet-stream", "binary/octet-stream", "",
})  # fmt: skip
"""What a report may come as. The last lines say nothing of the content, which is looked at instead."""

_CORE_ERRORS = (httpcore.NetworkError, httpcore.ProtocolError, httpcore.ConnectionNotAvailable)
_ACCEPT = "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/feed+json,*/*;q=0.5"


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """How far a fetch may go; see the fields of the same names of :class:`onrecord.ingest.read.ReadOptions`."""

    max_bytes: int = 50_000_000
    timeout: float = 20.0
    max_redirects: int = 5
    allow_private_addresses: bool = False
    respect_robots: bool = True


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came back: the address it came from in the end, its bytes unpacked, and what the server said they are."""

    url: str
    body: bytes
    media_type: str
    charset: str | None


@dataclass(frozen=True, slots=True)
class _Answer:
    """A response: ``body`` is read only of a success; ``location`` is where a redirect leads."""

    status: int
    location: str | None
    media_type: str
    charset: str | None
    body: bytes


class Fetcher:
    """Fetches URLs within ``limits``, one at a time; remembers each site's robots.txt. ``resolver`` is for tests.

    Proxies of the environment are not used: behind one, the address that is connected to could not be checked.
    """

    def __init__(self, limits: FetchLimits | None = None, *, resolver: Resolver = resolve) -> None:
        self._limits = limits or FetchLimits()
        self._resolver = resolver
        self._robots: dict[str, robots.Robots | str] = {}
        self._tls: ssl.SSLContext | None = None

    def fetch(self, url: str) -> Fetched:
        """What stands at ``url``, redirects followed.

        Raises:
            FetchError: the address is refused, or nothing readable came back within the limits.

        """
        deadline = Deadline(self._limits.timeout)
        target = self._target(url, url)
        for _ in range(self._limits.max_redirects + 1):
            if self._limits.respect_robots:
                self._ask_leave(target, deadline, url)
            answer = self._get(target, deadline, url)
            if answer.status in _REDIRECTS:
                target = self._next(target, answer, url)
            elif not 200 <= answer.status < 300:
                raise FetchError(url, f"the server answered with status {answer.status}")
            elif not answer.body:
                raise FetchError(url, "empty", "the server sent no content")
            else:
                return Fetched(str(target), answer.body, answer.media_type, answer.charset)
        raise FetchError(url, f"more than {self._limits.max_redirects} redirects")

    def _target(self, address: str, url: str) -> httpx.URL:
        """``address`` parsed and held against the rules for addresses; errors name ``url``."""
        try:
            target = httpx.URL(address)
        except (httpx.InvalidURL, ValueError, TypeError) as error:
            raise FetchError(url, f"not a valid address: {' '.join(str(error).split())[:100]}") from error
        if target.scheme not in ("http", "https"):
            raise FetchError(url, f"refused: {target.scheme or 'no'} scheme", "only http and https are fetched")
        if not target.host:
            raise FetchError(url, "the address has no host")
        if target.userinfo:
            raise FetchError(url, "refused: a user name in the address", "leave out what stands before the @")
        return target.copy_with(fragment=None)

    def _next(self, target: httpx.URL, answer: _Answer, url: str) -> httpx.URL:
        """Where a redirect leads, under the same rules."""
        if not answer.location:
            raise FetchError(url, f"status {answer.status} without a place to go to")
        try:
            joined = str(target.join(answer.location))
        except (httpx.InvalidURL, ValueError, TypeError) as error:
            raise FetchError(url, "redirected to what is no valid address") from error
        return self._target(joined, url)

    def _ask_leave(self, target: httpx.URL, deadline: Deadline, url: str) -> None:
        """Raise where the robots.txt of the target's site does not allow it, or could not be asked."""
        site = f"{target.scheme}://{target.netloc.decode('ascii')}"
        if site not in self._robots:
            self._robots[site] = self._robots_of(site, deadline, url)
        rules = self._robots[site]
        if isinstance(rules, str):
            raise FetchError(url, rules, "taken as a refusal (RFC 9309); try later")
        if not rules.allows(str(target)):
            raise FetchError(
                url, f"robots.txt of {target.host} does not allow it", "ask the publisher, or save the page"
            )

    def _robots_of(self, site: str, deadline: Deadline, url: str) -> robots.Robots | str:
        """The rules of a site (RFC 9309, 2.3.1): all is allowed where it has none, why not where it fails."""
        target = httpx.URL(f"{site}/robots.txt")
        for _ in range(MAX_ROBOTS_REDIRECTS + 1):
            answer = self._get(target, deadline, url, for_robots=True)
            if answer.status in _REDIRECTS and answer.location:
                target = self._next(target, answer, url)
            elif 200 <= answer.status < 300:
                return robots.parse(answer.body.decode("utf-8", "replace"), AGENT)
            elif answer.status < 500:
                return robots.ALLOW_ALL
            else:
                return f"robots.txt of {target.host} answered with status {answer.status}"
        return robots.ALLOW_ALL

    def _get(self, target: httpx.URL, deadline: Deadline, url: str, *, for_robots: bool = False) -> _Answer:
        """One request and its answer; a robots.txt is read up to its limit, anything else refused past its own."""
        if self._tls is None and target.scheme == "https":
            self._tls = httpx.create_ssl_context()
        backend = GuardedBackend(deadline, allow_private=self._limits.allow_private_addresses, resolver=self._resolver)
        client = httpx.Client(
            transport=_Transport(backend, self._tls),
            headers={"User-Agent": user_agent(), "Accept": _ACCEPT, "Accept-Encoding": "gzip"},
            timeout=self._limits.timeout,
            trust_env=False,
        )
        try:
            with client, client.stream("GET", target, follow_redirects=False) as response:
                body = self._body(response, url, for_robots=for_robots) if response.is_success else b""
                return _Answer(
                    response.status_code,
                    response.headers.get("location"),
                    _media_type(response),
                    response.charset_encoding,
                    body,
                )
        except InputError as error:  # also those of the backend and the unpacking, which know less of the address
            raise FetchError(url, error.problem, error.hint) from error
        except (httpcore.TimeoutException, httpx.TimeoutException) as error:
            raise FetchError(url, f"no complete answer within {deadline.seconds:g} s") from error
        except (*_CORE_ERRORS, httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
            reason = " ".join(str(error).split())[:200] or type(error).__name__
            raise FetchError(url, f"could not be fetched: {reason}") from error

    def _body(self, response: httpx.Response, url: str, *, for_robots: bool) -> bytes:
        """The unpacked body, unless its type or stated length is refused before it is read."""
        limit = robots.MAX_BYTES if for_robots else self._limits.max_bytes
        if not for_robots:
            media_type = _media_type(response)
            if media_type not in _MEDIA_TYPES:
                raise FetchError(url, f"content type {media_type[:80]}", "pages, feeds, JSON, text and PDF are read")
            stated = response.headers.get("content-length", "")
            if stated.isdecimal() and int(stated[:20]) > limit:
                raise FetchError(url, f"larger than {limit:,} bytes", "raise --max-bytes")
        packing = response.headers.get("content-encoding", "identity").strip().lower()
        chunks: Iterator[bytes] = response.iter_raw()
        if packing in ("gzip", "x-gzip"):
            chunks = gunzip(chunks, source=url)  # not by httpx, which unpacks a chunk without a bound
        elif packing not in ("identity", ""):
            raise FetchError(url, f"content encoding {packing[:40]}, which was not asked for")
        return _first(chunks, limit) if for_robots else read_all(chunks, limit, source=url)


class _Transport(httpx.BaseTransport):
    """One connection pool of httpcore over the guarded backend; httpx itself offers no place to put one."""

    def __init__(self, backend: httpcore.NetworkBackend, tls: ssl.SSLContext | None) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=tls, max_connections=1, max_keepalive_connections=0, network_backend=backend
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        answer = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer), extensions=answer.extensions)

    def close(self) -> None:
        self._pool.close()


class _Body(httpx.SyncByteStream):
    """The bytes of an answer of httpcore as httpx wants them."""

    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


def user_agent() -> str:
    """Who is asking: the name, the installed version, and on whose behalf."""
    try:
        version = metadata.version("onrecord")
    except metadata.PackageNotFoundError:  # run from a source tree that is not installed
        version = "0"
    return f"{AGENT}/{version} (reads news reports for a person's record; honours robots.txt)"


def _media_type(response: httpx.Response) -> str:
    return str(response.headers.get("content-type", "")).partition(";")[0].strip().lower()


def _first(chunks: Iterator[bytes], limit: int) -> bytes:
    """The first ``limit`` bytes, the rest left unread."""
    data = bytearray()
    for chunk in chunks:
        data += chunk
        if len(data) >= limit:
            break
    return bytes(data[:limit])
