//! Closed years, and how open ones go on from them: by hand, by closed forms, and in every kind of report.

mod going_on;
mod life;
mod neutral;
mod slips;
mod told;
