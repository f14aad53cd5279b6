"""What ``python -m optviz serve`` does: the app on this machine, from a checkout or an installed wheel."""

import argparse
import os
import socket
import sys
from typing import Any

PORT, ADDRESS = 8501, "127.0.0.1"


def add_parser(commands: Any) -> None:
    """Add ``serve`` to the commands that are understood."""
    own = commands.add_parser("serve", help="open the app in the browser; Ctrl-C ends it")
    own.add_argument("--port", type=int, default=PORT, help="where it listens (%(default)s)")
    own.add_argument(
        "--address", default=ADDRESS, help="of this machine; 0.0.0.0 lets others in, as a class's phones (%(default)s)"
    )
    own.add_argument("--no-browser", action="store_true", help="open no browser: a server for others")


def serve(asked: argparse.Namespace) -> int:
    """Run the app until it is stopped by hand; raises ``ValueError``, in a sentence, where it cannot listen."""
    _check(asked.address, asked.port)
    if not os.environ.get("JAX_PLATFORMS"):
        os.environ["JAX_PLATFORMS"] = "cpu"  # as in the app: its pictures are too small for a GPU
    from streamlit.web import cli

    from optviz.installed import ROOT

    options = {"port": asked.port, "address": asked.address, "headless": str(asked.no_browser).lower()}
    words = ["run", str(ROOT / "app.py"), *(f"--server.{name}={value}" for name, value in options.items())]
    try:
        cli.main(words, prog_name="streamlit", standalone_mode=False)
    except KeyboardInterrupt:
        print("optviz: stopped", file=sys.stderr)
    return 0


def _check(address: str, port: int) -> None:
    """Listen once, since Streamlit would tell of a taken port among much else."""
    if not 1 <= port <= 65_535:
        raise ValueError(f"a port is a whole number from 1 to 65535, not {port}")
    try:
        family, kind, *_, place = socket.getaddrinfo(address, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            if os.name == "posix":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a server that just ended is no other
            probe.bind(place)
            probe.listen()
    except PermissionError as error:
        raise ValueError(f"port {port} needs more rights than you have; choose one above 1023") from error
    except socket.gaierror as error:
        raise ValueError(f"{address!r} is no address of this machine") from error
    except OSError as error:
        raise ValueError(_refusal(error, address, port)) from error


def _refusal(error: OSError, address: str, port: int) -> str:
    import errno

    if error.errno == errno.EADDRINUSE:
        return f"port {port} is taken; choose another, as in --port {port % 65_535 + 1}"
    if error.errno == errno.EADDRNOTAVAIL:
        return f"{address!r} is no address of this machine"
    return f"cannot listen on {address}, port {port}: {error.strerror}"
