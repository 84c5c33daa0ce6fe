"""One web process, serving the socket its supervisor opened: `python -m itsm.run.web FD`."""

import os
import socket
import sys

import uvicorn


def main() -> None:
    config = uvicorn.Config(
        "itsm.asgi:application",
        lifespan="on",
        access_log=False,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=3,  # live streams never end by themselves
        forwarded_allow_ips=os.environ.get("FORWARDED_ALLOW_IPS"),
    )
    uvicorn.Server(config).run(sockets=[socket.socket(fileno=int(sys.argv[1]))])


if __name__ == "__main__":
    main()
