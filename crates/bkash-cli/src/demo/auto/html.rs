//! As much reading of HTML as the shop's own pages need: their text and their forms.

/// What a person reads on the page, in one line.
pub fn text(html: &str) -> String {
    let body = html.split_once("<body").map_or(html, |(_, body)| body);
    let mut out = String::new();
    let mut rest = body.split_once('>').map_or(body, |(_, inside)| inside);
    while let Some((before, tag)) = rest.split_once('<') {
        out.push_str(before);
        if !tag.starts_with("/q") && !tag.starts_with("q ") {
            out.push(' ');
        }
        rest = match tag.strip_prefix("svg") {
            Some(_) => tag.split_once("</svg>").map_or("", |(_, after)| after),
            None => tag.split_once('>').map_or("", |(_, after)| after),
        };
    }
    let words: Vec<_> = out.split_whitespace().collect();
    unescape(&words.join(" "))
}

/// A form's action and the values that its inputs already have.
pub fn forms(html: &str) -> Vec<(String, Vec<(String, String)>)> {
    let form = |part: &str| {
        let (tag, rest) = part.split_once('>')?;
        let inside = rest
            .split_once("</form>")
            .map_or(rest, |(inside, _)| inside);
        let inputs = inside.split("<input").skip(1).filter_map(|input| {
            let tag = input.split_once('>')?.0;
            Some((
                attribute(tag, "name")?,
                attribute(tag, "value").unwrap_or_default(),
            ))
        });
        Some((attribute(tag, "action")?, inputs.collect()))
    };
    html.split("<form").skip(1).filter_map(form).collect()
}

/// Where the page's links lead.
pub fn links(html: &str) -> Vec<String> {
    let tags = html
        .split("<a")
        .skip(1)
        .filter_map(|part| part.split_once('>'));
    tags.filter_map(|(tag, _)| attribute(tag, "href")).collect()
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, value) = tag.split_once(&format!(" {name}=\""))?;
    value.split_once('"').map(|(value, _)| unescape(value))
}

fn unescape(text: &str) -> String {
    [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&amp;", "&"),
        ("&#38;", "&"),
    ]
    .into_iter()
    .fold(text.to_owned(), |text, (entity, character)| {
        text.replace(entity, character)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pages_text_is_what_a_person_reads() {
        let page = "<html><head><title>x</title></head><body class=\"a\"><p>Paid &amp; done\n <b>now</b></p>\
                    <svg><path d=\"M1\"/></svg><q lang=\"en\">No &#39;money&#39;</q>.</body></html>";
        assert_eq!(text(page), "Paid & done now No 'money'.");
    }

    #[test]
    fn a_links_address_is_read_as_a_browser_reads_it() {
        let page =
            "<a class=\"b\" href=\"/x?a=1&amp;b=2\">x</a><article><a href=\"/y\">y</a></article>";
        assert_eq!(links(page), ["/x?a=1&b=2", "/y"]);
    }

    #[test]
    fn a_form_keeps_its_hidden_values() {
        let page = "<form method=\"post\" action=\"/orders\"><input type=\"hidden\" name=\"form\" value=\"ab\">\
                    <input name=\"amount\"></form>";
        let fields = vec![
            ("form".to_owned(), "ab".to_owned()),
            ("amount".to_owned(), String::new()),
        ];
        assert_eq!(forms(page), [("/orders".to_owned(), fields)]);
    }
}
