//! Which share of what was missed by the last closed year is still made good: stated for the plan, a policy or an
//! initiative.

use super::Uncertain;
use super::context::Context;
use crate::distributions::Marginal;
use crate::lang::text;
use crate::scenario::{OpenYears, Path, Quantity};

impl Context<'_> {
    /// By policy: its own share, or else the plan's, or else none.
    pub(super) fn made_good_by_policy(&mut self) -> Vec<Uncertain> {
        let scenario = self.scenario;
        let top = Path::default();
        let of_plan = self.made_good(scenario.plan.made_good.as_ref(), "plan/", &top.key("plan"));
        if scenario.plan.open_years == Some(OpenYears::AsStated) {
            self.refuse_made_good(scenario.plan.made_good.as_ref(), &top.key("plan"));
        }
        let policies = scenario.policy.iter().enumerate();
        let each = policies.map(|(p, policy)| {
            let path = top.key("policy").index(p);
            if policy.open_years.or(scenario.plan.open_years) == Some(OpenYears::AsStated) {
                self.refuse_made_good(policy.made_good.as_ref(), &path);
            }
            let own = self.made_good(policy.made_good.as_ref(), &format!("policy//{}", policy.id), &path);
            own.or(of_plan).unwrap_or(Uncertain::Certain(0.0))
        });
        each.collect()
    }

    /// The share stated in the table at `path`, whose draws hang on `owner`.
    pub(super) fn made_good(&mut self, typed: Option<&Quantity>, owner: &str, path: &Path) -> Option<Uncertain> {
        let name = format!("{owner}/made_good");
        let path = path.key("made_good");
        let marginal = self.read.read(typed?, &name, &path, self.reader)?;
        if is_share(&marginal) {
            return Some(self.uncertain(name, marginal));
        }
        let message = text!(ja: "取り戻す割合が 0 から 1 の間にありません", en: "a share made good that does not lie between 0 and 1");
        let allowed =
            text!(ja: "0 以上 1 以下の数か、その間の分布", en: "a number from 0 to 1, or a distribution between them");
        let hint = text!(ja: "0.3 のように書いてください（0.3 は届かなかった額の3割を取り戻す）", en: "write for example 0.3 (three tenths of what was missed are made good)");
        self.reader.refuse(&path, message, allowed, hint);
        None
    }

    /// What is stated anew has nothing left to make good.
    fn refuse_made_good(&mut self, typed: Option<&Quantity>, path: &Path) {
        if typed.is_some() {
            let message = text!(ja: "open_years = \"as_stated\" のとき made_good は使えません", en: "made_good has no meaning with open_years = \"as_stated\"");
            let hint = text!(ja: "この行を消すか、open_years を from_reached にしてください", en: "take this line out, or set open_years to from_reached");
            self.reader.useless(&path.key("made_good"), message, hint);
        }
    }
}

/// Whether all values lie between 0 and 1.
fn is_share(marginal: &Marginal) -> bool {
    [-8.0, 8.0].iter().all(|z| (0.0..=1.0).contains(&marginal.quantile(*z)))
}
