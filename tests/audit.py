"""`make audit`: whether a known vulnerability touches any package in requirements.txt; asks OSV, by pip-audit.

Ends with 0 when there is none, with 1 when there is, and with 3 when nobody could be asked.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UVX = Path(sys.executable).with_name("uvx")
# Run beside the project, not in it: nothing of it is ever loaded with the site.
PIP_AUDIT = ["--from", "pip-audit==2.10.1", "pip-audit"]
FOUND, NOT_ASKED = 1, 3


def audit() -> int:
    """Prints what was found; the number to end with."""
    with tempfile.TemporaryDirectory() as name:
        report = Path(name) / "report.json"
        done = subprocess.run(
            [
                *(UVX, *PIP_AUDIT, "--requirement", "requirements.txt", "--disable-pip", "--require-hashes"),
                *(
                    "--vulnerability-service",
                    "osv",
                    "--progress-spinner",
                    "off",
                    "--format",
                    "json",
                    "--output",
                    report,
                ),
            ],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        if not report.exists():
            reason = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
            sys.stdout.write(f"Not audited, for the vulnerability service could not be asked.\n{reason}\n")
            return NOT_ASKED
        packages = json.loads(report.read_text())["dependencies"]
    found = [(package, flaw) for package in packages for flaw in package.get("vulns", [])]
    for package, flaw in found:
        mended = ", ".join(flaw["fix_versions"]) or "no version yet"
        sys.stdout.write(f"{package['name']} {package['version']}: {flaw['id']}, mended in {mended}\n")
    sys.stdout.write(f"{len(packages)} packages, {len(found)} known vulnerabilities.\n")
    return FOUND if found else 0


if __name__ == "__main__":
    sys.exit(audit())
