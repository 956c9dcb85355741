#!/usr/bin/env python3
"""How long does a hook keep Claude Code waiting?

Starts each command the way Claude Code does (leader of its own session, socket pairs as stdin, stdout and stderr; as
`sh -c COMMAND`, or with --exec directly) and takes the time until the process has exited AND its output has reached
end of file: a child that keeps it open counts. Commands take turns (A B C A B C ...), so the machine's noise hits all
alike; read the ratios and the minima, not the absolute figures.

  hook_latency.py --event event.json [--runs 40] [--exec] [--together N] NAME=COMMAND [NAME=COMMAND ...]

Prints a table (milliseconds, CPU milliseconds, ratio of medians to the first command) and, with --json FILE, writes it.
--together N starts N of a command at once, a herd, and takes the time of each. Where the event says @RUN@, each run
gets a number of its own: a daemon that recognises the same event coming twice must not be measured doing so.
"""
import argparse
import itertools
import json
import os
import shlex
import socket
import statistics
import threading
import time


numbers = itertools.count(int(time.time() * 1e6))


def start(command, direct):
    """Starts command; returns (pid, our end of its stdin, our end of its output)."""
    event, event_there = socket.socketpair()
    output, output_there = socket.socketpair()
    words = shlex.split(command) if direct else ["/bin/sh", "-c", command]
    dups = [(os.POSIX_SPAWN_DUP2, event_there.fileno(), 0)]
    dups += [(os.POSIX_SPAWN_DUP2, output_there.fileno(), fd) for fd in (1, 2)]
    pid = os.posix_spawnp(words[0], words, os.environ, file_actions=dups, setsid=True)
    event_there.close()
    output_there.close()
    return pid, event, output


def one(command, payload, direct):
    """Runs command once; returns (wall ms, cpu ms, exit status, bytes written)."""
    payload = payload.replace(b"@RUN@", b"%d" % next(numbers))
    began = time.perf_counter()
    pid, event, output = start(command, direct)
    try:
        event.sendall(payload)
    except (BrokenPipeError, ConnectionResetError):
        pass  # it did not want to read
    event.close()
    wrote = 0
    try:
        while chunk := output.recv(65536):
            wrote += len(chunk)
    except ConnectionResetError:
        pass
    output.close()
    _, status, usage = os.wait4(pid, 0)
    return ((time.perf_counter() - began) * 1e3, (usage.ru_utime + usage.ru_stime) * 1e3, status, wrote)


def herd(size, command, payload, direct):
    """Runs `size` of command at once; returns what one() says of each."""
    results = []
    threads = [threading.Thread(target=lambda: results.append(one(command, payload, direct))) for _ in range(size)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def measure(commands, payload, args):
    seen = {name: [] for name, _ in commands}
    for turn in range(args.warmup + args.runs):
        for name, command in commands:
            results = herd(args.together, command, payload, args.exec) if args.together else [one(command, payload, args.exec)]
            if turn >= args.warmup:
                seen[name] += results
    return seen


def to_row(name, runs):
    wall = sorted(run[0] for run in runs)
    return {
        "name": name, "min": wall[0], "median": statistics.median(wall), "p95": wall[int(0.95 * (len(wall) - 1))],
        "max": wall[-1], "cpu": statistics.median(run[1] for run in runs),
        "failed": sum(1 for run in runs if run[2]), "noisy": sum(1 for run in runs if run[3]),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--event", required=True)
    parser.add_argument("--runs", type=int, default=40)
    parser.add_argument("--warmup", type=int, default=3)
    parser.add_argument("--exec", action="store_true", help="start the command itself, without a shell")
    parser.add_argument("--together", type=int, default=0, metavar="N", help="start N at once")
    parser.add_argument("--json", metavar="FILE")
    parser.add_argument("--quiet", action="store_true", help="print no table")
    parser.add_argument("commands", nargs="+", metavar="NAME=COMMAND")
    args = parser.parse_args()
    with open(args.event, "rb") as file:
        payload = file.read()
    commands = [spec.split("=", 1) for spec in args.commands]
    rows = [to_row(name, runs) for name, runs in measure(commands, payload, args).items()]
    for row in rows:
        row["ratio"] = row["median"] / rows[0]["median"]
    if not args.quiet:
        print(f"{'':24}{'min':>8}{'median':>8}{'p95':>8}{'max':>8}{'cpu':>8}{'ratio':>8}  exit≠0  wrote")
        for row in rows:
            figures = "".join(f"{row[key]:8.2f}" for key in ("min", "median", "p95", "max", "cpu", "ratio"))
            print(f"{row['name'][:24]:24}{figures}{row['failed']:8d}{row['noisy']:7d}")
    if args.json:
        with open(args.json, "w") as file:
            json.dump({"event_bytes": len(payload), "runs": args.runs, "rows": rows}, file, indent=2)


if __name__ == "__main__":
    main()
