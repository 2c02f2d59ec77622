//! `mikomi schema`: the JSON Schema, the input reference, the guard rails, the reference classes.

use super::args::SchemaArgs;
use super::{Failure, output};
use crate::batch::sweep_schema;
use crate::import::map_schema;
use crate::lang::Lang;
use crate::report::{checks, classes, input_reference, map_reference, sweep_reference};
use crate::scenario::json_schema;

pub(super) fn schema(args: &SchemaArgs, lang: Lang) -> Result<(), Failure> {
    let schema = if args.sweep {
        sweep_schema()
    } else if args.map {
        map_schema()
    } else {
        json_schema()
    };
    if !(args.markdown || args.checks || args.classes) {
        return output::print_json(&schema);
    }
    let printed = if args.markdown && args.sweep {
        sweep_reference(&schema, lang)
    } else if args.markdown && args.map {
        map_reference(&schema, lang)
    } else if args.markdown {
        input_reference(&schema, lang)
    } else if args.checks {
        checks(lang)
    } else {
        classes(lang)
    };
    output::print(&printed)
}
