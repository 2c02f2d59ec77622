//! Some scenarios simulated together. Whatever happens to one of them is told of that one.

use super::room::Room;
use super::{Fault, Job};
use crate::analysis::{AgainstEntry, Incomparable, against, holdable};
use crate::batch::store::Ended;
use crate::engine::{EngineError, Memory, Progress, Settings};
use crate::lang::{Text, text};
use crate::model::Model;
use crate::outcome::{Request, Results, simulate_together};
use crate::scenario::{Document, Node};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::Ordering;

/// How a member ended, with what its row needs.
pub(super) struct Answer {
    pub(super) member: usize,
    /// The digests of its files, as JSON.
    pub(super) inputs: String,
    pub(super) ended: Ended,
    /// Of a failed one: what is at fault.
    pub(super) fault: Option<Fault>,
}

/// A member that was read and checked.
struct Ready {
    member: usize,
    document: Document,
    model: Model,
}

/// Reads, checks and simulates members. Those that an interruption left unfinished are not among the answers.
pub(super) fn wave(work: &Work, members: &[usize]) -> Vec<Answer> {
    let job = work.job;
    let (mut ended, mut ready) = (Vec::new(), Vec::new());
    for &member in members {
        match catch_unwind(AssertUnwindSafe(|| checked(job, member))) {
            Ok(Ok(read)) => ready.push(read),
            Ok(Err(refused)) => ended.push(*refused),
            Err(_) => ended.push(failed(member, String::new(), internal(), Fault::Other)),
        }
    }
    while !ready.is_empty() {
        let later = ready.split_off(work.room.longest().min(ready.len()));
        work.simulated(ready, &mut ended);
        ready = later;
    }
    ended.sort_by_key(|e| e.member);
    ended
}

/// A member that is the same scenario as an earlier one.
pub(super) fn twin(job: &Job, member: usize, earlier: usize) -> Answer {
    let name = &job.set.members[earlier].name;
    let message = text!(
        ja: "「{name}」と同じシナリオです。どちらかをシナリオ群から外すか、内容を変えてください",
        en: "the same scenario as '{name}'; take one of them out of the set, or change it"
    );
    match job.document(member) {
        Ok(document) => {
            let inputs = job.inputs.of(document.file_names());
            of_document(failed(member, inputs, message, Fault::Input), &document)
        }
        Err(_) => failed(member, String::new(), message, Fault::Input),
    }
}

fn checked(job: &Job, member: usize) -> Result<Ready, Box<Answer>> {
    let document = job.document(member).map_err(|problems| {
        let inputs = job.inputs.of(problems.files.iter().map(|f| f.name.as_str()));
        Box::new(failed(member, inputs, (job.told)(&problems), Fault::Input))
    })?;
    match Model::read(&document) {
        Ok(model) => match job.set.plan().map(|plan| holdable(&plan.model, &model)) {
            Some(Err(found)) => {
                let inputs = job.inputs.of(document.file_names());
                Err(Box::new(of_document(failed(member, inputs, incomparable(&found), Fault::Input), &document)))
            }
            _ => Ok(Ready { member, document, model }),
        },
        Err(problems) => {
            let inputs = job.inputs.of(document.file_names());
            Err(Box::new(of_document(failed(member, inputs, (job.told)(&problems), Fault::Input), &document)))
        }
    }
}

/// What waves have in common.
pub(super) struct Work<'a> {
    pub(super) job: &'a Job<'a>,
    /// The threads of each wave.
    pub(super) threads: usize,
    pub(super) room: &'a Room,
    pub(super) progress: &'a Progress,
}

/// What became of scenarios that were to be simulated together.
enum Together {
    Ended(Vec<Answer>),
    /// It did not begin.
    Refused(EngineError),
    /// It broke down.
    Broke,
}

impl Work<'_> {
    /// Simulates what is ready, all together. If that breaks down, one by one, so that only the one that breaks is lost; if it
    /// does not fit in the memory of a wave, in halves, and a scenario that does not fit by itself without any other wave.
    fn simulated(&self, mut ready: Vec<Ready>, ended: &mut Vec<Answer>) {
        match self.room.shared(|memory| self.together(&ready, memory)) {
            Together::Ended(answers) => ended.extend(answers),
            Together::Refused(EngineError::Memory(_)) if ready.len() > 1 => {
                self.room.shorten(ready.len());
                let rest = ready.split_off(ready.len().div_ceil(2));
                self.simulated(ready, ended);
                self.simulated(rest, ended);
            }
            Together::Refused(EngineError::Memory(_)) if self.room.is_shared() => {
                ended.extend(self.last(&ready, self.room.alone(|memory| self.together(&ready, memory))));
            }
            Together::Broke if ready.len() > 1 => ready.into_iter().for_each(|one| self.simulated(vec![one], ended)),
            failed => ended.extend(self.last(&ready, failed)),
        }
    }

    /// What is told where nothing else can be tried.
    fn last(&self, ready: &[Ready], together: Together) -> Vec<Answer> {
        let message = match together {
            Together::Ended(answers) => return answers,
            Together::Refused(error) => error.text(),
            Together::Broke => internal(),
        };
        ready.iter().map(|r| broken(self.job, r, message.clone())).collect()
    }

    fn together(&self, ready: &[Ready], memory: Option<Memory>) -> Together {
        let settings = Settings { threads: self.threads, memory, ..self.job.request.settings };
        let request = Request { settings, ..self.job.request };
        let pairs: Vec<(&Document, &Model)> = ready.iter().map(|r| (&r.document, &r.model)).collect();
        let simulate = || {
            let results = simulate_together(&pairs, &request, self.progress)?;
            Ok((results, held(self.job, ready, &request, self.progress)?))
        };
        match catch_unwind(AssertUnwindSafe(simulate)) {
            Ok(Ok((results, held))) if results.len() == ready.len() => {
                let all = ready.iter().zip(results).zip(held);
                Together::Ended(all.filter_map(|((r, results), against)| self.answer(r, results, against)).collect())
            }
            Ok(Err(error)) => Together::Refused(error),
            Ok(Ok(_)) | Err(_) => Together::Broke,
        }
    }

    /// What is told of a scenario; nothing of one that was stopped.
    fn answer(&self, ready: &Ready, results: Results, against: Option<Vec<AgainstEntry>>) -> Option<Answer> {
        match kept(&results, against.is_some(), self.progress) {
            Kept::Whole => Some(done(self.job, ready, results, against.unwrap_or_default())),
            Kept::Stopped => None,
            Kept::Broken => Some(broken(self.job, ready, internal())),
        }
    }
}

/// What there is of a scenario.
enum Kept {
    /// All that was asked.
    Whole,
    /// The results of a stopped run, which must not pass for what was asked.
    Stopped,
    /// Too little without anybody having stopped it.
    Broken,
}

fn kept(results: &Results, is_held: bool, progress: &Progress) -> Kept {
    if !results.provenance.interrupted && !results.results.is_empty() && is_held {
        Kept::Whole
    } else if progress.stop.load(Ordering::Relaxed) {
        Kept::Stopped
    } else {
        Kept::Broken
    }
}

/// What each gives more than the plan of the set; nothing of one that was interrupted, no entries without a plan.
fn held(
    job: &Job,
    ready: &[Ready],
    request: &Request,
    progress: &Progress,
) -> Result<Vec<Option<Vec<AgainstEntry>>>, EngineError> {
    let Some(plan) = job.set.plan() else { return Ok(vec![Some(Vec::new()); ready.len()]) };
    let models: Vec<&Model> = ready.iter().map(|r| &r.model).collect();
    against(&plan.model, &models, request, progress)
}

fn done(job: &Job, ready: &Ready, results: Results, against: Vec<AgainstEntry>) -> Answer {
    let inputs = job.inputs.of(ready.document.file_names());
    Answer { member: ready.member, inputs, ended: Ended::Done(Box::new((results, against))), fault: None }
}

fn broken(job: &Job, ready: &Ready, message: Text) -> Answer {
    let inputs = job.inputs.of(ready.document.file_names());
    of_document(failed(ready.member, inputs, message, Fault::Other), &ready.document)
}

fn failed(member: usize, inputs: String, message: Text, fault: Fault) -> Answer {
    Answer { member, inputs, ended: Ended::Failed { message, digest: None, title: None }, fault: Some(fault) }
}

/// Adds what is known of a failed scenario that could be read.
fn of_document(mut failed: Answer, document: &Document) -> Answer {
    if let Ended::Failed { digest, title, .. } = &mut failed.ended {
        *digest = Some(document.digest());
        *title = document.root().get("title").and_then(Node::as_str).map(str::to_owned);
    }
    failed
}

fn incomparable(found: &Incomparable) -> Text {
    let Text { ja, en } = found.reasons();
    text!(ja: "シナリオ群の計画（plan）とは比べられません：{ja}", en: "it cannot be held against the plan of the set: {en}")
}

fn internal() -> Text {
    text!(
        ja: "試算の途中で内部の誤りが起きました。他のシナリオには影響しません。このシナリオを添えて開発元に知らせてください",
        en: "an internal error while it was simulated; other scenarios are not affected. Please report it with this scenario"
    )
}
