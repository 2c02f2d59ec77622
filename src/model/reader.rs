//! What every part of the building shares: the list of problems, and the reading of years and series.

use crate::fiscal::{FiscalYear, Span};
use crate::lang::{Text, text};
use crate::scenario::{Actual as TypedActual, ActualState, At, Path, Problem, Series, Year};
use std::collections::BTreeMap;

use super::Actual;
use super::whole::Stated;

/// The years that the parts of a scenario may name.
pub(super) struct Years {
    /// The plan period, or all years of the editions.
    pub(super) plan: Span,
    /// Whether the plan has a fixed period.
    pub(super) fixed: bool,
    /// Whether there are editions.
    pub(super) rolled: bool,
    /// The years that may have targets.
    pub(super) targets: Span,
    /// The closed years of the plan, the year before it, and the base years of editions.
    pub(super) closed: Option<Span>,
    /// The years that amounts may be stated for.
    pub(super) amounts: Span,
    /// The first open year.
    pub(super) as_of: Option<FiscalYear>,
}

/// The calendar year from which chains of yearly noise run in plans without a fixed period.
const NOISE_WITHOUT_PERIOD: i32 = 2020;

impl Years {
    /// The year from which chains of yearly noise run.
    pub(super) fn noise_from(&self) -> FiscalYear {
        let before = self.plan.first.plus(-1);
        if self.fixed { before } else { FiscalYear::new(NOISE_WITHOUT_PERIOD).unwrap_or(before) }
    }

    /// What to do about a target for a year that can have none.
    pub(super) fn hint_for_target(&self) -> Text {
        if self.fixed && self.rolled {
            text!(
                ja: "この年度を消すか、計画期間を確かめてください。計画期間より後の目標額は、beyond_plan = \"explicit\" の版があるときだけ書けます",
                en: "take the year out, or check the plan period; targets after it need an edition with beyond_plan = \"explicit\""
            )
        } else {
            self.hint_for_amount()
        }
    }

    /// What to do about an amount for a year that can have none.
    pub(super) fn hint_for_amount(&self) -> Text {
        if self.fixed {
            text!(ja: "この年度を消すか、計画期間を確かめてください", en: "take the year out, or check the plan period")
        } else {
            text!(ja: "この年度を消すか、版の基準年度と horizon を確かめてください", en: "take the year out, or check the base years and horizon of the editions")
        }
    }
}

/// Gathers the problems of a scenario.
#[derive(Default)]
pub(super) struct Reader {
    pub(super) problems: Vec<Problem>,
}

impl Reader {
    /// Notes a problem with a value.
    pub(super) fn refuse(&mut self, path: &Path, message: Text, allowed: Text, hint: Text) {
        self.problems.push(Problem::new(path.clone(), At::Value, message).allowed(allowed).hint(hint));
    }

    /// Notes that a table lacks one of some keys.
    pub(super) fn missing(&mut self, path: &Path, keys: &[&'static str], message: Text, hint: Text) {
        let problem = Problem::new(path.clone(), At::Table, message).hint(hint);
        self.problems.push(Problem { lacks: keys.to_vec(), ..problem });
    }

    /// Says of the last problem that a mistake in the years of the plan or of its editions can be all there is to it.
    pub(super) fn hangs_on_years(&mut self) {
        self.problems.iter_mut().next_back().into_iter().for_each(|p| p.hangs_on_years = true);
    }

    /// The problems, without those that a mistake in the years of the plan or of its editions may have caused.
    pub(super) fn told(mut self) -> Vec<Problem> {
        if self.problems.iter().any(|p| p.is_of_years() && !p.hangs_on_years) {
            self.problems.retain(|p| !p.hangs_on_years);
        }
        self.problems
    }

    /// Notes a key that has no business where it stands.
    pub(super) fn useless(&mut self, path: &Path, message: Text, hint: Text) {
        self.problems.push(Problem::new(path.clone(), At::Key, message).hint(hint));
    }

    /// Reads a fiscal year.
    pub(super) fn year(&mut self, year: &Year, path: &Path) -> Option<FiscalYear> {
        let read = match year {
            Year::Number(number) => i32::try_from(*number).ok().and_then(FiscalYear::new),
            Year::Name(name) => FiscalYear::parse(name),
        };
        if read.is_none() {
            let message = text!(ja: "年度として読めません", en: "not a fiscal year");
            let hint = text!(ja: "年度の名前で書いてください", en: "write the name of a fiscal year");
            self.refuse(path, message, year_names(), hint);
        }
        read
    }

    /// Reads the keys of a series as years inside `range`, each once; `hint` is what to do about one outside.
    pub(super) fn series<T: Clone>(
        &mut self,
        series: &Series<T>,
        path: &Path,
        range: Span,
        hint: &Text,
    ) -> BTreeMap<FiscalYear, T> {
        let mut out: BTreeMap<FiscalYear, T> = BTreeMap::new();
        for (key, value) in &series.years {
            let at = path.key(key);
            let Some(year) = FiscalYear::parse(key) else {
                let message = text!(ja: "「{key}」は年度として読めません", en: "'{key}' is not a fiscal year");
                let problem = Problem::new(at, At::Key, message).allowed(year_names());
                self.problems.push(problem.hint(text!(ja: "年度 = 値 の形で書いてください", en: "write year = value")));
                continue;
            };
            if !range.contains(year) {
                let (first, last) = (range.first, range.last);
                let (ja, en) = (range.short(crate::lang::Lang::Ja), format!("{first} to {last}"));
                let message = text!(ja: "「{key}」は使える年度の外です", en: "'{key}' is outside the years that can be used here");
                let problem = Problem::new(at, At::Key, message).allowed(Text { ja, en });
                self.problems.push(problem.hint(hint.clone()));
                self.hangs_on_years();
            } else if out.insert(year, value.clone()).is_some() {
                let Text { ja, en } = year.text();
                let message = text!(ja: "同じ年度が二度書かれています：{ja}", en: "the same year twice: {en}");
                let hint = text!(ja: "どちらか一方にしてください", en: "keep one of the two");
                self.problems.push(Problem::new(at, At::Key, message).hint(hint));
            }
        }
        out
    }

    /// Reads recorded amounts of closed years, given the years that may have them.
    pub(super) fn actuals(
        &mut self,
        series: Option<&Series<TypedActual>>,
        path: &Path,
        years: &Years,
        may_be_negative: bool,
    ) -> BTreeMap<FiscalYear, Actual> {
        let Some(series) = series else { return BTreeMap::new() };
        let Some(closed) = years.closed else {
            let message =
                text!(ja: "決算済みの年度がないのに実績があります", en: "actuals are given though no year is closed");
            let hint = text!(ja: "plan に as_of（見込みとする最初の年度）を書いてください", en: "state as_of (the first year still open) in plan");
            self.useless(path, message, hint);
            self.hangs_on_years();
            return BTreeMap::new();
        };
        match self.stated(series, path, years) {
            Stated::Wrong => return BTreeMap::new(),
            Stated::Whole(typed) => return self.spread_actuals(typed, path, years, may_be_negative),
            Stated::ByYear => {}
        }
        let hint = text!(
            ja: "実績は as_of より前の年度だけに書けます。as_of を確かめてください",
            en: "only years before as_of take actuals; check as_of"
        );
        let read = self.series(series, path, closed, &hint);
        let mut out = BTreeMap::new();
        for (year, typed) in read {
            let spelled = series.years.keys().find(|k| FiscalYear::parse(k) == Some(year));
            let at = path.key(spelled.map_or("", String::as_str));
            if let Some(actual) = self.actual(&typed, &at, may_be_negative) {
                out.insert(year, actual);
            }
        }
        out
    }

    /// What was recorded for the plan period as a whole, in equal parts. The parts of an outturn's error add up to it as
    /// errors of years that have nothing to do with one another.
    fn spread_actuals(
        &mut self,
        typed: &TypedActual,
        path: &Path,
        years: &Years,
        may_be_negative: bool,
    ) -> BTreeMap<FiscalYear, Actual> {
        if years.closed.is_none_or(|closed| closed.last < years.plan.last) {
            let message = text!(ja: "計画期間の決算がまだ済んでいないのに、期間全体の実績があります", en: "an actual of the whole period is given though the period is not closed");
            let hint = text!(ja: "決算済みの年度ごとに書くか、as_of を計画期間の翌年度にしてください", en: "state it by closed year, or set as_of to the year after the plan");
            self.useless(path, message, hint);
            self.hangs_on_years();
            return BTreeMap::new();
        }
        let Some(whole) = self.actual(typed, path, may_be_negative) else { return BTreeMap::new() };
        let parts = years.plan.len() as f64;
        let part = Actual {
            value: whole.value / parts,
            sd: whole.sd.map(|sd| sd / parts.sqrt()),
            one_off: whole.one_off.map(|one_off| one_off / parts),
        };
        years.plan.years().map(|year| (year, part)).collect()
    }

    fn actual(&mut self, typed: &TypedActual, path: &Path, may_be_negative: bool) -> Option<Actual> {
        let value = typed.value();
        let (state, sd, one_off) = match typed {
            TypedActual::Number(_) => (ActualState::Actual, None, None),
            TypedActual::Table(t) => (t.state.unwrap_or(ActualState::Actual), t.sd, t.one_off),
        };
        if !may_be_negative && value < 0.0 {
            let message = text!(ja: "経費の実績がマイナスです", en: "the actual of a cost is negative");
            let hint = text!(ja: "経費は kind = \"cost\" の流れに正の数で書いてください", en: "write a cost as a positive number in a stream with kind = \"cost\"");
            self.refuse(path, message, text!(ja: "0 以上", en: "0 or above"), hint);
            return None;
        }
        match (state, sd) {
            (ActualState::Actual, Some(_)) => {
                let message = text!(ja: "実績（actual）に sd は使えません", en: "an actual has no sd");
                let hint = text!(ja: "決算見込なら state = \"outturn\" としてください", en: "for an estimate before the settlement write state = \"outturn\"");
                self.useless(&path.key("sd"), message, hint);
                None
            }
            (ActualState::Outturn, None) => {
                let message = text!(ja: "決算見込（outturn）には sd が必要です", en: "an outturn needs its sd");
                let hint = text!(ja: "sd = … （まだ動きうる幅）を書き足してください", en: "add sd = … (how far it may still move)");
                self.missing(path, &["sd"], message, hint);
                None
            }
            (ActualState::Outturn, Some(sd)) if sd <= 0.0 => {
                let message = text!(ja: "sd が 0 以下です", en: "sd is not above 0");
                let hint =
                    text!(ja: "動かないなら state を消してください", en: "if it cannot move, take the state out");
                self.refuse(&path.key("sd"), message, text!(ja: "0 より大きい数", en: "a number above 0"), hint);
                None
            }
            _ => Some(Actual { value, one_off, sd }),
        }
    }

    /// A number inside closed bounds, or nothing and a problem.
    pub(super) fn within(&mut self, value: f64, path: &Path, fits: bool, allowed: Text) -> Option<f64> {
        if fits {
            return Some(value);
        }
        let message = text!(ja: "数値が範囲外です", en: "a number outside its range");
        // Rates and shares are often typed as percentages.
        let hint = if value > 1.0 && value <= 100.0 {
            let decimal = value / 100.0;
            text!(ja: "割合は小数で書きます（{value}％は {decimal}）", en: "write shares as decimals ({value} % is {decimal})")
        } else {
            text!(ja: "範囲内の数に直してください", en: "use a number inside the range")
        };
        self.refuse(path, message, allowed, hint);
        None
    }
}

fn year_names() -> Text {
    Text::same("2024, \"2024年度\", \"FY2024\", \"R6\", \"令和6年度\"")
}
