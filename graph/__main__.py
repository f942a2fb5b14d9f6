"""`python -m graph` is the command `unionkg`."""

import sys

from graph.cli import main

if __name__ == "__main__":
    sys.exit(main())
