//! The throughput of this machine, beside that of another where one is given.

use super::numbers::significant;
use super::tables::{align, table};
use crate::batch::Measured;
use crate::lang::{Lang, Text, text};
use crate::money;

/// A figure by name, and how it is read.
struct Line {
    name: Text,
    value: f64,
    other: Option<f64>,
    /// Whether more is better; nothing where neither is.
    more_is_better: Option<bool>,
}

/// The figures of a measurement as a table with notes, beside those of another.
pub fn throughput(measured: &Measured, against: Option<&Measured>, lang: Lang) -> String {
    let mut heads = vec![text!(ja: "測ったもの", en: "Measured"), text!(ja: "今回", en: "now")];
    if against.is_some() {
        heads.extend([text!(ja: "比較の相手", en: "against"), text!(ja: "今回は何倍よいか", en: "times as good")]);
    }
    let mut table = table(heads.iter().map(|h| h.get(lang).to_owned()).collect());
    for line in lines(measured, against) {
        let mut row = vec![line.name.get(lang).to_owned(), significant(line.value)];
        if against.is_some() {
            row.push(line.other.map_or_else(|| "－".to_owned(), significant));
            row.push(ratio(&line).map_or_else(|| "－".to_owned(), significant));
        }
        table.add_row(row);
    }
    align(&mut table);
    let mut out = format!("{}\n\n{table}\n", head(measured).get(lang));
    for note in notes(measured, against) {
        out.push('\n');
        out.push_str(note.get(lang));
    }
    out + "\n"
}

fn head(measured: &Measured) -> Text {
    let asked = &measured.asked;
    let [scenarios, trials] = [asked.scenarios as f64, asked.trials as f64].map(money::count);
    let (initiatives, years, rounds) = (asked.size.initiatives, asked.size.years, asked.rounds);
    let (version, system, cores) = (&measured.version, &measured.system, measured.cores);
    text!(
        ja: "mikomi {version}（{system}、{cores}コア）：生成した{scenarios}シナリオ × 取組{initiatives}項目 × {years}年度 × {trials}試行。{rounds}回測った中央値",
        en: "mikomi {version} ({system}, {cores} cores): {scenarios} generated scenarios × {initiatives} initiatives × {years} years × {trials} trials; the median of {rounds} rounds"
    )
}

fn lines(measured: &Measured, against: Option<&Measured>) -> Vec<Line> {
    let line = |name: Text, of: fn(&Measured) -> f64, more_is_better| Line {
        name,
        value: of(measured),
        other: against.map(of),
        more_is_better,
    };
    let mut lines = vec![
        line(text!(ja: "シナリオ／秒", en: "scenarios a second"), Measured::scenarios_per_second, Some(true)),
        line(text!(ja: "試行／秒", en: "trials a second"), Measured::trials_per_second, Some(true)),
        line(
            text!(ja: "乱数1個（ナノ秒、1スレッド、1シナリオ）", en: "ns a random number (one thread, one scenario)"),
            Measured::ns_per_number,
            Some(false),
        ),
        line(text!(ja: "乱数／試行", en: "random numbers a trial"), |m| m.numbers_per_trial as f64, None),
        line(text!(ja: "乱数を共有する効果（倍）", en: "gain from shared draws (times)"), Measured::gain, Some(true)),
        line(
            text!(ja: "シナリオ1個（ミリ秒）：シナリオ群の中で", en: "ms a scenario: in the set"),
            |m| 1e3 * m.together,
            Some(false),
        ),
        line(text!(ja: "同：単独で、同じ結果だけ", en: "by itself, the same results"), |m| 1e3 * m.alone, Some(false)),
        line(
            text!(ja: "同：単独で、run の全帳票", en: "by itself, all that run reports"),
            |m| 1e3 * m.alone_in_full,
            Some(false),
        ),
    ];
    for set in &measured.sets {
        let threads = set.threads;
        let of = |m: &Measured| m.sets.iter().find(|s| s.threads == threads).map(|s| s.seconds);
        lines.push(Line {
            name: text!(ja: "シナリオ群全体（秒）：{threads}スレッド", en: "seconds for the set: {threads} threads"),
            value: set.seconds,
            other: against.and_then(of),
            more_is_better: Some(false),
        });
    }
    let megabytes = |bytes: u64| bytes as f64 / 1e6;
    lines.push(Line {
        name: text!(ja: "結果の格納ファイル（MB）", en: "store (MB)"),
        value: megabytes(measured.store_bytes),
        other: against.map(|m| megabytes(m.store_bytes)),
        more_is_better: Some(false),
    });
    if let Some(peak) = measured.peak_bytes {
        lines.push(Line {
            name: text!(ja: "最大メモリ（MB）", en: "peak memory (MB)"),
            value: megabytes(peak),
            other: against.and_then(|m| m.peak_bytes).map(megabytes),
            more_is_better: Some(false),
        });
    }
    lines
}

/// How many times as good the figure is as the other.
fn ratio(line: &Line) -> Option<f64> {
    let other = line.other?;
    Some(if line.more_is_better? { line.value / other } else { other / line.value })
}

fn notes(measured: &Measured, against: Option<&Measured>) -> Vec<Text> {
    let compared = measured.compared;
    let mut notes = vec![text!(
        ja: "{compared}シナリオを単独の試算と比べ、すべての値が最後の桁まで等しいことを確かめました。",
        en: "{compared} scenarios were held against what each gives by itself: every figure is equal to the last bit."
    )];
    notes.push(text!(
        ja: "秒は読込み、点検、試算、格納のすべてを含みます。ほかの処理が動いていると遅くなるため、比べるときは条件をそろえてください。",
        en: "Seconds hold reading, checking, simulating and storing. Other work on the machine slows it down: compare like with like."
    ));
    if against.is_some_and(|other| other.asked != measured.asked) {
        notes.push(text!(
            ja: "注意：比較の相手は、シナリオ群の大きさ、試行回数などが違います。倍率はそのまま比べられません。",
            en: "Beware: the other measurement was of another size, number of trials or the like. The ratios do not compare like with like."
        ));
    }
    notes
}
