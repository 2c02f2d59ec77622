//! Scenarios of any size, and sets of them: what machines and versions are compared on.

use serde::{Deserialize, Serialize};
use std::fmt::Write as _;

/// How large a scenario is. Its plan begins in R4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Size {
    /// Initiatives, each with a saving and a cost.
    pub initiatives: usize,
    /// Years of the plan.
    pub years: usize,
    /// Policies; initiatives belong to them in turn.
    pub policies: usize,
    /// Editions of five years, the first with base R3.
    pub editions: usize,
}

impl Size {
    /// Sixty initiatives over ten years.
    pub const W60: Self = Self { initiatives: 60, years: 10, policies: 3, editions: 6 };
}

/// How many targets each curve of a set is held against.
const TARGETS: usize = 10;

/// A sweep of so many scenarios over curves and targets of the scenario in the file `base`: the size of the first
/// initiative, and for each size ten targets of its policy in the last year.
pub fn sweep(scenarios: usize, size: Size, base: &str) -> String {
    let (first, last) = (3 + size.years, scenarios.div_ceil(TARGETS));
    let targets = (0..TARGETS).map(|t| format!("{}", 1000 * t)).collect::<Vec<_>>().join(", ");
    let mut text = format!(
        "format = 1\ntitle = \"generated\"\nbase = \"{base}\"\n\n\
         [[lever]]\nid = \"target\"\npath = \"policy.p0.targets.R{first}\"\nvalues = [{targets}]\n\n\
         [[lever]]\nid = \"size\"\n",
    );
    for curve in 0..last {
        let share = 1.0 + curve as f64 / last as f64;
        let _ = write!(text, "[[lever.value]]\nlabel = \"{curve}\"\nresize = {{ i0 = {share} }}\n");
    }
    text.push_str("\n[[group]]\nid = \"all\"\ncombine = \"list\"\nlist = [\n");
    for scenario in 0..scenarios {
        let (curve, target) = (scenario / TARGETS, 1000 * (scenario % TARGETS));
        let _ = writeln!(text, "    {{ size = \"{curve}\", target = {target} }},");
    }
    text.push_str("]\n");
    text
}

/// The scenario as a file would state it.
pub fn scenario(size: Size) -> String {
    let Size { initiatives, years, policies, editions } = size;
    let mut text = format!(
        "format = 1\ntitle = \"generated\"\nunit = \"千円\"\nplan = {{ first = \"R4\", last = \"R{}\", basis = \"recurring\" }}\n",
        3 + years
    );
    if editions > 0 {
        let _ = writeln!(
            text,
            "editions = {{ first_base = \"R3\", last_base = \"R{}\", horizon = 5, beyond_plan = \"explicit\" }}",
            2 + editions
        );
    }
    for p in 0..policies {
        let of: Vec<usize> = (p..initiatives).step_by(policies).collect();
        let targets: Vec<String> =
            (0..years).map(|y| format!("R{} = {}", 4 + y, of.iter().map(|&i| target(i, y)).sum::<f64>())).collect();
        let _ = write!(
            text,
            r#"
[[policy]]
id = "p{p}"
name = "p{p}"
targets = {{ {} }}

[[dependence]]
id = "p{p}"
among = {{ policy = "p{p}" }}
variable = "realisation"
correlation = 0.3
"#,
            targets.join(", ")
        );
    }
    for i in 0..initiatives {
        let (full, start, policy) = (full(i), 4 + start(i), i % policies);
        let _ = write!(
            text,
            r#"
[[initiative]]
id = "i{i}"
name = "i{i}"
policy = "p{policy}"
go_ahead = 0.9
delay = {{ kind = "discrete", values = [0, 1, 2], weights = [0.6, 0.3, 0.1] }}

[[initiative.stream]]
id = "effect"
kind = "saving"
shape = {{ kind = "linear", start = "R{start}", years = 3, full = {full} }}
realisation = {{ kind = "pert", low = 0.4, mode = 0.9, high = 1.1 }}
volatility = 0.1

[[initiative.stream]]
id = "cost"
kind = "cost"
recurring = false
amounts = {{ R{start} = {half}, R{next} = {half} }}
realisation = {{ kind = "lognormal", median = 1.15, sigma = 0.2 }}
"#,
            half = full / 2.0,
            next = start + 1
        );
    }
    text
}

fn full(initiative: usize) -> f64 {
    1000.0 * (1 + initiative % 10) as f64
}

fn start(initiative: usize) -> usize {
    initiative % 4
}

/// 0.85 of what an initiative saves in a year on paper, less what it costs.
fn target(initiative: usize, year: usize) -> f64 {
    let (full, start) = (full(initiative), start(initiative));
    let saving = full * (year + 1).saturating_sub(start).min(3) as f64 / 3.0;
    let cost = if (start..start + 2).contains(&year) { full / 2.0 } else { 0.0 };
    0.85 * saving - cost
}
