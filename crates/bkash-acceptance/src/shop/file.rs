use std::path::{Path, PathBuf};

use toml::de::DeTable;
use url::Url;

use super::app::App;
use super::call::Call;
use super::kind::Kind;
use super::mistake::{Mistake, ShopFileError};
use super::pattern::Placeholder;
use super::section::{Notes, Section};
use super::{Ask, Fill, OwnWords};
use crate::record::ShopFacts;

/// A commented `shop.toml` to start from.
pub const TEMPLATE: &str = include_str!("template.toml");

const SECTIONS: &[&str] = &["shop", "checkout", "refund", "order", "app", "words"];

/// A shop's file, read and found sound.
#[derive(Clone, Debug)]
pub struct ShopFile {
    name: String,
    checkout: Call,
    refund: Option<Call>,
    order: Option<Call>,
    app: Option<App>,
    words: OwnWords,
}

impl ShopFile {
    /// Reads the file at `path`. Fails with all that is wrong in it.
    pub fn read(path: &Path) -> Result<Self, ShopFileError> {
        let name = path.display().to_string();
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.map_or_else(|| PathBuf::from("."), Path::to_owned);
        let text = std::fs::read_to_string(path).map_err(|error| ShopFileError {
            name: name.clone(),
            mistakes: vec![Mistake {
                line: None,
                what: format!("it cannot be read ({error})"),
                remedy: "name your shop's file with --shop, or write one with `bkash accept init`"
                    .to_owned(),
            }],
        })?;
        Self::read_text(&text, &folder).map_err(|mistakes| ShopFileError { name, mistakes })
    }

    /// Reads a text; `[app]` starts in the current folder unless it says otherwise.
    pub fn parse(text: &str) -> Result<Self, ShopFileError> {
        Self::read_text(text, Path::new(".")).map_err(|mistakes| ShopFileError {
            name: "shop.toml".to_owned(),
            mistakes,
        })
    }

    /// What can be asked of the shop.
    #[must_use]
    pub fn facts(&self) -> ShopFacts {
        let refund = self.refund.as_ref();
        ShopFacts {
            name: self.name.clone(),
            takes_amount: self.checkout.uses(Placeholder::Amount),
            refunds: refund.is_some(),
            refunds_parts: refund.is_some_and(|refund| refund.uses(Placeholder::Amount)),
            shows_orders: self.order.is_some(),
            restarts: self.app.is_some(),
        }
    }

    /// How a payer starts. `None` only for values that an address cannot carry.
    #[must_use]
    pub fn checkout(&self, fill: &Fill) -> Option<Ask> {
        let mut ask = self.checkout.filled(fill)?;
        ask.seeks_hosted = true;
        Some(ask)
    }

    /// How a refund is asked for; `None` without `[refund]`.
    #[must_use]
    pub fn refund(&self, fill: &Fill) -> Option<Ask> {
        self.refund.as_ref()?.filled(fill)
    }

    /// Where the shop shows one order; `None` without `[order]`.
    #[must_use]
    pub fn order(&self, fill: &Fill) -> Option<Ask> {
        self.order.as_ref()?.filled(fill)
    }

    /// How the shop is started; `None` without `[app]`.
    #[must_use]
    pub fn app(&self) -> Option<&App> {
        self.app.as_ref()
    }

    /// The shop's own words for outcomes.
    #[must_use]
    pub fn words(&self) -> &OwnWords {
        &self.words
    }

    fn read_text(text: &str, folder: &Path) -> Result<Self, Vec<Mistake>> {
        let mut notes = Notes::new(text);
        let (table, errors) = DeTable::parse_recoverable(text);
        for error in &errors {
            let line = notes.line(error.span().unwrap_or_default());
            let what = format!("this is not TOML: {}", error.message());
            notes.add(line, what, "a line is like: key = \"value\"");
        }
        let read = read_table(table.get_ref(), &mut notes, folder);
        let mut mistakes = notes.mistakes;
        if !errors.is_empty() {
            // What seems missing or unknown may only stand in the lines that could not be read.
            mistakes.truncate(errors.len());
        }
        mistakes.sort_by_key(|mistake| mistake.line);
        match read {
            Some(file) if mistakes.is_empty() => Ok(file),
            _ => Err(mistakes),
        }
    }
}

fn read_table(table: &DeTable<'_>, notes: &mut Notes<'_>, folder: &Path) -> Option<ShopFile> {
    let top = Section::top(table);
    top.allow_only(notes, SECTIONS);
    let name = top.section(notes, "shop").and_then(|shop| {
        shop.allow_only(notes, &["name"]);
        shop.needed_text(notes, "name", "My shop")
    });
    let checkout = top.section(notes, "checkout");
    if checkout.is_none() && top.entry(notes, "checkout").is_none() {
        notes.missing(
            "[checkout] is missing",
            "say how a payer starts: method, url and what is sent; `bkash accept init` writes an example",
        );
    }
    let mut call = |key: &str, kind: Kind| {
        let section = top.section(notes, key)?;
        Call::read(&section, notes, kind)
    };
    let checkout = call("checkout", Kind::Checkout);
    let refund = call("refund", Kind::Refund);
    let order = call("order", Kind::Order);
    let app = top
        .section(notes, "app")
        .and_then(|section| App::read(&section, notes, folder));
    let words = top.section(notes, "words").map(|section| {
        section.allow_only(notes, &["paid", "failed"]);
        OwnWords {
            paid: section.texts(notes, "paid"),
            failed: section.texts(notes, "failed"),
        }
    });
    let checkout = checkout?;
    Some(ShopFile {
        name: name.map_or_else(|| host(&checkout), |(name, _)| name),
        checkout,
        refund,
        order,
        app,
        words: words.unwrap_or_default(),
    })
}

/// A shop without a name is called by its host.
fn host(checkout: &Call) -> String {
    let ask = checkout.filled(&Fill::default());
    let host = |url: &Url| url.host_str().map(str::to_owned);
    ask.and_then(|ask| host(&ask.url))
        .unwrap_or_else(|| "shop".to_owned())
}
