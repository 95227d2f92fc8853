use std::borrow::Cow;

/// Escapes are read in this order, each on what the one before has left: JSON stands in HTML's attributes,
/// addresses stand in JSON.
const LANGUAGES: [Language; 3] = [
    Language {
        mark: b'&',
        read: html,
    },
    Language {
        mark: b'\\',
        read: json,
    },
    Language {
        mark: b'%',
        read: percent,
    },
];

/// One way to write a character as another text.
struct Language {
    /// The byte that begins every escape.
    mark: u8,
    /// What an escape stands for, and its length with the mark. None for what is none.
    read: fn(&[u8]) -> Option<(Written, usize)>,
}

enum Written {
    Character(char),
    Byte(u8),
}

/// The text as it is, and as it is once its escapes are read; equal ones once.
pub(super) fn readings(text: &[u8]) -> Vec<Cow<'_, [u8]>> {
    let mut readings = vec![Cow::Borrowed(text)];
    for language in &LANGUAGES {
        let read = readings.last().and_then(|text| language.unescape(text));
        readings.extend(read.map(Cow::Owned));
    }
    readings
}

impl Language {
    /// None if the text has no escape.
    fn unescape(&self, text: &[u8]) -> Option<Vec<u8>> {
        let mut unescaped = Vec::new();
        let mut rest = text;
        let mut any = false;
        while let Some(at) = rest.iter().position(|byte| *byte == self.mark) {
            let (plain, escape) = rest.split_at(at);
            unescaped.extend_from_slice(plain);
            let (written, length) = match (self.read)(escape) {
                Some(read) => {
                    any = true;
                    read
                }
                None => (Written::Byte(self.mark), 1),
            };
            match written {
                Written::Byte(byte) => unescaped.push(byte),
                Written::Character(character) => {
                    unescaped.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
                }
            }
            rest = escape.get(length..).unwrap_or_default();
        }
        unescaped.extend_from_slice(rest);
        any.then_some(unescaped)
    }
}

/// The names that every template language writes; numbers for the others.
const NAMED: [(&str, char); 5] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
];
/// `&#x10FFFF;` with a few zeros.
const LONGEST_ENTITY: usize = 12;

fn html(escape: &[u8]) -> Option<(Written, usize)> {
    let window = escape.get(..LONGEST_ENTITY).unwrap_or(escape);
    let end = window.iter().position(|byte| *byte == b';')?;
    let name = str::from_utf8(window.get(1..end)?).ok()?;
    let character = match name.strip_prefix('#') {
        Some(number) => char::from_u32(match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        })?,
        None => NAMED.iter().find(|(known, _)| *known == name)?.1,
    };
    Some((Written::Character(character), end + 1))
}

/// A character beyond the first 65,536 stays as it is: no secret of the gateway's has one.
fn json(escape: &[u8]) -> Option<(Written, usize)> {
    let byte = match escape.get(1)? {
        same @ (b'"' | b'\\' | b'/' | b'\'') => *same,
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'u' => {
            let number = hex(escape.get(2..6)?)?;
            return Some((Written::Character(char::from_u32(number)?), 6));
        }
        _ => return None,
    };
    Some((Written::Byte(byte), 2))
}

fn percent(escape: &[u8]) -> Option<(Written, usize)> {
    let byte = u8::try_from(hex(escape.get(1..3)?)?).ok()?;
    Some((Written::Byte(byte), 3))
}

fn hex(digits: &[u8]) -> Option<u32> {
    let mut number = 0;
    for digit in digits {
        number = number * 16 + char::from(*digit).to_digit(16)?;
    }
    Some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn last(text: &str) -> String {
        let readings = readings(text.as_bytes());
        String::from_utf8_lossy(readings.last().unwrap()).into_owned()
    }

    #[test]
    fn escapes_are_read_and_what_is_none_stays() {
        for (text, read) in [
            ("a&amp;b&#38;c&#x26;d", "a&b&c&d"),
            (
                "&nbsp; &; & &#; &#x; &#55296; &amp",
                "&nbsp; &; & &#; &#x; &#55296; &amp",
            ),
            (r#"a\/b\\c\u00e9\n"#, "a/b\\cé\n"),
            (r"\x \u12 \ud800 \", r"\x \u12 \ud800 \"),
            ("%41%c3%A9", "Aé"),
            ("100% %4 %zz %+1", "100% %4 %zz %+1"),
            ("&quot;\\u0025\\u0034\\u0031", "\"A"),
        ] {
            assert_eq!(last(text), read, "{text}");
        }
        assert_eq!(readings(b"plain").len(), 1);
        assert_eq!(readings("100% & \\x".as_bytes()).len(), 1, "no escapes");
    }
}
