"""What each command of `chaoxin` does: holds a database where one is needed and calls the one who does it.

What needs Django is imported within, once the settings can be read.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from . import demo, environment
from . import web as web_server
from .embedded_database import held_database
from .supervisor import Program, Supervisor
from .telling import say


def web(options: argparse.Namespace) -> int:
    arguments = web_server.command(
        host=options.host, port=options.port, workers=options.workers, threads=options.threads
    )
    if environment.text("DATABASE_URL"):
        environment.require_secrets()
        web_server.become(arguments)
    return _keep(Program("web", arguments))


def worker(options: argparse.Namespace) -> int:
    return _keep(Program("worker", demo.WORKER))


def sandbox(options: argparse.Namespace) -> int:
    os.execv(sys.executable, [sys.executable, "-m", "sandbox", *options.rest])


def run_demo(options: argparse.Namespace) -> int:
    wishes = demo.Wishes(
        port=options.port, sandbox_port=options.sandbox_port, fresh=options.fresh, reload=options.reload
    )
    return demo.run(wishes)


def migrate(options: argparse.Namespace) -> int:
    with _standing():
        from . import migrating

        migrating.migrate()
    return 0


def doctor(options: argparse.Namespace) -> int:
    with _standing():
        from . import doctor

        return doctor.report(language=options.language)


def verify_audit(options: argparse.Namespace) -> int:
    with _standing():
        from . import audit_verification

        return audit_verification.report()


def new_key(options: argparse.Namespace) -> int:
    print(environment.fresh_secrets(), end="")
    say(
        "新装：两行都放进环境变量。换密钥：只把新的 CHAOXIN_FIELD_KEYS 加到旧值前面（逗号分隔），"
        "重启，运行 `chaoxin keys rotate`，再去掉旧的。",
        "New installation: put both lines in the environment. Changing keys: put only the new CHAOXIN_FIELD_KEYS "
        "before the old one (comma-separated), restart, run `chaoxin keys rotate`, then drop the old one.",
    )
    return 0


def rotate_keys(options: argparse.Namespace) -> int:
    with _standing():
        from . import keys

        return keys.report_rotation()


def new_workspace(options: argparse.Namespace) -> int:
    with _standing():
        from . import founding

        return founding.found(
            name=options.name, slug=options.slug, email=options.email, owner_name=options.owner_name
        )


def train(options: argparse.Namespace) -> int:
    from . import learning

    return learning.train(options)


def scan(options: argparse.Namespace) -> int:
    environment.start_without_settings()
    from chaoxin.compliance.asking import Where
    from chaoxin.compliance.values import Severity

    from . import scanning

    where = Where(platform=options.platform, industry=options.industry)
    wishes = scanning.Wishes(
        tuple(options.files), where, Severity(options.level), options.form, lines=options.lines
    )
    return scanning.scan(wishes)


def openapi(options: argparse.Namespace) -> int:
    import json

    environment.start_django()
    from .api import api

    print(json.dumps(api.get_openapi_schema(), ensure_ascii=False, indent=2, default=str))
    return 0


def shell(options: argparse.Namespace) -> int:
    return _run_django(["shell"])


def django(options: argparse.Namespace) -> int:
    return _run_django(options.rest)


@contextmanager
def _standing() -> Iterator[None]:
    environment.require_secrets()
    with held_database():
        environment.start_django()
        yield


def _run_django(arguments: list[str]) -> int:
    with _standing():
        from django.core.management import execute_from_command_line

        execute_from_command_line(["chaoxin django", *arguments])
    return 0


def _keep(program: Program) -> int:
    environment.require_secrets()
    supervisor = Supervisor()
    supervisor.stop_on_signals()
    with held_database() as database:
        supervisor.look_after(database)
        supervisor.add(program)
        try:
            supervisor.run()
        finally:
            supervisor.stop()
    return 0
