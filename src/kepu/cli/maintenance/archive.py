"""One compressed tar file: every member with its hash, the manifest last."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import secrets
import tarfile
import time
import zlib
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING

from kepu.cli.maintenance import manifest as manifests
from kepu.cli.maintenance.codes import MaintenanceCode
from kepu.core.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kepu.cli.maintenance.manifest import Manifest

CHUNK = 1 << 20
LARGEST_MANIFEST = 1 << 28
FOLDERS = ("database", "keys", "files", "data")
UNREADABLE = (tarfile.TarError, zlib.error, EOFError, OSError)


class Writer:
    """Adds members to an archive that is being made."""

    def __init__(self, tar: tarfile.TarFile, manifest: Manifest) -> None:
        self.tar = tar
        self.manifest = manifest

    def add(self, name: str, stream: IO[bytes], size: int) -> None:
        """Add one member; a stream that is shorter or longer than `size` is an error."""
        info = tarfile.TarInfo(name)
        info.size, info.mode, info.mtime = size, 0o600, int(time.time())
        reader = HashingReader(stream)
        self.tar.addfile(info, reader)
        self.manifest.members[name] = {"sha256": reader.digest.hexdigest(), "size": size}

    def add_path(self, name: str, path: Path) -> None:
        """Add a file of the disk."""
        with path.open("rb") as stream:
            self.add(name, stream, os.fstat(stream.fileno()).st_size)


class HashingReader:
    """A stream that remembers the hash of what was read."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream = stream
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """Read and remember."""
        chunk = self.stream.read(size)
        self.digest.update(chunk)
        return chunk


@contextlib.contextmanager
def writing(target: Path, manifest: Manifest) -> Iterator[Writer]:
    """Make an archive that appears under its name when it is whole and on the disk, readable by its owner only."""
    if target.exists():
        message = f"{target} 已经存在，没有覆盖。请换一个文件名。"
        raise InputError(MaintenanceCode.BACKUP_EXISTS, message, path=str(target))
    draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise cannot_write(target, error) from error
    try:
        with os.fdopen(handle, "wb") as stream:
            with tarfile.open(fileobj=stream, mode="w:gz", compresslevel=6) as tar:
                yield Writer(tar, manifest)
                content = manifest.to_json()
                tar.addfile(_manifest_info(len(content)), io.BytesIO(content))
            stream.flush()
            os.fsync(stream.fileno())
        _publish(draft, target)
    finally:
        draft.unlink(missing_ok=True)


def cannot_write(target: Path, error: OSError) -> InputError:
    """Make the refusal of a place that cannot be written to."""
    message = f"不能写入 {target}（{error.strerror or error}）。请检查目录、权限和剩余空间。"
    return InputError(MaintenanceCode.CANNOT_WRITE, message, path=str(target))


def _manifest_info(size: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(manifests.NAME)
    info.size, info.mode, info.mtime = size, 0o600, int(time.time())
    return info


def _publish(draft: Path, target: Path) -> None:
    """Give the archive its name; never over another file."""
    try:
        os.link(draft, target)
    except FileExistsError:
        message = f"{target} 已经存在，没有覆盖。请换一个文件名。"
        raise InputError(MaintenanceCode.BACKUP_EXISTS, message, path=str(target)) from None
    except OSError:  # a file system without hard links
        draft.rename(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def verified(source: Path) -> Manifest:
    """Read the whole archive once: every member is there, is what the manifest says, and has a safe name."""
    seen: dict[str, dict[str, object]] = {}
    content = b""
    try:
        with tarfile.open(source, "r:gz") as tar:
            for info in tar:
                stream = tar.extractfile(info) if info.isreg() else None
                if stream is None or info.name in seen:
                    raise damaged(source, info.name)
                if info.name == manifests.NAME:
                    content = stream.read(LARGEST_MANIFEST)
                else:
                    seen[info.name] = {"sha256": digest_of(stream), "size": info.size}
    except UNREADABLE as error:
        if isinstance(error, FileNotFoundError | PermissionError | IsADirectoryError):
            message = f"不能读取 {source}（{error.strerror}）。请检查文件名和权限。"
            raise InputError(MaintenanceCode.NOT_A_BACKUP, message, path=str(source)) from error
        raise damaged(source) from error
    manifest = manifests.read(content)
    wrong = sorted(
        name for name in seen.keys() | manifest.members.keys() if seen.get(name) != manifest.members.get(name)
    )
    if wrong or not all(is_safe(name) for name in seen):
        raise damaged(source, *wrong)
    return manifest


def is_safe(name: str) -> bool:
    """Whether a member stays inside the folder that it is unpacked to, and belongs to a backup."""
    parts = PurePosixPath(name).parts
    return (
        len(parts) > 1
        and parts[0] in FOLDERS
        and ".." not in parts
        and "\\" not in name
        and "\x00" not in name
        and str(PurePosixPath(name)) == name
    )


def unpack(source: Path, target: Path, manifest: Manifest) -> None:
    """Write the members of a verified archive below a folder, hashes checked again, readable by their owner only."""
    with tarfile.open(source, "r:gz") as tar:
        for info in tar:
            if info.name == manifests.NAME:
                continue
            stream = tar.extractfile(info) if info.isreg() and is_safe(info.name) else None
            if stream is None:
                raise damaged(source, info.name)
            path = target / info.name
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if _copy(stream, path) != manifest.members[info.name]["sha256"]:
                raise damaged(source, info.name)


def _copy(stream: IO[bytes], path: Path) -> str:
    reader = HashingReader(stream)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as out:
        while chunk := reader.read(CHUNK):
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    return reader.digest.hexdigest()


def digest_of(stream: IO[bytes]) -> str:
    """The hash of what is left of a stream."""
    digest = hashlib.sha256()
    while chunk := stream.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def damaged(source: Path, *members: str) -> InputError:
    """Make the refusal of an archive that is not what it was."""
    where = f"（{'、'.join(members[:3])}）" if members else ""
    message = f"备份文件 {source} 已损坏或被改动{where}，什么也没有恢复。请换一份备份。"
    return InputError(MaintenanceCode.DAMAGED, message, path=str(source), members=list(members[:20]))
