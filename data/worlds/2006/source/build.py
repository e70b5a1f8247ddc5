#!/usr/bin/env python3
"""Writes the tables of the world of January 2006 from those of 2024, data/history and what is stated here.

Usage: python3 data/worlds/2006/source/build.py; then python3 tools/world/calibrate.py data/worlds/2006 for routes.csv.
What no public table at hand gives is a judgement or recalled; the notes say so, README.md sums them up.
"""
import csv
import math
import pathlib
import sys

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parents[1]
BASE, HISTORY = HERE.parent / "2024", HERE.parents[1] / "history"
WEEKS_PER_YEAR = 52


def table(path):
    """Rows of a table without its comment lines."""
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def write(name, head, columns, rows):
    with open(HERE / name, "w", newline="", encoding="utf-8") as file:
        file.write("".join(f"# {line}\n" for line in head.strip().splitlines()))
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def history(series, place, years):
    """Mean of a series over years."""
    rows = [float(r["value"]) for r in table(HISTORY / f"{series}.csv")
            if r["place"] == place and int(r["year"]) in years]
    return sum(rows) / len(rows) if rows else None


# ---- regions -------------------------------------------------------------------------------------------------------
# Departments that a region sums, as in data/history.
DEPARTMENTS = {
    "colombia_pacific_south": ["Nariño", "Cauca", "Valle Del Cauca", "Chocó"],
    "colombia_putumayo_caqueta": ["Putumayo", "Caquetá", "Amazonas"],
    "colombia_catatumbo": ["Norte De Santander", "Cesar", "La Guajira", "Magdalena"],
    "colombia_antioquia_bolivar": ["Antioquia", "Bolívar", "Córdoba", "Caldas", "Boyacá", "Santander", "Cundinamarca"],
    "colombia_meta_guaviare": ["Meta", "Guaviare", "Vichada", "Vaupés", "Guainía", "Arauca"],
}
# Other areas at the end of 2005: national totals 48,200 and 25,400 ha; the split is recalled from the surveys of 2005.
AREAS = {"peru_vraem": 28000, "peru_central_amazon": 17600, "peru_south": 2600, "bolivia_chapare": 7000,
         "bolivia_yungas": 18400, "ecuador_north": 30, "ecuador_coast": 0, "venezuela_west": 100, "honduras_east": 5,
         "guatemala_northeast": 5}
# Potential output of 2005 in tonnes, and yields inside a country in the proportions of the world of 2024.
POTENTIAL_T = {"colombia": 680, "peru": 260, "bolivia": 85}
# Base seized as weighed, mean of 2005-06: tonnes (shares of national seizures: judgement after 2010-12).
BASE_SEIZED_T = {"colombia": 45, "peru": 11, "bolivia": 10.2}
GROUP_OF_REGION = {"colombia_pacific_south": "colombia_group_1", "colombia_putumayo_caqueta": "colombia_group_1",
                   "colombia_catatumbo": "colombia_group_2", "colombia_antioquia_bolivar": "colombia_group_3",
                   "colombia_meta_guaviare": "colombia_group_1"}
HA_PER_HOUSEHOLD = 1.25
REALISED_SHARE, SEIZURE_PURITY = 1.05, 0.68


def regions():
    rows = table(BASE / "regions.csv")
    area = dict(AREAS)
    for region, departments in DEPARTMENTS.items():
        area[region] = sum(history("coca_area_by_department_colombia", d, {2005}) for d in departments)
    eradication = {}
    for r in table(HISTORY / "eradication.csv"):
        if r["year"] == "2005":
            eradication[r["place"].lower()] = eradication.get(r["place"].lower(), 0.0) + float(r["value"])
    out = []
    for r in rows:
        country = r["country"]
        mine = [x for x in rows if x["country"] == country]
        total_area = sum(area[x["id"]] for x in mine)
        weight = sum(area[x["id"]] * float(x["potential_kg_per_ha_year"]) for x in mine)
        potential = float(r["potential_kg_per_ha_year"])
        if country in POTENTIAL_T:
            potential *= POTENTIAL_T[country] * 1000 / weight
        realised_t = POTENTIAL_T.get(country, 0.0) * REALISED_SHARE
        base_share = BASE_SEIZED_T.get(country, 0.0) * SEIZURE_PURITY / realised_t if realised_t else 0.0
        sprayed = eradication.get(country, 0.0) * area[r["id"]] / total_area if total_area else 0.0
        source = "simci_open_data" if r["id"] in DEPARTMENTS else "unodc_wdr_2009"
        out.append([r["id"], r["name"], country, r["latitude"], r["longitude"], f"{area[r['id']]:.0f}", f"{potential:.4f}",
                    r["lab_capacity_ratio"], f"{base_share:.4f}", f"{sprayed:.0f}",
                    f"{area[r['id']] / HA_PER_HOUSEHOLD:.0f}", GROUP_OF_REGION.get(r["id"], r["group"]),
                    f"{source};ondcp_2020;counterflow_assumption"])
    write("regions.csv", """
Growing and processing regions at the end of 2005. Colombia: sums of departments (source/build.py lists them), 85,750 ha. Peru 48,200
and Bolivia 25,400 ha by the United Nations (recalled; the split inside them too). Ecuador and Venezuela: traces; Honduras and
Guatemala grew none that is known of: 5 ha keep the region in the world. Yield: potential output of 2005 as published (680, 260, 85 t)
over area, in the proportions of 2024 inside a country. Households: one per 1.25 ha (about 68,600 in Colombia, recalled).
eradication_ha_per_year: sprayed, uprooted and given up in 2005, shared out by area. base_seizure_share: base seized over output.
""", "id,name,country,latitude,longitude,coca_area_ha,potential_kg_per_ha_year,lab_capacity_ratio,base_seizure_share,"
          "eradication_ha_per_year,households,group,source".split(","), out)


# ---- countries -----------------------------------------------------------------------------------------------------
# Population in million in 2006 (recalled), drug-related share of homicides and convictions per offence where they differ from 2024.
POPULATION = {"united_states": 299, "colombia": 43.0, "peru": 28.0, "bolivia": 9.4, "ecuador": 13.9, "venezuela": 26.9, "brazil": 188,
              "guyana": 0.75, "paraguay": 5.8, "argentina": 39.3, "chile": 16.4, "panama": 3.4, "costa_rica": 4.3, "nicaragua": 5.4,
              "honduras": 7.6, "el_salvador": 6.0, "guatemala": 13.1, "mexico": 107.5, "dominican_republic": 9.2, "jamaica": 2.7,
              "trinidad_and_tobago": 1.31, "senegal": 11.5, "western_central_europe": 445, "spain": 44.4, "belgium": 10.5,
              "netherlands": 16.3, "australia": 20.5, "russia": 143.5, "china": 1310}
# Homicides per 100,000 where data/history has no rate (recalled or of a neighbouring year).
RATE = {"peru": 7.0, "bolivia": 6.5, "guyana": 20.5, "paraguay": 14.5, "argentina": 5.4, "chile": 3.6, "nicaragua": 13.2, "senegal": 0.3,
        "western_central_europe": 1.1, "spain": 1.1, "belgium": 2.0, "netherlands": 0.9, "australia": 1.5, "russia": 22.0,
        "china": 1.4}
DRUG_SHARE = {"mexico": 0.25, "ecuador": 0.15, "venezuela": 0.15, "costa_rica": 0.20, "panama": 0.30, "honduras": 0.25,
              "guatemala": 0.35, "brazil": 0.25, "chile": 0.10, "paraguay": 0.15}
CONVICTIONS = {"guatemala": 0.07, "el_salvador": 0.08, "honduras": 0.06, "venezuela": 0.10}
# Control of corruption and government effectiveness where they moved most (recalled, near 2005).
GOVERNANCE = {"venezuela": (-1.03, -0.87), "mexico": (-0.30, 0.13), "nicaragua": (-0.77, -0.86), "bolivia": (-0.45, -0.72),
              "ecuador": (-0.82, -1.00), "brazil": (-0.17, -0.10), "colombia": (-0.20, -0.09), "chile": (1.38, 1.21),
              "russia": (-0.83, -0.47)}
REGIME = {"venezuela": "factional_partial_democracy", "nicaragua": "partial_democracy", "el_salvador": "partial_democracy"}
FACTIONALISM = {"factional_partial_democracy": 1.0, "partial_democracy": 0.3}
LEAST_HOMICIDES = 1


def homicides(country, row):
    rate, note = history("homicide_rate", row["iso3"], {2005, 2006}), "rate of 2005-06"
    if rate is None:
        rate, note = history("homicide_rate", row["iso3"], {2002, 2007}), "mean rate of 2002 and 2007"
    if rate is None:
        rate, note = RATE[country], "rate recalled"
    return max(LEAST_HOMICIDES, rate * POPULATION[country] * 10), note


def countries():
    out, killed = [], {}
    columns = ("id,name,iso3,continent,latitude,longitude,population_million,homicides_per_year,drug_related_homicide_share,"
               "conviction_rate,corruption_index,state_capacity,regime_class,hardliner_share,factionalism,leader_exit_per_month,role,"
               "exports_to_lead_share,source,note").split(",")
    for row in table(BASE / "countries.csv"):
        country = row["id"]
        killed[country], note = homicides(country, row)
        row.update(population_million=POPULATION[country], homicides_per_year=f"{killed[country]:.0f}")
        row["drug_related_homicide_share"] = DRUG_SHARE.get(country, row["drug_related_homicide_share"])
        row["conviction_rate"] = CONVICTIONS.get(country, row["conviction_rate"])
        if country in GOVERNANCE:
            corruption, effectiveness = GOVERNANCE[country]
            row["corruption_index"], row["state_capacity"] = f"{0.5 - corruption / 5:.3f}", f"{0.5 + effectiveness / 5:.3f}"
        if country in REGIME:
            row["regime_class"], row["factionalism"] = REGIME[country], FACTIONALISM[REGIME[country]]
        row["source"] = "unodc_homicide_2025;wgi_2019;pitf_data;counterflow_assumption"
        row["note"] = f"Homicides: {note}. Population recalled; drug share and convictions are assumptions"
        out.append([row[c] for c in columns])
    write("countries.csv", """
States at the start of 2006. Homicides: rate of data/history, mean of 2005-06, times population; where the table has none, the
nearest years or a rate recalled. Governance: as in 2024 but for states whose index moved by half a point or so (recalled, near 2005).
Regime: Polity near 2005. Conviction rate of Guatemala: 7 % of homicides in 2006. Everything else as in 2024, whose columns say why.
alignment is left out: a state is as much with the lead's use of force as its relation with the lead is friendly.
""", columns, out)
    return killed


# ---- relations -----------------------------------------------------------------------------------------------------
TAIPEI = ["guatemala", "paraguay", "honduras", "costa_rica", "nicaragua", "panama", "dominican_republic", "el_salvador"]
RELATIONS = {
    ("united_states", "venezuela"): (-0.30, "Cooperation with the DEA suspended 2005, decertified 2005; ambassadors remain"),
    ("united_states", "bolivia"): (0.10, "New government in January 2006; the rupture of 2008 lies ahead"),
    ("united_states", "nicaragua"): (0.25, "Partner until the change of government in January 2007"),
    ("united_states", "honduras"): (0.40, "Security partner"),
    ("united_states", "el_salvador"): (0.40, "Security partner"),
    ("united_states", "ecuador"): (0.35, "Forward operating location until 2009"),
    ("united_states", "russia"): (0.00, "Neither ally nor enemy"),
    ("united_states", "china"): (0.00, "Neither ally nor enemy"),
    ("western_central_europe", "russia"): (0.20, "Partner"),
    ("western_central_europe", "china"): (0.20, "Partner"),
    ("western_central_europe", "venezuela"): (0.15, "Normal, cool"),
    ("western_central_europe", "nicaragua"): (0.30, ""),
    ("russia", "china"): (0.40, "Treaty of 2001"),
    ("venezuela", "russia"): (0.30, "First arms contracts 2005-06"),
    ("venezuela", "china"): (0.30, "Partner"),
    ("venezuela", "nicaragua"): (0.20, "Normal until 2007"),
    ("venezuela", "bolivia"): (0.40, "Allies from January 2006"),
    ("nicaragua", "bolivia"): (0.30, ""),
    ("nicaragua", "russia"): (0.10, ""),
    ("bolivia", "russia"): (0.10, ""),
    ("bolivia", "china"): (0.20, ""),
    ("venezuela", "guyana"): (0.00, "Territorial claim"),
    ("venezuela", "colombia"): (0.15, "Repaired after the dispute of January 2005"),
    ("venezuela", "ecuador"): (0.30, ""),
    ("venezuela", "peru"): (0.00, "Ambassadors recalled January 2006"),
    ("venezuela", "paraguay"): (0.30, ""),
    ("venezuela", "costa_rica"): (0.15, ""),
    ("venezuela", "guatemala"): (0.15, ""),
    ("venezuela", "el_salvador"): (0.10, ""),
    ("venezuela", "panama"): (0.30, ""),
    ("venezuela", "mexico"): (-0.10, "Ambassadors recalled November 2005"),
    ("venezuela", "dominican_republic"): (0.30, ""),
    ("nicaragua", "costa_rica"): (0.00, "River dispute, before the court from 2005"),
    ("nicaragua", "panama"): (0.30, ""),
    ("nicaragua", "el_salvador"): (0.30, ""),
    ("nicaragua", "guatemala"): (0.30, ""),
    ("peru", "mexico"): (0.30, ""),
    ("peru", "colombia"): (0.30, ""),
    ("peru", "bolivia"): (0.10, "Cool"),
    ("ecuador", "colombia"): (0.15, "Dispute over spraying at the border"),
    ("brazil", "russia"): (0.15, ""),
    ("brazil", "china"): (0.25, ""),
    ("guyana", "china"): (0.20, ""),
}


def relations():
    changed = {frozenset(pair): value for pair, value in RELATIONS.items()}
    changed.update({frozenset((state, "china")): (0.00, "Recognised Taipei in 2006") for state in TAIPEI})
    out = []
    for r in table(BASE / "relations.csv"):
        value, note = changed.get(frozenset((r["a"], r["b"])), (float(r["relation"]), r["note"]))
        out.append([r["a"], r["b"], f"{value:.2f}", r["land_border"], "counterflow_assumption", note])
    write("relations.csv", """
Structural relation of every pair of state actors at the start of 2006, -1 (hostile) to 1 (ally): the rule of 2024 with the exceptions
of 2006. Sizes are judgements (grade D); signs and facts are public.
""", ["a", "b", "relation", "land_border", "source", "note"], out)


# ---- groups --------------------------------------------------------------------------------------------------------
# id: members, effective groups (None: as in 2024), note. Colombia: the larger guerrilla, the smaller one, successors of
# the paramilitaries who demobilised in 2003-06. Mexico: four dominant organisations in 2006.
MEMBERS = {
    "colombia_group_1": (15500, None), "colombia_group_2": (4500, None), "colombia_group_3": (2500, None),
    "colombia_group_4": (1000, None), "colombia_group_5": (700, None), "colombia_group_6": (300, None),
    "mexico_group_large": (45000, 4.0), "mexico_group_small": (25000, 40.0), "ecuador_groups": (3000, None),
    "venezuela_groups": (8000, None), "brazil_groups": (40000, None), "peru_groups": (2000, None), "bolivia_groups": (1000, None),
    "paraguay_groups": (1000, None), "panama_groups": (3000, None), "costa_rica_groups": (800, None), "nicaragua_groups": (1500, None),
    "honduras_groups": (10000, None), "el_salvador_groups": (14000, None), "guatemala_groups": (12000, None),
    "dominican_republic_groups": (2500, None), "jamaica_groups": (4000, None), "trinidad_and_tobago_groups": (1500, None),
}
NAMES = {"mexico_group_large": "Mexico: four largest groups", "mexico_group_small": "Mexico: smaller groups"}
MEXICO_DEATHS_SHARE = 0.20                # of homicides, as in the published calibration
MEMBER_SHARE_OF_HOMICIDES = 0.10
# Colombia, persons a week: killed, half of the armed conflict's deaths of 2005-06; arrested and leaving (judgement: some 2,300 a year
# left one by one, 57,000 in the programme by 2012 with the 31,700 who left together).
COLOMBIA_DEATHS_SHARE_OF_CONFLICT, COLOMBIA_ARRESTS, COLOMBIA_DROPOUT = 0.5, 80.0, 45.0


def groups(killed):
    out, rows = [], table(BASE / "groups.csv")
    size = {c: sum(MEMBERS[r["id"]][0] for r in rows if r["country"] == c) for c in {r["country"] for r in rows}}
    conflict = history("conflict_deaths_ucdp_best", "COL", {2005, 2006})
    for r in rows:
        members, effective = MEMBERS[r["id"]]
        scale, part = members / float(r["members"]), members / size[r["country"]]
        arrests, dropout = float(r["arrests_per_week"]) * scale, float(r["dropout_per_week"]) * scale
        deaths = MEMBER_SHARE_OF_HOMICIDES * killed[r["country"]] / WEEKS_PER_YEAR
        if r["country"] == "colombia":
            deaths = COLOMBIA_DEATHS_SHARE_OF_CONFLICT * conflict / WEEKS_PER_YEAR * part
            arrests, dropout = COLOMBIA_ARRESTS * part, COLOMBIA_DROPOUT * part
        elif r["country"] == "mexico":
            deaths = MEXICO_DEATHS_SHARE * killed["mexico"] / WEEKS_PER_YEAR * part
        out.append([r["id"], NAMES.get(r["id"], r["name"]), r["country"], members, f"{effective or float(r['effective_groups']):.2f}", f"{arrests:.3f}",
                    f"{deaths:.3f}", f"{dropout:.3f}", "Size is an assumption",
                    "cip_combatants;acr_2012;ucdp_ged;unodc_homicide_2025;counterflow_assumption"])
    write("groups.csv", """
Armed groups and blocks of groups at the start of 2006, with rank labels only; the labels are those of 2024 and name other groups.
Sizes are assumptions (grade D, within a factor of two), but for Colombia's order of magnitude: guerrillas of 17,000-18,000 and
4,000-6,000 in 2000-02 and falling, paramilitaries demobilising in 2003-06 and their successors. Mexico: 115,000 in 2012 is published;
2006 is taken at three fifths of that, since conflict deaths were a third. Deaths: half of the armed conflict's in Colombia, a fifth of
homicides in Mexico, a tenth elsewhere. Arrests and dropout per member as in 2024 outside Colombia.
""", "id,name,country,members,effective_groups,arrests_per_week,conflict_deaths_per_week,dropout_per_week,growth_note,source".split(","),
          out)


# ---- places and markets --------------------------------------------------------------------------------------------
# Price of 2024 and of 2006 (USD per pure kg), interpolated in logarithms: the chain of 2007 to the United States; Europe's wholesale
# of 46,800 USD at a purity near 0.75 (recalled).
AMERICAS = [(1000, 850), (3000, 2400), (4500, 3550), (15000, 12000), (19600, 15300), (25500, 18300), (30000, 22000)]
OVERSEAS = [(10000, 11500), (13200, 17000), (17500, 25500), (28500, 45000), (34000, 53500), (38000, 60000), (50000, 68000)]
OVERSEAS_PLACES = {"mid_atlantic_sea", "west_africa_islands_sea", "iberian_atlantic_sea", "senegal_coast", "rest_of_world_market",
                   "europe_market", "european_hinterland", "australia_ports", "east_asia_ports", "south_pacific_sea"}
OVERSEAS_COUNTRIES = {"spain", "belgium", "netherlands", "western_central_europe"}


def price(knots, value):
    """Interpolation in logarithms, with the slope of the nearest pair beyond the ends."""
    points = [(math.log(a), math.log(b)) for a, b in knots]
    at = math.log(value)
    position = min(max(sum(a < at for a, _ in points) - 1, 0), len(points) - 2)
    (a0, b0), (a1, b1) = points[position:position + 2]
    return math.exp(b0 + (at - a0) / (a1 - a0) * (b1 - b0))


def places():
    out = []
    for r in table(BASE / "places.csv"):
        overseas = r["id"] in OVERSEAS_PLACES or r["country"] in OVERSEAS_COUNTRIES
        value = price(OVERSEAS if overseas else AMERICAS, float(r["price_usd_per_kg"]))
        rounded = round(value, -2 if value >= 10000 else -1)
        out.append([r["id"], r["name"], r["country"], r["kind"], r["latitude"], r["longitude"], f"{rounded:.0f}",
                    "kilmer_reuter_2009;counterflow_assumption"])
    write("places.csv", """
Places as in 2024. Price: typical price of one kilogram of pure cocaine there in 2006; anchors are the chain of 2007 (800 farm gate,
2,400 export, 19,000 import, pure) and Europe's wholesale; the steps between keep the proportions of 2024 (assumption).
""", "id,name,country,kind,latitude,longitude,price_usd_per_kg,source".split(","), out)


MARKETS = """
united_states|2300000|3800000|21|72|0|22000|99500|0.665|6828|532000|0.60|2.0|ondcp_2020;midgette_2019;kilmer_reuter_2009;cdc_wonder_2020;samhsa_teds_2002;counterflow_assumption|Heavy: chronic users 2006; with light ones as many as past-year users of the household survey (6.1 million, recalled). Price and purity 2005, deaths 2005-06; treatment as in 1992 and 2024, of which 250 thousand publicly funded admissions
western_central_europe|2700000|1080000|21|72|0.04|60000|200000|0.43|1500|60000|0.6|2.5|unodc_wdr_2009;unodc_prices_annex;counterflow_assumption|3.8 million users recalled; retail 86 USD as sold at a purity of 0.43 (recalled); heavy share as in 2024
south_america|1600000|640000|21|72|0.025|6000|17000|0.65|1000|100000|0.6|2.5|unodc_wdr_2009;counterflow_assumption|2.2 million users recalled; the rest assumptions
rest_of_world|3600000|1440000|10|45|0.03|68000|180000|0.50|2000|70000|0.2|2.0|unodc_wdr_2009;counterflow_assumption|Users recalled; the rest assumptions
""".strip().splitlines()


def markets():
    names = {m["id"]: (m["name"], m["place"]) for m in table(BASE / "markets.csv")}
    out = []
    for line in MARKETS:
        cells = line.split("|")
        out.append([cells[0], *names[cells[0]], *cells[1:]])
    write("markets.csv", """
Consumer markets at the start of 2006. United States: 3.8 million chronic users and 327 t of pure cocaine in 2005 (384 in 2006), which
amounts per user of 2024 give within 2 % (322 t). Elsewhere users are recalled from the reports of 2006-09 and heavy shares are those of
2024. user_growth_per_year: United States flat in 2002-06; Europe doubled in the decade before; the rest by judgement.
underreporting_low, _high: what arrivals over survey use may be; the low ends allow that output was underestimated.
""", "id,name,place,light_users,heavy_users,grams_per_light_user_year,grams_per_heavy_user_year,user_growth_per_year,"
          "wholesale_usd_per_kg,retail_usd_per_kg,purity,overdose_deaths_per_year,treatment_episodes_per_year,underreporting_low,"
          "underreporting_high,source,note".split(","), out)


# ---- corridors -----------------------------------------------------------------------------------------------------
EFFORT = {"eastern_pacific": (1050, 5600), "western_caribbean": (600, 2600), "eastern_caribbean": (300, 1200)}


def corridors():
    out = []
    for r in table(BASE / "corridors.csv"):
        days, hours = EFFORT.get(r["id"], (r["patrol_days_per_year"], r["surveillance_hours_per_year"]))
        out.append([r["id"], r["name"], r["about"], days, hours, "gao_14_527;gao_06_200;counterflow_assumption"])
    write("corridors.csv", """
Corridors and effort on them in 2006. United States: 1,950 cutter days, those of fiscal 2012 (1,947; no count of 2006 was read), and as
many flight hours as in 2024; more of both in the Western Caribbean. Partners as in 2024 (assumption).
""", "id,name,about,patrol_days_per_year,surveillance_hours_per_year,source".split(","), out)


def main():
    regions()
    killed = countries()
    relations()
    groups(killed)
    places()
    markets()
    corridors()


if __name__ == "__main__":
    main()
