"""The one place that reads the environment.

Every setting is a field here, with its meaning; docs/reference/settings.md lists the same ones and a test compares.
A value that cannot be read stops the start with a sentence that names the variable.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

Words = Annotated[list[str], NoDecode]
PORTS = 65536


class Environment(BaseSettings):
    """Settings from variables named KEPU_…; DATABASE_URL keeps the name that every host uses."""

    model_config = SettingsConfigDict(env_prefix="KEPU_", env_ignore_empty=True, extra="ignore")

    data: Path = Field(Path("var"), description="数据目录：数据库、上传文件、密钥、导出都在这里")
    debug: bool = Field(default=False, description="开发时打开：显示出错细节、不压缩静态文件；正式运行必须关闭")
    database_url: str = Field(
        "", validation_alias="DATABASE_URL", description="PostgreSQL 地址；为空时用数据目录里的 SQLite"
    )
    hosts: Words = Field(["127.0.0.1", "localhost", "[::1]"], description="允许访问的主机名，逗号分隔")
    path_prefix: str = Field("", description="部署在子路径下时的前缀，例如 /kepu")
    behind_tls_proxy: bool = Field(
        default=False, description="前面有终止 TLS 的代理时打开：信任 X-Forwarded-Proto，Cookie 只走 HTTPS"
    )
    trusted_proxies: int = Field(0, ge=0, le=5, description="前面有几层可信代理；用来从 X-Forwarded-For 取访问者地址")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="日志级别")
    log_format: Literal["json", "console"] = Field("json", description="日志格式：一行一个 JSON，或便于阅读的文本")
    upload_limit_mb: int = Field(20, ge=1, le=1024, description="单个上传文件的上限（MB）")
    storage: Literal["local", "s3"] = Field("local", description="上传文件存在本机数据目录，还是 S3 对象存储")
    s3_bucket: str = Field("", description="S3 存储桶")
    s3_endpoint: str = Field("", description="S3 服务地址；为空时用 AWS")
    s3_region: str = Field("", description="S3 区域")
    s3_access_key: str = Field("", description="S3 访问密钥标识")
    s3_secret_key: str = Field("", description="S3 访问密钥", repr=False)
    virus_scanner: str = Field("", description="clamd 的地址：host:port，或本机套接字的路径；为空时不查毒")
    idle_minutes: int = Field(30, ge=1, le=1440, description="多少分钟没有操作就退出登录")
    password_days: int = Field(90, ge=0, le=3650, description="密码多少天后必须更换；0 表示不限")
    password_length: int = Field(10, ge=8, le=64, description="密码最短长度")
    require_totp: Words = Field([], description="哪些角色必须启用动态口令（角色代码，逗号分隔；* 表示全部）")
    lock_out_attempts: int = Field(5, ge=1, le=100, description="连续登录失败多少次后锁定")
    lock_out_minutes: int = Field(15, ge=1, le=1440, description="锁定多少分钟")
    rate_upload: str = Field("30/m", description="每人上传的频率上限，次数/单位（s、m、h、d）")
    rate_export: str = Field("30/m", description="每人导出的频率上限")
    rate_search: str = Field("120/m", description="每人搜索的频率上限")
    rate_sign_in: str = Field("20/m", description="每个地址登录尝试的频率上限")
    redis_url: str = Field("", description="多进程共享缓存与计数用的 Redis；为空时用数据库里的缓存表")
    job_lease_seconds: int = Field(60, ge=1, le=3600, description="后台任务的租约：执行进程失联多少秒后由别的进程接手")
    audit_seal_seconds: int = Field(60, ge=1, le=86400, description="审计记录多少秒封存一次")

    @field_validator("hosts", "require_totp", mode="before")
    @classmethod
    def split_words(cls, value: object) -> object:
        """Read 「a, b」 as two words."""
        return [word.strip() for word in value.split(",") if word.strip()] if isinstance(value, str) else value

    @field_validator("path_prefix")
    @classmethod
    def tidy_prefix(cls, value: str) -> str:
        """Begin with one slash, end with none."""
        return "/" + value.strip("/") if value.strip("/") else ""

    @field_validator("rate_upload", "rate_export", "rate_search", "rate_sign_in")
    @classmethod
    def check_rate(cls, value: str) -> str:
        """Refuse what is not count/unit."""
        count, _, unit = value.partition("/")
        if not count.isdigit() or int(count) < 1 or unit not in {"s", "m", "h", "d"}:
            message = f"{value!r} is not a rate such as 30/m"
            raise ValueError(message)
        return value

    @field_validator("database_url")
    @classmethod
    def check_database(cls, value: str) -> str:
        """Only PostgreSQL is named by an address."""
        if value and not value.startswith(("postgres://", "postgresql://")):
            message = "only postgresql://user:password@host:port/name is understood; leave it empty for SQLite"
            raise ValueError(message)
        return readable_address(value)

    @field_validator("redis_url")
    @classmethod
    def check_redis(cls, value: str) -> str:
        """Only what Django's cache understands."""
        if value and not value.startswith(("redis://", "rediss://", "unix://")):
            message = "only redis://, rediss:// and unix:// are understood"
            raise ValueError(message)
        return readable_address(value)

    @field_validator("s3_endpoint")
    @classmethod
    def check_endpoint(cls, value: str) -> str:
        """Only an address of the web."""
        if value and not value.startswith(("http://", "https://")):
            message = "only http:// and https:// are understood"
            raise ValueError(message)
        return readable_address(value)

    @field_validator("virus_scanner")
    @classmethod
    def check_scanner(cls, value: str) -> str:
        """Refuse what is neither host:port nor a path."""
        host, _, port = value.rpartition(":")
        if value and not value.startswith("/") and not (host and port.isdecimal() and 0 < int(port) < PORTS):
            message = f"{value!r} is neither host:port nor the path of a socket"
            raise ValueError(message)
        return value

    @model_validator(mode="after")
    def check_bucket(self) -> Self:
        """Storage in S3 needs a bucket."""
        if self.storage == "s3" and not self.s3_bucket:
            message = "KEPU_STORAGE=s3 needs KEPU_S3_BUCKET"
            raise ValueError(message)
        return self


def readable_address(value: str) -> str:
    """Refuse an address whose port or brackets are wrong; the message repeats no password."""
    try:
        _ = urlsplit(value).port
    except ValueError:
        message = "the host or the port of this address cannot be read"
        raise ValueError(message) from None
    return value


def read() -> Environment:
    """Read every variable, or say which ones cannot be read."""
    try:
        return Environment()  # type: ignore[call-arg]  # the defaults are in the fields
    except ValidationError as error:
        lines = [f"{variable(each['loc'])}{each['msg']}" for each in error.errors()]
        raise ImproperlyConfigured("Settings that cannot be read:\n" + "\n".join(lines)) from None


def variable(place: tuple[int | str, ...]) -> str:
    """The name of the variable that an error is about, with a colon; nothing when it is about several."""
    if not place:
        return ""
    name = str(place[0])
    return f"{name if name == 'DATABASE_URL' else 'KEPU_' + name.upper()}: "
