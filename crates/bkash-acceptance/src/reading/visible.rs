//! The visible text of a web page.

use ego_tree::NodeId;
use ego_tree::iter::Edge;
use scraper::node::Element;
use scraper::{Html, Node};

use super::block::Block;
use super::boxes;

/// Elements that are never seen as text. A browser that runs scripts shows no `noscript`.
const UNSEEN: &[&str] = &[
    "script", "style", "template", "noscript", "svg", "math", "canvas", "iframe", "object",
    "textarea", "datalist", "audio", "video", "meta", "link",
];

/// Elements that stand in the middle of a line.
const INLINE: &[&str] = &[
    "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i",
    "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup",
    "time", "tt", "u", "var", "wbr", "img", "input",
    // Cells of one row are read together.
    "td", "th", "dd", "tbody", "thead",
];

/// Elements that offer something to the payer.
const OFFERS: &[&str] = &[
    "a", "button", "nav", "footer", "aside", "select", "option", "summary",
];

const OFFERING_ROLES: &[&str] = &["navigation", "contentinfo", "button", "menu", "search"];

/// Every visible piece of text, in order, its title first.
pub(super) fn blocks(page: &Html) -> Vec<Block> {
    let mut walk = Walk::default();
    for edge in page.tree.root().traverse() {
        match edge {
            Edge::Open(node) => match node.value() {
                Node::Element(element) => walk.open(node.id(), element),
                Node::Text(text) => walk.text(text),
                _ => {}
            },
            Edge::Close(node) => {
                if let Node::Element(element) = node.value() {
                    walk.close(node.id(), element);
                }
            }
        }
    }
    walk.flush();
    let boxes = boxes::texts(page).into_iter().map(Block::told);
    walk.blocks.extend(boxes);
    walk.blocks
}

/// All of it in one line, without what it offers.
pub(crate) fn told_text(page: &Html) -> String {
    let told = blocks(page).into_iter().filter(|block| !block.offers);
    let texts: Vec<_> = told.map(|block| block.text).collect();
    texts.join(" ")
}

/// How many characters of that there are.
pub(crate) fn visible_length(page: &Html) -> usize {
    told_text(page).chars().count()
}

#[derive(Default)]
struct Walk {
    blocks: Vec<Block>,
    line: String,
    unseen_since: Option<NodeId>,
    offers_since: Option<NodeId>,
}

impl Walk {
    fn open(&mut self, id: NodeId, element: &Element) {
        let name = element.name();
        if self.unseen_since.is_some() {
            return;
        }
        if UNSEEN.contains(&name) || is_hidden(element) {
            self.unseen_since = Some(id);
            return;
        }
        if self.offers_since.is_none() && offers(element) {
            self.flush();
            self.offers_since = Some(id);
        }
        if !INLINE.contains(&name) {
            self.flush();
        }
        match name {
            "img" => self.text(element.attr("alt").unwrap_or_default()),
            "td" | "th" | "dd" => self.line.push(' '),
            _ => {}
        }
    }

    fn close(&mut self, id: NodeId, element: &Element) {
        if self.unseen_since == Some(id) {
            self.unseen_since = None;
            return;
        }
        if self.unseen_since.is_some() {
            return;
        }
        match element.name() {
            // What follows in the row is what it names.
            "th" | "dt" if !self.line.trim().is_empty() => {
                if !self.line.trim_end().ends_with(':') {
                    self.line.push(':');
                }
            }
            name if INLINE.contains(&name) => {}
            _ => self.flush(),
        }
        if self.offers_since == Some(id) {
            self.flush();
            self.offers_since = None;
        }
    }

    fn text(&mut self, text: &str) {
        if self.unseen_since.is_none() {
            self.line.push_str(text);
        }
    }

    fn flush(&mut self) {
        let words: Vec<_> = self.line.split_whitespace().collect();
        if !words.is_empty() {
            let text = words.join(" ");
            self.blocks.push(match self.offers_since {
                Some(_) => Block::offered(text),
                None => Block::told(text),
            });
        }
        self.line.clear();
    }
}

fn offers(element: &Element) -> bool {
    OFFERS.contains(&element.name())
        || element
            .attr("role")
            .is_some_and(|role| OFFERING_ROLES.contains(&role))
}

fn is_hidden(element: &Element) -> bool {
    if element.attr("hidden").is_some() || element.attr("aria-hidden") == Some("true") {
        return true;
    }
    if element.name() == "dialog" && element.attr("open").is_none() {
        return true;
    }
    let style = element.attr("style").unwrap_or_default();
    let style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
    let style = style.to_ascii_lowercase();
    style.contains("display:none")
        || style.contains("visibility:hidden")
        || is_hidden_by_class(element)
}

/// By the two style sheets that most shops use: Bootstrap's and Tailwind's.
fn is_hidden_by_class(element: &Element) -> bool {
    let has = |wanted: fn(&str) -> bool| element.classes().any(wanted);
    let is_shown_somewhere = |class: &str| {
        class.contains(":block")
            || class.contains(":flex")
            || class.contains(":inline")
            || class.contains(":grid")
            || class.starts_with("d-") && class != "d-none"
    };
    let is_shown = element.classes().any(is_shown_somewhere);
    let is_modal = has(|class| class == "modal") && !has(|class| class == "show");
    is_modal
        || has(|class| matches!(class, "d-none" | "hidden" | "sr-only" | "visually-hidden"))
            && !is_shown
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(html: &str) -> Vec<String> {
        let blocks = blocks(&Html::parse_document(html)).into_iter();
        blocks
            .filter(|block| !block.offers)
            .map(|block| block.text)
            .collect()
    }

    #[test]
    fn blocks_are_what_stands_by_itself() {
        let html = "<title>Shop</title><h1>Payment <b>failed</b></h1><p>No&nbsp;money\n was &amp; is taken.<br>Sorry</p>";
        assert_eq!(
            told(html),
            [
                "Shop",
                "Payment failed",
                "No money was & is taken.",
                "Sorry"
            ]
        );
    }

    #[test]
    fn rows_are_read_with_their_names() {
        let html = "<table><tr><th>Paid</th><td>No</td></tr></table><dl><dt>Status</dt><dd>Paid</dd><dt>Total:</dt><dd>5</dd></dl>";
        assert_eq!(told(html), ["Paid: No", "Status: Paid", "Total: 5"]);
    }

    #[test]
    fn what_is_not_seen_is_not_read() {
        for html in [
            "<script>x = 'paid'</script>",
            "<style>.paid{}</style>",
            "<template><p>paid</p></template>",
            "<p hidden>paid</p>",
            "<div aria-hidden=true><p>paid</p></div>",
            "<div style='color:red; Display : none'><p>paid</p></div>",
            "<div class='alert d-none'>paid</div>",
            "<div class='modal fade'><p>paid</p></div>",
            "<p class=hidden>paid</p>",
            "<input value=paid><textarea>paid</textarea>",
            "<noscript>paid</noscript>",
            "<dialog>paid</dialog>",
            "<!-- paid -->",
        ] {
            assert_eq!(told(html), [""; 0], "{html}");
        }
        assert_eq!(told("<p class='hidden md:block'>paid</p>"), ["paid"]);
        assert_eq!(told("<img alt='Payment done'>"), ["Payment done"]);
    }

    #[test]
    fn links_and_buttons_only_offer() {
        let html = "<nav>Failed orders</nav><p>Done. <a href=/>Cancel it</a> or not</p><button>Pay</button>";
        assert_eq!(told(html), ["Done.", "or not"]);
    }

    #[test]
    fn a_page_with_very_many_levels_is_read() {
        let html = format!("{}paid", "<div>".repeat(2_000));
        assert_eq!(told(&html), ["paid"]);
    }
}
