"""Connections only to addresses that were checked, within one deadline for everything.

The check and the connection use the very same address, so that a name whose answer changes between the two (DNS
rebinding) gains nothing: this network backend of httpcore resolves the host itself, and the layers above keep the
host name for the ``Host`` header and the certificate.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

import httpcore

from onrecord.model.errors import FetchError

Resolver = Callable[[str, int], list[str]]
"""Host and port to the text of its IP addresses; raises :class:`OSError`."""

_TRANSLATED = tuple(
    ipaddress.ip_network(block)
    for block in (
        "::/96",  # IPv4-compatible, RFC 4291
        "::ffff:0:0/96",  # IPv4-mapped, RFC 4291
        "::ffff:0:0:0/96",  # IPv4-translated, RFC 2765
        "64:ff9b::/96",  # NAT64, RFC 6052
        "64:ff9b:1::/48",  # local-use NAT64, RFC 8215
        "2001::/32",  # Teredo, RFC 4380
        "2002::/16",  # 6to4, RFC 3056
        "fec0::/10",  # site-local, RFC 3879
    )
)
"""IPv6 blocks whose addresses stand for another address, which may be a private one."""

_SHARED = ipaddress.ip_network("100.64.0.0/10")
"""Carrier-grade NAT, RFC 6598."""


def is_public(address: str) -> bool:
    """Whether ``address`` (an IP address; a zone index may follow) is one of the open internet."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    barred = ip.is_loopback or ip.is_link_local or ip.is_private or ip.is_multicast or ip.is_reserved
    if barred or ip.is_unspecified or not ip.is_global:
        return False
    if isinstance(ip, ipaddress.IPv4Address):
        return ip not in _SHARED
    return not any(ip in block for block in _TRANSLATED)


def resolve(host: str, port: int) -> list[str]:
    """The IP addresses of ``host``, in the order the system prefers them, none twice.

    Raises:
        OSError: the name is not known, or cannot be one.

    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as error:  # a label longer than 63 octets
        raise OSError("not a host name") from error
    return list(dict.fromkeys(str(info[4][0]) for info in found))


class Deadline:
    """A moment, ``seconds`` after its making, behind which nothing may run on."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds left, never less than 0."""
        return max(0.0, self._end - time.monotonic())

    def cap(self, timeout: float | None) -> float:
        """``timeout``, or what is left where that is less.

        Raises:
            httpcore.TimeoutException: nothing is left.

        """
        left = self.left()
        if not left:
            raise httpcore.ReadTimeout("deadline passed")
        return left if timeout is None else min(timeout, left)


class GuardedBackend(httpcore.NetworkBackend):
    """Connects to checked addresses only, and caps every wait by one deadline: a server that drips cannot stretch it.

    ``allow_private`` lets every address through. ``resolver`` is for tests.
    """

    def __init__(self, deadline: Deadline, *, allow_private: bool, resolver: Resolver = resolve) -> None:
        self._deadline = deadline
        self._allow_private = allow_private
        self._resolver = resolver
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A stream to the first address of ``host`` that is allowed and answers.

        Raises:
            FetchError: the host has no address, or none that is allowed.
            httpcore.ConnectError: no allowed address answers.

        """
        found = self._addresses(host, port)
        allowed = found if self._allow_private else [address for address in found if is_public(address)]
        if not allowed:
            problem = f"refused: {host} is at {found[0]}, not an address of the open internet"
            raise FetchError(host, problem, "--allow-private allows it")
        failure: Exception = httpcore.ConnectError("no address")
        for address in allowed:
            try:
                stream = self._inner.connect_tcp(
                    address, port, self._deadline.cap(timeout), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _DeadlineStream(stream, self._deadline)
        raise failure

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.NetworkStream:
        """Refused always: no URL leads to a socket of this machine.

        Raises:
            FetchError: always.

        """
        raise FetchError(path, "refused: not an address of the open internet")

    def _addresses(self, host: str, port: int) -> list[str]:
        """The resolver's answer, waited for no longer than the deadline (the system call itself has no limit)."""
        answer: list[list[str]] = []
        failure: list[OSError] = []

        def ask() -> None:
            try:
                answer.append(self._resolver(host, port))
            except OSError as error:
                failure.append(error)

        thread = threading.Thread(target=ask, name="onrecord-resolve", daemon=True)
        thread.start()
        thread.join(self._deadline.left())
        if answer and answer[0]:
            return answer[0]
        if failure:
            raise FetchError(host, f"no such host: {host}") from failure[0]
        if thread.is_alive():
            raise httpcore.ConnectTimeout("name resolution")
        raise FetchError(host, f"no such host: {host}")


class _DeadlineStream(httpcore.NetworkStream):
    """A stream each of whose waits ends at the deadline."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._inner = inner
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._deadline.cap(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._deadline.cap(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secured = self._inner.start_tls(ssl_context, server_hostname, self._deadline.cap(timeout))
        return _DeadlineStream(secured, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)
