//! Where the words of a text lie in it, as bytes: for each word how far it begins behind the end of the one before, and how
//! long it is, as numbers of seven bits a byte.

use crate::model::Span;

/// Spans in order and without overlap as bytes.
pub fn to_bytes(spans: &[Span]) -> Vec<u8> {
    let mut out = Vec::with_capacity(2 * spans.len());
    let mut end = 0;
    for span in spans {
        push(&mut out, span.start.saturating_sub(end));
        push(&mut out, span.len());
        end = span.end;
    }
    out
}

/// What [`to_bytes`] was given.
pub fn from_bytes(bytes: &[u8]) -> Vec<Span> {
    let mut rest = bytes.iter();
    let (mut out, mut end) = (Vec::with_capacity(bytes.len() / 2), 0_usize);
    while let (Some(gap), Some(length)) = (take(&mut rest), take(&mut rest)) {
        let start = end.saturating_add(gap);
        end = start.saturating_add(length);
        out.push(Span::new(start, end));
    }
    out
}

fn push(out: &mut Vec<u8>, mut number: usize) {
    while number >= 0x80 {
        out.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

fn take(bytes: &mut std::slice::Iter<'_, u8>) -> Option<usize> {
    let (mut number, mut shift) = (0, 0);
    loop {
        let byte = *bytes.next()?;
        number |= usize::from(byte & 0x7f).checked_shl(shift)?;
        if byte < 0x80 {
            return Some(number);
        }
        shift += 7;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_survive_their_bytes() {
        for spans in [vec![], vec![(0, 3), (4, 9)], vec![(1, 1), (200, 20_000), (1 << 30, (1 << 30) + 1)]] {
            let spans: Vec<Span> = spans.into_iter().map(|(start, end)| Span::new(start, end)).collect();
            assert_eq!(from_bytes(&to_bytes(&spans)), spans);
        }
        assert_eq!(from_bytes(&[3, 0x80]), []);
        assert_eq!(from_bytes(&[0xff; 30]), []);
    }
}
