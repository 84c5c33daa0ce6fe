"""`python tools/within.py SECONDS COMMAND…` runs it, and ends it with all it started when the time is over (status 124).

`timeout` does that, too, but macOS has none. Who ends this program ends the other as well.
"""

import os
import signal
import subprocess
import sys
from contextlib import suppress

LAST_WORDS = 15  # seconds between asking and ending


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    seconds, command = float(sys.argv[1]), sys.argv[2:]
    process = subprocess.Popen(command, start_new_session=True)  # noqa: S603 - what we were asked to run
    try:
        return process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        print(f"Not done after {seconds:.0f} seconds: {' '.join(command)}", file=sys.stderr)  # noqa: T201
        end(process)
        return 124
    except BaseException:
        end(process)
        raise


def end(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError, subprocess.TimeoutExpired):
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=LAST_WORDS)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main())
