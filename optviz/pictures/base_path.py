"""Where a route of ours stands: at the root, and once more below the prefix of the app's address where it has one."""


def prefixes(base: str = "") -> list[str]:
    """Return what stands before a route's own path, for an app whose address has the prefix ``base``."""
    plain = base.strip("/")
    return ["", f"/{plain}"] if plain else [""]
