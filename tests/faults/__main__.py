"""`make faults`: takes away what the site stands on, database, Redis, disk and time, and puts load on it."""

import argparse
import os
from pathlib import Path

import django

from tests.bench import postgres, product, servers

VAR = product.ROOT / "var" / "faults"
DOCUMENTATION = product.ROOT / "docs" / "benchmarks" / "faults.md"
# May make tables in its database, and nothing else on the server: its connections can be limited and ended.
ROLE = "foui"


def main() -> None:
    parser = argparse.ArgumentParser(prog="make faults", description=__doc__)
    parser.add_argument("--only", nargs="*", help="the names of the faults to try, all when left out")
    parser.add_argument("--seconds", type=int, default=120, help="how long the load lasts, all six queries together")
    parser.add_argument("--clients", type=int, default=500, help="how many connections the load has")
    parser.add_argument("--hostile", type=int, default=50_000, help="how many hostile requests are sent")
    parser.add_argument("--output", type=Path, default=DOCUMENTATION, help="where the report goes")
    arguments = parser.parse_args()
    VAR.mkdir(parents=True, exist_ok=True)
    with postgres.throwaway(VAR / "postgres") as server:
        server.run("postgres", f"CREATE ROLE {ROLE} LOGIN", f"CREATE DATABASE {product.DATABASE} OWNER {ROLE}")
        url = server.url(product.DATABASE).replace("postgres@", f"{ROLE}@", 1)
        environment = servers.environment(**product.settings(url, VAR / "media"))
        os.environ.clear()
        # What this process computes is the truth that servers are held to: it keeps nothing.
        os.environ.update(environment | product.COLD)
        django.setup()
        # Only now is there anything to import models with.
        from tests.faults.run import run

        run(server, environment, VAR, arguments)


if __name__ == "__main__":
    main()
