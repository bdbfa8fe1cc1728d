"""The site's settings with a data folder of the test process's own: tests never touch the data of the checkout."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

FOLDER = Path(tempfile.mkdtemp(prefix=f"kepu-test-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}-"))
FOLDER.chmod(0o755)
(FOLDER / "static").mkdir()
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
os.environ["KEPU_DATA"] = str(FOLDER)
os.environ.setdefault("KEPU_LOG_LEVEL", "WARNING")

from kepu.config.settings import *  # noqa: E402, F403  # after the environment is set

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
WHITENOISE_USE_FINDERS = True
