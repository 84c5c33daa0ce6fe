"""`python -m itsm.run`: Baton on one machine, everything it takes, one log stream, one Ctrl-C."""
