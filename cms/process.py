"""How processes of ours end together."""

import ctypes
import signal
import sys


def end_with_parent() -> None:
    """Ask Linux to end this process when its parent is gone, killed perhaps: it would keep the port."""
    if sys.platform == "linux":
        set_parent_death_signal = 1
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGTERM)
