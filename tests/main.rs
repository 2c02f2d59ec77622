//! All tests of the whole, in one binary. What several of them share:
//!
//! | module | help |
//! |---|---|
//! | `simulated` | scenarios as text become outcomes; files of the project |
//! | `program` | mikomi as a program: in the project, in a folder, by a shell |
//! | `markup` | pages, read |
//! | `text` | reports of plain text, read |
//! | `workbooks::opened` | workbooks, read |
//! | `expected` | files of what is expected, byte by byte |
//! | `batch` | `Bench`: a folder with a set and its stores |
//!
//! What they hold mikomi to:
//!
//! | module | promise |
//! |---|---|
//! | `architecture` | no module imports upward |
//! | `against_plan` | scenarios of a set held against a plan: means, odds and errors by closed forms |
//! | `published` | without uncertainty the shipped scenarios are the published tables |
//! | `closed_forms` | means, variances and quantiles agree with closed forms |
//! | `closed_years` | closed years: open ones go on from what was reached; by hand over three years, on every basis |
//! | `errors` | standard errors and intervals hold the truth as often as they say; more trials never widen them |
//! | `enough` | the extra is enough; figures of amounts that recur are such amounts |
//! | `shapes` | shapes end where they say |
//! | `breakdown` | what each initiative gives is what arithmetic by hand gives; whole distributions are |
//! | `reference` | an independent program agrees, on every feature at once |
//! | `determinism` | the same bits on any threads and shards; common draws; exact zero differences |
//! | `council` | the first sheet of the page of a run answers by itself |
//! | `pages` | the page of a run: well-formed, complete, its numbers those of the outcome, no words over one another |
//! | `brief` | text fits a screen, in the order of importance; with `--detail` it tells all |
//! | `precision` | runs stop where the precision asked for is reached, and at no other trial |
//! | `editions` | every edition, reconciliation and bridge is what arithmetic by hand gives |
//! | `every_table` | each number of every table is shown as what it is, and is the same in every format |
//! | `faults` | what the system refuses (room, permission, a reader) is told and leaves what was there as it was |
//! | `forms` | the scenario as a workbook is the scenario in TOML, to the last byte; mistakes are told by sheet and cell |
//! | `fields` | no key of the scenario file is ignored |
//! | `columns` | one name a column: the same result has the same columns in every format |
//! | `samples` | samples are what the statistics were counted from, trial by trial |
//! | `notebook` | the page about notebooks runs as it stands and prints what it shows |
//! | `hostile` | names that try to be markup, formulas or orders to a terminal stay names in every format |
//! | `invalid` | every mistake has its message |
//! | `warnings` | what is allowed but looks wrong is told |
//! | `rails` | guard rails: where each fires, where it just does not, how it is accepted |
//! | `formats` | the same run in every format holds the same numbers |
//! | `golden` | what the shipped scenarios print |
//! | `documents` | what the documents show is what is printed |
//! | `comparison_page` | the page of a comparison says what the text report says and adds up as printed |
//! | `comparison_reports` | comparisons as printed: the published tables, columns that add up, csv tables |
//! | `reading` | what a set says: every number by hand, every option heeded |
//! | `results` | kept results are told again in every format, to the byte; what is no result is refused |
//! | `chart_command` | every chart of a kept result is a picture by itself, with the numbers of the tables |
//! | `command` | the command line: options, files, exit codes |
//! | `edition_reports` | editions of the financial plan as printed: the one asked for, rows that add up, csv tables |
//! | `batch` | sets into stores: what is kept, skipped, run again and told; nobody's fault stops the others |
//! | `batch_exports` | tables of a store for other programs hold its numbers exactly |
//! | `batch_faults` | no kill, full disk, read-only or foreign file and no second process loses or breaks anything |
//! | `browser` | pages in a real browser: nothing asked for, nothing overlaps, everything read and reached |
//! | `compare` | a plan against a revision: differences, attribution, bridge, track record |
//! | `rolled_reports` | a plan that is rolled every year against last year's, as printed; names of the files compared |
//! | `schema` | the JSON Schema holds for the shipped scenarios; the input reference is current |
//! | `sets` | sweep files: every lever, uncertainty and combination is what arithmetic by hand gives |
//! | `set_messages` | every mistake of a sweep file has its message; the shipped sets are right to the last scenario |
//! | `set_pages` | the page of a set has its numbers, whatever there is to draw |
//! | `set_paths` | readable paths reach what they name |
//! | `together` | scenarios run together have the bits that each has alone |
//! | `together_random` | so have scenarios made at random, in any order |
//! | `workbooks` | workbooks: the numbers of the JSON to the last bit, sums that are formulas, layout, safe text |
//! | `memory` | what does not fit in the memory has fewer threads and the same bits, or does not begin |
//! | `languages` | both languages are complete, in the words of the field |
//! | `office` | a spreadsheet program opens workbooks, works out the same sums and draws the charts |
//! | `accounts` | the total of all accounts and that of the general account stand side by side |
//! | `bench` | `mikomi bench`: what it prints, keeps and compares with |
//! | `files` | what is read is what it is taken for, what is written is whole, and nothing that a user has is lost |
//! | `import` | published tables become scenarios: what is read, checked and refused, and at which cell |
//! | `units` | amounts print as they are published: units, decimals, what is not nothing |
//! | `usage` | mistakes in the arguments are told in the reader's language |
//! | `vocabulary` | every choice of the scenario file has a Japanese word, and means the same by it |
//! | `whole_period` | amounts, targets and actuals that are published for the whole plan period only |
//! | `worked` | the tables of the worked example are what the program computes |

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::float_cmp, clippy::too_many_lines)]
// What a test leaves out for want of a program is said.
#![allow(clippy::print_stderr)]

mod accounts;
mod against_plan;
mod architecture;
mod batch;
mod batch_exports;
mod batch_faults;
mod bench;
mod breakdown;
mod brief;
mod browser;
mod chart_command;
mod closed_forms;
mod closed_years;
mod columns;
mod command;
mod compare;
mod comparison_page;
mod comparison_reports;
mod council;
mod determinism;
mod documents;
mod edition_reports;
mod editions;
mod enough;
mod errors;
mod every_table;
mod expected;
mod faults;
mod fields;
mod files;
mod formats;
mod forms;
mod golden;
mod hostile;
mod import;
mod invalid;
mod languages;
mod markup;
mod memory;
mod notebook;
mod office;
mod pages;
mod precision;
mod program;
mod published;
mod rails;
mod reading;
mod reference;
mod results;
mod rolled_reports;
mod samples;
mod schema;
mod set_messages;
mod set_pages;
mod set_paths;
mod sets;
mod shapes;
mod simulated;
mod text;
mod together;
mod together_random;
mod units;
mod usage;
mod vocabulary;
mod warnings;
mod whole_period;
mod workbooks;
mod worked;
