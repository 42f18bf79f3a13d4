"""Processes are known by number and birth, so that a number that is used again is never hit."""

import os
import sys

from barnstod.local.processes import Process, spawn, stop_all


def test_process_that_was_written_down_is_recognised_until_it_ends(tmp_path):
    file = tmp_path / "pid"
    written = spawn(["sleep", "60"], env=dict(os.environ), log=tmp_path / "log")
    written.write(file)

    assert Process.read(file) == written
    stop_all([written], patience=5)
    assert Process.read(file) is None


def test_another_process_with_the_same_number_is_nobody_of_ours(tmp_path):
    file = tmp_path / "pid"
    file.write_text(f"{os.getpid()}\n1\n")  # born one tick after the machine

    assert Process.read(file) is None


def test_process_that_ignores_the_request_is_killed_with_what_it_started(tmp_path):
    stubborn = """if True:
        import signal, subprocess, sys
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        child = subprocess.Popen(["sleep", "60"])
        print(child.pid, flush=True)
        child.wait()"""
    log = tmp_path / "log"
    process = spawn([sys.executable, "-c", stubborn], env=dict(os.environ), log=log)
    while not log.read_text().strip():
        os.sched_yield()
    child = Process.of(int(log.read_text()))

    stop_all([process], patience=0.1)

    assert not process.alive
    assert child.wait_gone(5)
