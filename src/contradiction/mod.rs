//! What cannot all be followed? Rules become topics with positions, and contradictions between them.
//!
//! The way of a rule: [`Body`] numbers what rules name; what rules state alike is read once, as a [`Holding`], in numbers
//! (`terms`); rules that hold alike are a position of a topic (`topic`); two positions are a [`Pair`], and every [`Detector`] judges
//! it, once it is known to be comparable (`pair`); clashes become findings, one a topic, kind and scope (`finding`).
//! Cost goes with the number of positions on a topic, not with the number of rules that hold them.

mod alike;
mod body;
mod bounds;
mod candidates;
mod conditions;
mod copies;
mod detectors;
mod extent;
mod finding;
mod hash;
mod holding;
mod judge;
mod kept;
mod pair;
mod partners;
mod positions;
mod says;
mod severity;
mod sources;
mod stage;
mod surroundings;
mod tempting;
mod terms;
mod together;
mod topic;
mod vocabulary;

pub use conditions::{Relation, relation};
pub(crate) use copies::{BANDS, Band, Sets};
pub use copies::{Fingerprint, Signature, first_copies};
pub use detectors::{DETECTORS, Detector};
pub use extent::{End, Extent, Meeting};
pub use finding::{Finding, TopicPositions};
pub use holding::{Condition, Holding};
pub use kept::{Keeper, Keeping, Kept, Stand};
pub use pair::{Ground, Pair, Quantity, Setting, Verdict};
pub use says::{number, says, time as time_in_words};
pub use sources::Sources;
pub use surroundings::{Surroundings, View, sites_around};

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::{
    lexicon::Lexicon,
    model::{Contradiction, Name, Phase, Position, Reason, Rule, Scope},
};
use body::Body;
use finding::{Found, Making};
use holding::Reader;
use judge::{Judge, LetGo};
use topic::Groups;
pub use vocabulary::Vocabulary;

/// What to compare, and how.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The documents that are one source each.
    pub sources: Sources,
    /// What stands around the rules in their documents.
    pub surroundings: Surroundings,
    /// Seconds by which times may differ without a report.
    pub tolerance: f64,
    /// Whether to keep the pairs that were let go, with their reasons.
    pub keep_compatible: bool,
    /// Whether to keep the positions on every topic, also where none clashes.
    pub keep_topics: bool,
    /// A name for what is compared, where several lots are compared apart: it goes into the ids.
    pub lot: String,
    /// A document that all others are compared with, and not among themselves.
    pub against: Option<Name>,
}

impl Options {
    /// With what tells copies among documents and what stands around their rules; their fingerprints are used up.
    #[must_use]
    pub fn knowing(self, documents: &mut [Kept], lexicon: &Lexicon) -> Self {
        let fingerprints: Vec<_> = documents.iter_mut().map(Kept::take_fingerprint).collect();
        let sources = Sources::of(&fingerprints, &lexicon.comparison.copies);
        Self { sources, surroundings: Surroundings::of(documents), ..self }
    }
}

/// A pair that tempts and is no contradiction.
#[derive(Debug, Clone, PartialEq)]
pub struct Compatible {
    /// Why it is none.
    pub reason: Reason,
    /// The procedure.
    pub procedure: Name,
    /// Within a document or across sources.
    pub scope: Scope,
    /// The ids of one rule of each side; of one side alone where the other is a view.
    pub rules: Vec<String>,
    /// The view, where it is one that a document reports only to reject it.
    pub view: Option<View>,
}

/// What a comparison of rules found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Audit {
    /// The contradictions, the most severe first.
    pub findings: Vec<Finding>,
    /// The pairs that were let go, where they were asked for.
    pub compatible: Vec<Compatible>,
    /// Every topic with its positions, where they were asked for.
    pub topics: Vec<TopicPositions>,
    /// The number of rules that were compared.
    pub rules: usize,
    /// The number of documents that they come from.
    pub documents: usize,
    /// The number of independent sources among those.
    pub independent: usize,
}

/// Compares rules with each other.
pub fn audit<'a>(rules: impl IntoIterator<Item = &'a Rule>, lexicon: &'a Lexicon, options: &'a Options) -> Audit {
    audit_knowing(&Vocabulary::new(lexicon), rules, lexicon, options)
}

/// Compares rules with each other, where it is known how the lexicon's concepts stand to each other.
fn audit_knowing<'a>(
    vocabulary: &Vocabulary,
    rules: impl IntoIterator<Item = &'a Rule>,
    lexicon: &'a Lexicon,
    options: &'a Options,
) -> Audit {
    let body = Body::new(rules, (&options.sources, &options.surroundings), lexicon);
    let mut reader = Reader::new(lexicon, &body.terms);
    let against = options.against.as_ref().map(|name| body.source_named(name));
    let mut audit = Audit {
        rules: body.rules.len(),
        documents: body.documents.len(),
        independent: independent(&body, &options.sources),
        ..Audit::default()
    };
    let mut found: Vec<Found> = Vec::new();
    Groups::new(&body, vocabulary, lexicon).each(&body, &mut reader, |group, reader| {
        let mut judge = Judge {
            body: &body,
            comparison: &lexicon.comparison,
            vocabulary,
            reader,
            group,
            tolerance: options.tolerance,
            against,
            keep: options.keep_compatible,
            drafts: BTreeMap::new(),
            sources: &options.sources,
            let_go: BTreeSet::new(),
        };
        judge.run();
        let Judge { drafts, mut let_go, .. } = judge;
        if options.keep_compatible {
            let_go.extend(tempting::named(group, &body, lexicon));
        }
        if options.keep_topics {
            audit.topics.extend(finding::topics(group, &body));
        }
        let making = Making { group, body: &body, lexicon, vocabulary, lot: &options.lot };
        found.extend(finding::findings(drafts, making));
        audit.compatible.extend(let_go.into_iter().map(|l| compatible(l, group.procedure.clone(), &body)));
    });
    if options.keep_compatible {
        let other = tempting::other_procedures(&body).into_iter().chain(tempting::other_phases(&body));
        audit.compatible.extend(other.map(|l| {
            let procedure = body.rules[l.rules.0 as usize].procedure.first().cloned().unwrap_or_default();
            compatible(l, procedure, &body)
        }));
        audit.compatible.extend(tempting::rejected(&options.surroundings, &body, lexicon));
    }
    let independent = |p: &Position| body.independent(p.rules.numbers(), p.documents.numbers());
    audit.findings = alike::join(once(found), &independent);
    audit.sort();
    audit.join_topics();
    audit
}

fn compatible(let_go: LetGo, procedure: Name, body: &Body<'_>) -> Compatible {
    let (a, b) = let_go.rules;
    let rules = vec![body.id(a).to_owned(), body.id(b).to_owned()];
    Compatible { reason: let_go.reason, procedure, scope: let_go.scope, rules, view: None }
}

impl Audit {
    /// Adds what was found of another lot of rules.
    pub fn add(&mut self, other: Self) {
        self.findings.extend(other.findings);
        self.compatible.extend(other.compatible);
        self.topics.extend(other.topics);
        self.join_topics();
        self.rules += other.rules;
        self.documents += other.documents;
        self.independent += other.independent;
    }

    /// Makes one topic of those of a name: what documents that name no procedure hold is compared apart, and shown together,
    /// and so is what the documents of several lots hold.
    fn join_topics(&mut self) {
        let mut by_name: BTreeMap<(Name, Phase, Name), Vec<Position>> = BTreeMap::new();
        for topic in std::mem::take(&mut self.topics) {
            by_name.entry((topic.procedure, topic.phase, topic.concept)).or_default().extend(topic.positions);
        }
        let topic = |((procedure, phase, concept), positions)| TopicPositions { procedure, phase, concept, positions };
        self.topics = by_name.into_iter().map(topic).collect();
    }

    /// Makes one audit of those of several lots of some rules: counts all rules once, and joins what lots have in common.
    pub fn complete<'a>(
        &mut self,
        rules: impl IntoIterator<Item = &'a Rule>,
        lexicon: &'a Lexicon,
        options: &'a Options,
    ) {
        let body = Body::new(rules, (&options.sources, &options.surroundings), lexicon);
        (self.rules, self.documents) = (body.rules.len(), body.documents.len());
        self.independent = independent(&body, &options.sources);
        let independent = |p: &Position| {
            let number = |name: &str| body.documents.binary_search(&Name::from(name)).ok();
            let documents: Vec<usize> = p.documents.iter().filter_map(number).collect();
            let all = documents.iter().flat_map(|&d| body.range(d)).map(|r| r as u32);
            let rules: Vec<u32> = all.filter(|&r| p.rules.contains(body.id(r))).collect();
            body.independent(&rules, &documents.into_iter().map(|d| d as u32).collect::<Vec<_>>())
        };
        self.findings = alike::join(std::mem::take(&mut self.findings), &independent);
        self.sort();
    }

    /// Puts the findings in their order: the most severe first, then by topic.
    pub fn sort(&mut self) {
        self.findings.sort_by(|a, b| order(&a.contradiction).cmp(&order(&b.contradiction)));
    }
}

/// The number of sources that are no copies of others.
fn independent(body: &Body<'_>, sources: &Sources) -> usize {
    let text = |(at, name): (usize, &Name)| sources.document(name).ok_or(body.source[at]);
    body.documents.iter().enumerate().map(text).collect::<BTreeSet<_>>().len()
}

/// Most severe first, then by topic.
fn order(c: &Contradiction) -> impl Ord + '_ {
    (std::cmp::Reverse(c.severity), &c.procedure, c.phase, &c.concepts, c.kind, c.scope, &c.id)
}

/// The findings without what the same rules gave rise to under another procedure or as its opposite.
fn once(found: Vec<Found>) -> Vec<Finding> {
    let mut seen: HashSet<(u8, Scope, usize, u64)> = HashSet::new();
    let mut is_new = |f: &Found| {
        let c = &f.finding.contradiction;
        let rules = c.positions.iter().map(|p| p.rules.len()).sum();
        seen.insert((c.kind as u8, c.scope, rules, f.digest))
    };
    found.into_iter().filter(|f| is_new(f)).map(|f| f.finding).collect()
}

/// The contradictions among rules, the most severe first.
pub fn contradictions(rules: &[Rule], lexicon: &Lexicon) -> Vec<Contradiction> {
    contradictions_within(rules, Surroundings::default(), (lexicon, &Vocabulary::new(lexicon)))
}

/// The contradictions among rules whose surroundings are known, the most severe first.
pub fn contradictions_within(
    rules: &[Rule],
    surroundings: Surroundings,
    (lexicon, vocabulary): (&Lexicon, &Vocabulary),
) -> Vec<Contradiction> {
    audit_knowing(vocabulary, rules, lexicon, &Options { surroundings, ..Options::default() })
        .findings
        .into_iter()
        .map(|f| f.contradiction)
        .collect()
}
