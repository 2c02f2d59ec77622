//! The help in Japanese: one line for every command and argument, by name.

use clap::{Arg, Command};

/// A command's name, its description, and its arguments' by name.
type Words = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

const FORMAT: (&str, &str) = (
    "format",
    "帳票の形式：text、csv、json、html（図の入ったページ）、xlsx（ブック）。省くと --out の拡張子のもの、それもなければ text",
);
const ENCODING: (&str, &str) =
    ("encoding", "csv の文字コード。cp932（Shift_JIS）にない文字があれば、書き出さずに知らせます。省くと utf-8");
const OUT: (&str, &str) = ("out", "標準出力の代わりに書き込むファイル");
const FORCE: (&str, &str) =
    ("force", "もとのファイル、結果ファイル、手を加えた例でも、--out で上書きします（中身は失われます）");
const ROUNDING: (&str, &str) = (
    "rounding",
    "表示する額の端数処理：each はそれぞれ四捨五入、to-add は内訳の和が合計と一致するよう調整（端数調整）。省くと each",
);

const WORDS: [Words; 15] = [
    (
        "run",
        "シナリオを試算し、基本方針ごとの不足額の分布を報告します",
        &[
            ("files", "シナリオファイル。a.toml+b.toml は a に b を重ねます。省くと同梱の見直し後の計画"),
            ("trials", "試行回数。--precision を使うときはその上限（書かなければ 10000000）"),
            (
                "precision",
                "結果がここまで正確に分かるまで続けて止めます：0.5 は各目標の達成確率を ±0.5 ポイントまで（95％区間）。mean=0.1% や p10=500（シナリオの単位）は平均や分位点。コンマで並べられます",
            ),
            ("seed", "乱数の種。同じ種なら同じ結果になります"),
            ("sampling", "乱数の引き方。latin は量ごとにブロック内で層化し、random はしません"),
            ("threads", "スレッド数。0 は全コア。結果は変わりません"),
            ("detail", "すべての表と注を出します。省くと要点だけを一画面に。text のときだけ使えます"),
            ("deterministic", "不確実性をすべて除き、計画どおりの値を出します"),
            ("confidence", "必要な追加額の確度（％）"),
            FORMAT,
            ENCODING,
            ROUNDING,
            (
                "edition",
                "すべての表と注を、この財政計画の版の読替えと増減とともに出します：基準年度（R5 など）、all（すべて）、none（なし）。--detail だけなら現在の版。text のときだけ使えます（ほかの形式はすべての版を含みます）",
            ),
            (
                "table",
                "csv または行ごとの json に出す表：結果、財政計画への読替え、版から版への増減。省くと csv は結果（results）、json は全体。--format csv か json のときだけ使えます",
            ),
            (
                "samples",
                "試行ごとの効果額もこの parquet ファイルに書きます：統計のもとになった値そのもので、試行・基本方針（または合計）・年度ごとに 1 行。シナリオは 1 つ",
            ),
            (
                "samples_of",
                "--samples の行を試行のほかに何で分けるか：years（年度）、periods（計画期間と財政計画の版も。それぞれの算定方法で）、initiatives（取組項目と年度）。省くと年度",
            ),
            OUT,
            (
                "force",
                "もとのファイル、結果ファイル、手を加えた例でも、--out や --samples で上書きします（中身は失われます）",
            ),
        ],
    ),
    (
        "check",
        "試算せずに、シナリオを読んで確かめます：誤り、計画表、確認事項、根拠資料のない数値",
        &[
            ("files", "シナリオファイル。a.toml+b.toml は a に b を重ねます"),
            ("resolved", "代わりに、重ね合わせた後のシナリオを TOML で出力します"),
        ],
    ),
    (
        "compare",
        "計画策定時の計画と見直し後を同じ乱数で比べます：増減、その要因、予測精度",
        &[
            ("plan", "計画策定時のシナリオファイル。a.toml+b.toml は a に b を重ねます"),
            (
                "revised",
                "見直し後のシナリオファイル。それぞれを計画策定時と比べます。計画期間が違えば、両方にある年度で比べます",
            ),
            ("trials", "試行回数"),
            ("seed", "乱数の種。同じ種なら同じ結果になります"),
            ("sampling", "乱数の引き方。latin は量ごとにブロック内で層化し、random はしません"),
            ("threads", "スレッド数。0 は全コア。結果は変わりません"),
            ("detail", "すべての節と注を出します。省くと要点だけ。text のときだけ使えます"),
            ("deterministic", "不確実性をすべて除き、計画どおりの値で比べます"),
            ("confidence", "必要な追加額の確度（％）"),
            (
                "label",
                "帳票での呼び名。ファイルの順に、ファイルと同じ数だけ指定します。省くと「計画策定時」「見直し後」、計画期間が違えばファイルの名前",
            ),
            FORMAT,
            ENCODING,
            (
                "table",
                "csv または行ごとの json に出す表：増減、要因、版から版への増減、優劣、予測精度、系譜。省くと csv は増減（differences）、json は全体。--format csv か json のときだけ使えます",
            ),
            OUT,
            FORCE,
        ],
    ),
    (
        "batch",
        "シナリオ群をまとめて試算し、結果ファイルに入れます。中断しても続きから再開します",
        &[
            (
                "set",
                "シナリオ群：シナリオファイルのフォルダ、\"scenarios/*.toml\" のような書き方、またはシナリオ群の定義ファイル",
            ),
            ("store", "結果ファイル（SQLite）。省くと、現在のフォルダの「シナリオ群の名前.sqlite」"),
            ("plan", "何を何件試算するか、結果ファイルに既にあるもの、所要時間の目安を示します。何も書き込みません"),
            (
                "show",
                "代わりに、この名前のシナリオを TOML で出力します。単独で試算や説明ができます。何も書き込みません",
            ),
            (
                "only",
                "要因がこの値のシナリオだけを試算します。同じ要因の値を並べるといずれか、別の要因を並べるとすべてに合うもの",
            ),
            ("group", "このグループのシナリオだけを試算します"),
            ("trials", "試行回数"),
            ("seed", "乱数の種。同じ種なら同じ結果になります"),
            ("sampling", "乱数の引き方。latin は量ごとにブロック内で層化し、random はしません"),
            ("threads", "スレッド数。0 は全コア。結果は変わりません"),
            ("deterministic", "不確実性をすべて除き、計画どおりの値を出します"),
            ("confidence", "必要な追加額の確度（％）"),
            ("json_progress", "進み具合を標準エラーに 1 行 1 件の JSON で出します（他のプログラム用）"),
        ],
    ),
    (
        "report",
        "残しておいた結果を、あらためて帳票にします：シナリオ群の結果ファイル、または試算・比較の JSON",
        &[
            ("result", "結果：mikomi batch の結果ファイル、または mikomi run・compare の JSON ファイル"),
            (
                "table",
                "出す表。結果ファイルでは順位、要因別の値、最善案との差と頑健さ、効いている要因、届かないシナリオ、財政計画の版別、シナリオ一覧、全結果の書出し（省くと全体の要約）。JSON では csv または行ごとの json に出す表：試算は results・reconciliation・bridge、比較は differences から lineages まで",
            ),
            (
                "by",
                "シナリオを読む統計量：p_met、mean、margin、mean_shortfall、cvar90、extra_for_80、p5、p10、p20、p25、p50、p75、p80、p90、p95、achievement、planned。省くと達成確率（p_met）。達成確率がどれも 5％未満なら平均不足額、どれも 95％超なら平均の余裕額（margin）",
            ),
            ("detail", "試算・比較の結果の text で、すべての表と注を出します。省くと要点だけ"),
            ("policy", "読む基本方針の ID、または total（合計）。省くと合計（届かないシナリオは基本方針ごと）"),
            (
                "period",
                "読む期間：plan（計画期間）、rolling（対ローリング後）、年度（R9 など）、edition:R5（基準年度で指す財政計画の版）。省くと計画期間",
            ),
            ("rows", "表 odds の行にする要因（コンマ区切り）。none は一行だけ。省くと対応策"),
            ("columns", "表 odds の列にする要因（コンマ区切り）。none は一列だけ。省くと前提"),
            ("threshold", "目標に届くとみなす達成確率（％）。省くと 50"),
            ("top", "表に出す行の数"),
            (
                "only",
                "要因がこの値のシナリオだけを読みます（base は値を定めていないもの）。同じ要因の値を並べるといずれか、別の要因を並べるとすべてに合うもの",
            ),
            (
                "format",
                "形式。parquet は結果ファイルの表 results だけ。省くと --out の拡張子のもの、それもなければ text（表 results は csv）",
            ),
            ENCODING,
            (
                "rounding",
                "試算の結果で、表示する額の端数処理：each はそれぞれ四捨五入、to-add は内訳の和が合計と一致するよう調整（端数調整）。省くと each",
            ),
            (
                "edition",
                "試算の結果の text で、すべての表と注を、この財政計画の版の読替えと増減とともに出します：基準年度（R5 など）、all（すべて）、none（なし）。--detail だけなら現在の版",
            ),
            OUT,
            FORCE,
        ],
    ),
    (
        "chart",
        "残した結果の図を一つ、文書やスライドに貼れる画像（svg、png）にするか、図の一覧を出力します",
        &[
            ("result", "結果：mikomi batch の結果ファイル、または mikomi run か compare の JSON のファイル"),
            ("name", "図の名前。省くと、名前と題名の一覧"),
            ("out", "標準出力の代わりに書き込むファイル：.svg か .png（標準出力は svg）"),
            FORCE,
            ("width", "png の横幅（ピクセル）。省くと 1600"),
        ],
    ),
    (
        "bench",
        "生成したシナリオ群で、この機械の処理の速さを測ります",
        &[
            ("scenarios", "シナリオ群のシナリオ数"),
            ("initiatives", "シナリオごとの取組項目の数"),
            ("years", "計画の年数"),
            ("trials", "シナリオごとの試行回数"),
            ("threads", "最も多いときのスレッド数。0 は全コア"),
            ("seed", "乱数の種"),
            ("rounds", "測る回数。中央値を取ります"),
            ("save", "測った値を、後で比べるためにこのファイルに残します"),
            ("force", "--against のファイルでも --save で上書きします"),
            ("against", "このファイルの値（別の機械や別の版で測ったもの）と比べます"),
        ],
    ),
    (
        "explain",
        "計算に使う計画を言葉で示すか、ある試行の一つの数を乱数までさかのぼります",
        &[
            ("file", "シナリオファイル。a.toml+b.toml は a に b を重ねます。省くと同梱の見直し後の計画"),
            ("trials", "試行回数"),
            ("seed", "乱数の種"),
            ("sampling", "乱数の引き方"),
            ("trial", "計画を示す代わりにたどる試行の番号（1 から）"),
            ("policy", "たどる基本方針。省くと合計"),
            ("year", "たどる年度。省くと計画期間"),
            ("format", "たどった試行の出力の形式"),
        ],
    ),
    (
        "schema",
        "シナリオファイルの JSON Schema、項目一覧（Markdown）、確認事項、参照クラス、データの項目一覧を出力します",
        &[
            ("markdown", "項目一覧を Markdown で出力します"),
            ("classes", "参照クラスを出典とともに出力します"),
            ("checks", "check の確認事項を、いつ出るか、なぜ大切か、どう直すかとともに出力します"),
            ("data", "データの列と、それぞれの意味を出力します"),
            ("sweep", "シナリオファイルの代わりに、シナリオ群のファイルについて出力します"),
            ("map", "シナリオファイルの代わりに、import の対応表について出力します"),
        ],
    ),
    ("example", "同梱のシナリオの一覧、またはその一つを出力します", &[("name", "出力する例の名前"), OUT, FORCE]),
    (
        "template",
        "記入用のブック（Excel）を作ります。どのコマンドでも TOML の代わりに使えます",
        &[
            ("out", "書き込むブック（.xlsx）"),
            ("from", "書き入れておくシナリオ（ファイルか example:名前）。省くと、書き換えて使う小さな計画"),
            ("force", "すでにあるファイルに上書きします（中身は失われます）"),
        ],
    ),
    (
        "convert",
        "シナリオをブックまたは TOML として書き出します（どちらからでも）",
        &[
            ("from", "シナリオ：TOML かブック。a+b は a に b を重ねます。extends のもとも取り込みます"),
            ("to", "書き込むファイル：.xlsx か .toml"),
            ("force", "すでにあるファイルに上書きします（中身は失われます）"),
        ],
    ),
    (
        "import",
        "公表されている効果額の表（xlsx、xls、ods、csv、貼り付けたテキスト）をシナリオに取り込みます",
        &[
            ("files", "表のファイル：.xlsx、.xlsm、.xls、.ods、.csv（UTF-8 か cp932）、文書から貼り付けたテキスト"),
            (
                "table",
                "取り込む表：番号か、表題に含まれる言葉。いくつでも書けます。=targets か =amounts を付けると、その表の数値が目標額か計画の金額かを決めます",
            ),
            ("takes", "見出しに目標・実績とない数値は何か：targets は基本方針の目標額、amounts は計画の金額"),
            (
                "basis",
                "効果額の算定方法（表には書かれていません）：recurring は続く効果を毎年度、new_in_year は新しく生じた分だけ、year_on_year は前年度との差",
            ),
            ("year", "見出しに年度がない一年度分の表の年度、または「4年度」のような見出しの最初の年度：R4、2022 など"),
            ("unit", "表に単位が書かれていないときの、金額の単位（千円 など）"),
            ("sign", "マイナスの意味：effect は効果のマイナス、change は歳出の減（＝効果）"),
            ("brackets", "括弧の付いた数値の意味：negative はマイナス、cumulative は累計（読みません）"),
            ("dash", "「－」の意味：none は数値がない、zero は 0"),
            ("policy", "表に基本方針が書かれていないとき、すべての行の基本方針"),
            ("map", "対応表：列・行・セルの読み方を書いた TOML"),
            ("write_map", "決まった読み方を、次の年度にも使えるようにこの対応表に書き込みます"),
            ("onto", "もとの計画。実績を加え、見込みの初年度を決算済みの年度の次に進めます"),
            ("out", "書き込むファイル：.xlsx か .toml"),
            ("force", "すでにあるファイルに上書きします（中身は失われます）"),
        ],
    ),
    ("completions", "コマンドとオプションの名前を補完するための、シェルの設定を出力します", &[("shell", "シェル")]),
    (
        "man",
        "mikomi またはコマンドのマニュアルページを出力するか、すべてをフォルダに書き込みます",
        &[
            ("command", "コマンド。省くと mikomi 全体"),
            ("out", "代わりに、mikomi とすべてのコマンドのページをこのフォルダに書き込みます（mikomi-run.1 など）"),
        ],
    ),
];

const ABOUT: &str = "改革プランが財政計画の見込む効果額をどれだけの確率で達成し、どれだけ不足しうるかを試算します";
const LANG: &str = "出力の言語。省くと日本語（LC_ALL、LC_MESSAGES、LANG が英語なら英語）";
const HELP: &str = "使い方を表示します";
const VERSION: &str = "版を表示します";

/// What the help of `import` ends with.
const AFTER_IMPORT: &str = "--out がなければ何も書き込まず、表をどう読んだかを、数値ごとにセルを添えて示します。二とおりに読めるものはそのセルで止まります。オプションか対応表で決めてください（--write-map で作れます）。";

/// What the help of `batch` ends with.
const AFTER_BATCH: &str = "終了コード：0 は全シナリオの結果がそろったとき、2 はシナリオ・シナリオ群の定義・引数に誤りがあるとき、1 はそれ以外（結果ファイル、ディスク、メモリなど）、130 は中断。どの場合も、済んだと報告した結果は結果ファイルに入っており、同じコマンドで続きから再開できます。";

/// What the value of an argument is called, by clap's name for it.
const VALUES: &[(&str, &str)] = &[
    ("BASE_YEAR|all|none", "基準年度|all|none"),
    ("BASIS", "算定方法"),
    ("BRACKETS", "括弧"),
    ("COMMAND", "コマンド"),
    ("CONFIDENCE", "確度"),
    ("DASH", "横線"),
    ("ENCODING", "文字コード"),
    ("FACTOR", "要因"),
    ("FACTOR=VALUE", "要因=値"),
    ("FILE", "ファイル"),
    ("FILES", "ファイル"),
    ("FOLDER", "フォルダ"),
    ("FORMAT", "形式"),
    ("FROM", "もと"),
    ("HALF_WIDTH", "半幅"),
    ("ID", "ID"),
    ("INITIATIVES", "件数"),
    ("LABEL", "呼び名"),
    ("LANG", "言語"),
    ("MAP.toml", "対応表.toml"),
    ("N", "件数"),
    ("NAME", "名前"),
    ("OUT", "書込先"),
    ("PERCENT", "％"),
    ("PERIOD", "期間"),
    ("PLAN", "計画"),
    ("POLICY", "基本方針"),
    ("RESULT", "結果"),
    ("REVISED", "見直し後"),
    ("ROUNDING", "端数処理"),
    ("ROUNDS", "回数"),
    ("SAMPLES_OF", "単位"),
    ("SAMPLING", "引き方"),
    ("SCENARIO", "シナリオ"),
    ("SCENARIOS", "件数"),
    ("SEED", "種"),
    ("SET", "シナリオ群"),
    ("SHELL", "シェル"),
    ("SIGN", "符号"),
    ("STATISTIC", "統計量"),
    ("TABLE", "表"),
    ("TABLE[=targets|amounts]", "表[=targets|amounts]"),
    ("THREADS", "数"),
    ("TO", "書込先"),
    ("TRIAL", "試行"),
    ("TRIALS", "試行回数"),
    ("UNIT", "単位"),
    ("USE", "使い道"),
    ("YEAR", "年度"),
    ("YEARS", "年数"),
];

/// Puts the Japanese words in place of the English ones.
pub(super) fn localise(command: Command) -> Command {
    let mut command =
        common(command.about(ABOUT)).mut_arg("lang", |a| described(a, LANG)).disable_help_subcommand(true);
    for (name, about, args) in WORDS {
        command = command.mut_subcommand(name, |sub| {
            let sub = common(sub.about(about));
            let sub = args.iter().fold(sub, |sub, (id, help)| sub.mut_arg(id, |a| described(a, help)));
            used(sub, &format!("mikomi {name}"))
        });
    }
    used(command.subcommand_value_name("コマンド"), "mikomi")
        .mut_subcommand("batch", |sub| sub.after_help(AFTER_BATCH))
        .mut_subcommand("import", |sub| sub.after_help(AFTER_IMPORT))
}

/// The argument with its help, its default and its choices in Japanese instead of the words that clap has for them.
fn described(arg: Arg, help: &str) -> Arg {
    let list = |words: Vec<String>| words.join("、");
    let defaults = list(arg.get_default_values().iter().map(|v| v.to_string_lossy().into_owned()).collect());
    let takes_value = arg.get_action().takes_values();
    let choices = arg.get_possible_values().iter().map(|v| v.get_name().to_owned()).collect();
    let choices = if takes_value { list(choices) } else { String::new() };
    let told = [("既定値", defaults), ("選択肢", choices)].into_iter().filter(|(_, v)| takes_value && !v.is_empty());
    let told: String = told.map(|(word, values)| format!(" [{word}：{values}]")).collect();
    let help = format!("{help}{told}");
    let arg = called(arg);
    // Only what takes a value has values to hide.
    arg.help(help).hide_default_value(takes_value).hide_possible_values(takes_value)
}

/// The argument with a Japanese name for its value.
fn called(arg: Arg) -> Arg {
    let own = arg
        .get_value_names()
        .and_then(<[_]>::first)
        .map_or_else(|| arg.get_id().as_str().to_uppercase(), ToString::to_string);
    match VALUES.iter().find(|(name, _)| *name == own) {
        Some((_, name)) if arg.get_action().takes_values() => arg.value_name(*name),
        _ => arg,
    }
}

/// The command with its usage in Japanese.
fn used(command: Command, name: &str) -> Command {
    let usage = command.clone().bin_name(name.to_owned()).render_usage().to_string();
    let usage = usage.trim_start_matches("Usage: ").replace("[OPTIONS]", "[オプション]");
    command.override_usage(usage)
}

fn common(command: Command) -> Command {
    use clap::ArgAction;
    command
        .version(env!("CARGO_PKG_VERSION"))
        .help_template("{about}\n\n使い方: {usage}\n\n{all-args}{after-help}")
        .subcommand_help_heading("コマンド")
        .mut_args(|a| {
            let heading = if a.is_positional() { "引数" } else { "オプション" };
            a.help_heading(heading)
        })
        .disable_help_flag(true)
        .disable_version_flag(true)
        .arg(Arg::new("help").short('h').long("help").action(ArgAction::Help).help(HELP).help_heading("オプション"))
        .arg(
            Arg::new("version")
                .short('V')
                .long("version")
                .action(ArgAction::Version)
                .help(VERSION)
                .help_heading("オプション"),
        )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::args::Cli;
    use clap::CommandFactory;

    fn is_japanese(words: &str) -> bool {
        words.chars().any(|c| ('\u{3040}'..='\u{9fff}').contains(&c))
    }

    #[test]
    fn every_command_and_argument_has_japanese_words() {
        let command = localise(Cli::command());
        assert!(command.get_about().is_some_and(|a| is_japanese(&a.to_string())));
        for sub in command.get_subcommands() {
            assert!(sub.get_about().is_some_and(|a| is_japanese(&a.to_string())), "{}", sub.get_name());
            assert!(sub.get_after_help().is_none_or(|a| is_japanese(&a.to_string())), "{}", sub.get_name());
            for arg in sub.get_arguments() {
                let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
                assert!(is_japanese(&help), "{} {}: {help}", sub.get_name(), arg.get_id());
            }
            let printed = sub.clone().render_long_help().to_string();
            assert!(!printed.contains("[default") && !printed.contains("[possible"), "{printed}");
        }
        let run = command.find_subcommand("run").expect("there").clone().render_long_help().to_string();
        let run = run.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(run.contains("[既定値：latin] [選択肢：latin、random]"), "{run}");
    }
}
