//! Some scenarios simulated together. Whatever happens to one of them is told of that one.

use super::{Fault, Job};
use crate::analysis::{AgainstEntry, Incomparable, against, holdable};
use crate::batch::store::Ended;
use crate::engine::{Progress, Settings};
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
pub(super) fn wave(job: &Job, members: &[usize], threads: usize, progress: &Progress) -> Vec<Answer> {
    let request = Request { settings: Settings { threads, ..job.request.settings }, ..job.request };
    let (mut ended, mut ready) = (Vec::new(), Vec::new());
    for &member in members {
        match catch_unwind(AssertUnwindSafe(|| checked(job, member))) {
            Ok(Ok(read)) => ready.push(read),
            Ok(Err(refused)) => ended.push(*refused),
            Err(_) => ended.push(failed(member, String::new(), internal(), Fault::Other)),
        }
    }
    simulated(job, ready, &request, progress, &mut ended);
    ended.sort_by_key(|e| e.member);
    ended
}

/// A member that is the same scenario as an earlier one.
pub(super) fn twin(job: &Job, member: usize, earlier: usize) -> Answer {
    let name = &job.set.members[earlier].name;
    let message = text!(
        ja: "「{name}」と同じシナリオです。どちらかを組から外すか、内容を変えてください",
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

/// Simulates what is ready, all together; if that breaks down, one by one, so that only the one that breaks is lost.
fn simulated(job: &Job, ready: Vec<Ready>, request: &Request, progress: &Progress, ended: &mut Vec<Answer>) {
    let pairs: Vec<(&Document, &Model)> = ready.iter().map(|r| (&r.document, &r.model)).collect();
    if pairs.is_empty() {
        return;
    }
    let together = catch_unwind(AssertUnwindSafe(|| simulate_together(&pairs, request, progress)));
    match together {
        Ok(Ok(results)) if results.len() == ready.len() => {
            let held = match held(job, &ready, request, progress) {
                Ok(held) => held,
                Err(message) => return ended.extend(ready.iter().map(|r| broken(job, r, message.clone()))),
            };
            for ((r, results), against) in ready.iter().zip(results).zip(held) {
                match kept(&results, against.is_some(), progress) {
                    Kept::Whole => ended.push(done(job, r, results, against.unwrap_or_default())),
                    Kept::Stopped => {}
                    Kept::Broken => ended.push(broken(job, r, internal())),
                }
            }
        }
        Ok(Err(error)) => {
            let message = no_threads(&error);
            ended.extend(ready.iter().map(|r| broken(job, r, message.clone())));
        }
        Ok(Ok(_)) | Err(_) if ready.len() == 1 => ended.extend(ready.iter().map(|r| broken(job, r, internal()))),
        Ok(Ok(_)) | Err(_) => {
            for one in ready {
                simulated(job, vec![one], request, progress, ended);
            }
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
) -> Result<Vec<Option<Vec<AgainstEntry>>>, Text> {
    let Some(plan) = job.set.plan() else { return Ok(vec![Some(Vec::new()); ready.len()]) };
    let models: Vec<&Model> = ready.iter().map(|r| &r.model).collect();
    against(&plan.model, &models, request, progress).map_err(|error| no_threads(&error))
}

fn no_threads(error: &rayon::ThreadPoolBuildError) -> Text {
    text!(ja: "スレッドを起動できません（{error}）", en: "cannot start threads ({error})")
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
    text!(ja: "組の計画（plan）とは比べられません：{ja}", en: "it cannot be held against the plan of the set: {en}")
}

fn internal() -> Text {
    text!(
        ja: "試算の途中で内部の誤りが起きました。他のシナリオには影響しません。このシナリオを添えて開発元に知らせてください",
        en: "an internal error while it was simulated; other scenarios are not affected. Please report it with this scenario"
    )
}
