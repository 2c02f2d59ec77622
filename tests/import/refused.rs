//! What can be read in two ways is refused at its cell, in the same words each time.

use super::{refusal, table, within};
use std::path::Path;

/// A text file with a table.
fn written(folder: &Path, name: &str, text: &str) -> String {
    std::fs::write(folder.join(name), text).expect("written");
    name.to_owned()
}

/// Each cell that is not clear, with what is told of it.
#[test]
fn cells_that_are_not_clear_are_told_in_both_languages() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    for (cell, ja, en) in [
        (
            "(1,234)",
            "誤り: 括弧の付いた数値です。マイナスか累計か、表からは分かりません\n  --> t.txt 3:2\n  値: (1,234)\n  対処: --brackets negative（マイナス）か --brackets cumulative（累計なので読まない）を付けてください",
            "error: a number in brackets: the table does not say whether it is negative or cumulative\n  --> t.txt 3:2\n  value: (1,234)\n  to do: add --brackets negative, or --brackets cumulative (not read)",
        ),
        (
            "850（9,500）",
            "誤り: 一つのセルに数値が二つあります\n  --> t.txt 3:2\n  値: 850(9,500)\n  対処: 括弧の中が累計なら --brackets cumulative を付け、そうでなければ対応表の [table.cells] にこのセルの数値を書いてください",
            "error: two numbers in one cell\n  --> t.txt 3:2\n  value: 850(9,500)\n  to do: add --brackets cumulative if the one in brackets is cumulative; else write the number of this cell under [table.cells] of a map",
        ),
        (
            "0.062)",
            "誤り: 括弧の片方がありません\n  --> t.txt 3:2\n  値: 0.062)\n  対処: 表を直すか、対応表の [table.cells] にこのセルの数値を書いてください",
            "error: half of the brackets is missing\n  --> t.txt 3:2\n  value: 0.062)\n  to do: correct the table, or write the number of this cell under [table.cells] of a map",
        ),
        (
            "4,254,000円の増",
            "誤り: 「増」「減」の付いた額です。効果の向きは表からは決まりません\n  --> t.txt 3:2\n  値: 4,254,000円の増\n  対処: 対応表の [table.cells] に、表のほかの数値と同じ符号の付け方でこのセルの数値を書いてください",
            "error: an amount with the word for more or less: the table does not say which way the effect goes\n  --> t.txt 3:2\n  value: 4,254,000円の増\n  to do: write the number of this cell, with the sign that the other figures of the table would have, under [table.cells] of a map",
        ),
        (
            "95.2%",
            "誤り: 金額の列に割合（％）があります\n  --> t.txt 3:2\n  値: 95.2%\n  対処: 割合の行・列なら、対応表の [table.rows]・[table.columns] で \"skip\" としてください",
            "error: a percentage in a column of amounts\n  --> t.txt 3:2\n  value: 95.2%\n  to do: if the row or column holds percentages, name it \"skip\" under [table.rows] or [table.columns] of a map",
        ),
        (
            "1,234①",
            "誤り: 数値に丸数字か上付き数字が付いています\n  --> t.txt 3:2\n  値: 1,234①\n  対処: 注の番号なら表から除くか、対応表の [table.cells] にこのセルの数値を書いてください",
            "error: a circled or raised number is attached to the figure\n  --> t.txt 3:2\n  value: 1,234①\n  to do: take the mark of a footnote out, or write the number of this cell under [table.cells] of a map",
        ),
        (
            "12,34",
            "誤り: 桁区切りのコンマか小数点の位置が数値と合いません\n  --> t.txt 3:2\n  値: 12,34\n  対処: 表を直すか、対応表の [table.cells] にこのセルの数値を書いてください",
            "error: the commas or the point do not stand where a number has them\n  --> t.txt 3:2\n  value: 12,34\n  to do: correct the table, or write the number of this cell under [table.cells] of a map",
        ),
        (
            "皆減",
            "誤り: 数値として読めません\n  --> t.txt 3:2\n  値: 皆減\n  対処: 表を直すか、対応表の [table.cells] にこのセルの数値を書くか、[table.rows]・[table.columns] でこの行・列を外してください",
            "error: not readable as a number\n  --> t.txt 3:2\n  value: 皆減\n  to do: correct the table, write the number of this cell under [table.cells] of a map, or leave its row or column out under [table.rows] or [table.columns]",
        ),
    ] {
        let name = written(
            at,
            "t.txt",
            &format!("（単位：千円）\n区分\tR7\tR8\n歳入の確保\t{cell}\t100\n歳出の削減\t200\t300\n"),
        );
        for (lang, expected, found) in [("ja", ja, "誤りが 1 件あります。"), ("en", en, "1 problem found.")] {
            assert_eq!(refusal(at, &["import", &name, "--lang", lang]), format!("{expected}\n\n{found}"), "{cell}");
        }
    }
}

/// All at once, each at its cell.
#[test]
fn every_cell_is_told_at_once() {
    let told = refusal(Path::new("."), &["import", &table("label_in_second_place.csv"), "--lang", "en"]);
    for cell in ["A4", "C4", "E4", "C5", "D5", "E5", "C6", "D6", "E6"] {
        assert!(told.contains(&format!("label_in_second_place.csv {cell}\n")), "{cell}: {told}");
    }
    assert!(told.ends_with("9 problems found."), "{told}");
    let told = refusal(Path::new("."), &["import", &table("more_and_less.csv"), "--lang", "en"]);
    assert!(
        told.contains("more_and_less.csv B3\n") && told.contains("C3\n") && told.ends_with("2 problems found."),
        "{told}"
    );
}

/// What is said of a table as a whole.
#[test]
fn tables_that_are_not_clear_are_told_in_both_languages() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    let plain = "区分\tR7\tR8\n歳入の確保\t100\t100\n";
    written(at, "none.txt", "ただの文章です。\n数値は 100 です。\n");
    written(at, "unit.txt", plain);
    written(at, "units.txt", &format!("（単位：千円）\n{plain}（単位：百万円）\n"));
    written(at, "two.txt", &format!("甲\n（単位：千円）\n{plain}\n\n乙\n（単位：千円）\n{plain}"));
    written(at, "unknown.txt", "（単位：千円）\n区分\tR7\tR8\tその他\n歳入の確保\t100\t100\t5\n");
    written(at, "twice.txt", "（単位：千円）\n区分\tR7 計画\tR7 予算\n歳入の確保\t100\t100\n");
    written(at, "nameless.txt", "（単位：千円）\n区分\tR7\tR8\n歳入の確保\t100\t100\n\t5\t6\n");
    written(at, "ragged.txt", "（単位：千円）\n区分 R7 R8 R9\n歳入の確保 100 100 100\n歳出の削減 5 6\n");
    written(at, "items.txt", "（単位：千円）\n取組\tR7\tR8\n広告\t100\t100\n");
    written(at, "head.txt", "（単位：人）\n区分\tR7\tR8\n歳入の確保\t3万円\t2\n");
    std::fs::write(at.join("odd.csv"), b"\x81").expect("written");
    for (args, ja, en) in [
        (
            &["none.txt"][..],
            "誤り: ファイル「none.txt」に表が見つかりません\n  対処: 見出しに年度（令和4年度、R4、2022 など）があり、その下に数値のある表を読みます。表題だけに年度がある一年度分の表なら、--year R4 のように年度を指定してください",
            "error: no table was found in the file 'none.txt'\n  to do: a table has fiscal years (R4, 2022, 2022/23) in its headings and figures below them; for a table of one year, which no heading names, state it: --year R4",
        ),
        (
            &["gone.txt"],
            "誤り: ファイル「gone.txt」を開けません（見つかりません）\n  対処: 名前と場所を確かめてください",
            "error: cannot open the file 'gone.txt' (not found)\n  to do: check the name and folder",
        ),
        (
            &["odd.csv"],
            "誤り: ファイル「odd.csv」：文字コードがUTF-8でもシフトJIS（cp932）でもありません\n  対処: Excel で開き、.xlsx で保存し直してください",
            "error: the file 'odd.csv': neither UTF-8 nor Shift_JIS (cp932)\n  to do: open it in Excel and save it as .xlsx",
        ),
        (
            &["unit.txt"],
            "誤り: 表の単位がどこにも書かれていません\n  --> unit.txt 1:2\n  対処: --unit 千円 のように指定してください",
            "error: the unit of the table is not stated anywhere\n  --> unit.txt 1:2\n  to do: state it: --unit 千円 (or yen, thousand_yen, million_yen …)",
        ),
        (
            &["units.txt"],
            "誤り: 表の単位が二とおり書かれています（千円・百万円）\n  --> units.txt 1:1\n  対処: --unit で正しいほうを指定してください",
            "error: two units are stated around the table (千円・百万円)\n  --> units.txt 1:1\n  to do: state the right one with --unit",
        ),
        (
            &["two.txt"],
            "誤り: 表がいくつもあります\n  対処: --table 番号（または表題）で選んでください。いくつでも選べます：\n    1: 甲 (two.txt 3:2)\n    2: 乙 (two.txt 9:2)",
            "error: there are several tables\n  to do: choose with --table NUMBER (or title), as many as you like: \n    1: 甲 (two.txt 3:2)\n    2: 乙 (two.txt 9:2)",
        ),
        (
            &["two.txt", "--table", "丙"],
            "誤り: 表「丙」はありません\n  対処: 次から選んでください：\n    1: 甲 (two.txt 3:2)\n    2: 乙 (two.txt 9:2)",
            "error: there is no table '丙'\n  to do: choose one of these: \n    1: 甲 (two.txt 3:2)\n    2: 乙 (two.txt 9:2)",
        ),
        (
            &["unknown.txt"],
            "誤り: 数値の列が何か分かりません\n  --> unknown.txt 2:4\n  値: その他\n  対処: 見出しに年度か「合計」と書くか、対応表の [table.columns] に書いてください（読まないなら \"skip\"）",
            "error: it is not clear what this column of figures holds\n  --> unknown.txt 2:4\n  value: その他\n  to do: write a fiscal year or 'Total' in its heading, or name it under [table.columns] of a map (\"skip\" if it is not to be read)",
        ),
        (
            &["twice.txt"],
            "誤り: 同じ年度（期間）の列が二つあります（2:2 とこの列）\n  --> twice.txt 2:3\n  値: R7 予算\n  対処: 対応表の [table.columns] で、どちらかを \"skip\"（読まない）、\"targets\"（目標）、\"actuals\"（実績）としてください",
            "error: two columns of the same year or of periods (2:2 and this one)\n  --> twice.txt 2:3\n  value: R7 予算\n  to do: name one of them \"skip\", \"targets\" or \"actuals\" under [table.columns] of a map",
        ),
        (
            &["nameless.txt"],
            "誤り: 数値のある行に名前がありません\n  --> nameless.txt 4:1\n  対処: 行の名前を書くか、この行を消してください",
            "error: a row of figures has no name\n  --> nameless.txt 4:1\n  to do: write its name, or take the row out",
        ),
        (
            &["ragged.txt"],
            "誤り: この行の数値は 2 個、見出しは 3 個で、どれがどの見出しのものか分かりません\n  --> ragged.txt 4:2\n  対処: 列をタブで区切るか、Excel に貼り付けて空のセルを残してください",
            "error: this line has 2 figures for 3 headings: which is of which is not clear\n  --> ragged.txt 4:2\n  to do: put tabs between the columns, or paste it into a sheet and leave empty cells empty",
        ),
        (
            &["items.txt", "--basis", "recurring"],
            "誤り: どの基本方針の取組か、表に書かれていません\n  --> items.txt 3:1\n  対処: --policy 名前 を付けるか、表に基本方針の列か行を加えてください",
            "error: the table does not say of which policy its initiatives are\n  --> items.txt 3:1\n  to do: add --policy NAME, or put a column or rows of policies into the table",
        ),
        (
            &["head.txt"],
            "誤り: 単位 円 は 人 に換算できません\n  --> head.txt 3:2\n  値: 3万円\n  対処: --unit に円の単位を指定してください",
            "error: the unit 円 cannot be converted into 人\n  --> head.txt 3:2\n  value: 3万円\n  to do: state a unit of yen with --unit",
        ),
        (
            &["items.txt", "--policy", "A", "--out", "plan.toml"],
            "誤り: 効果額の算定方法が表からは分かりません\n  対処: --basis recurring（続く効果を毎年度数える）、new_in_year（新しく生じた分だけ）、year_on_year（前年度との差）のどれかを付けてください。同じ表でも合計が何倍も違います",
            "error: the tables do not say how effects are counted\n  to do: add --basis recurring (lasting effects count every year), new_in_year (only what is new), or year_on_year (the change against the year before): the same table gives totals several times as large",
        ),
    ] {
        for (lang, expected, found) in [("ja", ja, "誤りが 1 件あります。"), ("en", en, "1 problem found.")] {
            let all = [&["import"], args, &["--lang", lang]].concat();
            assert_eq!(refusal(at, &all), format!("{expected}\n\n{found}"), "{args:?}");
        }
    }
    assert!(!at.join("plan.toml").exists(), "nothing is written where anything is refused");
}

/// What a map says and its format does not have.
#[test]
fn mistakes_in_a_map_are_told_at_their_lines() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    written(at, "t.txt", "（単位：千円）\n区分\tR7\tR8\n歳入の確保\t100\t100\n");
    written(
        at,
        "map.toml",
        "format = 1\n[[table]]\nunits = \"千円\"\nbrackets = \"minus\"\n[table.columns]\n\"R7\" = \"target\"\n",
    );
    let told = refusal(at, &["import", "t.txt", "--map", "map.toml", "--lang", "en"]);
    for place in ["map.toml:3:1", "map.toml:4:12", "map.toml:6:8"] {
        assert!(told.contains(place), "{place}: {told}");
    }
    assert!(told.contains("negative") && told.contains("targets") && told.ends_with("3 problems found."), "{told}");
    let told = refusal(at, &["import", "t.txt", "--map", "gone.toml", "--lang", "en"]);
    assert!(told.starts_with("error: cannot open the file 'gone.toml'"), "{told}");
}

/// Whatever a file holds, the program ends as it should, soon, and without a panic.
#[test]
fn tables_that_were_damaged_are_refused_or_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    let mut state = 7_u64;
    let mut next = |most: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % most
    };
    let odd = [
        "▲",
        "（",
        ")",
        "令和",
        "年度",
        "R9",
        "計",
        "うち",
        "\t",
        "\n",
        "１２",
        "9999999999999999999",
        "億",
        "%",
        "～",
        "",
        "NaN",
        "-",
        "平成",
    ];
    let names = [
        "published.txt",
        "unit_below.txt",
        "pasted.txt",
        "in_words.csv",
        "of_which.csv",
        "section_rows.csv",
        "two_numbers.csv",
    ];
    for round in 0..150 {
        let name = names[round % names.len()];
        let bytes = std::fs::read(table(name)).expect("there");
        let mut words: Vec<char> = String::from_utf8_lossy(&bytes).chars().collect();
        for _ in 0..=next(6) {
            let from = next(words.len());
            let to = (from + next(5)).min(words.len());
            words.splice(from..to, odd[next(odd.len())].chars());
        }
        let ending = name.rsplit('.').next().unwrap_or_default();
        let file = written(at, &format!("odd.{ending}"), &words.iter().collect::<String>());
        let args = [
            "import",
            &file,
            "--table",
            "1",
            "--basis",
            "recurring",
            "--policy",
            "A",
            "--unit",
            "千円",
            "--brackets",
            "negative",
        ];
        let output = within(at, &args);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(matches!(output.status.code(), Some(0 | 2)), "{round}: {said}\n{}", words.iter().collect::<String>());
    }
}
