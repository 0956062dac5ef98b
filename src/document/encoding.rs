//! Which characters are the bytes? A mark of order first, then what was declared, then what the bytes look like.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How far into a page its declaration is looked for, in bytes.
const PRESCAN: usize = 4096;

/// Text that was decoded.
#[derive(Debug)]
pub(super) struct Decoded {
    /// The text, without a mark of order.
    pub text: String,
    /// The encoding's name.
    pub encoding: &'static str,
    /// Whether some bytes were none of its characters.
    pub damaged: bool,
}

/// Decodes bytes. `declared` is the name that came with them (a header of a crawl), if any.
pub(super) fn decode(bytes: &[u8], declared: Option<&str>) -> Decoded {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return with(encoding, &bytes[mark..]);
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        return with(encoding, bytes);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Decoded { text: text.to_owned(), encoding: UTF_8.name(), damaged: false };
    }
    let stated = declared.map(str::to_owned).or_else(|| declaration(bytes));
    if let Some(encoding) = stated.and_then(|label| Encoding::for_label(label.trim().as_bytes()))
        && encoding != UTF_8
    {
        return with(encoding, bytes);
    }
    if mostly_utf8(bytes) { with(UTF_8, bytes) } else { with(guess(bytes), bytes) }
}

/// Whether the bytes are no text in any encoding that is read: zero bytes or many control characters.
pub(super) fn is_binary(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(8192)];
    if Encoding::for_bom(head).is_some() || utf16_without_mark(head).is_some() {
        return false;
    }
    // No branches, so that many bytes are told at once; the head's length fits.
    let control = |b: u8| u16::from((b < 0x09) | ((0x0e..0x1b).contains(&b)) | ((0x1c..0x20).contains(&b)));
    let controls = head.iter().fold(0_u16, |count, &b| count + control(b));
    head.contains(&0) || usize::from(controls) * 50 > head.len()
}

fn with(encoding: &'static Encoding, bytes: &[u8]) -> Decoded {
    let (text, damaged) = encoding.decode_without_bom_handling(bytes);
    Decoded { text: text.into_owned(), encoding: encoding.name(), damaged }
}

/// UTF-16 of mostly Latin letters has a zero byte in most of its pairs, always on the same side.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(4096) & !1];
    if !head.contains(&0) {
        return None;
    }
    let pairs = head.len() / 2;
    if pairs < 2 {
        return None;
    }
    let zeros = |side: usize| head.iter().skip(side).step_by(2).filter(|&&b| b == 0).count();
    let (first, second) = (zeros(0), zeros(1));
    match (first * 10 > pairs * 7, second * 10 > pairs * 7) {
        (false, true) if first * 50 < pairs => Some(UTF_16LE),
        (true, false) if second * 50 < pairs => Some(UTF_16BE),
        _ => None,
    }
}

/// The name after `charset=` or `encoding=` near the beginning of a page.
fn declaration(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(PRESCAN)]).to_ascii_lowercase();
    if !head.trim_start().starts_with('<') {
        return None;
    }
    let at = ["charset=", "encoding="].iter().find_map(|key| head.find(key).map(|at| at + key.len()))?;
    let name: String = head[at..]
        .trim_start_matches(['"', '\'', ' '])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':'))
        .collect();
    (!name.is_empty()).then_some(name)
}

/// Whether the broken bytes are few among whole characters of several bytes.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut whole, mut broken) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().bytes().filter(|&b| b >= 0xc0).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    whole > 0 && whole * 4 >= broken
}

/// Leaflets in a Western encoding are Windows-1252; the detector takes a few curly quotes for its Eastern cousins.
fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(&bytes[..bytes.len().min(1 << 20)], true);
    let guess = detector.guess(None, chardetng::Utf8Detection::Deny);
    let few = bytes.iter().filter(|b| !b.is_ascii()).count() * 20 < bytes.len();
    if few && guess.is_single_byte() { WINDOWS_1252 } else { guess }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16(text: &str, big: bool) -> Vec<u8> {
        text.encode_utf16().flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() }).collect()
    }

    #[test]
    fn encodings() {
        let page = b"<html><meta charset=\"iso-8859-1\"><p>caf\xe9</p>";
        for (bytes, declared, text) in [
            ("Caf\u{e9}".as_bytes().to_vec(), None, "Caf\u{e9}"),
            (b"\xef\xbb\xbfRest".to_vec(), None, "Rest"),
            ([&[0xff, 0xfe], &utf16("Don\u{2019}t rub", false)[..]].concat(), None, "Don\u{2019}t rub"),
            (utf16("Do not rub it", false), None, "Do not rub it"),
            (utf16("Do not rub it", true), None, "Do not rub it"),
            (b"Don\x92t rub. 24\x9648 hours".to_vec(), None, "Don\u{2019}t rub. 24\u{2013}48 hours"),
            (b"50 \xb0C".to_vec(), Some("iso-8859-1"), "50 \u{b0}C"),
            (page.to_vec(), None, "<html><meta charset=\"iso-8859-1\"><p>caf\u{e9}</p>"),
        ] {
            assert_eq!(decode(&bytes, declared).text, text);
        }
    }

    #[test]
    fn broken_utf8_is_still_read() {
        let got = decode(b"It\xe2\x80\x99s fine \xff to wash", None);
        assert!(got.damaged && got.text.contains("It\u{2019}s fine"));
    }

    #[test]
    fn binary() {
        for (bytes, want) in
            [(&b"plain"[..], false), (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", true), (b"a\0b", true), (b"", false)]
        {
            assert_eq!(is_binary(bytes), want, "{bytes:?}");
        }
        assert!(!is_binary(&utf16("Do not rub", false)));
    }
}
