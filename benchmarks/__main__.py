"""Every measurement in one run: ``python -m benchmarks``, or ``make bench``."""

from benchmarks import browser, core

if __name__ == "__main__":
    raise SystemExit(max([core.main(), browser.main()]))
