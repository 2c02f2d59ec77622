//! `mikomi schema`: the JSON Schema, the input reference, the guard rails, the reference classes, the columns of data.

use super::args::SchemaArgs;
use super::{Failure, output};
use crate::batch::sweep_schema;
use crate::import::map_schema;
use crate::lang::Lang;
use crate::report::{checks, classes, data_reference, input_reference, map_reference, sweep_reference};
use crate::scenario::json_schema;
use serde_json::Value as Json;

/// A schema as a page to read.
type Reference = fn(&Json, Lang) -> String;

pub(super) fn schema(args: &SchemaArgs, lang: Lang) -> Result<(), Failure> {
    let (schema, reference): (fn() -> Json, Reference) = if args.sweep {
        (sweep_schema, sweep_reference)
    } else if args.map {
        (map_schema, map_reference)
    } else {
        (json_schema, input_reference)
    };
    let printed = if args.markdown {
        reference(&schema(), lang)
    } else if args.checks {
        checks(lang)
    } else if args.classes {
        classes(lang)
    } else if args.data {
        data_reference(lang)
    } else {
        return output::print_json(&schema());
    };
    output::print(&printed)
}
