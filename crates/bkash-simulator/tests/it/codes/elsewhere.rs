/// Codes of products that are not imitated. The fault `code` gives them all the same.
pub(super) const ELSEWHERE: [(&str, &str); 9] = [
    ("2004", "recurring payments"),
    ("2005", "recurring payments"),
    ("2012", "payouts"),
    ("2021", "recurring payments"),
    ("2022", "recurring payments"),
    ("2027", "recurring payments"),
    ("2030", "recurring payments"),
    ("2032", "intra-account transfers"),
    ("2036", "recurring payments"),
];
