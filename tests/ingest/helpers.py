"""What the tests of reading share: a composer over a page reader of their own, a small PDF, a local server."""

from __future__ import annotations

import gzip
import re
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from onrecord.ingest.compose import Composer
from onrecord.model.errors import InputError
from onrecord.model.report import Report, TextVersion

STORY = (
    "Harbour officials in Port Lenz said on Tuesday that the northern pier would stay closed until the weekend, "
    "because divers had found cracks in two of its pillars.\n\nThe mayor, Ilse Varga, told reporters that no ship "
    "had been in danger and that the repair would cost about 40,000 crowns."
)


def plain_page(
    html: str,
    *,
    source: str,
    url: str | None = None,
    external_id: str | None = None,
    title: str | None = None,
    outlet: str | None = None,
    published: str | None = None,
) -> Report:
    """A stand-in for the page reader: the words without their tags."""
    text = " ".join(re.sub(r"<[^>]*>", " ", html).split())
    if not text:
        raise InputError(source, "no readable text in the page")
    return Report(TextVersion.of(text), source, external_id, url, title, outlet)


def composer(max_text: int = 100_000) -> Composer:
    return Composer(plain_page, max_text)


def make_pdf(pages: list[list[str]], title: str | None = None) -> bytes:
    """A PDF 1.4 of the given lines, written by hand: one content stream a page, a cross-reference table, a trailer."""
    objects: list[bytes] = []
    count = len(pages)
    kids = " ".join(f"{4 + 2 * index} 0 R" for index in range(count))
    objects.append(b"<< /Type /Catalog /Pages 2 0 R >>")
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode())
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    for index, lines in enumerate(pages):
        shown = "\n".join(f"({line}) Tj 0 -14 Td" for line in lines)
        stream = f"BT /F1 11 Tf 50 780 Td\n{shown}\nET".encode("latin-1")
        resources = "/Resources << /Font << /F1 3 0 R >> >>"
        page = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] {resources} /Contents {5 + 2 * index} 0 R >>"
        objects.append(page.encode())
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    info = ""
    if title:
        objects.append(f"<< /Title ({title}) >>".encode())
        info = f" /Info {len(objects)} 0 R"
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R{info} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def bomb(megabytes: int) -> bytes:
    """A gzip of so many megabytes of one letter."""
    return gzip.compress(b"a" * (megabytes << 20))


Answer = Callable[[BaseHTTPRequestHandler], None]


def answer(
    body: bytes = b"", status: int = 200, media_type: str = "text/plain", headers: dict[str, str] | None = None
) -> Answer:
    """A handler that sends ``body``."""

    def send(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        given = {"Content-Type": media_type, "Content-Length": str(len(body)), **(headers or {})}
        for name, value in given.items():
            if value:
                handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    return send


class Site:
    """A server on loopback: its address, the paths it was asked for and the headers that came with them."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"


@contextmanager
def serve(pages: dict[str, Answer], tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    """Serve ``pages`` by path on loopback, over TLS where given a context; any other path is 404."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append(self.path)
            site.headers.append({name.lower(): value for name, value in self.headers.items()})
            try:
                pages.get(self.path, answer(b"none", 404))(self)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def log_message(self, *args: object) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    server.handle_error = lambda *args: None
    server.daemon_threads = True
    server.block_on_close = False
    site = Site(server.server_address[1])
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.01), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
