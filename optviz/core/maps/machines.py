"""Computing a map's tiles on every device of this machine, and on several machines that share its folder.

For ``python -m optviz map`` alone: the web process never calls it.
"""

import os
import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import jax

from optviz.core.maps.files import Folder, work_list, write_tile
from optviz.core.registry import short_repr

_HEARTBEAT = 30


def join_hosts(coordinator: str, hosts: int, host: int, patience: int) -> None:
    """Make this process number ``host`` of ``hosts``, which meet at ``coordinator``, an address and port of number 0.

    Must be called before JAX is used. The processes share no numbers, only the work: each writes its tiles to the
    folder, which all of them must see. Where one dies, the others do its share too, and its command, given again,
    joins in; only without number 0 do all end, at a heartbeat's notice, and the same commands go on from there.
    Raises ``ValueError`` where nobody answers at ``coordinator`` for ``patience`` seconds, or it is no address; if the
    others do not come to number 0 in that time, JAX ends the process.
    """
    if host:  # JAX would end the process without a sentence
        _wait_for(coordinator, patience)
    jax.config.update("jax_enable_recoverability", True)  # one that dies does not take the others with it
    jax.distributed.initialize(
        coordinator, hosts, host, initialization_timeout=patience, heartbeat_timeout_seconds=_HEARTBEAT
    )


def _wait_for(address: str, patience: int) -> None:
    name, _, port = address.rpartition(":")
    if not (name and port.isdecimal() and 0 < int(port) < 65536):
        raise ValueError(f"a coordinator is HOST:PORT, as in 10.0.0.5:4321, not {short_repr(address)}")
    end = time.monotonic() + patience
    while True:
        try:
            socket.create_connection((name, int(port)), timeout=1).close()
            return
        except OSError as error:
            if time.monotonic() > end:
                raise ValueError(f"no other host was met at {address} in {patience} s") from error
            time.sleep(0.2)


def leave_hosts() -> None:
    """Leave the others; when number 0 leaves, whoever still works is ended: the map is whole then."""
    jax.distributed.shutdown()


def compute(folder: Folder, report: Callable[[int, int], None] = lambda done, whole: None) -> None:
    """Compute the tiles that are missing, on all local devices at once; a share of them if there are several hosts.

    ``report(done, whole)`` is told, after each tile, how many of the map's are there. It returns when the whole map
    is there; raises what computing or writing a tile raised first.
    """
    devices = jax.local_devices()
    workers = [device for device in devices for _ in range(_threads(device, len(devices)))]
    tiles = work_list(folder, jax.process_index(), jax.process_count())
    stop, turn = threading.Event(), threading.Lock()

    def work(device: Any) -> None:
        try:
            while not stop.is_set():
                with turn:
                    first = next(tiles, None)
                if first is None:
                    return
                write_tile(folder, first, device)
                report(len(folder.firsts) - len(folder.missing()), len(folder.firsts))
        except BaseException:
            stop.set()
            raise

    with ThreadPoolExecutor(len(workers)) as pool:
        tasks = [pool.submit(work, device) for device in workers]
        try:
            for task in tasks:
                task.result()
        finally:
            stop.set()


def _threads(device: Any, devices: int) -> int:
    """Return how many tiles a device computes at once: a processor one on each of its cores, which it shares."""
    return max(1, (os.cpu_count() or 1) // devices) if device.platform == "cpu" else 1
