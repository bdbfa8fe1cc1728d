"""Starts a program on a file from anybody: within limits, without a network. Runs in a process of its own.

    launcher.py MEMORY CPU_SECONDS FILE_SIZE PROGRAM [ARGUMENT ...]

Limits are set here and not between fork and exec of the site, which has threads.
"""

import ctypes
import os
import resource
import sys

NEW_USER, NEW_NETWORK = 0x10000000, 0x40000000
NO_NEW_PRIVILEGES = 38


def main() -> None:
    """Become the program."""
    memory, seconds, size = (int(each) for each in sys.argv[1:4])
    program = sys.argv[4:]
    library = ctypes.CDLL(None, use_errno=True)
    library.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    # A kernel that forbids this leaves the settings of the profile: no macros, no links, a proxy that answers nothing.
    library.unshare(NEW_USER | NEW_NETWORK)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.execv(program[0], program)  # noqa: S606  the program that the caller found, without a shell


if __name__ == "__main__":
    main()
