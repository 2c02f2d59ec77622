//! An example of each guard rail, in a line.

use super::catalogue::Rail;
use crate::lang::{Text, text};

impl Rail {
    /// What a file looks like in which it fires.
    pub fn example(self) -> Text {
        match self {
            Self::UnitSlip => {
                text!(ja: "目標額が年に 80,000（千円）の方針に、amounts = {{ R7 = 8_000_000 }}（円のまま）", en: "amounts = {{ R7 = 8_000_000 }} (yen) in a policy that aims at 80,000 (thousand yen) a year")
            }
            Self::PolicyWithoutTarget => text!(ja: "[[policy]] に targets がない", en: "a [[policy]] without targets"),
            Self::YearWithoutTarget => {
                text!(ja: "R4～R9 の計画に targets = {{ R4 = 10, R5 = 20, R6 = 30, R7 = 30, R8 = 30 }}（R9 がない）", en: "targets = {{ R4 = 10, R5 = 20, R6 = 30, R7 = 30, R8 = 30 }} in a plan from R4 to R9")
            }
            Self::IncrementsAsLevels => {
                text!(ja: "毎年度 100 ずつ増えて目標 100、200、300 となるところを、amounts = {{ R4 = 100, R5 = 100, R6 = 100 }}", en: "amounts = {{ R4 = 100, R5 = 100, R6 = 100 }} where 100 is added each year and targets are 100, 200, 300")
            }
            Self::FarFromTarget => {
                text!(ja: "目標額 600 に対して計画値 906", en: "906 planned against a target of 600")
            }
            Self::ClosedWithoutActual => {
                text!(ja: "as_of = \"R6\" なのに、R5 の実績がない", en: "as_of = \"R6\", and nothing is recorded for R5")
            }
            Self::OpenYearsUnstated => {
                text!(ja: "目標額 4,000 の計画で R4・R5 に 90 届かなかった実績があり、open_years がない", en: "actuals 90 short in R4 and R5 of a plan of 4,000, and no open_years")
            }
            Self::RecordsReadAnew => {
                text!(ja: "basis = \"new_in_year\" の計画に、実績が水準（増分でなく）で書かれている", en: "actuals typed as levels in a plan with basis = \"new_in_year\"")
            }
            Self::MissedIsLost => {
                text!(ja: "R5 の計画の水準 300 に対して実績 230、made_good がない", en: "230 recorded for R5 against a planned level of 300, and no made_good")
            }
            Self::EarlyAmount => {
                text!(ja: "amounts = {{ R6 = 100 }} の流れに、実績 R5 = 20", en: "an actual of R5 = 20 in a stream with amounts = {{ R6 = 100 }}")
            }
            Self::OneOffGuessed => {
                text!(ja: "計画が経費 80 と土地の売却 100 の年度に、実績 R4 = 50 とだけ書く", en: "R4 = 50 as the actual of a year with a cost of 80 and a sale of 100")
            }
            Self::BegunMayNotBegin => {
                text!(ja: "open_years = \"as_stated\" の方針で、R4 から実績のある取組に go_ahead = 0.8", en: "go_ahead = 0.8 for an initiative with actuals from R4 on, where open_years = \"as_stated\"")
            }
            Self::EditionTargetBelowZero => {
                text!(ja: "基準年度 R4 の目標額 100、その後は 10（90 は土地の売却）", en: "a target of 100 in the base year R4 and of 10 afterwards (90 is a sale of land)")
            }
            Self::LossInBase => {
                text!(ja: "基準年度の目標額が R4 = -10_000（導入経費）", en: "R4 = -10_000 (a set-up cost) as the target of a base year")
            }
            Self::EditionWithoutTarget => {
                text!(ja: "R9 までの計画で、beyond_plan = \"explicit\" の版が R13 に及ぶ", en: "an edition with beyond_plan = \"explicit\" that reaches R13, in a plan up to R9")
            }
            Self::TargetUnread => {
                text!(ja: "R9 までの計画に R14 の目標額があり、R13 までの版しか読まない", en: "a target for R14 in a plan up to R9 whose editions read up to R13")
            }
            Self::LateSeries => {
                text!(ja: "base = \"R6\" の指数に、R4 からの金額が連動する", en: "amounts from R4 on that grow with an index of base = \"R6\"")
            }
            Self::NegativeRealisation => {
                text!(ja: "realisation = {{ kind = \"normal\", mean = 0.9, sd = 0.5 }}", en: "realisation = {{ kind = \"normal\", mean = 0.9, sd = 0.5 }}")
            }
            Self::NoEffect => {
                text!(ja: "どの流れも使わない [[driver]]、費用だけの取組の delay", en: "a [[driver]] that no stream uses; the delay of an initiative with costs only")
            }
            Self::DroppedToo => {
                text!(ja: "drop = true の取組を requires に挙げている取組", en: "an initiative that requires one with drop = true")
            }
            Self::StrategyElsewhere => {
                text!(ja: "policy = \"I\" の取組に、II の戦略区分", en: "a strategy class of II in an initiative with policy = \"I\"")
            }
            Self::Certain => {
                text!(ja: "歳出減の多くが参照クラスなのに、一つだけ realisation がない", en: "a saving without realisation among others with reference classes")
            }
            Self::BackLoading => text!(ja: "目標額が 10、10、10、10、40、40", en: "targets of 10, 10, 10, 10, 40, 40"),
            Self::NoCorrelation => {
                text!(ja: "不確かな取組が 12 あり、[[dependence]] がない", en: "twelve uncertain initiatives and no [[dependence]]")
            }
            Self::DoubleCounting => {
                text!(ja: "同じ課の「窓口業務の見直し」と「窓口業務の見直し（分室）」", en: "\"Review of counters\" and \"Review of counters (branch)\" of one division")
            }
            Self::NoSource => text!(ja: "source のない表の金額", en: "amounts in a table without source"),
            Self::OneSided => {
                text!(ja: "多くても 660 しか届かない方針に、目標額 666", en: "a target of 666 for a policy that can reach 660 at most")
            }
            Self::UnusedAccept => {
                text!(ja: "単位を直した後に残った accept = {{ unit-slip = \"…\" }}", en: "accept = {{ unit-slip = \"…\" }} left behind after the unit was corrected")
            }
        }
    }
}
