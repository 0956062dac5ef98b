//! Whatever happens to a writer, the index is a committed state: processes that are killed, writes that fail.

use std::{
    path::Path,
    process::{Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use super::faulty::Faulty;
use crate::{
    index::{Content, FoundPlace, Place, SearchOptions, Searcher, Writer, WriterOptions, store::Store},
    lexicon::Lexicon,
    model::{Block, BlockKind, Document, Name, Phase, Rule, Span, Stance, Zone},
    pipeline::Reading,
};

/// Documents of every state.
const DOCUMENTS: usize = 12;
/// Tells the test binary that it is the process to be killed: the folder of its index.
const CHILD: &str = "AFTERCARE_CRASH_CHILD";

/// A reading of which every part names its state.
fn reading(n: usize, state: usize) -> Reading {
    let text = format!("Leaflet {n} in state{state}. Avoid the sauna.");
    let id = Name::from(format!("leaflet-{n}"));
    let block = |span| Block { kind: BlockKind::Paragraph, zone: Zone::Main, span, lead: None, mark: None };
    let rule = Rule {
        id: format!("rule-{n}"),
        document: id.clone(),
        procedure: vec![Name::from("botox")],
        phase: Phase::After,
        stance: Stance::Avoid,
        concept: Name::from("sauna"),
        from: None,
        until: None,
        lead: None,
        session: None,
        every: None,
        count: None,
        degree: None,
        strength: None,
        condition: None,
        exception: None,
        quote: text.clone(),
        start: 0,
        end: text.len(),
        section: Vec::new(),
        fired: Vec::new(),
        confidence: 1.0,
    };
    let blocks = vec![block(Span::new(0, text.len()))];
    Reading { document: Document { id, text, blocks, ..Document::default() }, rules: vec![rule] }
}

fn options(lexicon: &Lexicon) -> WriterOptions<'_> {
    WriterOptions { lexicon, digest: "1", wait: Duration::from_secs(10) }
}

/// Brings an index to a state; every third document stays as it is.
fn write(writer: Writer<'_>, state: usize) -> crate::Result<()> {
    let of = |n: usize| if n.is_multiple_of(3) { 0 } else { state };
    let content = |n: usize| Content::of(reading(n, of(n)).document.text.as_bytes());
    let place = |n: usize| Place { path: format!("/leaflet-{n}"), id: Name::from(format!("leaflet-{n}")) };
    let found: Vec<FoundPlace> =
        (0..DOCUMENTS).map(|n| FoundPlace { place: place(n), content: Some(content(n)) }).collect();
    let plan = writer.plan(&found, |_| true);
    let number = |p: &Place| p.path.rsplit('-').next().and_then(|n| n.parse::<usize>().ok()).unwrap_or(0);
    let readings = plan.read.iter().map(|(place, content)| {
        let n = number(place);
        (*content, vec![reading(n, of(n))])
    });
    writer.apply(&plan, readings).map(|_| ())
}

/// The state of an index: `None` where nothing was committed yet. Everything in it must be of that state.
fn state(folder: &Path, lexicon: &Lexicon) -> Option<usize> {
    if !Store::exists(folder) {
        return None;
    }
    let searcher = Searcher::open(folder, lexicon).unwrap();
    let (documents, rules) = (searcher.documents().unwrap(), searcher.rules().unwrap());
    if documents.is_empty() && rules.is_empty() {
        return None;
    }
    assert_eq!((documents.len(), rules.len()), (DOCUMENTS, DOCUMENTS));
    assert_eq!(searcher.catalogue().unwrap().places.len(), DOCUMENTS);
    let state: usize = documents
        .iter()
        .find(|d| *d.id == *"leaflet-1")
        .and_then(|d| d.text.split("state").nth(1))
        .and_then(|rest| rest.split('.').next())
        .and_then(|n| n.parse().ok())
        .unwrap();
    for (n, document) in documents.iter().enumerate() {
        let number: usize = document.id.rsplit('-').next().unwrap().parse().unwrap();
        let want = reading(number, if number.is_multiple_of(3) { 0 } else { state });
        assert_eq!(document.text, want.document.text, "{n}");
        assert!(rules.contains(&want.rules[0]));
    }
    Some(state)
}

/// Runs only as the process that is killed: goes from state to state until then.
#[test]
fn child() {
    let Some(folder) = std::env::var_os(CHILD) else { return };
    let lexicon = Lexicon::default();
    let first = state(Path::new(&folder), &lexicon).map_or(1, |s| s + 1);
    for state in first.. {
        let writer = Writer::open(Path::new(&folder), options(&lexicon)).unwrap();
        write(writer, state).unwrap();
    }
}

#[test]
fn a_writer_that_is_killed_leaves_a_committed_state() {
    let kills: u64 = std::env::var("AFTERCARE_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(25);
    let lexicon = Lexicon::default();
    let folder = tempfile::tempdir().unwrap();
    let mut last = None;
    let mut dice = 0x2545_f491_4f6c_dd1d_u64;
    for kill in 0..kills {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "index::tests::crash::child"])
            .env(CHILD, folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        std::thread::sleep(Duration::from_millis(20 + (dice >> 33) % 250));
        child.kill().unwrap();
        child.wait().unwrap();
        let now = state(folder.path(), &lexicon);
        assert!(now >= last, "kill {kill}: {now:?} after {last:?}");
        last = now;
        if kill % 5 == 0 {
            let next = last.map_or(1, |s| s + 1);
            write(Writer::open(folder.path(), options(&lexicon)).unwrap(), next).unwrap();
            assert_eq!(state(folder.path(), &lexicon), Some(next));
            assert!(Searcher::open(folder.path(), &lexicon).unwrap().damaged_files().unwrap().is_empty());
            last = Some(next);
        }
    }
    println!("{kills} kills, state {last:?}");
    assert!(last > Some(1));
}

#[test]
fn a_write_that_fails_leaves_the_last_commit() {
    let lexicon = Lexicon::default();
    let folder = tempfile::tempdir().unwrap();
    write(Writer::open(folder.path(), options(&lexicon)).unwrap(), 1).unwrap();
    let mut reached = 1;
    let mut failures = 0;
    for allowed in 0.. {
        let faulty = Faulty::new(folder.path(), allowed);
        let result = Store::open_on(faulty.clone(), folder.path())
            .and_then(|store| Writer::on(store, options(&lexicon)))
            .and_then(|writer| write(writer, reached + 1));
        let now = state(folder.path(), &lexicon).unwrap();
        assert!(
            now == reached || now == reached + 1,
            "after {allowed} writes: {now} is neither {reached} nor the next"
        );
        if !faulty.failed() {
            result.unwrap();
            assert_eq!(now, reached + 1);
            break;
        }
        failures += 1;
        if let Err(error) = result {
            assert!(error.to_string().contains("disk is full") || error.to_string().contains("index"), "{error}");
        }
        write(Writer::open(folder.path(), options(&lexicon)).unwrap(), now + 1).unwrap();
        reached = now + 1;
        assert_eq!(state(folder.path(), &lexicon), Some(reached));
    }
    println!("{failures} failure points");
    assert!(failures > 10);
}

#[test]
fn readers_see_whole_commits_while_a_writer_writes() {
    let seconds = std::env::var("AFTERCARE_SOAK_SECONDS").ok().and_then(|n| n.parse().ok()).unwrap_or(2);
    let lexicon = Lexicon::default();
    let folder = tempfile::tempdir().unwrap();
    write(Writer::open(folder.path(), options(&lexicon)).unwrap(), 1).unwrap();
    let (done, searches) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
    let mut slowest = Vec::new();
    let mut commits = 0;
    std::thread::scope(|scope| {
        let readers: Vec<_> =
            (0..8).map(|_| scope.spawn(|| read_until(folder.path(), &lexicon, &done, &searches))).collect();
        let start = Instant::now();
        for state in 2.. {
            write(Writer::open(folder.path(), options(&lexicon)).unwrap(), state).unwrap();
            commits += 1;
            if start.elapsed() > Duration::from_secs(seconds) {
                break;
            }
        }
        done.store(true, Ordering::Relaxed);
        slowest.extend(readers.into_iter().map(|r| r.join().unwrap()));
    });
    let searches = searches.load(Ordering::Relaxed);
    println!("{commits} commits, {searches} searches by 8 readers, the slowest {:?}", slowest.iter().max());
    assert!(commits > 0 && searches > 20);
}

/// Searches until told to end; gives the longest time that a search took.
fn read_until(folder: &Path, lexicon: &Lexicon, done: &AtomicBool, count: &AtomicUsize) -> Duration {
    let mut searcher = Searcher::open(folder, lexicon).unwrap();
    let mut longest = Duration::ZERO;
    while !done.load(Ordering::Relaxed) {
        searcher.reload().unwrap();
        let start = Instant::now();
        let found = searcher.search("leaflet", &SearchOptions { limit: 50, ..Default::default() }).unwrap();
        longest = longest.max(start.elapsed());
        let of = |text: &str| text.split("state").nth(1).and_then(|s| s.split('.').next()).unwrap().to_owned();
        let mut states: Vec<String> = found.rules.hits.iter().map(|h| of(&h.entry.rule.quote)).collect();
        states.sort();
        states.dedup();
        assert_eq!(found.rules.total as usize, DOCUMENTS);
        assert!(states.len() == 2, "{states:?}");
        count.fetch_add(1, Ordering::Relaxed);
    }
    longest
}
