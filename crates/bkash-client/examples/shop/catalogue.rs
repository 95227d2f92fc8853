//! What is sold. Prices live here and nowhere else: a browser names a product, never an amount.

use bkash_client::Amount;

/// One thing to buy.
pub struct Product {
    /// In forms and, as `sku`, in refunds.
    pub slug: &'static str,
    /// For people.
    pub name: &'static str,
    poisha: i64,
}

impl Product {
    /// What it costs.
    pub fn price(&self) -> Amount {
        Amount::from_poisha(self.poisha).unwrap_or(Amount::ZERO)
    }
}

/// Finds one by its slug.
pub fn product(slug: &str) -> Option<&'static Product> {
    CATALOGUE.iter().find(|product| product.slug == slug)
}

/// All of them.
pub static CATALOGUE: [Product; 2] = [
    Product {
        slug: "rice",
        name: "Chinigura rice, 5 kg",
        poisha: 85_000,
    },
    Product {
        slug: "tea",
        name: "Sylhet tea, 400 g",
        poisha: 32_050,
    },
];
