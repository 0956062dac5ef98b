//! The score of what was read against gold: a rule is right where stance, concept and phase agree and the quotes lie on the
//! same words.

use std::{
    collections::{BTreeMap, HashSet},
    fs,
    path::Path,
};

use aftercare::{
    lexicon::Lexicon,
    model::{Phase, Rate, Rule, TimeSpec, Unit},
};
use regex::Regex;
use serde_json::Value;

use super::{gold, rule_notation};

/// A rule of either side.
struct Item {
    quote: String,
    stances: Vec<String>,
    concepts: Vec<String>,
    phase: Phase,
    /// From, until, lead, session.
    times: [Option<Time>; 4],
    every: Option<(f64, f64)>,
    conditional: bool,
    note: String,
    /// The entry that says how a rule's stance was found.
    route: String,
    confidence: f64,
    places: Vec<(usize, usize)>,
}

/// A time as both sides are compared.
#[derive(Debug, Clone, PartialEq)]
enum Time {
    Event,
    /// "Tonight", "the rest of the day": any time agrees.
    Loose,
    Day(f64),
    Vague(Option<Unit>),
    /// Lower and upper end in seconds, and the bound ("about" counts as none).
    Amount(f64, f64, String),
}

impl Time {
    fn of(spec: &TimeSpec) -> Self {
        let text = rule_notation::time(spec);
        match (&spec.event, spec.day, spec.vague, spec.unit) {
            (Some(_), ..) if matches!(text.as_str(), "night" | "same-day") => Self::Loose,
            (Some(_), ..) => Self::Event,
            (_, Some(day), ..) => Self::Day(f64::from(day)),
            (_, _, Some(_), unit) => Self::Vague(unit),
            (.., unit) => {
                let seconds = |n: Option<f64>| n.unwrap_or_default() * unit.map_or(0.0, Unit::seconds);
                let bound = text.trim_start_matches('~').chars().take_while(|c| !c.is_ascii_digit()).collect();
                Self::Amount(seconds(spec.min.or(spec.max)), seconds(spec.max.or(spec.min)), bound)
            }
        }
    }

    fn days(&self) -> f64 {
        match self {
            Self::Day(day) => *day,
            Self::Amount(_, high, _) => high / 86_400.0,
            _ => -9.0,
        }
    }

    fn agrees(gold: Option<&Self>, rule: Option<&Self>) -> bool {
        let (Some(gold), Some(rule)) = (gold, rule) else { return gold.is_none() && rule.is_none() };
        match (gold, rule) {
            (Self::Loose, _) | (Self::Event, Self::Event | Self::Loose) => true,
            (Self::Day(_), _) | (_, Self::Day(_)) => (gold.days() - rule.days()).abs() <= 1.0,
            (Self::Amount(low, high, bound), Self::Amount(from, to, also)) => {
                (low - from).abs() < 1.0 && (high - to).abs() < 1.0 && bound == also
            }
            (one, other) => one == other,
        }
    }
}

/// The lowest and highest number of times a second.
fn frequency(rate: &Rate) -> (f64, f64) {
    let low = rate.count_min.or(rate.count_max).unwrap_or(1.0);
    let short = rate.period_min.or(rate.period_max).unwrap_or(1.0);
    let seconds = rate.period_unit.map_or(0.0, Unit::seconds);
    (low / (rate.period_max.unwrap_or(short) * seconds), rate.count_max.unwrap_or(low) / (short * seconds))
}

impl Item {
    fn of_gold(line: &str, text: &str) -> Self {
        let gold: Value = serde_json::from_str(line).unwrap();
        let word = |key: &str| gold[key].as_str().unwrap_or_default().to_owned();
        let words = |key: &str| match &gold[key] {
            Value::Array(list) => list.iter().map(|v| v.as_str().unwrap().to_owned()).collect(),
            value => vec![value.as_str().unwrap().to_owned()],
        };
        let time = |key: &str| gold[key].as_str().map(|t| Time::of(&super::gold::time(t)));
        Self {
            stances: words("stance"),
            concepts: words("concept"),
            phase: if word("phase") == "before" { Phase::Before } else { Phase::After },
            times: ["from", "until", "lead", "session"].map(time),
            every: gold["every"].as_str().and_then(super::gold::rate).as_ref().map(frequency),
            conditional: gold["if"] == true,
            note: word("note"),
            route: String::new(),
            confidence: 1.0,
            places: places(text, &word("quote")),
            quote: word("quote"),
        }
    }

    fn of_rule(rule: &Rule, text: &str) -> Self {
        Self {
            stances: vec![rule_notation::stance(rule.stance).to_owned()],
            concepts: vec![rule.concept.to_string()],
            phase: rule.phase,
            times: [&rule.from, &rule.until, &rule.lead, &rule.session].map(|t| t.as_deref().map(Time::of)),
            every: rule.every.as_deref().map(frequency),
            conditional: rule.condition.is_some(),
            note: String::new(),
            route: rule.fired.iter().rfind(|f| f.starts_with("scope/")).cloned().unwrap_or_default(),
            confidence: rule.confidence,
            places: places(text, &rule.quote),
            quote: rule.quote.clone(),
        }
    }

    fn is_optional(&self) -> bool {
        self.note.contains("optional") || self.concepts.iter().all(|c| c.starts_with("other:"))
    }

    fn names(&self, rule: &Item) -> bool {
        self.concepts.contains(&rule.concepts[0])
    }

    /// How many of a pair's times are right, and how many there are.
    fn times_agree(&self, rule: &Item) -> (usize, usize) {
        let mut out = (0, 0);
        for (gold, rule) in self.times.iter().zip(&rule.times) {
            if gold.is_some() || rule.is_some() {
                out = (out.0 + usize::from(Time::agrees(gold.as_ref(), rule.as_ref())), out.1 + 1);
            }
        }
        if self.every.is_some() || rule.every.is_some() {
            let near = |a: f64, b: f64| (a - b).abs() < 1e-9 + 0.02 * a.abs();
            let same = self.every.zip(rule.every).is_some_and(|(a, b)| near(a.0, b.0) && near(a.1, b.1));
            out = (out.0 + usize::from(same), out.1 + 1);
        }
        out
    }

    /// How well two quotes agree in place, 0 to 1.
    fn overlap(&self, other: &Item) -> f64 {
        let mut best: f64 = 0.0;
        for (s, e) in &self.places {
            for (t, f) in &other.places {
                let shared = (*e.min(f) as f64) - (*s.max(t) as f64);
                best = best.max(shared / (e - s).min(f - t) as f64);
            }
        }
        if self.places.is_empty() || other.places.is_empty() {
            best = best.max(shared_words(&self.quote, &other.quote));
        }
        best
    }

    /// Whether a rule says again what this says close by.
    fn is_repeated_by(&self, rule: &Item) -> bool {
        const REACH: usize = 300;
        let close = |a: &(usize, usize), b: &(usize, usize)| a.0 < b.1 + REACH && b.0 < a.1 + REACH;
        self.stances.contains(&rule.stances[0])
            && self.names(rule)
            && self.phase == rule.phase
            && rule.places.iter().any(|a| self.places.iter().any(|b| close(a, b)))
    }
}

fn shared_words(a: &str, b: &str) -> f64 {
    let count = |text: &str| {
        let mut out: BTreeMap<String, usize> = BTreeMap::new();
        fold(text).split(' ').for_each(|w| *out.entry(w.to_owned()).or_default() += 1);
        out
    };
    let (a, b) = (count(a), count(b));
    let shared: usize = a.iter().map(|(w, n)| n.min(b.get(w).unwrap_or(&0))).sum();
    shared as f64 / a.values().sum::<usize>().min(b.values().sum()).max(1) as f64
}

/// One blank between words, plain quotes and dashes, no marks of markup, lower case.
fn fold(text: &str) -> String {
    let text: String = unescape(text)
        .chars()
        .filter(|c| !matches!(c, '*' | '_' | '`' | '\u{200b}'))
        .map(|c| match c {
            '\u{2018}' | '\u{2019}' => '\'',
            '\u{201c}' | '\u{201d}' => '"',
            '\u{2010}'..='\u{2015}' => '-',
            c => c,
        })
        .collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The character references that the corpus uses.
fn unescape(text: &str) -> String {
    const NAMED: [(&str, &str); 10] = [
        ("&nbsp;", " "),
        ("&rsquo;", "'"),
        ("&ldquo;", "\""),
        ("&rdquo;", "\""),
        ("&quot;", "\""),
        ("&ndash;", "-"),
        ("&mdash;", "-"),
        ("&deg;", "\u{b0}"),
        ("&hellip;", "\u{2026}"),
        ("&middot;", "\u{b7}"),
    ];
    let text = NAMED.iter().fold(text.to_owned(), |text, (name, sign)| text.replace(name, sign));
    let text = Regex::new(r"&#(\d+);").unwrap().replace_all(&text, |found: &regex::Captures<'_>| {
        found[1].parse().ok().and_then(char::from_u32).map_or_else(String::new, String::from)
    });
    text.replace("&amp;", "&")
}

fn visible(path: &Path) -> String {
    let mut text = fs::read_to_string(path).unwrap();
    if path.extension().is_some_and(|e| e == "html") {
        for (pattern, with) in [
            (r"(?is)<(script|style|noscript)\b.*?</(script|style|noscript)>|<!--.*?-->", " "),
            (r"(?i)</?(b|i|strong|em|span|a|u|font|sup|sub)\b[^>]*>", ""),
            (r"<[^>]+>", " "),
        ] {
            text = Regex::new(pattern).unwrap().replace_all(&text, with).into_owned();
        }
    }
    fold(&text)
}

fn places(text: &str, quote: &str) -> Vec<(usize, usize)> {
    let quote = fold(quote);
    if quote.is_empty() {
        return Vec::new();
    }
    text.match_indices(&quote).map(|(at, found)| (at, at + found.len())).collect()
}

/// What was read, counted against gold.
#[derive(Debug, Default)]
pub struct Score {
    hit: usize,
    miss: usize,
    extra: usize,
    full: usize,
    times: (usize, usize),
    conditions: (usize, usize),
    /// Rules that say the opposite of gold.
    pub inverted: usize,
    /// By how their stance was found: how many rules are right and how many there are, and the confidence that they state.
    pub routes: BTreeMap<String, (usize, usize, f64)>,
    /// The inversions, in words.
    pub notes: Vec<String>,
}

impl Score {
    /// The share of rules that are right.
    pub fn precision(&self) -> f64 {
        share((self.hit, self.hit + self.extra))
    }

    /// The share of gold that was found.
    pub fn recall(&self) -> f64 {
        share((self.hit, self.hit + self.miss))
    }

    /// The mean of the two.
    pub fn f1(&self) -> f64 {
        share((2 * self.hit, 2 * self.hit + self.extra + self.miss))
    }

    /// The same where a rule is right only with every time right.
    pub fn f1_with_times(&self) -> f64 {
        share((2 * self.full, 2 * self.hit + self.extra + self.miss))
    }

    /// The share of times that are right.
    pub fn times(&self) -> f64 {
        share(self.times)
    }

    /// The share of advice whose condition, or lack of one, is right.
    pub fn conditions(&self) -> f64 {
        share(self.conditions)
    }

    /// Adds a document.
    pub fn add(&mut self, document: &Path, rules: &[Rule], lexicon: &Lexicon) {
        let name = document.file_stem().unwrap().to_str().unwrap();
        let gold = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/gold/rules/{name}.jsonl"));
        let text = visible(document);
        let lines = fs::read_to_string(gold).unwrap();
        let golds: Vec<Item> =
            lines.lines().filter(|l| !l.trim().is_empty()).map(|l| Item::of_gold(l, &text)).collect();
        let rules: Vec<Item> = rules.iter().map(|r| Item::of_rule(r, &text)).collect();
        let pairs = pairs(&golds, &rules);
        for &(g, r) in pairs.iter().filter(|(g, _)| !golds[*g].is_optional()) {
            self.pair(&golds[g], &rules[r]);
        }
        let matched: HashSet<usize> = pairs.iter().map(|p| p.0).collect();
        let used: HashSet<usize> = pairs.iter().map(|p| p.1).collect();
        for (_, gold) in golds.iter().enumerate().filter(|(g, gold)| !matched.contains(g) && !gold.is_optional()) {
            self.miss += 1;
            let free = rules.iter().enumerate().filter(|(r, _)| !used.contains(r)).map(|(_, rule)| rule);
            if let Some(rule) = free.into_iter().find(|rule| inverts(gold, rule, lexicon)) {
                self.inverted += 1;
                self.notes
                    .push(format!("{name}: {:?} is read as {} {}", gold.quote, rule.stances[0], rule.concepts[0]));
            }
        }
        for (r, rule) in rules.iter().enumerate() {
            let right = used.contains(&r);
            if !right && golds.iter().any(|g| g.is_repeated_by(rule)) {
                continue;
            }
            self.extra += usize::from(!right);
            let route = self.routes.entry(rule.route.clone()).or_default();
            *route = (route.0 + usize::from(right), route.1 + 1, rule.confidence);
        }
    }

    fn pair(&mut self, gold: &Item, rule: &Item) {
        self.hit += 1;
        let (right, total) = if gold.note.contains("time-lenient") { (0, 0) } else { gold.times_agree(rule) };
        self.times = (self.times.0 + right, self.times.1 + total);
        self.full += usize::from(right == total);
        if gold.stances != ["expect"] {
            let same = gold.conditional == rule.conditional;
            self.conditions = (self.conditions.0 + usize::from(same), self.conditions.1 + 1);
        }
    }
}

fn share((part, whole): (usize, usize)) -> f64 {
    part as f64 / whole.max(1) as f64
}

fn inverts(gold: &Item, rule: &Item, lexicon: &Lexicon) -> bool {
    const OPPOSED: [(&str, &str); 4] = [("avoid", "do"), ("do", "avoid"), ("avoid", "allow"), ("allow", "avoid")];
    let near = |a: &str, b: &str| lexicon.concepts.is_within(a, b) || lexicon.concepts.is_within(b, a);
    gold.stances.iter().any(|s| OPPOSED.contains(&(s.as_str(), rule.stances[0].as_str())))
        && gold.concepts.iter().any(|c| near(c, &rule.concepts[0]))
        && gold.overlap(rule) >= 0.5
}

/// One-to-one pairs of gold and rule, the best agreement first.
fn pairs(golds: &[Item], rules: &[Item]) -> Vec<(usize, usize)> {
    let mut scored = Vec::new();
    for (g, gold) in golds.iter().enumerate() {
        for (r, rule) in rules.iter().enumerate() {
            let other = gold.concepts.iter().any(|c| c.starts_with("other:"));
            if !gold.stances.contains(&rule.stances[0]) || gold.phase != rule.phase || !(gold.names(rule) || other) {
                continue;
            }
            let place = gold.overlap(rule);
            if place >= 0.5 {
                let (right, total) = gold.times_agree(rule);
                scored.push(((gold.names(rule), !gold.is_optional(), std::cmp::Reverse(total - right)), place, (g, r)));
            }
        }
    }
    scored.sort_by(|a, b| b.0.cmp(&a.0).then(b.1.total_cmp(&a.1)));
    let (mut of_gold, mut of_rules) = (HashSet::new(), HashSet::new());
    scored.retain(|&(.., (g, r))| {
        let free = !of_gold.contains(&g) && !of_rules.contains(&r);
        if free {
            of_gold.insert(g);
            of_rules.insert(r);
        }
        free
    });
    scored.into_iter().map(|(.., pair)| pair).collect()
}

/// The documents of the corpus.
pub fn documents() -> Vec<std::path::PathBuf> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    gold::sorted(&corpus).iter().flat_map(|folder| gold::sorted(folder)).collect()
}
