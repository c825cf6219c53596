"""Content encodings of answers: which one a client wants, and a body in it."""

import gzip

import brotli
import zstandard

# In our order of preference where a client has none: the smallest for its time first.
ENCODERS = {
    "zstd": lambda body: zstandard.ZstdCompressor(level=3).compress(body),
    "br": lambda body: brotli.compress(body, quality=4),
    "gzip": lambda body: gzip.compress(body, compresslevel=5, mtime=0),
}


def preferred(accept_encoding: str) -> str:
    """The encoding that the header asks for before others; empty for none (RFC 9110, section 12.5.3)."""
    weights: dict[str, float] = {}
    for part in accept_encoding.lower().split(","):
        name, _, parameter = part.strip().partition(";")
        _, _, weight = parameter.strip().partition("q=")
        try:
            weights[name.strip()] = float(weight) if weight else 1.0
        except ValueError:
            weights[name.strip()] = 0.0
    others = weights.get("*", 0.0)
    known = {name: weights.get(name, others) for name in ENCODERS}
    best = max(known, key=lambda name: known[name])
    return best if known[best] > 0 else ""


def encoded(body: bytes, encoding: str) -> bytes:
    """The body in the encoding that `preferred` gave."""
    return ENCODERS[encoding](body)
