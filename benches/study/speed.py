"""Our studies beside SALib and EMA Workbench: same functions, same sizes, same machine, as ratios.

    python -m venv venv && venv/bin/pip install SALib==1.6.0 ema-workbench==2.5.3 pyarrow   # optional
    venv/bin/python benches/study/speed.py [--members N] [--peer-members N] [--repetitions N]

Without the peers installed, our own numbers are printed alone. Times are CPU seconds of all processes
but where they say wall clock; on a machine that others use, only CPU seconds and ratios of one run
mean much. Each task is timed where the peer does the same work: SALib normalises, estimates first,
total and second order, and resamples 100 times; EMA Workbench finds one box; an experiment sums its
20 inputs, and ours also places the point and ends on disk, checked, which the peer's does not.
"""

import argparse
import contextlib
import importlib.metadata
import io
import logging
import multiprocessing
import os
import pathlib
import platform
import random
import resource
import shutil
import signal
import subprocess
import tempfile
import time
import warnings

INPUTS, BASE_SAMPLES, CASES = 20, 2**14, 10_000
ROOT = pathlib.Path(__file__).resolve().parents[2]
# Arithmetic of a member where threads are compared: about 30 microseconds, a small model.
ROUNDS, SCALING_MEMBERS = 2000, 60_000
KILLS = 20


def cpu_seconds(work):
    """CPU seconds of this process and of its children, and the result."""

    def now():
        return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))

    start = now()
    result = work()
    return now() - start, result


def built(example):
    command = ["cargo", "build", "--release", "--locked", "--quiet", "-p", "counterflow-study", "--example", example]
    subprocess.run(command, cwd=ROOT, check=True)
    metadata = subprocess.run(["cargo", "metadata", "--format-version=1", "--no-deps"], cwd=ROOT, check=True, capture_output=True, text=True)
    target = metadata.stdout.split('"target_directory":"', 1)[1].split('"', 1)[0]
    return pathlib.Path(target) / "release" / "examples" / example


def numbers(text):
    return {name: float(value) for name, value in (line.split() for line in text.splitlines())}


def analysis():
    return numbers(subprocess.run([built("analysis_speed")], check=True, capture_output=True, text=True).stdout)


class Engine:
    """Our engine in a folder of its own."""

    def __init__(self):
        self.program = built("study_overhead")
        self.place = pathlib.Path(tempfile.mkdtemp(prefix="counterflow-speed-"))

    def command(self, members, threads, rounds, folder):
        return [str(self.program), str(members), str(threads), str(rounds), str(self.place / folder)]

    def run(self, members, threads, rounds):
        found = numbers(subprocess.run(self.command(members, threads, rounds, "run"), check=True, capture_output=True, text=True).stdout)
        shutil.rmtree(self.place / "run")
        return found

    def content(self, folder):
        return {path.name: path.read_bytes() for path in sorted((self.place / folder).rglob("*")) if path.is_file() and path.name != "lock"}

    def killed(self, members):
        """Kills one study again and again at random moments, then lets it end. Returns kills, finished rows
        that a kill lost, rows at the end, and whether the bytes are those of an undisturbed study."""
        whole = self.command(members, 2, 0, "whole")
        start = time.monotonic()
        subprocess.run(whole, check=True, capture_output=True)
        length, chance = time.monotonic() - start, random.Random(1)
        kills = lost = 0
        while kills < KILLS:
            child = subprocess.Popen(self.command(members, 2, 0, "killed"), stdout=subprocess.DEVNULL)
            time.sleep(length * chance.random())
            child.send_signal(signal.SIGKILL)
            child.wait()
            kills += 1
            on_disk = self.journalled("killed")
            resumed = subprocess.run(self.command(members, 2, 0, "killed"), check=True, capture_output=True, text=True)
            lost += max(0, on_disk - int(numbers(resumed.stdout)["rows_found"]))
            rows = int(numbers(resumed.stdout)["rows"])
            same = self.content("whole") == self.content("killed")
            if not same:
                break
            shutil.rmtree(self.place / "killed")
        return kills, lost, rows, same

    def journalled(self, folder):
        journal = self.place / folder / "journal.txt"
        lines = journal.read_text().splitlines(keepends=True) if journal.exists() else []
        return sum(int(line.split()[3]) for line in lines if line.endswith("\n"))

    def close(self):
        shutil.rmtree(self.place, ignore_errors=True)


def salib():
    import numpy as np
    from SALib.analyze import sobol as analyze
    from SALib.sample import sobol as sample

    problem = {"num_vars": INPUTS, "names": [f"x{i}" for i in range(INPUTS)], "bounds": [[0.0, 1.0]] * INPUTS}
    sampling, points = cpu_seconds(lambda: sample.sample(problem, BASE_SAMPLES, calc_second_order=True, seed=1))
    a = np.arange(INPUTS)
    outputs = np.prod((np.abs(4.0 * points - 2.0) + a) / (1.0 + a), axis=1)
    analysing, _ = cpu_seconds(lambda: analyze.analyze(problem, outputs, num_resamples=100, seed=1))
    return {"sample": sampling, "analyse": analysing}


def total(**inputs):
    return {"sum": sum(inputs.values())}


def model():
    from ema_workbench import Model, RealParameter, ScalarOutcome

    trivial = Model("trivial", function=total)
    trivial.uncertainties = [RealParameter(f"x{i}", 0.0, 1.0) for i in range(INPUTS)]
    trivial.outcomes = [ScalarOutcome("sum")]
    return trivial


def experiments(members, processes):
    from ema_workbench import MultiprocessingEvaluator, Samplers, SequentialEvaluator

    evaluator = SequentialEvaluator(model()) if processes == 1 else MultiprocessingEvaluator(model(), n_processes=processes)
    # The peer draws its progress on standard error.
    with contextlib.redirect_stderr(io.StringIO()), evaluator:
        return evaluator.perform_experiments(scenarios=members, uncertainty_sampling=Samplers.LHS)


def timed_experiments(members, processes):
    start = time.monotonic()
    cpu, _ = cpu_seconds(lambda: experiments(members, processes))
    return time.monotonic() - start, cpu


def saved_experiments(members, path, sender):
    """Experiments and outcomes to one Parquet file; tells the peak memory."""
    import pyarrow
    import pyarrow.parquet

    logging.disable(logging.CRITICAL)
    warnings.filterwarnings("ignore")
    inputs, outcomes = experiments(members, 1)
    pyarrow.parquet.write_table(pyarrow.Table.from_pandas(inputs.assign(**outcomes)), path)
    sender.send(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


def peak_of_experiments(members):
    with tempfile.TemporaryDirectory() as folder:
        receiver, sender = multiprocessing.Pipe(duplex=False)
        child = multiprocessing.get_context("spawn").Process(target=saved_experiments, args=(members, f"{folder}/table.parquet", sender))
        child.start()
        child.join()
        return receiver.recv() if child.exitcode == 0 else None


def ema_workbench(members):
    import numpy as np
    import pandas as pd

    logging.disable(logging.CRITICAL)
    from ema_workbench.analysis import prim

    x = pd.DataFrame(np.random.default_rng(1).random((CASES, INPUTS)), columns=[f"x{i}" for i in range(INPUTS)])
    y = ((x.x0 > 0.4) & (x.x1 < 0.6) & (x.x2 > 0.5)).to_numpy().astype(int)
    finding, _ = cpu_seconds(lambda: prim.Prim(x, y, threshold=0.5).find_box())
    alone, two = timed_experiments(members, 1), timed_experiments(members, 2)
    return {"prim": finding, "member": alone[1] / members, "scaling": alone[0] / two[0], "peak": peak_of_experiments(members)}


def engine(options):
    """CPU seconds and peak memory of one large study, speed-up and cost of two threads, and what kills do."""
    ours = Engine()
    try:
        large = ours.run(options.members, 1, 0)
        runs = {threads: [] for threads in (1, 2)}
        for _ in range(options.repetitions):
            for threads, found in runs.items():
                found.append(ours.run(SCALING_MEMBERS, threads, ROUNDS))
        wall, cpu = ({threads: min(run[name] for run in found) for threads, found in runs.items()} for name in ("wall_seconds", "cpu_seconds"))
        return {"large": large, "scaling": wall[1] / wall[2], "cost": cpu[2] / cpu[1], "killed": ours.killed(options.members // 5)}
    finally:
        ours.close()


def processor():
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines() if pathlib.Path("/proc/cpuinfo").exists() else []:
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.processor()


def peers(options):
    """What the peers that are installed take, and their names."""
    found, names = {}, []
    for name, peer in (("SALib", salib), ("ema-workbench", lambda: ema_workbench(options.peer_members))):
        try:
            version = importlib.metadata.version(name)
            found |= peer()
            names.append(f"{name} {version}")
        except (ImportError, importlib.metadata.PackageNotFoundError):
            names.append(f"{name} (not installed)")
    return found, names


def row(task, ours, target, peer, ratio=lambda ours, peer: peer / ours, digits=4):
    def show(value):
        return "-" if value is None else f"{value:.{digits}g}"

    beside = f"{ratio(ours, peer):.3g}x" if ours and peer else "-"
    print(f"{task:52} {show(ours):>9} {target:>9} {show(peer):>9} {beside:>8}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--members", type=int, default=1_000_000, help="members of our large study")
    parser.add_argument("--peer-members", type=int, default=20_000, help="experiments of EMA Workbench")
    parser.add_argument("--repetitions", type=int, default=5, help="runs per number of threads; the best counts")
    options = parser.parse_args()
    warnings.filterwarnings("ignore")
    cores = len(os.sched_getaffinity(0))
    print(f"{platform.node()}: {cores} cores of {processor()}, {platform.system()} {platform.machine()}")
    measured, study = analysis(), engine(options)
    other, names = peers(options)
    print("peers:", ", ".join(names), end="\n\n")
    print(f"{'task':52} {'ours':>9} {'target':>9} {'peer':>9} {'ratio':>8}")
    row("sample 20 inputs x 2^14, second order (s)", measured["sample"], "<= 0.15", other.get("sample"))
    row("analyse them, 100 resamples (s)", measured["analyse"], "<= 1.5", other.get("analyse"))
    row("PRIM, 10,000 cases x 20 inputs (s)", measured["prim"], "<= 0.08", other.get("prim"))
    large = study["large"]
    micro = 1e6 / options.members
    member = other.get("member")
    row("a trivial member, design to disk (us CPU)", micro * large["cpu_seconds"], "<= 2", member and 1e6 * member)
    row("of that, placing and adding up (us CPU)", micro * large["evaluation_cpu_seconds"], "", None)
    row("two threads against one (x, wall clock)", study["scaling"], ">= 1.8", other.get("scaling"), lambda ours, peer: ours / peer, 3)
    # On a machine that others use, this says what two free cores would give: twice, divided by it.
    row("CPU of two threads against one (x)", study["cost"], "<= 1.1", None, digits=3)
    peak = other.get("peak")
    row(f"peak memory, {options.members:,} members, Parquet (MB)", large["peak_kb"] / 1024, "<= 500", None, digits=3)
    if peak:
        row(f"peak memory, {options.peer_members:,} members, Parquet (MB)", None, "", peak / 1024, digits=3)
    kills, lost, rows, same = study["killed"]
    print(
        f"\nkilled with SIGKILL at {kills} random moments: {lost} finished rows lost, {rows:,} of {options.members // 5:,} rows after resuming, "
        f"bytes {'the same as' if same else 'NOT those'} of an undisturbed study.\n"
        "EMA Workbench keeps results in memory until the last experiment: a kill loses all of them."
    )


if __name__ == "__main__":
    main()
