//! What a report says, and not how: sections of sentences and tables whose cells know their numbers.
//!
//! Content makes these, and a terminal, a page and a workbook lay them out: each may split, wrap and leave out what is for
//! another medium; none computes, sums or chooses columns.

mod number;

pub(super) use number::{Adds, Figure, Number, TIMES};

use crate::lang::Lang;
use crate::report::numbers::UNDEFINED;

/// A piece of a section.
#[derive(Clone, Debug)]
pub(super) enum Piece {
    /// A sentence, or a few lines that belong together.
    Said(String),
    /// What tells a reader at a terminal what to type to see more, and what stands in its place elsewhere.
    Hinted(String, String),
    /// How many rows are not shown, in the same two ways.
    LeftOut(String, String),
    /// A table.
    Table(Table),
}

impl Piece {
    /// What it says to whoever cannot type anything; nothing of a table.
    pub(super) fn printed(&self) -> &str {
        match self {
            Self::Said(words) | Self::Hinted(_, words) | Self::LeftOut(_, words) => words,
            Self::Table(_) => "",
        }
    }
}

/// A table: columns of labels, then the others, all of as many cells.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    /// What programs call it.
    pub(super) name: &'static str,
    /// What stands over it.
    pub(super) caption: String,
    /// The unit of its amounts; empty where it has none.
    pub(super) unit: String,
    /// The columns that say what a row is.
    pub(super) labels: Vec<Column>,
    /// The others.
    pub(super) columns: Vec<Column>,
    /// How it may be laid out.
    pub(super) layout: Layout,
    /// What its rows are; without any all are as any other.
    pub(super) looks: Vec<Look>,
    /// What its rows are of, for programs; without any nothing is said.
    pub(super) keys: Vec<Key>,
    /// Whether a terminal, which has little room, leaves it out.
    pub(super) is_beyond_terminal: bool,
}

/// How a table may be laid out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Layout {
    /// Its columns can go on in further tables below, beside its labels.
    #[default]
    Parted,
    /// The same, and all of them are of one kind.
    Grid,
    /// It is read across and stays in one piece, however wide.
    Whole,
    /// The same, and its last label is so long that a medium that does not wrap puts it last.
    LongNames,
}

/// What a row is among the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Look {
    /// As any other.
    #[default]
    Plain,
    /// The first of several that belong together.
    First,
    /// A sum.
    Total,
    /// A heading over the rows below it.
    Head,
}

impl Look {
    /// That of a row of a block, by its position in it: all rows of a total stand out.
    pub(super) fn of_block(is_total: bool, at: usize) -> Self {
        match (is_total, at) {
            (true, _) => Self::Total,
            (false, 0) => Self::First,
            (false, _) => Self::Plain,
        }
    }
}

/// What a row is of, in the words of data.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Key {
    /// The id of the policy.
    pub(super) policy: Option<String>,
    /// The period.
    pub(super) period: Option<String>,
    /// What its numbers are, where a column does not say it.
    pub(super) statistic: Option<&'static str>,
}

/// The heading of a column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Heading {
    /// What stands over this column and those beside it with the same words; nothing where it has none.
    pub(super) over: String,
    /// Its own words, on one line or more.
    pub(super) own: String,
}

/// A column.
#[derive(Clone, Debug, Default)]
pub(super) struct Column {
    /// Its heading.
    pub(super) head: Heading,
    /// The period that it stands for, in the words of data.
    pub(super) period: Option<String>,
    /// What its two numbers are called where they stand in columns of their own.
    pub(super) ends: [String; 2],
    /// Its cells.
    pub(super) cells: Vec<Cell>,
}

/// A cell.
#[derive(Clone, Debug, Default)]
pub(super) enum Cell {
    /// Nothing to say.
    #[default]
    Blank,
    /// A figure that is not defined.
    Undefined,
    /// Words.
    Words(String),
    /// A number.
    Number(Number),
    /// Two numbers that belong together: an interval, a value with its error, a part of a whole. The second may be missing.
    Pair(Number, &'static str, Option<Number>),
    /// A number before and after, each where it is defined.
    Change([Option<Number>; 2]),
}

impl Heading {
    /// Its own words below those that columns beside it share.
    pub(super) fn under(over: impl Into<String>, own: impl Into<String>) -> Self {
        Self { over: over.into(), own: own.into() }
    }

    /// All of its words, from the top.
    pub(super) fn in_full(&self) -> String {
        let own = self.own.trim();
        if self.over.is_empty() { own.to_owned() } else { format!("{}\n{own}", self.over) }
    }
}

impl<T: Into<String>> From<T> for Heading {
    fn from(own: T) -> Self {
        Self { over: String::new(), own: own.into() }
    }
}

impl Table {
    /// A table of rows: the first columns are labels.
    pub(super) fn of_rows(labels: usize, heads: Vec<Heading>, rows: Vec<(Look, Vec<Cell>)>) -> Self {
        let mut columns: Vec<Column> = heads.into_iter().map(|head| Column::new(head, Vec::new())).collect();
        let mut looks = Vec::new();
        for (look, cells) in rows {
            looks.push(look);
            let mut cells = cells.into_iter();
            columns.iter_mut().for_each(|column| column.cells.push(cells.next().unwrap_or_default()));
        }
        let others = columns.split_off(labels.min(columns.len()));
        Self { labels: columns, columns: others, looks, ..Self::default() }
    }

    /// It with what its rows are of.
    pub(super) fn with_keys(self, keys: Vec<Key>) -> Self {
        Self { keys, ..self }
    }

    /// What a row is.
    pub(super) fn look(&self, row: usize) -> Look {
        self.looks.get(row).copied().unwrap_or_default()
    }

    /// How many rows it has.
    pub(super) fn rows(&self) -> usize {
        self.labels.iter().chain(&self.columns).map(|column| column.cells.len()).max().unwrap_or(0)
    }
}

impl Column {
    /// A column of cells.
    pub(super) fn new(head: impl Into<Heading>, cells: Vec<Cell>) -> Self {
        Self { head: head.into(), period: None, ends: Default::default(), cells }
    }

    /// A column of words.
    pub(super) fn of_words(head: impl Into<Heading>, words: Vec<String>) -> Self {
        Self::new(head, words.into_iter().map(Cell::Words).collect())
    }

    /// It with the names of its two numbers.
    pub(super) fn with_ends(self, ends: [impl Into<String>; 2]) -> Self {
        Self { ends: ends.map(Into::into), ..self }
    }

    /// Whether figures stand in it, or what stands for them.
    pub(super) fn is_of_figures(&self) -> bool {
        let is_figure = |cell: &Cell| matches!(cell, Cell::Number(_) | Cell::Pair(..) | Cell::Change(_));
        self.cells.iter().any(is_figure) || self.cells.iter().all(|cell| matches!(cell, Cell::Blank | Cell::Undefined))
    }

    /// Whether cells of it hold two numbers.
    pub(super) fn is_of_pairs(&self) -> bool {
        self.cells.iter().any(|cell| matches!(cell, Cell::Pair(..) | Cell::Change(_)))
    }
}

impl Cell {
    /// It as what it is worked out of others, where it is a number.
    pub(super) fn that_adds(self, adds: Adds) -> Self {
        match self {
            Self::Number(number) => Self::Number(number.that_adds(adds)),
            other => other,
        }
    }

    /// A number, where there is one.
    pub(super) fn optional(number: Option<Number>) -> Self {
        number.map_or(Self::Undefined, Self::Number)
    }

    /// The number that it is known by, of two the first.
    pub(super) fn number(&self) -> Option<&Number> {
        match self {
            Self::Number(number) | Self::Pair(number, ..) => Some(number),
            Self::Change(sides) => sides[0].as_ref().or(sides[1].as_ref()),
            Self::Blank | Self::Undefined | Self::Words(_) => None,
        }
    }

    /// It as it is read.
    pub(super) fn shown(&self, lang: Lang) -> String {
        match self {
            Self::Blank => String::new(),
            Self::Undefined => UNDEFINED.to_owned(),
            Self::Words(words) => words.clone(),
            Self::Number(number) => number.shown(lang),
            Self::Change(sides) => {
                let [before, after] = sides.map(|side| Self::optional(side).shown(lang));
                format!("{before} → {after}")
            }
            Self::Pair(first, _, None) => first.shown(lang),
            Self::Pair(first, between, Some(second)) => {
                format!("{}{between}{}", first.shown(lang), second.shown(lang))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::{Name, Unit};

    #[test]
    fn cells_are_shown_as_their_numbers_are() {
        let of = |value| Number::of(value, Figure::Amount(Unit::whole(Name::Yen)));
        let pair = Cell::Pair(of(-1234.4), " ±", Some(of(5.0)));
        assert_eq!(
            [pair.shown(Lang::Ja), Cell::Undefined.shown(Lang::Ja), Cell::Blank.shown(Lang::En)],
            ["▲1,234 ±5", "－", ""]
        );
        assert_eq!(Cell::Pair(of(3.0), "～", None).shown(Lang::Ja), "3");
        let column = |cells| Column::new("", cells);
        assert!(column(vec![pair.clone(), Cell::Blank]).is_of_figures() && column(vec![pair]).is_of_pairs());
        assert!(column(vec![Cell::Undefined]).is_of_figures());
        assert!(!column(vec![Cell::Undefined, Cell::Words("a".to_owned())]).is_of_figures());
    }
}
