"""Where to go back to (返回地址): only ever a page of this site. Pure."""

from urllib.parse import urlsplit


def own_path(asked: str | None, otherwise: str) -> str:
    """`asked`, if it is a plain path of this site, else `otherwise`.

    A browser takes `//host`, `/\\host` and control characters for another site's address, so none passes.
    """
    if not asked or not asked.startswith("/") or asked.startswith("//") or "\\" in asked:
        return otherwise
    if any(ord(character) < 33 or ord(character) == 127 for character in asked):
        return otherwise
    parts = urlsplit(asked)
    return otherwise if parts.scheme or parts.netloc else asked
