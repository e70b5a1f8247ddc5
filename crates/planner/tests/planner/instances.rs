//! Reading problems, and what is said about faulty ones.

use counterflow_evidence::diagnostics::SourceFile;
use counterflow_planner::instance::{Question, read_question, read_search_cells, read_security_targets};

const ARCS: &str = "from,to,length,delay,interdiction_cost\nnorth,middle,1,2,1\nmiddle,south,1,2,\n";

/// The faults of a question as (code, line), or nothing.
fn faults(question: &str, arcs: &str) -> Vec<(&'static str, usize)> {
    let (question, arcs) = (SourceFile::new("question.toml", question), SourceFile::new("arcs.csv", arcs));
    let problems = read_question(&question, &arcs, None).err();
    problems.into_iter().flatten().map(|problem| (problem.code, problem.line)).collect()
}

#[test]
fn a_good_question_is_read() {
    let text = "kind = \"path_interdiction\"\nsource = \"north\"\ntarget = \"south\"\nbudget = 1\n";
    let named = read_question(&SourceFile::new("question.toml", text), &SourceFile::new("arcs.csv", ARCS), None).unwrap();
    assert_eq!(named.names, ["north", "middle", "south"]);
    let Question::Path { problem, budget, protections } = named.question else { panic!("a path question") };
    assert_eq!((problem.source, problem.target, budget, protections), (0, 2, 1.0, 0));
    assert_eq!(problem.interdiction_cost, [Some(1.0), None]);
}

#[test]
fn every_fault_is_placed() {
    let question = |change: &str| format!("kind = \"path_interdiction\"\nsource = \"north\"\n{change}\n");
    let cases = [
        (question("target = \"souht\"\nbudget = 1"), ARCS, ("E1001", 3)),
        (question("target = \"south\"\nbudget = -1"), ARCS, ("E1002", 4)),
        (question("target = \"south\"\nbudget = 1\nprotections = -2"), ARCS, ("E1002", 5)),
        (question("target = \"south\""), ARCS, ("E0103", 1)),
        (question("target = \"north\"\nbudget = 1"), ARCS, ("E1003", 0)),
        (question("target = \"south\"\nbudget = 1"), "from,to,length,delay\nnorth,south,-1,2\n", ("E0209", 2)),
        (question("target = \"south\"\nbudget = 1"), "from,to,length,delay\nsouth,north,1,2\n", ("E1003", 0)),
        (question("target = \"south\"\nbudget = 1\nbugdet = 2"), ARCS, ("E0102", 5)),
        ("kind = \"paths\"".to_owned(), ARCS, ("E0110", 1)),
    ];
    for (question, arcs, expected) in cases {
        let found = faults(&question, arcs);
        assert!(found.contains(&expected), "{question}: {found:?} lacks {expected:?}");
    }
}

#[test]
fn a_misspelt_node_is_corrected() {
    let text = "kind = \"path_interdiction\"\nsource = \"north\"\ntarget = \"souht\"\nbudget = 1\n";
    let problems = read_question(&SourceFile::new("q.toml", text), &SourceFile::new("a.csv", ARCS), None).unwrap_err();
    assert_eq!(problems.0[0].suggestion.as_deref(), Some("south"));
}

#[test]
fn tables_are_read() {
    let cells = read_search_cells(&SourceFile::new("c.csv", "cell,probability,detection_rate_per_hour\nwest,0.5,2\neast,1.5,1\n"));
    assert_eq!(cells.unwrap_err().0[0].line, 3);
    let text = "target,defender_covered,defender_uncovered,attacker_uncovered,attacker_covered\nport,1,-1,2,-2\n";
    assert_eq!(read_security_targets(&SourceFile::new("t.csv", text)).unwrap().1.len(), 1);
}

#[cfg(feature = "highs")]
#[test]
fn evaders_are_read() {
    use counterflow_planner::instance::read_evasion;
    let arcs = SourceFile::new("a.csv", "from,to,evasion_probability,evasion_with_sensor,sensor_cost\nx,y,0.9,0.1,1\ny,z,0.8,,\n");
    let evaders = "origin,destination,probability\nx,z,1\n";
    let (problem, nodes) = read_evasion(&arcs, &SourceFile::new("e.csv", evaders)).unwrap();
    assert_eq!((problem.sites.len(), problem.scenarios.len(), nodes.len()), (1, 1, 3));
    let wrong = read_evasion(&arcs, &SourceFile::new("e.csv", "origin,destination,probability\nx,w,1\n")).unwrap_err();
    assert_eq!((wrong.0[0].code, wrong.0[0].line), ("E1001", 2));
}
