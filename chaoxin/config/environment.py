"""What must be known before Django's settings are read: environment values, the data folder, its secrets file."""

from __future__ import annotations

import os
from pathlib import Path

from .telling import CannotStart

ROOT = Path(__file__).resolve().parent.parent.parent
SETTINGS = "chaoxin.config.settings"
SECRETS = ("CHAOXIN_SECRET_KEY", "CHAOXIN_FIELD_KEYS")
PRIVATE = 0o600
SECRET_BYTES = 50
# Pictures and mail are nobody else's business; the data folder itself is open to the user the database runs as.
FOLDERS = {"media": 0o700, "outgoing-mail": 0o700, "static": 0o755}


def text(name: str, default: str = "") -> str:
    """An environment value; `NAME_FILE` names a file that holds it instead (for container secrets)."""
    path = os.environ.get(f"{name}_FILE")
    return Path(path).read_text().strip() if path else os.environ.get(name, default)


def flag(name: str, default: bool) -> bool:
    return text(name, "1" if default else "0").lower() in {"1", "true", "yes", "on"}


def listed(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def data_folder() -> Path:
    """The folder of everything that is kept beside the database server, by default `.data` in the checkout."""
    return Path(text("CHAOXIN_DATA", str(ROOT / ".data"))).resolve()


def secrets_file() -> Path:
    return data_folder() / "secrets.env"


def load_secrets() -> None:
    """Takes from the secrets file what the environment leaves open; a missing file is fine."""
    if not secrets_file().exists():
        return
    for line in secrets_file().read_text().splitlines():
        name, _, value = line.partition("=")
        if name in SECRETS and not text(name):
            os.environ[name] = value


def forget_secrets() -> None:
    """Takes back what the secrets file has given, before it is deleted and made anew."""
    if not secrets_file().exists():
        return
    for line in secrets_file().read_text().splitlines():
        name, _, value = line.partition("=")
        if name in SECRETS and os.environ.get(name) == value:
            del os.environ[name]


def make_secrets_once() -> None:
    """Writes fresh secrets to the secrets file, for its owner's eyes only, unless it is there; then loads it."""
    data_folder().mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(secrets_file(), os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE)
    except FileExistsError:
        return load_secrets()
    with os.fdopen(handle, "w") as file:
        file.write(fresh_secrets())
    return load_secrets()


def require_secrets() -> None:
    """Raises CannotStart without the secrets."""
    missing = [name for name in SECRETS if not text(name)]
    if missing:
        names = "、".join(missing)
        raise CannotStart(
            f"缺少 {names}。请在环境变量里设置（`chaoxin keys new` 会生成），再启动一次。",
            f"{', '.join(missing)} not set. Put it in the environment (`chaoxin keys new` makes one) and start again.",
        )


def start_django() -> None:
    """Makes models and settings usable in this process. Raises CannotStart without the secrets."""
    require_secrets()
    for name, mode in FOLDERS.items():
        (data_folder() / name).mkdir(parents=True, exist_ok=True, mode=mode)
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    django.setup()


def start_without_settings() -> None:
    """Makes sentences usable, in their own language, for what needs neither models nor secrets; harmless where Django
    was started."""
    from django.conf import settings

    if not settings.configured and "DJANGO_SETTINGS_MODULE" not in os.environ:
        settings.configure(USE_I18N=False)


def fresh_secrets() -> str:
    """Newly made secrets as lines of an environment file."""
    import secrets

    from cryptography.fernet import Fernet

    made = (secrets.token_urlsafe(SECRET_BYTES), Fernet.generate_key().decode())
    return "".join(f"{name}={value}\n" for name, value in zip(SECRETS, made, strict=True))
