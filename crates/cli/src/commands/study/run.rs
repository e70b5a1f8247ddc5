//! `study run` and `study resume`.

use super::{HowOptions, ResumeOptions, RunOptions, report};
use crate::context::Context;
use crate::failure::Failure;
use crate::progress::Progress;
use counterflow_app::draws::DrawsFrom;
use counterflow_app::session::Session;
use counterflow_app::study_folder::{Sources, fault};
use counterflow_study::experiment::ModelStudy;
use counterflow_study::store::{self, Filesystem, Manifest, Shard, Study};
use counterflow_study::study_file::StudyPlan;

/// Starts a study and runs it to its end.
pub fn start(options: &RunOptions, context: &Context<'_>) -> Result<(), Failure> {
    let session = context.session()?;
    let sources = Sources::of_file(&options.file, &session)?;
    let experiment = experiment(&session, &sources.plan)?;
    let manifest = manifest(&sources, &experiment).of_shard(options.shard.unwrap_or(Shard::WHOLE));
    let mut study = Study::create(&options.out, manifest, &sources.files()).map_err(|error| fault(&error))?;
    finish(&mut study, &experiment, &options.how, context)
}

/// Goes on with a study and runs it to its end.
pub fn resume(options: &ResumeOptions, context: &Context<'_>) -> Result<(), Failure> {
    let mut session: Session = context.session()?;
    let mut study = Study::open(&options.folder).map_err(|error| fault(&error))?;
    let sources = Sources::of_folder(&options.folder, &mut session)?;
    let experiment = experiment(&session, &sources.plan)?;
    study.check_same(&manifest(&sources, &experiment)).map_err(|error| fault(&error))?;
    for damage in study.damage() {
        context.terminal.remark(&format!("{}: {}; it is computed again.", damage.path.display(), damage.reason));
    }
    finish(&mut study, &experiment, &options.how, context)
}

/// The experiment, with the draws that the study asks for.
fn experiment<'a>(session: &'a Session, plan: &'a StudyPlan) -> Result<ModelStudy<'a>, Failure> {
    let from = if plan.takes_posterior { DrawsFrom::Posterior } else { DrawsFrom::Prior };
    let draws = session.ensemble(1, plan.seed, session.draws(Some(from))?).draws;
    Ok(ModelStudy::new(&session.model, &session.evidence, plan).with_draws(draws))
}

fn manifest(sources: &Sources, experiment: &ModelStudy<'_>) -> Manifest {
    let plan = &sources.plan;
    Manifest::new(
        &plan.name,
        sources.depends_on.clone(),
        plan.members(),
        plan.rows_per_part,
        experiment.layout().clone(),
    )
    .with_paths(experiment.paths_layout().cloned())
}

fn finish(
    study: &mut Study,
    experiment: &ModelStudy<'_>,
    how: &HowOptions,
    context: &Context<'_>,
) -> Result<(), Failure> {
    let runs_per_member = experiment.layout().rows_per_member as u64;
    let members = study.members_to_run().map_err(|error| fault(&error))?;
    let progress = Progress::new(members * runs_per_member, "running", context.terminal);
    let threads = how.threads.map_or_else(all_cores, usize::from);
    let done = |members: u64| progress.advance(members * runs_per_member);
    let session = store::Session { threads, disk: &mut Filesystem, done: &done };
    let ran = store::run(study, experiment, session);
    drop(progress);
    ran.map_err(|error| fault(&error))?;
    report::show(study, how.json, context)
}

fn all_cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}
