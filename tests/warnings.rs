//! What is allowed but looks wrong is told, in both languages, and nothing else is.

use crate::simulated::read;
use mikomi::lang::Text;

/// Targets alike in every year, a saving from R5 on.
fn scenario(plan: &str, targets: &str, start: &str, more: &str) -> String {
    format!(
        "format = 1\ntitle = \"t\"\nunit = \"千円\"\nplan = {{ {plan} }}\n{more}\n\
         [[policy]]\nid = \"P\"\nname = \"P\"\ntargets = {{ {targets} }}\n\
         [[initiative]]\nid = \"a\"\nname = \"a\"\npolicy = \"P\"\n\
         stream = [{{ id = \"s\", kind = \"saving\", amounts = {{ {start} = 10 }} }}]\n"
    )
}

const PERIOD: &str = "first = \"R4\", last = \"R9\", basis = \"recurring\"";
const CLOSED: &str = "first = \"R4\", last = \"R9\", basis = \"recurring\", as_of = \"R5\"";
const NO_PERIOD: &str = "basis = \"recurring\"";
const TARGETS: &str = "R4 = 9, R5 = 9, R6 = 9, R7 = 9, R8 = 9, R9 = 9";

/// For every year that the rule below covers.
const TO_THE_END: &str = "R4 = 9, R5 = 9, R6 = 9, R7 = 9, R8 = 9, R9 = 9, R10 = 9, R11 = 9, R12 = 9, R13 = 9";

/// A rule for the bases R3 to R8 over five years.
fn rule(beyond: &str) -> String {
    let beyond = if beyond.is_empty() { String::new() } else { format!("beyond_plan = \"{beyond}\"\n") };
    format!("[editions]\nfirst_base = \"R3\"\nlast_base = \"R8\"\nhorizon = 5\n{beyond}")
}

/// Each warning must hold one of the wanted pairs of words, Japanese and English, in their order.
fn check(name: &str, text: &str, wanted: &[(&str, &str)]) {
    let (_, model) = read(text);
    let told: Vec<&Text> = model.found.iter().map(|f| &f.words).collect();
    let all = told.len() == wanted.len()
        && told.iter().zip(wanted).all(|(w, (ja, en))| w.ja.contains(ja) && w.en.contains(en));
    assert!(all, "{name}: {told:#?}");
}

#[test]
fn editions_that_count_years_without_a_target() {
    let text = |targets: &str, beyond: &str| scenario(PERIOD, targets, "R5", &rule(beyond));
    let wanted = (
        "（基準年度 R5、R6、R7、R8）は計画期間より後の R10–R13 にも及びますが、その年度の目標額が一つもなく、0 とみなします",
        "(base FY2023, FY2024, FY2025, FY2026) reach FY2028–FY2031, after the plan, where no target is stated; the target counts as 0 there",
    );
    check("none", &text(TARGETS, "explicit"), &[wanted]);
    check("one", &text(&format!("{TARGETS}, R10 = 9"), "explicit"), &[]);
    check("hold", &text(TARGETS, ""), &[]);
    check("zero", &text(TARGETS, "zero"), &[]);
    let of_total = format!("{}\n[total]\ntargets = {{ {TARGETS}, R10 = 9 }}", rule("explicit"));
    check("of the total", &scenario(PERIOD, TARGETS, "R5", &of_total), &[]);
    let changes = PERIOD.replace("recurring", "new_in_year");
    let stays = ("最後の水準のままとみなします", "where no target is stated; what is aimed at stays at its last level");
    check("changes", &scenario(&changes, TARGETS, "R5", &rule("explicit")), &[stays]);
    let last = (
        "（基準年度 R5、R6、R7、R8）は最後の目標額より後の R10–R13 にも及びますが",
        "(base FY2023, FY2024, FY2025, FY2026) reach FY2028–FY2031, after the last target; the target counts as 0 there",
    );
    check("no period", &scenario(NO_PERIOD, TARGETS, "R5", &rule("")), &[last]);
    check("no period, all", &scenario(NO_PERIOD, TO_THE_END, "R5", &rule("")), &[]);
}

#[test]
fn losses_in_a_base_year() {
    let targets = TARGETS.replace("R5 = 9", "R5 = -4");
    let lasting = (
        "令和5年度を基準年度とする版は、その年度の「P」の目標額のうち ▲4 を続く水準とみて",
        "the edition with base FY2023 takes ▲4 of the target of 'P' in that year for a lasting level",
    );
    check("target", &scenario(PERIOD, &targets, "R5", &rule("")), &[lasting]);
    let once = targets.replace("-4", "{ value = -4, one_off = -4 }");
    check("one-off", &scenario(PERIOD, &once, "R5", &rule("")), &[]);
    check("no edition", &scenario(PERIOD, &targets, "R5", ""), &[]);
    let recorded =
        scenario(CLOSED, TARGETS, "R5", &rule("")).replace("[[initiative]]", "actuals = { R4 = -5 }\n[[initiative]]");
    let actual =
        ("令和4年度を基準年度とする版は、その年度の「P」の実績のうち ▲5", "takes ▲5 of the actual of 'P' in that year");
    check("actual", &recorded, &[actual]);
}

#[test]
fn targets_that_no_edition_reads() {
    let two = "[[edition]]\nbase = \"R5\"\nhorizon = 5\nbeyond_plan = \"explicit\"\n[[edition]]\nbase = \"R8\"\nhorizon = 5\n";
    let targets = format!("{TARGETS}, R10 = 9, R11 = 9, R12 = 9");
    let wanted = (
        "「P」の計画期間より後の目標額（R11、R12）は、どの版にも",
        "the targets of 'P' after the plan (FY2029, FY2030) are read by no edition",
    );
    check("of a policy", &scenario(PERIOD, &targets, "R5", two), &[wanted]);
    let of_total = format!("{two}[total]\ntargets = {{ {targets} }}");
    let total =
        ("合計の計画期間より後の目標額（R11、R12）は", "the targets of the total after the plan (FY2029, FY2030)");
    check("of the total", &scenario(PERIOD, &format!("{TARGETS}, R10 = 9"), "R5", &of_total), &[total]);
    // A rise of 9 in R7 is part of every level from there on, whichever years the edition covers.
    let late = "[[edition]]\nbase = \"R11\"\nhorizon = 5\nbeyond_plan = \"explicit\"\n";
    let earlier = format!("{TARGETS}, R10 = 9, R12 = 9");
    let unread = ("（R10）", "(FY2028)");
    check("levels", &scenario(PERIOD, &earlier, "R5", late), &[unread]);
    check("changes", &scenario(&PERIOD.replace("recurring", "new_in_year"), &earlier, "R5", late), &[]);
}

#[test]
fn closed_years_that_only_editions_read() {
    let edition = "[[edition]]\nbase = \"R2\"\nhorizon = 5\n";
    let of_plan = ("決算済みの令和4年度の「P」に実績がありません", "the closed year FY2022 of 'P' has no actual");
    let read = |ja, en| [of_plan, (ja, en)];
    let base = read(
        "財政計画の版が読む、決算済みの令和3年度の「P」に実績がありません",
        "the closed year FY2021 of 'P', which editions read, has no actual",
    );
    check("at work", &scenario(CLOSED, TARGETS, "R3", edition), &base);
    check("not yet", &scenario(CLOSED, TARGETS, "R5", edition), &[of_plan]);
    let recorded = scenario(CLOSED, TARGETS, "R3", edition)
        .replace("[[initiative]]", "actuals = { R3 = 1, R4 = 1 }\n[[initiative]]");
    check("recorded", &recorded, &[]);
    check("unread", &scenario(CLOSED, TARGETS, "R3", ""), &[of_plan]);
}

#[test]
fn amounts_after_everything_that_is_counted() {
    let text = |start: &str, more: &str| scenario(PERIOD, TARGETS, start, more);
    let after = (
        "「a/s」の金額は計画期間の後だけで、効き目がありません",
        "'a/s' has amounts after the plan period only and no effect",
    );
    let would = (
        "（beyond_plan = \"explicit\" の版なら数えます）",
        "(editions with beyond_plan = \"explicit\" would count them)",
    );
    check("no editions", &text("R11", ""), &[after]);
    check("hold", &text("R11", &rule("")), &[would]);
    check("out of reach", &text("R15", &rule("")), &[after]);
    let explicit = text("R11", &rule("explicit")).replace("R9 = 9", "R9 = 9, R10 = 9");
    check("explicit", &explicit, &[]);
    let late = ("どの版の対象年度よりも後だけで", "after the years of all editions only and no effect");
    check("no period", &scenario(NO_PERIOD, TO_THE_END, "R15", &rule("")), &[late]);
}

#[test]
fn only_a_plan_with_an_end_is_back_loaded() {
    let late = "R4 = 1, R5 = 1, R6 = 1, R7 = 1, R8 = 50, R9 = 50";
    let loaded = ("後年度偏重", "back-loaded");
    check("plan", &scenario(PERIOD, late, "R5", ""), &[loaded]);
    let rising = late.replace("R8", "R12").replace("R9", "R13");
    check("no period", &scenario(NO_PERIOD, &rising, "R5", &rule("")), &[]);
}
