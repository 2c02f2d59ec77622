//! How likely a municipal reform plan is to deliver the effect amounts (改革改善効果額) that the financial plan counts
//! on, and how short it may fall, per basic policy (基本方針).
//!
//! Data goes one way, and each step is one function that can fail once; what follows never checks again:
//!
//! ```text
//! text ──scenario::load──▶ Document ──Model::read──▶ Model ──Plan::compile──▶ Plan ──engine::run──▶ Run
//!                                                       └──────────── outcome::simulate ───────────▶ Outcome ──report::render──▶ bytes
//! ```
//!
//! ```
//! use mikomi::engine::{Progress, Sampling, Settings};
//! use mikomi::{model::Model, outcome, plan::Uncertainty, scenario};
//!
//! let text = include_str!("../scenarios/minimal.toml");
//! let document = scenario::load("minimal.toml", &|_| Ok(text.as_bytes().to_vec())).expect("readable");
//! let model = Model::read(&document).expect("valid");
//! let settings = Settings { trials: 10_000, precision: None, seed: 1, sampling: Sampling::Latin, threads: 1, memory: None };
//! let request = outcome::Request { settings, uncertainty: Uncertainty::On, confidence: 0.8 };
//! let outcome = outcome::simulate(&document, &model, &request, &Progress::default()).expect("threads");
//! let total = outcome.plan_entry(outcome::TOTAL).expect("simulated");
//! let odds = total.p_met.expect("the plan has targets").value;
//! assert!(odds > 0.0 && odds < 1.0);
//! ```
//!
//! The bare library (`default-features = false`) reads scenarios of TOML by a closure, simulates them on the calling thread and
//! writes reports as text, csv and JSON; it touches no file and starts nothing. Features add to it: `threads`, `html` and `xlsx`
//! (reports), `workbook` (scenarios in workbooks), `files`, `sets` (of scenarios, kept in a store), `cli` (the program).
//!
//! The modules in reading order; a file uses only what stands above it here, or its own folder:

// What several features share stands where it belongs, and is idle where none of them is built in. The program has them all.
#![cfg_attr(not(feature = "cli"), allow(dead_code, unused_imports))]

pub mod lang;

pub mod harmless;

pub mod files;

pub mod sheets;

pub mod fiscal;

pub mod money;

pub mod threads;

pub mod vector;

pub mod stats;

pub mod distributions;

pub mod scenario;

pub mod model;

#[cfg(feature = "workbook")]
pub mod template;

#[cfg(feature = "workbook")]
pub mod import;

pub mod plan;

pub mod engine;

pub mod outcome;

pub mod analysis;

#[cfg(feature = "sets")]
pub mod samples;

#[cfg(feature = "sets")]
pub mod batch;

pub mod report;

#[cfg(feature = "cli")]
pub mod cli;
