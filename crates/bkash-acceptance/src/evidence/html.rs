use askama::Template;

use super::{Pack, Part};
use crate::report::WriteError;
use crate::report::frame::shop_name;
use crate::report::phrases::Phrases;
use crate::report::wire::Wire;
use crate::words::Language;

/// A pack as a page shows it.
pub(crate) struct PackView {
    pub(crate) parts: Vec<PartView>,
    /// No create and execute to paste.
    pub(crate) lacks_payment: bool,
    /// Name, and what its absence means.
    pub(crate) missing: Vec<(&'static str, String)>,
    /// Every exchange is open from the beginning.
    pub(crate) unfolded: bool,
}

pub(crate) struct PartView {
    pub(crate) title: &'static str,
    pub(crate) payment_id: String,
    pub(crate) calls: Vec<CallView>,
}

pub(crate) struct CallView {
    pub(crate) name: &'static str,
    pub(crate) wire: Wire,
}

#[derive(Template)]
#[template(path = "report/evidence.html")]
struct Sheet {
    t: &'static Phrases,
    shop: String,
    pack: PackView,
}

impl Pack {
    /// A page of its own, with nothing from elsewhere.
    pub fn html(&self, language: Language) -> Result<String, WriteError> {
        let sheet = Sheet {
            t: Phrases::of(language),
            shop: shop_name(&self.shop, language),
            pack: PackView {
                unfolded: true,
                ..PackView::of(self, language)
            },
        };
        let html = sheet.render().map_err(WriteError::of)?;
        Ok(html + "\n")
    }
}

impl PackView {
    /// Folded, as a chapter of a report.
    pub(crate) fn of(pack: &Pack, language: Language) -> Self {
        Self {
            parts: pack.parts.iter().map(|part| view(part, language)).collect(),
            lacks_payment: pack.clean().is_none(),
            missing: pack
                .missing
                .iter()
                .map(|call| {
                    let why = call.absence();
                    (call.name(), why.in_language(language).to_owned())
                })
                .collect(),
            unfolded: false,
        }
    }
}

fn view(part: &Part, language: Language) -> PartView {
    let calls = part.items.iter().map(|item| CallView {
        name: item.call.name(),
        wire: Wire::of(&item.exchange, language),
    });
    PartView {
        title: part.title(language),
        payment_id: part.payment_id.clone(),
        calls: calls.collect(),
    }
}
