//! Reading problems, and what is said about faulty ones.

use counterflow_evidence::diagnostics::Problems;
use counterflow_evidence::diagnostics::SourceFile;
use counterflow_planner::HAS_SOLVER;
use counterflow_planner::instance::{
    KINDS, KindInfo, NamedQuestion, Question, QuestionFiles, read_question, read_search_cells, read_security_targets,
};

const ARCS: &str = "from,to,length,delay,interdiction_cost\nnorth,middle,1,2,1\nmiddle,south,1,2,\n";

/// Reads a question of one table.
fn read(question: &SourceFile, table: &SourceFile) -> Result<NamedQuestion, Problems> {
    read_question(&QuestionFiles { question, table, evaders: None, targets: None })
}

/// The faults of a question as (code, line), or nothing.
fn faults(question: &str, arcs: &str) -> Vec<(&'static str, usize)> {
    let (question, arcs) = (SourceFile::new("question.toml", question), SourceFile::new("arcs.csv", arcs));
    let problems = read(&question, &arcs).err();
    problems.into_iter().flatten().map(|problem| (problem.code, problem.line)).collect()
}

#[test]
fn a_good_question_is_read() {
    let text = "kind = \"path_interdiction\"\nsource = \"north\"\ntarget = \"south\"\nbudget = 1\n";
    let named = read(&SourceFile::new("question.toml", text), &SourceFile::new("arcs.csv", ARCS)).unwrap();
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

const MOVES: &str = "from,to\nbase,port\nport,base\nbase,border\n";
const TARGETS: &str = "node,value\nport,6\nborder,3\n";

/// The question that patrol files ask, or its faults as (code, file, line).
fn patrol(question: &str, moves: &str, targets: Option<&str>) -> Result<Question, Vec<(&'static str, String, usize)>> {
    let (question, table) = (
        SourceFile::new("question.toml", format!("kind = \"patrol\"\n{question}\n")),
        SourceFile::new("arcs.csv", moves),
    );
    let targets = targets.map(|text| SourceFile::new("targets.csv", text));
    let read =
        read_question(&QuestionFiles { question: &question, table: &table, evaders: None, targets: targets.as_ref() });
    read.map(|named| named.question).map_err(|problems| {
        problems.into_iter().map(|problem| (problem.code, problem.file.clone(), problem.line)).collect()
    })
}

#[test]
fn patrols_are_read_and_their_faults_placed() {
    let Ok(Question::Patrol(problem)) = patrol("base = \"base\"\nperiods = 3", MOVES, Some(TARGETS)) else {
        panic!("a patrol")
    };
    assert_eq!((problem.base, problem.periods, problem.node_value), (0, 3, vec![0.0, 6.0, 3.0]));
    let good = "base = \"base\"\nperiods = 3";
    let cases = [
        (good, MOVES, None, ("E1005", "question.toml", 1)),
        ("base = \"bse\"\nperiods = 3", MOVES, Some(TARGETS), ("E1001", "question.toml", 2)),
        ("base = \"base\"\nperiods = 1.5", MOVES, Some(TARGETS), ("E1002", "question.toml", 3)),
        ("base = \"base\"\nperiods = -1", MOVES, Some(TARGETS), ("E1002", "question.toml", 3)),
        ("base = \"base\"\nperiods = 20000", MOVES, Some(TARGETS), ("E1003", "question.toml", 0)),
        (good, MOVES, Some("node,value\nprot,6\n"), ("E1001", "targets.csv", 2)),
        (good, MOVES, Some("node,value\nport,6\nport,5\n"), ("E1004", "targets.csv", 3)),
        (good, MOVES, Some("node,value\nport,-6\n"), ("E0209", "targets.csv", 2)),
        (good, MOVES, Some("node,value\nport,0\n"), ("E1003", "question.toml", 0)),
        (good, "from,to,length\nbase,port,1\n", Some("node,value\nport,6\n"), ("E0203", "arcs.csv", 1)),
    ];
    for (question, moves, targets, (code, file, line)) in cases {
        let faults = patrol(question, moves, targets).expect_err("a fault");
        assert!(faults.contains(&(code, file.to_owned(), line)), "{question} {targets:?}: {faults:?}");
    }
}

#[cfg(feature = "highs")]
#[test]
fn uncertain_questions_are_read_and_their_faults_placed() {
    let question = |change: &str| {
        format!("kind = \"uncertain_flow_interdiction\"\nsource = \"north\"\ntarget = \"south\"\n{change}\n")
    };
    let header = "from,to,capacity,interdiction_cost,success_probability\n";
    let arcs = format!("{header}north,south,5,1,0.5\nnorth,south,4,,\n");
    let read_text =
        |text: &str| read(&SourceFile::new("question.toml", text), &SourceFile::new("arcs.csv", arcs.as_str()));
    let named = read_text(&question("budget = 1\nreplications = 3\nseed = 9")).unwrap();
    let Question::UncertainFlow { problem, attempts } = named.question else { panic!("an uncertain flow") };
    assert_eq!((problem.interdiction_cost, attempts.success_probability), (vec![Some(1.0), None], vec![0.5, 0.0]));
    assert_eq!((attempts.sampling.replications, attempts.sampling.seed), (3, 9));
    let cases = [
        (question("budget = -1"), arcs.clone(), ("E1002", 4)),
        (question("budget = 1\noutcomes = 0"), arcs.clone(), ("E1002", 5)),
        (question("budget = 1\nreplications = 1"), arcs.clone(), ("E1002", 5)),
        (question("budget = 1\nevaluation_outcomes = 2000000"), arcs.clone(), ("E1002", 5)),
        (question("budget = 1"), arcs.replace("0.5", "1.5"), ("E0209", 2)),
        (question("budget = 1"), arcs.replace("1,0.5", "1,"), ("E1004", 2)),
        (question("budget = 1"), arcs.replace("1,0.5", ",0.5"), ("E1004", 2)),
        (question("budget = 1"), "from,to,capacity,interdiction_cost\nnorth,south,5,1\n".to_owned(), ("E0202", 0)),
        (question("budget = 1"), format!("{header}north,south,5.5,1,0.5\n"), ("E0209", 2)),
        (question("budget = 1"), format!("{header}south,north,5,1,0.5\n"), ("E1003", 0)),
    ];
    for (text, arcs, expected) in cases {
        let found = faults(&text, &arcs);
        assert!(found.contains(&expected), "{text}{arcs}: {found:?} lacks {expected:?}");
    }
}

#[test]
fn a_misspelt_node_is_corrected() {
    let text = "kind = \"path_interdiction\"\nsource = \"north\"\ntarget = \"souht\"\nbudget = 1\n";
    let problems = read(&SourceFile::new("q.toml", text), &SourceFile::new("a.csv", ARCS)).unwrap_err();
    assert_eq!(problems.0[0].suggestion.as_deref(), Some("south"));
}

#[test]
fn tables_are_read() {
    let cells = read_search_cells(&SourceFile::new(
        "c.csv",
        "cell,probability,detection_rate_per_hour\nwest,0.5,2\neast,1.5,1\n",
    ));
    assert_eq!(cells.unwrap_err().0[0].line, 3);
    let text = "target,defender_covered,defender_uncovered,attacker_uncovered,attacker_covered\nport,1,-1,2,-2\n";
    assert_eq!(read_security_targets(&SourceFile::new("t.csv", text)).unwrap().1.len(), 1);
}

#[cfg(feature = "highs")]
#[test]
fn evaders_are_read() {
    use counterflow_planner::instance::read_evasion;
    let arcs = SourceFile::new(
        "a.csv",
        "from,to,evasion_probability,evasion_with_sensor,sensor_cost\nx,y,0.9,0.1,1\ny,z,0.8,,\n",
    );
    let evaders = "origin,destination,probability\nx,z,1\n";
    let (problem, nodes) = read_evasion(&arcs, &SourceFile::new("e.csv", evaders)).unwrap();
    assert_eq!((problem.sites.len(), problem.scenarios.len(), nodes.len()), (1, 1, 3));
    let wrong = read_evasion(&arcs, &SourceFile::new("e.csv", "origin,destination,probability\nx,w,1\n")).unwrap_err();
    assert_eq!((wrong.0[0].code, wrong.0[0].line), ("E1001", 2));
}

/// The codes and messages of a question of a kind with the table and the lines given.
fn complaints(kind: &KindInfo, lines: &str, columns: &[&str]) -> Vec<(&'static str, String)> {
    let question = SourceFile::new("question.toml", format!("kind = \"{}\"\n{lines}", kind.kind));
    let table = SourceFile::new("table.csv", columns.join(",") + "\n");
    let second = kind.second_file.map(|(_, columns)| SourceFile::new("second.csv", columns.join(",") + "\n"));
    let of = |name: &str| second.as_ref().filter(|_| kind.second_file.is_some_and(|(what, _)| what == name));
    let read = read_question(&QuestionFiles {
        question: &question,
        table: &table,
        evaders: of("evaders"),
        targets: of("targets"),
    });
    read.err().into_iter().flatten().map(|problem| (problem.code, problem.message)).collect()
}

/// Keys and columns are declared as they are read: every required key is missed, every key and column is
/// known, every required column is missed.
#[test]
fn declared_keys_and_columns_are_those_that_are_read() {
    for kind in KINDS.iter().filter(|kind| HAS_SOLVER || !kind.needs_solver) {
        let columns = [kind.columns, kind.optional_columns].concat();
        let found = complaints(kind, "", &columns);
        let missed = |code: &str, name: &str, found: &[(&str, String)]| {
            found.iter().any(|(known, message)| *known == code && message.contains(&format!("`{name}`")))
        };
        for key in kind.keys {
            assert_eq!(missed("E0103", key.key, &found), key.required, "{} {}: {found:?}", kind.kind, key.key);
        }
        assert!(!found.iter().any(|(code, _)| ["E0202", "E0203", "E1005"].contains(code)), "{}: {found:?}", kind.kind);
        let lines: String = kind.keys.iter().map(|key| format!("{} = -0.5\n", key.key)).collect();
        assert!(!complaints(kind, &lines, &columns).iter().any(|(code, _)| *code == "E0102"), "{}", kind.kind);
        for column in kind.columns {
            let others: Vec<&str> = columns.iter().copied().filter(|other| other != column).collect();
            assert!(missed("E0202", column, &complaints(kind, "", &others)), "{} {column}", kind.kind);
        }
    }
}

/// A build without the solver refuses exactly the kinds that need it, each with one complaint that names all.
#[cfg(not(feature = "highs"))]
#[test]
fn kinds_that_need_the_solver_are_refused_by_name() {
    for kind in KINDS {
        let found = complaints(kind, "", &[]);
        let refused: Vec<&(&str, String)> = found.iter().filter(|(code, _)| *code == "E1006").collect();
        assert_eq!((refused.len(), found.len() == 1), (usize::from(kind.needs_solver), kind.needs_solver), "{found:?}");
    }
}
