#!/usr/bin/env python3
"""Computes a world's routes.csv from source/route_plan.csv and source/targets.csv in its folder, then prints the closure.

Two sets of numbers are adjusted until the totals agree:
  market multipliers m_k tilt the planned weights, share_e = w_e h_j / sum w h with h_i = sum_j w_ij h_j and h_market = m_k;
  jurisdiction multipliers f_J scale the planned losses, loss_e = 1 - (1 - loss0_e)^f_J.
Usage: python3 tools/world/calibrate.py WORLD_FOLDER
"""
import csv
import math
import sys

sys.dont_write_bytecode = True
import check_world as world  # noqa: E402

LAND_DETOUR = 1.2          # road and river kilometres per kilometre of great circle
CAPACITY_OVER_FLOW = 2.0   # monthly capacity over the geometric mean of a route's flow and the mean flow out of its place
LEAST_CAPACITY_OVER_FLOW = 1.6   # no route starts closer to its capacity
MINIMUM_CAPACITY_KG = 100.0
HIGHEST_LOSS = 0.9
HEADER = """# Computed by tools/world/calibrate.py from source/route_plan.csv; edit the plan, not this file.
# share: part of what reaches `from` that takes this route in the baseline (sums to 1 out of each place).
# loss_share: part of the flow seized in the baseline, scaled so that seizures by jurisdiction match the published totals.
# capacity: twice the geometric mean of the route's own baseline flow and the mean over the routes out of its place (at least
# 1.6 times the flow), so that little-used routes have more room; organisations that spread their risk fill that room first.
# distance: great circle between centroids, times 1.2 over land and rivers.
"""


def read_plan(folder):
    """The plan with one record per pair and mode; a world on another may only say which weights it changes."""
    plan, factors = [], []
    if (folder / "source" / "plan_factors.csv").exists():
        factors = world.read_rows(folder / "source" / "plan_factors.csv")
    for row in world.read_rows(world.file_of(folder, "source/route_plan.csv")):
        weight = float(row["weight"])
        for f in factors:
            if row["from"].startswith(f["from"]) and row["to"].startswith(f["to"]):
                weight *= float(f["weight_factor"])
        for part in row["modes"].split():
            mode, split = part.split(":")
            plan.append(dict(row, mode=mode, weight=weight * float(split), loss0=float(row["loss"])))
    return plan


def distance_km(places, route):
    a, b = places[route["from"]], places[route["to"]]
    lat1, lat2 = math.radians(float(a["latitude"])), math.radians(float(b["latitude"]))
    half_dlon = math.radians(float(b["longitude"]) - float(a["longitude"])) / 2
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin(half_dlon) ** 2
    detour = LAND_DETOUR if route["mode"] in ("land", "river") else 1.0
    return max(1.0, 2 * 6371.0 * math.asin(math.sqrt(h)) * detour)


def tilt(plan, order, multiplier):
    """Route shares from weights and market multipliers."""
    height = dict(multiplier)
    out = world.outgoing(plan)
    for place in reversed(order):
        if place in out:
            height[place] = sum(r["weight"] * height[r["to"]] for r in out[place]) / sum(r["weight"] for r in out[place])
    for place, routes in out.items():
        total = sum(r["weight"] * height[r["to"]] for r in routes)
        for r in routes:
            r["share"] = r["weight"] * height[r["to"]] / total


def calibrate(folder, tables, plan, parameters):
    """Adjusts shares and losses until seizures and the split of arrivals match the targets."""
    targets = {(t["kind"], t["id"]): float(t["tonnes_per_year"]) for t in world.read_rows(folder / "source" / "targets.csv")}
    market_place = {m["id"]: m["place"] for m in tables["markets"]}
    multiplier = {place: 1.0 for place in market_place.values()}
    factor = {r["jurisdiction"]: 1.0 for r in plan}
    unknown = sorted(j for j in factor if ("seizures", j) not in targets)
    if unknown:
        raise SystemExit(f"no seizure target for {unknown}")
    for _ in range(600):
        tilt(plan, tables["order"], multiplier)
        for r in plan:
            r["loss_share"] = min(HIGHEST_LOSS, 1 - (1 - r["loss0"]) ** factor[r["jurisdiction"]])
        flows = world.forward(tables, plan, parameters)
        for j in factor:
            factor[j] *= (targets["seizures", j] / max(1e-9, flows.weighed_product.get(j, 0.0))) ** 0.6
        total = sum(flows.arrivals.values())
        wanted = sum(targets["arrivals", m] for m in market_place)
        for market, place in market_place.items():
            multiplier[place] *= (targets["arrivals", market] / wanted / (flows.arrivals[market] / total)) ** 0.5


def kg_per_month(flows, route):
    """Baseline flow of a route."""
    return flows.route_kg[route["from"], route["to"], route["mode"]] / 12


def write_routes(folder, tables, plan, flows):
    """Writes routes.csv with rounded shares that still sum to 1."""
    for routes in world.outgoing(plan).values():
        for r in routes:
            r["share"] = round(r["share"], 7)
            r["loss_share"] = round(r["loss_share"], 4)
        largest = max(routes, key=lambda r: r["share"])
        largest["share"] = round(1 - sum(r["share"] for r in routes if r is not largest), 7)
    columns = "id,from,to,mode,corridor,jurisdiction,distance_km,share,loss_share,capacity_kg_per_month,organisation,source".split(",")
    with open(folder / "routes.csv", "w", newline="") as file:
        file.write(HEADER)
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        mean_kg = {
            place: sum(kg_per_month(flows, r) for r in routes) / len(routes) for place, routes in world.outgoing(plan).items()
        }
        for r in plan:
            typical_kg = math.sqrt(kg_per_month(flows, r) * mean_kg[r["from"]])
            least_kg = LEAST_CAPACITY_OVER_FLOW * kg_per_month(flows, r)
            capacity = max(MINIMUM_CAPACITY_KG, least_kg, CAPACITY_OVER_FLOW * typical_kg)
            writer.writerow([
                f'{r["from"]}>{r["to"]}:{r["mode"]}', r["from"], r["to"], r["mode"], r["corridor"], r["jurisdiction"],
                f"{distance_km(tables['places'], r):.0f}", f'{r["share"]:.7f}', f'{r["loss_share"]:.4f}',
                f"{float(f'{capacity:.4g}'):.0f}", r["organisation"], "unodc_wdr_2025;counterflow_assumption"])


def main():
    folder = world.world_folder()
    tables, parameters = world.load(folder, with_routes=False), world.load_parameters(folder)
    plan = read_plan(folder)
    calibrate(folder, tables, plan, parameters)
    flows = world.forward(tables, plan, parameters)
    write_routes(folder, tables, plan, flows)
    raise SystemExit(world.main())


if __name__ == "__main__":
    main()
