//! A text read against the model: what it says a policy will do, and what the model says of that.
//!
//! The crate `reader` finds lever, indicator and direction; `matching` finds the place and the claim that says the
//! same, or makes one on the scenario that uses the lever alone; the verdict is the assessment's
//! ([`crate::assessment`]).

mod matching;
mod page;

use crate::assessment::{Structures, discard_rows, run, shipped_claims};
use crate::data_source::{DataSource, Folder};
use crate::ensemble::EnsembleSize;
use crate::failure::Failure;
use crate::session::{NamedScenario, Session};
pub use counterflow_reader::Format;
use counterflow_reader::lexicon::Lexicons;
use counterflow_reader::{Direction, Document, Mark, Outcome, Statement};
use counterflow_report::reading::MarkedWords;
pub use counterflow_report::reading::{PageBlock, ReadStatement, Reading, Status, Tally, markdown, page as html};
use counterflow_report::{ClaimResult, Verdict};
use counterflow_study::claims::Claim;
use counterflow_study::ensemble::Observer;
use matching::{Matcher, Tested};

/// A text and what to do with it.
#[derive(Debug)]
pub struct Question<'a> {
    /// Name of the text.
    pub name: &'a str,
    /// The text.
    pub text: &'a str,
    /// How it is written.
    pub format: Format,
    /// Members, seed, threads and structures; none to compute nothing.
    pub test: Option<(EnsembleSize, Structures)>,
}

/// The answer, with the blocks of the text for a page.
#[derive(Debug)]
pub struct Answer {
    /// Statements with verdicts.
    pub reading: Reading,
    /// The text, block by block, with its marks.
    pub blocks: Vec<PageBlock>,
}

/// The words of all languages at hand.
///
/// # Errors
/// Files that cannot be read, or that hold a fault.
pub fn lexicons(source: &DataSource) -> Result<Lexicons, Failure> {
    Ok(Lexicons::parse(&source.files(Folder::Lexicon)?)?)
}

/// Reads a text and tests what it says, as long as the observer wants it.
///
/// # Errors
/// Data with a fault, or nobody who wants the rest of the runs.
pub fn read(
    question: &Question<'_>,
    session: &Session,
    source: &DataSource,
    observer: &dyn Observer,
) -> Result<Answer, Failure> {
    let lexicons = lexicons(source)?;
    let document = counterflow_reader::read(question.text, question.format, &lexicons);
    let claims = shipped_claims(session, source)?;
    let scenarios = session.all_scenarios()?;
    let matcher = Matcher { session, claims: &claims, scenarios: &scenarios };
    let matched: Vec<Option<Tested>> = document.statements.iter().map(|one| matcher.tested(one)).collect();
    let mut reading = Reading {
        source: question.name.to_owned(),
        tally: Tally::default(),
        statements: told(question.text, &document, &matched),
        run: None,
    };
    if let Some((size, structures)) = question.test {
        test(&mut reading, &matcher, &matched, size, structures, observer)?;
    }
    reading.tally = Tally::of(&reading.statements);
    Ok(Answer { blocks: page::blocks(&document), reading })
}

/// Tests what was matched: one assessment of all claims, each once.
fn test(
    reading: &mut Reading,
    matcher: &Matcher<'_>,
    matched: &[Option<Tested>],
    size: EnsembleSize,
    structures: Structures,
    observer: &dyn Observer,
) -> Result<(), Failure> {
    let claims = matcher.claims_of(matched)?;
    let used = |named: &&NamedScenario| claims.iter().any(|claim: &Claim| claim.scenario == named.scenario.id);
    let named: Vec<NamedScenario> = matcher.scenarios.iter().filter(used).cloned().collect();
    if named.is_empty() {
        return Ok(());
    }
    let report = run(matcher.session, &named, &claims, size, structures, &mut discard_rows, observer)?;
    for (statement, tested) in reading.statements.iter_mut().zip(matched) {
        let Some(tested) = tested else { continue };
        let fits = |result: &&ClaimResult| result.id == tested.claim_id();
        let Some(result) = report.claims.iter().find(fits) else {
            statement.status = Status::Outside;
            statement.reason = Some("the claim does not apply to the scenario of its policy alone".to_owned());
            continue;
        };
        statement.status = Status::Tested;
        statement.verdict = Some(verdict(tested.direction, result.verdict));
        statement.result = Some(result.clone());
    }
    reading.run = Some(report.run);
    Ok(())
}

/// The verdict of a statement from that of the movement that it asserts or denies.
fn verdict(direction: Direction, of_movement: Verdict) -> Verdict {
    match (direction, of_movement) {
        (Direction::Rise | Direction::Fall, verdict) => verdict,
        (_, Verdict::Mixed) => Verdict::Mixed,
        (Direction::NoEffect, Verdict::NoEffect) => Verdict::Holds,
        (Direction::NotRise | Direction::NotFall, Verdict::NoEffect | Verdict::Fails) => Verdict::Holds,
        (_, Verdict::HoldsUnderSome) => Verdict::HoldsUnderSome,
        (_, Verdict::Fails | Verdict::Holds) => Verdict::Fails,
    }
}

/// The statements before anything was computed.
fn told(source: &str, document: &Document<'_>, matched: &[Option<Tested>]) -> Vec<ReadStatement> {
    let mut characters = Characters::default();
    // Statements stand in the order of the text, marks within theirs need their own count.
    document
        .statements
        .iter()
        .zip(matched)
        .map(|(one, tested)| statement(source, &mut characters, one, tested))
        .collect()
}

fn statement(source: &str, characters: &mut Characters, one: &Statement, tested: &Option<Tested>) -> ReadStatement {
    let start = characters.at(source, one.span.source.start);
    let text = |range: &std::ops::Range<usize>| source.get(range.clone()).unwrap_or_default().to_owned();
    let count = |from: usize, to: usize| source.get(from..to).map_or(0, |part| part.chars().count());
    let word = |(mark, span): &(Mark, counterflow_reader::Span)| {
        let first = start + count(one.span.source.start, span.source.start);
        MarkedWords {
            what: mark.word().to_owned(),
            text: text(&span.source),
            start: first,
            end: first + count(span.source.start, span.source.end),
        }
    };
    let (status, reason) = match (one.outcome, tested) {
        (Outcome::Read, Some(_)) => (Status::Read, None),
        (Outcome::Read, None) => {
            (Status::Outside, Some("the model does not have this policy, or not this outcome there".to_owned()))
        }
        (Outcome::Left(reason), _) if reason.is_outside() => (Status::Outside, Some(reason.words().to_owned())),
        (Outcome::Left(reason), _) => (Status::NotRead, Some(reason.words().to_owned())),
    };
    ReadStatement {
        text: text(&one.span.source),
        start,
        end: start + count(one.span.source.start, one.span.source.end),
        status,
        reason,
        language: one.language.clone(),
        lever: one.lever.clone(),
        indicator: tested.as_ref().map(|tested| tested.series.name()).or_else(|| one.indicator.clone()),
        direction: one.direction.map(|direction| direction.word().to_owned()),
        words: one.marks.iter().map(word).collect(),
        claim: tested.as_ref().and_then(|tested| tested.shipped.clone()),
        scenario: tested.as_ref().map(|tested| tested.scenario.clone()),
        verdict: None,
        result: None,
    }
}

/// Counts characters from one place of a text to a later one, so that a text is walked once.
#[derive(Debug, Default)]
struct Characters {
    byte: usize,
    count: usize,
}

impl Characters {
    fn at(&mut self, source: &str, byte: usize) -> usize {
        if byte < self.byte {
            *self = Self::default();
        }
        self.count += source.get(self.byte..byte).map_or(0, |part| part.chars().count());
        self.byte = byte;
        self.count
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_denied_movement_holds_where_the_movement_does_not() {
        assert_eq!(verdict(Direction::NoEffect, Verdict::Holds), Verdict::Fails);
        assert_eq!(verdict(Direction::NoEffect, Verdict::NoEffect), Verdict::Holds);
        // The opposite movement is an effect too.
        assert_eq!(verdict(Direction::NoEffect, Verdict::Fails), Verdict::Fails);
        assert_eq!(verdict(Direction::NotRise, Verdict::Fails), Verdict::Holds);
        assert_eq!(verdict(Direction::NotFall, Verdict::Holds), Verdict::Fails);
        for same in Verdict::ALL {
            assert_eq!(verdict(Direction::Rise, same), same);
        }
    }
}
