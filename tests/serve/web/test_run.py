"""The server itself, as a process of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from onrecord.model.errors import StoreError, UsageError
from onrecord.serve.web.run import HOST, listen, run_server

CODE = "import sys; from onrecord.serve.web.run import run_server; run_server(sys.argv[1], port=0)"


@pytest.mark.skipif(os.name != "posix", reason="Ctrl-C is sent as a POSIX signal")
def test_it_says_where_it_is_answers_and_stops_on_ctrl_c(case_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", CODE, str(case_path)], stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        try:
            line = process.stderr.readline()
            assert line.startswith(f"onrecord: {case_path} is at http://127.0.0.1:")
            address = line.split(" is at ")[1].split()[0]
            assert "Skerry Lines" in httpx.get(f"{address}statements", trust_env=False).text
            assert httpx.get(address, headers={"Host": "evil.example"}, trust_env=False).status_code == 400
            process.send_signal(signal.SIGINT)
            rest = process.stderr.read()
            assert process.wait(timeout=15) == 0
            assert rest == ""
        finally:
            process.kill()


def test_a_taken_port_is_named(case_path: Path) -> None:
    with listen(0) as held:
        port = held.getsockname()[1]
        with pytest.raises(UsageError, match=rf"^--port {port}: is taken by another program \(choose another"):
            run_server(str(case_path), port=port)


def test_it_listens_on_this_machine_only() -> None:
    with listen(0) as listening:
        assert listening.family == socket.AF_INET
        assert listening.getsockname()[0] == HOST == "127.0.0.1"


@pytest.mark.parametrize("port", [-1, 70_000])
def test_a_port_that_cannot_be_is_named(port: int) -> None:
    with pytest.raises(UsageError, match=f"^--port {port}: cannot be used"):
        listen(port)


def test_a_case_that_cannot_be_read_is_told_of_before_serving(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no such case"):
        run_server(str(tmp_path / "none.sqlite"), port=0)
