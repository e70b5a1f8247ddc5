#!/usr/bin/env python3
"""Writes data/history/*.csv from the public originals. Usage: python3 tools/history/build.py ORIGINALS [OUT]

ORIGINALS holds the folders `history` and `baseline`, as the tables of the agencies were read (CSV, a header each). Every row
that is written names its source by a key of data/sources.bib; data/history/README.md says what each series is and is not.
Series that a model may be fitted on end in 2012 (the United States Government's area, output and eradication in 2018). What
is open of later years goes to OUT/after_2012, apart, so that nobody fits on it by mistake.
"""
import csv
import pathlib
import sys

LAST_YEAR = 2012
COLUMNS = "series,place,year,value,unit,source".split(",")
# Series that keep the form of their original: source of every row.
LONG = {
    "coca_area_by_department_colombia": "simci_open_data",
    "seizures_as_weighed": "unodc_arq_seizures",
    "retail_price_as_sold": "unodc_prices_annex",
    "cocaine_deaths": "cdc_wonder_2020",
    "wastewater_benzoylecgonine": "score_wastewater",
    "homicide_rate": "unodc_homicide_2025",
    "conflict_deaths_ucdp_best": "ucdp_ged",
}
UNODC_AREA_SOURCE = {"Colombia": "unodc_simci_2024", "Peru": "unodc_wdr_2025", "Bolivia": "unodc_wdr_2025"}
USG_AREA = {"Colombia": "colombia", "Peru": "peru", "Bolivia": "bolivia"}
ERADICATION = {
    "colombia_manual_ha": ("eradication_manual", "Colombia"),
    "colombia_aerial_ha": ("eradication_aerial", "Colombia"),
    "peru_manual_ha": ("eradication_manual", "Peru"),
    "peru_voluntary_ha": ("eradication_voluntary", "Peru"),
    "bolivia_ha": ("eradication_manual", "Bolivia"),
}
# Forms of cocaine that a national total leaves out, and the row that is a total already.
LEAF = ("Coca leaf", "Coca bush")
TOTAL = "total of the above"
# Rows of forcing.csv beside the originals: (series, place, year, value, unit, source).
DRIVERS = [
    ("eradication_manual", "Colombia", 2021, 103000, "ha", "mindefensa_eradication_press"),
    ("cutter_days_transit_zone", "United States", 2012, 1947, "day/fiscal year", "gao_14_527"),
    ("cutter_days_transit_zone", "United States", 2013, 1346, "day/fiscal year", "gao_14_527"),
    ("removal_target_share", "United States", 2012, 0.165, "share of non-commercial maritime flow", "gao_14_527"),
    ("removal_target_share", "United States", 2013, 0.141, "share of non-commercial maritime flow", "gao_14_527"),
    ("removal_rate_coast_guard", "United States", 2013, 0.153, "share of non-commercial maritime flow", "gao_14_527"),
    ("coast_guard_removals", "United States", 2008, 166.8, "t/fiscal year", "dhs_performance_2009"),
    ("transit_zone_disruptions", "United States", 2000, 117, "t", "gao_06_200"),
    ("transit_zone_disruptions", "United States", 2004, 196, "t", "gao_06_200"),
    ("transit_zone_disruptions", "JIATF-South", 2009, 220, "t", "munsing_lamb_2011"),
    ("treatment_admissions_cocaine_share", "United States", 2002, 0.128, "share of admissions", "samhsa_teds_2002"),
    ("potential_production_colombia_usg", "Colombia", 2005, 680, "t pure", "unodc_press_potential"),
    ("potential_production_colombia_usg", "Colombia", 2012, 309, "t pure", "unodc_press_potential"),
]


def read(path):
    """Rows of a table as records."""
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def plain(text):
    """A number without trailing zeros."""
    number = float(text)
    return str(int(number)) if number == int(number) else repr(round(number, 6))


def write(folder, series, rows, note):
    """Writes one table; rows are (series, place, year, value, unit, source)."""
    rows = sorted((r for r in rows), key=lambda r: (r[0], r[1], int(r[2])))
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / f"{series}.csv", "w", newline="", encoding="utf-8") as file:
        file.write(f"# {note} README.md has the definition and the traps; written by tools/history/build.py.\n")
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows((s, p, int(y), plain(v), u, k) for s, p, y, v, u, k in rows)


def wide(path, column, series, place, unit, source, last=LAST_YEAR):
    """Rows of one column of a wide table, empty cells left out."""
    return [(series, place, r["year"], r[column], unit, source)
            for r in read(path) if r[column].strip() and int(r["year"]) <= last]


def long_series(originals, out):
    """Tables whose original has our form already; only the source is added."""
    notes = {
        "coca_area_by_department_colombia": "Coca in Colombian departments on 31 December.",
        "seizures_as_weighed": "National seizures of cocaine in all forms, tonnes as weighed.",
        "retail_price_as_sold": "Retail price of a gram as sold, nominal.",
        "cocaine_deaths": "Deaths by drug poisoning that involve cocaine, United States.",
        "wastewater_benzoylecgonine": "Residues of cocaine in European wastewater.",
        "homicide_rate": "Intentional homicides per 100,000 people.",
        "conflict_deaths_ucdp_best": "Deaths in armed conflict, best estimate, all types.",
    }
    for series, source in LONG.items():
        rows = [(series, r["place"], r["year"], r["value"], r["unit"], source)
                for r in read(originals / "history" / f"{series}.csv") if int(r["year"]) <= LAST_YEAR]
        write(out, series, rows, notes[series])
    rows = [("coca_area_unodc", r["place"], r["year"], r["value"], r["unit"], UNODC_AREA_SOURCE[r["place"]])
            for r in read(originals / "history" / "coca_area_unodc.csv")]
    write(out, "coca_area_unodc", rows, "Coca on 31 December, United Nations.")


def united_states_series(originals, out):
    """The ONDCP data supplement, from one column a series to one row a year."""
    base = originals / "baseline"
    tables = {
        "price_per_pure_gram": ("cocaine_price_purity_us", "usd_per_pure_gram", "US", "USD/g pure, purchases of about 2 g",
                                "US price of a pure gram, purchases of about 2 g, nominal."),
        "consumption": ("us_consumption_pure_tonnes", "cocaine_t", "US", "t pure", "Cocaine consumed in the United States."),
        "chronic_users": ("us_chronic_users_thousand", "cocaine", "US", "thousand persons",
                          "Users on four or more days a month."),
        "removals_source": ("cocaine_removals_by_zone_t", "source_total", "world", "t",
                            "Cocaine removed in source countries, consolidated database."),
        "removals_transit_to_us": ("cocaine_removals_by_zone_t", "transit_to_us_total", "world", "t",
                                   "Cocaine removed in transit to the United States, consolidated database."),
    }
    for series, (table, column, place, unit, note) in tables.items():
        write(out, series, wide(base / f"{table}.csv", column, series, place, unit, "ondcp_2020"), note)


def usg_supply(originals, out):
    """Area, potential output and eradication in the three producers; to 2018, as the supplement prints them."""
    base = originals / "baseline"
    area, potential = [], []
    for place, key in USG_AREA.items():
        table = base / "andean_coca_cultivation_usg.csv"
        area += wide(table, f"ha_{key}", "coca_area_usg", place, "ha", "ondcp_2020", last=2018)
        potential += wide(table, f"pure_t_{key}", "potential_production_usg", place, "t pure", "ondcp_2020", last=2018)
    write(out, "coca_area_usg", area, "Coca, United States Government, after eradication.")
    write(out, "potential_production_usg", potential, "Potential output of pure cocaine, United States Government.")
    rows = []
    for column, (series, place) in ERADICATION.items():
        rows += wide(base / "andean_coca_eradication_usg.csv", column, series, place, "ha", "ondcp_2020", last=2018)
    write(out, "eradication", rows, "Coca eradicated, reported to the United States Government.")
    return rows


def forcing(originals, out, eradication):
    """What a conditional run is forced with: eradication, and agencies' figures on effort."""
    rows = [r for r in eradication if int(r[2]) >= 2000]
    for r in read(originals / "history" / "forcing.csv"):
        if r["forcing"] == "eradication_manual":
            rows.append((r["forcing"], r["place"], r["year"], r["value"], r["unit"], "mindefensa_eradication_press"))
    # The last year of spraying: none was sprayed after October 2015.
    rows += [("eradication_aerial", "Colombia", year, 0, "ha", "ondcp_2020") for year in (2016, 2017, 2018)]
    write(out, "forcing", rows + DRIVERS, "Efforts and events that a conditional run is forced with.")


def total_seizures_t(rows):
    """Tonnes by state and year: forms added up, leaf left out; a total counts only where nothing else was reported."""
    parts, totals = {}, {}
    for r in rows:
        if r["drug"].startswith(LEAF) or not r["kg"].strip():
            continue
        key = (r["iso3"], int(r["year"]))
        into = totals if TOTAL in r["drug"] else parts
        into[key] = into.get(key, 0.0) + float(r["kg"]) / 1000
    return {key: max(parts.get(key, 0.0), totals.get(key, 0.0)) for key in parts.keys() | totals.keys()}


def later(originals, out):
    """What is open of the years after 2012; for scoring only."""
    base, folder = originals / "baseline", out / "after_2012"
    net = ("net area 31 Dec", "satellite")
    rows = [("coca_area_unodc", r["country"], r["year"], r["hectares"], "ha", UNODC_AREA_SOURCE[r["country"]])
            for r in read(base / "unodc_coca_cultivation_ha_2010_2023.csv")
            if r["country"] in UNODC_AREA_SOURCE and r["concept"] in net and int(r["year"]) > LAST_YEAR]
    write(folder, "coca_area_unodc", rows, "Coca on 31 December, United Nations; for scoring only.")
    states = {r["place"] for r in read(originals / "history" / "homicide_rate.csv")}
    rows = [("homicide_rate", r["iso3"], r["year"], r["rate_per_100k"], "1/100000", "unodc_homicide_2025")
            for r in read(base / "homicide_2019_on.csv") if r["iso3"] in states and int(r["year"]) <= 2023]
    write(folder, "homicide_rate", rows, "Intentional homicides per 100,000 people; for scoring only.")
    states = {r["place"] for r in read(originals / "history" / "seizures_as_weighed.csv")}
    tonnes = total_seizures_t(read(base / "unodc_cocaine_seizures_2019_2023.csv"))
    rows = [("seizures_as_weighed", iso3, year, value, "t", "unodc_wdr_2025")
            for (iso3, year), value in tonnes.items() if iso3 in states and value > 0]
    write(folder, "seizures_as_weighed", rows, "National seizures, tonnes as weighed; for scoring only.")


def main():
    if len(sys.argv) not in (2, 3):
        raise SystemExit(__doc__)
    originals = pathlib.Path(sys.argv[1])
    default = pathlib.Path(__file__).resolve().parents[2] / "data" / "history"
    out = pathlib.Path(sys.argv[2]) if len(sys.argv) == 3 else default
    long_series(originals, out)
    united_states_series(originals, out)
    eradication = usg_supply(originals, out)
    forcing(originals, out, eradication)
    later(originals, out)


if __name__ == "__main__":
    main()
