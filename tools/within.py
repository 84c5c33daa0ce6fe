"""`python tools/within.py SECONDS COMMAND…` runs it, and ends it with all it started when the time is over (status 124).

`timeout` does that, too, but macOS has none.
"""

import os
import signal
import subprocess
import sys

LAST_WORDS = 15  # seconds between asking and ending


def main() -> int:
    seconds, command = float(sys.argv[1]), sys.argv[2:]
    process = subprocess.Popen(command, start_new_session=True)  # noqa: S603 - what we were asked to run
    try:
        return process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        print(f"Not done after {seconds:.0f} seconds: {' '.join(command)}", file=sys.stderr)  # noqa: T201
        return end(process)
    except KeyboardInterrupt:
        end(process)
        raise


def end(process: subprocess.Popen[bytes]) -> int:
    for word in (signal.SIGTERM, signal.SIGKILL):
        os.killpg(process.pid, word)
        try:
            process.wait(timeout=LAST_WORDS)
        except subprocess.TimeoutExpired:
            continue
        break
    return 124


if __name__ == "__main__":
    sys.exit(main())
