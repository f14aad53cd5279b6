"""Compiled loops: rules and surfaces enter as numbers, so that few programs serve all of them."""
