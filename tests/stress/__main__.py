"""`make stress`: reads from several workers while content changes, and kills them while they publish."""

import argparse
import os
from pathlib import Path

import django

from tests.bench import postgres, product, servers

VAR = product.ROOT / "var" / "stress"
DOCUMENTATION = product.ROOT / "docs" / "benchmarks" / "freshness.md"


def main() -> None:
    parser = argparse.ArgumentParser(prog="make stress", description=__doc__)
    parser.add_argument("--changes", type=int, default=500, help="how many changes there are while others read")
    parser.add_argument("--kills", type=int, default=100, help="how often a worker is killed")
    parser.add_argument("--output", type=Path, default=DOCUMENTATION, help="where the report goes")
    arguments = parser.parse_args()
    VAR.mkdir(parents=True, exist_ok=True)
    with postgres.throwaway(VAR / "postgres") as server:
        server.create(product.DATABASE)
        environment = servers.environment(**product.settings(server.url(product.DATABASE), VAR / "media"))
        os.environ.clear()
        # What this process computes is the truth that servers are held to: it keeps nothing.
        os.environ.update(environment | product.COLD)
        django.setup()
        # Only now is there anything to import models with.
        from tests.stress.run import run

        run(environment, VAR, arguments)


if __name__ == "__main__":
    main()
