//! What the shop sells. Prices live here and nowhere else: a browser names a product, never an amount.

use super::language::Language;
use super::price::Price;

#[derive(Debug)]
pub struct Product {
    /// In addresses and, as `sku`, in refunds.
    pub slug: &'static str,
    name: [&'static str; 2],
    about: [&'static str; 2],
    pub price: Price,
    /// A drawing that is put into the page as it is.
    pub art: &'static str,
}

impl Product {
    pub const fn name(&self, language: Language) -> &'static str {
        pick(self.name, language)
    }

    pub const fn about(&self, language: Language) -> &'static str {
        pick(self.about, language)
    }
}

const fn pick([english, bangla]: [&'static str; 2], language: Language) -> &'static str {
    match language {
        Language::English => english,
        Language::Bangla => bangla,
    }
}

pub fn product(slug: &str) -> Option<&'static Product> {
    CATALOGUE.iter().find(|product| product.slug == slug)
}

macro_rules! art {
    ($name:literal) => {
        include_str!(concat!("../../templates/shop/art/", $name, ".svg"))
    };
}

pub static CATALOGUE: [Product; 6] = [
    Product {
        slug: "khadi-panjabi",
        name: ["Khadi panjabi", "খাদি পাঞ্জাবি"],
        about: [
            "Hand-spun cotton from Cumilla, cut loose, with a stitched placket.",
            "কুমিল্লার হাতে কাটা সুতার ঢিলেঢালা পাঞ্জাবি, বুকে সেলাইয়ের কাজ।",
        ],
        price: Price::poisha(145_000),
        art: art!("panjabi"),
    },
    Product {
        slug: "jamdani-scarf",
        name: ["Jamdani scarf", "জামদানি স্কার্ফ"],
        about: [
            "Woven on a pit loom in Rupganj; the flowers are laid in thread by thread.",
            "রূপগঞ্জের তাঁতে বোনা; ফুলগুলো একটি একটি সুতায় তোলা।",
        ],
        price: Price::poisha(225_000),
        art: art!("scarf"),
    },
    Product {
        slug: "sylhet-tea",
        name: ["Sylhet black tea, 400 g", "সিলেটের চা, ৪০০ গ্রাম"],
        about: [
            "Second flush from Sreemangal, strong enough for milk and sugar.",
            "শ্রীমঙ্গলের বাগানের কড়া চা, দুধ-চিনিতেও স্বাদ থাকে।",
        ],
        price: Price::poisha(32_000),
        art: art!("tea"),
    },
    Product {
        slug: "sundarbans-honey",
        name: ["Sundarbans honey, 500 g", "সুন্দরবনের মধু, ৫০০ গ্রাম"],
        about: [
            "Khalsi flower honey, gathered in April by the mouals of Shyamnagar.",
            "খলসি ফুলের মধু, এপ্রিলে শ্যামনগরের মৌয়ালদের সংগ্রহ।",
        ],
        price: Price::poisha(65_050),
        art: art!("honey"),
    },
    Product {
        slug: "clay-cups",
        name: ["Clay tea cups, set of six", "মাটির চায়ের কাপ, ছয়টি"],
        about: [
            "Thrown and fired in Dhamrai, glazed inside, bare clay outside.",
            "ধামরাইয়ে চাকে গড়া ও পোড়ানো, ভেতরে গ্লেজ, বাইরে খাঁটি মাটি।",
        ],
        price: Price::poisha(48_000),
        art: art!("cups"),
    },
    Product {
        slug: "nakshi-kantha",
        name: ["Nakshi kantha throw", "নকশি কাঁথা"],
        about: [
            "Old saris quilted by hand in Jamalpur; four months of running stitch.",
            "জামালপুরে পুরোনো শাড়িতে হাতে সেলাই করা; চার মাসের কাজ।",
        ],
        price: Price::poisha(680_000),
        art: art!("kantha"),
    },
];
