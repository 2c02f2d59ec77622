//! Scenarios like W60 of any size.

use std::fmt::Write as _;

/// How large a scenario is. Its plan begins in R4.
#[derive(Clone, Copy)]
pub(crate) struct Size {
    pub(crate) initiatives: usize,
    /// Years of the plan.
    pub(crate) years: usize,
    pub(crate) policies: usize,
    /// Editions of five years, the first with base R3.
    pub(crate) editions: usize,
}

/// The size of W60: ten years, all of them of the plan here, so that they are read whether or not there are editions.
pub(crate) const W60: Size = Size { initiatives: 60, years: 10, policies: 3, editions: 6 };

/// The scenario as a file would state it.
pub(crate) fn scenario(size: Size) -> String {
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
