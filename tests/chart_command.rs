//! `mikomi chart`: every chart of every kept result by its name, as a picture that needs nothing but itself.

use crate::program::{done, mikomi, refused, stderr, within};
use crate::simulated::{file, run};
use mikomi::outcome::Outcome;
use quick_xml::Reader;
use quick_xml::events::Event;
use std::collections::BTreeSet;
use std::path::Path;

/// A run, a comparison and a set, as they are kept.
const RESULTS: [&str; 3] = ["run.json", "compare.json", "set.sqlite"];

/// A folder with results that were kept.
fn kept(results: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for result in results {
        let at = folder.path().join(result).display().to_string();
        let args: &[&str] = match *result {
            "run.json" => &["run", "scenarios/revised.toml", "--trials", "2000", "--out", &at],
            "compare.json" => {
                let (plan, revised) = ("scenarios/plan-time.toml", "scenarios/revised.toml");
                &["compare", plan, revised, "--trials", "2000", "--out", &at]
            }
            _ => &["batch", "scenarios/sets/what-if.toml", "--trials", "1000", "--store", &at],
        };
        let output = mikomi(args);
        assert!(output.status.success(), "{}", stderr(&output));
    }
    folder
}

/// The names of the charts of a result, with their titles.
fn listed(folder: &Path, result: &str, lang: &str) -> Vec<(String, String)> {
    let list = done(folder, &["chart", result, "--lang", lang]);
    let of = |line: &str| line.split_once('\t').map(|(name, title)| (name.to_owned(), title.to_owned()));
    list.lines().map(|line| of(line).expect("a name and a title")).collect()
}

/// A picture as XML: the names of its elements, the classes, and the words that it shows.
struct Picture {
    elements: BTreeSet<String>,
    classes: BTreeSet<String>,
    words: Vec<String>,
}

impl Picture {
    fn of(svg: &str) -> Self {
        let (mut reader, mut open) = (Reader::from_str(svg), Vec::new());
        let mut picture = Self { elements: BTreeSet::new(), classes: BTreeSet::new(), words: Vec::new() };
        loop {
            match reader.read_event().expect("well-formed") {
                Event::Start(tag) => {
                    let name: String = tag.name().as_ref().to_owned();
                    for attribute in tag.attributes() {
                        let attribute = attribute.expect("an attribute");
                        if attribute.key.as_ref() == "class" {
                            picture.classes.extend(attribute.value.split(' ').map(str::to_owned));
                        }
                    }
                    picture.elements.insert(name.clone());
                    open.push(name);
                }
                Event::Text(words) if open.last().is_some_and(|name| name == "text") => {
                    picture.words.push(words.to_string());
                }
                Event::End(_) => drop(open.pop()),
                Event::Eof => break,
                _ => {}
            }
        }
        assert!(open.is_empty());
        picture
    }

    fn says(&self, words: &str) -> bool {
        self.words.iter().any(|said| said.contains(words))
    }
}

fn drawn(folder: &Path, result: &str, name: &str) -> (String, Picture) {
    let svg = done(folder, &["chart", result, name]);
    let picture = Picture::of(&svg);
    (svg, picture)
}

#[test]
fn every_chart_is_a_picture_by_itself() {
    let folder = kept(&RESULTS);
    let mut all = 0;
    for result in RESULTS {
        let charts = listed(folder.path(), result, "ja");
        assert!(!charts.is_empty(), "{result}");
        let names: BTreeSet<&str> = charts.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names.len(), charts.len(), "{result}: one chart a name");
        for (name, title) in &charts {
            let (svg, picture) = drawn(folder.path(), result, name);
            let head = svg.split('>').next().expect("a head");
            assert!(head.starts_with(r#"<svg xmlns="http://www.w3.org/2000/svg" width=""#), "{head}");
            assert!(head.contains(" height=\"") && head.contains(" viewBox=\"0 0 "), "{head}");
            // The title is in the picture, on as many lines as it takes.
            let said: String = picture.words.concat().split_whitespace().collect();
            let first: String = title.split_whitespace().collect::<String>().chars().take(12).collect();
            assert!(said.contains(&first), "{name}: {title} {said}");
            // What is told by amounts says in which unit, what is told by odds in percent.
            assert!(picture.says("千円") || picture.says("%") || picture.says("％"), "{name}: {:?}", picture.words);
            // Nothing to point at, nothing of a page, nothing from elsewhere.
            for other in ["hit", "value", "hint", "point"] {
                assert!(!picture.classes.contains(other), "{name}: {other}");
            }
            for other in ["var(", "tabindex", "<script", "http://", "https://", "href", ":hover"] {
                let own = svg.replacen("http://www.w3.org/2000/svg", "", 1);
                assert!(!own.contains(other), "{name}: {other}");
            }
            assert!(picture.elements.contains("style") && picture.elements.contains("pattern"), "{name}");
            // Every look that it uses has its rule.
            let rules = svg.split("<style>").nth(1).and_then(|rest| rest.split("</style>").next()).expect("rules");
            for class in picture.classes.iter().filter(|class| !UNRULED.contains(&class.as_str())) {
                assert!(rules.contains(&format!(".{class}")), "{name}: .{class}");
            }
            all += 1;
        }
    }
    assert!(all > 20, "{all}");
}

/// Classes that only distinguish.
const UNRULED: [&str; 4] = ["label", "on2", "on3", "on4"];

fn revised() -> Outcome {
    run(&file("scenarios/revised.toml"), 2000)
}

/// The chart of odds holds those of the table, the reconciliation its amounts.
#[test]
fn pictures_hold_the_numbers_of_the_tables() {
    let (folder, outcome) = (kept(&RESULTS[..1]), revised());
    let (_, odds) = drawn(folder.path(), "run.json", "map0-0");
    let shown = |p: f64| format!("{:.1}%", 100.0 * p);
    let mut compared = 0;
    for policy in ["I", "II", "III", "total"] {
        for year in outcome.header.plan.years() {
            let Some(p) = outcome.year_entry(policy, year).and_then(|e| e.p_met) else { continue };
            // What is told with a decimal: the error of more is smaller.
            if p.half_width() < 0.005 && p.value > 0.001 && p.value < 0.999 {
                assert!(odds.says(&shown(p.value)), "{policy} {year}: {} {:?}", shown(p.value), odds.words);
                compared += 1;
            }
        }
    }
    assert!(compared >= 1, "{compared}");
    let (_, steps) = drawn(folder.path(), "run.json", "steps0");
    let current = outcome.editions.iter().find(|e| Some(e.as_of) == outcome.provenance.as_of).expect("the current one");
    let total = current.reconciliation.iter().find(|r| r.policy == "total").expect("the total");
    for step in &total.steps {
        let amount = crate::workbooks::in_table(step.amounts.mean);
        assert!(step.amounts.mean == 0.0 || steps.says(&amount), "{amount} {:?}", steps.words);
    }
    let set = kept(&RESULTS[2..]);
    let (_, ranking) = drawn(set.path(), "set.sqlite", "ranking");
    assert!(ranking.words.iter().any(|said| said == "平均不足額（千円）"), "{:?}", ranking.words);
    // One owner's chart is not another's.
    let [(_, one), (_, other)] = ["fan-I", "fan-II"].map(|name| drawn(folder.path(), "run.json", name));
    assert!(one.says("業務マネジメント改革") && other.says("組織・人材マネジメント改革"));
    assert_ne!(one.words, other.words);
}

#[test]
fn pixels_have_the_width_asked_for_and_are_not_blank() {
    let folder = kept(&RESULTS[..1]);
    for (args, width) in [(&[][..], 1600), (&["--width", "800"], 800)] {
        let out = folder.path().join("chart.png");
        let args = [&["chart", "run.json", "fan-total", "--out", "chart.png"], args].concat();
        done(folder.path(), &args);
        let picture = image::open(&out).expect("a png").to_luma8();
        let svg = done(folder.path(), &["chart", "run.json", "fan-total"]);
        let number = |name: &str| -> f64 {
            svg.split(&format!("{name}=\""))
                .nth(1)
                .and_then(|rest| rest.split('"').next())
                .and_then(|n| n.parse().ok())
                .expect(name)
        };
        assert_eq!(picture.width(), width);
        let height = f64::from(width) * number(" height") / number(" width");
        assert!((f64::from(picture.height()) - height).abs() <= 1.0, "{} {height}", picture.height());
        let dark = picture.pixels().filter(|pixel| pixel.0[0] < 128).count() as f64;
        let share = dark / f64::from(picture.width() * picture.height());
        assert!((0.005..0.5).contains(&share), "{share}");
        assert_eq!(picture.get_pixel(0, 0).0[0], 255, "on white");
    }
}

#[test]
fn what_is_not_there_or_would_be_ignored_is_refused() {
    let folder = kept(&RESULTS[..1]);
    let told = |args: &[&str]| refused(folder.path(), args);
    let unknown = told(&["chart", "run.json", "fan-IV"]);
    let mut lines = unknown.lines();
    assert_eq!(lines.next(), Some("「fan-IV」という図はありません。この結果にあるのは次の図です。"));
    let names: Vec<(String, String)> = listed(folder.path(), "run.json", "ja");
    assert!(lines.map(str::to_owned).eq(names.iter().map(|(name, title)| format!("{name}\t{title}"))));
    let messages = [
        (
            &["chart", "run.json", "fan-I", "--width", "800"][..],
            "--width は png の横幅を決めるものです。svg は拡大しても粗くならず、貼った先で大きさを決められます。--out に .png のファイルを指定してください。",
        ),
        (
            &["chart", "run.json", "--out", "a.svg"],
            "--out で書き込む図の名前を指定してください。名前の一覧は mikomi chart に結果だけを指定すると出ます。",
        ),
        (
            &["chart", "run.json", "fan-I", "--out", "a.pdf"],
            "--out のファイル名は .svg か .png で終わらせてください。図はこの二つの形式で書きます。",
        ),
        (
            &["chart", "nothing.json", "fan-I"],
            "「nothing.json」がありません。mikomi batch の結果ファイルか、mikomi run・compare の --out で残した .json を指定してください。",
        ),
        (
            &["chart", "plan.toml"],
            "「plan.toml」は mikomi の結果ではありません。シナリオはここでは試算しません。mikomi run か compare の --out で残した .json か、mikomi batch の結果ファイルを指定してください。",
        ),
    ];
    std::fs::write(folder.path().join("plan.toml"), file("scenarios/minimal.toml")).expect("writable");
    for (args, message) in messages {
        assert_eq!(told(args).trim_end(), message, "{args:?}");
    }
    let width = within(folder.path(), &["chart", "run.json", "fan-I", "--out", "a.png", "--width", "100"]);
    assert_eq!(width.status.code(), Some(2));
    assert!(!folder.path().join("a.png").exists() && !folder.path().join("a.svg").exists());
}

/// Both languages name the same charts.
#[test]
fn titles_are_in_the_language_asked_for() {
    let folder = kept(&RESULTS);
    for result in RESULTS {
        let [ja, en] = ["ja", "en"].map(|lang| listed(folder.path(), result, lang));
        let names = |all: &[(String, String)]| all.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
        assert_eq!(names(&ja), names(&en));
        assert!(ja.iter().zip(&en).all(|((_, ja), (_, en))| ja != en), "{ja:?} {en:?}");
    }
    let svg = done(folder.path(), &["chart", "run.json", "fan-total", "--lang", "en"]);
    assert!(svg.contains(r#"lang="en""#) && Picture::of(&svg).says("Level with the target in FY2027"));
}
