"""Our analysis beside SALib and EMA Workbench: same sizes, same functions, same machine, as ratios.

    python -m venv venv && venv/bin/pip install SALib==1.6.0 ema-workbench==2.5.3   # optional
    venv/bin/python benches/study/speed.py

Without the peers installed, our own numbers are printed alone. All times are CPU seconds on one
thread; each task is timed where the peer does the same work (SALib normalises, estimates first,
total and second order, and resamples 100 times; EMA Workbench finds one box).
"""

import importlib.metadata
import logging
import pathlib
import platform
import subprocess
import time
import warnings

INPUTS, BASE_SAMPLES, CASES = 20, 2**14, 10_000
ROOT = pathlib.Path(__file__).resolve().parents[2]
TARGETS = {"sample": 0.15, "analyse": 1.5, "prim": 0.08}
TITLES = {
    "sample": "sample 20 inputs x 2^14, second order",
    "analyse": "analyse them, 100 resamples",
    "prim": "PRIM, 10,000 cases x 20 inputs",
}


def cpu_seconds(work):
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


def ours():
    command = ["cargo", "run", "--release", "--quiet", "-p", "counterflow-study", "--example", "analysis_speed"]
    lines = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()
    return {task: float(seconds) for task, seconds in (line.split() for line in lines)}


def salib():
    import numpy as np
    from SALib.analyze import sobol as analyze
    from SALib.sample import sobol as sample

    problem = {"num_vars": INPUTS, "names": [f"x{i}" for i in range(INPUTS)], "bounds": [[0.0, 1.0]] * INPUTS}
    sampling, points = cpu_seconds(lambda: sample.sample(problem, BASE_SAMPLES, calc_second_order=True, seed=1))
    a = np.arange(INPUTS)
    outputs = np.prod((np.abs(4.0 * points - 2.0) + a) / (1.0 + a), axis=1)
    analysis, _ = cpu_seconds(lambda: analyze.analyze(problem, outputs, num_resamples=100, seed=1))
    return {"sample": sampling, "analyse": analysis}


def ema_workbench():
    import numpy as np
    import pandas as pd

    logging.disable(logging.CRITICAL)
    from ema_workbench.analysis import prim

    x = pd.DataFrame(np.random.default_rng(1).random((CASES, INPUTS)), columns=[f"x{i}" for i in range(INPUTS)])
    y = ((x.x0 > 0.4) & (x.x1 < 0.6) & (x.x2 > 0.5)).to_numpy().astype(int)
    seconds, _ = cpu_seconds(lambda: prim.Prim(x, y, threshold=0.5).find_box())
    return {"prim": seconds}


def processor():
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines() if pathlib.Path("/proc/cpuinfo").exists() else []:
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.processor()


def main():
    warnings.filterwarnings("ignore")
    print(f"{platform.node()}: {processor()}, {platform.system()} {platform.machine()}")
    measured, peers, names = ours(), {}, []
    for name, peer in (("SALib", salib), ("ema-workbench", ema_workbench)):
        try:
            names.append(f"{name} {importlib.metadata.version(name)}")
            peers |= peer()
        except (ImportError, importlib.metadata.PackageNotFoundError):
            names[-1:] = [f"{name} (not installed)"]
    print("peers:", ", ".join(names), end="\n\n")
    print(f"{'task':40} {'ours s':>9} {'target s':>9} {'peer s':>9} {'peer / ours':>12}")
    for task, seconds in measured.items():
        peer = peers.get(task)
        beside = f"{peer:9.3f} {peer / seconds:11.0f}x" if peer else f"{'-':>9} {'-':>12}"
        print(f"{TITLES[task]:40} {seconds:9.4f} {TARGETS[task]:9.2f} {beside}")


if __name__ == "__main__":
    main()
