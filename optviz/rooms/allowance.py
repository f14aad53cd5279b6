"""What one network address may do in a while."""

import ipaddress
from collections import OrderedDict

from optviz.rooms.store import Clock

_ADDRESSES = 10_000
"""So many addresses are remembered, the latest ones."""


class Allowance:
    """So many tries at once for each address, and one more every so many seconds."""

    def __init__(self, tries: int, every: float, clock: Clock) -> None:
        self._tries, self._every, self._clock = tries, every, clock
        self._free: OrderedDict[str, float] = OrderedDict()  # when all tries of an address are free again

    def wait(self, address: str) -> float:
        """Return in how many seconds an address has a try; 0 if it has one now."""
        full = self._free.get(_network(address), 0.0) - self._clock()
        return max(0.0, full - self._every * (self._tries - 1))

    def take(self, address: str) -> None:
        """Take one try of an address."""
        network = _network(address)
        self._free[network] = max(self._free.pop(network, 0.0), self._clock()) + self._every
        if len(self._free) > _ADDRESSES:
            self._free.popitem(last=False)


def _network(address: str) -> str:
    """Return the address, of IPv6 the network of 2⁶⁴ addresses that one household has."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    return str(ipaddress.ip_network((found, 64), strict=False)) if found.version == 6 else address
