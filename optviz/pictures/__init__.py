"""Pictures by address: what a page shows at a query, as bytes for the browser; one function for every way to ask."""

from optviz.lecture import TITLES

PLAYGROUND = "playground"
PAGES = (PLAYGROUND, *TITLES)
"""The pages that have pictures, by their public names."""
