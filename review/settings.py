"""Settings of one installation (设置), read from the environment once and passed in; frozen."""

import os
import secrets
from functools import cached_property
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class SecretTooOpen(RuntimeError):
    """The secret file can be read by others; the service refuses to start with it."""


class Settings(BaseSettings):
    """What an operator may set, as `PINGCHA_…` in the environment; the defaults serve one machine."""

    model_config = SettingsConfigDict(env_prefix="PINGCHA_", extra="forbid", frozen=True)

    var_dir: Path = Field(default=Path("var"), description="database, uploads and secrets live here")
    database_url: str = Field(default="", description="empty: SQLite file in var_dir")
    host: str = Field(default="127.0.0.1", description="address the server listens on")
    port: int = Field(default=8000, ge=1, le=65535)
    https: bool = Field(default=False, description="served behind TLS: cookies are Secure, __Host- names")
    proxies: int = Field(default=0, ge=0, le=3, description="reverse proxies in front, for X-Forwarded-For")
    session_idle_minutes: int = Field(default=30, ge=5, le=240)
    session_hours: int = Field(default=8, ge=1, le=24, description="absolute life of a sign-in")
    small_cell: int = Field(default=5, ge=5, description="counts of people below this are not shown (R9)")
    upload_megabytes: int = Field(default=20, ge=1, le=200)
    import_minutes: int = Field(default=10, ge=1, le=120, description="reading one import may take")
    import_megabytes: int = Field(default=1024, ge=256, description="memory that reading one import may take")
    rehearsal: bool = Field(default=False, description="a rehearsal world: marked on every page")
    timezone: str = Field(default="Asia/Shanghai", description="in which dates and deadlines are read")

    @property
    def url(self) -> str:
        """The database address, the SQLite file in `var_dir` where none is set."""
        return self.database_url or f"sqlite:///{(self.var_dir / 'pingcha.sqlite').resolve()}"

    @property
    def upload_dir(self) -> Path:
        return self.var_dir / "uploads"

    @property
    def queue_file(self) -> Path:
        return self.var_dir / "queue.sqlite"

    @cached_property
    def secret(self) -> bytes:
        """The installation's secret, 32 bytes, made at first use and readable by its owner alone.

        Raises:
            SecretTooOpen: The file's mode lets others read it.
        """
        file = self.var_dir / "secret"
        if not file.exists():
            self.var_dir.mkdir(parents=True, exist_ok=True)
            handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as out:
                out.write(secrets.token_bytes(32))
        if file.stat().st_mode & 0o077:
            raise SecretTooOpen(f"{file}: chmod 600")
        return file.read_bytes()
