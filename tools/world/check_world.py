#!/usr/bin/env python3
"""Checks a world (references, shares, order, prices) and prints the closure of the mass balance.

Forward pass, tonnes of pure cocaine a year in the baseline:
  realised = potential x realised_share; base seized = base_seizure_share x realised of the region;
  flow_e = inflow(from) x share_e; seized_e = flow_e x loss_share_e; arrivals = (flow_e - seized_e)(1 - in_transit_loss).
Exit status 1 if a check fails. Usage: python3 tools/world/check_world.py WORLD_FOLDER
"""
import collections
import csv
import pathlib
import sys
import tomllib

Flows = collections.namedtuple("Flows", "potential realised weighed weighed_product arrivals route_kg inflow lost")
MODES = {"land", "river", "go_fast", "low_profile", "air", "container"}
KINDS = {"source", "coast", "transit", "sea", "port", "border", "market"}


def read_rows(path):
    """Rows of a CSV file whose comment lines start with #."""
    with open(path, newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def outgoing(routes):
    result = collections.defaultdict(list)
    for r in routes:
        result[r["from"]].append(r)
    return result


def world_folder():
    """The folder that the command line names."""
    if len(sys.argv) != 2:
        raise SystemExit(f"usage: python3 {sys.argv[0]} WORLD_FOLDER")
    return pathlib.Path(sys.argv[1])


def read_toml(path):
    with open(path, "rb") as file:
        return tomllib.load(file)


def file_of(folder, name):
    """A file of a world, or of the world that it builds on."""
    folder = folder.resolve()
    while not (folder / name).exists():
        base = read_toml(folder / "world.toml").get("base")
        if base is None:
            return folder / name
        folder = folder.parent / base
    return folder / name


def load_parameters(folder):
    """Central values of what closes the mass balance: the evidence beside the worlds, and what the world says of its year."""
    records = dict(read_toml(folder.resolve().parents[1] / "evidence" / "world.toml"))
    records.update(read_toml(file_of(folder, "efforts.toml")).get("world", {}))
    return {key: record["value"] for key, record in records.items()}


def load(folder, with_routes=True):
    """All tables; `order` lists places upstream first (prices rise along every route)."""
    names = "countries regions base_flows places corridors organisations markets groups relations conflict published".split()
    paths = {n: file_of(folder, f"{n}.csv") for n in names}
    tables = {n: read_rows(path) if path.exists() else [] for n, path in paths.items()}
    tables["places"] = {p["id"]: p for p in tables["places"]}
    tables["order"] = sorted(tables["places"], key=lambda p: float(tables["places"][p]["price_usd_per_kg"]))
    # A market is where routes end, whatever its price: it stands last.
    tables["order"].sort(key=lambda p: tables["places"][p]["kind"] == "market")
    tables["definitions"] = read_toml(file_of(folder, "definitions.toml"))
    if with_routes:
        tables["routes"] = read_rows(file_of(folder, "routes.csv"))
        for r in tables["routes"]:
            r["share"], r["loss_share"] = float(r["share"]), float(r["loss_share"])
    return tables


def forward(tables, routes, parameters):
    """The baseline year, source to market."""
    regions = {r["id"]: r for r in tables["regions"]}
    potential, realised, weighed = collections.Counter(), collections.Counter(), collections.Counter()
    inflow, processed = collections.Counter(), collections.Counter()
    for region in regions.values():
        kg = float(region["coca_area_ha"]) * float(region["potential_kg_per_ha_year"])
        potential[region["country"]] += kg / 1000
        made = kg * parameters["realised_share_of_potential"]
        realised[region["country"]] += made / 1000
        seized = made * float(region["base_seizure_share"])
        weighed[region["country"]] += seized / parameters["seizure_purity"] / 1000
        processed[region["id"]] += made - seized
    for flow in tables["base_flows"]:
        inflow[flow["to_region"]] += processed[flow["from_region"]] * float(flow["share"])
    weighed_product, route_kg, out, lost = collections.Counter(), {}, outgoing(routes), 0.0
    for place in tables["order"]:
        for r in out.get(place, []):
            kg = inflow[place] * r["share"]
            route_kg[r["from"], r["to"], r["mode"]] = kg
            seized = kg * r["loss_share"]
            weighed_product[r["jurisdiction"]] += seized / parameters["seizure_purity"] / 1000
            lost += (kg - seized) * parameters["in_transit_loss_share"] / 1000
            inflow[r["to"]] += (kg - seized) * (1 - parameters["in_transit_loss_share"])
    weighed.update(weighed_product)
    arrivals = {m["id"]: inflow[m["place"]] / 1000 for m in tables["markets"]}
    return Flows(potential, realised, weighed, weighed_product, arrivals, route_kg, inflow, lost)


def sums_to_one(problems, what, groups):
    for key, values in groups.items():
        if abs(sum(values) - 1) > 1e-9:
            problems.append(f"{what} of {key} sum to {sum(values):.12f}")


def check_references(tables, problems):
    ids = {name: {row["id"] for row in tables[name]} for name in "countries regions corridors organisations groups".split()}
    places = tables["places"]
    for p in places.values():
        if p["country"] and p["country"] not in ids["countries"]:
            problems.append(f"place {p['id']}: unknown country {p['country']}")
        if p["kind"] not in KINDS:
            problems.append(f"place {p['id']}: unknown kind {p['kind']}")
    for r in tables["regions"]:
        if r["id"] not in places or places[r["id"]]["kind"] != "source":
            problems.append(f"region {r['id']} has no source place")
        if r["group"] and r["group"] not in ids["groups"]:
            problems.append(f"region {r['id']}: unknown group {r['group']}")
    for r in tables["routes"]:
        for end in (r["from"], r["to"]):
            if end not in places:
                problems.append(f"route {r['id']}: unknown place {end}")
        for column, table in (("corridor", "corridors"), ("organisation", "organisations")):
            if r[column] not in ids[table]:
                problems.append(f"route {r['id']}: unknown {column} {r[column]}")
        if r["jurisdiction"] != "high_seas" and r["jurisdiction"] not in ids["countries"]:
            problems.append(f"route {r['id']}: unknown jurisdiction {r['jurisdiction']}")
        if r["mode"] not in MODES:
            problems.append(f"route {r['id']}: unknown mode {r['mode']}")
    for group in tables["groups"]:
        if group["country"] not in ids["countries"]:
            problems.append(f"group {group['id']}: unknown country {group['country']}")
    for pair in tables["conflict"]:
        for end in (pair["group_a"], pair["group_b"]):
            if end not in ids["groups"]:
                problems.append(f"conflict: unknown group {end}")
    actors = sorted({r[k] for r in tables["relations"] for k in "ab"})
    pairs = collections.Counter(frozenset((r["a"], r["b"])) for r in tables["relations"])
    if any(n != 1 for n in pairs.values()) or len(pairs) != len(actors) * (len(actors) - 1) // 2:
        problems.append("relations: every pair of actors must stand exactly once")
    wanted = {c["id"] for c in tables["countries"] if c["role"] in ("lead", "producer", "transit", "external_power")}
    for missing in sorted(wanted.difference(actors)):
        problems.append(f"relations: {missing} is missing")


def check_network(tables, flows, parameters, problems):
    places, routes = tables["places"], tables["routes"]
    sums_to_one(problems, "shares out", {p: [r["share"] for r in rs] for p, rs in outgoing(routes).items()})
    by_region = collections.defaultdict(list)
    for f in tables["base_flows"]:
        by_region[f["from_region"]].append(float(f["share"]))
    sums_to_one(problems, "base flows", by_region)
    out = outgoing(routes)
    for p, place in places.items():
        if (place["kind"] == "market") == (p in out):
            problems.append(f"place {p}: {'a market has routes out' if p in out else 'no route out'}")
        if flows.inflow[p] <= 0:
            problems.append(f"place {p} is not reached")
    for r in routes:
        rise = float(places[r["to"]]["price_usd_per_kg"]) - float(places[r["from"]]["price_usd_per_kg"])
        if rise <= 0:
            problems.append(f"route {r['id']}: price does not rise ({rise:.0f})")
        kept = (1 - r["loss_share"]) * (1 - parameters["in_transit_loss_share"])
        if float(places[r["to"]]["price_usd_per_kg"]) * kept <= float(places[r["from"]]["price_usd_per_kg"]):
            problems.append(f"route {r['id']}: the price at the end does not pay for the losses")
        if not 0 <= r["loss_share"] < 0.9:
            problems.append(f"route {r['id']}: loss share {r['loss_share']}")
        if float(r["capacity_kg_per_month"]) < 1.5 * flows.route_kg[r["from"], r["to"], r["mode"]] / 12 - 1:
            problems.append(f"route {r['id']}: capacity below 1.5 x flow")


def check_markets(tables, flows, problems):
    for m in tables["markets"]:
        survey = (float(m["light_users"]) * float(m["grams_per_light_user_year"])
                  + float(m["heavy_users"]) * float(m["grams_per_heavy_user_year"])) / 1e6
        factor = flows.arrivals[m["id"]] / survey
        ok = float(m["underreporting_low"]) <= factor <= float(m["underreporting_high"])
        print(f"  {m['id']:24} survey {survey:6.1f} t  arrivals {flows.arrivals[m['id']]:6.1f} t  true/survey {factor:.2f}"
              f"  [{m['underreporting_low']}, {m['underreporting_high']}] {'ok' if ok else 'OUT'}")
        if not ok:
            problems.append(f"market {m['id']}: arrivals outside the under-reporting range")


def indicators(tables, flows, parameters):
    """Values of the quantities of published.csv that follow from the world alone."""
    values = {}
    area = collections.Counter()
    for r in tables["regions"]:
        area[r["country"]] += float(r["coca_area_ha"])
    for c, v in area.items():
        values[f"coca_area:{c}"] = v
    values["coca_area:world"] = sum(area.values())
    for c, v in flows.potential.items():
        values[f"potential_production:{c}"] = v
    values["potential_production:world"] = sum(flows.potential.values())
    for c, v in flows.weighed.items():
        values[f"seizures_as_weighed:{c}"] = v
    values["seizures_as_weighed:world"] = sum(flows.weighed.values())
    sums = {name: d["countries"] for name, d in tables["definitions"].items() if d["measure"] == "sum"}
    sums.update({ids: ids.split("+") for ids in published_places(tables, "seizures_as_weighed") if "+" in ids})
    for name, countries in sums.items():
        values[f"seizures_as_weighed:{name}"] = sum(flows.weighed[c] for c in countries)
    for m in tables["markets"]:
        values[f"consumption:{m['id']}"] = flows.arrivals[m["id"]]
        values[f"wholesale_price:{m['id']}"] = float(m["wholesale_usd_per_kg"])
        values[f"retail_price:{m['id']}"] = float(m["retail_usd_per_kg"])
        values[f"heavy_users:{m['id']}"] = float(m["heavy_users"])
        values[f"users:{m['id']}"] = float(m["heavy_users"]) + float(m["light_users"])
    values["users:world"] = sum(values[f"users:{m['id']}"] for m in tables["markets"])
    members = collections.Counter()
    for g in tables["groups"]:
        members[g["country"]] += float(g["members"])
    for c, v in members.items():
        values[f"members:{c}"] = v
    for c in tables["countries"]:
        values[f"homicides:{c['id']}"] = float(c["homicides_per_year"])
    for c in published_places(tables, "export_price"):
        shores = [p for p in tables["places"].values() if p["country"] == c and p["kind"] in ("coast", "port")]
        values[f"export_price:{c}"] = sum(float(p["price_usd_per_kg"]) for p in shores) / len(shores)
    for name, definition in tables["definitions"].items():
        values.update(defined(tables, flows, name, definition))
    return values


def published_places(tables, quantity):
    """What stands behind the colon of a published quantity."""
    pairs = (row["quantity"].partition(":") for row in tables["published"])
    return [place for name, _, place in pairs if name == quantity]


def defined(tables, flows, name, definition):
    """A quantity whose definition names places of the world."""
    places, corridors = tables["places"], definition.get("corridors", ())
    origins = definition.get("from", ())
    departures, seized, leaving = collections.Counter(), 0.0, collections.Counter()
    for r in tables["routes"]:
        kg = flows.route_kg[r["from"], r["to"], r["mode"]]
        origin, target = places[r["from"]]["country"], places[r["to"]]["country"]
        leaves = origin in origins and target not in origins
        if r["corridor"] in corridors:
            seized += kg * r["loss_share"]
            departures[r["corridor"]] += kg if leaves else 0.0
        leaving[origin] += kg if leaves else 0.0
    departing = sum(departures.values())
    measure = definition["measure"]
    if measure == "share_by_corridor":
        return {f"{name}:{corridor}": kg / departing for corridor, kg in departures.items()}
    if measure == "seized_over_departures":
        return {name: seized / departing}
    if measure == "share_of_departures":
        return {name: sum(leaving[c] for c in definition["part"]) / sum(leaving.values())}
    return {}


def check_published(tables, values):
    outside = 0
    print("Published figures")
    for row in tables["published"]:
        value = values.get(row["quantity"])
        low, high = float(row["published_low"]), float(row["published_high"])
        carried = row["carried_by"]
        verdict = "not computed here" if value is None else "ok" if low <= value <= high else f"GAP, carried by {carried or 'nothing'}"
        outside += verdict.startswith("GAP")
        shown = "-" if value is None else f"{value:,.3f}" if abs(value) < 10 else f"{value:,.0f}"
        print(f"  {row['quantity']:52} {shown:>12} {row['unit']:10} published {low:,g} to {high:,g} ({row['year']}) {verdict}")
    return outside


def main():
    folder = world_folder()
    tables, parameters, problems = load(folder), load_parameters(folder), []
    check_references(tables, problems)
    flows = forward(tables, tables["routes"], parameters)
    check_network(tables, flows, parameters, problems)
    print(f"{len(tables['places'])} places, {len(tables['routes'])} routes, {len(tables['countries'])} countries")
    realised, arrived = sum(flows.realised.values()), sum(flows.arrivals.values())
    seized = sum(flows.weighed.values()) * parameters["seizure_purity"]
    print(f"Mass balance, t pure a year: realised {realised:.1f} = seized {seized:.1f} + lost {flows.lost:.1f} + arrivals {arrived:.1f}"
          f" (difference {realised - seized - flows.lost - arrived:.2e})")
    print("Markets")
    check_markets(tables, flows, problems)
    print("Seizures as weighed, t a year")
    for country, tonnes in flows.weighed.most_common():
        print(f"  {country:28} {tonnes:7.1f}")
    values = indicators(tables, flows, parameters)
    print(f"{check_published(tables, values)} published figures outside their range")
    for problem in problems:
        print("PROBLEM", problem)
    return 1 if problems else 0


if __name__ == "__main__":
    raise SystemExit(main())
