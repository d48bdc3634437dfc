"""Only one run at a time may write into a folder: two would destroy each other's results."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from support.verdict import HarnessError

try:
    import fcntl
except ImportError:  # where there are no such locks, two runs in a folder stay the user's business
    fcntl = None  # type: ignore[assignment]


@contextlib.contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Holds the folder while the block runs; raises `HarnessError` where somebody else does.

    It is the folder itself that is locked, so that nothing is left in it, and the system frees it
    when the process ends, however it ends. A folder that cannot be opened is no matter of this:
    whoever writes there says so.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        yield
        return
    try:
        _take(handle, folder)
        yield
    finally:
        os.close(handle)


def _take(handle: int, folder: Path) -> None:
    if fcntl is None:
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise HarnessError(
            f"another run is writing into {folder}/ at this moment: wait for its end, or start "
            "this one from another folder"
        ) from None
    except OSError:  # a file system without locks
        return
