"""Every measurement in one run: ``python -m benchmarks``, or ``make bench``."""

from benchmarks import browser, core, network

if __name__ == "__main__":
    raise SystemExit(max([core.main(), network.main(), browser.main()]))
