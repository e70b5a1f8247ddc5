#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]
#[path = "../tests/common/mod.rs"]
mod common;
#[path = "../tests/common/experiment.rs"]
mod experiment;
use counterflow_model::policy::Scenario;
use counterflow_model::random::Stream;
use counterflow_model::{Hold, Parameters, Run, RunOptions, run};
use experiment::{Shipped, shipped};

fn pair(sh: &Shipped, p: &Parameters, text: &str, sw: &str, hold: bool) -> (Run, Run) {
    let full = format!("{text}\n");
    let mut sc: Scenario = sh.scenario(&full);
    let _ = sw.split('=').collect::<Vec<_>>();
    for s in sw.split(',').filter(|s| !s.is_empty()) {
        let (a, b) = s.split_once('=').unwrap();
        assert!(sc.switches.set(a, b));
    }
    let base = Scenario { levers: vec![], shocks: vec![], ..sc.clone() };
    let o = RunOptions { stream: None, hold: Hold { users: hold, groups: hold }, routes_from: 0 };
    (run(&sh.model, p, &sc, o), run(&sh.model, p, &base, o))
}
fn main() {
    let sh = shipped();
    let sw = std::env::args().nth(1).unwrap_or_default();
    let n: usize = std::env::args().nth(2).map_or(0, |s| s.parse().unwrap());
    let shock = |k: &str, size: f64, until: &str, t: &str| {
        format!("[[shock]]\nkind=\"{k}\"\nsize={size}\nfrom=\"2024-01\"\n{until}\n{t}\n")
    };
    let year = "until=\"2024-12\"";
    let experiments = vec![
        ("loss x1.1 for good", shock("loss_share", 1.1, "", "")),
        ("demand x0.8 for good", shock("demand", 0.8, "", "")),
        ("farmgate x10", shock("farm_gate_price", 10.0, "", "")),
        ("farmgate x0.4 ", shock("farm_gate_price", 0.4, "", "")),
        ("output x0.5 a year", shock("output", 0.5, year, "")),
        ("output x0.7 for good", shock("output", 0.7, "", "")),
        ("output x1.3 a year", shock("output", 1.3, year, "")),
        ("loss x1.35 a year", shock("loss_share", 1.35, year, "")),
        ("demand x0.8 a year", shock("demand", 0.8, year, "")),
        ("farmgate x1.5 a year", shock("farm_gate_price", 1.5, year, "")),
        ("eradication 100k a year", shock("eradication", 100000.0, year, "country=\"colombia\"")),
    ];
    let ind = [
        ("coca_area", "world"),
        ("processed_output", "world"),
        ("arrivals", "united_states"),
        ("wholesale_price", "united_states"),
        ("retail_price", "united_states"),
        ("consumption", "united_states"),
        ("farm_gate_price_index", "colombia_pacific_south"),
        ("laboratory_capacity", "world"),
    ];
    let p0 = Parameters::of(&sh.evidence, &sh.evidence.central());
    let months = [5, 11, 23, 35, 47, 59, 71, 83, 95, 119, 143, 239];
    for (name, text) in &experiments {
        let (w, b) = pair(&sh, &p0, text, &sw, true);
        println!("== {name}  months {months:?}");
        for (i, pl) in ind {
            let Some(k) = sh.model.layout.find(i, pl) else {
                println!("no {i}@{pl}");
                continue;
            };
            print!("{i:24}");
            for m in months {
                print!(" {:7.3}", w.value(m, k) / b.value(m, k));
            }
            let max = (0..240).map(|m| w.value(m, k) / b.value(m, k)).fold(0.0, f64::max);
            let min = (0..240).map(|m| w.value(m, k) / b.value(m, k)).fold(9e9, f64::min);
            println!("  [{min:.2} {max:.2}]");
        }
    }
    if n > 0 {
        use counterflow_model::random::Purpose;
        let mut stats: Vec<(String, Vec<f64>)> = vec![];
        let mut add = |name: &str, v: f64| {
            if let Some(e) = stats.iter_mut().find(|e| e.0 == name) {
                e.1.push(v)
            } else {
                stats.push((name.to_owned(), vec![v]))
            }
        };
        for m in 1..=n as u32 {
            let stream = Stream { seed: 1, member: m };
            let d = sh.evidence.sample(&mut |e| stream.uniform(0, Purpose::Parameter, e));
            let p = Parameters::of(&sh.evidence, &d);
            let at = |w: &Run, b: &Run, i: &str, pl: &str, m: usize| {
                let k = sh.model.layout.find(i, pl).unwrap();
                w.value(m, k) / b.value(m, k)
            };
            for (name, text) in &experiments {
                let (w, b) = pair(&sh, &p, text, &sw, true);
                let year = text.contains("2024-12");
                if year {
                    let away = |from: usize| {
                        ind[..6]
                            .iter()
                            .map(|(i, pl)| (from..240).map(|m| (at(&w, &b, i, pl, m) - 1.0).abs()).fold(0.0, f64::max))
                            .fold(0.0, f64::max)
                    };
                    add(&format!("{name}: away after 6"), away(84));
                    add(&format!("{name}: away after 10"), away(132));
                    add(
                        &format!("{name}: max wholesale"),
                        (0..60).map(|m| at(&w, &b, "wholesale_price", "united_states", m)).fold(0.0, f64::max),
                    );
                } else {
                    for y in [3usize, 5, 10] {
                        add(&format!("{name}: consumption world y{y}"), at(&w, &b, "consumption", "world", y * 12 - 1));
                    }
                    add(&format!("{name}: price y10"), at(&w, &b, "wholesale_price", "united_states", 119));
                    add(&format!("{name}: area y4"), at(&w, &b, "coca_area", "world", 47));
                    let k = sh.model.layout.find("consumption", "world").unwrap();
                    add(
                        &format!("{name}: ripple"),
                        (200..239).map(|m| (w.value(m + 1, k) / w.value(m, k) - 1.0).abs()).fold(0.0, f64::max),
                    );
                    let l = sh.model.layout.find("arrivals", "world").unwrap();
                    if name.starts_with("loss") {
                        for y in [3usize, 5, 10] {
                            let m = y * 12 - 1;
                            let (c1, c0) = (w.value(m, k), b.value(m, k));
                            let _ = l;
                            add(&format!("consumption fall y{y} %"), 100.0 * (c1 / c0 - 1.0));
                        }
                    }
                }
            }
        }
        for (name, mut v) in stats {
            v.sort_by(f64::total_cmp);
            let q = |x: f64| v[((v.len() - 1) as f64 * x) as usize];
            let share = v.iter().filter(|x| **x < 0.05).count() as f64 / v.len() as f64;
            println!(
                "{name:45} {:8.3} {:8.3} {:8.3} {:8.3} {:8.3}  <.05: {share:.2}",
                q(0.0),
                q(0.05),
                q(0.5),
                q(0.95),
                q(1.0)
            );
        }
    }
}
