"""`kepu up`, `serve`, `worker`, `migrate`, `manage`: run the site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kepu.cli.django_start import start

if TYPE_CHECKING:
    import argparse


def add_parser(commands: Any) -> None:
    """Add the commands that run the site."""
    up = commands.add_parser("up", help="启动：建库、载入示范区、同时运行网页与后台任务")
    up.add_argument("--host", default="127.0.0.1", help="监听地址")
    up.add_argument("--port", type=int, default=8000, help="监听端口")
    up.add_argument("--plan", metavar="FILE", help="导入并确认这份方案，打印它的台账地址")
    up.add_argument("--no-demo", action="store_true", help="不载入示范区")
    up.set_defaults(run=run_up)

    serve = commands.add_parser("serve", help="只运行网页（生产环境）")
    serve.add_argument("--host", default="127.0.0.1", help="监听地址")
    serve.add_argument("--port", type=int, default=8000, help="监听端口")
    serve.add_argument("--workers", type=int, default=1, help="进程数")
    serve.add_argument("--server", choices=["granian", "gunicorn"], default="granian", help="网页服务器")
    serve.set_defaults(run=run_serve)

    worker = commands.add_parser("worker", help="运行后台任务")
    worker.add_argument("--once", action="store_true", help="做完眼下的任务就退出")
    worker.set_defaults(run=run_worker)

    migrate = commands.add_parser("migrate", help="建立或更新数据库，收集静态文件")
    migrate.set_defaults(run=run_migrate)

    manage = commands.add_parser("manage", help="Django 的管理命令", add_help=False)
    manage.add_argument("arguments", nargs="*")
    manage.set_defaults(run=run_manage)


def run_up(arguments: argparse.Namespace) -> int:
    """Prepare everything and run web and worker until stopped."""
    start()
    from kepu.cli.run import up

    return up.run(host=arguments.host, port=arguments.port, plan=arguments.plan, with_demo=not arguments.no_demo)


def run_serve(arguments: argparse.Namespace) -> int:
    """Run the web processes only."""
    from kepu.cli.run import web

    return web.serve(host=arguments.host, port=arguments.port, workers=arguments.workers, server=arguments.server)


def run_worker(arguments: argparse.Namespace) -> int:
    """Run the worker until it is told to stop."""
    start()
    from kepu.apps.jobs.worker import run_worker as work

    work(once=arguments.once)
    return 0


def run_migrate(_: argparse.Namespace) -> int:
    """Bring database and static files up to date."""
    start()
    from kepu.cli.run import prepare

    prepare.database()
    prepare.static_files()
    return 0


def run_manage(arguments: argparse.Namespace) -> int:
    """Pass everything on to Django."""
    start()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["kepu manage", *arguments.arguments])
    return 0
