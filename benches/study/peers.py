"""Expected values from SALib and EMA Workbench on samples that our tests read.

    python -m venv venv && venv/bin/pip install SALib==1.6.0 ema-workbench==2.5.3
    venv/bin/python benches/study/peers.py

writes the CSV files in crates/study/src/{sensitivity,discovery}/peers/. Numbers are written so that
reading them gives the same bits. The first line of each file names the versions.
"""

import csv
import importlib.metadata
import itertools
import logging
import pathlib
import warnings

import numpy as np
import pandas as pd
from SALib.analyze import morris as morris_analyze
from SALib.analyze import sobol as sobol_analyze
from SALib.sample import sobol as sobol_sample
from SALib.sample.morris import sample as morris_sample
from scipy.stats import ks_2samp

warnings.filterwarnings("ignore")
logging.disable(logging.CRITICAL)
from ema_workbench.analysis import cart, prim  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2] / "crates/study/src"
VERSIONS = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in ("SALib", "ema_workbench", "numpy", "scipy"))
SEED = 5


def write(folder, name, header, rows, further=""):
    path = ROOT / folder / "peers" / name
    path.parent.mkdir(exist_ok=True)
    with path.open("w", newline="") as file:
        file.write(f"# benches/study/peers.py with {VERSIONS}{further}\n")
        out = csv.writer(file, lineterminator="\n")
        out.writerow(header)
        for row in rows:
            out.writerow([repr(float(cell)) if isinstance(cell, (float, np.floating)) else cell for cell in row])


def ishigami(u):
    x = np.pi * (2.0 * u - 1.0)
    return np.sin(x[:, 0]) + 7.0 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def g_function(u):
    a = np.array([0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0])
    return np.prod((np.abs(4.0 * u - 2.0) + a) / (1.0 + a), axis=1)


def problem(inputs, groups=None):
    names = [f"x{number}" for number in range(inputs)]
    return {"num_vars": inputs, "names": names, "bounds": [[0.0, 1.0]] * inputs} | ({"groups": groups} if groups else {})


class SameResamples:
    """Hands one set of resamples to SALib, so that its intervals can be compared too."""

    def __init__(self, resamples):
        self.resamples = resamples

    def __call__(self, high, size):
        assert self.resamples.shape == size and self.resamples.max() < high
        return self.resamples


def sobol(name, inputs, function, samples, scramble, groups=None):
    described = problem(inputs, groups)
    points = sobol_sample.sample(described, samples, calc_second_order=True, scramble=scramble, seed=SEED)
    outputs = function(points)
    write("sensitivity", f"{name}_sample.csv", [*described["names"], "output"], [[*row, y] for row, y in zip(points, outputs)])
    resamples = np.random.default_rng(SEED).integers(samples, size=(samples, 20))
    write("sensitivity", f"{name}_resamples.csv", [f"r{number}" for number in range(20)], resamples.tolist())
    # SALib draws its resamples from numpy's global generator where no seed is given.
    original, np.random.randint = np.random.randint, SameResamples(resamples)
    found = sobol_analyze.analyze(described, outputs, num_resamples=20)
    np.random.randint = original
    count = len(found["S1"])
    rows = [["first", i, "", found["S1"][i], found["S1_conf"][i]] for i in range(count)]
    rows += [["total", i, "", found["ST"][i], found["ST_conf"][i]] for i in range(count)]
    rows += [["second", i, j, found["S2"][i, j], found["S2_conf"][i, j]] for i, j in itertools.combinations(range(count), 2)]
    write("sensitivity", f"{name}_indices.csv", ["order", "one", "other", "value", "half_width"], rows)


def curved(u):
    return u[:, 0] * np.exp(u[:, 1]) - 3.0 * u[:, 2] ** 2 + u[:, 3] * u[:, 4] + 0.5 * u[:, 5]


def morris(name, groups=None):
    described = problem(6, groups)
    points = morris_sample(described, 12, num_levels=6, seed=SEED)
    outputs = curved(points)
    write("sensitivity", f"{name}_sample.csv", [*described["names"], "output"], [[*row, y] for row, y in zip(points, outputs)])
    found = morris_analyze.analyze(described, points, outputs, num_levels=6, seed=SEED)
    rows = [[label, mu_star, mu, sigma] for label, mu_star, mu, sigma in zip(found["names"], found["mu_star"], found["mu"], found["sigma"])]
    write("sensitivity", f"{name}_effects.csv", ["name", "mu_star", "mu", "sigma"], rows)


def pawn(slices=8):
    """SALib's loop and its call of scipy, with the last slice closed."""
    points = np.random.default_rng(SEED).random((300, 3))
    outputs = np.round(4.0 * ishigami(points)) / 4.0
    write("sensitivity", "pawn_sample.csv", ["x0", "x1", "x2", "output"], [[*row, y] for row, y in zip(points, outputs)])
    rows = []
    for column in points.T:
        edges = np.quantile(column, np.linspace(0.0, 1.0, slices + 1))
        edges[-1] = np.inf
        inside = [(column >= low) & (column < high) for low, high in itertools.pairwise(edges)]
        rows.append([float(ks_2samp(outputs[chosen], outputs).statistic) for chosen in inside])
    write("sensitivity", "pawn_distances.csv", [f"slice{number}" for number in range(slices)], rows)


def boxes(name, x, y, objectives, **options):
    for objective in objectives:
        search = prim.Prim(x, y, threshold=0.5, obj_function=objective, **options)
        found = search.find_box()
        rows = []
        for number, limits in enumerate(found.box_lims):
            path = found.peeling_trajectory.iloc[number]
            for column in x.columns:
                low, high = limits[column].values
                whole_low, whole_high = found.box_lims[0][column].values
                p_low, p_high = found.qp[number].get(column, [-1, -1])
                sides = ["" if low == whole_low else float(low), "" if high == whole_high else float(high)]
                sides += ["" if p < 0 else float(p) for p in (p_low, p_high)]
                rows.append([number, column, *sides, int(path["n"]), int(path["k"])])
        write("discovery", f"{name}_{objective.value}_boxes.csv", ["box", "input", "low", "high", "p_low", "p_high", "cases", "of_interest"], rows)


def leaves(name, x, y, least_mass):
    """Leaves of EMA Workbench's tree. Among equal gains it chooses at random: the sample must have none."""

    def grown():
        tree = cart.CART(x, y, mass_min=least_mass)
        tree.build_tree()
        return tree.boxes

    found = grown()
    assert all(len(other) == len(found) and all(a.equals(b) for a, b in zip(other, found)) for other in (grown() for _ in range(20)))
    whole, rows = (x.min(), x.max()), []
    for number, limits in enumerate(found):
        inside = np.logical_and.reduce([(x[column] >= limits[column][0]) & (x[column] <= limits[column][1]) for column in x.columns])
        for column in x.columns:
            low, high = limits[column].values
            sides = ["" if low == whole[0][column] else float(low), "" if high == whole[1][column] else float(high)]
            rows.append([number, column, *sides, int(inside.sum()), int(y[inside].sum())])
    write("discovery", f"{name}_leaves.csv", ["leaf", "input", "low", "high", "cases", "of_interest"], rows, f", scikit-learn {importlib.metadata.version('scikit-learn')}")


def noisy_boxes():
    random = np.random.default_rng(SEED)
    x = pd.DataFrame(np.round(random.random((600, 4)), 4), columns=["a", "b", "c", "d"])
    inside = (x.a > 0.4) & (x.b < 0.7) & (x.c + x.d > 0.8)
    y = np.where(random.random(600) < 0.08, ~inside, inside).astype(int)
    write("discovery", "noisy_sample.csv", [*x.columns, "of_interest"], [[*row, of] for row, of in zip(x.values, y.tolist())])
    boxes("noisy", x, y, [prim.PRIMObjectiveFunctions.LENIENT1, prim.PRIMObjectiveFunctions.LENIENT2])
    leaves("noisy", x, y, least_mass=0.1)


def bryant_and_lempert():
    """The data of Bryant and Lempert (2010), as shipped with EMA Workbench (BSD 3-clause, Delft University of Technology)."""
    import ema_workbench

    path = pathlib.Path(ema_workbench.__file__).parent / "examples/data/bryant et al 2010 data.csv"
    data = pd.read_csv(path, index_col=False)
    x, y = data.iloc[:, 2:11].astype(float), data.iloc[:, 15].to_numpy()
    write("discovery", "bryant_lempert_sample.csv", [*x.columns, "of_interest"], [[*row, of] for row, of in zip(x.values, y.tolist())])
    boxes("bryant_lempert", x, y, [prim.PRIMObjectiveFunctions.LENIENT1], peel_alpha=0.1)


if __name__ == "__main__":
    sobol("ishigami", 3, ishigami, 64, scramble=False)
    sobol("g", 8, g_function, 32, scramble=True)
    sobol("g_grouped", 8, g_function, 32, scramble=True, groups=["p", "q", "p", "q", "r", "r", "s", "r"])
    morris("morris")
    morris("morris_grouped", groups=["p", "q", "p", "r", "r", "r"])
    pawn()
    noisy_boxes()
    bryant_and_lempert()
