//! What the sheets say to whoever fills them in.

use crate::lang::{Lang, Text, text};

/// How to fill in the workbook.
pub(super) fn guide(lang: Lang) -> Vec<String> {
    let lines = [
        text!(ja: "mikomi 取組計画の様式", en: "mikomi: the form of a reform plan"),
        text!(ja: "1. シート「計画」に題名、期間、単位、効果額の算定方法を書きます。見出しが赤い欄は必須です。", en: "1. Write title, period, unit and basis on the sheet Plan. Headings in red are required."),
        text!(ja: "2. シート「基本方針」に方針ごとの目標（決算済みの年度は実績も）を年度別に書きます。", en: "2. On Policies write the targets of each policy by year, and the actuals of closed years."),
        text!(ja: "3. シート「取組」に取組を 1 行ずつ書きます。ID は空けておけば名称が使われます。", en: "3. On Initiatives write one row an initiative. Where ID is empty, the name is used."),
        text!(ja: "4. シート「金額」に、取組ごとの歳出減・歳入増・経費を 1 行ずつ、年度の欄に額を書きます。継続する効果は、増分でなく各年度の水準です。", en: "4. On Amounts write savings, revenues and costs of each initiative, a row each, by year. Recurring effects are levels, not increments."),
        text!(ja: "5. 「実現率」「開始の遅れ」「実施確率」には、0.8 のような数か、一覧にある「類似事例に基づく標準値（参照クラス）」を入れます。分布なら pert 下限=0.4 最頻値=0.9 上限=1.1 のように書きます。", en: "5. For realisation, delay and go-ahead give a number such as 0.8, a reference class from the list, or a distribution such as pert low=0.4 mode=0.9 high=1.1."),
        text!(ja: "6. 空の欄は「なし」です。実績や曲線など、ふだん使わない列は畳んであります（上の ＋ で開きます）。行や列を足しても、並べ替えてもかまいません。年度の列は「目標 R8」のような見出しで足せます。", en: "6. An empty cell means none. Columns that few plans need, such as actuals and shapes, are folded away (open them by the + above). Rows and columns may be added and moved; a column of a year needs a heading such as 'Target R8'."),
        text!(ja: "7. 見出しに説明が付いています（赤い三角にマウスを合わせる）。自分用の列も作れます。中身は注記になります。", en: "7. Headings have explanations (point at the red triangle). Columns of your own are fine; what they hold becomes a note."),
        text!(ja: "8. シート「確認」は、金額の計と目標を比べます。シート「出典」には、欄のない出典や注記があります。", en: "8. Check compares sums and targets. Sources holds sources and notes that have no column."),
        text!(ja: "9. 保存したら、mikomi check と mikomi run にこのブックを渡します。誤りはシートとセルの名前で示されます。", en: "9. Save it and hand it to mikomi check and mikomi run. Mistakes are told by sheet and cell."),
        text!(ja: "10. 記入例の行は、消すか書き換えてください。", en: "10. Take the rows of the example out or write over them."),
    ];
    lines.iter().map(|line| line.get(lang).to_owned()).collect()
}

/// What stands above the sections of a sheet.
pub(super) fn lead(sheet: &str, lang: Lang) -> Vec<String> {
    let lines: [(&str, &str, Text); 4] = [
        (
            "取組",
            "Initiatives",
            text!(ja: "取組 1 つに 1 行。基本方針は ID か名称で書きます。", en: "One row an initiative. Policies are named by ID or name."),
        ),
        (
            "金額",
            "Amounts",
            text!(ja: "お金の流れ 1 つに 1 行。年度の欄の代わりに、「曲線」の欄で立ち上がり方を書くこともできます。", en: "One row a stream. In place of columns of years the columns of the shape can say how it builds up."),
        ),
        (
            "前提",
            "Assumptions",
            text!(ja: "なくても試算できます。取組どうしが一緒に振れるとみるときなどに書きます。", en: "Not needed for a run; for initiatives that move together, and the like."),
        ),
        (
            "出典",
            "Sources",
            text!(ja: "欄のない出典・注記などです。場所は「基本方針 / I / 目標 / R8」のように書きます。", en: "Sources and notes that have no column. Places are written as 'Policy / I / Target / R8'."),
        ),
    ];
    let found = lines.iter().find(|(ja, en, _)| sheet == *ja || sheet == *en);
    found.map(|(.., words)| vec![words.get(lang).to_owned()]).unwrap_or_default()
}
