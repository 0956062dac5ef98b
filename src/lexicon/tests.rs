use super::*;

#[test]
fn the_english_lexicon_loads() {
    let lexicon = Lexicon::english().unwrap();
    assert!(lexicon.concepts.all().len() > 200);
    assert!(lexicon.concepts.is_within("sauna", "heat-exposure"));
}

#[test]
fn the_data_files_hold_what_they_say() {
    let lexicon = Lexicon::english().unwrap();
    let wrong = check::english(&lexicon);
    let lines: Vec<String> = wrong.iter().map(ToString::to_string).collect();
    assert!(lines.is_empty(), "{} errors\n{}", lines.len(), lines.join("\n"));
}

/// A lexicon that is small enough to be read many times.
const SMALL: &[(Sort, File<'static>)] = &[
    (
        Sort::Concepts,
        File {
            path: "small.toml",
            text: "[heat]\nmeans = \"heat\"\nforms = [\"heat\"]\nexamples = [\"No heat.\"]\n\
               [sauna]\nmeans = \"sauna\"\nbroader = [\"heat\"]\nforms = [\"saunas?\"]\nexamples = [\"No sauna.\"]\n",
        },
    ),
    (
        Sort::Ignored,
        File {
            path: "small-ignored.toml",
            text: "[hot-flush]\nforms = [\"hot flush(es)?\"]\nexamples = [\"A hot flush.\"]\n",
        },
    ),
];

/// The small lexicon with a file more.
fn with(file: File<'_>) -> Result<Lexicon> {
    builder::build(SMALL, &[file])
}

/// A table of a new concept with more keys and tables behind it.
fn table(more: &str) -> String {
    format!(
        "[moon-bath]\nmeans = \"lying in moonlight\"\nforms = [\"moon baths?\"]\nexamples = [\"No moon bath.\"]\n{more}"
    )
}

fn user(text: &str) -> File<'_> {
    File { path: "own/moon.toml", text }
}

#[test]
fn wrong_files_are_refused_with_the_line() {
    let also = |keys: &str| {
        table(&format!("\n[[moon-bath.also]]\nforms = [\"moonlight\"]\n{keys}\nexamples = [\"Moonlight.\"]"))
    };
    for (text, line, part) in [
        (table("broader = [\"sun-bath\"]"), 1, "no concept"),
        (table("opposite = \"sun-bath\""), 1, "no concept"),
        (table("broader = [\"moon-bath\"]"), 1, "cannot be broader"),
        (table("colour = \"white\""), 5, "unknown field"),
        (table("tends = \"never\""), 5, "unknown variant"),
        (also("only_for = [\"moon-landing\"]"), 6, "no procedure"),
        (also("not_for = [\"moon-landing\"]"), 6, "no procedure"),
        ("[moon-bath]\nforms = [\"moon baths?\"]\nexamples = [\"No moon bath.\"]".to_owned(), 1, "no `means`"),
        ("[moon-bath]\nmeans = \"x\"\nexamples = [\"No moon bath.\"]".to_owned(), 1, "no forms"),
        ("[moon-bath]\nmeans = \"x\"\nforms = [\"moon baths?\"]".to_owned(), 1, "no `examples`"),
        (
            "[moon-bath]\nmeans = \"x\"\nforms = [\"moon (bath\"]\nexamples = [\"Moon bath.\"]".to_owned(),
            3,
            "not closed",
        ),
        ("[moon-bath]\nmeans = \"x\"\nforms = [\"moon ~\"]\nexamples = [\"Moon bath.\"]".to_owned(), 3, "never match"),
        ("[moon-bath]\nmeans = \"x\"\nforms = [\"~ moon\"]\nexamples = [\"Moon bath.\"]".to_owned(), 3, "never match"),
        (
            "[sauna]\nmeans = \"x\"\nforms = [\"moon baths?\"]\nexamples = [\"Moon bath.\"]".to_owned(),
            1,
            "replace = true",
        ),
        (
            "[moon-bath]\nreplace = true\nforms = [\"moon baths?\"]\nexamples = [\"Moon bath.\"]".to_owned(),
            1,
            "to replace",
        ),
        ("[sauna]\nforms = [\"moon baths?\"]\n".to_owned(), 1, "no `examples`"),
        ("[moon-bath\n".to_owned(), 1, ""),
    ] {
        let error = with(user(&text)).expect_err(&text);
        assert_eq!(error.at_line(), Some(line), "{text}\n{error}");
        assert_eq!(error.path().unwrap().to_str(), Some("own/moon.toml"), "{text}");
        assert!(error.message().contains(part), "{text}\n{error}");
    }
}

#[test]
fn a_check_shows_what_loads_and_is_wrong_all_the_same() {
    let moon = |forms: &str, example: &str| {
        format!("[moon-bath]\nmeans = \"lying in moonlight\"\nforms = [{forms}]\nexamples = [{example}]\n")
    };
    for (text, line, part) in [
        (moon("\"moon baths?\"", "\"No sun bath.\""), 4, "is not found in"),
        (moon("\"moon baths?\"", "\"No moon bath.\"") + "not = [\"A moon bath is dark.\"]", 5, "must not be found in"),
        (
            moon("\"moon baths?\", \"saunas\"", "\"No moon bath.\""),
            1,
            "stands in concept/moon-bath and in concept/sauna",
        ),
        (moon("\"moon baths?\", \"hot flush(es)?\"", "\"No moon bath.\""), 1, "ignored/hot-flush"),
    ] {
        let file = user(&text);
        let lexicon = with(file).unwrap();
        let wrong = check::user(&[file], &lexicon);
        assert_eq!(wrong.len(), 1, "{text}\n{wrong:?}");
        assert_eq!(wrong[0].at_line(), Some(line), "{text}\n{}", wrong[0]);
        assert!(wrong[0].message().contains(part), "{text}\n{}", wrong[0]);
    }
}

/// The concepts of a sentence.
fn found(text: &str, lexicon: &Lexicon) -> Vec<String> {
    let sentences = crate::extract::probe::sentences(text, lexicon);
    let mentions = sentences.iter().flat_map(|s| crate::mention::concepts(&s.tokens, &[], lexicon));
    mentions.filter_map(|m| m.concept().map(ToString::to_string)).collect()
}

#[test]
fn a_users_files_add_extend_and_replace() {
    let own = table("broader = [\"heat\"]");
    let lexicon = with(user(&own)).unwrap();
    assert_eq!(found("No moon baths.", &lexicon), ["moon-bath"]);
    assert!(lexicon.concepts.is_within("moon-bath", "heat"));

    let more = "[sauna]\nforms = [\"sweat lodges?\"]\nexamples = [\"No sweat lodge.\"]\n";
    let lexicon = with(user(more)).unwrap();
    assert_eq!(found("No sweat lodges, no saunas.", &lexicon), ["sauna", "sauna"]);

    let other =
        "[sauna]\nreplace = true\nmeans = \"lodge\"\nforms = [\"sweat lodges?\"]\nexamples = [\"No sweat lodge.\"]\n";
    let lexicon = with(user(other)).unwrap();
    assert_eq!(found("No sweat lodges, no saunas.", &lexicon), ["sauna"]);
    assert_eq!(lexicon.concepts.get("sauna").unwrap().means, "lodge");
    assert_eq!(lexicon.concepts.get("sauna").unwrap().broader, ["heat"]);

    let ignored =
        File { path: "own/ignored.toml", text: "[club]\nforms = [\"sauna club\"]\nexamples = [\"Our sauna club.\"]\n" };
    let lexicon = with(ignored).unwrap();
    assert!(found("Our sauna club is open.", &lexicon).is_empty());
}
