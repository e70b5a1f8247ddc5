#!/usr/bin/env python3
"""Writes countries.csv, relations.csv, groups.csv and conflict.csv from published indices, rules and one integration.

Rules stand in the head of each written file. Usage: python3 data/worlds/2024/source/build_actors.py
"""
import csv
import itertools
import math
import pathlib

DATA = pathlib.Path(__file__).resolve().parents[1]
WEEKS_PER_YEAR = 52

# id, name, iso3, continent, lat, lon, population (million), homicides, their year, drug-related share, conviction rate,
# WGI control of corruption 2019, WGI government effectiveness 2019, regime class, role, extra source, note
COUNTRIES = """
united_states|United States|USA|north_america|39.0|-97.0|343|19796|2023|0.05|0.39|1.2153|1.4892|full_democracy|lead||Conviction rate and drug share are assumptions
colombia|Colombia|COL|south_america|4.0|-73.0|52.3|13035|2023|0.25|0.15|-0.2292|0.0712|factional_partial_democracy|producer|mejia_2016|Drug share: about 25 % of homicides 1994-2008; conviction rate is an assumption
peru|Peru|PER|south_america|-10.0|-75.5|33.8|2853|2021|0.15|0.15|-0.4477|-0.0675|partial_democracy|producer||Conviction rate and drug share are assumptions
bolivia|Bolivia|BOL|south_america|-17.0|-64.5|12.2|541|2023|0.10|0.12|-0.7422|-0.6992|factional_partial_democracy|producer||Conviction rate and drug share are assumptions
ecuador|Ecuador|ECU|south_america|-1.5|-78.5|18.0|8221|2023|0.60|0.08|-0.4964|-0.3986|partial_democracy|transit||Conviction rate and drug share are assumptions
venezuela|Venezuela|VEN|south_america|7.5|-66.0|28.2|3568|2022|0.20|0.06|-1.5098|-1.6583|partial_autocracy|transit||Conviction rate and drug share are assumptions
brazil|Brazil|BRA|south_america|-11.0|-52.0|211.1|40698|2023|0.30|0.15|-0.3340|-0.1867|partial_democracy|transit||Conviction rate and drug share are assumptions
guyana|Guyana|GUY|south_america|5.0|-59.0|0.83|158|2023|0.10|0.15|-0.0919|-0.3861|partial_democracy|transit||Stands for the Guianas; conviction rate and drug share are assumptions
paraguay|Paraguay|PRY|south_america|-23.3|-58.0|6.8|464|2023|0.30|0.12|-0.8293|-0.5338|partial_democracy|transit||Conviction rate and drug share are assumptions
argentina|Argentina|ARG|south_america|-35.0|-65.0|45.5|2046|2023|0.10|0.24|-0.0711|-0.0865|full_democracy|consumer||Conviction rate: regional mean; drug share is an assumption
chile|Chile|CHL|south_america|-32.0|-71.0|19.7|1248|2023|0.25|0.30|1.0885|1.0604|full_democracy|consumer||Conviction rate and drug share are assumptions
panama|Panama|PAN|central_america|8.6|-80.2|4.46|522|2023|0.50|0.15|-0.5799|0.0655|full_democracy|transit||Conviction rate and drug share are assumptions
costa_rica|Costa Rica|CRI|central_america|9.9|-84.1|5.1|906|2023|0.60|0.24|0.7224|0.4232|full_democracy|transit||Conviction rate: regional mean; drug share is an assumption
nicaragua|Nicaragua|NIC|central_america|12.8|-85.0|6.6|754|2021|0.15|0.15|-1.1218|-0.7709|partial_autocracy|transit||Conviction rate and drug share are assumptions
honduras|Honduras|HND|central_america|14.7|-86.5|10.6|3347|2023|0.40|0.08|-0.8085|-0.6118|partial_democracy|transit||Conviction rate and drug share are assumptions
el_salvador|El Salvador|SLV|central_america|13.7|-88.9|6.3|121|2024|0.20|0.30|-0.5526|-0.4654|partial_autocracy|transit||Homicides from the rate of 1.9 (2024); conviction rate after the mass arrests is an assumption
guatemala|Guatemala|GTM|central_america|15.6|-90.3|18.1|4235|2023|0.40|0.28|-0.8984|-0.6768|partial_democracy|transit|crisis_group_2018|Conviction rate 28 % of homicides in 2013
mexico|Mexico|MEX|north_america|23.5|-102.0|129.7|32252|2023|0.60|0.15|-0.8211|-0.1570|partial_democracy|transit|impunidad_cero_2018|15 % of homicides sentenced in 2017; another source has 3 % solved in 2021
dominican_republic|Dominican Republic|DOM|caribbean|18.8|-70.3|11.3|1237|2023|0.20|0.24|-0.7632|-0.3575|partial_democracy|transit||Conviction rate: regional mean; drug share is an assumption
jamaica|Jamaica|JAM|caribbean|18.1|-77.3|2.84|1404|2023|0.30|0.20|-0.0566|0.4958|full_democracy|transit||Conviction rate and drug share are assumptions
trinidad_and_tobago|Trinidad and Tobago|TTO|caribbean|10.5|-61.3|1.5|605|2022|0.30|0.12|-0.1914|0.1002|partial_democracy|transit||Conviction rate and drug share are assumptions
senegal|Senegal|SEN|africa|14.5|-14.5|18.1|54|2015|0.05|0.24|0.0485|-0.0574|partial_democracy|transit||Stands for coastal West Africa as a transit area; homicides from a rate near 0.3 (recalled), the rest assumptions
western_central_europe|West and Central Europe|EUU|europe|49.0|10.0|470|3900|2023|0.10|0.39|1.2000|1.2500|full_democracy|consumer||Bloc without the countries listed apart; indices near the mean of Germany, France, Italy, Portugal and United Kingdom; homicides rounded sum
spain|Spain|ESP|europe|40.2|-3.7|47.9|331|2023|0.10|0.39|0.6468|0.9990|full_democracy|consumer||Conviction rate and drug share are assumptions
belgium|Belgium|BEL|europe|50.7|4.6|11.7|125|2021|0.10|0.39|1.5520|1.0322|full_democracy|consumer||Conviction rate and drug share are assumptions
netherlands|Netherlands|NLD|europe|52.2|5.5|18.1|125|2023|0.15|0.39|1.9998|1.7980|full_democracy|consumer||Conviction rate and drug share are assumptions
australia|Australia|AUS|oceania|-26.0|134.0|26.5|226|2023|0.05|0.39|1.8111|1.5719|full_democracy|consumer||Conviction rate and drug share are assumptions
russia|Russia|RUS|europe|58.0|60.0|144.5|9866|2021|0.02|0.39|-0.8319|0.1504|partial_autocracy|external_power||Conviction rate and drug share are assumptions
china|China|CHN|asia|34.0|105.0|1423|7157|2020|0.02|0.39|-0.3235|0.5183|full_autocracy|external_power||Conviction rate and drug share are assumptions
""".strip().splitlines()
FACTIONALISM = {"factional_partial_democracy": 1.0, "partial_autocracy": 0.5, "partial_democracy": 0.3,
                "full_autocracy": 0.2, "full_democracy": 0.1}
HARDLINERS = 0.30
EXIT_LATIN_AMERICA, EXIT_WORLD = 0.0188, 0.0160
LATIN_AMERICA = ("south_america", "central_america", "caribbean")

COUNTRIES_HEAD = """# States. Homicides: UNODC, last year at hand (note). Corruption index = 0.5 - control of corruption / 5 and state capacity
# = 0.5 + government effectiveness / 5 (World Bank governance indicators 2019). Regime class 2018 (Polity and PITF) where the list
# of Goldstone-type classes names the state; otherwise from V-Dem polyarchy 2023: below 0.15 full autocracy, below 0.4 partial
# autocracy, below 0.8 partial democracy. Polity ends in 2018: Nicaragua and El Salvador are moved by the V-Dem rule.
# factionalism: 1 for the factional class, 0.5 partial autocracy, 0.3 partial democracy, 0.2 full autocracy, 0.1 full democracy
# (assumption; only departures from it act). hardliner_share: 0.30 everywhere, so that no state is treated as special (assumption).
# leader_exit_per_month: 0.0188 in Latin America (1985-2015), 0.0160 elsewhere. conviction_rate: per offence; latest or assumed (note);
# Latin America as a whole 24 convictions per 100 homicides.
"""
RELATIONS_HEAD = """# Structural relation of every pair of state actors at the start of 2024, -1 (hostile) to 1 (ally). By rule (build_actors.py):
#  0.30 normal partners in the Americas; 0.30 Europe with them; 0.40 United States with close security partners, 0.30 with others;
#  0.20 China and 0.10 Russia with states of the Americas and Africa; exceptions below carry a note that states the published fact.
# Sizes are judgements on the scale of event weights / 10 (one break of relations is -0.4 to -0.7); signs and facts are published.
"""
# Exceptions: a, b, value, fact
EXCEPTIONS = """
united_states|venezuela|-0.60|Rival president recognised 2019, sanctions, indictment 2020
united_states|nicaragua|-0.30|Sanctions
united_states|bolivia|0.00|Ambassador and DEA expelled 2008; framework agreement 2011 without their return
united_states|russia|-0.70|War in Ukraine, sanctions
united_states|china|-0.30|Strategic rivalry
united_states|western_central_europe|0.60|Alliance
united_states|colombia|0.40|Main security partner; certification and extradition
united_states|mexico|0.35|Security partner with limits on agents since 2020
united_states|guatemala|0.35|Security partner
united_states|panama|0.40|Security partner
united_states|costa_rica|0.40|Security partner
united_states|dominican_republic|0.40|Security partner
united_states|ecuador|0.40|Security partner
united_states|trinidad_and_tobago|0.35|Security partner
united_states|jamaica|0.40|Security partner
united_states|guyana|0.40|Security partner
united_states|honduras|0.20|Extradition treaty kept, tone cool since 2022
united_states|el_salvador|0.25|Partner with disputes over the state of exception
united_states|peru|0.35|Security partner
united_states|brazil|0.30|Partner
united_states|paraguay|0.35|Security partner
western_central_europe|russia|-0.70|War in Ukraine, sanctions
western_central_europe|china|0.00|Partner and systemic rival
western_central_europe|venezuela|-0.20|Sanctions since 2017
western_central_europe|nicaragua|-0.20|Sanctions since 2019
russia|china|0.50|Partnership
venezuela|russia|0.50|Partnership; arms supplier
venezuela|china|0.40|Lender and buyer
venezuela|nicaragua|0.50|ALBA
venezuela|bolivia|0.40|ALBA
nicaragua|bolivia|0.40|ALBA
nicaragua|russia|0.40|Security agreements
nicaragua|china|0.30|Recognised Beijing 2021
bolivia|russia|0.25|Partner
bolivia|china|0.30|Partner
venezuela|guyana|-0.50|Territorial claim, referendum December 2023
venezuela|colombia|0.20|Relations restored August 2022
venezuela|ecuador|-0.10|No ambassadors
venezuela|peru|-0.10|Relations at a low level
venezuela|paraguay|0.00|Relations restored 2023
venezuela|costa_rica|-0.10|Relations at a low level
venezuela|guatemala|-0.10|Relations broken 2020
venezuela|el_salvador|-0.20|Diplomats expelled 2019
venezuela|panama|0.10|Relations restored 2023
venezuela|brazil|0.30|Relations restored 2023
venezuela|mexico|0.25|Host of talks 2021-22
venezuela|honduras|0.30|Relations restored 2022
venezuela|dominican_republic|0.00|No ambassadors
venezuela|trinidad_and_tobago|0.20|Gas negotiations
nicaragua|costa_rica|-0.10|Border disputes, exiles
nicaragua|panama|0.10|Cool
nicaragua|el_salvador|0.10|Cool
nicaragua|guatemala|0.00|Cool
nicaragua|colombia|0.00|Maritime dispute
peru|mexico|-0.10|Ambassador expelled December 2022
peru|colombia|0.10|Ambassador withdrawn 2023
peru|bolivia|0.10|Dispute of 2023
guatemala|china|0.00|Recognises Taipei
paraguay|china|0.00|Recognises Taipei
honduras|china|0.30|Recognised Beijing 2023
ecuador|colombia|0.35|Repaired after 2008-2010
brazil|russia|0.20|BRICS
brazil|china|0.35|BRICS
""".strip().splitlines()
AMERICAS = ("south_america", "central_america", "caribbean", "north_america")


def write(name, head, columns, rows):
    with open(DATA / name, "w", newline="") as file:
        file.write(head)
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def countries():
    """Rows of countries.csv as dictionaries."""
    names = ("id name iso3 continent latitude longitude population homicides year drug_share convictions corruption_wgi "
             "effectiveness_wgi regime role extra note").split()
    return [dict(zip(names, line.split("|"))) for line in COUNTRIES]


def write_countries(rows):
    out = []
    for c in rows:
        latin = c["continent"] in LATIN_AMERICA or c["id"] == "mexico"
        source = "unodc_homicide_2025;wgi_2019;vdem_2025;pitf_data;caf_2016;counterflow_assumption"
        out.append([c["id"], c["name"], c["iso3"], c["continent"], c["latitude"], c["longitude"], c["population"], c["homicides"],
                    c["drug_share"], c["convictions"], f'{0.5 - float(c["corruption_wgi"]) / 5:.3f}',
                    f'{0.5 + float(c["effectiveness_wgi"]) / 5:.3f}', c["regime"], HARDLINERS, FACTIONALISM[c["regime"]],
                    EXIT_LATIN_AMERICA if latin else EXIT_WORLD, c["role"],
                    source + (";" + c["extra"] if c["extra"] else ""), f'Homicides {c["year"]}. {c["note"]}'])
    write("countries.csv", COUNTRIES_HEAD,
          "id,name,iso3,continent,latitude,longitude,population_million,homicides_per_year,drug_related_homicide_share,"
          "conviction_rate,corruption_index,state_capacity,regime_class,hardliner_share,factionalism,leader_exit_per_month,"
          "role,source,note".split(","), out)


def relation(a, b):
    """Relation by rule, before exceptions."""
    pair = {a["id"], b["id"]}
    others = [c for c in (a, b) if c["id"] not in ("russia", "china", "united_states", "western_central_europe")]
    if "russia" in pair:
        return 0.10
    if "china" in pair:
        return 0.20
    if len(others) == 2 and any(c["continent"] not in AMERICAS for c in others):
        return 0.20
    return 0.30


def write_relations(rows):
    actors = [c for c in rows if c["role"] != "consumer" or c["id"] == "western_central_europe"]
    exceptions = {}
    for line in EXCEPTIONS:
        a, b, value, fact = line.split("|")
        exceptions[frozenset((a, b))] = (float(value), fact)
    out = []
    for a, b in itertools.combinations(actors, 2):
        value, fact = exceptions.get(frozenset((a["id"], b["id"])), (relation(a, b), ""))
        out.append([a["id"], b["id"], f"{value:.2f}", "voeten_2020;counterflow_assumption" if not fact else "counterflow_assumption", fact])
    write("relations.csv", RELATIONS_HEAD, ["a", "b", "relation", "source", "note"], out)


# ---- Mexico: the published equations on two blocks, at the level that they give for January 2022, the end of the years on which
# they were fitted. Homicides have not risen since, so nothing is carried on beyond.
ARRESTS, THETA, OMEGA = 110.0, 1.549231e-8, 4.0e-8
CONFLICT = [[0.1789, 0.0792], [0.5973, 0.4869]]
SQUARED_SHARES = [0.18065, 0.01249]
# January 2022 of the 150-group run: members, deaths and dropouts a week, share of the ten largest.
MEMBERS, DEATHS, DROPOUTS, LARGE_SHARE = 173837.0, 124.3, 64.1, 0.563


def two_block(total, large_share):
    """Sizes, deaths and dropouts of the two blocks by the published equations."""
    c = [total * large_share, total * (1 - large_share)]
    deaths = [THETA * x * sum(s * y for s, y in zip(CONFLICT[i], c)) for i, x in enumerate(c)]
    dropouts = [OMEGA * SQUARED_SHARES[i] * x * x for i, x in enumerate(c)]
    return c, deaths, dropouts


def mexico_blocks():
    """Members, arrests, deaths and dropouts a week; the two-block rates are scaled to the level of the 150-group run."""
    c, deaths, dropouts = two_block(MEMBERS, LARGE_SHARE)
    death_scale, dropout_scale = DEATHS / sum(deaths), DROPOUTS / sum(dropouts)
    return [(x, ARRESTS * x / sum(c), d * death_scale, o * dropout_scale) for x, d, o in zip(c, deaths, dropouts)]


# ---- Colombia: 15,120 members in August 2022 to 21,958 in December 2024. Deaths and dropout rise with the square of membership; their
# size follows from the growth of those months and the size that the armed groups of 2000-02 had together (guerrillas 17,000-18,000 and
# 4,000-6,000, paramilitaries at least 13,000), at which growth would end. Recruitment is not stated: the model replaces losses.
COLOMBIA_START, COLOMBIA_END, MONTHS_BETWEEN, MONTHS_TO_2024 = 15120.0, 21958.0, 28, 17
COLOMBIA_SHARES = [7560, 6250, 3270, 2415, 1670, 793]   # December 2024; the last is what the total leaves
COLOMBIA_CEILING = 40000.0
COLOMBIA_ARRESTS_PER_WEEK, COLOMBIA_DEATHS_PER_WEEK = 40.0, 10.0
# ---- others: members (assumption)
OTHERS = [("ecuador", "Ecuador", 18000), ("venezuela", "Venezuela", 12000), ("brazil", "Brazil", 60000), ("peru", "Peru", 6000),
          ("bolivia", "Bolivia", 2000), ("paraguay", "Paraguay", 2500), ("panama", "Panama", 4000), ("costa_rica", "Costa Rica", 2000),
          ("nicaragua", "Nicaragua", 1500), ("honduras", "Honduras", 12000), ("el_salvador", "El Salvador", 8000),
          ("guatemala", "Guatemala", 14000), ("dominican_republic", "Dominican Republic", 3000), ("jamaica", "Jamaica", 4000),
          ("trinidad_and_tobago", "Trinidad and Tobago", 2500)]
MEMBER_SHARE_OF_HOMICIDES = 0.10          # as in the Mexican calibration
ARRESTS_PER_MEMBER, DROPOUT_PER_MEMBER = ARRESTS / MEMBERS, DROPOUTS / MEMBERS
NATIONAL_EFFECTIVE_GROUPS, COLOMBIA_OTHER_GROUPS = 5.0, 4.0   # assumptions; they set the level of the concentration index only

GROUPS_HEAD = """# Armed groups and blocks of groups, with rank labels only. State at the start of January 2024.
# Mexico: the two-block aggregation of the published equations (Prieto-Curiel and others 2023), at the level that the 150-group run gives
#  for January 2022, the end of the years on which it was fitted; homicides have fallen since 2020, so its growth is not carried on.
# Colombia: 15,120 members (mid 2022) and 21,958 (December 2024), constant growth between; shares of December 2024; arrests and deaths
#  assumed. Dropout is what gives the growth of those months an end at 40,000 members, about what guerrillas and paramilitaries had
#  together in 2000-02 (an assumption).
# Others: sizes are assumptions (grade D, within a factor of two); arrests and dropout per member as in Mexico in 2022; deaths 10 % of
#  homicides.
# effective_groups: one over the sum of squared size shares inside the row; published for Mexico, 1 for a single group, else assumed (5 for
#  a country, 4 for Colombia's small ones). Arrests, conflict deaths and dropout are persons a week. Recruitment replaces them.
"""
CONFLICT_HEAD = """# Conflict weights: group_a loses members to group_b in proportion to weight x members of both; the diagonal is fighting inside a block.
# Mexico: size-weighted block averages of the published matrix. Colombia: 1 between any two groups, 2 between those with open fighting in
# 2023-24 (assumption). Elsewhere one block per country, weight 1. Across borders: 0.2 where groups share a border area (assumption).
# Only relative sizes within a row matter, since the deaths at the start are given in groups.csv.
"""


def group_rows(rows):
    homicides = {c["id"]: float(c["homicides"]) for c in rows}
    out = []
    blocks = zip(mexico_blocks(), SQUARED_SHARES, ("large", "small"), ("ten largest groups", "140 smaller groups"))
    for (size, arrests, deaths, dropouts), squared_shares, key, name in blocks:
        out.append([f"mexico_group_{key}", f"Mexico: {name}", "mexico", size, 1 / squared_shares, arrests, deaths, dropouts,
                    "Published level of January 2022", "prieto_curiel_2023;prieto_curiel_data_2023"])
    rate = math.log(COLOMBIA_END / COLOMBIA_START) / MONTHS_BETWEEN
    total = COLOMBIA_START * math.exp(rate * MONTHS_TO_2024)
    growth_per_week = rate * 12 / WEEKS_PER_YEAR
    squared = (growth_per_week + COLOMBIA_ARRESTS_PER_WEEK * (1 / total - 1 / COLOMBIA_CEILING)) / (COLOMBIA_CEILING - total)
    losses = (COLOMBIA_ARRESTS_PER_WEEK, COLOMBIA_DEATHS_PER_WEEK, squared * total**2 - COLOMBIA_DEATHS_PER_WEEK)
    for i, share in enumerate(COLOMBIA_SHARES):
        part = share / sum(COLOMBIA_SHARES)
        name = f"Colombia: group ranked {i + 1}" if i < 5 else "Colombia: other groups"
        out.append([f"colombia_group_{i + 1}", name, "colombia", total * part, 1.0 if i < 5 else COLOMBIA_OTHER_GROUPS,
                    *(loss * part for loss in losses), f"Members grew by {100 * growth_per_week:.2f} % a week in 2022-24",
                    "accam_2025;cip_combatants;uscis_col03004;counterflow_assumption"])
    for country, name, members in OTHERS:
        deaths = MEMBER_SHARE_OF_HOMICIDES * homicides[country] / WEEKS_PER_YEAR
        out.append([f"{country}_groups", f"{name}: all groups", country, members, NATIONAL_EFFECTIVE_GROUPS, members * ARRESTS_PER_MEMBER,
                    deaths, members * DROPOUT_PER_MEMBER, "Size is an assumption",
                    "prieto_curiel_2023;unodc_homicide_2025;counterflow_assumption"])
    return out


def conflict_rows(groups):
    rows, ids = [], [g[0] for g in groups]
    mexico = ["mexico_group_large", "mexico_group_small"]
    for i, a in enumerate(mexico):
        for j, b in enumerate(mexico):
            rows.append([a, b, CONFLICT[i][j], "prieto_curiel_2023"])
    colombia = [i for i in ids if i.startswith("colombia_")]
    open_fighting = [{"colombia_group_1", "colombia_group_2"}, {"colombia_group_2", "colombia_group_3"}, {"colombia_group_3", "colombia_group_5"},
                     {"colombia_group_3", "colombia_group_4"}]
    for a, b in itertools.permutations(colombia, 2):
        rows.append([a, b, 2.0 if {a, b} in open_fighting else 1.0, "accam_2025;counterflow_assumption"])
    rows.append(["colombia_group_6", "colombia_group_6", 1.0, "counterflow_assumption"])
    for group in ids:
        if group.endswith("_groups"):
            rows.append([group, group, 1.0, "counterflow_assumption"])
    for a, b in (("colombia_group_2", "venezuela_groups"), ("colombia_group_3", "ecuador_groups"), ("brazil_groups", "paraguay_groups"),
                 ("guatemala_groups", "honduras_groups"), ("mexico_group_large", "guatemala_groups")):
        rows += [[a, b, 0.2, "counterflow_assumption"], [b, a, 0.2, "counterflow_assumption"]]
    return rows


def main():
    rows = countries()
    write_countries(rows)
    write_relations(rows)
    groups = group_rows(rows)
    numbers = [[*g[:3], f"{g[3]:.0f}", f"{g[4]:.2f}", *(f"{v:.3f}" for v in g[5:8]), *g[8:]] for g in groups]
    write("groups.csv", GROUPS_HEAD, "id,name,country,members,effective_groups,arrests_per_week,conflict_deaths_per_week,"
          "dropout_per_week,growth_note,source".split(","), numbers)
    write("conflict.csv", CONFLICT_HEAD, ["group_a", "group_b", "weight", "source"], conflict_rows(groups))


if __name__ == "__main__":
    main()
