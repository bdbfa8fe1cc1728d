"""`python -m kepu` is the `kepu` command."""

import sys

from kepu.cli.main import main

sys.exit(main())
