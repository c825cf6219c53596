"""`make bench`: measures the product, its ceilings and the comparator side by side."""

import argparse
import os
from pathlib import Path

import django

from tests.bench import postgres, product, servers
from tests.bench.load import require_wrk

VAR = product.ROOT / "var" / "bench"
COMPARATOR = product.ROOT.parent / "shared" / "plain-grapple"
RESULTS = product.ROOT / "docs" / "benchmarks"


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="short rounds and no growth: a look, not a result")
    parser.add_argument("--comparator", type=Path, default=COMPARATOR, help="where the comparator lies")
    parser.add_argument("--output", type=Path, help="where results go; those of a quick run stay in var/ by themselves")
    arguments = parser.parse_args()
    require_wrk()
    output = arguments.output or (VAR / "quick" if arguments.quick else RESULTS)
    VAR.mkdir(parents=True, exist_ok=True)
    with postgres.throwaway(VAR / "postgres") as server:
        server.create(product.DATABASE)
        environment = servers.environment(**product.settings(server.url(product.DATABASE), VAR / "media"))
        os.environ.clear()
        os.environ.update(environment)
        django.setup()
        # Only now is there anything to import models with.
        from tests.bench.run import Bench, run

        run(
            Bench(server, environment, VAR),
            quick=arguments.quick,
            comparator_at=arguments.comparator,
            output=output,
        )


if __name__ == "__main__":
    main()
