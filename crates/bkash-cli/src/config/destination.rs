//! Where a merchant's data goes, unless the command line says it.

use payment_service::settings::Database;

use super::layers::Layers;
use super::problem::Problems;
use super::{setting, value};

/// What `database_url` names.
///
/// # Errors
/// Everything that is wrong.
pub fn destination(layers: &Layers) -> Result<Database, Problems> {
    let mut reader = layers.reader();
    let database = reader.required(setting::DATABASE_URL, value::parsed);
    reader.finish(database)
}
