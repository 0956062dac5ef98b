//! Lines of at most so many columns.

/// The columns of a terminal report.
pub const COLUMNS: usize = 79;

/// Breaks a text at blanks; the first line is preceded by `first`, the others by as many blanks. White space is folded. A
/// word that is longer than a line stands alone.
pub fn wrap(first: &str, text: &str) -> String {
    let indent = first.chars().count();
    let mut out = String::from(first);
    let mut column = indent;
    for (at, word) in text.split_whitespace().enumerate() {
        let width = word.chars().count();
        if at > 0 && column + 1 + width > COLUMNS {
            out.push('\n');
            out.extend(std::iter::repeat_n(' ', indent));
            column = indent;
        } else if at > 0 {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += width;
    }
    out.push('\n');
    out
}

/// A text of at most so many characters, cut at a word.
pub fn shorten(text: &str, most: usize) -> String {
    let folded = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if folded.chars().count() <= most {
        return folded;
    }
    let cut: String = folded.chars().take(most.saturating_sub(2)).collect();
    let at_word = cut.rfind(' ').filter(|&at| at > most / 2).map_or(cut.as_str(), |at| &cut[..at]);
    format!("{at_word} …")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_broken_at_blanks() {
        let text = "word ".repeat(40);
        let wrapped = wrap("    - ", &text);
        assert!(wrapped.lines().all(|l| l.chars().count() <= COLUMNS));
        assert!(wrapped.lines().skip(1).all(|l| l.starts_with("      word")));
        assert_eq!(wrapped.split_whitespace().count(), 41);
    }

    #[test]
    fn long_texts_are_cut_at_a_word() {
        assert_eq!(shorten("no  gym\nfor a day", 30), "no gym for a day");
        assert_eq!(shorten("no gym for a whole day", 15), "no gym for a …");
    }
}
