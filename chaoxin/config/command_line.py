"""The command `chaoxin`: what can be asked of it, and with which options."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from typing import TypeAlias

from . import commands, demo, environment, web
from .telling import CannotStart, complain

Command = Callable[[argparse.Namespace], int]
Subcommands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def main(arguments: Sequence[str] | None = None) -> int:
    """Does what the arguments ask and answers the exit code; the reason of a failure goes to standard error."""
    options = _parser().parse_args(arguments)
    environment.load_secrets()
    try:
        command: Command = options.command
        return command(options)
    except CannotStart as problem:
        complain(problem)
        return 1
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    what = "潮信 Chaoxin: self-hosted social-marketing operations."
    parser = argparse.ArgumentParser(prog="chaoxin", description=what)
    asked = parser.add_subparsers(required=True, metavar="command")
    _add_servers(asked)
    _add_demo(asked)
    _add_upkeep(asked)
    _add_workspace(asked)
    _add_scan(asked)
    _add_train(asked)
    _add(asked, "openapi", commands.openapi, "print the description of the REST API as JSON")
    _add(asked, "shell", commands.shell, "a Python prompt with the models loaded")
    _add_passing_on(asked, "django", commands.django, "any command of Django's own")
    return parser


def _add_servers(asked: Subcommands) -> None:
    server = _add(asked, "web", commands.web, "the web server")
    server.add_argument("--host", default=web.HOST)
    server.add_argument("--port", type=int, default=web.PORT)
    server.add_argument("--workers", type=int, default=web.WORKERS, help="processes")
    server.add_argument("--threads", type=int, default=web.THREADS, help="threads of each process")
    _add(asked, "worker", commands.worker, "does everything that is due; on as many hosts as you like")
    _add_passing_on(asked, "sandbox", commands.sandbox, "the emulated platforms, for trying and testing")


def _add_demo(asked: Subcommands) -> None:
    parser = _add(asked, "demo", commands.run_demo, "everything together with a living example company")
    parser.add_argument("--port", type=int, default=demo.WEB_PORT)
    parser.add_argument("--sandbox-port", type=int, default=demo.SANDBOX_PORT)
    parser.add_argument("--fresh", action="store_true", help="start over: deletes the data of earlier runs")
    parser.add_argument("--reload", action="store_true", help="restart on changes of the code")


def _add_upkeep(asked: Subcommands) -> None:
    _add(asked, "migrate", commands.migrate, "bring the database's tables up to date")
    doctor = _add(
        asked, "doctor", commands.doctor, "say in sentences what is wrong; exit code 1 if anything is"
    )
    doctor.add_argument("--language", choices=["zh-hans", "en"], default=_shell_language())
    audit = _add_topic(asked, "audit", "the audit trail")
    _add(audit, "verify", commands.verify_audit, "walk every hash chain; exit code 1 if one is broken")
    keys = _add_topic(asked, "keys", "keys of field encryption")
    _add(keys, "new", commands.new_key, "print fresh secrets")
    _add(keys, "rotate", commands.rotate_keys, "write every secret anew with the first key")


def _add_workspace(asked: Subcommands) -> None:
    workspace = _add_topic(asked, "workspace", "the companies of this installation")
    new = _add(workspace, "new", commands.new_workspace, "found one; asks for its owner's password")
    for name in ("--name", "--slug", "--email"):
        new.add_argument(name, required=True)
    new.add_argument("--owner-name", default="")


def _add_scan(asked: Subcommands) -> None:
    what = (
        "look at texts by the built-in rules, without a database; exit code 0 clean, 1 findings, 2 bad input"
    )
    scan = _add(asked, "scan", commands.scan, what)
    scan.add_argument(
        "files", nargs="+", metavar="FILE", help="txt, docx, xlsx or csv; a pattern; - for stdin"
    )
    scan.add_argument("--platform", default="", help="key of the platform that the texts go to")
    scan.add_argument("--industry", default="", help="rules of an industry apply, such as food or finance")
    scan.add_argument(
        "--level",
        choices=["block", "confirm", "warn", "note"],
        default="block",
        help="findings that weigh less do not make the exit code 1 (default: block)",
    )
    scan.add_argument("--format", choices=["text", "json", "sarif"], default="text", dest="form")
    scan.add_argument("--lines", action="store_true", help="each line or paragraph is a text of its own")


def _add_train(asked: Subcommands) -> None:
    what = "learn sentiment, kinds of messages or claims of advertising from one's own labelled texts"
    train = _add(asked, "train", commands.train, what)
    train.add_argument("task", choices=["sentiment", "kinds", "claims"])
    train.add_argument(
        "files", nargs="+", help="CSV in UTF-8 with the header text,label, or .jsonl of the same"
    )
    train.add_argument("--out", required=True, help="the model file to write")
    train.add_argument("--alone", action="store_true", help="do not build upon the model that comes along")
    train.add_argument("--rounds", type=int, default=3, help="how often the texts are gone through")


def _add_topic(asked: Subcommands, name: str, explanation: str) -> Subcommands:
    return asked.add_parser(name, help=explanation).add_subparsers(required=True, metavar="what")


def _add(asked: Subcommands, name: str, command: Command, explanation: str) -> argparse.ArgumentParser:
    parser = asked.add_parser(name, help=explanation, description=explanation)
    parser.set_defaults(command=command)
    return parser


def _add_passing_on(asked: Subcommands, name: str, command: Command, explanation: str) -> None:
    parser = asked.add_parser(name, help=explanation, add_help=False, prefix_chars="\0")
    parser.set_defaults(command=command)
    parser.add_argument("rest", nargs=argparse.REMAINDER)


def _shell_language() -> str:
    spoken = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "en" if spoken.startswith("en") else "zh-hans"


if __name__ == "__main__":
    sys.exit(main())
