use super::pattern::Pattern;
use crate::failure::Failure;

/// Everything that one payment left in the store.
#[derive(Debug)]
pub struct Template {
    pub tables: Vec<Rows>,
    /// Of the payment's identifiers, in the order of their places.
    pub kinds: Vec<Kind>,
}

#[derive(Debug)]
pub struct Rows {
    pub name: String,
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<Option<Pattern>>>,
}

/// A column that is not filled by the database itself.
#[derive(Clone, Debug)]
pub struct Column {
    pub name: String,
    pub is_bytes: bool,
}

/// How a copy's identifier is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Own(&'static str),
    Delivery,
    Invoice,
    Key,
    GatewayPayment,
    TrxId,
}

/// A payment that was made through the API, for the store to be filled with.
#[derive(Clone, Debug)]
pub struct Made {
    pub id: String,
    pub gateway_payment: String,
}

/// The tables that grow with each payment, the owners first, and which of their rows are the payment's (`$1`).
pub const TABLES: [(&str, &str); 7] = [
    ("payments", "id = $1"),
    ("refunds", "payment = $1"),
    ("gateway_transactions", "payment = $1"),
    ("ledger_entries", "payment = $1"),
    (
        "idempotency_keys",
        "subject = $1 OR subject IN (SELECT id FROM refunds WHERE payment = $1)",
    ),
    ("deliveries", "payment = $1"),
    ("evidence", "payment = $1"),
];

/// Where identifiers come from.
const IDENTIFIERS: [(&str, &str, Kind); 6] = [
    ("payments", "id", Kind::Own("pay_")),
    ("refunds", "id", Kind::Own("ref_")),
    ("payments", "merchant_invoice_number", Kind::Invoice),
    ("gateway_transactions", "trx_id", Kind::TrxId),
    ("idempotency_keys", "key", Kind::Key),
    ("deliveries", "id", Kind::Delivery),
];

/// One table's rows as texts, as a database gave them.
#[derive(Debug)]
pub struct Texts {
    pub name: &'static str,
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<Option<String>>>,
}

impl Texts {
    fn values<'a>(&'a self, column: &str) -> impl Iterator<Item = &'a str> {
        let place = self.columns.iter().position(|known| known.name == column);
        let rows = self.rows.iter();
        rows.filter_map(move |row| row.get(place?)?.as_deref())
    }
}

impl Template {
    pub fn of(made: &Made, texts: &[Texts]) -> Result<Self, Failure> {
        let mut ids = vec![made.gateway_payment.clone()];
        let mut kinds = vec![Kind::GatewayPayment];
        for (table, column, kind) in IDENTIFIERS {
            for texts in texts.iter().filter(|texts| texts.name == table) {
                for id in texts.values(column) {
                    ids.push(id.to_owned());
                    kinds.push(kind);
                }
            }
        }
        let created = texts.iter().find(|texts| texts.name == "payments");
        let created = created.and_then(|payments| payments.values("created_at").next());
        let created = created.ok_or_else(|| Failure::new("a template is not in the store"))?;
        let created: i64 = created.parse()?;
        let pattern = |text: &Option<String>| {
            let text = text.as_ref()?;
            Some(Pattern::of(text, &ids, created))
        };
        let tables = texts.iter().map(|texts| Rows {
            name: texts.name.to_owned(),
            columns: texts.columns.clone(),
            rows: texts
                .rows
                .iter()
                .map(|row| row.iter().map(pattern).collect())
                .collect(),
        });
        Ok(Self {
            tables: tables.collect(),
            kinds,
        })
    }
}
