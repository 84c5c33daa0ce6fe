"""The reference for mail: prebuilt letters by `smtplib`, one connection per process, no database.

`python -m demo.bench.pushing PORT` is one process: the letter and its recipients come on one line, another lets it begin.
"""

import json
import sys
from smtplib import SMTP

SENDER = "desk@bench.example"


def main() -> None:
    letter, recipients = json.loads(sys.stdin.readline())
    letters = [(to, letter.replace("RECIPIENT", to).encode()) for to in recipients]
    with SMTP("127.0.0.1", int(sys.argv[1])) as server:
        server.ehlo()
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        sys.stdin.readline()
        for to, raw in letters:
            server.sendmail(SENDER, [to], raw)
    sys.stdout.write("done\n")


if __name__ == "__main__":
    main()
