//! The campaign of September 2025 to March 2026 as it happened, partner by partner.
#[path = "common/mod.rs"]
mod common;
#[path = "common/experiment.rs"]
mod experiment;
use experiment::shipped;

const CAMPAIGN: &str = r#"
    [[lever]]
    id = "vessel_patrols"
    effort = "6515 patrol days/year"
    from = "2025-09"
    until = "2026-03"
    corridor = ["eastern_pacific", "western_caribbean", "eastern_caribbean"]
    lethal_force = true
    "#;

#[test]
fn show() {
    let shipped = shipped();
    let strike = |country: &str, from: &str, until: &str| format!("[[lever]]\nid = \"production_strikes\"\nconsent = false\ncountry = \"{country}\"\neffort = \"24 strikes/year\"\nfrom = \"{from}\"\nuntil = \"{until}\"\n");
    for (name, text) in [("campaign", CAMPAIGN.to_owned()), ("strikes venezuela a year", strike("venezuela", "2025-09", "2026-08")), ("strikes venezuela for good", strike("venezuela", "2025-09", "2040-08")), ("strikes colombia a year", strike("colombia", "2025-09", "2026-08")), ("strikes colombia 5 years", strike("colombia", "2025-09", "2030-08"))] {
        let pair = shipped.expected(&text);
        println!("== {name}");
        let months = [19, 21, 23, 26, 32, 38, 50, 74, 98, 122, 182];
        for id in ["mean_cooperation", "seized"] {
            println!("{id:22} {:?}", months.map(|m| (pair.means(id, "world", m..m + 1).0 * 1000.0).round() / 1000.0));
        }
        for &country in &shipped.model.world.actors {
            let id = &shipped.model.world.countries[country].id;
            let round = |indicator: &str, place: &str| months.map(|m| (pair.means(indicator, place, m..m + 1).0 * 100.0).round() / 100.0);
            println!("{id:22} c {:?}", round("cooperation", id));
            if id != "united_states" {
                println!("{:22} r {:?}", "", round("relation", &format!("united_states:{id}")));
            } else {
                println!("{:22} support {:?} hard {:?}", "", round("government_support", id), round("hardliner_share", id));
            }
        }
    }
}
